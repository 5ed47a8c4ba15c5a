// Areas on the map: a polygon as a list of corners (lon, lat), not closed. Pure: what is drawn and how the pointer moves is
// map.tsx's matter. Longitudes do not wrap: an area over the date line is drawn as two.

import type { LonLat } from "../filter";

/** As many corners as the server takes. */
export const MOST = 200;

export interface Box { west: number; south: number; east: number; north: number }

const clampLon = (lon: number) => Math.max(-180, Math.min(180, lon));
const clampLat = (lat: number) => Math.max(-90, Math.min(90, lat));
export const onGlobe = ([lon, lat]: LonLat): LonLat => [clampLon(lon), clampLat(lat)];

/** Whether two stretches cross in a point inside both. */
function cross(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  const side = (p: LonLat, q: LonLat, r: LonLat) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Whether the outline of the area crosses itself: then inside and outside are not what one means. */
export function crosses(area: readonly LonLat[]): boolean {
  const n = area.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (cross(area[i]!, area[(i + 1) % n]!, area[j]!, area[(j + 1) % n]!)) return true;
    }
  }
  return false;
}

/** With a corner more, unless it repeats the last or there is no room. */
export function addCorner(area: readonly LonLat[], corner: LonLat): LonLat[] {
  const at = onGlobe(corner);
  const last = area.at(-1);
  if (area.length >= MOST || (last && last[0] === at[0] && last[1] === at[1])) return [...area];
  return [...area, at];
}

/** Whether the corners make an area. */
export const closable = (area: readonly LonLat[]): boolean => area.length >= 3 && size(area) > 0;

export function moveCorner(area: readonly LonLat[], at: number, to: LonLat): LonLat[] {
  return area.map((corner, i) => (i === at ? onGlobe(to) : corner));
}

/** With a corner between the corner `after` and the next. */
export function insertCorner(area: readonly LonLat[], after: number, corner: LonLat): LonLat[] {
  if (area.length >= MOST) return [...area];
  return [...area.slice(0, after + 1), onGlobe(corner), ...area.slice(after + 1)];
}

/** Without the corner, unless fewer than three would be left. */
export function removeCorner(area: readonly LonLat[], at: number): LonLat[] {
  return area.length <= 3 ? [...area] : area.filter((_, i) => i !== at);
}

/** Twice the area in square degrees, without sign. */
export function size(area: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 0; i < area.length; i++) {
    const [a, b] = [area[i]!, area[(i + 1) % area.length]!];
    sum += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(sum);
}

export function bounds(area: readonly LonLat[]): Box | null {
  if (!area.length) return null;
  const lons = area.map((c) => c[0]);
  const lats = area.map((c) => c[1]);
  return { west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats) };
}

/** The box as an area; null where it is none. */
export function boxArea({ west, south, east, north }: Box): LonLat[] | null {
  if (![west, south, east, north].every(Number.isFinite)) return null;
  if (west < -180 || east > 180 || south < -90 || north > 90 || west >= east || south >= north) return null;
  return [[west, south], [east, south], [east, north], [west, north]];
}

/** The box that this area is, if it is one: then it is told by its sides. */
export function asBox(area: readonly LonLat[]): Box | null {
  const box = bounds(area);
  if (!box || area.length !== 4) return null;
  const on = (v: number, a: number, b: number) => v === a || v === b;
  const corners = new Set(area.map(([lon, lat]) => `${lon} ${lat}`));
  return corners.size === 4 && area.every(([lon, lat]) => on(lon, box.west, box.east) && on(lat, box.south, box.north)) ? box : null;
}

/** Corners of a circle around a point, in degrees: for an area that is known by its radius alone. */
export function circle(lon: number, lat: number, km: number, corners = 64): LonLat[] {
  const dLat = km / 110.574;
  const dLon = km / (111.32 * Math.max(0.05, Math.cos((lat * Math.PI) / 180)));
  return Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * (i % corners)) / corners;
    return [lon + dLon * Math.cos(angle), clampLat(lat + dLat * Math.sin(angle))] as const;
  });
}
