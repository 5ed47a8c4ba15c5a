import { describe, expect, it } from "vitest";
import { blank, digits, drop, faults, forServer, numberIn, put, same, set, shift, unsettled } from "./edit";

const at = (start: number, end: number) => ({ start, end });
const empty = { ...blank(at(0, 4)), type: "attack" };

describe("put", () => {
  it("adds, replaces, and does not add the same words twice", () => {
    const one = put(empty, "actor", at(5, 9), "x");
    expect(one.actor).toEqual([{ start: 5, end: 9, entity: null }]);
    expect(put(one, "actor", at(5, 9), "x").actor).toHaveLength(1);
    const named = set(one, "actor", 0, { entity: "q1" });
    expect(put(named, "actor", at(5, 8), "x", 0).actor).toEqual([{ start: 5, end: 8, entity: "q1" }]);
  });
  it("has one trigger and one cue", () => {
    expect(put(empty, "trigger", at(1, 2), "x").trigger).toEqual(at(1, 2));
    expect(drop(put(empty, "cue", at(1, 2), "x"), "cue", 0).cue).toBeNull();
    expect(drop(empty, "trigger", 0)).toBe(empty);
  });
  it("reads a number that stands in digits", () => {
    expect(put(empty, "figure", at(5, 7), "نحو 4,000").figures[0]).toMatchObject({ min: 4000, max: 4000 });
    expect(put(empty, "figure", at(5, 7), "عشرات").figures[0]).toMatchObject({ min: null, max: null });
  });
  it("gives a new place its name and no coordinates", () => {
    expect(put(empty, "place", at(5, 7), "بلدة").place[0]?.place).toEqual(unsettled("بلدة"));
  });
});

describe("numbers", () => {
  it.each([
    ["١٤", 14],
    ["٤٬٠٠٠", 4000],
    ["1,200", 1200],
    ["3٫5", 3.5],
    ["بين 5 و7", null],
    ["عشرة", null],
  ])("%s", (words, n) => {
    expect(numberIn(words)).toBe(n);
  });
  it("leaves other commas alone", () => expect(digits("5, 6")).toBe("5, 6"));
});

describe("drop", () => {
  const three = [1, 2, 3].reduce((e, n) => put(e, "figure", at(n * 5, n * 5 + 2), String(n)), empty);
  it.each([
    ["the whole goes: its parts stand alone", [null, 0, 0], 0, [null, null]],
    ["one before goes: the index moves", [null, null, 1], 0, [null, 0]],
    ["one after goes: the index stays", [null, 0, 0], 2, [null, 0]],
  ] as [string, (number | null)[], number, (number | null)[]][])("%s", (_, parts, nth, want) => {
    const e = parts.reduce((x, part_of, k) => set(x, "figures", k, { part_of }), three);
    expect(drop(e, "figure", nth).figures.map((f) => f.part_of)).toEqual(want);
  });
});

describe("shift", () => {
  const e = put(put(empty, "says", at(5, 6), "a"), "says", at(7, 8), "b");
  it("moves a link in the chain and stops at the ends", () => {
    expect(shift(e, "says", 1, -1).says.map((l) => l.start)).toEqual([7, 5]);
    expect(shift(e, "says", 0, -1).says.map((l) => l.start)).toEqual([5, 7]);
    expect(shift(e, "says", 1, 1).says.map((l) => l.start)).toEqual([5, 7]);
  });
});

describe("faults", () => {
  it("asks for a type", () => expect(faults(blank(at(0, 4))).get("type")).toBe("no_type"));
  it("tells each at its field", () => {
    let e = put(put(empty, "figure", at(1, 2), "9"), "time", at(3, 4), "x");
    e = put(e, "place", at(5, 6), "y");
    expect(faults(e).size).toBe(0);
    e = set(e, "figures", 0, { max: 3, part_of: 0 });
    e = set(e, "time", 0, { from: "2026-04-05", to: "2026-04-01" });
    e = set(e, "place", 0, { place: { ...unsettled("y"), lat: 99, lon: 5 } });
    expect([...faults(e)]).toEqual([
      ["figures[0].min", "low_over_high"],
      ["figures[0].part_of", "whole_in_part"],
      ["time[0].from", "from_after_to"],
      ["place[0].lat", "off_earth"],
    ]);
    e = set(e, "place", 0, { place: { ...unsettled("y"), lat: 9 } });
    expect(faults(e).get("place[0].lat")).toBe("half_point");
  });
});

describe("forServer", () => {
  it("sends a place without coordinates as not settled", () => {
    let e = put(put(empty, "place", at(5, 6), "y"), "place", at(7, 8), "z");
    e = set(e, "place", 1, { place: { ...unsettled("z"), lat: 1, lon: 2, precision: "near" } });
    expect(forServer(e).place.map((p) => p.place?.name ?? null)).toEqual([null, "z"]);
  });
});

describe("same", () => {
  it("does not mind the order of keys", () => {
    const { trigger, ...rest } = empty;
    expect(same(empty, { ...rest, trigger: { end: trigger.end, start: trigger.start } } as typeof empty)).toBe(true);
    expect(same(empty, { ...empty, background: true })).toBe(false);
  });
});
