// The base map as a part of a view: MapLibre over data of the page's own, with labels in the interface's language.
//
// Comes in: where to look first, a name for assistive technology, and `onReady`, by which a view puts its own sources and layers
// on top. Goes out: nothing; the view listens to the map it was given. Not done here: incidents, drawing, putting a point.
// Import it through ./index, which loads this chunk and MapLibre when a map is first shown.

import { Map as MapLibreMap, LngLatBounds, type LngLatBoundsLike, type LngLatLike } from "maplibre-gl";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { lang } from "../i18n";
import { meta, shownTheme } from "../state";
import { INVENTED, loadFirstLabels, loadLaterLabels, loadRegion, loadWorld, REGION_BOX } from "./data";
import { Labels } from "./labels";
import { baseStyle, coarseLayers, outside, repaint } from "./style";
import { words } from "./words";
import "./map.css";

export interface MapProps {
  /** Name of the map for assistive technology. */
  label: string;
  /** Where to look first; a view that changes it later calls the map itself. */
  bounds?: LngLatBoundsLike;
  center?: LngLatLike;
  zoom?: number;
  class?: string;
  /** Called once the base is drawn; what it returns is called before the map goes. */
  onReady?: (map: MapLibreMap) => void | (() => void);
  /** Put over the map: legends, buttons, notes. */
  children?: ComponentChildren;
}

/** The region that Isnad's reports are mostly about. */
const REGION_VIEW: LngLatBoundsLike = [[22, 9], [62, 38.5]];
/** From this zoom on the fine map is fetched where the view meets the region. */
const FINE_FROM = 4.2;

export function BaseMap({ label, bounds, center, zoom, class: cls, onReady, children }: MapProps) {
  const box = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);
  const mapRef = useRef<MapLibreMap | null>(null);
  const labels = useRef<Labels | null>(null);
  const ready = useRef(onReady);
  ready.current = onReady;
  const [failed, setFailed] = useState<"no_webgl" | "failed" | null>(null);
  const [drawn, setDrawn] = useState(false);
  const theme = shownTheme.value;
  const language = lang.value;

  useEffect(() => {
    let gone = false;
    let leave: void | (() => void);
    let map: MapLibreMap | null = null;
    void loadWorld().then((world) => {
      if (gone || !box.current || !names.current) return;
      try {
        map = new MapLibreMap({
          container: box.current,
          style: baseStyle(shownTheme.value, world),
          ...(center ? { center, zoom: zoom ?? 6 } : { bounds: bounds ?? REGION_VIEW, fitBoundsOptions: { padding: 24, maxZoom: 9 } }),
          minZoom: 1,
          maxZoom: 16,
          renderWorldCopies: false,
          dragRotate: false,
          pitchWithRotate: false,
          touchPitch: false,
          maxPitch: 0,
          attributionControl: false,
          fadeDuration: 0,
          locale: { "Map.Title": label },
        });
      } catch {
        setFailed("no_webgl");
        return;
      }
      mapRef.current = map;
      map.touchZoomRotate.disableRotation();
      map.keyboard.disableRotation();
      labels.current = new Labels(map, names.current, lang.value);
      void loadFirstLabels().then((rows) => labels.current?.add(rows), () => undefined);
      fineWhenNear(map, () => labels.current);
      map.once("load", () => {
        if (gone || !map) return;
        box.current?.setAttribute("data-ready", "true");
        setDrawn(true);
        leave = ready.current?.(map);
      });
    }).catch(() => { if (!gone) setFailed("failed"); });
    return () => {
      gone = true;
      leave?.();
      labels.current?.destroy();
      labels.current = null;
      mapRef.current = null;
      map?.remove();
    };
  }, []);

  useEffect(() => {
    const map = mapRef.current;
    if (!map) return;
    for (const [layer, property, value] of repaint(theme)) if (map.getLayer(layer)) map.setPaintProperty(layer, property as "fill-color", value);
  }, [theme]);
  useEffect(() => labels.current?.setLang(language), [language]);
  // The demo's country is in no atlas: the map says so where it lies.
  const demo = /^demo\b/.test(meta.value?.archive.name ?? "");
  useEffect(() => { if (demo && drawn) labels.current?.add({ countries: [INVENTED] }); }, [demo, drawn]);
  useEffect(() => mapRef.current?.getCanvas().setAttribute("aria-label", label), [label]);

  return (
    <div class={`map-frame ${cls ?? ""}`}>
      <div class="map-box" dir="ltr" ref={box} />
      <div class="map-labels" dir="ltr" ref={names} aria-hidden="true" />
      {failed ? <p class="map-failed" role="status">{words(failed)}</p> : (
        <div class="map-zoom">
          <button type="button" aria-label={words("in")} title={words("in")} onClick={() => mapRef.current?.zoomIn()}>+</button>
          <button type="button" aria-label={words("out")} title={words("out")} onClick={() => mapRef.current?.zoomOut()}>−</button>
        </div>
      )}
      {demo && <p class="map-note">{words("invented")}</p>}
      <p class="map-sources" title={words("borders")}>{words("sources")}</p>
      {children}
    </div>
  );
}

/** Fetches the fine map and the smaller names when the view first comes near enough, and lets the coarse part go. */
function fineWhenNear(map: MapLibreMap, labels: () => Labels | null): void {
  const region = new LngLatBounds([REGION_BOX[0], REGION_BOX[1]], [REGION_BOX[2], REGION_BOX[3]]);
  let loading = false;
  const look = () => {
    if (loading || map.getZoom() < FINE_FROM || !region.intersects(map.getBounds())) return;
    loading = true;
    Promise.all([loadRegion(), loadLaterLabels()]).then(([shapes, rows]) => {
      const source = map.getSource("r");
      if (!source) return;
      (source as import("maplibre-gl").GeoJSONSource).setData(shapes);
      labels()?.add(rows);
      // The coarse coast stays until the fine one is drawn, so that no sea flashes up between them.
      map.once("idle", () => {
        for (const { id, filter } of coarseLayers()) if (map.getLayer(id)) map.setFilter(id, outside(filter));
      });
    }).catch(() => { loading = false; });
  };
  map.on("moveend", look);
  map.once("load", look);
}
