// The sentence of a claim and those around it, as one range of the text.

import type { BlockJson } from "../api";
import { pieces } from "../report/segments";
import { type Range, sentences } from "../report/tokens";
import type { CharMap } from "../text";

const TEXT: ReadonlySet<string> = new Set(["headline", "dek", "body", "caption"]);

/** The sentence that holds `at`, with `more` sentences before and after it. Sentences do not cross blocks; blocks that are not text are left out where they stand at an end. */
export function around(map: CharMap, blocks: readonly BlockJson[], at: Range, more: number): Range {
  const cover = pieces(map.length, blocks);
  const own = cover.findIndex((p) => p.start <= at.start && at.start < p.end);
  if (own < 0) return at;
  const from = Math.max(0, own - 2 * more - 2);
  const list: Range[] = [];
  cover.slice(from, own + 2 * more + 3).forEach((p, k) => {
    if (from + k !== own && !(p.kind && TEXT.has(p.kind))) return;
    for (const s of sentences(map.slice(p.start, p.end))) list.push({ start: p.start + s.start, end: p.start + s.end });
  });
  const here = list.findIndex((s) => s.start <= at.start && at.start < s.end);
  if (here < 0) return at;
  const first = list[Math.max(0, here - more)] as Range;
  const last = list[Math.min(list.length - 1, here + more)] as Range;
  return { start: Math.min(first.start, at.start), end: Math.max(last.end, at.end) };
}
