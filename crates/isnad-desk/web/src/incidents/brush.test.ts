import { expect, it } from "vitest";
import { between, brushOf, daysOf, moveEnd, shift } from "./brush";

const bins = Array.from({ length: 6 }, (_, i) => ({ from: `2026-0${i + 1}-01`, to: `2026-0${i + 1}-28`, n: i, killed_best: null }));

it("days of the filter mark bins, and bins give their days", () => {
  expect(brushOf(bins, "2026-02-01", "2026-03-28")).toEqual({ a: 1, b: 2 });
  expect(brushOf(bins, "2026-02-10", "")).toEqual({ a: 1, b: 5 });
  expect(brushOf(bins, "", "2026-02-10")).toEqual({ a: 0, b: 1 });
  for (const [from, to] of [["", ""], ["2027-01-01", ""], ["", "2025-01-01"]] as const) expect(brushOf(bins, from, to)).toBeNull();
  expect(brushOf([], "2026-01-01", "")).toBeNull();
  expect(daysOf(bins, { a: 1, b: 2 })).toEqual({ from: "2026-02-01", to: "2026-03-28" });
});

it("drags in either direction stay within, keep their width, and ends do not cross", () => {
  expect([between(4, 1, 6), between(-3, 99, 6)]).toEqual([{ a: 1, b: 4 }, { a: 0, b: 5 }]);
  expect([shift({ a: 1, b: 2 }, 9, 6), shift({ a: 1, b: 2 }, -9, 6)]).toEqual([{ a: 4, b: 5 }, { a: 0, b: 1 }]);
  expect([moveEnd({ a: 1, b: 2 }, "a", 5, 6), moveEnd({ a: 1, b: 2 }, "b", -5, 6), moveEnd({ a: 1, b: 2 }, "b", 9, 6)]).toEqual([{ a: 2, b: 2 }, { a: 1, b: 1 }, { a: 1, b: 5 }]);
});
