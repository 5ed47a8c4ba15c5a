// Scales of charts: what a chart of this page needs of them, and no more (d3-scale is thirty times as heavy).

/** From values to pixels, and the round values in between. */
export interface Scale {
  (value: number): number;
  domain: readonly [number, number];
}

/** A straight scale; a domain of no width stands in the middle of the range. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const width = domain[1] - domain[0];
  const scale = (value: number) => (width === 0 ? (range[0] + range[1]) / 2 : range[0] + ((value - domain[0]) / width) * (range[1] - range[0]));
  return Object.assign(scale, { domain });
}

/** A step of 1, 2 or 5 times a power of ten that divides so much into about so many parts. */
export function roundStep(width: number, parts: number): number {
  if (!(width > 0) || !(parts > 0)) return 1;
  const raw = width / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  const rest = raw / power;
  return (rest >= 7.07 ? 10 : rest >= 3.16 ? 5 : rest >= 1.41 ? 2 : 1) * power;
}

/** Whole round values from 0 to the first that is `most` or above it, about so many. */
export function countTicks(most: number, parts: number): number[] {
  const step = Math.max(1, roundStep(most, parts));
  const out: number[] = [];
  for (let i = 0; i === 0 || out[i - 1]! < most; i++) out.push(i * step);
  return out;
}

/** A line that keeps its height until the next point. */
export function steps(points: readonly { x: number; y: number }[]): string {
  return points.map((p, i) => (i === 0 ? `M${round(p.x)} ${round(p.y)}` : `H${round(p.x)}V${round(p.y)}`)).join("");
}

/** The ground between two such lines. */
export function stepBand(points: readonly { x: number; low: number; high: number }[]): string {
  if (points.length === 0) return "";
  const there = steps(points.map((p) => ({ x: p.x, y: p.high })));
  // Back along the lower line: down at the later point, then along.
  let back = "";
  for (let i = points.length - 1; i >= 0; i--) {
    const p = points[i]!;
    back += i === points.length - 1 ? `L${round(p.x)} ${round(p.low)}` : `V${round(p.low)}H${round(p.x)}`;
  }
  return `${there}${back}Z`;
}

const round = (v: number): number => Math.round(v * 10) / 10;
