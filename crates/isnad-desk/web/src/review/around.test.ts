import { describe, expect, it } from "vitest";
import type { BlockJson } from "../api";
import { CharMap } from "../text";
import { around } from "./around";

const text = "عنوان\nقائمة\nأولى. ثانية. ثالثة.\nرابعة.";
const map = new CharMap(text);
const at = (words: string) => {
  const start = text.indexOf(words);
  return { start, end: start + words.length };
};
const block = (kind: BlockJson["kind"], words: string): BlockJson => ({ kind, ...at(words) });
const blocks = [block("headline", "عنوان"), block("menu", "قائمة"), block("body", "أولى. ثانية. ثالثة."), block("body", "رابعة.")];
const cut = (words: string, more: number) => {
  const r = around(map, blocks, at(words), more);
  return map.slice(r.start, r.end);
};

describe("around", () => {
  it.each([
    ["ثانية", 0, "ثانية."],
    ["ثانية", 1, "أولى. ثانية. ثالثة."],
    ["رابعة", 1, "ثالثة.\nرابعة."],
    ["أولى", 1, "عنوان\nقائمة\nأولى. ثانية."],
    ["قائمة", 0, "قائمة"],
  ])("%s with %i more", (words, more, want) => expect(cut(words, more)).toBe(want));
  it("takes what lies outside of all as it is", () => {
    expect(around(map, blocks, { start: 999, end: 1000 }, 1)).toEqual({ start: 999, end: 1000 });
    expect(around(new CharMap(""), [], { start: 0, end: 0 }, 1)).toEqual({ start: 0, end: 0 });
  });
});
