// The look of the base map: a MapLibre style with sources of the page's own, in a light and a dark dress, without glyphs and
// sprites. Labels are not here: the browser writes them (labels.ts), since it joins Arabic letters rightly.

import type * as GeoJSON from "geojson";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

export type Theme = "light" | "dark";
interface Colours { water: string; land: string; coast: string; border: string; province: string; river: string }

const COLOURS: Record<Theme, Colours> = {
  light: { water: "#dde6ee", land: "#f4f3ef", coast: "#b4c2cf", border: "#8f99a5", province: "#c9cdd2", river: "#c6d6e3" },
  dark: { water: "#151c24", land: "#232830", coast: "#3a4653", border: "#6a7584", province: "#3c444f", river: "#1a2530" },
};

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

type Filter = NonNullable<Exclude<LayerSpecification, { type: "background" }>["filter"]>;
const is = (l: string, k?: number): Filter =>
  (k === undefined ? ["==", ["get", "l"], l] : ["all", ["==", ["get", "l"], l], ["==", ["get", "k"], k]]) as Filter;

/** The coarse layers once the fine ones are drawn: only what lies outside the region. */
export const outside = (filter: unknown): Filter => ["all", filter, ["==", ["get", "f"], 0]] as Filter;

/** Layers of a source: `w` the coarse world, `r` the fine region. Other views' layers come after the last of them. */
function layers(source: "w" | "r", c: Colours): LayerSpecification[] {
  const width = (at3: number, at8: number) => ["interpolate", ["linear"], ["zoom"], 3, at3, 8, at8] as unknown as number;
  const line = (id: string, filter: Filter, color: string, w: number, dash?: number[]): LayerSpecification => ({
    id: `${source}-${id}`, type: "line", source, filter, layout: { "line-join": "round" },
    paint: { "line-color": color, "line-width": w, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  return [
    { id: `${source}-land`, type: "fill", source, filter: is("land"), paint: { "fill-color": c.land, "fill-antialias": false } },
    ...(source === "r" ? [
      // 1:50m rivers: right to a few kilometres only, so they go before the map shows streets' distances.
      { ...line("river", is("rivers"), c.river, width(0.7, 1.6)), minzoom: 3.5, maxzoom: 9 } as LayerSpecification,
    ] : []),
    { id: `${source}-lake`, type: "fill", source, filter: is("lakes"), paint: { "fill-color": c.water } },
    line("coast", is("coast"), c.coast, width(0.5, 1)),
    ...(source === "r" ? [{ ...line("province", is("admin1"), c.province, width(0.4, 1)), minzoom: 4.4 } as LayerSpecification] : []),
    line("border", is("borders", 0), c.border, width(0.7, 1.5)),
    line("unsettled", is("borders", 1), c.border, width(0.7, 1.5), [3, 2.5]),
  ];
}

export function baseStyle(theme: Theme, world: GeoJSON.FeatureCollection): StyleSpecification {
  const c = COLOURS[theme];
  return {
    version: 8,
    sources: {
      w: { type: "geojson", data: world, maxzoom: 8, tolerance: 0.4 },
      r: { type: "geojson", data: EMPTY, maxzoom: 11, tolerance: 0.4 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c.water } },
      ...layers("w", c),
      ...layers("r", c),
    ],
  };
}

/** What of a dressed style changes with the theme: [layer, property, value]. Layers of other views are not touched. */
export function repaint(theme: Theme): [string, string, string][] {
  const out: [string, string, string][] = [["sea", "background-color", COLOURS[theme].water]];
  for (const source of ["w", "r"] as const) {
    for (const layer of layers(source, COLOURS[theme])) {
      const paint = (layer.paint ?? {}) as Record<string, unknown>;
      for (const p of ["fill-color", "line-color"]) if (p in paint) out.push([layer.id, p, paint[p] as string]);
    }
  }
  return out;
}

export const coarseLayers = (): { id: string; filter: Filter }[] =>
  layers("w", COLOURS.light).map((l) => ({ id: l.id, filter: (l as { filter: Filter }).filter }));
