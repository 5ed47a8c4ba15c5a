// Comes in: sentences of reports and the triggers of claims, in positions that count Unicode scalar values of the report's text.
// Goes out: sentences in parts, each trigger marked, and a member's claims by the sentence that makes them.

import type { Member, MemberClaim, Sentence } from "../api";
import { CharMap } from "../text";

/** A part of a sentence, with the ids of the claims whose trigger it is. */
export interface Part {
  text: string;
  claims: string[];
}

/** A trigger of a claim. */
export interface Trigger {
  id: string;
  trigger: { start: number; end: number };
}

/** The sentence in parts. Triggers may overlap; positions outside of the sentence are cut to it. */
export function marked(sentence: Pick<Sentence, "text" | "start">, triggers: readonly Trigger[]): Part[] {
  const map = new CharMap(sentence.text);
  const spans = triggers
    .map((t) => ({ id: t.id, from: map.toUnit(t.trigger.start - sentence.start), to: map.toUnit(t.trigger.end - sentence.start) }))
    .filter((s) => s.to > s.from);
  const cuts = [...new Set([0, sentence.text.length, ...spans.flatMap((s) => [s.from, s.to])])].sort((a, b) => a - b);
  const parts: Part[] = [];
  for (let i = 1; i < cuts.length; i++) {
    const [from, to] = [cuts[i - 1]!, cuts[i]!];
    parts.push({ text: sentence.text.slice(from, to), claims: spans.filter((s) => s.from < to && from < s.to).map((s) => s.id) });
  }
  return parts;
}

/** A sentence with the claims that it makes. */
export interface Said {
  sentence: Sentence | null;
  claims: MemberClaim[];
}

/** A member's claims by sentence, in order of the text; those whose sentence is not at hand last, each on its own. */
export function saidBy(member: Member, sentences: Readonly<Record<string, Sentence>>): Said[] {
  const found = new Map<number, Said>();
  const without: Said[] = [];
  for (const claim of member.claims) {
    const sentence = Object.hasOwn(sentences, claim.id) ? sentences[claim.id]! : null;
    if (!sentence) {
      without.push({ sentence: null, claims: [claim] });
      continue;
    }
    const said = found.get(sentence.start);
    if (said) said.claims.push(claim);
    else found.set(sentence.start, { sentence, claims: [claim] });
  }
  const known = [...found.values()].sort((a, b) => a.sentence!.start - b.sentence!.start);
  for (const said of known) said.claims.sort((a, b) => a.trigger.start - b.trigger.start);
  return [...known, ...without];
}
