// Where labels stand: a choice of those that do not meet. Comes in: boxes in order of weight. Goes out: which are kept.

/** left, top, right, bottom in pixels of the map. */
export type Box = readonly [number, number, number, number];

/** Keeps a box where it meets none that was kept before. A grid of cells holds what was kept, so that many stay quick. */
export class Room {
  private readonly cells = new Map<string, Box[]>();
  constructor(private readonly cell = 96) {}

  private *over(box: Box): Generator<string> {
    const at = (n: number) => Math.floor(n / this.cell);
    for (let x = at(box[0]); x <= at(box[2]); x++) for (let y = at(box[1]); y <= at(box[3]); y++) yield `${x} ${y}`;
  }

  /** True, and the room is taken, where nothing stands in it. */
  take(box: Box): boolean {
    for (const key of this.over(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    for (const key of this.over(box)) {
      const here = this.cells.get(key);
      if (here) here.push(box);
      else this.cells.set(key, [box]);
    }
    return true;
  }
}
