// What the list shows: pages of the server's answer, loaded as they come into view; kept while newer ones load, and swapped
// without the reader's rows moving under their hands.

import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, type IncidentLine, type Query } from "../api";
import { archiveVersion } from "../state";

export const PAGE = 100;

export interface Rows {
  /** How many match; null until the first answer. */
  total: Signal<number | null>;
  /** The row at a place of the order, if it is loaded. */
  at: (index: number) => IncidentLine | undefined;
  /** Tells which rows are seen, so that they are loaded. */
  see: (first: number, last: number) => void;
  error: Signal<unknown>;
  busy: Signal<boolean>;
  /** How many came in meanwhile that are not shown yet; −1 where only values or the order changed. */
  waiting: Signal<number>;
  /** Shows what waits. */
  swap: () => void;
  retry: () => void;
  /** Grows whenever rows change: what reads rows reads this. */
  version: Signal<number>;
}

interface Answer { total: number; pages: Map<number, IncidentLine[]> }

export function useRows(query: Query, key: string, atTop: () => boolean): Rows {
  const shown = useRef<Answer>({ total: 0, pages: new Map() });
  const fresh = useRef<Answer | null>(null);
  const asked = useRef(new Set<number>());
  const seen = useRef<[number, number]>([0, 0]);
  const control = useRef(new AbortController());
  const latest = useRef(query);
  latest.current = query;
  const total = useSignal<number | null>(null);
  const error = useSignal<unknown>(null);
  const busy = useSignal(true);
  const waiting = useSignal(0);
  const version = useSignal(0);
  const archive = archiveVersion.value;
  const before = useRef({ key: "", archive });

  const fetchPage = (page: number, signal: AbortSignal) =>
    api.incidents({ ...latest.current, offset: page * PAGE, limit: PAGE }, signal);

  const load = (page: number) => {
    if (asked.current.has(page)) return;
    asked.current.add(page);
    const { signal } = control.current;
    busy.value = true;
    fetchPage(page, signal).then(
      (answer) => {
        if (signal.aborted) return;
        shown.current.pages.set(page, answer.items);
        shown.current.total = answer.total;
        // Far from what is seen, pages are let go: a list of 100,000 stays small in memory.
        if (shown.current.pages.size > 30) {
          for (const old of shown.current.pages.keys()) {
            if (Math.abs(old - page) > 12) {
              shown.current.pages.delete(old);
              asked.current.delete(old);
            }
          }
        }
        total.value = answer.total;
        error.value = null;
        busy.value = false;
        version.value++;
      },
      (failure: unknown) => {
        asked.current.delete(page);
        if (signal.aborted) return;
        error.value = failure;
        busy.value = false;
      },
    );
  };
  const pagesSeen = () => {
    const [first, last] = seen.current;
    const out: number[] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) out.push(page);
    return out;
  };
  const restart = () => {
    control.current.abort();
    control.current = new AbortController();
    asked.current.clear();
    fresh.current = null;
    waiting.value = 0;
  };
  const swap = () => {
    const next = fresh.current;
    fresh.current = null;
    waiting.value = 0;
    if (!next) return;
    control.current.abort();
    control.current = new AbortController();
    shown.current = next;
    asked.current = new Set(next.pages.keys());
    total.value = next.total;
    version.value++;
    for (const page of pagesSeen()) if (page * PAGE < next.total) load(page);
  };

  useEffect(() => {
    const changed = before.current.key !== key;
    const older = before.current.archive !== archive;
    before.current = { key, archive };
    if (changed) {
      restart();
      shown.current = { total: 0, pages: new Map() };
      seen.current = [0, 0];
      error.value = null;
      load(0);
      return;
    }
    if (!older) return;
    // The archive changed: the pages in view are asked for again, quietly.
    const quiet = new AbortController();
    const pages = pagesSeen();
    Promise.all(pages.map((page) => fetchPage(page, quiet.signal))).then(
      (answers) => {
        if (quiet.signal.aborted) return;
        const next: Answer = { total: answers[0]?.total ?? 0, pages: new Map(pages.map((page, i) => [page, answers[i]!.items])) };
        const ids = (of: Map<number, IncidentLine[]>) => pages.map((p) => (of.get(p) ?? []).map((l) => l.id).join()).join();
        const more = next.total - shown.current.total;
        const moved = ids(next.pages) !== ids(shown.current.pages);
        fresh.current = next;
        if (!moved || atTop()) {
          swap();
          if (more > 0) waiting.value = more;
        } else waiting.value = more > 0 ? more : -1;
      },
      () => undefined,
    );
    return () => quiet.abort();
  }, [key, archive]);
  useEffect(() => () => control.current.abort(), []);

  return {
    total, error, busy, waiting, swap, version,
    at: (index) => shown.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    see: (first, last) => {
      seen.current = [Math.max(0, first), Math.max(0, last)];
      for (const page of pagesSeen()) load(page);
    },
    retry: () => {
      error.value = null;
      load(pagesSeen()[0] ?? 0);
    },
  };
}
