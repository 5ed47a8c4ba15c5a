// The log of decisions: who ruled what, when, on what words; whether it holds; and a button that takes it back.

import { useSignal } from "@preact/signals";
import { api, type DecisionLine, type Listed } from "../api";
import { ago, moment, t } from "../i18n";
import { DECISIONS, standingWord, typeWord, word } from "../labels";
import { archiveChanged, archiveVersion, go, query } from "../state";
import { Bdi, Button, Empty, Failed, Loading, Pager, Quote, rowKeys, Spinner, toast, toastError, useKeys, useLoad } from "../ui";
import { textDir } from "../text";
import { LazyExport } from "../exports/Lazy";
import "../reports/reports.css";
import "./log.css";

const PAGE = 50;

export default function Log(_: { params: string[] }) {
  const offset = Math.max(0, Number(query.value.get("offset")) || 0);
  const list = useLoad<Listed<DecisionLine>>(`${offset} ${archiveVersion.value}`, (signal) => api.decisions({ offset, limit: PAGE }, signal));
  const busy = useSignal<string | null>(null);
  useKeys(() => ({
    title: t("logTitle"),
    keys: [...rowKeys(), {
      key: "u", label: t("undoDecision"), run: () => document.activeElement?.closest(".key-row")?.querySelector<HTMLElement>(".undo-it")?.click(),
    }],
  }));
  const undo = async (id: string) => {
    busy.value = id;
    try {
      await api.decide({ kind: "undo", decision: id });
      toast(t("undone"));
      archiveChanged();
    } catch (error) {
      toastError(error);
    }
    busy.value = null;
  };
  const data = list.data;
  const exporting = useSignal(false);
  return (
    <div class="page log">
      <div>
        <div class="row">
          <h1>{t("logTitle")}</h1>
          {data && <span class="muted">{t("nDecisions", { n: data.total })}</span>}
          {list.busy && <Spinner />}
          <span class="grow" />
          <Button look="line" icon="export" onClick={() => (exporting.value = true)}>{t("exportLog")}</Button>
          {exporting.value && <LazyExport scope={{ kind: "decisions" }} close={() => (exporting.value = false)} />}
        </div>
        <p class="muted small">{t("logHint")}</p>
      </div>
      {!data && list.error != null ? <Failed error={list.error} retry={list.reload} />
        : !data ? <Loading />
        : data.total === 0 ? <Empty title={t("logEmpty")}><p>{t("logEmptyHint")}</p><a class="btn main" href="/review">{t("review")}</a></Empty>
        : <>
          <div class="panel scroll-x">
            <table class="log-table">
              <thead><tr><th scope="col">{t("when")}</th><th scope="col">{t("who")}</th><th scope="col">{t("decision")}</th><th scope="col">{t("onWhat")}</th><th scope="col"><span class="sr-only">{t("undo")}</span></th></tr></thead>
              <tbody>{data.items.map((d) => <Row key={d.id} line={d} busy={busy.value === d.id} onUndo={() => void undo(d.id)} />)}</tbody>
            </table>
          </div>
          <Pager offset={offset} limit={PAGE} total={data.total} onMove={(to) => go(to ? `/log?offset=${to}` : "/log")} />
        </>}
    </div>
  );
}

/** The parts of a decision's value that are told in a line; what is not of their form is left out. */
function told(line: DecisionLine): { type: string | null; was: string | null; text: string | null; standing: string | null; claim: string | null } {
  const value = (line.value ?? {}) as Record<string, unknown>;
  const of = (v: unknown, key: string): string | null => {
    const found = v && typeof v === "object" ? (v as Record<string, unknown>)[key] : null;
    return typeof found === "string" ? found : null;
  };
  return { type: of(value.claim, "type"), was: of(value.was, "type"), text: of(value, "text"), standing: of(value, "standing"), claim: of(value.claim, "id") ?? of(value.was, "id") };
}

function Row({ line, busy, onUndo }: { line: DecisionLine; busy: boolean; onUndo: () => void }) {
  const { type, was, text, standing, claim } = told(line);
  const { report_key, incident, title } = line.about;
  const ids = line.subjects.filter((s) => /^i\d+$/.test(s));
  const href = report_key !== null ? `/report/${report_key}${claim ? `?claim=${encodeURIComponent(claim)}` : ""}` : incident ? `/incident/${incident}` : null;
  return (
    <tr class={line.holds ? "key-row" : "key-row log-gone"} tabIndex={-1}>
      <td class="rep-nowrap" title={moment(line.at)}><time dateTime={line.at}>{ago(line.at)}</time></td>
      <td><Bdi text={line.user} cut /></td>
      <td>
        <span class={`log-kind k-${line.kind}`}>{word(DECISIONS, line.kind)}</span>
        {!line.holds && <span class="small muted">{t("isUndone")}</span>}
      </td>
      <td class="log-on">
        {line.anchor && <p class="log-words" dir={textDir(line.anchor.quotation) ?? undefined}><span class="muted"><Bdi text={line.anchor.before.slice(-24)} /></span><mark><Bdi text={line.anchor.quotation} /></mark><span class="muted"><Bdi text={line.anchor.after.slice(0, 24)} /></span></p>}
        <p class="small row wrap log-facts">
          {standing && <b>{standingWord(standing)}</b>}
          {(type ?? was) && <span>{typeWord((type ?? was)!)}{type && was && type !== was && <span class="muted"> ({t("wasRead", { what: typeWord(was) })})</span>}</span>}
          {text && <Bdi text={text} />}
          {ids.map((id) => <a key={id} class="mono" href={`/incident/${id}`}>{id}</a>)}
          {line.reason && <Quote text={line.reason} />}
        </p>
        {href && !(title === null && ids.includes(incident ?? "")) && <a class="small cut log-about" href={href}><Bdi text={title ?? incident ?? t("openReport")} cut /></a>}
      </td>
      <td>{line.holds && <Button tiny icon="undo" class="undo-it" disabled={busy} name={t("undoDecision")} onClick={onUndo} />}</td>
    </tr>
  );
}
