// Words, numbers and dates of the interface, in Arabic and English. The language is a signal: what reads it while it renders
// changes at once when it changes. Plurals are by Intl.PluralRules: Arabic has six forms.
//
// A view that has words of its own calls `scope(ar, en)` and gets a `t` over them, typed by their keys.

import { signal, effect } from "@preact/signals";
import type { Lang } from "./wire";
import { ar } from "./i18n/ar";
import { en, type Words } from "./i18n/en";

/** A message: text with {names}, or its plural forms, chosen by {n}. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Params = Record<string, string | number>;
/** The digits of an Arabic interface; an English one has European digits always. */
export type Digits = "latn" | "arab";
export type Calendar = "gregorian" | "hijri" | "both";
/** Names of the months in Arabic: those of Egypt and the Gulf, or those of the Levant and Iraq. */
export type Months = "egypt" | "levant";

function stored<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(`isnad-${key}`);
    return (allowed as readonly string[]).includes(value ?? "") ? (value as T) : otherwise;
  } catch {
    return otherwise;
  }
}

/** A setting that is kept in this browser. */
export function setting<T extends string>(key: string, allowed: readonly T[], otherwise: T) {
  const value = signal<T>(stored(key, allowed, otherwise));
  effect(() => {
    try {
      localStorage.setItem(`isnad-${key}`, value.value);
    } catch {
      // A browser that keeps nothing: the setting lasts as long as the page.
    }
  });
  return value;
}

const preferred: Lang = typeof navigator !== "undefined" && !navigator.language.startsWith("ar") ? "en" : "ar";
export const lang = setting<Lang>("lang", ["ar", "en"], preferred);
export const digits = setting<Digits>("digits", ["latn", "arab"], "latn");
export const calendar = setting<Calendar>("calendar", ["gregorian", "hijri", "both"], "gregorian");
export const months = setting<Months>("months", ["egypt", "levant"], "levant");

export const dir = (of: Lang = lang.value): "rtl" | "ltr" => (of === "ar" ? "rtl" : "ltr");

if (typeof document !== "undefined") {
  effect(() => {
    document.documentElement.lang = lang.value;
    document.documentElement.dir = dir();
  });
}

const cache = new Map<string, unknown>();
function kept<T>(key: string, make: () => T): T {
  let value = cache.get(key) as T | undefined;
  if (value === undefined) cache.set(key, (value = make()));
  return value;
}

/** The locale that numbers and dates are written by. */
export function locale(): string {
  if (lang.value === "en") return "en-GB-u-nu-latn";
  return `${months.value === "levant" ? "ar-SY" : "ar-EG"}-u-nu-${digits.value}`;
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const of = locale();
  return kept(`n ${of} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(of, options)).format(value);
}

export const percent = (share: number): string => number(share, { style: "percent", maximumFractionDigits: 0 });

/** Writes a message of either language's table. */
export function write(message: Message, params: Params = {}): string {
  let text: string;
  if (typeof message === "string") text = message;
  else {
    const rules = kept(`p ${lang.value}`, () => new Intl.PluralRules(lang.value));
    text = message[rules.select(Number(params.n ?? 0))] ?? message.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

/** A `t` over a view's own words; both tables must have the same keys. */
export function scope<K extends string>(
  arabic: Record<K, Message>,
  english: Record<K, Message>,
): (key: K, params?: Params) => string {
  return (key, params) => write((lang.value === "ar" ? arabic : english)[key], params);
}

/** The words that all views share. */
export const t: (key: keyof Words, params?: Params) => string = scope<keyof Words>(ar, en);

/** A list of words in the interface's language: «أ وب وج», “a, b and c”. */
export function list(words: string[]): string {
  return kept(`l ${lang.value}`, () => new Intl.ListFormat(lang.value, { type: "conjunction" })).format(words);
}

// Days come as YYYY-MM-DD and mean a day, not an instant: they are written in UTC so that no time zone moves them.
const instant = (day: string): Date => new Date(`${day.slice(0, 10)}T12:00:00Z`);

type DayStyle = "short" | "long" | "month" | "year";
const DAY: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: "numeric", month: "short", year: "numeric" },
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  month: { month: "long", year: "numeric" },
  year: { year: "numeric" },
};

function inCalendar(days: [string, string], of: "gregory" | "islamic-umalqura", style: DayStyle): string {
  const format = kept(`d ${locale()} ${of} ${style}`, () =>
    new Intl.DateTimeFormat(`${locale()}-ca-${of}`, { ...DAY[style], timeZone: "UTC" }));
  const [from, to] = [instant(days[0]), instant(days[1])];
  if (Number.isNaN(+from) || Number.isNaN(+to)) return days[0] === days[1] ? days[0] : `${days[0]} – ${days[1]}`;
  return days[0] === days[1] ? format.format(from) : format.formatRange(from, to);
}

/** A span of days as a person writes it, in the calendar of the settings. A whole month or year is written as such. */
export function days(from: string, to: string = from, style: DayStyle = "short"): string {
  const whole = wholeUnit(from, to);
  const gregorian = () =>
    whole && style === "short" ? inCalendar([from, from], "gregory", whole) : inCalendar([from, to], "gregory", style);
  const hijri = () => inCalendar([from, to], "islamic-umalqura", style);
  if (calendar.value === "hijri") return hijri();
  return calendar.value === "both" ? `${gregorian()} (${hijri()})` : gregorian();
}

/** As `days`, in one calendar even where the settings ask for both: for a narrow place that tells the other in its title. */
export function daysShort(from: string, to: string = from): string {
  if (calendar.value !== "both") return days(from, to);
  const whole = wholeUnit(from, to);
  return whole ? inCalendar([from, from], "gregory", whole) : inCalendar([from, to], "gregory", "short");
}

/** A day in the other calendar, for a title beside it. */
export function otherCalendar(from: string, to: string = from): string {
  return calendar.value === "hijri" ? inCalendar([from, to], "gregory", "long") : inCalendar([from, to], "islamic-umalqura", "long");
}

function wholeUnit(from: string, to: string): "month" | "year" | null {
  if (from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31`) return "year";
  if (!from.endsWith("-01") || from.slice(0, 7) !== to.slice(0, 7)) return null;
  const last = new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)), 0)).getUTCDate();
  return Number(to.slice(8, 10)) === last ? "month" : null;
}

/** A moment (RFC 3339) in this computer's time zone. */
export function moment(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(+date)) return at;
  const of = `${locale()}-ca-${calendar.value === "hijri" ? "islamic-umalqura" : "gregory"}`;
  return kept(`m ${of}`, () => new Intl.DateTimeFormat(of, { dateStyle: "medium", timeStyle: "short" })).format(date);
}

/** How long ago, in the largest unit that fits. */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  if (Number.isNaN(seconds)) return at;
  const format = kept(`r ${locale()}`, () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }));
  for (const [unit, size] of [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]] as const) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds, "second");
}
