// The base map's data. Comes in: the compact files of ./data (scripts/basemap.mjs makes them), fetched from 'self' when they
// are needed. Goes out: GeoJSON for MapLibre and labels. Nothing here calls anything but the page's own server.

import type * as GeoJSON from "geojson";
import worldUrl from "./data/world.json?url";
import regionUrl from "./data/region.json?url";
import labelsUrl from "./data/labels.json?url";
import townsUrl from "./data/towns.json?url";

/** West, south, east, north of the part that has a fine map; the same as BOX in scripts/basemap.mjs. */
export const REGION_BOX = [-18.5, -2.5, 75.5, 43] as const;

/** [lon, lat, Arabic, English, zoom from which it is written] */
export type LabelRow = [number, number, string, string, number];
export interface FirstLabels { countries: LabelRow[]; towns: LabelRow[] }
export interface LaterLabels { provinces: LabelRow[]; towns: LabelRow[] }

/** The country of the demo's reports, in the open Arabian Sea, where there is no land. */
export const INVENTED: LabelRow = [63.42, 14.15, "سمرازان (بلد متخيَّل)", "Samrazan (invented country)", 1.5];

type Ring = number[];
interface Shape { t: "Polygon" | "MultiPolygon" | "LineString" | "MultiLineString"; k?: number; a: unknown }
interface Topology { transform: { scale: [number, number]; translate: [number, number] }; arcs: Ring[]; objects: Record<string, Shape[]> }

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** GeoJSON of all objects; each feature says its layer `l`, `k` 1 for a border that is not settled, and `f` 1 within the region. */
export function decode(topology: Topology): GeoJSON.FeatureCollection {
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  const arcs = topology.arcs.map((flat) => {
    const points: [number, number][] = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < flat.length; i += 2) {
      x += flat[i]!;
      y += flat[i + 1]!;
      points.push([x * sx + tx, y * sy + ty]);
    }
    return points;
  });
  const line = (indices: number[]): [number, number][] => {
    const out: [number, number][] = [];
    for (const i of indices) {
      const arc = i >= 0 ? arcs[i]! : [...arcs[~i]!].reverse();
      // Arcs meet in a point: it is written once.
      for (let j = out.length ? 1 : 0; j < arc.length; j++) out.push(arc[j]!);
    }
    return out;
  };
  const geometry = (s: Shape): GeoJSON.Geometry => {
    if (s.t === "LineString") return { type: s.t, coordinates: line(s.a as number[]) };
    if (s.t === "MultiPolygon") return { type: s.t, coordinates: (s.a as number[][][]).map((p) => p.map(line)) };
    return { type: s.t, coordinates: (s.a as number[][]).map(line) } as GeoJSON.Geometry;
  };
  const features: GeoJSON.Feature[] = [];
  for (const [name, shapes] of Object.entries(topology.objects)) {
    const l = name.replace(/In$|Out$/, "");
    for (const s of shapes) {
      const g = geometry(s);
      features.push({ type: "Feature", geometry: g, properties: { l, k: s.k ?? 0, f: name.endsWith("In") || (l === "lakes" && within(g)) ? 1 : 0 } });
    }
  }
  return { type: "FeatureCollection", features };
}

function within(g: GeoJSON.Geometry): boolean {
  let p: unknown = "coordinates" in g ? g.coordinates : [];
  while (Array.isArray(p) && Array.isArray(p[0])) p = p[0];
  const [x, y] = p as [number, number];
  return x > REGION_BOX[0] && x < REGION_BOX[2] && y > REGION_BOX[1] && y < REGION_BOX[3];
}

// Loaded once for the page, however many maps it shows.
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => (kept ??= load().catch((e: unknown) => { kept = null; throw e; }));
}
export const loadWorld = once(async () => decode(await json<Topology>(worldUrl)));
export const loadRegion = once(async () => decode(await json<Topology>(regionUrl)));
export const loadFirstLabels = once(() => json<FirstLabels>(labelsUrl));
export const loadLaterLabels = once(() => json<LaterLabels>(townsUrl));
