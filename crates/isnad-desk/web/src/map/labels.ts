// Names on the map, written by the browser as HTML over the canvas: it shapes Arabic, and the fonts are the page's.
// Comes in: rows of labels and the map. Goes out: elements in `root`, those that have room, the weightier first.
// They are a picture's words: hidden from assistive technology (the list beside the map says the places) and from the pointer.

import type { Map as MapLibreMap } from "maplibre-gl";
import type { Lang } from "../wire";
import type { FirstLabels, LabelRow, LaterLabels } from "./data";
import { Room } from "./place";

type Kind = "country" | "province" | "town";
interface Label { kind: Kind; row: LabelRow; to: number; weight: number }

const MOST = 140;
/** Zoom at which a kind of name goes: by then the screen lies within it. */
const UNTIL: Record<Kind, number> = { country: 7.2, province: 9.5, town: 23 };

export class Labels {
  private all: Label[] = [];
  private shown = new Map<Label, HTMLElement>();
  private widths = new Map<string, number>();
  private readonly pen = document.createElement("canvas").getContext("2d");
  private late = 0;
  private lastZoom = -1;
  private readonly move = () => this.onMove();
  private readonly settle = () => this.layout();

  constructor(private readonly map: MapLibreMap, private readonly root: HTMLElement, private lang: Lang) {
    map.on("move", this.move);
    map.on("moveend", this.settle);
    map.on("resize", this.settle);
  }

  add(rows: Partial<FirstLabels & LaterLabels>): void {
    const put = (kind: Kind, list: LabelRow[] | undefined, base: number) => {
      for (const row of list ?? []) {
        // A large town goes before a province, a province before a small town.
        this.all.push({ kind, row, to: UNTIL[kind], weight: base + row[4] });
      }
    };
    put("country", rows.countries, -2);
    put("province", rows.provinces, 0.7);
    put("town", rows.towns, 0);
    this.all.sort((a, b) => a.weight - b.weight);
    this.layout();
  }

  setLang(lang: Lang): void {
    if (lang === this.lang) return;
    this.lang = lang;
    this.clear();
    this.layout();
  }

  destroy(): void {
    this.map.off("move", this.move);
    this.map.off("moveend", this.settle);
    this.map.off("resize", this.settle);
    cancelAnimationFrame(this.late);
    this.clear();
  }

  private clear(): void {
    for (const el of this.shown.values()) el.remove();
    this.shown.clear();
    this.widths.clear();
  }

  private onMove(): void {
    for (const [label, el] of this.shown) this.put(label, el);
    // Zooming makes labels meet: they are chosen anew every third of a level, not only when all is still.
    if (Math.abs(this.map.getZoom() - this.lastZoom) > 0.3 && !this.late) {
      this.late = requestAnimationFrame(() => { this.late = 0; this.layout(); });
    }
  }

  private text(label: Label): string {
    return label.row[this.lang === "ar" ? 2 : 3];
  }

  private width(label: Label): number {
    const text = this.text(label);
    const key = label.kind + text;
    let w = this.widths.get(key);
    if (w === undefined) {
      const size = SIZE[label.kind][this.lang];
      if (this.pen) this.pen.font = `${label.kind === "country" ? 600 : 500} ${size}px ${getComputedStyle(this.root).fontFamily}`;
      w = (this.pen?.measureText(text).width ?? text.length * size * 0.55) + (label.kind === "country" && this.lang === "en" ? text.length * 0.8 : 0);
      this.widths.set(key, w);
    }
    return w;
  }

  private put(label: Label, el: HTMLElement): void {
    const p = this.map.project([label.row[0], label.row[1]]);
    el.style.transform = `translate(${Math.round(p.x)}px, ${Math.round(p.y)}px)`;
  }

  private layout(): void {
    const zoom = this.map.getZoom();
    this.lastZoom = zoom;
    const { clientWidth: w, clientHeight: h } = this.root;
    const bounds = this.map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const room = new Room();
    const keep = new Set<Label>();
    for (const label of this.all) {
      if (keep.size >= MOST) break;
      const [lon, lat, , , from] = label.row;
      if (zoom < from || zoom >= label.to || lon < west || lon > east || lat < south || lat > north) continue;
      if (!this.text(label)) continue;
      const p = this.map.project([lon, lat]);
      if (p.x < 0 || p.y < 0 || p.x > w || p.y > h) continue;
      const width = this.width(label);
      const half = SIZE[label.kind][this.lang] * 0.75;
      // A town's name stands beside its dot, after it in the direction of reading; others stand on their point.
      const x = label.kind !== "town" ? p.x - width / 2 : this.lang === "ar" ? p.x - width - 7 : p.x - 4;
      const span = label.kind === "town" ? width + 11 : width;
      if (room.take([x - 3, p.y - half, x + span + 3, p.y + half])) keep.add(label);
    }
    for (const [label, el] of this.shown) {
      if (!keep.has(label)) { el.remove(); this.shown.delete(label); }
    }
    for (const label of keep) {
      let el = this.shown.get(label);
      if (!el) {
        el = document.createElement("div");
        el.className = `map-label map-label-${label.kind}`;
        el.lang = this.lang;
        el.dir = this.lang === "ar" ? "rtl" : "ltr";
        const name = document.createElement("span");
        name.textContent = this.text(label);
        el.append(name);
        this.root.append(el);
        this.shown.set(label, el);
      }
      this.put(label, el);
    }
  }
}

/** Sizes in pixels, as in map.css. */
const SIZE: Record<Kind, Record<Lang, number>> = {
  country: { ar: 14, en: 12 },
  province: { ar: 12.5, en: 11 },
  town: { ar: 13, en: 11.5 },
};
