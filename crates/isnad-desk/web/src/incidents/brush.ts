// The range that is chosen on the time-line, as indices of bins. Pure: timeline.tsx draws it and turns keys and drags into
// these steps.

import type { TimelineBin } from "../api";

/** First and last bin of the range, both within. */
export interface Brush { a: number; b: number }

/** The range that two days of the filter mark; null where neither is set or none of the bins is within. */
export function brushOf(bins: readonly TimelineBin[], from: string, to: string): Brush | null {
  if (!bins.length || (!from && !to)) return null;
  const a = from ? bins.findIndex((bin) => bin.to >= from) : 0;
  let b = bins.length - 1;
  if (to) while (b >= 0 && bins[b]!.from > to) b--;
  return a < 0 || b < a ? null : { a, b };
}

/** The days of a range. */
export function daysOf(bins: readonly TimelineBin[], brush: Brush): { from: string; to: string } {
  return { from: bins[brush.a]!.from, to: bins[brush.b]!.to };
}

const clamp = (n: number, most: number) => Math.max(0, Math.min(most, n));

/** The range between two bins, whichever comes first. */
export function between(x: number, y: number, count: number): Brush {
  const [p, q] = [clamp(x, count - 1), clamp(y, count - 1)];
  return { a: Math.min(p, q), b: Math.max(p, q) };
}

/** The whole range moved by some bins, its width kept. */
export function shift(brush: Brush, by: number, count: number): Brush {
  const step = Math.max(-brush.a, Math.min(count - 1 - brush.b, by));
  return { a: brush.a + step, b: brush.b + step };
}

/** One end moved by some bins; the ends do not cross. */
export function moveEnd(brush: Brush, end: "a" | "b", by: number, count: number): Brush {
  if (end === "a") return { a: Math.min(clamp(brush.a + by, count - 1), brush.b), b: brush.b };
  return { a: brush.a, b: Math.max(clamp(brush.b + by, count - 1), brush.a) };
}
