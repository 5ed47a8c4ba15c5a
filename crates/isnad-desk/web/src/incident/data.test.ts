// The data behind the sources, the charts, the conflicts and the graph.

import { describe, expect, it } from "vitest";
import type { Conflict, Figures, Incident, Member, MemberClaim } from "../api";
import { chartOf, daysBetween, dodge } from "./dots";
import { BOX_HEIGHT, boxWidth, draw, line } from "./graph";
import { groupsOf, originOf } from "./groups";
import { marked, saidBy } from "./sentence";
import { sidesOf, sideValue } from "./sides";

const claim = (id: string): MemberClaim => ({
  id,
  type: "casualty",
  status: "actual",
  trigger: { text: "مقتل", start: 0, end: 4 },
  actor: [],
  target: [],
  says: [],
  confidence: 0.9,
});

const member = (item: string, day: string | null, more: Partial<Member> = {}): Member => ({
  item,
  report: item,
  capture: "c",
  text_sha256: "t",
  url: null,
  title: null,
  language: "ar",
  outlet: `outlet ${item}`,
  published: day ? { from: day, to: day, precision: "day", basis: "metadata" } : null,
  source: 0,
  claims: [claim(`${item}1`)],
  ...more,
});

const incident = (members: Member[], more: Partial<Incident> = {}): Incident => ({
  id: "i1",
  types: ["casualty"],
  day: null,
  places: [],
  actors: [],
  targets: [],
  figures: [],
  conflicts: [],
  standing: "Weak",
  reasons: [],
  sources: 1,
  story: [],
  members,
  ...more,
});

describe("sources", () => {
  it("stand in order of time, undated last, with copies under their origin", () => {
    const i = incident([
      member("b", "2026-02-12"),
      member("copy", "2026-02-11", { copy_of: "origin" }),
      member("a", "2026-02-10"),
      member("late", "2026-02-13", { copy_of: "copy" }),
      member("none", null),
      member("origin", null),
    ]);
    const groups = groupsOf(i);
    expect(groups.map((g) => g.origin.item)).toEqual(["a", "origin", "b", "none"]);
    expect(groups[1]!.copies.map((m) => m.item)).toEqual(["copy", "late"]);
    expect(groups[1]!.dayOfCopy).toBe(true);
    expect(groups[3]!.day).toBeNull();
  });

  it("lose no member where copies go round or the origin is elsewhere", () => {
    const x = member("x", "2026-01-01", { copy_of: "y" });
    const y = member("y", "2026-01-02", { copy_of: "x" });
    const z = member("z", "2026-01-03", { copy_of: "gone" });
    const groups = groupsOf(incident([x, y, z]));
    const all = groups.flatMap((g) => [g.origin.item, ...g.copies.map((c) => c.item)]);
    expect(new Set(all)).toEqual(new Set(["x", "y", "z"]));
    expect(all).toHaveLength(3);
    expect(originOf(z, new Map([["z", z]]))).toBe(z);
  });
});

describe("charts", () => {
  const figures: Figures = {
    what: "killed",
    of: "unknown",
    low: 3,
    high: 8,
    best: 8,
    values: [
      { min: 8, max: 8, at: { text: "ثمانية", start: 0, end: 6 }, claim: "b1", item: "b" },
      { min: 3, max: 3, at: { text: "ثلاثة", start: 0, end: 5 }, claim: "a1", item: "a" },
      { min: 8, max: 8, at: { text: "8", start: 9, end: 10 }, claim: "b1", item: "b" },
      { min: 20, max: null, at: { text: "العشرات", start: 0, end: 7 }, claim: "u1", item: "u" },
      { min: 1, max: 1, at: { text: "x", start: 0, end: 1 }, claim: "gone", item: "gone" },
    ],
    history: [{ day: "2026-07-17", low: 3, high: 3, best: 3 }],
  };
  const chart = chartOf(incident([member("a", "2026-07-17"), member("b", "2026-07-19", { copy_of: "a" }), member("u", null)]), figures);

  it("draw a dot for each value of each member", () => {
    expect(chart.dots.map((d) => [d.member.item, d.min, d.values.length, d.copy])).toEqual([
      ["a", 3, 1, false],
      ["b", 8, 2, true],
      ["u", 20, 1, false],
    ]);
    expect(chart.days).toEqual(["2026-07-17", "2026-07-19"]);
    expect(chart.undated).toBe(true);
    expect(chart.top).toBe(20);
  });

  it("tick at days, few enough, with the first", () => {
    expect(daysBetween("2026-02-27", "2026-03-01", 8)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysBetween("2026-01-01", "2026-12-31", 6).length).toBeLessThanOrEqual(6);
    expect(daysBetween("2026-01-01", "2026-01-01", 6)).toEqual(["2026-01-01"]);
    expect(daysBetween("no day", "2026-01-01", 6)).toEqual(["no day"]);
  });

  it("let no disc hide another", () => {
    const centres = Array.from({ length: 12 }, (_, i) => ({ x: 50, y: (i % 3) * 4 }));
    const shifts = dodge(centres, 10);
    const at = centres.map((c, i) => ({ x: c.x + shifts[i]!, y: c.y }));
    for (let i = 0; i < at.length; i++)
      for (let j = 0; j < i; j++) expect(Math.hypot(at[i]!.x - at[j]!.x, at[i]!.y - at[j]!.y)).toBeGreaterThanOrEqual(9.99);
    expect(shifts[0]).toBe(0);
  });
});

describe("conflicts", () => {
  it("say what each side says and who holds it", () => {
    const conflict: Conflict = {
      kind: "day",
      sides: [
        { value: "2026-04-23", claims: ["a1", "c1"], items: ["a", "c"] },
        { value: "2026-04-24", claims: ["b1", "unknown"], items: ["b", "d"] },
      ],
    };
    const i = incident([
      member("a", "2026-04-23"),
      member("b", "2026-04-24", { source: 1 }),
      member("c", "2026-04-23", { copy_of: "a" }),
      member("d", "2026-04-24", { source: 2 }),
    ]);
    const sides = sidesOf(i, conflict);
    expect(sides[0]!.told).toHaveLength(2);
    expect(sides[0]!.sources).toBe(1);
    expect(sides[1]!.byDate.map((m) => m.item)).toEqual(["d"]);
    expect(sides[1]!.sources).toBe(2);
  });

  it("read a denial's sides", () => {
    const c: Conflict = { kind: "denial", sides: [] };
    expect(sideValue(c, "airstrike: negated")).toEqual({ kind: "denial", type: "airstrike", denied: true });
    expect(sideValue(c, "airstrike: actual")).toEqual({ kind: "denial", type: "airstrike", denied: false });
  });
});

describe("sentences", () => {
  const at = (id: string, start: number, end: number) => ({ id, trigger: { start, end } });
  it("mark triggers by scalar values, not by UTF-16", () => {
    expect(marked({ text: "𐤀 قُتل ثلاثة", start: 100 }, [at("k", 102, 106)])).toEqual([
      { text: "𐤀 ", claims: [] },
      { text: "قُتل", claims: ["k"] },
      { text: " ثلاثة", claims: [] },
    ]);
  });
  it("mark several, also where they overlap", () => {
    expect(marked({ text: "abcdef", start: 0 }, [at("x", 1, 4), at("y", 2, 6)])).toEqual([
      { text: "a", claims: [] },
      { text: "b", claims: ["x"] },
      { text: "cd", claims: ["x", "y"] },
      { text: "ef", claims: ["y"] },
    ]);
  });
  it("hold with positions that are not in them", () => {
    expect(marked({ text: "abc", start: 10 }, [at("x", 2, 4)])).toEqual([{ text: "abc", claims: [] }]);
    expect(marked({ text: "abc", start: 10 }, [at("x", 12, 99)]).map((p) => p.text)).toEqual(["ab", "c"]);
  });
  it("gather the claims that they make, in order of the text", () => {
    const m = member("m", null, { claims: [claim("late"), claim("lost"), claim("early"), claim("same")] });
    const s = (start: number) => ({ text: "…", start, end: start + 1 });
    const said = saidBy(m, { late: s(90), early: s(10), same: s(10) });
    expect(said.map((x) => x.claims.map((c) => c.id))).toEqual([["early", "same"], ["late"], ["lost"]]);
    expect(said[2]!.sentence).toBeNull();
  });
});

describe("graph", () => {
  const nodes = [
    { id: "o1", label: "مداران برس", kind: "outlet" as const, entity: null, below: "" },
    { id: "s", label: "مصدر طبي", kind: "unnamed" as const, entity: null, below: "" },
    { id: "o2", label: "زمهان اليوم", kind: "outlet" as const, entity: null, below: "" },
  ];
  const edges = [
    { from: "o1", to: "s", kind: "cites" as const, claims: ["a"] },
    { from: "o2", to: "o1", kind: "copies" as const, claims: [] },
    { from: "o1", to: "o2", kind: "cites" as const, claims: ["b"] },
    { from: "o1", to: "o1", kind: "cites" as const, claims: ["c"] },
    { from: "o1", to: "nowhere", kind: "cites" as const, claims: ["c"] },
  ];
  it("stands every box apart and every arrow between boxes, also where citing goes round", () => {
    const d = draw(nodes, edges, false);
    expect(d.boxes).toHaveLength(3);
    expect(d.arrows).toHaveLength(3);
    for (const b of d.boxes) {
      expect(b.x).toBeGreaterThanOrEqual(0);
      expect(b.x + b.width).toBeLessThanOrEqual(d.width + 0.01);
      expect(b.height).toBe(BOX_HEIGHT);
    }
    for (const a of d.arrows) expect(a.path).toMatch(/^M[\d.]+ [\d.]+C/);
  });
  it("lets no box hide another, whatever cites whatever", () => {
    // A small generator, so that the same graphs come each time.
    let seed = 7;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let round = 0; round < 40; round++) {
      const n = 1 + random(30);
      const some = Array.from({ length: n }, (_, i) => ({ id: `n${i}`, label: "x".repeat(1 + random(40)), kind: "outlet" as const, entity: null, below: "" }));
      const links = Array.from({ length: random(60) }, () => ({ from: `n${random(n)}`, to: `n${random(n)}`, kind: "cites" as const, claims: [] }));
      const d = draw(some, links, round % 2 === 0);
      for (const [i, a] of d.boxes.entries()) {
        expect(a.y).toBeGreaterThanOrEqual(0);
        expect(a.y + a.height).toBeLessThanOrEqual(d.height + 0.01);
        for (const b of d.boxes.slice(0, i))
          expect(a.x >= b.x + b.width - 0.01 || b.x >= a.x + a.width - 0.01 || a.y >= b.y + b.height - 0.01 || b.y >= a.y + a.height - 0.01).toBe(true);
      }
      for (const arrow of d.arrows) expect(arrow.path).not.toContain("NaN");
    }
  });
  it("draws a chain of a thousand without end", () => {
    const long = Array.from({ length: 1000 }, (_, i) => ({ id: `n${i}`, label: "x", kind: "outlet" as const, entity: null, below: "" }));
    const links = long.slice(1).map((_, i) => ({ from: `n${i}`, to: `n${i + 1}`, kind: "cites" as const, claims: [] }));
    expect(draw(long, links, false).boxes).toHaveLength(1000);
  });
  it("is mirrored from right to left", () => {
    const ltr = draw(nodes, edges, false);
    const rtl = draw(nodes, edges, true);
    ltr.boxes.forEach((b, i) => expect(rtl.boxes[i]!.x).toBeCloseTo(ltr.width - b.x - b.width));
  });
  it("draws nothing of nothing", () => {
    expect(draw([], [], false)).toEqual({ width: 0, height: 0, boxes: [], arrows: [] });
    expect(line([])).toBe("");
    expect(boxWidth("x".repeat(500))).toBe(264);
  });
});
