// The reports of the archive: search, filters, pages; each with how much of it is reviewed and the incidents it speaks of.

import { useRef } from "preact/hooks";
import { api, type Facets, type Listed, type Query, type ReportItem } from "../api";
import { days, number, otherCalendar, percent, t } from "../i18n";
import { LANGUAGES, TYPES, typeWord, word } from "../labels";
import { archiveVersion, go, query } from "../state";
import { Bdi, Empty, Failed, Icon, Loading, Pager, rowKeys, Segments, Spinner, useKeys, useLoad } from "../ui";
import "./reports.css";

const PAGE = 50;
const NAMES = ["q", "outlet", "language", "type", "from", "to", "review"] as const;

export default function Reports(_: { params: string[] }) {
  const params = query.value;
  const read = (name: string) => params.get(name) ?? "";
  const offset = Math.max(0, Number(read("offset")) || 0);
  const asked: Query = Object.fromEntries(NAMES.map((name) => [name, name === "outlet" || name === "language" || name === "type" ? params.getAll(name) : read(name)]));
  const key = JSON.stringify([asked, offset, archiveVersion.value]);
  const list = useLoad<Listed<ReportItem>>(key, (signal) => api.reports({ ...asked, offset, limit: PAGE }, signal));
  const facets = useLoad<Facets>(`facets ${archiveVersion.value}`, (signal) => api.facets({}, signal));
  const timer = useRef(0);
  useKeys(() => ({ title: t("reportsTitle"), keys: rowKeys() }));

  const change = (patch: Record<string, string>, replace = false) => {
    const next = new URLSearchParams(query.peek());
    next.delete("offset");
    for (const [name, value] of Object.entries(patch)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    go(text ? `/reports?${text}` : "/reports", { replace, keepScroll: true });
  };
  const filtered = NAMES.some((name) => params.has(name));
  const data = list.data;
  return (
    <div class="page reports">
      <div class="row wrap">
        <h1>{t("reportsTitle")}</h1>
        {data && <span class="muted">{t("nReports", { n: data.total })}</span>}
        {list.busy && <Spinner />}
      </div>
      <div class="report-filters" role="search" aria-label={t("searchReports")}>
        <label class="find-in"><Icon name="search" /><input class="input" type="search" dir={read("q") ? "auto" : undefined} placeholder={t("searchReports")} aria-label={t("searchReports")} value={read("q")}
          onInput={(event) => { const q = event.currentTarget.value; clearTimeout(timer.current); timer.current = window.setTimeout(() => change({ q }, true), 300); }} /></label>
        <select class="select" aria-label={t("outlet")} value={read("outlet")} onChange={(event) => change({ outlet: event.currentTarget.value })}>
          <option value="">{t("anyOutlet")}</option>
          {[...new Set([...(facets.data?.outlet ?? []).map((o) => o.value), read("outlet")].filter(Boolean))].map((o) => <option key={o} value={o}>{o}</option>)}
        </select>
        <select class="select" aria-label={t("language_")} value={read("language")} onChange={(event) => change({ language: event.currentTarget.value })}>
          <option value="">{t("anyLanguage")}</option>
          {Object.keys(LANGUAGES).map((l) => <option key={l} value={l}>{word(LANGUAGES, l)}</option>)}
        </select>
        <select class="select" aria-label={t("type")} value={read("type")} onChange={(event) => change({ type: event.currentTarget.value })}>
          <option value="">{t("anyType")}</option>
          {Object.keys(TYPES).map((v) => <option key={v} value={v}>{typeWord(v)}</option>)}
        </select>
        <span class="row rep-dates" role="group" aria-label={t("published")}>
          <input class="input" type="date" aria-label={`${t("published")}: ${t("from")}`} title={t("from")} value={read("from")} onChange={(event) => change({ from: event.currentTarget.value })} />
          <span class="muted">–</span>
          <input class="input" type="date" aria-label={`${t("published")}: ${t("to")}`} title={t("to")} value={read("to")} onChange={(event) => change({ to: event.currentTarget.value })} />
        </span>
        <Segments label={t("reviewState")} value={read("review")} onChange={(review) => change({ review })} options={[["", t("reviewAny")], ["todo", t("reviewTodo")], ["done", t("reviewDone")]]} />
      </div>
      {!data && list.error != null ? <Failed error={list.error} retry={list.reload} />
        : !data ? <Loading />
        : data.total === 0 ? (
          <Empty title={filtered ? t("noReports") : t("emptyReports")}>
            {filtered ? <><p>{t("noneMatchHint")}</p><a class="btn line" href="/reports">{t("clearAll")}</a></> : <a class="btn main" href="/add">{t("addFiles")}</a>}
          </Empty>
        ) : <>
          <ul class="report-list panel">{data.items.map((item) => <Item key={item.key} item={item} />)}</ul>
          <Pager offset={offset} limit={PAGE} total={data.total} onMove={(to) => {
            const next = new URLSearchParams(query.peek());
            if (to) next.set("offset", String(to));
            else next.delete("offset");
            go(`/reports?${next}`);
            document.getElementById("content")?.scrollTo(0, 0);
          }} />
        </>}
    </div>
  );
}

function Item({ item }: { item: ReportItem }) {
  const share = item.claims ? item.reviewed / item.claims : 0;
  return (
    <li class="key-row" tabIndex={-1}>
      <div class="rep-what">
        <a class="rep-title cut" href={`/report/${item.key}`} lang={item.language ?? undefined}><Bdi text={item.title ?? t("noTitle")} cut /></a>
        <span class="row small muted rep-about">
          {item.outlet ? <Bdi text={item.outlet} cut /> : <span>{t("noOutlet")}</span>}
          <span aria-hidden="true">·</span>
          {item.published ? <span class="rep-nowrap" title={otherCalendar(item.published.from, item.published.to)}>{days(item.published.from, item.published.to)}</span> : <span>{t("noDate")}</span>}
          {item.language && <><span aria-hidden="true">·</span><span>{word(LANGUAGES, item.language)}</span></>}
        </span>
        {item.excerpt && <p class="rep-excerpt small" lang={item.language ?? undefined} dir="auto"><Bdi text={item.excerpt} /></p>}
      </div>
      <div class="rep-numbers small">
        <span>{t("nClaims", { n: item.claims })}</span>
        <span class="muted" title={t("reviewedOf", { reviewed: item.reviewed, claims: item.claims })}>{t("reviewed")}: {item.claims ? percent(share) : "–"}</span>
      </div>
      <div class="row wrap small incidents-of">
        {item.incidents.length ? item.incidents.slice(0, 3).map((id) => <a key={id} class="mono" href={`/incident/${id}`} aria-label={t("openIncident", { id })}>{id}</a>) : <span class="muted">{t("noIncident")}</span>}
        {item.incidents.length > 3 && <span class="muted">+{number(item.incidents.length - 3)}</span>}
      </div>
    </li>
  );
}
