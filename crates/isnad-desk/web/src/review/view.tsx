// The review queue: one claim after the other, those with the most doubt and weight first, one keystroke each.

import "../ui/combo.css";
import "../report/report.css";
import "./review.css";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ReportAnswer } from "../api";
import { t as shared } from "../i18n";
import { typeWord } from "../labels";
import { archiveVersion, go, query } from "../state";
import { mine, sending } from "../report/decide";
import { ClaimHead, Details } from "../report/Details";
import { ClashDialog } from "../report/Dialogs";
import { Form } from "../report/Form";
import { TextView } from "../report/TextView";
import { selectionKey, Toolbar, useSelectionKeys } from "../report/Toolbar";
import { TypeOptions } from "../report/TypeOptions";
import { publishedWords, t } from "../report/words";
import { useWork } from "../report/work";
import { Bdi, Button, Empty, Failed, Icon, Loading, useKeys } from "../ui";
import { around } from "./around";
import { done, type Entry, fetchReport, forgetReports, useQueue } from "./queue";

type Queue = ReturnType<typeof useQueue>;

export default function View() {
  const type = query.value.get("type") ?? "";
  const queue = useQueue(type);
  const setType = (id: string) => go(`/review${id ? `?type=${encodeURIComponent(id)}` : ""}`, { replace: true, keepScroll: true });
  const { current } = queue;
  const editing = useRef(false);
  // Here and not with the claim: what was decided last can be taken back while the next one loads, and when none is left.
  useKeys(() => ({
    title: t("review.title"),
    keys: [{ key: "u", label: t("act.undo"), quiet: true, run: (e) => { if (!e.repeat && !editing.current) void queue.undo(); } }],
  }));
  useEffect(() => {
    document.title = `${t("review.title")} · ${shared("appName")}`;
  });
  // A change of the archive makes what was fetched old; others rule on claims, and new reports bring new ones.
  const version = archiveVersion.value;
  useEffect(() => {
    forgetReports();
    const later = setTimeout(() => queue.reconcile(), 1500);
    return () => clearTimeout(later);
  }, [version]);
  useEffect(() => {
    for (const e of queue.next) fetchReport(e.item.report.key).catch(() => undefined);
  }, [current?.id]);

  return (
    <div class="rq">
      <Head queue={queue} type={type} setType={setType} />
      {queue.error && queue.entries.length === 0 ? (
        <Failed error={queue.error} retry={queue.reload} />
      ) : queue.total === null ? (
        <Loading>{t("review.loading")}</Loading>
      ) : !current ? (
        <Empty title={t(type ? "review.empty_filter" : "review.empty")}>
          <p>{t("review.empty_text")}</p>
          {type && <Button look="line" onClick={() => setType("")}>{t("review.show_all")}</Button>}
          {mine.value.length > 0 && <Button look="line" icon="undo" onClick={() => void queue.undo()}>{t("act.undo")}</Button>}
        </Empty>
      ) : (
        <div class="rq-body">
          <Side queue={queue} />
          <Current key={current.id} queue={queue} entry={current} version={version} editing={editing} />
        </div>
      )}
      <ClashDialog />
    </div>
  );
}

function Head({ queue, type, setType }: { queue: Queue; type: string; setType: (id: string) => void }) {
  const left = queue.total ?? 0;
  const share = done.value + left > 0 ? done.value / (done.value + left) : 0;
  return (
    <header class="rq-head">
      <h1>{t("review.title")}</h1>
      <div class="rq-progress">
        <span><strong>{t("review.left", { n: left })}</strong> · <span class="muted">{t("review.done", { n: done.value })}</span></span>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="4" class="bar-ground" />
          <rect width={share * 100} height="4" class="bar" />
        </svg>
      </div>
      <span class="rq-last small muted" role="status">
        {queue.last && (
          <>
            {t(({ accept: "act.accepted", reject: "act.rejected", correct: "act.corrected" } as const)[queue.last.kind as "accept"])}: {typeWord(queue.last.entry.item.claim.type)}{" "}
            <Bdi text={`«${queue.last.entry.item.claim.trigger.text}»`} />
          </>
        )}
      </span>
      <Button icon="undo" disabled={mine.value.length === 0} aria-keyshortcuts="u" onClick={() => void queue.undo()}>{t("act.undo")}</Button>
      <label class="rq-type">
        <span class="small muted">{t("review.type")}</span>
        <select class="select" value={type} onChange={(e) => setType(e.currentTarget.value)}>
          <option value="">{t("review.all_types")}</option>
          <TypeOptions />
        </select>
      </label>
    </header>
  );
}

function Side({ queue }: { queue: Queue }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [queue.current?.id]);
  return (
    <nav class="rq-side panel" aria-label={t("review.list")}>
      <p class="hint rq-order" title={t("review.order_hint")}>{t("review.order")} <Icon name="help" /></p>
      <ol ref={list}>
        {queue.entries.map((e) => (
          <li key={e.id}>
            <button type="button" class="rp-item" aria-current={e.id === queue.current?.id} onClick={() => queue.go(e.id)}>
              <ClaimHead claim={e.item.claim} short />
              <span class="rp-item-words">
                <Bdi lang={e.item.report.language ?? "ar"} text={[e.item.claim.trigger.text, ...[...e.item.claim.target, ...e.item.claim.actor].slice(0, 2).map((p) => p.text)].join(" … ")} cut />
              </span>
              <span class="rq-from small muted">
                <Bdi text={e.item.report.outlet ?? t("report.no_outlet")} cut />
                {e.skipped && <span class="chip">{t("review.skipped")}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface Flag { current: boolean }

function Current({ queue, entry, version, editing }: { queue: Queue; entry: Entry; version: number; editing: Flag }) {
  const { key } = entry.item.report;
  const [answer, setAnswer] = useState<ReportAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [again, retry] = useState(0);
  useEffect(() => {
    let gone = false;
    fetchReport(key).then(
      (a) => { if (!gone) { setAnswer(a); setError(null); } },
      (e: unknown) => { if (!gone) setError(e); },
    );
    return () => { gone = true; };
  }, [key, version, again]);
  if (answer) return <Working queue={queue} entry={entry} answer={answer} flag={editing} />;
  if (error) return <Failed error={error} retry={() => retry(again + 1)} />;
  return <div class="rq-main"><Loading>{t("report.loading")}</Loading></div>;
}

function Working({ queue, entry, answer, flag }: { queue: Queue; entry: Entry; answer: ReportAnswer; flag: Flag }) {
  const { item } = entry;
  const [more, setMore] = useState(0);
  const title = useRef<HTMLHeadingElement>(null);
  // The button that was pressed went with its claim: whoever listens hears the next one.
  useEffect(() => {
    if (!document.activeElement || document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, []);
  const jump = (id: string | null) => {
    const to = queue.entries.find((e) => e.item.report.key === answer.key && e.item.claim.id === id);
    if (to && to.id !== entry.id) queue.go(to.id);
  };
  const work = useWork(answer, item.claim.id, jump);
  const claim = work.find(item.claim.id);
  const trigger = claim?.trigger ?? item.claim.trigger;
  const only = around(work.map, answer.blocks, trigger, work.draft ? Math.max(more, 3) : more);
  const editing = !!work.draft;
  useEffect(() => {
    flag.current = editing;
    return () => { flag.current = false; };
  }, [editing]);
  const correct = () => claim && work.correct(claim.id);
  // A claim that was added beside leaves this one to be reviewed.
  const finished = (saved: boolean, id: string | null) => {
    if (saved && id === item.claim.id) queue.corrected(entry.id, mine.value.at(-1)?.id ?? null);
  };
  const report = `/report/${answer.key}?claim=${encodeURIComponent(item.claim.id)}`;
  const unless = (run: () => void) => () => { if (!work.draft) run(); };
  // A key that is held must not rule on one claim after the other.
  const once = (run: () => void) => (e: KeyboardEvent) => { if (!e.repeat && !work.draft) run(); };
  const rule = (kind: "accept" | "reject") => once(() => { if (claim) queue.decide(kind); });
  useKeys(() => ({
    title: t("review.title"),
    keys: [
      { key: "a", label: t("act.accept"), run: rule("accept") },
      { key: "r", label: t("act.reject"), run: rule("reject") },
      { key: "e", label: t("act.correct"), run: once(() => correct()) },
      { key: "n", label: t("review.skip"), run: unless(() => queue.skip()) },
      { key: "p", label: t("review.back"), run: unless(() => queue.step(-1)) },
      { key: "j", label: t("claim.next"), run: unless(() => queue.step(1)), quiet: true },
      { key: "k", label: t("claim.previous"), run: unless(() => queue.step(-1)), quiet: true },
      { key: "u", label: t("act.undo"), run: once(() => void queue.undo()) },
      { key: "c", label: t("review.context"), run: () => setMore(more ? 0 : 1) },
      { key: "o", label: t("review.open_report"), run: unless(() => go(report)) },
      {
        key: "Escape", label: t("claim.close"), always: true, quiet: true,
        run: () => { if (work.selection) work.select(null); else if (work.draft) work.close(false); },
      },
    ],
  }));
  useSelectionKeys(work);
  const p = item.report.published;
  return (
    <>
      <div class="rq-main">
        <div class="rq-card panel">
          <header class="rq-card-head">
            <h2 ref={title} tabIndex={-1}><ClaimHead claim={claim ?? item.claim} state={claim?.review.state} /></h2>
            <p class="rq-about small muted">
              <Bdi text={item.report.outlet ?? t("report.no_outlet")} />
              {p && <> · {publishedWords(p)}</>}
              {" · "}
              {item.incident ? <a href={`/incident/${item.incident}`}>{t("review.open_incident", { id: item.incident })}</a> : t("review.no_incident")}
            </p>
            <p class="rq-title"><a href={report} aria-keyshortcuts="o" title={t("review.open_report")}><Bdi text={item.report.title ?? t("report.untitled")} cut lang={item.report.language} /></a></p>
          </header>
          {!claim && <p class="rp-note">{t("review.gone")}</p>}
          <TextView
            map={work.map}
            blocks={answer.blocks}
            claims={work.shownClaims}
            language={answer.report.language}
            loaded={NONE}
            shown={work.shown ?? item.claim.id}
            active={work.active}
            selection={work.selection}
            flash={work.flash}
            taps={work.draft !== null}
            only={only}
            label={t("review.sentence")}
            hover={NOTHING}
            open={work.open}
            select={work.select}
            keys={(e) => selectionKey(work, e)}
          >
            <Toolbar work={work} />
          </TextView>
          <div class="rq-more">
            <Button tiny look="line" icon={more ? "minus" : "plus"} aria-expanded={more > 0} aria-keyshortcuts="c" onClick={() => setMore(more ? 0 : 1)}>{t(more ? "review.context_less" : "review.context")}</Button>
            {more > 0 && more < 6 && <Button tiny icon="plus" name={t("review.context")} onClick={() => setMore(more + 1)} />}
            <a class="btn tiny" href={report}><Icon name="file" /> {t("review.open_report")}</a>
          </div>
        </div>
        {!editing && (
          <div class="rq-acts panel" role="group" aria-label={t("review.actions")}>
            <Button look="main" icon="check" disabled={!claim} aria-keyshortcuts="a" onClick={() => queue.decide("accept")}>{t("act.accept")} <kbd aria-hidden="true">A</kbd></Button>
            <Button look="line" icon="edit" disabled={!claim} aria-keyshortcuts="e" onClick={correct}>{t("act.correct")} <kbd aria-hidden="true">E</kbd></Button>
            <Button look="line" icon="close" disabled={!claim} aria-keyshortcuts="r" onClick={() => queue.decide("reject")}>{t("act.reject")} <kbd aria-hidden="true">R</kbd></Button>
            <span class="grow" />
            <Button icon="back" flip disabled={queue.index <= 0} aria-keyshortcuts="p" onClick={() => queue.step(-1)}>{t("review.back")} <kbd aria-hidden="true">P</kbd></Button>
            <Button disabled={queue.index >= queue.entries.length - 1} aria-keyshortcuts="n" onClick={() => queue.skip()}>{t("review.skip")} <kbd aria-hidden="true">N</kbd></Button>
          </div>
        )}
        {sending.value > 0 && <span class="sr-only" role="status">{t("act.saving")}</span>}
      </div>
      <aside class={`rp-panel rq-details panel${editing ? " rp-open" : ""}`} aria-label={t(editing ? "form.title" : "claim.details")} tabIndex={-1}>
        {editing ? <Form work={work} done={finished} /> : <Details work={work} claim={claim ?? item.claim} />}
      </aside>
    </>
  );
}

const NONE: never[] = [];
const NOTHING = () => undefined;
