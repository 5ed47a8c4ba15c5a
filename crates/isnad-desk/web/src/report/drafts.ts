// Corrections that were begun and not saved: kept in this tab, so that an error, a reload or a way to another view loses nothing.

import type { ClaimEdit } from "../api";

export interface Draft {
  report: number;
  /** The claim under correction; null where one is being added. */
  claim: string | null;
  /** What it was when the correction began. */
  base: ClaimEdit;
  value: ClaimEdit;
  reason: string;
}

const PREFIX = "isnad-draft ";
const name = (report: number, claim: string | null) => `${PREFIX}${report} ${claim ?? "+"}`;

export function keep(draft: Draft): void {
  try {
    sessionStorage.setItem(name(draft.report, draft.claim), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: the draft lasts as long as the view, and leaving warns.
  }
}

export function forget(report: number, claim: string | null): void {
  try {
    sessionStorage.removeItem(name(report, claim));
  } catch {
    // As above.
  }
}

export function kept(report: number, claim: string | null): Draft | null {
  try {
    const found = sessionStorage.getItem(name(report, claim));
    return found ? (JSON.parse(found) as Draft) : null;
  } catch {
    return null;
  }
}

/** Claims of a report that have a draft; null among them is a claim to be added. */
export function waiting(report: number): (string | null)[] {
  const out: (string | null)[] = [];
  try {
    const start = `${PREFIX}${report} `;
    for (let k = 0; k < sessionStorage.length; k++) {
      const key = sessionStorage.key(k);
      if (key?.startsWith(start)) out.push(key.slice(start.length) === "+" ? null : key.slice(start.length));
    }
  } catch {
    // As above.
  }
  return out;
}
