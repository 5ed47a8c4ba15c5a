import { describe, expect, it } from "vitest";
import { sentences, trim, wordAt, words } from "./tokens";

const cut = (text: string, list: { start: number; end: number }[]) => {
  const chars = [...text];
  return list.map((r) => chars.slice(r.start, r.end).join(""));
};

describe("words", () => {
  it.each([
    ["قُتل 14 شخصاً، بينهم", ["قُتل", "14", "شخصاً", "بينهم"]],
    ["نحو 4,000 و3.5 في 23/4", ["نحو", "4,000", "و3.5", "في", "23/4"]],
    ["«مرتزقة الجبل».", ["مرتزقة", "الجبل"]],
    ["  ", []],
    ["", []],
    ["-x-", ["x"]],
    ["😀 a😀b", ["a", "b"]],
  ])("%j", (text, want) => {
    expect(cut(text, words(text))).toEqual(want);
  });
  it("counts from a base", () => {
    expect(words("ab cd", 10)).toEqual([{ start: 10, end: 12 }, { start: 13, end: 15 }]);
  });
  it("finds the word at, after and before a place", () => {
    const list = words("ab cd");
    expect([0, 1, 2, 3, 9].map((at) => wordAt(list, at))).toEqual([0, 0, 1, 1, 1]);
    expect(wordAt([], 3)).toBe(-1);
  });
});

describe("trim", () => {
  it.each([
    [" قصف، ", 0, [1, 4]],
    ["قصف", 7, [7, 10]],
    ["  ", 0, null],
  ] as [string, number, [number, number] | null][])("%j", (text, start, want) => {
    const got = trim(text, { start, end: start + [...text].length });
    expect(got ? [got.start, got.end] : null).toEqual(want);
  });
});

describe("sentences", () => {
  it.each([
    ["قال كذا. ثم قال كذا؟ نعم", ["قال كذا.", "ثم قال كذا؟", "نعم"]],
    ["بلغ 3.5 أمتار.", ["بلغ 3.5 أمتار."]],
    ["قال «لم يحدث.» ومضى", ["قال «لم يحدث.»", "ومضى"]],
    ["سطر\nسطر", ["سطر", "سطر"]],
    ["a.b c", ["a.b c"]],
    ["", []],
    ["...", ["..."]],
  ])("%j", (text, want) => {
    expect(cut(text, sentences(text))).toEqual(want);
  });
});
