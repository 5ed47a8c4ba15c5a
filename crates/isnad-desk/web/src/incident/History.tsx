// What people ruled on this incident, each signed, dated and with a way back; and their comments, with room for one more.

import { useState } from "preact/hooks";
import { ago, moment } from "../i18n";
import { DECISIONS, standingWord, word } from "../labels";
import type { DecisionLine } from "../api";
import { Bdi, Button } from "../ui";
import { useView } from "./context";
import { w } from "./words";

const newest = (a: DecisionLine, b: DecisionLine) => b.at.localeCompare(a.at);

/** The text of a comment, where the decision is one. */
export function commentText(d: DecisionLine): string | null {
  const value = d.value as { text?: unknown } | null;
  return d.kind === "comment" && typeof value?.text === "string" ? value.text : null;
}

/** What a decision set, in a word or two. */
export function DecisionAbout({ d }: { d: DecisionLine }) {
  const set = d.kind === "standing" ? (typeof d.value === "string" ? d.value : (d.value as { standing?: unknown } | null)?.standing) : null;
  if (typeof set === "string") return <>: {standingWord(set)}</>;
  if (d.anchor) return <>: <q><Bdi text={d.anchor.quotation} /></q></>;
  if (d.kind === "merge" || d.kind === "split") return d.subjects.length > 0 ? <>: <bdi dir="ltr" class="num">{d.subjects.join(", ")}</bdi></> : null;
  return null;
}

export function History() {
  const view = useView();
  const { decisions } = view.answer;
  // A comment taken back is gone from the talk, but not from the log.
  const comments = decisions.filter((d) => d.kind === "comment" && d.holds && !d.anchor).sort((a, b) => a.at.localeCompare(b.at));
  const ruled = decisions.filter((d) => d.kind !== "comment" || !d.holds || d.anchor).sort(newest);
  return (
    <div class="talk">
      <div>
        {ruled.length === 0 ? (
          <p class="none">{w("incident.no_history")}</p>
        ) : (
          <ol class="decisions">
            {ruled.map((d) => (
              <li key={d.id} data-undone={d.holds ? undefined : ""}>
                <div class="decision-line">
                  <span class="decision-what">
                    {word(DECISIONS, d.kind)}
                    <DecisionAbout d={d} />
                  </span>
                  {!d.holds && <span class="chip">{w("incident.undone")}</span>}
                  <span class="grow" />
                  {d.holds && d.kind !== "undo" && (
                    <Button tiny icon="undo" onClick={() => view.undo(d.id)}>
                      {w("incident.undo")}
                    </Button>
                  )}
                </div>
                {commentText(d) !== null && <p class="decision-reason"><Bdi text={commentText(d)} /></p>}
                {d.reason && (
                  <p class="decision-reason">
                    <Bdi text={d.reason} />
                  </p>
                )}
                <p class="muted">
                  <Bdi text={d.user} /> · <time dateTime={d.at} title={moment(d.at)}>{ago(d.at)}</time>
                </p>
              </li>
            ))}
          </ol>
        )}
      </div>
      <div class="comments">
        <h3>{w("incident.comments")}</h3>
        {comments.length === 0 && <p class="none">{w("incident.no_comments")}</p>}
        <ol>
          {comments.map((d) => (
            <li key={d.id}>
              <p class="comment-text" dir="auto">
                <Bdi text={commentText(d)} />
              </p>
              <p class="muted">
                <Bdi text={d.user} /> · <time dateTime={d.at} title={moment(d.at)}>{ago(d.at)}</time>
                <Button tiny icon="undo" name={w("incident.comment_undo")} onClick={() => view.undo(d.id)} />
              </p>
            </li>
          ))}
        </ol>
        <Write />
      </div>
    </div>
  );
}

function Write() {
  const view = useView();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (text.trim() === "") return;
    setBusy(true);
    const taken = await view.decide({ kind: "comment", incident: view.answer.incident.id, text: text.trim() }, w("incident.comment_done"));
    setBusy(false);
    // What was written stays where it was not taken.
    if (taken) setText("");
  };
  return (
    <form
      class="write no-print"
      onSubmit={(e) => {
        e.preventDefault();
        void send();
      }}
    >
      <label class="field">
        <span>{w("incident.comment_label")}</span>
        <textarea
          class="textarea"
          dir="auto"
          rows={3}
          value={text}
          maxLength={5000}
          onInput={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) void send();
          }}
        />
        <span class="hint">{w("incident.comment_hint")}</span>
      </label>
      <div>
        <Button look="line" type="submit" icon="comment" disabled={busy || text.trim() === ""}>
          {w("incident.comment_do")}
        </Button>
      </div>
    </form>
  );
}
