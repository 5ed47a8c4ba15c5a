// In what a corrected claim differs from what the program read.

import type { ClaimJson } from "../api";
import { LINKS, STATUSES, TIME_PRECISIONS, typeWord, word } from "../labels";
import { figureWords, point, t, timeWords } from "./words";

/** Words of the text or of the interface, with what they meant. */
export interface Was { words: string; value: string | null }
export interface Difference {
  /** Name of the field: `type`, `actor`, `figures`, … */
  field: string;
  /** What the program read; empty where it read nothing. */
  was: Was[];
}

/** Each field that differs, with what it was. */
export function differences(read: ClaimJson, now: ClaimJson): Difference[] {
  const out: Difference[] = [];
  const add = (field: string, of: (c: ClaimJson) => Was[]) => {
    const was = of(read);
    if (JSON.stringify(was) !== JSON.stringify(of(now))) out.push({ field, was });
  };
  const one = (words: string): Was[] => (words ? [{ words, value: null }] : []);
  add("type", (c) => one(typeWord(c.type)));
  add("status", (c) => one(word(STATUSES, c.status)));
  add("background", (c) => one(c.background ? t("claim.background_long") : ""));
  add("trigger", (c) => one(c.trigger.text));
  add("actor", (c) => c.actor.map((p) => ({ words: p.text, value: p.entity })));
  add("target", (c) => c.target.map((p) => ({ words: p.text, value: p.entity })));
  add("place", (c) =>
    c.place.map((p) => ({ words: p.text, value: p.lat !== null && p.lon !== null ? point(p.lat, p.lon) : t("claim.no_coordinates") })),
  );
  add("time", (c) => c.time.map((x) => ({ words: x.text, value: timeWords(x) ?? word(TIME_PRECISIONS, x.precision) })));
  add("figures", (c) => c.figures.map((f) => ({ words: f.text, value: figureWords(f) })));
  add("says", (c) => c.says.map((l) => ({ words: l.text, value: word(LINKS, l.kind) })));
  add("cue", (c) => one(c.cue?.text ?? ""));
  return out;
}
