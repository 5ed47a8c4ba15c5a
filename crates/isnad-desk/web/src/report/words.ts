// The words of this view, and small ways of writing values that several of its parts share.

import { arReport } from "../i18n/ar-report";
import { enReport } from "../i18n/en-report";
import { days, lang, locale, number, scope } from "../i18n";
import { FIGURES, FIGURES_OF, SCOPES, word } from "../labels";
import { brief } from "../text";
import type { ActorLabel, FigureJson, PublishedJson, TimeFields } from "../api";

export const t = scope(arReport, enReport);

const RTL = new Set(["ar", "fa", "ur", "ckb", "ku", "he", "ps", "sd", "ug", "yi"]);
/** Direction of a report by its language; a report without one is taken for Arabic, as most here are. */
export const textDir = (language: string | null | undefined): "rtl" | "ltr" =>
  !language || RTL.has(language.split("-")[0] as string) ? "rtl" : "ltr";

/** A figure's value as a person writes it: 4, 4–6, 20+, ≤9. */
export function range(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return min === max ? number(min) : `${number(min)}–${number(max)}`;
  if (min !== null) return `${number(min)}+`;
  return max !== null ? `≤${number(max)}` : "";
}

/** What a figure means: «14 killed, children, running total». */
export function figureWords(f: Pick<FigureJson, "min" | "max" | "what" | "of" | "scope">): string {
  const out = [`${range(f.min, f.max)} ${word(FIGURES, f.what)}`.trim()];
  const of = word(FIGURES_OF, f.of);
  if (of) out.push(of);
  if (f.scope !== "event") out.push(word(SCOPES, f.scope));
  return out.join(lang.value === "ar" ? "، " : ", ");
}

/** Hours of the day as a clock shows them, in the digits of the settings. */
export function hoursWords([from, to]: readonly [number, number]): string {
  const clock = (h: number, m: number) => `${number(h)}:${number(m, { minimumIntegerDigits: 2 })}`;
  return t("claim.hours", { from: clock(from, 0), to: clock(to, 59) });
}

/** The days of a time; null where it stays relative. */
export function timeWords(time: Pick<TimeFields, "from" | "to">): string | null {
  if (time.from === null) return null;
  return days(time.from, time.to ?? time.from);
}

export function publishedWords(p: PublishedJson): string {
  return days(p.from, p.to);
}

/** A point as people write it, in degrees. */
export function point(lat: number, lon: number): string {
  const of = (n: number) => number(n, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return `${of(lat)}, ${of(lon)}`;
}

/** The registry's name of an entity in the language of the interface; its id where the registry gave none. */
export function entityName(entity: string, labels: Record<string, ActorLabel>): string {
  const label = Object.hasOwn(labels, entity) ? labels[entity] : undefined;
  if (!label) return entity;
  return (lang.value === "ar" ? label.ar : label.en) ?? label.ar ?? entity;
}

/** How sure, in a word. */
export function sure(confidence: number): "high" | "fair" | "low" {
  return confidence >= 0.85 ? "high" : confidence >= 0.6 ? "fair" : "low";
}

/** A name within a sentence of the interface: it keeps its own direction and cannot turn the sentence's. */
export const iso = (name: string): string => `\u2068${brief(name)}\u2069`;

/** What a problem's code means; null for a code that a newer server sends. */
export function problemWords(code: string): string | null {
  const key = `problem.${code}`;
  return Object.hasOwn(enReport, key) ? t(key as keyof typeof enReport) : null;
}

const has = (key: string): key is keyof typeof enReport => Object.hasOwn(enReport, key);

/** What a place of the gazetteer is; of a kind that is not known here, its name. */
export const placeKind = (kind: string): string => (has(`place_kind.${kind}`) ? t(`place_kind.${kind}` as keyof typeof enReport) : kind.split(":")[0] ?? kind);
/** What an actor of the registry is. */
export const actorKind = (kind: string): string => (has(`actor_kind.${kind}`) ? t(`actor_kind.${kind}` as keyof typeof enReport) : kind);

/** A country by its two letters (ISO 3166); anything else as it is. */
export function countryName(code: string | null): string | null {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code;
  // Letters that ISO leaves to users: the demo's country, or none.
  if (/^(X[A-JL-Z]|Q[M-Z]|ZZ|AA)$/.test(code)) return null;
  try {
    return new Intl.DisplayNames(locale(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
