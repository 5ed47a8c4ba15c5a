// The queue of claims to review, as one person works through it.
//
// Comes in: pages of /api/queue, in the server's order. Goes out: what is current, what is next, how many are done and left. A decision
// takes its claim out at once and is sent behind; where it is refused the claim comes back to its place.

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { api, type NewDecision, type QueueItem, type ReportAnswer } from "../api";
import { decide, Superseded, tell, undo } from "../report/decide";

const PAGE = 40;

export interface Entry {
  id: string;
  item: QueueItem;
  skipped: boolean;
}
interface Step { entry: Entry; index: number; decision: string; kind: string }

/** Decided in this tab: kept while one looks at other views. */
export const done = signal(0);
const steps = signal<Step[]>([]);

const idOf = (item: QueueItem) => `${item.report.key} ${item.claim.id}`;

export function useQueue(type: string) {
  const [entries, setEntries] = useState<Entry[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const [at, setAt] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [last, setLast] = useState<{ kind: string; entry: Entry } | null>(null);
  const now = useRef({ entries, at, total, type });
  now.current = { entries, at, total, type };
  const loading = useRef(false);
  /** Claims on their way: the server may still list them. */
  const away = useRef(new Set<string>());

  const load = async (fresh: boolean) => {
    if (loading.current && !fresh) return;
    loading.current = true;
    const asked = now.current.type;
    try {
      const have = fresh ? [] : now.current.entries;
      const answer = await api.queue({ state: "todo", type: asked ? [asked] : [], offset: have.length, limit: PAGE });
      if (now.current.type !== asked) return;
      const known = new Set([...have.map((e) => e.id), ...away.current]);
      const more = answer.items.filter((i) => !known.has(idOf(i))).map((item) => ({ id: idOf(item), item, skipped: false }));
      const next = [...have, ...more];
      setEntries(next);
      setTotal(Math.max(answer.total - away.current.size, next.length));
      setAt((old) => (old && next.some((e) => e.id === old) ? old : (next[0]?.id ?? null)));
      setError(null);
    } catch (e) {
      setError(e);
    } finally {
      loading.current = false;
    }
  };
  useEffect(() => {
    setEntries([]);
    setTotal(null);
    setAt(null);
    now.current = { ...now.current, entries: [], at: null, total: null };
    loading.current = false;
    void load(true);
  }, [type]);

  /** Others decide and add meanwhile: what they ruled on goes, what is new comes last, the order under one's hands stays. */
  const reconcile = async () => {
    if (loading.current || now.current.total === null) return;
    const asked = now.current.type;
    const limit = Math.min(200, Math.max(PAGE, now.current.entries.length));
    try {
      const answer = await api.queue({ state: "todo", type: asked ? [asked] : [], offset: 0, limit });
      if (now.current.type !== asked) return;
      const listed = new Map(answer.items.map((item) => [idOf(item), item]));
      setEntries((list) => {
        const left = list.filter((e, k) => k >= limit || e.id === now.current.at || listed.has(e.id));
        const known = new Set([...left.map((e) => e.id), ...away.current]);
        const fresh = [...listed].filter(([id]) => !known.has(id)).map(([id, item]) => ({ id, item, skipped: false }));
        return [...left, ...fresh];
      });
      setAt((old) => old ?? answer.items.map(idOf).find((id) => !away.current.has(id)) ?? null);
      setTotal(Math.max(0, answer.total - away.current.size));
    } catch {
      // The next change tries again; what is shown stays.
    }
  };

  const index = entries.findIndex((e) => e.id === at);
  // The next page comes before it is needed.
  useEffect(() => {
    if (total !== null && entries.length < total && entries.length - index < 8) void load(false);
  }, [index, entries.length, total]);

  const go = (to: string | null) => setAt(to);
  const takeOut = (id: string): { entry: Entry; index: number } | null => {
    const list = now.current.entries;
    const k = list.findIndex((e) => e.id === id);
    const entry = list[k];
    if (!entry) return null;
    const left = list.filter((e) => e.id !== id);
    setEntries(left);
    setTotal((n) => (n === null ? n : Math.max(0, n - 1)));
    const next = left.slice(k).find((e) => !e.skipped) ?? left.find((e) => !e.skipped) ?? left[0] ?? null;
    setAt(next?.id ?? null);
    now.current = { ...now.current, entries: left, at: next?.id ?? null };
    return { entry, index: k };
  };
  const putBack = (entry: Entry, k: number) => {
    setEntries((list) => (list.some((e) => e.id === entry.id) ? list : [...list.slice(0, k), entry, ...list.slice(k)]));
    setTotal((n) => (n === null ? n : n + 1));
    setAt(entry.id);
  };

  return {
    entries,
    total,
    error,
    index,
    current: entries[index] ?? null,
    next: entries.slice(index + 1, index + 3),
    last,
    reload: () => void load(true),
    reconcile: () => void reconcile(),
    go,
    step(by: 1 | -1) {
      const to = entries[index + by];
      if (to) setAt(to.id);
    },
    skip() {
      const to = entries[index + 1];
      setEntries((list) => list.map((e) => (e.id === at ? { ...e, skipped: true } : e)));
      if (to) setAt(to.id);
    },
    /** Sends a decision behind; the next claim is shown at once. */
    decide(kind: "accept" | "reject") {
      const entry = now.current.entries.find((e) => e.id === now.current.at);
      if (!entry) return;
      const { report, claim } = entry.item;
      const out = takeOut(entry.id);
      if (!out) return;
      const decision: NewDecision = { kind, report: report.key, claim: claim.id, seen: claim.review.decision };
      away.current.add(entry.id);
      done.value++;
      setLast({ kind, entry });
      decide(decision).then(
        (made) => {
          away.current.delete(entry.id);
          steps.value = [...steps.value, { ...out, decision: made.decision.id, kind }];
        },
        (e) => {
          away.current.delete(entry.id);
          done.value--;
          setLast(null);
          // Where another's decision was kept, the claim is done all the same.
          if (e instanceof Superseded) return;
          putBack(out.entry, out.index);
          tell(e);
        },
      );
    },
    /** A correction was saved: the claim is done. */
    corrected(id: string, decision: string | null) {
      const out = takeOut(id);
      if (!out) return;
      done.value++;
      setLast({ kind: "correct", entry: out.entry });
      if (decision) steps.value = [...steps.value, { ...out, decision, kind: "correct" }];
    },
    async undo() {
      const decision = await undo();
      const step = steps.value.find((s) => s.decision === decision);
      if (!step) return;
      steps.value = steps.value.filter((s) => s !== step);
      done.value = Math.max(0, done.value - 1);
      setLast(null);
      putBack({ ...step.entry, skipped: false }, Math.min(step.index, now.current.entries.length));
    },
  };
}

const reports = new Map<number, Promise<ReportAnswer>>();

/** A report, fetched once and ahead; `forgetReports` after a change. */
export function fetchReport(key: number): Promise<ReportAnswer> {
  let found = reports.get(key);
  if (!found) {
    found = api.report(key);
    reports.set(key, found);
    // A failure is not kept: the next look asks again.
    found.catch(() => reports.delete(key));
    if (reports.size > 30) reports.delete(reports.keys().next().value as number);
  }
  return found;
}
export function forgetReports(): void {
  reports.clear();
}
