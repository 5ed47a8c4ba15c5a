// Axes of the time-line: a straight scale, days at which a time axis is marked, whole numbers at which a count is. Own code,
// since d3's scales bring formats, colours and interpolation with them: 16 kB gzipped for these few lines.

export const DAY = 86_400_000;

/** A straight scale between two spans, and back. */
export function linear([d0, d1]: readonly [number, number], [r0, r1]: readonly [number, number]) {
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  return { to: (v: number): number => r0 + (v - d0) * k, from: (p: number): number => (k === 0 ? d0 : d0 + (p - r0) / k) };
}

const STEPS: readonly (readonly ["day" | "month" | "year", number])[] = [
  ["day", 1], ["day", 2], ["day", 7], ["day", 14], ["month", 1], ["month", 3], ["month", 6], ["year", 1], ["year", 2], ["year", 5],
  ["year", 10], ["year", 20], ["year", 50], ["year", 100], ["year", 200], ["year", 500], ["year", 1000],
];
const LENGTH = { day: DAY, month: 30.44 * DAY, year: 365.25 * DAY };

/** Moments between two (milliseconds, UTC) at which an axis is marked: starts of days, months or years, at most `most` of them. */
export function timeTicks(from: number, to: number, most: number): number[] {
  if (!(to >= from) || most < 1) return [];
  const [unit, step] = STEPS.find(([u, n]) => (to - from) / (LENGTH[u] * n) <= most) ?? STEPS.at(-1)!;
  const start = new Date(from);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  const out: number[] = [];
  for (let i = 0; i < 1000; i++) {
    let at: number;
    if (unit === "day") at = (Math.ceil(from / DAY / step) + i) * step * DAY;
    else if (unit === "month") at = Date.UTC(year, Math.floor(month / step) * step + i * step, 1);
    else {
      // Date.UTC takes years below 100 for those of the last century.
      const date = new Date(0);
      date.setUTCFullYear(Math.floor(year / step) * step + i * step, 0, 1);
      at = +date;
    }
    if (at > to) break;
    if (at >= from && out.length < most + 1) out.push(at);
  }
  return out;
}

/** Whole numbers above zero at which an axis of counts up to `most` is marked, about three. */
export function countTicks(most: number): number[] {
  if (!(most >= 1)) return [];
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power);
  return Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step);
}
