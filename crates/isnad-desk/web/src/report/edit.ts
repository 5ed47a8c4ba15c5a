// A claim under correction: pure steps on a ClaimEdit, each giving a new one.
//
// Comes in: a claim as read or reviewed, spans of the text, values. Goes out: what POST /api/decisions takes. It checks
// what a form can check at once; whether spans hold against the text is the server's to say.

import type { ClaimEdit } from "../api";
import type { Role } from "./segments";
import type { Range } from "./tokens";

/** Roles that hold a list. */
export const LISTS = ["actor", "target", "place", "time", "figure", "says"] as const;
export type ListRole = (typeof LISTS)[number];

/** The name of a role's list in ClaimEdit, which is also how the server names the field. */
export const FIELD = {
  trigger: "trigger",
  actor: "actor",
  target: "target",
  place: "place",
  time: "time",
  figure: "figures",
  says: "says",
  cue: "cue",
} as const satisfies Record<Role, keyof ClaimEdit>;

/** A claim that was missed, of which only the words that evoke it are known. */
export function blank(trigger: Range): ClaimEdit {
  return {
    // Chosen by the person: a claim must not get a type because it stood first in a list.
    type: "",
    status: "actual",
    background: false,
    trigger: { start: trigger.start, end: trigger.end },
    actor: [],
    target: [],
    place: [],
    time: [],
    figures: [],
    says: [],
    cue: null,
  };
}

/** Eastern Arabic digits and separators as Latin ones, so that «٤٬٠٠٠» is 4000. */
export function digits(words: string): string {
  return words
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
    .replace(/[٬,](?=\d{3})/g, "")
    .replace(/٫/g, ".");
}

/** The number that the words say in digits, if they hold just one. */
export function numberIn(words: string): number | null {
  const found = digits(words).match(/\d+(?:\.\d+)?/g);
  return found?.length === 1 ? Number(found[0]) : null;
}

/** Sets `range` as a role's words: over the `nth` of its list, else as a new one; trigger and cue have one each. */
export function put(e: ClaimEdit, role: Role, range: Range, words: string, nth?: number): ClaimEdit {
  const at = { start: range.start, end: range.end };
  const over = <T extends Range>(list: readonly T[], fresh: T): T[] => {
    if (nth !== undefined && nth < list.length) return list.map((x, k) => (k === nth ? { ...x, ...at } : x));
    return list.some((x) => x.start === at.start && x.end === at.end) ? [...list] : [...list, fresh];
  };
  switch (role) {
    case "trigger":
      return { ...e, trigger: at };
    case "cue":
      return { ...e, cue: at };
    case "actor":
      return { ...e, actor: over(e.actor, { ...at, entity: null }) };
    case "target":
      return { ...e, target: over(e.target, { ...at, entity: null }) };
    case "place":
      return { ...e, place: over(e.place, { ...at, place: unsettled(words) }) };
    case "time":
      return { ...e, time: over(e.time, { ...at, from: null, to: null, precision: "unknown" }) };
    case "figure": {
      const n = numberIn(words);
      return {
        ...e,
        figures: over(e.figures, {
          ...at,
          what: "other",
          min: n,
          max: n,
          of: "unknown",
          part_of: null,
          scope: "event",
        }),
      };
    }
    case "says":
      return { ...e, says: over(e.says, { ...at, kind: "named_org", entity: null }) };
  }
}

/** A place that has a name and no coordinates, which is a value too. */
export function unsettled(name: string): NonNullable<ClaimEdit["place"][number]["place"]> {
  return { name, lat: null, lon: null, gazetteer_id: null, precision: "unknown", radius_km: null };
}

/** Takes a role's words away. Figures that were part of a figure that goes stand on their own. */
export function drop(e: ClaimEdit, role: Role, nth: number): ClaimEdit {
  const less = <T>(list: readonly T[]) => list.filter((_, k) => k !== nth);
  switch (role) {
    case "trigger":
      return e;
    case "cue":
      return { ...e, cue: null };
    case "actor":
      return { ...e, actor: less(e.actor) };
    case "target":
      return { ...e, target: less(e.target) };
    case "place":
      return { ...e, place: less(e.place) };
    case "time":
      return { ...e, time: less(e.time) };
    case "says":
      return { ...e, says: less(e.says) };
    case "figure": {
      const moved = (p: number | null) => (p === null || p === nth ? null : p > nth ? p - 1 : p);
      return { ...e, figures: less(e.figures).map((f) => ({ ...f, part_of: moved(f.part_of) })) };
    }
  }
}

/** Puts the `nth` of a list one earlier (−1) or later (+1): the order of places and of the chain means something. */
export function shift(e: ClaimEdit, role: "place" | "says", nth: number, by: -1 | 1): ClaimEdit {
  const move = <T>(list: readonly T[]): T[] => {
    const to = nth + by;
    if (to < 0 || to >= list.length) return [...list];
    const out = [...list];
    const [x] = out.splice(nth, 1);
    out.splice(to, 0, x as T);
    return out;
  };
  return role === "place" ? { ...e, place: move(e.place) } : { ...e, says: move(e.says) };
}

/** Changes values of the `nth` of a list. */
export function set<K extends "actor" | "target" | "place" | "time" | "figures" | "says">(
  e: ClaimEdit,
  field: K,
  nth: number,
  values: Partial<ClaimEdit[K][number]>,
): ClaimEdit {
  const list = e[field] as ClaimEdit[K][number][];
  return { ...e, [field]: list.map((x, k) => (k === nth ? { ...x, ...values } : x)) };
}

/** The edit as the server takes it: a place without coordinates is one that is not settled, which is null. */
export function forServer(e: ClaimEdit): ClaimEdit {
  return {
    ...e,
    place: e.place.map((p) => (p.place && p.place.lat !== null && p.place.lon !== null ? p : { ...p, place: null })),
  };
}

/** Whether two edits say the same. */
export function same(a: ClaimEdit, b: ClaimEdit): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(sorted);
  if (x === null || typeof x !== "object") return x;
  return Object.fromEntries(
    Object.entries(x)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

export type Fault = "no_type" | "low_over_high" | "from_after_to" | "half_point" | "off_earth" | "whole_in_part" | "not_a_number";

/** What a form can see to be wrong, by the server's name of the field. */
export function faults(e: ClaimEdit): Map<string, Fault> {
  const out = new Map<string, Fault>();
  if (!e.type) out.set("type", "no_type");
  e.figures.forEach((f, k) => {
    if ((f.min !== null && !Number.isFinite(f.min)) || (f.max !== null && !Number.isFinite(f.max)))
      out.set(`figures[${k}].min`, "not_a_number");
    else if (f.min !== null && f.max !== null && f.min > f.max) out.set(`figures[${k}].min`, "low_over_high");
    if (holdsItself(e, k)) out.set(`figures[${k}].part_of`, "whole_in_part");
  });
  e.time.forEach((t, k) => {
    if (t.from && t.to && t.from > t.to) out.set(`time[${k}].from`, "from_after_to");
  });
  e.place.forEach(({ place }, k) => {
    if (!place) return;
    if ((place.lat === null) !== (place.lon === null)) out.set(`place[${k}].lat`, "half_point");
    else if (place.lat !== null && place.lon !== null && !(Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180))
      out.set(`place[${k}].lat`, "off_earth");
  });
  return out;
}

/** Whether following «part of» from a figure comes back to it or never ends. */
function holdsItself(e: ClaimEdit, nth: number): boolean {
  let at = e.figures[nth]?.part_of ?? null;
  for (let steps = 0; at !== null; steps++) {
    if (at === nth || steps > e.figures.length) return true;
    at = e.figures[at]?.part_of ?? null;
  }
  return false;
}

/** The edit in the form of a claim, so that the same marks draw it. */
export function asMarkable(id: string, e: ClaimEdit) {
  return { ...e, id };
}
