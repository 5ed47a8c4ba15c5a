// The map of the list: what matches, where. The server puts near ones together by zoom; a place is drawn as finely as it is
// known and no finer. The map filters, too: by a drawn area, by its view, by a box in numbers.

import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { api, type MapAnswer, type MapPoint, type Query } from "../api";
import { number, t } from "../i18n";
import { go, type Filter, type LonLat } from "../state";
import { Bdi, Button, Dialog, Failed, Menu, Spinner, StandingBadge, useLoad } from "../ui";
import { BaseMap } from "../map";
import { shownTheme } from "../state";
import { asBox, bounds, boxArea, circle, type Box } from "./area";
import { DrawLayer, type DrawMode } from "./draw";
import { gather } from "./gather";
import { Marks } from "./marks";
import { Parties } from "./row";
import { change } from "./shared";
import { dayText, placeForm, precisionWord, rangeText, typesText } from "./words";

interface View { zoom: number; box: Box }

function viewOf(map: MapLibreMap): View {
  const b = map.getBounds();
  const lat = (v: number) => Math.max(-90, Math.min(90, v));
  const lon = (v: number) => Math.max(-180, Math.min(180, v));
  return { zoom: map.getZoom(), box: { west: lon(b.getWest()), south: lat(b.getSouth()), east: lon(b.getEast()), north: lat(b.getNorth()) } };
}
const bbox = ({ west, south, east, north }: Box) => [west, south, east, north].map((n) => n.toFixed(4)).join(",");

export function IncidentMap({ query, filterKey, filter, version }: { query: Query; filterKey: string; filter: Filter; version: number }) {
  const map = useSignal<MapLibreMap | null>(null);
  const view = useSignal<View | null>(null);
  const mode = useSignal<DrawMode>("none");
  const follow = useSignal(false);
  const over = useSignal<MapPoint | null>(null);
  const pinned = useSignal<MapPoint | null>(null);
  const numbers = useSignal(false);
  const fitted = useRef(false);
  const followRef = useRef(false);
  followRef.current = follow.value;

  const asked = view.value;
  const seen = useLoad<MapAnswer>(
    asked && `${filterKey} ${version} ${Math.round(asked.zoom)} ${bbox(asked.box)}`,
    (signal) => api.map({ ...query, zoom: Math.max(0, Math.min(22, Math.round(asked!.zoom))), bbox: bbox(asked!.box) }, signal),
  );

  const ready = (m: MapLibreMap) => {
    addExtents(m);
    m.on("moveend", (event) => {
      view.value = viewOf(m);
      // Only what the reader moved filters; fitting the map to the answer does not.
      if (followRef.current && (event as { originalEvent?: unknown }).originalEvent) change({ area: boxArea(view.value.box) ?? [] }, true);
    });
    view.value = viewOf(m);
    map.value = m;
    return () => {
      map.value = null;
    };
  };

  const fit = (points: readonly LonLat[], animate: boolean) => {
    const box = bounds(points);
    if (!box || !map.value) return;
    map.value.fitBounds([[box.west, box.south], [box.east, box.north]], { padding: 56, maxZoom: 9, animate: animate && !matchMedia("(prefers-reduced-motion: reduce)").matches });
  };
  /** Shows the drawn area, else all that matches: asked for without a view, coarsely. */
  const fitAll = async (animate = true) => {
    if (filter.area.length) return fit(filter.area, animate);
    try {
      const all = await api.map({ ...query, zoom: 7 });
      fit(all.points.map((p) => [p.lon, p.lat] as const), animate);
    } catch {
      // The view stays where it is; that the server does not answer is told by the map's own question.
    }
  };
  useEffect(() => {
    if (fitted.current || !map.value) return;
    fitted.current = true;
    void fitAll(false);
  }, [map.value]);

  useEffect(() => {
    const m = map.value;
    if (!m?.getLayer("extents-line")) return;
    m.updateImage("hatch", hatch(tone()));
    m.setPaintProperty("extents-town", "fill-color", tone());
    m.setPaintProperty("extents-line", "line-color", tone());
  }, [shownTheme.value]);

  // Extents of single incidents: the circle within which each lies, hatched where it is an area.
  const points = useMemo(() => {
    const m = map.value;
    if (!m || !seen.data) return [];
    return m.getZoom() > 15 ? seen.data.points : gather(seen.data.points, (p) => m.project([p.lon, p.lat]));
  }, [map.value, seen.data]);
  useEffect(() => {
    const source = map.value?.getSource("extents") as GeoJSONSource | undefined;
    source?.setData({
      type: "FeatureCollection",
      features: points.filter((p) => p.n === 1 && p.radius_km && p.radius_km > 0.3).map((p) => ({
        type: "Feature", properties: { form: placeForm(p.precision) },
        geometry: { type: "Polygon", coordinates: [circle(p.lon, p.lat, p.radius_km!).map((c) => [...c])] },
      })),
    });
  }, [map.value, seen.data]);

  const open = (point: MapPoint) => {
    if (mode.value !== "none") return;
    if (point.incident) return go(`/incident/${point.incident.id}`);
    const m = map.value!;
    if (m.getZoom() < 12) m.easeTo({ center: [point.lon, point.lat], zoom: m.getZoom() + 2, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    else pinned.value = point;
  };
  const m = map.value;
  const card = pinned.value ?? over.value;
  const without = seen.data?.without_place ?? 0;
  return (
    <div class="inc-map-wrap">
      <BaseMap label={t("mapLabel")} onReady={ready} class="inc-map">
      {m && <>
        <DrawLayer map={m} area={filter.area} mode={mode.value} onMode={(v) => (mode.value = v)} onArea={(area) => change({ area }, mode.value === "edit")} />
        <Marks map={m} points={points} onOver={(p) => (over.value = p)} onOpen={open} />
        {card && <Card map={m} point={card} pinned={pinned.value !== null} onClose={() => (pinned.value = null)} />}
      </>}
      <div class="inc-map-tools start">
        {mode.value === "none" ? <>
          <Button look="line" icon="polygon" onClick={() => (mode.value = "draw")} disabled={!m}>{t("drawArea")}</Button>
          {filter.area.length > 0 && <>
            <Button look="line" icon="edit" name={t("editArea")} onClick={() => (mode.value = "edit")} />
            <Button look="line" icon="trash" name={t("clearArea")} onClick={() => change({ area: [] })} />
          </>}
          <Menu look="line" icon="more" name={t("more")} start items={[
            { label: t("searchView"), run: () => change({ area: boxArea(view.value!.box) ?? [] }) },
            { label: t("followView"), checked: follow.value, run: () => { follow.value = !follow.value; if (follow.value) change({ area: boxArea(view.value!.box) ?? [] }); } },
            { label: t("boxByNumbers"), run: () => (numbers.value = true) },
          ]} />
        </> : <>
          <p class="inc-map-hint small">{t(mode.value === "draw" ? "drawing" : "editingArea")}</p>
          <Button look="line" onClick={() => (mode.value = "none")}>{t(mode.value === "draw" ? "cancel" : "doneEditing")}</Button>
        </>}
      </div>
      <div class="inc-map-tools end">
        <Button look="line" icon="fit" name={t("zoomAll")} onClick={() => void fitAll()} />
      </div>
      {seen.error != null && !seen.data && <div class="inc-map-error"><Failed error={seen.error} retry={seen.reload} /></div>}
      </BaseMap>
      <div class="inc-map-foot small">
        <span class="inc-key"><i class="inc-k point" />{t("legendPoint")}</span>
        <span class="inc-key"><i class="inc-k town" />{t("legendTown")}</span>
        <span class="inc-key"><i class="inc-k area" />{t("legendArea")}</span>
        {without > 0 && <span class="inc-without">{t("withoutPlace", { n: without })}</span>}
        {seen.busy && <Spinner />}
      </div>
      {numbers.value && <Numbers start={asBox(filter.area) ?? view.value?.box ?? null} view={view.value?.box ?? null} onClose={() => (numbers.value = false)}
        onBox={(box) => { const area = boxArea(box); if (area) { change({ area }); fit(area, true); } numbers.value = false; }} />}
    </div>
  );
}

const tone = (): string => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() || "#2b5bd7";

function addExtents(map: MapLibreMap): void {
  const colour = tone();
  map.addImage("hatch", hatch(colour), { pixelRatio: 2 });
  map.addSource("extents", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "extents-area", type: "fill", source: "extents", filter: ["==", ["get", "form"], "area"], paint: { "fill-pattern": "hatch", "fill-opacity": 0.55 } });
  map.addLayer({ id: "extents-town", type: "fill", source: "extents", filter: ["!=", ["get", "form"], "area"], paint: { "fill-color": colour, "fill-opacity": 0.1 } });
  map.addLayer({ id: "extents-line", type: "line", source: "extents", paint: { "line-color": colour, "line-width": 1, "line-opacity": 0.7, "line-dasharray": [3, 2] } });
}

/** A tile of slanting lines, of which a hatched ground is made. */
function hatch(colour: string): ImageData {
  const size = 16;
  const pen = new OffscreenCanvas(size, size).getContext("2d")!;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 2, size + 2);
    pen.lineTo(shift + size + 2, -2);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

function Card({ map, point, pinned, onClose }: { map: MapLibreMap; point: MapPoint; pinned: boolean; onClose: () => void }) {
  const p = map.project([point.lon, point.lat]);
  const { clientWidth: w, clientHeight: h } = map.getContainer();
  const below = p.y < h / 2;
  const line = point.incident;
  return (
    <div class={`inc-map-card${pinned ? " pinned" : ""}`} role={pinned ? "dialog" : undefined} aria-label={pinned ? t("clusterOf", { n: point.n }) : undefined}
      style={{ left: `${Math.max(8, Math.min(w - 264, p.x - 128))}px`, ...(below ? { top: `${p.y + 18}px` } : { bottom: `${h - p.y + 18}px` }) }}>
      {line ? <>
        <strong class="cut">{typesText(line)}</strong>
        <span class="small"><Parties line={line} /></span>
        <span class="small">{dayText(line)} · <Bdi text={line.place?.name} /></span>
        <span class="small muted">{precisionWord(point.precision)}{point.radius_km ? ` · ${t("withinKm", { n: point.radius_km })}` : ""}</span>
        <span class="row small"><StandingBadge standing={line.standing} /> · {t("nSources", { n: line.sources })}{line.killed && ` · ${t("killed")}: ${rangeText(line.killed)}`}</span>
      </> : <>
        <div class="row"><strong class="grow">{t("clusterOf", { n: point.n })}</strong>{pinned && <Button tiny icon="close" name={t("close")} onClick={onClose} />}</div>
        {point.killed_best !== null && point.killed_best > 0 && <span class="small">{t("killedBest", { n: point.killed_best })}</span>}
        <span class="small wrap row">{Object.entries(point.standings).map(([s, n]) => <span key={s} class="row"><StandingBadge standing={s as "Fair"} /> {number(n ?? 0)}</span>)}</span>
        {pinned && <ul class="row wrap small">{point.ids.map((id) => <li key={id}><a href={`/incident/${id}`}>{id}</a></li>)}</ul>}
      </>}
    </div>
  );
}

/** An area without a pointer: the sides of a box in degrees. */
function Numbers({ start, view, onBox, onClose }: { start: Box | null; view: Box | null; onBox: (box: Box) => void; onClose: () => void }) {
  const sides = ["north", "south", "west", "east"] as const;
  const texts = (box: Box | null) => Object.fromEntries(sides.map((s) => [s, box ? String(Number(box[s].toFixed(4))) : ""])) as Record<(typeof sides)[number], string>;
  const text = useSignal(texts(start));
  const wrong = useSignal(false);
  const send = () => {
    const box = Object.fromEntries(sides.map((s) => [s, text.value[s].trim() === "" ? NaN : Number(text.value[s])])) as unknown as Box;
    if (boxArea(box)) onBox(box);
    else wrong.value = true;
  };
  return (
    <Dialog title={t("boxByNumbers")} onClose={onClose} foot={<><Button onClick={onClose}>{t("cancel")}</Button><Button look="main" onClick={send}>{t("apply")}</Button></>}>
      <form class="inc-box-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
        {sides.map((side) => (
          <label key={side} class={`field inc-at-${side}`}><span>{t(side)}</span>
            <input class="input" dir="ltr" inputMode="decimal" value={text.value[side]} aria-invalid={wrong.value} aria-describedby="box-wrong"
              onInput={(event) => { text.value = { ...text.value, [side]: event.currentTarget.value }; wrong.value = false; }} />
          </label>
        ))}
        <button type="submit" hidden />
      </form>
      {wrong.value && <p class="error-text" id="box-wrong" role="alert">{t("boxWrong")}</p>}
      {view && <div><Button look="line" onClick={() => (text.value = texts(view))}>{t("useView")}</Button></div>}
    </Dialog>
  );
}
