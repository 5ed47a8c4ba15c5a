// Comes in: boxes with their sizes and the arrows between them. Goes out: where each stands, in layers along the direction of arrows,
// and the points that each arrow goes through. The method of Sugiyama in its plain form: break cycles, layer by longest path, order
// by barycentres, then move each box as near to its neighbours as order and distance allow. Made for some hundred boxes.

/** A box to be placed. */
export interface Size {
  id: string;
  width: number;
  height: number;
}

/** An arrow to be led. */
export interface Link {
  from: string;
  to: string;
}

/** What was placed: centres of boxes, points of arrows in the order of `links`. */
export interface Layout {
  width: number;
  height: number;
  centres: Map<string, { x: number; y: number }>;
  points: { x: number; y: number }[][];
}

export interface Gaps {
  /** Between boxes of a layer, pixels. */
  within: number;
  /** Between layers. */
  between: number;
  /** Around all. */
  margin: number;
}

interface Cell {
  layer: number;
  size: { width: number; height: number };
  before: number[];
  after: number[];
  y: number;
}

export function layers(sizes: readonly Size[], links: readonly Link[], gaps: Gaps): Layout {
  const at = new Map(sizes.map((s, i) => [s.id, i]));
  const edges = links.map((l) => ({ from: at.get(l.from)!, to: at.get(l.to)! }));
  const rank = ranks(sizes.length, edges);
  const cells: Cell[] = sizes.map((size, i) => ({ layer: rank[i]!, size, before: [], after: [], y: 0 }));
  // An arrow that passes layers gets a cell in each, so that it is led around boxes.
  const ways = edges.map(({ from, to }) => {
    const turned = rank[from]! > rank[to]!;
    const [low, high] = turned ? [to, from] : [from, to];
    const way = [low];
    for (let layer = rank[low]! + 1; layer < rank[high]!; layer++) {
      cells.push({ layer, size: { width: 0, height: 8 }, before: [], after: [], y: 0 });
      way.push(cells.length - 1);
    }
    way.push(high);
    for (let i = 1; i < way.length; i++) {
      cells[way[i - 1]!]!.after.push(way[i]!);
      cells[way[i]!]!.before.push(way[i - 1]!);
    }
    return turned ? way.reverse() : way;
  });
  const rows = ordered(cells);
  place(cells, rows, gaps.within);

  const widths = rows.map((row) => Math.max(0, ...row.map((c) => cells[c]!.size.width)));
  const middles: number[] = [];
  let x = gaps.margin;
  for (const width of widths) {
    middles.push(x + width / 2);
    x += width + gaps.between;
  }
  const top = Math.min(...cells.map((c) => c.y - c.size.height / 2), Infinity);
  const bottom = Math.max(...cells.map((c) => c.y + c.size.height / 2), -Infinity);
  const centre = (c: number) => ({ x: middles[cells[c]!.layer]!, y: cells[c]!.y - top + gaps.margin });
  return {
    width: sizes.length === 0 ? 0 : x - gaps.between + gaps.margin,
    height: sizes.length === 0 ? 0 : bottom - top + gaps.margin * 2,
    centres: new Map(sizes.map((s, i) => [s.id, centre(i)])),
    points: ways.map((way) => {
      const inner = way.slice(1, -1).map(centre);
      const [first, last] = [way[0]!, way[way.length - 1]!];
      const forth = cells[first]!.layer <= cells[last]!.layer ? 1 : -1;
      const side = (c: number, sign: number) => ({ x: centre(c).x + (sign * cells[c]!.size.width) / 2, y: centre(c).y });
      return [side(first, forth), ...inner, side(last, -forth)];
    }),
  };
}

/** The layer of each box: one after the last of those that point to it, arrows that close a circle left out. */
function ranks(n: number, edges: readonly { from: number; to: number }[]): number[] {
  const out: number[][] = Array.from({ length: n }, () => []);
  const into = new Array<number>(n).fill(0);
  for (const e of edges) {
    out[e.from]!.push(e.to);
    into[e.to]!++;
  }
  const state = new Uint8Array(n);
  const forward: number[][] = Array.from({ length: n }, () => []);
  const finished: number[] = [];
  // Without recursion: chains of citing may be long, a hostile report's too.
  const visit = (start: number) => {
    if (state[start]) return;
    state[start] = 1;
    const stack: { node: number; next: number }[] = [{ node: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const to = out[top.node]![top.next++];
      if (to === undefined) {
        state[top.node] = 2;
        finished.push(top.node);
        stack.pop();
      } else if (state[to] !== 1) {
        forward[top.node]!.push(to);
        if (state[to] === 0) {
          state[to] = 1;
          stack.push({ node: to, next: 0 });
        }
      }
    }
  };
  // Whom nobody cites comes first, so that a circle is broken where one enters it.
  for (let i = 0; i < n; i++) if (into[i] === 0) visit(i);
  for (let i = 0; i < n; i++) visit(i);
  const rank = new Array<number>(n).fill(0);
  for (const node of finished.reverse()) for (const to of forward[node]!) rank[to] = Math.max(rank[to]!, rank[node]! + 1);
  return rank;
}

/** The cells of each layer in an order with few crossings. */
function ordered(cells: readonly Cell[]): number[][] {
  const depth = Math.max(-1, ...cells.map((c) => c.layer)) + 1;
  let rows: number[][] = Array.from({ length: depth }, () => []);
  // Along the links first, so that what hangs together stands together.
  const seen = new Uint8Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const queue = [i];
    for (let c = queue.pop(); c !== undefined; c = queue.pop()) {
      if (seen[c]) continue;
      seen[c] = 1;
      rows[cells[c]!.layer]!.push(c);
      queue.push(...[...cells[c]!.before, ...cells[c]!.after].reverse());
    }
  }
  let best = rows;
  let least = crossings(cells, rows);
  for (let round = 0; round < 12 && least > 0; round++) {
    rows = rows.map((row) => [...row]);
    const down = round % 2 === 0;
    for (let k = 1; k < depth; k++) {
      const layer = down ? k : depth - 1 - k;
      const fixed = new Map(rows[down ? layer - 1 : layer + 1]!.map((c, i) => [c, i]));
      const now = new Map(rows[layer]!.map((c, i) => [c, i]));
      const weight = (c: number) => mean((down ? cells[c]!.before : cells[c]!.after).map((o) => fixed.get(o)!)) ?? now.get(c)!;
      const weights = new Map(rows[layer]!.map((c) => [c, weight(c)]));
      rows[layer]!.sort((a, b) => weights.get(a)! - weights.get(b)! || now.get(a)! - now.get(b)!);
    }
    const n = crossings(cells, rows);
    if (n < least) {
      least = n;
      best = rows;
    }
  }
  return best;
}

const mean = (of: readonly number[]): number | null => (of.length === 0 ? null : of.reduce((a, b) => a + b, 0) / of.length);

/** How often arrows between neighbouring layers cross. */
function crossings(cells: readonly Cell[], rows: readonly number[][]): number {
  let n = 0;
  for (let k = 1; k < rows.length; k++) {
    const pos = new Map(rows[k]!.map((c, i) => [c, i]));
    const ends: number[] = [];
    for (const c of rows[k - 1]!) {
      const here = cells[c]!.after.map((o) => pos.get(o)!).sort((a, b) => a - b);
      for (const e of here) for (const before of ends) if (before > e) n++;
      ends.push(...here);
    }
  }
  return n;
}

/** Heights: each cell as near to the mean of its neighbours as order and distance allow. */
function place(cells: Cell[], rows: readonly number[][], gap: number): void {
  for (const row of rows) {
    let y = 0;
    for (const c of row) {
      const cell = cells[c]!;
      cell.y = y + cell.size.height / 2;
      y += cell.size.height + gap;
    }
  }
  for (let round = 0; round < 16; round++) {
    const down = round % 2 === 0;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[down ? k : rows.length - 1 - k]!;
      const wanted = row.map((c) => {
        const cell = cells[c]!;
        // The last rounds look to both sides.
        const near = round < 12 ? (down ? cell.before : cell.after) : [...cell.before, ...cell.after];
        return mean(near.map((o) => cells[o]!.y)) ?? cell.y;
      });
      apart(row.map((c) => cells[c]!), wanted, gap);
    }
  }
}

/** The positions nearest to those wanted (least squares) that keep the order and the gaps: isotonic regression, pooling what collides. */
function apart(row: Cell[], wanted: readonly number[], gap: number): void {
  const shift: number[] = [];
  let sum = 0;
  row.forEach((cell, i) => {
    if (i > 0) sum += (row[i - 1]!.size.height + cell.size.height) / 2 + gap;
    shift.push(sum);
  });
  const pools: { total: number; n: number }[] = [];
  wanted.forEach((w, i) => {
    pools.push({ total: w - shift[i]!, n: 1 });
    for (let last = pools.length - 1; last > 0 && pools[last - 1]!.total / pools[last - 1]!.n > pools[last]!.total / pools[last]!.n; last--) {
      const pool = pools.pop()!;
      pools[last - 1]!.total += pool.total;
      pools[last - 1]!.n += pool.n;
    }
  });
  let i = 0;
  for (const pool of pools) for (let k = 0; k < pool.n; k++, i++) row[i]!.y = pool.total / pool.n + shift[i]!;
}
