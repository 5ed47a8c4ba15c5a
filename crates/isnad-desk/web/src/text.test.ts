import { describe, expect, it } from "vitest";
import { CharMap, hasHidden, hiddenName, pieces, plain, safeHref, textDir } from "./text";

describe("positions", () => {
  const text = "قتل 👩🏽‍🚒 في 𐎀𐎁 أمس";
  it("are the same where no character is of two units", () => {
    const map = new CharMap("مقتل 3 أشخاص");
    expect([map.length, map.toUnit(5), map.toScalar(5), map.slice(5, 6)]).toEqual([12, 5, 5, "3"]);
  });
  it("go there and back for every character", () => {
    const map = new CharMap(text);
    const all = [...text];
    expect(map.length).toBe(all.length);
    for (let i = 0; i <= all.length; i++) {
      expect(map.toUnit(i)).toBe(all.slice(0, i).join("").length);
      expect(map.toScalar(map.toUnit(i))).toBe(i);
    }
    for (let i = 0; i < all.length; i++) for (let j = i; j <= all.length; j++) expect(map.slice(i, j)).toBe(all.slice(i, j).join(""));
  });
  it("inside a pair belong to its start, and outside the text to its ends", () => {
    const map = new CharMap("a😀b");
    expect([map.toScalar(2), map.toScalar(1), map.toScalar(3)]).toEqual([1, 1, 2]);
    expect([map.toUnit(99), map.toUnit(-3), map.toScalar(99), map.toScalar(-1), map.toUnit(NaN)]).toEqual([4, 0, 3, 0, 0]);
  });
  it("stand a lone half of a pair", () => {
    const map = new CharMap("x\uD83Dy\uDE00z");
    expect(map.length).toBe(5);
    for (let i = 0; i <= 5; i++) expect(map.toScalar(map.toUnit(i))).toBe(i);
  });
});

describe("hidden characters", () => {
  it("are found, named and taken out", () => {
    const text = "evil\u202Etxt.exe\u2069\u0007";
    expect(hasHidden(text)).toBe(true);
    expect(pieces(text)).toEqual([
      { text: "evil", hidden: false }, { text: "RLO", hidden: true }, { text: "txt.exe", hidden: false },
      { text: "PDI", hidden: true }, { text: "U+0007", hidden: true },
    ]);
    expect(plain(text)).toBe("eviltxt.exe");
    expect(hiddenName("\u200F")).toBe("RLM");
  });
  it("are not what Arabic and Persian are written with", () => {
    for (const text of ["السَّلام", "می\u200Cخواهم", "a\tb\nc", "👩‍🚒"]) expect(hasHidden(text)).toBe(false);
  });
});

describe("links", () => {
  it("lead to http and https alone", () => {
    expect(safeHref("https://ansam.example/a?b=1")).toBe("https://ansam.example/a?b=1");
    for (const bad of ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "//x.example", "file:///etc/passwd", "", null]) {
      expect(safeHref(bad)).toBeNull();
    }
  });
});

describe("direction of a piece", () => {
  it("is that of its first letter", () => {
    expect([textDir("12: قتل"), textDir("«The» قتل"), textDir("12 – 3"), textDir("")]).toEqual(["rtl", "ltr", null, null]);
  });
});
