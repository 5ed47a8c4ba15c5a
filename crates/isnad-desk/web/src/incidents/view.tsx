// The list of incidents with its map and time-line, filtered together. On a narrow window one of the three is seen at a time.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, type Facets, type IncidentLine, type Timeline as TimelineAnswer } from "../api";
import { number, setting, t } from "../i18n";
import { archiveVersion, conditions, filterQuery, go, narrow, type Filter } from "../state";
import { Button, Dialog, Failed, Tabs, useKeys, useLoad } from "../ui";
import { useRows } from "./data";
import { Chips, FilterPanel, learnNames } from "./filters";
import { Counted, List, rowHeight, SortMenu } from "./list";
import { IncidentMap } from "./map";
import { ChosenBar, ExportMenu } from "./merge";
import { chosen, filter, pointed, toggleChosen } from "./shared";
import { Timeline } from "./timeline";
import "./incidents.css";

/** Where each list was left, so that coming back from an incident finds the same rows. */
const memory = new Map<string, { top: number; cursor: number }>();

type Tab = "list" | "map" | "timeline";
const showFilters = setting("filters", ["yes", "no"], "yes");
const showMap = setting("map", ["yes", "no"], "yes");

export default function Incidents(_: { params: string[] }) {
  const f: Filter = filter.value;
  const query = filterQuery(f);
  const key = JSON.stringify([query, f.sort]);
  const same = JSON.stringify(query);
  const version = archiveVersion.value;
  const scroller = useRef<HTMLDivElement | null>(null);
  const cursor = useSignal(0);
  const tab = useSignal<Tab>("list");
  const sheet = useSignal(false);
  const rows = useRows({ ...query, sort: f.sort }, key, () => (scroller.current?.scrollTop ?? 0) < 8);
  const facets = useLoad<Facets>(`${same} ${version}`, (signal) => api.facets(query, signal));
  // The time-line shows the days around the chosen ones, too: it is asked without the dates.
  const around = JSON.stringify({ ...query, from: "", to: "" });
  const timeline = useLoad<TimelineAnswer>(`${around} ${version}`, (signal) => api.timeline({ ...query, from: "", to: "" }, signal));
  const moving = useRef(false);
  learnNames(facets.data);
  const known = useRef(new Map<string, IncidentLine>());
  void rows.version.value;

  useEffect(() => {
    cursor.value = memory.get(key)?.cursor ?? 0;
    moving.current = false;
    if (scroller.current) scroller.current.scrollTop = memory.get(key)?.top ?? 0;
  }, [key, rows.total.value === null]);
  useEffect(() => {
    for (const id of chosen.value) {
      if (known.current.has(id)) continue;
      for (let i = 0; i < Math.min(rows.total.value ?? 0, 5000); i++) {
        const line = rows.at(i);
        if (line?.id === id) {
          known.current.set(id, line);
          break;
        }
      }
    }
  }, [chosen.value, rows.version.value]);
  useEffect(() => () => {
    pointed.value = null;
  }, []);

  const moveTo = (index: number) => {
    moving.current = true;
    const total = rows.total.value ?? 0;
    if (!total) return;
    const at = Math.max(0, Math.min(total - 1, index));
    cursor.value = at;
    const line = rows.at(at);
    if (line) pointed.value = line.id;
    const element = scroller.current;
    if (!element) return;
    const height = rowHeight();
    if (at * height < element.scrollTop) element.scrollTop = at * height;
    else if ((at + 1) * height > element.scrollTop + element.clientHeight) element.scrollTop = (at + 1) * height - element.clientHeight;
    // The row may be drawn only after the scroll: focus follows then.
    requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`row-${at}`)?.focus({ preventScroll: true })));
  };
  const current = () => rows.at(cursor.peek());
  useKeys(() => ({
    title: t("incidents"),
    keys: [
      { key: "j", label: t("kNext"), run: () => moveTo(moving.current ? cursor.peek() + 1 : cursor.peek()) },
      { key: "k", label: t("kPrevious"), run: () => moveTo(cursor.peek() - 1) },
      { key: "ArrowDown", label: "", quiet: true, run: () => moveTo(cursor.peek() + 1) },
      { key: "ArrowUp", label: "", quiet: true, run: () => moveTo(cursor.peek() - 1) },
      { key: "Home", label: "", quiet: true, run: () => moveTo(0) },
      { key: "End", label: "", quiet: true, run: () => moveTo((rows.total.peek() ?? 1) - 1) },
      { key: "PageDown", label: "", quiet: true, run: () => moveTo(cursor.peek() + 10) },
      { key: "PageUp", label: "", quiet: true, run: () => moveTo(cursor.peek() - 10) },
      { key: "Enter", label: t("kOpen"), run: () => { const line = current(); if (line) go(`/incident/${line.id}`); } },
      { key: "x", label: t("kSelect"), run: () => { const line = current(); if (line) toggleChosen(line.id); } },
      { key: "f", label: t("kFilters"), run: () => toggleFilters() },
      { key: "m", label: t("kMap"), run: () => { if (narrow.peek()) tab.value = tab.peek() === "map" ? "list" : "map"; else showMap.value = showMap.peek() === "yes" ? "no" : "yes"; } },
      { key: "t", label: t("kTimeline"), run: () => { if (narrow.peek()) tab.value = "timeline"; requestAnimationFrame(() => document.querySelector<HTMLElement>(".inc-timeline [role=slider]")?.focus()); } },
      { key: "Escape", label: t("kClose"), run: () => { if (chosen.peek().size) chosen.value = new Set(); else (document.activeElement as HTMLElement | null)?.blur(); } },
    ],
  }));
  const toggleFilters = () => {
    if (narrow.peek()) sheet.value = !sheet.peek();
    else showFilters.value = showFilters.peek() === "yes" ? "no" : "yes";
  };

  const n = conditions(f);
  const waiting = rows.waiting.value;
  const head = (
    <div class="inc-bar">
      <Button look="line" tiny icon="filter" aria-pressed={!narrow.value && showFilters.value === "yes"} aria-expanded={narrow.value ? sheet.value : undefined} onClick={toggleFilters}>
        {t("filters")}{n > 0 && <span class="badge">{number(n)}</span>}
      </Button>
      <Counted rows={rows} />
      {waiting !== 0 && (
        <Button tiny class="inc-new-notice" onClick={() => { rows.swap(); rows.waiting.value = 0; if (scroller.current) scroller.current.scrollTop = 0; }}>
          {waiting > 0 ? t("nNew", { n: waiting }) : t("changed")} · {t("newNotice")}
        </Button>
      )}
      <span class="grow" />
      {!narrow.value && <SortMenu />}
      <ExportMenu filter={f} />
      {!narrow.value && <Button tiny icon="map" name={t("map")} aria-pressed={showMap.value === "yes"} onClick={() => (showMap.value = showMap.value === "yes" ? "no" : "yes")} />}
    </div>
  );
  const list = <List rows={rows} cursor={cursor.value} onCursor={(i) => { cursor.value = i; moving.current = true; }} scroller={scroller} onScroll={(top) => { if (rows.total.peek() !== null) memory.set(key, { top, cursor: cursor.peek() }); }} />;
  const map = <IncidentMap query={query} filterKey={same} filter={f} version={version} />;
  const time = timeline.error && !timeline.data ? <Failed error={timeline.error} retry={timeline.reload} /> : <Timeline answer={timeline.data} />;

  if (narrow.value) {
    const panel = (id: Tab) => ({ role: "tabpanel", id: `inc-panel-${id}`, "aria-labelledby": `inc-tab-${id}` }) as const;
    return (
      <div class="incidents narrow">
        <h1 class="sr-only">{t("incidents")}</h1>
        {head}
        <Chips />
        <ChosenBar known={known.current} />
        <Tabs base="inc" label={t("incidents")} value={tab.value} onChange={(id) => (tab.value = id)}
          items={[{ id: "list", label: t("list") }, { id: "map", label: t("map") }, { id: "timeline", label: t("timeline") }]} />
        {tab.value === "list" && <div class="inc-list" {...panel("list")}>{list}</div>}
        {tab.value === "map" && <div class="inc-map-side" {...panel("map")}>{map}</div>}
        {tab.value === "timeline" && <div class="inc-time" {...panel("timeline")}>{time}</div>}
        {sheet.value && <Dialog title={t("filters")} onClose={() => (sheet.value = false)} foot={<Button look="main" onClick={() => (sheet.value = false)}>{rows.total.value === null ? t("ok") : t("nIncidents", { n: rows.total.value })}</Button>}><FilterPanel facets={facets.data} /></Dialog>}
      </div>
    );
  }
  return (
    <div class={`incidents wide${showFilters.value === "yes" ? " with-filters" : ""}${showMap.value === "yes" ? " with-map" : ""}`}>
      <h1 class="sr-only">{t("incidents")}</h1>
      {showFilters.value === "yes" && <aside class="inc-filters" aria-label={t("filters")}><FilterPanel facets={facets.data} /></aside>}
      <section class="inc-main" aria-label={t("list")}>
        {head}
        <Chips />
        <ChosenBar known={known.current} />
        <div class="inc-list">{list}</div>
      </section>
      {showMap.value === "yes" && <div class="inc-map-side">{map}<div class="inc-time">{time}</div></div>}
    </div>
  );
}
