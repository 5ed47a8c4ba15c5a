// Comes in: an incident's members. Goes out: its sources in order of time, the copies of each folded under it.
// Does not decide what is a copy, nor which sources are independent: the incident says both.

import type { Incident, IncidentLine, Member, MemberClaim, ReviewedClaim } from "../api";

/** A source with those that took its words. */
export interface SourceGroup {
  /** The report that wrote the words, as far as the archive knows. */
  origin: Member;
  /** Those that took them, in order of time. */
  copies: Member[];
  /** The day it stands at: its own, else its earliest copy's, since no copy is older; null where no day is known. */
  day: string | null;
  /** Whether the day is that of a copy. */
  dayOfCopy: boolean;
}

/** The first possible day of publication. */
export function published(m: Member): string | null {
  return m.published?.from ?? null;
}

/** Earlier first, unknown last; of equals the order given. */
export function byDay(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** The member whose words these are in the end; a member of its own where the origin is not in the incident, or where copies go round. */
export function originOf(m: Member, byItem: ReadonlyMap<string, Member>): Member {
  const seen = new Set<string>([m.item]);
  let at = m;
  while (at.copy_of) {
    const next = byItem.get(at.copy_of);
    if (!next) break;
    if (seen.has(next.item)) return m;
    seen.add(next.item);
    at = next;
  }
  return at;
}

/** The sources of an incident in order of time, undated last. */
export function groupsOf(incident: Incident): SourceGroup[] {
  const byItem = new Map(incident.members.map((m) => [m.item, m]));
  const found = new Map<string, SourceGroup>();
  const group = (m: Member): SourceGroup => {
    let g = found.get(m.item);
    if (!g) {
      g = { origin: m, copies: [], day: null, dayOfCopy: false };
      found.set(m.item, g);
    }
    return g;
  };
  for (const m of incident.members) {
    const origin = originOf(m, byItem);
    const g = group(origin);
    if (origin !== m) g.copies.push(m);
  }
  const all = [...found.values()];
  for (const g of all) {
    g.copies.sort((a, b) => byDay(published(a), published(b)));
    const own = published(g.origin);
    const first = g.copies.length > 0 ? published(g.copies[0]!) : null;
    g.day = own ?? first;
    g.dayOfCopy = own === null && first !== null;
  }
  return all.sort((a, b) => byDay(a.day, b.day));
}

/** How many reports, copies and claims an incident has: as its line says, or counted where the list does not have it yet. */
export function countsOf(answer: { incident: Incident; line: IncidentLine | null; claims: Record<string, ReviewedClaim> }): {
  reports: number;
  copies: number;
  claims: number;
  reviewed: number;
} {
  const { incident, line } = answer;
  if (line) return line;
  const claims = incident.members.flatMap((m) => m.claims);
  return {
    reports: incident.members.length,
    copies: incident.members.filter((m) => m.copy_of).length,
    claims: claims.length,
    reviewed: claims.filter((c) => (answer.claims[c.id]?.review.state ?? "unreviewed") !== "unreviewed").length,
  };
}

/** A claim with the member that makes it. */
export interface Told {
  member: Member;
  claim: MemberClaim;
}

/** Each claim of the incident by id. */
export function claimsOf(incident: Incident): Map<string, Told> {
  const out = new Map<string, Told>();
  for (const member of incident.members) for (const claim of member.claims) out.set(claim.id, { member, claim });
  return out;
}
