import { describe, expect, it } from "vitest";
import { decode } from "./data";
import { Room } from "./place";

describe("room for labels", () => {
  it("keeps the first of two that meet, and both that only touch", () => {
    const room = new Room();
    expect(room.take([0, 0, 50, 10])).toBe(true);
    expect(room.take([40, 5, 90, 15])).toBe(false);
    expect(room.take([50, 0, 90, 10])).toBe(true);
  });
  it("sees what stands in another cell, and left of zero", () => {
    const room = new Room(10);
    expect(room.take([-35, -5, 35, 5])).toBe(true);
    expect(room.take([30, -2, 32, 2])).toBe(false);
    expect(room.take([-34, 0, -33, 1])).toBe(false);
    expect(room.take([36, 0, 40, 1])).toBe(true);
  });
});

describe("decode", () => {
  it("joins arcs, turned ones too, and writes each meeting point once", () => {
    const got = decode({
      transform: { scale: [0.5, 0.5], translate: [10, 20] },
      arcs: [[0, 0, 2, 0], [4, 2, -2, -2]],
      objects: { borders: [{ t: "LineString", k: 1, a: [0, -2] }], landIn: [{ t: "Polygon", a: [[0, -2]] }] },
    });
    expect(got.features[0]).toEqual({
      type: "Feature", properties: { l: "borders", k: 1, f: 0 },
      geometry: { type: "LineString", coordinates: [[10, 20], [11, 20], [12, 21]] },
    });
    expect(got.features[1]!.properties).toEqual({ l: "land", k: 0, f: 1 });
  });
});
