import { describe, expect, it } from "vitest";
import type { LonLat } from "../filter";
import { addCorner, asBox, bounds, boxArea, circle, closable, crosses, insertCorner, MOST, moveCorner, removeCorner, size } from "./area";

const square: LonLat[] = [[0, 0], [2, 0], [2, 2], [0, 2]];

describe("drawing", () => {
  it("adds corners, not twice the same, kept on the globe, up to what the server takes", () => {
    expect(addCorner([[0, 0]], [0, 0])).toEqual([[0, 0]]);
    expect(addCorner([], [200, -99])).toEqual([[180, -90]]);
    const full = Array.from({ length: MOST }, (_, i) => [i / 10, 0] as const);
    expect(addCorner(full, [50, 50])).toHaveLength(MOST);
    expect(insertCorner(full, 3, [50, 50])).toHaveLength(MOST);
  });
  it("closes what is an area and nothing else", () => {
    expect([closable([]), closable([[0, 0], [1, 1]]), closable([[0, 0], [1, 1], [2, 2]]), closable(square)]).toEqual([false, false, false, true]);
  });
  it("moves, inserts and removes corners; three stay", () => {
    expect(moveCorner(square, 1, [3, -1])[1]).toEqual([3, -1]);
    expect(insertCorner(square, 3, [-1, 1])).toEqual([...square, [-1, 1]]);
    expect(insertCorner(square, 0, [1, -1])[1]).toEqual([1, -1]);
    expect(removeCorner(square, 0)).toEqual(square.slice(1));
    expect(removeCorner(square.slice(1), 0)).toEqual(square.slice(1));
    expect(square).toHaveLength(4);
  });
  it("sees an outline that crosses itself", () => {
    expect(crosses(square)).toBe(false);
    expect(crosses([[0, 0], [2, 2], [2, 0], [0, 2]])).toBe(true);
    expect(crosses([[0, 0], [1, 0], [0, 1]])).toBe(false);
  });
});

describe("boxes and circles", () => {
  it("a box is an area and is known as a box again", () => {
    const box = { west: 62, south: 12, east: 64, north: 13.5 };
    expect(asBox(boxArea(box)!)).toEqual(box);
    expect(asBox([[0, 0], [2, 0], [2, 2], [1, 1]])).toBeNull();
    expect(asBox(square.slice(1))).toBeNull();
    expect(bounds([])).toBeNull();
    expect(size(square)).toBe(8);
  });
  it("refuses a box that is none", () => {
    for (const bad of [{ west: 2, south: 0, east: 1, north: 1 }, { west: 0, south: 1, east: 1, north: 1 }, { west: NaN, south: 0, east: 1, north: 1 }, { west: -181, south: 0, east: 1, north: 1 }]) {
      expect(boxArea(bad)).toBeNull();
    }
  });
  it("a circle is closed, of its radius, and stays on the globe", () => {
    const ring = circle(63, 12, 10);
    expect(ring[0]).toEqual(ring.at(-1));
    const box = bounds(ring)!;
    expect((box.north - box.south) * 110.574).toBeCloseTo(20, 3);
    expect((box.east - box.west) * 111.32 * Math.cos((12 * Math.PI) / 180)).toBeCloseTo(20, 3);
    for (const [lon, lat] of circle(0, 89.9, 300)) expect(Number.isFinite(lon) && Math.abs(lat) <= 90).toBe(true);
  });
});
