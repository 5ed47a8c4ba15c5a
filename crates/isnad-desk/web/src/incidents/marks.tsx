// The incidents on the map, as HTML over the canvas: clusters with their number, single ones by how finely their place is
// known (a filled point, a ring, a broken ring for an area). The browser writes their words, Arabic among them.

import type { Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useRef } from "preact/hooks";
import type { MapPoint } from "../api";
import { number, t } from "../i18n";
import { standingWord } from "../labels";
import { Room } from "../map/place";
import { brief } from "../text";
import { clusterSize } from "./gather";
import { pointed } from "./shared";
import { placeForm, precisionWord, typesText } from "./words";

/** What a mark is called by a screen reader. */
function called(point: MapPoint): string {
  const line = point.incident;
  if (!line) return t("clusterOf", { n: point.n });
  return brief([typesText(line), line.place?.name, precisionWord(point.precision), standingWord(line.standing)].filter(Boolean).join(" · "));
}

export function Marks({ map, points, onOver, onOpen }: {
  map: MapLibreMap; points: MapPoint[]; onOver: (point: MapPoint | null) => void; onOpen: (point: MapPoint) => void;
}) {
  const root = useRef<HTMLDivElement>(null);
  const place = () => {
    const marks = root.current?.children;
    if (!marks) return;
    points.forEach((point, i) => {
      const mark = marks[i] as HTMLElement | undefined;
      if (!mark) return;
      const p = map.project([point.lon, point.lat]);
      mark.style.transform = `translate(${p.x.toFixed(1)}px, ${p.y.toFixed(1)}px) translate(-50%, -50%)`;
    });
  };
  // Names that would lie over another's are left out; which, is settled when the map stands still.
  const name = () => {
    const marks = root.current?.children;
    if (!marks) return;
    const room = new Room();
    points.forEach((point, i) => {
      const label = marks[i]?.querySelector<HTMLElement>(".mark-label");
      if (!label) return;
      const p = map.project([point.lon, point.lat]);
      const half = label.offsetWidth / 2;
      label.style.visibility = room.take([p.x - half, p.y + 10, p.x + half, p.y + 30]) ? "" : "hidden";
    });
  };
  useEffect(() => {
    place();
    name();
    map.on("move", place);
    map.on("moveend", name);
    map.on("resize", place);
    return () => {
      map.off("move", place);
      map.off("moveend", name);
      map.off("resize", place);
    };
  });
  const labelled = points.length <= 40;
  return (
    // A wheel over a mark zooms as it does beside it.
    <div class="inc-marks" ref={root} onWheel={(event) => { event.preventDefault(); map.getCanvas().dispatchEvent(new WheelEvent("wheel", event)); }}>
      {points.map((point) => {
        const on = pointed.value !== null && point.ids.includes(pointed.value);
        const form = placeForm(point.precision);
        const size = point.n > 1 ? clusterSize(point.n) : undefined;
        return (
          <button key={`${point.ids[0]}-${point.n}`} type="button" tabIndex={-1} aria-label={called(point)}
            class={`inc-mark ${point.n > 1 ? "cluster" : form}${on ? " on" : ""}`} data-s={point.incident?.standing}
            style={size ? { inlineSize: `${size}px`, blockSize: `${size}px` } : undefined}
            onMouseEnter={() => { onOver(point); if (point.incident) pointed.value = point.incident.id; }}
            onMouseLeave={() => { onOver(null); pointed.value = null; }}
            onFocus={() => onOver(point)} onBlur={() => onOver(null)}
            onClick={(event) => { event.stopPropagation(); onOpen(point); }}>
            {point.n > 1 ? <span>{number(point.n, point.n > 9999 ? { notation: "compact" } : {})}</span> : <i />}
            {point.n === 1 && labelled && point.incident?.place && <bdi class="inc-mark-label">{brief(point.incident.place.name, 60)}</bdi>}
          </button>
        );
      })}
    </div>
  );
}
