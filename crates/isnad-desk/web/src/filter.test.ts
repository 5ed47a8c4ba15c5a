import { describe, expect, it } from "vitest";
import { conditions, EMPTY, parseArea, parseFilter, SORTS, writeArea, writeFilter, type Filter, type LonLat } from "./filter";

const back = (f: Filter): Filter => parseFilter(new URLSearchParams(writeFilter(f)));

describe("filter and address", () => {
  it("the empty filter is the bare address", () => {
    expect(writeFilter(EMPTY)).toBe("");
    expect(parseFilter(new URLSearchParams(""))).toEqual(EMPTY);
    expect(conditions(EMPTY)).toBe(0);
  });
  it("a filter comes back as it went", () => {
    const full: Filter = {
      q: "سجن الغربال & \"#?=", from: "2026-02-10", to: "2026-02-13", area: [[62.5, 12], [64, 12.25], [63, 13.5]], type: ["escape", "clash"],
      actor: ["demo:samrazan", "«العصابة»; a,b"], standing: ["Contested"], outlet: ["مداران برس – المنطقة"], conflicts: true, review: "todo",
      min_sources: 3, place: "demo:5", sort: "-killed",
    };
    expect(back(full)).toEqual(full);
    expect(conditions(full)).toBe(13);
    expect(writeFilter(full)).toContain("area=62.5,12;64,12.25;63,13.5");
  });
  it("every order comes back", () => {
    for (const sort of SORTS) expect(back({ ...EMPTY, sort }).sort).toBe(sort);
  });
  it("what is not understood is left out, and nothing throws", () => {
    const params = new URLSearchParams("from=yesterday&to=2026-13-45&review=maybe&min_sources=1e9&sort=evil&conflicts=1&type=&type=a&type=a&area=1,2;3");
    expect(parseFilter(params)).toEqual({ ...EMPTY, type: ["a"] });
  });
});

describe("area", () => {
  it("is refused where it is none", () => {
    for (const bad of ["", "1,2;3,4", "1,2;3,4;x,6", "1,2;3,4;500,6", "1,2;3,4;5,91", "1,2,3;4,5;6,7", ",;,;,", Array.from({ length: 201 }, (_, i) => `${i / 10},1`).join(";")]) {
      expect(parseArea(bad)).toEqual([]);
    }
  });
  it("is written with five decimals and read again", () => {
    const area: LonLat[] = [[62.123456789, -0.000001], [63, 1], [64, 0]];
    expect(writeArea(area)).toBe("62.12346,0;63,1;64,0");
    expect(parseArea(writeArea(area))).toEqual([[62.12346, 0], [63, 1], [64, 0]]);
  });
});
