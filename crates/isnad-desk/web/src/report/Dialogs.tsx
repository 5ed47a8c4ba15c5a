// The dialogs of deciding: another was quicker, a comment, a move.

import { useState } from "preact/hooks";
import { api, type IncidentLine } from "../api";
import { ago, days } from "../i18n";
import { DECISIONS, typeWord, word } from "../labels";
import { Bdi, Button, Dialog, StandingBadge } from "../ui";
import { Combo } from "../ui/combo";
import { clash } from "./decide";
import { iso, t } from "./words";
import type { Work } from "./work";

/** Asks what shall hold where another decision came meanwhile. */
export function ClashDialog() {
  const open = clash.value;
  if (!open) return null;
  const { newer } = open;
  const theirs = () => open.answer("theirs");
  return (
    <Dialog
      title={t("conflict.title")}
      onClose={theirs}
      foot={
        <>
          <Button look="line" onClick={theirs}>{t("conflict.theirs")}</Button>
          <Button look="main" onClick={() => open.answer("mine")}>{t("conflict.mine")}</Button>
        </>
      }
    >
      <p>
        {newer
          ? t("conflict.text", { user: iso(newer.user), what: word(DECISIONS, newer.kind), when: ago(newer.at) })
          : t("conflict.text_unknown")}
      </p>
      {newer?.reason && <p><span class="muted">{t("conflict.reason")}:</span> <Bdi text={newer.reason} /></p>}
      <p class="hint">{t("conflict.kept")}</p>
    </Dialog>
  );
}

/** Comments that were begun: closing the dialog loses none. */
const begun = new Map<string, string>();

/** A text to write: a comment, or why a claim is rejected. */
function WritingDialog({ name, title, label, send, close, busy, action }: {
  /** What it is on: the text that was begun is kept under it. */
  name: string;
  title: string;
  label: string;
  action: string;
  busy: boolean;
  send: (text: string) => Promise<boolean>;
  close: () => void;
}) {
  const [text, setText] = useState(begun.get(name) ?? "");
  const type = (words: string) => {
    begun.set(name, words);
    setText(words);
  };
  const go = async () => {
    if (!text.trim() || !(await send(text.trim()))) return;
    begun.delete(name);
    close();
  };
  return (
    <Dialog
      title={title}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{t("dialog.cancel")}</Button>
          <Button look="main" disabled={!text.trim() || busy} onClick={() => void go()}>{action}</Button>
        </>
      }
    >
      <label class="field">
        <span>{label}</span>
        <textarea
          class="textarea"
          dir="auto"
          autofocus
          maxLength={5000}
          value={text}
          onInput={(e) => type(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) void go();
          }}
        />
      </label>
    </Dialog>
  );
}

interface OnClaim { work: Work; claim: string; close: () => void }

export function CommentDialog({ work, claim, close }: OnClaim) {
  return (
    <WritingDialog name={`comment ${work.answer.key} ${claim}`} title={t("comment.title")} label={t("comment.label")} action={t("comment.send")}
      busy={work.busy} send={(text) => work.comment(claim, text)} close={close} />
  );
}

export function RejectDialog({ work, claim, close }: OnClaim) {
  return (
    <WritingDialog name={`reject ${work.answer.key} ${claim}`} title={t("reject.title")} label={t("conflict.reason")} action={t("act.reject")}
      busy={work.busy} send={(text) => work.reject(claim, text)} close={close} />
  );
}

/** An incident in a line: what, where, when. */
export function IncidentWords({ line }: { line: IncidentLine }) {
  return (
    <span class="rp-incident">
      <strong>{line.types.slice(0, 2).map(typeWord).join(" · ")}</strong>
      {line.place && <span><Bdi text={line.place.name} /></span>}
      {line.day && <span>{days(line.day.from, line.day.to)}</span>}
    </span>
  );
}

export function MoveDialog({ work, claim, close }: { work: Work; claim: string; close: () => void }) {
  const [to, choose] = useState<IncidentLine | "own" | null>(null);
  const here = work.answer.incidents;
  const send = async () => {
    if (to && (await work.move(claim, to === "own" ? null : to.id))) close();
  };
  return (
    <Dialog
      title={t("move.title")}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{t("dialog.cancel")}</Button>
          <Button look="main" disabled={!to || work.busy} onClick={() => void send()}>{t("move.go")}</Button>
        </>
      }
    >
      <p>{t("move.text")}</p>
      {here.length > 0 && (
        <ul class="rp-picks">
          {here.map((line) => (
            <li key={line.id}>
              <span class="muted small">{t("move.here")}:</span> <a href={`/incident/${line.id}`}>{line.id}</a> <IncidentWords line={line} />
            </li>
          ))}
        </ul>
      )}
      <Combo<IncidentLine>
        label={t("move.search")}
        eager
        search={(q, signal) => api.incidents({ q, limit: 12 }, signal).then((a) => a.items)}
        id={(line) => line.id}
        draw={(line) => (
          <>
            <IncidentWords line={line} />
            <small><bdi>{line.id}</bdi> · {t("move.reports", { n: line.reports })} · <Bdi text={line.title} /></small>
          </>
        )}
        choose={choose}
        words={{ none: t("move.none"), failed: t("search.failed"), count: (n) => t("search.results", { n }) }}
      />
      <label class="check">
        <input type="checkbox" checked={to === "own"} onChange={(e) => choose(e.currentTarget.checked ? "own" : null)} />
        {t("move.own")}
      </label>
      {to && to !== "own" && (
        <div class="rp-picked panel">
          <bdi class="muted">{to.id}</bdi> <IncidentWords line={to} /> <StandingBadge standing={to.standing} />
        </div>
      )}
    </Dialog>
  );
}
