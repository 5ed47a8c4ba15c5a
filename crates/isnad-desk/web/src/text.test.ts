import { describe, expect, it } from "vitest";
import { brief, CharMap, ends, hasHidden, hiddenName, pieces, plain, runs, safeHref, textDir } from "./text";

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

/** Half of a pair, alone. */
const HALF = /\p{Cs}/u;

describe("letters without a space between", () => {
  it("are given in pieces that are not long, and are the same text", () => {
    for (const text of ["ك".repeat(100_000), `س${"\u064b\u0301".repeat(10_000)}`, "😀".repeat(5_000), `قصف ${"x".repeat(500)} على`, "\u00a0".repeat(3_000)]) {
      const all = runs(text);
      expect(all.join("")).toBe(text);
      for (const run of all) {
        expect(Math.max(...run.split(/[ \t\n\r]/).map((w) => w.length))).toBeLessThanOrEqual(140);
        expect(run).not.toMatch(HALF);
      }
    }
  });
  it("stay in one piece where there are spaces", () => {
    const text = "قال مصدر طبي إن القصف أدى إلى مقتل شخصين. ".repeat(2_000);
    expect(runs(text)).toEqual([text]);
    expect(runs("")).toEqual([""]);
  });
  it("are not parted from their marks", () => {
    const word = "قُتِلَ".repeat(100);
    for (const run of runs(word).slice(1)) expect(run).toMatch(/^\p{L}/u);
  });
});

describe("a text longer than anyone reads", () => {
  it("is shown by its two ends, with what is between counted in characters", () => {
    expect(ends("أ".repeat(125), 100)).toBeNull();
    const parts = ends(`ق${"😀".repeat(1_000)}ل`, 100)!;
    expect(parts.head + parts.tail).not.toMatch(HALF);
    expect([...parts.head].length + parts.left + [...parts.tail].length).toBe(1_002);
    expect(brief("\u202eقصف")).toBe("قصف");
    expect(brief("ab".repeat(9_000)).length).toBeLessThan(1_010);
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
