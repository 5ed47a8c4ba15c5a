// The filter of incidents: one value, read from and written to the query of the address, and asked of the server in the
// same words. No view state but this decides what is shown, so an address is a saved filter.

import type { Query } from "./api";

export type LonLat = readonly [lon: number, lat: number];
export const SORTS = ["day", "-day", "killed", "-killed", "sources", "-sources", "changed", "-changed", "doubt", "-doubt"] as const;
export type Sort = (typeof SORTS)[number];

export interface Filter {
  q: string;
  from: string;
  to: string;
  /** Corners of a drawn area, not closed; empty is everywhere. */
  area: LonLat[];
  type: string[];
  actor: string[];
  standing: string[];
  outlet: string[];
  conflicts: boolean;
  review: "" | "todo" | "done";
  min_sources: number;
  place: string;
  sort: Sort;
}

export const EMPTY: Filter = {
  q: "", from: "", to: "", area: [], type: [], actor: [], standing: [], outlet: [], conflicts: false, review: "",
  min_sources: 0, place: "", sort: "-day",
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const day = (text: string | null): string => (text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : "");

/** Corners of an area from `lon,lat;lon,lat;…`; what is no area (fewer than 3 corners, off the globe) is none. */
export function parseArea(text: string | null): LonLat[] {
  if (!text) return [];
  const corners: LonLat[] = [];
  for (const pair of text.split(";").slice(0, 201)) {
    const parts = pair.split(",");
    const [lon, lat] = [Number(parts[0]), Number(parts[1])];
    if (parts.length !== 2 || parts.some((p) => p.trim() === "")) return [];
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return [];
    corners.push([lon, lat]);
  }
  return corners.length >= 3 && corners.length <= 200 ? corners : [];
}

/** An area as the server takes it; five decimals are about a metre. */
export function writeArea(area: readonly LonLat[]): string {
  const short = (n: number) => String(Number(n.toFixed(5)));
  return area.map(([lon, lat]) => `${short(lon)},${short(lat)}`).join(";");
}

/** The filter of a query; what is not understood is left out. */
export function parseFilter(params: URLSearchParams): Filter {
  const all = (name: string) => [...new Set(params.getAll(name).filter((v) => v !== ""))];
  const review = params.get("review");
  const sources = Number(params.get("min_sources"));
  const sort = params.get("sort") as Sort | null;
  return {
    q: params.get("q") ?? "",
    from: day(params.get("from")),
    to: day(params.get("to")),
    area: parseArea(params.get("area")),
    type: all("type"),
    actor: all("actor"),
    standing: all("standing"),
    outlet: all("outlet"),
    conflicts: params.get("conflicts") === "true",
    review: review === "todo" || review === "done" ? review : "",
    min_sources: Number.isInteger(sources) && sources > 1 && sources < 1000 ? sources : 0,
    place: params.get("place") ?? "",
    sort: sort && SORTS.includes(sort) ? sort : "-day",
  };
}

/** The filter as the server is asked for it, without the order. */
export function filterQuery(f: Filter): Query {
  return {
    q: f.q.trim(), from: f.from, to: f.to, area: writeArea(f.area), type: f.type, actor: f.actor, standing: f.standing,
    outlet: f.outlet, conflicts: f.conflicts, review: f.review, min_sources: f.min_sources || null, place: f.place.trim(),
  };
}

/** The filter as the query of an address, `?` included; the empty filter is nothing. */
export function writeFilter(f: Filter): string {
  const params = new URLSearchParams();
  const all: Query = { ...filterQuery(f), sort: f.sort === "-day" ? "" : f.sort };
  for (const [name, value] of Object.entries(all)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    if (Array.isArray(value)) for (const one of value as string[]) params.append(name, one);
    else params.append(name, String(value));
  }
  // Commas and semicolons of the area need no escaping in a query, and an address that can be read is easier to trust.
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
  return text ? `?${text}` : "";
}

/** How many conditions the filter has; the order is none. */
export function conditions(f: Filter): number {
  return (
    (f.q.trim() ? 1 : 0) + (f.from || f.to ? 1 : 0) + (f.area.length ? 1 : 0) + f.type.length + f.actor.length +
    f.standing.length + f.outlet.length + (f.conflicts ? 1 : 0) + (f.review ? 1 : 0) + (f.min_sources ? 1 : 0) +
    (f.place.trim() ? 1 : 0)
  );
}
