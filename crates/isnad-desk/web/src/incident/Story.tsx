// How the story went: who told first, who followed, who copied, and what was new with each.

import { days } from "../i18n";
import { FIGURES, word } from "../labels";
import type { Change } from "../api";
import { Outlet } from "./Chain";
import { reportHref, useView } from "./context";
import { SourceNo } from "./SourceNo";
import { Bdi } from "../ui";
import { numberText, w, whoever } from "./words";

export function ChangeText({ change }: { change: Change }) {
  const { answer } = useView();
  switch (change.kind) {
    case "figure":
      return (
        <>
          {word(FIGURES, change.what ?? "other")}{" "}
          {change.before !== undefined && (
            <>
              <s class="num muted">{numberText(change.before)}</s> <span class="sr-only">→ </span>
            </>
          )}
          <strong class="num">{numberText(change.value)}</strong>
        </>
      );
    case "culprit":
      return (
        <>
          {w("incident.change.culprit")}: <Bdi text={whoever(answer, change.value)} />
        </>
      );
    case "denial":
      return <>{w("incident.change.denial")}</>;
  }
}

export function Story() {
  const view = useView();
  const { story } = view.answer.incident;
  if (story.length === 0) return <p class="none">{w("incident.no_story")}</p>;
  return (
    <ol class="story">
      {story.map((step) => {
        const member = view.byItem.get(step.item);
        if (!member) return null;
        const href = reportHref(view.answer, member.item);
        return (
          <li key={step.item} data-kind={step.kind}>
            <span class="story-day num">{step.day ? days(step.day) : w("incident.undated")}</span>
            <span class="story-what">
              <span class="story-kind">{w(`incident.step.${step.kind}`)}</span>
              <SourceNo source={member.source} copy={Boolean(member.copy_of)} />
              {href ? (
                <a href={href} title={w("incident.open_report")}>
                  <Outlet member={member} />
                </a>
              ) : (
                <Outlet member={member} />
              )}
              {step.changes.map((c) => (
                <button
                  key={`${c.kind}${c.what ?? ""}${c.claim}`}
                  type="button"
                  class="change"
                  data-kind={c.kind}
                  onClick={() => view.show(c.claim)}
                  title={w("incident.claim_more")}
                >
                  <ChangeText change={c} />
                </button>
              ))}
              {step.changes.length === 0 && <span class="muted">{w("incident.nothing_new")}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
