import { describe, expect, it } from "vitest";
import { lang } from "../i18n";
import { ring } from "./geo";
import { countryName, iso, placeKind, problemWords, range, sure, textDir } from "./words";

lang.value = "en";

describe("range", () => {
  it.each([
    [4, 4, "4"],
    [4, 6, "4–6"],
    [20, null, "20+"],
    [null, 9, "≤9"],
    [null, null, ""],
  ])("%s to %s", (min, max, want) => expect(range(min, max)).toBe(want));
});

describe("words of others", () => {
  it("keep their direction and lose what cannot be seen", () => expect(iso("a\u202eb")).toBe("\u2068ab\u2069"));
  it("take unknown codes as they are", () => {
    expect(problemWords("no_such_code")).toBeNull();
    expect(problemWords("no_date")).toMatch(/date/);
    expect(placeKind("locality:PPL")).toBe("locality");
    expect(placeKind("toString")).toBe("toString");
    expect([countryName(null), countryName(""), countryName("سمرازان"), countryName("JO"), countryName("XX"), countryName("XK")]).toEqual([null, "", "سمرازان", "Jordan", null, "Kosovo"]);
  });
  it("stand in the direction of their language", () => {
    expect([null, "ar", "fa-IR", "en", "fr"].map(textDir)).toEqual(["rtl", "rtl", "rtl", "ltr", "ltr"]);
  });
});

describe("sure", () => {
  it.each([[0.97, "high"], [0.7, "fair"], [0.2, "low"]] as const)("%s", (n, want) => expect(sure(n)).toBe(want));
});

describe("ring", () => {
  it.each([[12, 64, 10], [0, 0, 100], [60, 20, 5]])("at %s, %s within %s km", (lat, lon, km) => {
    const all = ring(lat, lon, km);
    expect(all[0]).toEqual([all.at(-1)![0], expect.closeTo(all.at(-1)![1], 9)]);
    for (const [x, y] of all) {
      const dy = (y - lat) * 111.32;
      const dx = (x - lon) * 111.32 * Math.cos((lat * Math.PI) / 180);
      expect(Math.hypot(dx, dy)).toBeCloseTo(km, 1);
    }
  });
});
