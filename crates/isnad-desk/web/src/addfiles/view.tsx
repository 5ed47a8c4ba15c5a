// Adding: files that are dropped or chosen, or a text that is pasted; and what became of each.

import { useRef, useState } from "preact/hooks";
import { useSignalEffect } from "@preact/signals";
import { api, type Job } from "../api";
import { number } from "../i18n";
import { brief, safeHref } from "../text";
import { jobs } from "../state";
import { Bdi, Button, Icon, useLoad } from "../ui";
import { LARGEST, named } from "./pick";
import { addFiles, addText, dismiss, ended, refusalText, sent, type Sent } from "./queue";
import { known } from "../i18n/errors";
import { w } from "../i18n/incident";
import "./addfiles.css";

export default function AddPage(_: { params: string[] }) {
  return (
    <div class="page add">
      <header>
        <h1>{w("add.title")}</h1>
        <p class="muted">{w("add.intro")}</p>
      </header>
      <div class="add-ways">
        <Files />
        <Paste />
      </div>
      <Progress />
    </div>
  );
}

function Files() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const chosen = named(input.files ?? []);
    // The same file may be chosen again.
    input.value = "";
    if (chosen.length > 0) void addFiles(chosen);
  };
  return (
    <section class="panel add-files" aria-labelledby="add-files">
      <Icon name="file" class="add-icon" />
      <h2 id="add-files">{w("add.drop")}</h2>
      <p class="muted">{w("add.drop_or")}</p>
      <div class="row wrap">
        <Button look="main" onClick={() => files.current?.click()}>{w("add.choose")}</Button>
        <Button look="line" onClick={() => folder.current?.click()}>{w("add.choose_folder")}</Button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label={w("add.choose")} data-testid="files" onChange={(e) => take(e.currentTarget)} />
      <input ref={folder} type="file" multiple hidden aria-label={w("add.choose_folder")} {...{ webkitdirectory: true }} onChange={(e) => take(e.currentTarget)} />
      <p class="hint">{w("add.kinds")}</p>
      <p class="hint">{w("add.limit", { mb: Math.round(LARGEST / 1024 / 1024) })}</p>
    </section>
  );
}

const NOTHING = { text: "", title: "", outlet: "", url: "", published: "" };

function Paste() {
  const [value, setValue] = useState(NOTHING);
  const [wrong, setWrong] = useState<"text" | "url" | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: keyof typeof NOTHING) => (event: { currentTarget: { value: string } }) => setValue({ ...value, [name]: event.currentTarget.value });
  const send = async () => {
    if (busy) return;
    const url = value.url.trim();
    if (value.text.trim() === "") return setWrong("text");
    if (url !== "" && !safeHref(url)) return setWrong("url");
    setWrong(null);
    setBusy(true);
    const taken = await addText({
      text: value.text,
      ...(value.title.trim() && { title: value.title.trim() }),
      ...(value.outlet.trim() && { outlet: value.outlet.trim() }),
      ...(url && { url }),
      ...(value.published && { published: value.published }),
    });
    setBusy(false);
    // What was pasted stays where it was not taken.
    if (taken) setValue(NOTHING);
  };
  const optional = <span class="hint"> ({w("add.optional")})</span>;
  return (
    <form
      class="panel add-paste"
      aria-labelledby="add-paste"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 id="add-paste">{w("add.paste")}</h2>
      <label class="field">
        <span>{w("add.text")}</span>
        <textarea class="textarea" rows={8} dir="auto" value={value.text} onInput={set("text")} aria-invalid={wrong === "text"} aria-describedby={wrong === "text" ? "add-wrong" : "add-text-hint"} />
        <span class="hint" id="add-text-hint">{w("add.text_hint")}</span>
      </label>
      {wrong === "text" && <p class="error-text" id="add-wrong" role="alert">{w("add.empty_text")}</p>}
      <div class="add-fields">
        <label class="field">
          <span>{w("add.title_field")}{optional}</span>
          <input class="input" dir="auto" value={value.title} maxLength={1000} onInput={set("title")} />
        </label>
        <label class="field">
          <span>{w("add.outlet")}{optional}</span>
          <input class="input" dir="auto" value={value.outlet} maxLength={300} onInput={set("outlet")} />
        </label>
        <label class="field">
          <span>{w("add.url")}{optional}</span>
          <input class="input" dir="ltr" type="url" inputMode="url" value={value.url} maxLength={2000} onInput={set("url")} aria-invalid={wrong === "url"} aria-describedby={wrong === "url" ? "add-wrong" : undefined} />
        </label>
        <label class="field">
          <span>{w("add.published")}{optional}</span>
          <input class="input" type="date" value={value.published} onInput={set("published")} />
        </label>
      </div>
      {wrong === "url" && <p class="error-text" id="add-wrong" role="alert">{w("add.bad_url")}</p>}
      <div>
        <Button look="main" type="submit" icon="plus" disabled={busy}>{w("add.do")}</Button>
      </div>
    </form>
  );
}

function Progress() {
  return (
    <section aria-labelledby="add-jobs">
      <h2 id="add-jobs">{w("add.jobs")}</h2>
      <Ended />
      {sent.value.length === 0 ? (
        <p class="muted">{w("add.no_jobs")}</p>
      ) : (
        <ul class="add-jobs">
          {sent.value.map((s) => (
            <One key={s.id} sent={s} job={s.job ? jobs.value[s.job] : undefined} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Says aloud what has ended, once. */
function Ended() {
  const [said, setSaid] = useState("");
  const seen = useRef(new Set<string>());
  useSignalEffect(() => {
    for (const s of sent.value) {
      const job = s.job ? jobs.value[s.job] : undefined;
      if (!job || !ended(job) || seen.current.has(job.id)) continue;
      seen.current.add(job.id);
      setSaid(`${s.label}: ${w(`add.state.${job.state}`)}, ${w("add.n_new", { n: job.added })}`);
    }
  });
  return (
    <p class="sr-only" role="status">
      {said}
    </p>
  );
}

const SHOWN = 8;

function One({ sent: s, job }: { sent: Sent; job: Job | undefined }) {
  const state = s.failed !== null ? "failed" : (job?.state ?? (s.job ? "reading" : "sending"));
  const over = state === "done" || state === "failed";
  const errors = [...s.refused.map((r) => ({ where: r.name, message: refusalText(r), detail: "" })), ...(job?.errors ?? []).map((e) => ({ where: e.where, message: known(e.code && `file_${e.code}`) ?? e.message, detail: e.message }))];
  return (
    <li class="panel add-job" data-state={state}>
      <div class="add-job-line">
        <span class="add-state" data-state={state}>
          {state === "done" ? <Icon name="check" /> : state === "failed" ? <Icon name="close" /> : <span class="spinner" aria-hidden="true" />}
          {w(`add.state.${state}`)}
        </span>
        <strong class="grow add-label">
          <Bdi text={s.label} cut />
        </strong>
        {over && <Button tiny icon="close" name={w("add.dismiss")} onClick={() => dismiss(s.id)} />}
      </div>
      {!over && (
        // How many records there will be is not known before they are read: the bar only says that work goes on.
        <progress aria-label={s.label} />
      )}
      {job && (
        <p class="muted small">
          {[
            w("add.n_files", { n: job.files }),
            w("add.n_records", { n: job.records }),
            w("add.n_new", { n: job.added }),
            ...(job.known > 0 ? [w("add.n_known", { n: job.known })] : []),
            ...(errors.length > 0 ? [w("add.n_errors", { n: errors.length })] : []),
          ].join(" · ")}
        </p>
      )}
      {s.failed && <p class="error-text">{s.failed}</p>}
      {errors.length > 0 && (
        <ul class="add-errors">
          {errors.slice(0, 50).map((e, i) => (
            <li key={i}>
              <bdi class="mono">{e.where}</bdi>: <span title={brief(e.detail) || undefined}><Bdi text={e.message} /></span>
            </li>
          ))}
          {errors.length > 50 && <li class="muted">{w("add.and_more", { n: errors.length - 50 })}</li>}
        </ul>
      )}
      {job && (job.reports.length > 0 || job.incidents.length > 0) && (
        <div class="add-came">
          {state === "done" && <CameReports keys={job.reports} />}
          <Came name={w("add.show_incidents")} of={job.incidents} />
        </div>
      )}
    </li>
  );
}

/** The reports that came in, with their titles. */
function CameReports({ keys }: { keys: number[] }) {
  const [all, setAll] = useState(false);
  if (keys.length === 0) return null;
  const shown = keys.slice(0, all ? 200 : SHOWN);
  return (
    <div>
      <p class="muted">{w("add.show_reports")}:</p>
      <ul>
        {shown.map((key) => (
          <li key={key}>
            <Title of={key} />
          </li>
        ))}
      </ul>
      {shown.length < keys.length && !all && (
        <Button tiny onClick={() => setAll(true)}>
          {w("add.and_more", { n: keys.length - shown.length })}
        </Button>
      )}
    </div>
  );
}

function Title({ of }: { of: number }) {
  const { data } = useLoad(`report ${of}`, (signal) => api.report(of, signal));
  const r = data?.report;
  return (
    <>
      <a class="cut" href={`/report/${of}`}>
        {r?.title ? <Bdi text={r.title} lang={r.language} cut /> : <span class="num">{w("add.report_no", { n: number(of) })}</span>}
      </a>
      {r && (
        <span class="muted nowrap">
          {r.outlet && <Bdi text={r.outlet} />} {w("incident.n_claims", { n: data.claims.length })}
        </span>
      )}
    </>
  );
}

function Came({ name, of }: { name: string; of: string[] }) {
  const [all, setAll] = useState(false);
  if (of.length === 0) return null;
  const shown = all ? of : of.slice(0, SHOWN);
  return (
    <p>
      <span class="muted">{name}:</span>{" "}
      {shown.map((id) => (
        <a key={id} class="chip" href={`/incident/${id}`}>
          {id}
        </a>
      ))}
      {shown.length < of.length && (
        <Button tiny onClick={() => setAll(true)}>
          {w("add.and_more", { n: of.length - shown.length })}
        </Button>
      )}
    </p>
  );
}
