// Cuts a text into segments: the longest pieces over which the same marks hold.
//
// Comes in: the text by scalar positions, its blocks, and marks (spans of claims' roles, loaded words) that may nest and
// overlap in any way. Goes out: for each piece of the text its segments, in order, no character lost or doubled.
// It does not draw, and it trusts no position: what lies outside of the text is cut off.

import { hasHidden, hiddenName } from "../text";

export type Role = "trigger" | "actor" | "target" | "place" | "time" | "figure" | "says" | "cue";

/** A span that a claim points at. `nth` is its index in the claim's list of that role. */
export interface Mark {
  start: number;
  end: number;
  claim: string;
  role: Role;
  nth: number;
}

/** A loaded word of the outlet. */
export interface Loaded<K extends string = string> {
  start: number;
  end: number;
  kind: K;
}

export interface Segment {
  start: number;
  end: number;
  /** Shortest first: the innermost is the one that a click means. */
  marks: Mark[];
  loaded: Loaded | null;
}

/** One piece of the text: a block, or what stands between blocks. */
export interface Piece<K extends string = string> {
  start: number;
  end: number;
  /** Index of the block; null for what no block holds. */
  block: number | null;
  kind: K | null;
}

interface BlockSpan<K extends string> {
  kind: K;
  start: number;
  end: number;
}

const clamp = (n: number, low: number, high: number) => Math.min(Math.max(Math.trunc(n) || 0, low), high);

/** The whole text as blocks and what stands between them, in order. A block that overlaps the one before begins after it. */
export function pieces<K extends string>(length: number, blocks: readonly BlockSpan<K>[]): Piece<K>[] {
  const order = blocks
    .map((b, index) => ({ ...b, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  const out: Piece<K>[] = [];
  let at = 0;
  for (const b of order) {
    const start = clamp(b.start, at, length);
    const end = clamp(b.end, start, length);
    if (end === start) continue;
    if (start > at) out.push({ start: at, end: start, block: null, kind: null });
    out.push({ start, end, block: b.index, kind: b.kind });
    at = end;
  }
  if (at < length) out.push({ start: at, end: length, block: null, kind: null });
  return out;
}

/** The segments of `from..to`, in order. Marks and loaded words may be of the whole text. */
export function segments(
  from: number,
  to: number,
  marks: readonly Mark[],
  loaded: readonly Loaded[] = [],
): Segment[] {
  if (to <= from) return [];
  const within = <T extends { start: number; end: number }>(list: readonly T[]) =>
    list.filter((m) => m.start < to && m.end > from && m.start < m.end);
  const inner = within(marks);
  const words = within(loaded);
  const cuts = new Set([from, to]);
  for (const m of [...inner, ...words]) {
    cuts.add(clamp(m.start, from, to));
    cuts.add(clamp(m.end, from, to));
  }
  const points = [...cuts].sort((a, b) => a - b);
  const opens = [...inner].sort((a, b) => a.start - b.start);
  const turns = [...words].sort((a, b) => a.start - b.start);
  let next = 0;
  let word = 0;
  let active: Mark[] = [];
  let open: Loaded[] = [];
  const out: Segment[] = [];
  for (let k = 0; k + 1 < points.length; k++) {
    const start = points[k] as number;
    const end = points[k + 1] as number;
    active = active.filter((m) => m.end > start);
    open = open.filter((w) => w.end > start);
    for (let m = opens[next]; m && m.start <= start; m = opens[++next]) if (m.end > start) active.push(m);
    for (let w = turns[word]; w && w.start <= start; w = turns[++word]) if (w.end > start) open.push(w);
    out.push({
      start,
      end,
      marks: [...active].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start),
      loaded: open.at(-1) ?? null,
    });
  }
  return out;
}

/** Marks sorted into pieces, so that each piece asks only for its own. */
export function byPiece<T extends { start: number; end: number }>(
  parts: readonly { start: number; end: number }[],
  marks: readonly T[],
): T[][] {
  const out: T[][] = parts.map(() => []);
  for (const m of marks) {
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((parts[mid] as { end: number }).end <= m.start) low = mid + 1;
      else high = mid;
    }
    for (let k = low; k < parts.length && (parts[k] as { start: number }).start < m.end; k++) out[k]?.push(m);
  }
  return out;
}

interface Spanned {
  start: number;
  end: number;
}

/** What a claim of the interface must have to be marked. */
export interface Markable {
  id: string;
  trigger: Spanned;
  actor: Spanned[];
  target: Spanned[];
  place: Spanned[];
  time: Spanned[];
  figures: Spanned[];
  says: Spanned[];
  cue: Spanned | null;
}

/** Every span that a claim points at. */
export function marksOf(claim: Markable): Mark[] {
  const of = (role: Role, list: readonly Spanned[]) =>
    list.map(({ start, end }, nth) => ({ start, end, claim: claim.id, role, nth }));
  return [
    ...of("trigger", [claim.trigger]),
    ...of("actor", claim.actor),
    ...of("target", claim.target),
    ...of("place", claim.place),
    ...of("time", claim.time),
    ...of("figure", claim.figures),
    ...of("says", claim.says),
    ...of("cue", claim.cue ? [claim.cue] : []),
  ];
}

/** A run of plain words, or one character that cannot be seen and is shown as a mark. */
export interface Part {
  text: string;
  /** Its name or number, «RLO», «U+0000», where it is shown as a mark. */
  hidden: string | null;
}

/** Tag characters, which text.ts does not list: they are drawn as nothing and can carry a hidden message. */
const TAGS = /[\u{e0000}-\u{e0fff}]/u;

/** Splits words at characters that cannot be seen. Joined again, they are the words. */
export function parts(words: string): Part[] {
  if (!hasHidden(words) && !TAGS.test(words)) return words ? [{ text: words, hidden: null }] : [];
  const out: Part[] = [];
  let plain = "";
  for (const c of words) {
    if (!hasHidden(c) && !TAGS.test(c)) {
      plain += c;
      continue;
    }
    if (plain) out.push({ text: plain, hidden: null });
    plain = "";
    out.push({ text: c, hidden: hiddenName(c) });
  }
  if (plain) out.push({ text: plain, hidden: null });
  return out;
}
