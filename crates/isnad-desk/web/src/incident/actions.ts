// What a person rules on an incident: sent as a decision, shown before the answer where that is safe, with Undo in the notice.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError, type Decided, type IncidentAnswer, type Member, type MemberClaim, type NewDecision, type ReviewState } from "../api";
import { archiveChanged, go } from "../state";
import { errorText, toast } from "../ui";
import { w } from "./words";

export interface Actions {
  pending: ReadonlyMap<string, ReviewState>;
  decide(decision: NewDecision, done: string): Promise<boolean>;
  accept(member: Member, claim: MemberClaim): void;
  reject(member: Member, claim: MemberClaim): void;
  undo(decision: string): void;
  /** Takes back the last decision on this incident that holds. */
  undoLast(): void;
}

/** Says why a decision was not taken. Of one that another overtook, the page shows the newer. */
function refused(error: unknown): void {
  if (error instanceof ApiError && error.code === "decided_meanwhile") toast(w("incident.decided_meanwhile"), { bad: true });
  else toast(w("incident.failed_decision", { message: errorText(error) }), { bad: true });
}

export function useActions(answer: IncidentAnswer | null, reload: () => void): Actions {
  const [pending, setPending] = useState<ReadonlyMap<string, ReviewState>>(new Map());
  const latest = useRef(answer);
  latest.current = answer;
  // An answer that came after a decision shows the decision itself.
  useEffect(() => setPending(new Map()), [answer]);

  const settle = useCallback((made: Decided) => {
    const here = latest.current?.incident.id;
    archiveChanged({ incidents: [...made.incidents, ...made.ended.map((e) => e.id)], reports: 0, decisions: 1 });
    // The incident may have gone into another: the address follows.
    const ended = made.ended.find((e) => e.id === here);
    if (ended?.to) go(`/incident/${ended.to}`, { replace: true });
    else if (ended) go("/");
    else reload();
  }, []);

  const undo = useCallback((decision: string) => {
    void api.decide({ kind: "undo", decision }).then(
      (made) => {
        settle(made);
        toast(w("incident.undo_done"));
      },
      (error: unknown) => {
        refused(error);
        reload();
      },
    );
  }, []);

  const decide = useCallback(async (decision: NewDecision, done: string): Promise<boolean> => {
    try {
      const made = await api.decide(decision);
      toast(done, { action: { label: w("incident.undo"), run: () => undo(made.decision.id) } });
      settle(made);
      return true;
    } catch (error) {
      refused(error);
      reload();
      return false;
    }
  }, []);

  const rule = (kind: "accept" | "reject", member: Member, claim: MemberClaim) => {
    const now = latest.current;
    const report = now?.report_keys[member.item];
    if (!now || report === undefined) return;
    const state: ReviewState = kind === "accept" ? "accepted" : "rejected";
    // What stands as it was asked for needs no second decision.
    if (now.claims[claim.id]?.review.state === state) return;
    const seen = now.claims[claim.id]?.review.decision ?? null;
    setPending((p) => new Map(p).set(claim.id, state));
    void decide({ kind, report, claim: claim.id, seen }, w(kind === "accept" ? "incident.accepted" : "incident.rejected")).then((taken) => {
      if (taken) return;
      setPending((p) => {
        const next = new Map(p);
        next.delete(claim.id);
        return next;
      });
    });
  };

  const undoLast = () => {
    const holding = latest.current?.decisions.filter((d) => d.holds && d.kind !== "undo") ?? [];
    const last = holding.reduce<(typeof holding)[number] | null>((a, b) => (a && a.at >= b.at ? a : b), null);
    if (last) undo(last.id);
    else toast(w("incident.undo_nothing"));
  };

  return {
    pending,
    decide,
    accept: (m, c) => rule("accept", m, c),
    reject: (m, c) => rule("reject", m, c),
    undo,
    undoLast,
  };
}
