// Comes in: a conflict of an incident. Goes out: its sides with who holds which, from which the page shows chains and quotations.

import type { Conflict, Incident, Member } from "../api";
import { claimsOf, originOf, type Told } from "./groups";

/** What a side says, in a form that the page puts into words. */
export type SideValue =
  | { kind: "number"; text: string }
  | { kind: "party"; entity: string }
  | { kind: "denial"; type: string; denied: boolean }
  | { kind: "day"; day: string }
  | { kind: "words"; text: string };

/** One side. */
export interface SideView {
  value: SideValue;
  /** Its claims, those of one member together. */
  told: { member: Member; claims: Told[] }[];
  /** Members that hold it by their date alone. */
  byDate: Member[];
  /** How many independent sources hold it. */
  sources: number;
}

/** What the text of a side means in a conflict of this kind. */
export function sideValue(conflict: Conflict, text: string): SideValue {
  switch (conflict.kind) {
    case "figure":
      return { kind: "number", text };
    case "culprit":
      return { kind: "party", entity: text };
    case "day":
      return { kind: "day", day: text };
    case "denial": {
      const [type = "", state = ""] = text.split(": ");
      return { kind: "denial", type, denied: state === "negated" || text.endsWith("negated") };
    }
    default:
      return { kind: "words", text };
  }
}

/** The sides of a conflict. */
export function sidesOf(incident: Incident, conflict: Conflict): SideView[] {
  const claims = claimsOf(incident);
  const byItem = new Map(incident.members.map((m) => [m.item, m]));
  // Figures are read from the least up; all else as the incident has it, the best supported first.
  const least = (text: string) => Number.parseFloat(text) || 0;
  const sides = conflict.kind === "figure" ? [...conflict.sides].sort((a, b) => least(a.value) - least(b.value)) : conflict.sides;
  return sides.map((side) => {
    const told: SideView["told"] = [];
    for (const id of side.claims) {
      const found = claims.get(id);
      if (!found) continue;
      const at = told.find((t) => t.member.item === found.member.item);
      if (at) at.claims.push(found);
      else told.push({ member: found.member, claims: [found] });
    }
    const heard = new Set(told.map((t) => t.member.item));
    const byDate = side.items.filter((i) => !heard.has(i)).flatMap((i) => byItem.get(i) ?? []);
    const sources = new Set([...told.map((t) => t.member), ...byDate].map((m) => originOf(m, byItem).source)).size;
    return { value: sideValue(conflict, side.value), told, byDate, sources };
  });
}
