// One report: its text as it came with every claim marked, and the claims beside it, to be read and reviewed.

import "../ui/combo.css";
import "./report.css";
import { useEffect, useState } from "preact/hooks";
import { ApiError, api, type ReportAnswer } from "../api";
import { setting, t as shared } from "../i18n";
import { archiveVersion, go, query } from "../state";
import { brief } from "../text";
import { Button, Empty, Failed, Loading, useKeys, useLoad } from "../ui";
import { undo } from "./decide";
import { ClashDialog } from "./Dialogs";
import { Head } from "./Head";
import { Panel } from "./Panel";
import { TextView } from "./TextView";
import { selectionKey, Toolbar, useSelectionKeys } from "./Toolbar";
import { t } from "./words";
import { useWork } from "./work";

/** Whether loaded words are underlined: a habit of the reader, kept. */
const wording = setting("wording", ["off", "on"], "off");

export default function View({ params }: { params: string[] }) {
  const key = Number(params[0]);
  const loaded = useLoad(`${key} ${archiveVersion.value}`, (signal) => api.report(key, signal));
  if (loaded.data) return <Report answer={loaded.data} />;
  if (loaded.error instanceof ApiError && loaded.error.status === 404)
    return (
      <Empty title={t("report.gone")}>
        <p>{t("report.gone_text")}</p>
        <a href="/reports">{t("report.back")}</a>
      </Empty>
    );
  if (loaded.error) return <Failed error={loaded.error} retry={loaded.reload} />;
  return <Loading>{t("report.loading")}</Loading>;
}

function Report({ answer }: { answer: ReportAnswer }) {
  const id = query.value.get("claim");
  const [first] = useState(id);
  const open = (claim: string | null) =>
    go(`/report/${answer.key}${claim ? `?claim=${encodeURIComponent(claim)}` : ""}`, { replace: true, keepScroll: true });
  const work = useWork(answer, id, open);

  useEffect(() => {
    document.title = `${brief(answer.report.title ?? t("report.untitled"))} · ${shared("appName")}`;
  }, [answer]);
  // Whoever comes by a link to a claim sees it at once.
  useEffect(() => {
    const claim = first ? (work.find(first) ?? work.linked(first)) : null;
    if (claim) work.pointAt(claim.trigger);
  }, []);

  const order = [...answer.claims].sort((a, b) => a.trigger.start - b.trigger.start);
  const step = (by: 1 | -1) => {
    if (!order.length || work.draft) return;
    const at = order.findIndex((c) => c.id === id);
    const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length];
    if (!next) return;
    open(next.id);
    work.pointAt(next.trigger);
  };
  const current = work.find(id);
  // A key that is held must not rule again and again.
  const once = (run: () => void) => (e: KeyboardEvent) => { if (!e.repeat && !work.draft && !work.busy) run(); };
  useKeys(() => ({
    title: t("claims.title"),
    keys: [
      { key: "j", label: t("claim.next"), run: () => step(1) },
      { key: "k", label: t("claim.previous"), run: () => step(-1) },
      { key: "a", label: t("act.accept"), run: once(() => { if (current) void work.accept(current.id); }) },
      { key: "r", label: t("act.reject"), run: once(() => { if (current) void work.reject(current.id); }) },
      { key: "e", label: t("act.correct"), run: once(() => { if (current) work.correct(current.id); }) },
      { key: "n", label: t("select.add"), run: () => { if (work.selection && !work.draft) work.add(work.selection); } },
      { key: "u", label: t("act.undo"), run: once(() => void undo()) },
      { key: "w", label: t("report.wording_show"), run: () => (wording.value = wording.value === "on" ? "off" : "on") },
      {
        key: "Escape",
        label: t("claim.close"),
        run: () => {
          if (work.selection) work.select(null);
          else if (work.draft) work.close(false);
          else if (id) open(null);
        },
        always: true,
      },
    ],
  }));

  useSelectionKeys(work);

  const show = wording.value === "on";
  return (
    <div class="rp">
      <Head answer={answer} />
      <div class="rp-body">
        <div class="rp-text-col panel">
          <div class="rp-text-bar">
            <Button tiny look="line" aria-pressed={show} onClick={() => (wording.value = show ? "off" : "on")}>
              {t("report.wording_show")}{answer.wording.length > 0 && <span class="badge">{answer.wording.length}</span>}
            </Button>
            <Legend />
          </div>
          <TextView
            map={work.map}
            blocks={answer.blocks}
            claims={work.shownClaims}
            language={answer.report.language}
            loaded={show ? answer.wording : NONE}
            shown={work.shown}
            active={work.active}
            selection={work.selection}
            flash={work.flash}
            taps={work.draft !== null}
            label={t("report.text")}
            hover={work.hover}
            open={work.open}
            select={work.select}
            keys={(e) => selectionKey(work, e)}
          >
            <Toolbar work={work} />
          </TextView>
        </div>
        <Panel work={work} step={step} wording={show} />
      </div>
      <ClashDialog />
    </div>
  );
}

const NONE: never[] = [];
const LEGEND = ["actor", "target", "place", "time", "figure", "says", "cue"] as const;

/** How each role is marked. */
function Legend() {
  return (
    <ul class="rp-legend" aria-hidden="true">
      {LEGEND.map((role) => (
        <li key={role}><span class={`sg role-${role}`}>{t(`role.${role}`)}</span></li>
      ))}
    </ul>
  );
}
