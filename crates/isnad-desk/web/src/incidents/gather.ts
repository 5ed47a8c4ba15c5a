// Marks that would cover each other become one. The server puts incidents together on a grid, and the middles of two
// neighbouring cells may lie close. Comes in: the server's points and where each stands on the screen. Goes out: points of
// which none hides another's number.

import type { MapPoint, Standing } from "../api";

/** Diameter of a cluster in pixels: grows with the number, slowly. */
export const clusterSize = (n: number): number => Math.round(Math.min(52, 22 + 4.2 * Math.log2(n)));
const radius = (n: number): number => (n > 1 ? clusterSize(n) / 2 : 8);

function join(a: MapPoint, b: MapPoint): MapPoint {
  const n = a.n + b.n;
  const standings = { ...a.standings };
  for (const [s, m] of Object.entries(b.standings) as [Standing, number][]) standings[s] = (standings[s] ?? 0) + m;
  return {
    lat: (a.lat * a.n + b.lat * b.n) / n,
    lon: (a.lon * a.n + b.lon * b.n) / n,
    n,
    ids: [...a.ids, ...b.ids].slice(0, 20),
    incident: null,
    killed_best: a.killed_best === null && b.killed_best === null ? null : (a.killed_best ?? 0) + (b.killed_best ?? 0),
    standings,
    precision: a.precision,
    radius_km: null,
  };
}

/** `put` gives a point's place on the screen. Near the limit of the zoom nothing is gathered: there single ones must show. */
export function gather(points: readonly MapPoint[], put: (point: MapPoint) => { x: number; y: number }): MapPoint[] {
  const out: { point: MapPoint; x: number; y: number }[] = [];
  for (const point of [...points].sort((a, b) => b.n - a.n)) {
    const { x, y } = put(point);
    const near = out.find((o) => Math.hypot(o.x - x, o.y - y) < (radius(o.point.n) + radius(point.n)) * 0.8);
    if (near) {
      near.point = join(near.point, point);
      Object.assign(near, put(near.point));
    } else out.push({ point, x, y });
  }
  return out.map((o) => o.point);
}
