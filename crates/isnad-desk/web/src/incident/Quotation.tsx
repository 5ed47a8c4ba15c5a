// Words of a report as a quotation: in their own direction, triggers marked, never as words of ours.

import type { Sentence } from "../api";
import { Shown } from "../ui";
import { marked, type Trigger } from "./sentence";

export function Quotation({ sentence, triggers, lit }: { sentence: Sentence; triggers: readonly Trigger[]; lit?: string | null }) {
  return (
    <blockquote class="quotation" dir="auto">
      {marked(sentence, triggers).map((part) =>
        part.claims.length > 0 ? (
          <mark data-lit={lit && part.claims.includes(lit) ? "" : undefined}>
            <Shown text={part.text} />
          </mark>
        ) : (
          <Shown text={part.text} />
        ),
      )}
    </blockquote>
  );
}

/** Some words between quotation marks. */
export function Words({ text }: { text: string }) {
  return (
    <q class="words">
      <bdi>
        <Shown text={text} />
      </bdi>
    </q>
  );
}
