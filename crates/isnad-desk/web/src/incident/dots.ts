// Comes in: the figures of an incident. Goes out: what a chart of them draws: the range over time, a dot for each value of each
// source, and where dots of one day stand beside one another. Knows nothing of colours, words or the page.

import type { Figures, FigureValue, Incident, Member, MemberClaim } from "../api";
import { byDay, claimsOf, published } from "./groups";

/** One value of one member; the claims that give it may be several. */
export interface Dot {
  member: Member;
  /** What they say, each as claimed. */
  values: { value: FigureValue; claim: MemberClaim | null }[];
  /** Day of publication; null where unknown. */
  day: string | null;
  min: number;
  /** Null where the words set no bound. */
  max: number | null;
  copy: boolean;
}

/** The range from a day on. */
export interface BandStep {
  day: string;
  low: number;
  high: number;
  best: number;
}

/** One chart. */
export interface FigureChart {
  key: string;
  figures: Figures;
  dots: Dot[];
  band: BandStep[];
  /** First and last day that anything stands at; null where no day is known. */
  days: [string, string] | null;
  /** Whether some value has no day: these stand apart. */
  undated: boolean;
  /** Largest number drawn. */
  top: number;
}

/** The chart of one kind of figure. */
export function chartOf(incident: Incident, figures: Figures): FigureChart {
  const told = claimsOf(incident);
  const byItem = new Map(incident.members.map((m) => [m.item, m]));
  const dots = new Map<string, Dot>();
  for (const value of figures.values) {
    const member = byItem.get(value.item);
    if (!member) continue;
    const key = `${value.item} ${value.min} ${value.max}`;
    let dot = dots.get(key);
    if (!dot) {
      dot = { member, values: [], day: published(member), min: value.min, max: value.max, copy: Boolean(member.copy_of) };
      dots.set(key, dot);
    }
    dot.values.push({ value, claim: told.get(value.claim)?.claim ?? null });
  }
  const all = [...dots.values()].sort((a, b) => byDay(a.day, b.day) || a.min - b.min);
  const band = (figures.history ?? []).map((p) => ({ day: p.day, low: p.low, high: p.high, best: p.best }));
  const days = [...all.map((d) => d.day), ...band.map((b) => b.day)].filter((d): d is string => d !== null).sort();
  return {
    key: `${figures.what}-${figures.of}`,
    figures,
    dots: all,
    band,
    days: days.length > 0 ? [days[0]!, days[days.length - 1]!] : null,
    undated: all.some((d) => d.day === null),
    top: Math.max(figures.high, ...all.map((d) => d.max ?? d.min), 1),
  };
}

/** Days from one to the other, both included, at most `most`; where there are more, evenly picked ones with the first and the last. */
export function daysBetween(from: string, to: string, most: number): string[] {
  const day = 86_400_000;
  const first = Date.parse(`${from}T00:00:00Z`);
  const n = Math.round((Date.parse(`${to}T00:00:00Z`) - first) / day);
  if (!Number.isFinite(n) || n < 0) return [from];
  const step = Math.max(1, Math.ceil(n / Math.max(1, most - 1)));
  const out: string[] = [];
  for (let i = 0; i <= n; i += step) out.push(new Date(first + i * day).toISOString().slice(0, 10));
  return out;
}

/**
 * How far each of some discs moves sideways so that none hides another: they stand as near to their place as they can, first come first.
 * `x` and `y` are centres and `gap` the least distance of two centres, in one unit.
 */
export function dodge(centres: readonly { x: number; y: number }[], gap: number): number[] {
  const placed: { x: number; y: number }[] = [];
  return centres.map(({ x, y }) => {
    for (let k = 0; ; k++) {
      // 0, +1, −1, +2, −2 …
      const shift = ((k % 2 === 1 ? 1 : -1) * Math.ceil(k / 2) * gap) / 2 || 0;
      const free = placed.every((p) => (p.x - x - shift) ** 2 + (p.y - y) ** 2 >= gap * gap - 1e-6);
      if (free) {
        placed.push({ x: x + shift, y });
        return shift;
      }
    }
  });
}
