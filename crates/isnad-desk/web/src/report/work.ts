// One report being worked on: which claim is open, what is selected, a correction under way, and the decisions on it.
//
// The view of a report and the review queue both stand on it. Comes in: the report as the server gives it. Goes out: what is to be
// drawn, and the steps a person can take. It draws nothing.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ApiError, type At, type ClaimEdit, type ClaimJson, editOf, type ReportAnswer, type ReviewedClaim } from "../api";
import { CharMap } from "../text";
import { refusal } from "../i18n/errors";
import { go } from "../state";
import { toast } from "../ui";
import { decide, Superseded, tell, undo } from "./decide";
import { type Draft, forget, keep, kept } from "./drafts";
import { asMarkable, blank, FIELD, faults, forServer, put, same } from "./edit";
import type { Role } from "./segments";
import type { Shown } from "./TextView";
import { type Range, trim } from "./tokens";
import { t } from "./words";

/** The id under which the text draws a claim that is being added. */
export const ADDED = "+";

export interface Work {
  answer: ReportAnswer;
  map: CharMap;
  shownClaims: Shown[];
  active: string | null;
  shown: string | null;
  selection: Range | null;
  flash: Range | null;
  draft: Draft | null;
  /** Whether the draft was found from before. */
  restored: boolean;
  busy: boolean;
  /** What the server refused, by field; "" where it named none. */
  refused: ReadonlyMap<string, string>;
  find(id: string | null): ReviewedClaim | null;
  linked(id: string | null): ClaimJson | null;
  hover(id: string | null): void;
  open(id: string | null): void;
  select(range: Range | null): void;
  pointAt(span: At): void;
  correct(id: string): void;
  add(range: Range): void;
  assign(role: Role, nth?: number): void;
  change(value: ClaimEdit): void;
  reason(text: string): void;
  close(discard: boolean): void;
  save(): Promise<boolean>;
  accept(id: string): Promise<boolean>;
  reject(id: string, reason?: string): Promise<boolean>;
  comment(id: string, text: string): Promise<boolean>;
  move(id: string, to: string | null): Promise<boolean>;
}

export function useWork(answer: ReportAnswer, active: string | null, open: (id: string | null) => void): Work {
  const { key } = answer;
  const map = useMemo(() => new CharMap(answer.text), [answer.text]);
  const [hovered, hover] = useState<string | null>(null);
  const [selection, select] = useState<Range | null>(null);
  // The focus may still stand on the trigger before: what was opened now is what is shown.
  useEffect(() => hover(null), [active]);
  const [flash, setFlash] = useState<Range | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [restored, setRestored] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const now = useRef({ draft, selection });
  now.current = { draft, selection };

  const all = useMemo(() => [...answer.claims, ...answer.rejected], [answer]);
  const linkedAll = useMemo(() => answer.links.flatMap((l) => l.claims), [answer]);
  const find = (id: string | null) => all.find((c) => c.id === id) ?? null;
  const linked = (id: string | null) => linkedAll.find((c) => c.id === id) ?? null;

  // A rejected claim is marked while it is open only.
  const openRejected = answer.rejected.some((c) => c.id === active) ? active : null;
  const shownClaims = useMemo(() => {
    const of = (c: ClaimJson, state: Shown["state"]): Shown => ({ ...c, state });
    const out = answer.claims.map((c) => of(c, c.review.state));
    const rejected = answer.rejected.find((c) => c.id === openRejected);
    if (rejected) out.push(of(rejected, "rejected"));
    out.push(...linkedAll.map((c) => of(c, "linked")));
    if (!draft) return out;
    const id = draft.claim ?? ADDED;
    const edited: Shown = { ...asMarkable(id, draft.value), state: "draft" };
    return [...out.filter((c) => c.id !== id), edited];
  }, [answer, openRejected, draft]);

  useEffect(() => {
    if (!draft || same(draft.value, draft.base)) return;
    const warn = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [draft]);

  // Whoever goes to another view without saving is told that nothing is lost, and can go back to it.
  useEffect(
    () => () => {
      const left = now.current.draft;
      if (!left || same(left.value, left.base)) return;
      const back = `/report/${left.report}${left.claim ? `?claim=${encodeURIComponent(left.claim)}` : ""}`;
      toast(t("form.left"), { action: { label: t("form.go_on"), run: () => go(back) } });
    },
    [],
  );

  const begin = (fresh: Draft) => {
    const before = kept(key, fresh.claim);
    setRestored(!!before);
    setRefused(new Map());
    setDraft(before ?? fresh);
  };
  const update = (next: Draft) => {
    setDraft(next);
    keep(next);
    setRestored(false);
  };
  const correctFrom = (id: string): Draft | null => {
    const claim = find(id);
    if (!claim) return null;
    const base = editOf(claim);
    return { report: key, claim: id, base, value: base, reason: "" };
  };

  /** Runs a decision; tells how it went. */
  const act = async (send: () => Promise<unknown>, done: string): Promise<boolean> => {
    setBusy(true);
    try {
      await send();
      toast(done, { action: { label: t("act.undo"), run: () => void undo() } });
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const seen = (id: string) => find(id)?.review.decision ?? null;

  return {
    answer,
    map,
    shownClaims,
    active: draft ? (draft.claim ?? ADDED) : active,
    shown: draft ? (draft.claim ?? ADDED) : (hovered ?? active),
    selection,
    flash,
    draft,
    restored,
    busy,
    refused,
    find,
    linked,
    hover,
    open(id) {
      // While one corrects, a click on another trigger must not throw the correction away: it is selected as words instead.
      if (now.current.draft) return;
      open(id);
    },
    select,
    pointAt({ start, end }) {
      setFlash({ start, end });
    },
    correct(id) {
      const fresh = correctFrom(id);
      if (!fresh) return;
      open(id);
      begin(fresh);
    },
    add(range) {
      open(null);
      const value = blank(range);
      begin({ report: key, claim: null, base: value, value, reason: "" });
      select(null);
      document.getSelection()?.removeAllRanges();
    },
    assign(role, nth) {
      const { selection: chosen, draft: open } = now.current;
      const range = chosen && trim(map.slice(chosen.start, chosen.end), chosen);
      if (!range) return;
      const target = open ?? (active ? correctFrom(active) : null);
      if (!target) return;
      const words = map.slice(range.start, range.end);
      update({ ...target, value: put(target.value, role, range, words, nth) });
      if (!open) setRefused(new Map());
      else setRefused(without(refused, FIELD[role]));
      select(null);
      document.getSelection()?.removeAllRanges();
    },
    change(value) {
      if (!draft) return;
      update({ ...draft, value });
      setRefused(new Map());
    },
    reason(text) {
      if (draft) update({ ...draft, reason: text });
    },
    close(discard) {
      if (draft && (discard || same(draft.value, draft.base))) forget(key, draft.claim);
      setDraft(null);
      setRefused(new Map());
    },
    async save() {
      if (!draft || faults(draft.value).size) return false;
      setBusy(true);
      setRefused(new Map());
      const reason = draft.reason.trim();
      try {
        const common = { report: key, value: forServer(draft.value), ...(reason ? { reason } : {}) };
        const done = await decide(
          draft.claim === null
            ? { kind: "add", ...common }
            : { kind: "correct", claim: draft.claim, seen: seen(draft.claim), ...common },
        );
        forget(key, draft.claim);
        setDraft(null);
        const made = (done.decision.value as { claim?: { id?: string } } | null)?.claim?.id;
        open(made ?? draft.claim);
        toast(t(draft.claim === null ? "act.added" : "act.corrected"), {
          action: { label: t("act.undo"), run: () => void undo(done.decision.id) },
        });
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 409)
          setRefused(new Map([[bare(error.field), refusal(error.code, error.body) ?? error.message]]));
        else if (!(error instanceof Superseded)) tell(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    accept: (id) =>
      act(() => decide({ kind: "accept", report: key, claim: id, seen: seen(id) }), t("act.accepted")),
    reject: (id, reason) =>
      act(() => decide({ kind: "reject", report: key, claim: id, seen: seen(id), ...(reason ? { reason } : {}) }), t("act.rejected")),
    comment: (id, text) => act(() => decide({ kind: "comment", report: key, claim: id, text }), t("act.commented")),
    move: (id, to) => act(() => decide({ kind: "move", report: key, claim: id, to }), t("act.moved")),
  };
}

/** The server names the field within the request («value.place[0].start») or within the claim («place[0].start»). */
const bare = (field: string | null) => (field ?? "").replace(/^value\./, "");

function without(map: ReadonlyMap<string, string>, field: string): ReadonlyMap<string, string> {
  return new Map([...map].filter(([k]) => !k.startsWith(field)));
}
