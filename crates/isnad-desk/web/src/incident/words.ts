// The words of these views, and how they write values: figures with their range, parties, days, who cites whom.

import { calendar, days, lang, list, locale, number } from "../i18n";
import { w } from "../i18n/incident";
import { FIGURES, FIGURES_OF, standingWord, typeWord, word } from "../labels";
import type { ActorLabel, Figures, IncidentAnswer, IncidentDay, Range, Reason } from "../api";

export { w };

/** «14», or «5–27». */
export function rangeOf(r: Range): string {
  return r.low === r.high ? number(r.best) : `${number(r.low)}–${number(r.high)}`;
}

/** A figure as the words set it: one number, a span, or a number and more. */
export function valueOf(min: number, max: number | null): string {
  if (max === null) return w("incident.open_end", { n: min });
  return min === max ? number(min) : `${number(min)}–${number(max)}`;
}

/** A number that the incident gives as text («8», «20–99»), in the digits of the settings. */
export function numberText(text: string): string {
  return text.replace(/\d+(?:\.\d+)?/g, (n) => number(Number(n)));
}

/** «killed», «killed, children». */
export function figureName(f: Pick<Figures, "what" | "of">): string {
  const what = word(FIGURES, f.what);
  return f.of === "unknown" ? what : `${what}${lang.value === "ar" ? "، " : ", "}${word(FIGURES_OF, f.of)}`;
}

export const dayText = (d: Pick<IncidentDay, "from" | "to">): string => days(d.from, d.to);

/** A day on an axis: without the year, where all days of the axis are of one. */
export function tickText(day: string, oneYear: boolean): string {
  if (!oneYear) return days(day);
  const of = `${locale()}-ca-${calendar.value === "hijri" ? "islamic-umalqura" : "gregory"}`;
  return new Intl.DateTimeFormat(of, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}

/** The name of a registered party in the interface's language; null where there is none. */
export function entityName(labels: Record<string, ActorLabel>, entity: string | null): string | null {
  if (!entity || !Object.hasOwn(labels, entity)) return null;
  const label = labels[entity]!;
  return (lang.value === "ar" ? label.ar : (label.en ?? label.ar)) || null;
}

/** How a party is called: by the registry, else by the words of the claim; words that judge are a quotation. */
export function partyName(a: IncidentAnswer, p: { entity: string | null; name: string; loaded?: boolean }): string {
  return entityName(a.labels, p.entity) ?? (p.loaded ? `«${p.name}»` : p.name);
}

/** A party of which only the identity or the words are known, as a side of a conflict or a change of the story has it. */
export function whoever(a: IncidentAnswer, value: string): string {
  const known = a.incident.actors.find((p) => p.entity === value || (p.entity === null && p.name === value));
  return known ? partyName(a, known) : (entityName(a.labels, value) ?? value);
}

/** The reason of a standing as a sentence. */
export function reasonText(r: Reason): string {
  if (r.code === "ruled" && r.note) return w("incident.reason.ruled_note", { note: r.note });
  return w(`incident.reason.${r.code}`, { n: r.n });
}

/** What an incident is, in a line: types, place, day. */
export function headline(a: IncidentAnswer): string {
  const { incident: i } = a;
  const types = list(i.types.slice(0, 3).map(typeWord));
  return types === "" ? w("incident.title", { id: i.id }) : types.charAt(0).toLocaleUpperCase() + types.slice(1);
}

export { standingWord, typeWord };
