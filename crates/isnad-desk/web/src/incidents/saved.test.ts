import { expect, it } from "vitest";
import { readSaved } from "./saved";

it("of saved filters only filters come back", () => {
  expect(readSaved(JSON.stringify([{ name: "a", query: "?type=escape&evil=1" }, { name: 1, query: "" }, null, "x"]))).toEqual([{ name: "a", query: "?type=escape" }]);
  for (const bad of [null, "", "{", "{}", "3"]) expect(readSaved(bad)).toEqual([]);
});
