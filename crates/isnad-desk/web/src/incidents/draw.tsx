// The drawn area over the map, in SVG: drawing it corner by corner, editing it, showing it. Corners are places of the globe;
// they are put on the screen anew with each move of the map.

import type { Map as MapLibreMap } from "maplibre-gl";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LonLat } from "../filter";
import { t } from "../i18n";
import { addCorner, closable, crosses, insertCorner, moveCorner, removeCorner } from "./area";

export type DrawMode = "none" | "draw" | "edit";

export function DrawLayer({ map, area, mode, onArea, onMode }: {
  map: MapLibreMap; area: readonly LonLat[]; mode: DrawMode; onArea: (area: LonLat[]) => void; onMode: (mode: DrawMode) => void;
}) {
  const moved = useSignal(0);
  const draft = useSignal<LonLat[]>([]);
  const pen = useSignal<LonLat | null>(null);
  const held = useRef<{ at: number } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  void moved.value;

  useEffect(() => {
    const move = () => moved.value++;
    map.on("move", move);
    map.on("resize", move);
    return () => {
      map.off("move", move);
      map.off("resize", move);
    };
  }, [map]);

  const close = () => {
    if (!closable(draft.value)) return;
    onArea(draft.value);
    onMode("none");
  };

  useEffect(() => {
    draft.value = mode === "edit" ? [...area] : [];
    pen.value = null;
    if (mode === "none") return;
    map.doubleClickZoom.disable();
    const stop = (event: KeyboardEvent) => {
      if (document.querySelector("dialog[open]") || (event.target as Element).matches?.("input, select, textarea")) return;
      if (event.key === "Escape") onMode("none");
      else if (event.key === "Enter" && mode === "draw") close();
      else if (event.key === "Enter") onMode("none");
      else if (event.key === "Backspace" && mode === "draw") draft.value = draft.value.slice(0, -1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", stop, true);
    return () => {
      document.removeEventListener("keydown", stop, true);
      // A double click that closes the area is not one that zooms.
      setTimeout(() => map.doubleClickZoom.enable(), 400);
    };
  }, [mode]);

  useEffect(() => {
    if (mode !== "draw") return;
    const canvas = map.getCanvas();
    canvas.style.cursor = "crosshair";
    const near = (x: number, y: number) => {
      const first = draft.value[0];
      if (!first || draft.value.length < 3) return false;
      const p = map.project([first[0], first[1]]);
      return Math.hypot(p.x - x, p.y - y) < 14;
    };
    const click = (event: { point: { x: number; y: number }; lngLat: { lng: number; lat: number } }) => {
      if (near(event.point.x, event.point.y)) close();
      else draft.value = addCorner(draft.value, [event.lngLat.lng, event.lngLat.lat]);
    };
    const move = (event: { lngLat: { lng: number; lat: number } }) => (pen.value = [event.lngLat.lng, event.lngLat.lat]);
    const double = () => close();
    map.on("click", click);
    map.on("mousemove", move);
    map.on("dblclick", double);
    return () => {
      canvas.style.cursor = "";
      map.off("click", click);
      map.off("mousemove", move);
      map.off("dblclick", double);
    };
  }, [mode, map]);

  const shown = mode === "none" ? area : draft.value;
  if (!shown.length) return null;
  const put = ([lon, lat]: LonLat) => map.project([lon, lat]);
  const path = shown.map(put).map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ");
  const at = (event: PointerEvent): LonLat => {
    const box = svg.current!.getBoundingClientRect();
    const p = map.unproject([event.clientX - box.left, event.clientY - box.top]);
    return [p.lng, p.lat];
  };
  const drag = (index: number) => ({
    onPointerDown: (event: PointerEvent) => {
      event.stopPropagation();
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      held.current = { at: index };
    },
    onPointerMove: (event: PointerEvent) => {
      if (held.current) draft.value = moveCorner(draft.value, held.current.at, at(event));
    },
    onPointerUp: () => {
      if (held.current) onArea(draft.value);
      held.current = null;
    },
  });
  const bad = shown.length > 3 && crosses(shown);
  const last = draft.value.at(-1);
  return (
    <svg class={`inc-draw-layer mode-${mode}${bad ? " bad" : ""}`} ref={svg} aria-hidden="true">
      {mode === "draw" ? <polyline points={path} /> : <polygon points={path} />}
      {mode === "draw" && last && pen.value && <line class="inc-rubber" x1={put(last).x} y1={put(last).y} x2={put(pen.value).x} y2={put(pen.value).y} />}
      {mode !== "none" && shown.map((corner, i) => {
        const p = put(corner);
        return <circle key={`c${i}`} class={i === 0 && mode === "draw" ? "inc-corner first" : "inc-corner"} cx={p.x} cy={p.y} r={6}
          {...(mode === "edit" ? { ...drag(i), onDblClick: (event: MouseEvent) => { event.stopPropagation(); draft.value = removeCorner(draft.value, i); onArea(draft.value); } } : {})}>
          <title>{t("editingArea")}</title>
        </circle>;
      })}
      {mode === "edit" && shown.map((corner, i) => {
        const [p, q] = [put(corner), put(shown[(i + 1) % shown.length]!)];
        const middle: [number, number] = [(p.x + q.x) / 2, (p.y + q.y) / 2];
        return <circle key={`m${i}`} class="inc-middle" cx={middle[0]} cy={middle[1]} r={4} onPointerDown={(event) => {
          event.stopPropagation();
          const place = map.unproject(middle);
          draft.value = insertCorner(draft.value, i, [place.lng, place.lat]);
          onArea(draft.value);
        }} />;
      })}
    </svg>
  );
}
