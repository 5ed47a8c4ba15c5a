import { describe, expect, it } from "vitest";
import { countTicks, linear, roundStep, stepBand, steps } from "./scale";

describe("scales", () => {
  it("map ends to ends, also turned round and without width", () => {
    const s = linear([0, 10], [100, 0]);
    expect([s(0), s(5), s(10)]).toEqual([100, 50, 0]);
    expect(linear([3, 3], [0, 10])(3)).toBe(5);
  });
  it("have round steps", () => {
    expect([roundStep(27, 4), roundStep(100, 4), roundStep(9, 4), roundStep(0, 4), roundStep(1e6, 5)]).toEqual([5, 20, 2, 1, 200_000]);
  });
  it("tick whole counts that reach the most", () => {
    for (const most of [1, 2, 3, 7, 19, 27, 99, 100, 1234, 1_000_000]) {
      const ticks = countTicks(most, 4);
      expect(ticks[0]).toBe(0);
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(most);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
    expect(countTicks(0, 4)).toEqual([0]);
  });
  it("draw steps and the band between them", () => {
    expect(steps([{ x: 0, y: 5 }, { x: 10, y: 2 }])).toBe("M0 5H10V2");
    expect(stepBand([{ x: 0, low: 9, high: 5 }, { x: 10, low: 8, high: 2 }])).toBe("M0 5H10V2L10 8V9H0Z");
    expect(stepBand([])).toBe("");
  });
});
