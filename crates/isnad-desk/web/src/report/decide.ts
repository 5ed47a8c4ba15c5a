// Sending decisions: one place that knows what to do when another person was quicker, and what can be undone.

import { signal } from "@preact/signals";
import { ApiError, api, type Decided, type DecisionLine, type NewDecision } from "../api";
import { archiveChanged } from "../state";
import { errorText, toast } from "../ui";
import { t } from "./words";

/** The person chose to keep the other's decision, or to look at it first. */
export class Superseded extends Error {}

interface Clash {
  newer: DecisionLine | null;
  answer(choice: "mine" | "theirs"): void;
}
/** A question that is open: another decision came meanwhile. Drawn by ClashDialog. */
export const clash = signal<Clash | null>(null);

/** Decisions of this tab that can be taken back, the newest last. */
export const mine = signal<{ id: string; report: number | null }[]>([]);
/** How many decisions are on their way. */
export const sending = signal(0);
/** Settled when nothing is on its way: only then is it known which decision was the last. */
let sent: Promise<unknown> = Promise.resolve();

function newerIn(body: unknown): DecisionLine | null {
  if (body === null || typeof body !== "object") return null;
  for (const name of ["newer", "decision", "with"]) {
    const found = (body as Record<string, unknown>)[name];
    if (found && typeof found === "object" && "id" in found && "kind" in found) return found as DecisionLine;
  }
  return null;
}

/** Sends a decision. Throws ApiError where it was refused, Superseded where the person gave way to another's. */
export function decide(decision: NewDecision): Promise<Decided> {
  const made = post(decision);
  sent = Promise.allSettled([sent, made]);
  return made;
}

async function post(decision: NewDecision): Promise<Decided> {
  sending.value++;
  try {
    const done = await api.decide(decision);
    if (decision.kind === "undo") mine.value = mine.value.filter((d) => d.id !== decision.decision);
    else mine.value = [...mine.value.slice(-99), { id: done.decision.id, report: done.decision.about?.report_key ?? null }];
    archiveChanged({ incidents: done.incidents, reports: 0, decisions: 1 });
    return done;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409 || error.code !== "decided_meanwhile") throw error;
    // What was taken back already needs no choice: the page looks again.
    if (decision.kind === "undo") {
      mine.value = mine.value.filter((d) => d.id !== decision.decision);
      archiveChanged();
      throw error;
    }
    const newer = newerIn(error.body);
    const choice = await new Promise<"mine" | "theirs">((answer) => {
      clash.value = { newer, answer };
    });
    clash.value = null;
    if (choice === "theirs") {
      archiveChanged();
      throw new Superseded();
    }
    const { seen: _, ...rest } = decision;
    // Without the other's id the server cannot be told that it was seen: then nothing is compared.
    return await post((newer ? { ...rest, seen: newer.id } : rest) as NewDecision);
  } finally {
    sending.value--;
  }
}

/** Tells what went wrong, unless the person chose it. */
export function tell(error: unknown): void {
  if (error instanceof Superseded) return;
  if (error instanceof ApiError && error.status === 0) toast(t("act.unreachable"), { bad: true });
  else toast(`${t("act.failed")}: ${errorText(error)}`, { bad: true });
}

/** Takes back a decision, by default the newest of this tab, when all that was sent before is answered. Gives its id where it was taken back. */
export function undo(id?: string): Promise<string | null> {
  const taken = sent.then(() => takeBack(id));
  sent = taken;
  return taken;
}

async function takeBack(id: string | undefined): Promise<string | null> {
  const target = id ?? mine.value.at(-1)?.id;
  if (!target) {
    toast(t("act.nothing_to_undo"));
    return null;
  }
  try {
    await post({ kind: "undo", decision: target });
    toast(t("act.undone"));
    return target;
  } catch (error) {
    tell(error);
    return null;
  }
}
