// Between places of the page and positions of the text.
//
// Every segment is an element with `data-at`, its first position. Within it stand text nodes (each character once) and marks
// for hidden characters (`data-hidden`, one position each); labels drawn by CSS are not in the tree. Comes in: a node with an
// offset, or positions. Goes out: positions, or a DOM range.

import type { Range as Span } from "./tokens";

const count = (s: string) => {
  let n = 0;
  for (const _ of s) n++;
  return n;
};

const sizeOf = (node: Node): number =>
  node instanceof HTMLElement && node.dataset.hidden !== undefined ? 1 : count(node.textContent ?? "");

const segment = (node: Node): HTMLElement | null => {
  const e = node instanceof HTMLElement ? node : node.parentElement;
  return e?.closest<HTMLElement>("[data-at]") ?? null;
};

const startOf = (e: HTMLElement) => Number(e.dataset.at);
const endOf = (e: HTMLElement) => [...e.childNodes].reduce((n, c) => n + sizeOf(c), startOf(e));

/** The position in the text of a place in the page; null outside of the text. */
export function position(root: HTMLElement, node: Node, offset: number): number | null {
  if (!root.contains(node)) return null;
  const own = segment(node);
  if (own && root.contains(own)) {
    const hidden = (node instanceof HTMLElement ? node : node.parentElement)?.closest<HTMLElement>("[data-hidden]");
    let at = startOf(own);
    for (const child of own.childNodes) {
      if (child === hidden) return at + (offset > 0 ? 1 : 0);
      if (child === node) return at + count((node.textContent ?? "").slice(0, offset));
      if (node === own && child === own.childNodes[offset]) return at;
      at += sizeOf(child);
    }
    return at;
  }
  const after = node.childNodes[offset];
  for (const e of root.querySelectorAll<HTMLElement>("[data-at]")) {
    const here = after
      ? after === e || after.contains(e) || !!(after.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
      : !node.contains(e) && !!(node.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (here) return startOf(e);
  }
  const last = [...root.querySelectorAll<HTMLElement>("[data-at]")].at(-1);
  return last ? endOf(last) : null;
}

/** What of the text the person has selected in the page. */
export function selected(root: HTMLElement): Span | null {
  const s = document.getSelection();
  if (!s || s.rangeCount === 0 || s.isCollapsed) return null;
  const range = s.getRangeAt(0);
  if (!range.intersectsNode(root)) return null;
  const inside = (node: Node) => root.contains(node);
  const start = inside(range.startContainer) ? position(root, range.startContainer, range.startOffset) : null;
  const end = inside(range.endContainer) ? position(root, range.endContainer, range.endOffset) : null;
  return start === null || end === null || end <= start ? null : { start, end };
}

/** The node and offset at which a position stands. */
function place(root: HTMLElement, at: number, isEnd: boolean): [Node, number] | null {
  const all = root.querySelectorAll<HTMLElement>("[data-at]");
  let low = 0;
  let high = all.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    const start = startOf(all[mid] as HTMLElement);
    if (isEnd ? start < at : start <= at) low = mid + 1;
    else high = mid;
  }
  const e = all[low - 1];
  if (!e) return null;
  let n = startOf(e);
  for (const child of e.childNodes) {
    const size = sizeOf(child);
    if (at < n + size || (isEnd && at === n + size)) {
      if (!(child instanceof Text)) {
        const k = [...e.childNodes].indexOf(child);
        return [e, at > n ? k + 1 : k];
      }
      return [child, [...child.data].slice(0, at - n).join("").length];
    }
    n += size;
  }
  return [e, e.childNodes.length];
}

/** The DOM range of positions of the text; null where they are not on the page. */
export function rangeOf(root: HTMLElement, span: Span): Range | null {
  const from = place(root, span.start, false);
  const to = place(root, span.end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

/** Paints spans without touching the tree, where the browser can (CSS Custom Highlight API). */
export function paint(name: string, root: HTMLElement | null, spans: readonly Span[]): void {
  if (typeof CSS === "undefined" || !("highlights" in CSS)) return;
  const ranges = root ? spans.flatMap((s) => rangeOf(root, s) ?? []) : [];
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

/** Brings a span into view, unless it is seen already: below the bar, and above a sheet that may stand at the foot. */
export function reveal(root: HTMLElement, span: Span): void {
  const range = rangeOf(root, span);
  const node = range?.startContainer;
  const e = node instanceof HTMLElement ? node : node?.parentElement;
  if (!range || !e) return;
  // A block out of view may not be laid out yet: asking for the element's place lays it out.
  const box = range.getBoundingClientRect();
  const seen = (root.closest("main") ?? document.documentElement).getBoundingClientRect();
  const sheet = document.querySelector(".rp-open")?.getBoundingClientRect();
  const foot = sheet && sheet.left < box.right && box.left < sheet.right ? Math.min(sheet.top, seen.bottom) : seen.bottom;
  if (box.height > 0 && box.top >= seen.top + 24 && box.bottom <= foot - 24) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  e.scrollIntoView({ block: foot < seen.bottom ? "start" : "center", behavior: still ? "auto" : "smooth" });
}
