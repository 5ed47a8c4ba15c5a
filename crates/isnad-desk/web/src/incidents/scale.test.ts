import { expect, it } from "vitest";
import { countTicks, DAY, linear, timeTicks } from "./scale";

it("a straight scale goes there and back, in either direction", () => {
  for (const range of [[0, 100], [100, 0]] as const) {
    const s = linear([10, 20], range);
    expect(s.to(10)).toBe(range[0]);
    expect(s.to(20)).toBe(range[1]);
    expect(s.from(s.to(13))).toBeCloseTo(13);
  }
  expect(linear([5, 5], [0, 9]).from(3)).toBe(5);
});

it("a time axis is marked at starts of days, months and years, not too often", () => {
  const utc = (text: string) => Date.parse(text);
  const days = (of: number[]) => of.map((at) => new Date(at).toISOString().slice(0, 10));
  expect(days(timeTicks(utc("2026-02-10"), utc("2026-02-14"), 6))).toEqual(["2026-02-10", "2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14"]);
  expect(days(timeTicks(utc("2026-01-15"), utc("2026-05-02"), 5))).toEqual(["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"]);
  expect(days(timeTicks(utc("2023-01-01"), utc("2026-08-01"), 4))).toEqual(["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]);
  for (const span of [0, 1, 5, 30, 90, 400, 3000, 40000, 400000]) {
    for (const most of [2, 4, 9]) {
      const ticks = timeTicks(utc("2001-03-07"), utc("2001-03-07") + span * DAY, most);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
    }
  }
  expect([timeTicks(5, 1, 3), timeTicks(NaN, 1, 3), timeTicks(0, DAY, 0)]).toEqual([[], [], []]);
});

it("an axis of counts is marked at whole numbers", () => {
  expect([0, 1, 2, 3, 7, 12, 180, 5004].map(countTicks)).toEqual([[], [1], [1, 2], [1, 2, 3], [5], [5, 10], [100], [2000, 4000]]);
});
