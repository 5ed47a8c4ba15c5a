// What went wrong, in the interface's language: by the server's stable words, else in the server's own sentence.

import { scope, type Params } from "../i18n";
import { arErrors } from "./ar-errors";
import { enErrors, type ErrorWords } from "./en-errors";

const words = scope(arErrors, enErrors);

/** The words for a stable word; null where this page does not know it. */
export function known(word: string | null | undefined, params: Params = {}): string | null {
  return word && Object.hasOwn(enErrors, word) ? words(word as ErrorWords, params) : null;
}

/** What an answer refuses, and why; null where this page has no words for it. */
export function refusal(code: string, body: unknown): string | null {
  const told = (body ?? {}) as { reason?: unknown; n?: unknown };
  const n = typeof told.n === "number" ? told.n : undefined;
  return known(typeof told.reason === "string" ? told.reason : null, n === undefined ? {} : { n }) ?? known(code);
}
