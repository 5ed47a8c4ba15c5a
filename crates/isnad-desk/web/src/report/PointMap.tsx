// A small map on which a person puts a point: by a click, by dragging it, or from the keyboard (Enter puts it in the middle).
//
// Comes in: the point so far, its precision, points to look near. Goes out: the point as it was put. What is drawn is as wide as the
// precision says, so that a district is not taken for a spot.

import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useRef } from "preact/hooks";
import type { PlacePrecision } from "../api";
import { BaseMap } from "../map";
import { ring } from "./geo";
import { t } from "./words";

interface Props {
  lat: number | null;
  lon: number | null;
  precision: PlacePrecision;
  radius: number | null;
  near: readonly (readonly [lon: number, lat: number])[];
  put(lat: number, lon: number): void;
}

/** Kilometres that a precision stands for, where the place has no radius of its own. */
const RADIUS: Record<PlacePrecision, number> = { exact: 0.2, quarter: 1, settlement: 3, near: 10, district: 25, province: 70, region: 150, country: 300, unknown: 0 };

/** How near to look at a place of a precision. */
const ZOOM: Record<PlacePrecision, number> = { exact: 12, quarter: 11, settlement: 9.5, near: 8.5, district: 7.5, province: 6.3, region: 5.3, country: 4, unknown: 7 };

function drawn(p: Props) {
  const features: unknown[] = [];
  if (p.lat !== null && p.lon !== null && Math.abs(p.lat) <= 90 && Math.abs(p.lon) <= 180) {
    const km = p.radius ?? RADIUS[p.precision];
    if (km > 0) features.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring(p.lat, p.lon, km)] } });
    features.push({ type: "Feature", properties: { put: 1 }, geometry: { type: "Point", coordinates: [p.lon, p.lat] } });
  }
  for (const at of p.near) features.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...at] } });
  return { type: "FeatureCollection", features } as Parameters<GeoJSONSource["setData"]>[0];
}

export function PointMap(p: Props) {
  const latest = useRef(p);
  latest.current = p;
  const map = useRef<MapLibreMap | null>(null);
  /** The point that was put here last: for others (a search, typed numbers) the map goes there. */
  const own = useRef<string | null>(null);
  useEffect(() => {
    const at = `${p.lat} ${p.lon}`;
    if (map.current && p.lat !== null && p.lon !== null && Math.abs(p.lat) <= 90 && Math.abs(p.lon) <= 180 && own.current !== at)
      map.current.jumpTo({ center: [p.lon, p.lat], zoom: ZOOM[p.precision] });
    own.current = at;
  }, [p.lat, p.lon]);
  useEffect(() => {
    (map.current?.getSource("put") as GeoJSONSource | undefined)?.setData(drawn(p));
  }, [p.lat, p.lon, p.precision, p.radius, p.near]);

  const start = useRef<[number, number] | null>(
    p.lat !== null && p.lon !== null ? [p.lon, p.lat] : p.near[0] ? [p.near[0][0], p.near[0][1]] : null,
  );
  const ready = (m: MapLibreMap) => {
    map.current = m;
    const style = getComputedStyle(document.documentElement);
    const accent = style.getPropertyValue("--accent").trim() || "#2b5bd7";
    m.addSource("put", { type: "geojson", tolerance: 0, data: drawn(latest.current) });
    m.addLayer({ id: "put-area", type: "fill", source: "put", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": accent, "fill-opacity": 0.14 } });
    m.addLayer({ id: "put-edge", type: "line", source: "put", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": accent, "line-width": 1.5 } });
    m.addLayer({
      id: "put-point", type: "circle", source: "put", filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": ["case", ["has", "put"], 6, 4],
        "circle-color": ["case", ["has", "put"], accent, "transparent"],
        "circle-stroke-color": ["case", ["has", "put"], "#ffffff", accent],
        "circle-stroke-width": 2,
      },
    });
    const round = (n: number) => Math.round(n * 1e5) / 1e5;
    const put = (at: { lat: number; lng: number }) => {
      const [lat, lon] = [round(at.lat), round(at.lng)];
      own.current = `${lat} ${lon}`;
      latest.current.put(lat, lon);
    };
    m.on("click", (e) => put(e.lngLat));
    m.on("mousedown", "put-point", (e) => {
      e.preventDefault();
      const move = (to: { lngLat: { lat: number; lng: number } }) =>
        (m.getSource("put") as GeoJSONSource).setData(drawn({ ...latest.current, lat: to.lngLat.lat, lon: to.lngLat.lng }));
      m.on("mousemove", move);
      m.once("mouseup", (end) => {
        m.off("mousemove", move);
        put(end.lngLat);
      });
    });
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "Enter") return;
      e.preventDefault();
      e.stopPropagation();
      put(m.getCenter());
    };
    m.getCanvas().addEventListener("keydown", onKey);
    return () => {
      m.getCanvas().removeEventListener("keydown", onKey);
      map.current = null;
    };
  };
  return (
    <figure class="rp-block">
      <BaseMap label={t("form.map")} class="rp-map" {...(start.current ? { center: start.current, zoom: ZOOM[p.precision] } : {})} onReady={ready} />
      <figcaption class="hint">{t("form.map_hint")} {t("form.map_keys")}</figcaption>
    </figure>
  );
}
