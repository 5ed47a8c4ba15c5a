import { describe, expect, it } from "vitest";
import { batches, LARGEST, MOST, named, type Named, sendable } from "./pick";

const of = (name: string, size: number): Named => ({ name, file: { size, name } as File });

describe("batches", () => {
  it("keep order and stay within the server's limits", () => {
    const third = Math.floor(LARGEST / 3) + 1;
    const { batches: out, refused } = batches([of("a", third), of("b", third), of("c", third), of("d", 1)]);
    expect(out.map((b) => b.map((f) => f.name))).toEqual([["a", "b"], ["c", "d"]]);
    expect(refused).toEqual([]);
  });
  it("refuse what is empty or too large, and send the rest", () => {
    const { batches: out, refused } = batches([of("empty", 0), of("huge", LARGEST + 1), of("page.html", 10)]);
    expect(out.flat().map((f) => f.name)).toEqual(["page.html"]);
    expect(refused).toEqual([{ name: "empty", why: "empty" }, { name: "huge", why: "too_large" }]);
  });
  it("split many files", () => {
    const many = Array.from({ length: MOST * 2 + 1 }, (_, i) => of(String(i), 1));
    expect(batches(many).batches.map((b) => b.length)).toEqual([MOST, MOST, 1]);
  });
  it("of nothing are none", () => expect(batches([])).toEqual({ batches: [], refused: [] }));
});

describe("names", () => {
  it("have the path of a chosen folder, and leave out what systems leave behind", () => {
    const file = (name: string, path = "") => ({ name, webkitRelativePath: path, size: 1 }) as File;
    expect(named([file("a.html"), file("b.html", "x/b.html"), file(".DS_Store", "x/.DS_Store"), file("Thumbs.db")]).map((f) => f.name)).toEqual([
      "a.html",
      "x/b.html",
    ]);
  });
});

describe("names with control characters", () => {
  it("are sent without them", () => {
    expect(sendable("\u001b[31mأحمر\u0007\r\n.txt")).toBe("[31mأحمر.txt");
    expect(sendable("\u0000\u007f")).toBe("file");
    expect(sendable("\u202elmth.txt")).toBe("\u202elmth.txt");
  });
});
