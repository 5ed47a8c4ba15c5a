import { expect, it } from "vitest";
import type { MapPoint } from "../api";
import { gather } from "./gather";

const point = (lon: number, n: number): MapPoint => ({ lat: 0, lon, n, ids: Array.from({ length: Math.min(20, n) }, (_, i) => `i${lon}${i}`), incident: null, killed_best: n > 5 ? n : null, standings: { Fair: n }, precision: "settlement", radius_km: 3 });

it("marks that would cover each other become one, and none is lost", () => {
  const points = [point(0, 10), point(20, 4), point(300, 1), point(800, 7)];
  const out = gather(points, (p) => ({ x: p.lon, y: 0 }));
  expect(out.map((p) => p.n).sort()).toEqual([1, 14, 7]);
  const joined = out.find((p) => p.n === 14)!;
  expect([joined.standings, joined.killed_best, joined.ids.length]).toEqual([{ Fair: 14 }, 10, 14]);
  expect(joined.lon).toBeCloseTo((20 * 4) / 14);
});
