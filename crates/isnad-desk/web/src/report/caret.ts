// A caret that moves by words through the text, so that words can be selected without a pointer.
//
// Arrows move by a word or a line, with Shift they select; Alt with Shift moves the end by one character, for a clitic
// («وامرأتان» → «امرأتان»); Home and End go to the ends of the block; Escape lets go.

import { useEffect, useRef } from "preact/hooks";
import type { CharMap } from "../text";
import { paint, position, rangeOf, reveal } from "./select";
import { type Range, wordAt, words } from "./tokens";

export interface Caret {
  key(event: KeyboardEvent): boolean;
  /** Puts the caret on the word at a place of the window; `extend` keeps where it was as the other end. The words from one to the other. */
  put(x: number, y: number, extend?: boolean): Range | null;
  element(): Element | null;
}

export function useCaret(
  root: { current: HTMLDivElement | null },
  map: CharMap,
  cover: readonly Range[],
  select: (range: Range | null) => void,
): Caret {
  // Anchor and head are indexes into the words; `fine` is a span that was moved by characters.
  const state = useRef<{ list: Range[] | null; anchor: number; head: number; fine: Range | null }>({
    list: null,
    anchor: -1,
    head: -1,
    fine: null,
  });
  useEffect(() => {
    state.current = { list: null, anchor: -1, head: -1, fine: null };
    return () => paint("isnad-caret", null, []);
  }, [map, cover]);

  const list = () => {
    state.current.list ??= cover.flatMap((c) => words(map.slice(c.start, c.end), c.start));
    return state.current.list;
  };
  const head = (): Range | null => list()[state.current.head] ?? null;
  const span = (): Range | null => {
    const { anchor, fine } = state.current;
    if (fine) return fine;
    const a = list()[anchor];
    const b = head();
    return a && b ? { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) } : null;
  };
  const show = (range: Range | null) => {
    if (!root.current) return;
    paint("isnad-caret", root.current, range ? [range] : []);
    if (range) reveal(root.current, range);
  };

  /** The word that a place of the window stands on. */
  const wordFrom = (x: number, y: number): number => {
    if (!root.current) return -1;
    const at = caretFrom(x, y);
    const pos = at ? position(root.current, at[0], at[1]) : null;
    return pos === null ? -1 : wordAt(list(), pos);
  };
  /** The word a line above or below. */
  const vertical = (by: 1 | -1): number => {
    const from = head();
    const box = from && root.current ? rangeOf(root.current, from)?.getBoundingClientRect() : undefined;
    if (!box) return state.current.head;
    for (let step = 1; step <= 8; step++) {
      const y = box.top + box.height / 2 + by * step * Math.max(box.height, 14);
      const found = wordFrom(box.left + box.width / 2, y);
      if (found >= 0 && (by > 0 ? found > state.current.head : found < state.current.head)) return found;
    }
    return state.current.head + by;
  };

  return {
    element() {
      const range = state.current.head >= 0 && root.current && head() ? rangeOf(root.current, head() as Range) : null;
      const node = range?.startContainer;
      return node instanceof Element ? node : (node?.parentElement ?? null);
    },
    put(x, y, extend) {
      const found = wordFrom(x, y);
      const anchor = extend && state.current.anchor >= 0 ? state.current.anchor : found;
      state.current = { ...state.current, anchor, head: found, fine: null };
      paint("isnad-caret", null, []);
      return span();
    },
    key(e) {
      if (e.ctrlKey || e.metaKey) return false;
      const s = state.current;
      if (e.key === "Escape") {
        if (s.head < 0 && !span()) return false;
        s.anchor = s.head = -1;
        s.fine = null;
        document.getSelection()?.removeAllRanges();
        show(null);
        select(null);
        return true;
      }
      if (!/^(Arrow|Home$|End$)/.test(e.key)) return false;
      const all = list();
      if (!all.length || !root.current) return false;
      if (s.head < 0) {
        const focused = document.activeElement?.closest<HTMLElement>("[data-at]");
        const from = focused && root.current.contains(focused) ? Number(focused.dataset.at) : firstSeen(root.current);
        s.anchor = s.head = wordAt(all, from);
        if (!focused || !e.shiftKey) {
          if (focused) step(1);
          show(span());
          select(e.shiftKey ? span() : null);
          return true;
        }
      }
      const rtl = directionAt(root.current, head()) === "rtl";
      const forward = e.key === (rtl ? "ArrowLeft" : "ArrowRight");
      const back = e.key === (rtl ? "ArrowRight" : "ArrowLeft");
      if (e.altKey) {
        const now = span();
        if (!e.shiftKey || !now || !(forward || back)) return false;
        const limit = Math.min(map.length, now.end + 1);
        // From the side that was moved last: the start where the head stands before the anchor.
        const atStart = s.head < s.anchor;
        const by = forward ? 1 : -1;
        const next = atStart
          ? { start: Math.max(0, now.start + by), end: now.end }
          : { start: now.start, end: by > 0 ? limit : now.end - 1 };
        if (next.end > next.start) s.fine = next;
        show(null);
        select(span());
        return true;
      }
      s.fine = null;
      if (forward) step(1);
      else if (back) step(-1);
      else if (e.key === "ArrowDown") s.head = clamp(vertical(1));
      else if (e.key === "ArrowUp") s.head = clamp(vertical(-1));
      else {
        const h = head();
        const own = cover.find((c) => h && c.start <= h.start && h.start < c.end);
        if (own) s.head = e.key === "Home" ? wordAt(all, own.start) : lastIn(all, own);
      }
      if (!e.shiftKey) s.anchor = s.head;
      document.getSelection()?.removeAllRanges();
      show(e.shiftKey ? null : span());
      if (e.shiftKey && head()) reveal(root.current, head() as Range);
      select(e.shiftKey ? span() : null);
      return true;

      function step(by: 1 | -1) {
        s.head = clamp(s.head + by);
        if (!e.shiftKey) s.anchor = s.head;
      }
      function clamp(n: number) {
        return Math.max(0, Math.min(all.length - 1, n));
      }
    },
  };
}

const lastIn = (all: readonly Range[], own: Range): number => {
  const next = wordAt(all, own.end);
  return (all[next] as Range).start >= own.end ? Math.max(0, next - 1) : next;
};

function directionAt(root: HTMLElement, at: Range | null): string {
  const node = at ? rangeOf(root, at)?.startContainer.parentElement : null;
  const block = node?.closest("p, h2") ?? root;
  return getComputedStyle(block).direction;
}

/** The first position that is on the screen. */
function firstSeen(root: HTMLElement): number {
  for (const e of root.querySelectorAll<HTMLElement>("[data-at]")) {
    if (e.getBoundingClientRect().bottom > 60) return Number(e.dataset.at);
  }
  return 0;
}

function caretFrom(x: number, y: number): [Node, number] | null {
  if ("caretPositionFromPoint" in document) {
    const at = document.caretPositionFromPoint(x, y);
    return at ? [at.offsetNode, at.offset] : null;
  }
  const old = document as unknown as { caretRangeFromPoint?(x: number, y: number): globalThis.Range | null };
  const at = old.caretRangeFromPoint?.(x, y);
  return at ? [at.startContainer, at.startOffset] : null;
}
