// In what a corrected claim differs from what the program read.

import type { ClaimJson } from "../api";
import { LINKS, STATUSES, TIME_PRECISIONS, typeWord, word } from "../labels";
import { figureWords, point, t, timeWords } from "./words";

export interface Difference {
  /** Name of the field: `type`, `actor`, `figures`, … */
  field: string;
  /** What the program read, in words; empty where it read nothing. */
  was: string;
}

/** Each field that differs, with what it was. */
export function differences(read: ClaimJson, now: ClaimJson): Difference[] {
  const out: Difference[] = [];
  const add = (field: string, of: (c: ClaimJson) => string) => {
    const was = of(read);
    if (was !== of(now)) out.push({ field, was });
  };
  const join = (all: string[]) => all.join(" · ");
  add("type", (c) => typeWord(c.type));
  add("status", (c) => word(STATUSES, c.status));
  add("background", (c) => (c.background ? t("claim.background_long") : ""));
  add("trigger", (c) => c.trigger.text);
  add("actor", (c) => join(c.actor.map((p) => named(p.text, p.entity))));
  add("target", (c) => join(c.target.map((p) => named(p.text, p.entity))));
  add("place", (c) =>
    join(c.place.map((p) => named(p.text, p.lat !== null && p.lon !== null ? point(p.lat, p.lon) : t("claim.no_coordinates")))),
  );
  add("time", (c) => join(c.time.map((x) => named(x.text, timeWords(x) ?? word(TIME_PRECISIONS, x.precision)))));
  add("figures", (c) => join(c.figures.map((f) => named(f.text, figureWords(f)))));
  add("says", (c) => join(c.says.map((l) => named(l.text, word(LINKS, l.kind)))));
  add("cue", (c) => c.cue?.text ?? "");
  return out;
}

const named = (words: string, value: string | null) => (value ? `${words} (${value})` : words);
