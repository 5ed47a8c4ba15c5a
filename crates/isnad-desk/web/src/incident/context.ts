// What all parts of one incident's page share: the answer of the server, what is being done, and how to do more.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Conflict, IncidentAnswer, Member, MemberClaim, NewDecision, ReviewState } from "../api";
import type { Told } from "./groups";

/** What a dialog is about. */
export type Asked =
  | { kind: "merge" }
  | { kind: "split" }
  | { kind: "move"; member: Member; claim: MemberClaim | null }
  | { kind: "standing" }
  | { kind: "comment"; member: Member; claim: MemberClaim }
  | { kind: "export" };

export interface View {
  answer: IncidentAnswer;
  told: Map<string, Told>;
  byItem: Map<string, Member>;
  /** What a person did to a claim a moment ago, shown before the server has said yes. */
  pending: ReadonlyMap<string, ReviewState>;
  /** The claim that was asked to be shown last: what folds it away unfolds. */
  shown: string | null;
  ask(what: Asked): void;
  /** Sends a decision and says what was done, with a way back; false where it was not taken. */
  decide(decision: NewDecision, done: string): Promise<boolean>;
  accept(member: Member, claim: MemberClaim): void;
  reject(member: Member, claim: MemberClaim): void;
  undo(decision: string): void;
  /** Brings a claim's card into view and marks it for a moment. */
  show(claim: string): void;
}

export const ViewContext = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error("a part of an incident outside of its page");
  return view;
}

/** The last decision on the incident that this page shows, so that the server can tell whether another came meanwhile. */
export function lastSeen(answer: IncidentAnswer): string | null {
  return answer.decisions.reduce<IncidentAnswer["decisions"][number] | null>((a, b) => (a && a.at > b.at ? a : b), null)?.id ?? null;
}

/** Address of a member's report, at a claim where one is given; null where the report's number is not known. */
export function reportHref(answer: IncidentAnswer, item: string, claim?: string): string | null {
  const key = Object.hasOwn(answer.report_keys, item) ? answer.report_keys[item] : undefined;
  if (key === undefined) return null;
  return `/report/${key}${claim ? `?claim=${encodeURIComponent(claim)}` : ""}`;
}

/** The state of a claim as it is shown now. */
export function stateOf(view: View, claim: string): ReviewState {
  const reviewed = Object.hasOwn(view.answer.claims, claim) ? view.answer.claims[claim] : undefined;
  return view.pending.get(claim) ?? reviewed?.review.state ?? "unreviewed";
}

/** Conflicts in the order of the page: who, whether, how many, where, when. */
export function inOrder(conflicts: readonly Conflict[]): Conflict[] {
  const rank: Record<Conflict["kind"], number> = { culprit: 0, denial: 1, figure: 2, place: 3, day: 4 };
  return [...conflicts].sort((a, b) => rank[a.kind] - rank[b.kind]);
}
