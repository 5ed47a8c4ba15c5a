// Comes in: who cites whom. Goes out: where boxes and arrows stand. Loaded only where the graph is shown, since dagre is most of its weight.

import { Graph, layout } from "@dagrejs/dagre";
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
  const g = new Graph({ multigraph: true });
  g.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 88, edgesep: 12, marginx: 8, marginy: 8 });
  g.setDefaultEdgeLabel(() => ({}));
  const known = new Map(nodes.map((n) => [n.id, n]));
  for (const n of nodes) g.setNode(n.id, { width: boxWidth(n.label, n.below), height: BOX_HEIGHT });
  // A node that cites itself (two reports of one outlet, say) is no news, and an edge to nowhere can't be drawn.
  const drawn = edges.filter((e) => e.from !== e.to && known.has(e.from) && known.has(e.to));
  drawn.forEach((e, i) => g.setEdge(e.from, e.to, {}, `${e.kind}${i}`));
  if (nodes.length > 0) layout(g);
  const size = g.graph() as { width?: number; height?: number };
  const width = Math.max(0, Number.isFinite(size.width) ? size.width! : 0);
  const height = Math.max(0, Number.isFinite(size.height) ? size.height! : 0);
  const flip = (x: number) => (rtl ? width - x : x);
  const boxes = nodes.map((node) => {
    const at = g.node(node.id) as { x: number; y: number; width: number; height: number };
    return { node, x: flip(at.x) - at.width / 2, y: at.y - at.height / 2, width: at.width, height: at.height };
  });
  const arrows = drawn.map((edge, i) => {
    const found = g.edge(edge.from, edge.to, `${edge.kind}${i}`) as { points?: { x: number; y: number }[] };
    const points = (found.points ?? []).map((p) => ({ x: flip(p.x), y: p.y }));
    return { edge, path: line(points), at: points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 } };
  });
  return { width, height, boxes, arrows };
}
