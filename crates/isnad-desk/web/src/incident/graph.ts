// Comes in: who cites whom. Goes out: where boxes and arrows stand, along the direction of reading.

import { layers } from "./layers";
import type { CiteEdge, CiteNode } from "../api";

/** A node as it is drawn: its name, and the word for its kind below. */
export interface Drawn extends CiteNode {
  below: string;
}

/** A box. */
export interface Box {
  node: Drawn;
  /** Top left corner and size, pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An arrow. */
export interface Arrow {
  edge: CiteEdge;
  /** An SVG path. */
  path: string;
  /** Where its number of claims stands. */
  at: { x: number; y: number };
}

/** The whole drawing. */
export interface Drawing {
  width: number;
  height: number;
  boxes: Box[];
  arrows: Arrow[];
}

/** Height of a box. */
export const BOX_HEIGHT = 46;

/** How wide a box is: as its letters need within bounds. Without the page's fonts it is an estimate, and longer names are cut. */
export function boxWidth(label: string, below = ""): number {
  return Math.min(264, Math.max(90, 28 + [...label].length * 7.6, 24 + [...below].length * 6.6));
}

/** A smooth line through points. */
export function line(points: readonly { x: number; y: number }[]): string {
  if (points.length === 0) return "";
  const n = (v: number) => Math.round(v * 10) / 10;
  let d = `M${n(points[0]!.x)} ${n(points[0]!.y)}`;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const mid = (a.x + b.x) / 2;
    d += `C${n(mid)} ${n(a.y)} ${n(mid)} ${n(b.y)} ${n(b.x)} ${n(b.y)}`;
  }
  return d;
}

/** Lays the graph out along the direction of reading: who cites first, whom it cites after. */
export function draw(nodes: readonly Drawn[], edges: readonly CiteEdge[], rtl: boolean): Drawing {
  const known = new Set(nodes.map((n) => n.id));
  // A node that cites itself (two reports of one outlet, say) is no news, and an edge to nowhere can't be drawn.
  const drawn = edges.filter((e) => e.from !== e.to && known.has(e.from) && known.has(e.to));
  const sizes = nodes.map((n) => ({ id: n.id, width: boxWidth(n.label, n.below), height: BOX_HEIGHT }));
  const { width, height, centres, points } = layers(sizes, drawn, { within: 16, between: 88, margin: 8 });
  const flip = (x: number) => (rtl ? width - x : x);
  const boxes = nodes.map((node, i) => {
    const at = centres.get(node.id)!;
    const size = sizes[i]!;
    return { node, x: flip(at.x) - size.width / 2, y: at.y - size.height / 2, width: size.width, height: size.height };
  });
  const arrows = drawn.map((edge, i) => {
    const way = points[i]!.map((p) => ({ x: flip(p.x), y: p.y }));
    // The number of claims stands on the first stretch, before arrows cross.
    const [a, b] = [way[0]!, way[1]!];
    return { edge, path: line(way), at: { x: a.x + (b.x - a.x) * 0.5, y: (a.y + b.y) / 2 } };
  });
  return { width, height, boxes, arrows };
}
