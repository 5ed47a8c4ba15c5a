// The list of incidents: only the rows in view are in the page, so that 100,000 scroll as 100 do. Sorting by column; the
// cursor moves with j and k.

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { number, t } from "../i18n";
import { density, narrow, SORTS, conditions, meta, type Sort } from "../state";
import { Button, Empty, Failed, Icon, Loading, Spinner } from "../ui";
import type { Rows } from "./data";
import { Row } from "./row";
import { change, chosen, clearFilter, filter } from "./shared";

const COLUMNS: readonly (readonly [cell: string, label: "day" | "what" | "killed" | "standing" | "sources" | "reviewed", sort: string | null])[] = [
  ["c-day", "day", "day"], ["c-what", "what", null], ["c-killed", "killed", "killed"], ["c-standing", "standing", null],
  ["c-sources", "sources", "sources"], ["c-review", "reviewed", "doubt"],
];

export function rowHeight(): number {
  if (narrow.value) return 124;
  return density.value === "compact" ? 50 : 62;
}

export function List({ rows, cursor, onCursor, scroller, onScroll }: {
  rows: Rows; cursor: number; onCursor: (index: number) => void; scroller: { current: HTMLDivElement | null };
  onScroll: (top: number) => void;
}) {
  const height = rowHeight();
  const view = useSignal({ top: 0, size: 600 });
  const total = rows.total.value;
  const tell = useRef(onScroll);
  tell.current = onScroll;
  void rows.version.value;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => (view.value = { top: element.scrollTop, size: element.clientHeight });
    const scrolled = () => {
      measure();
      tell.current(element.scrollTop);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", scrolled);
    };
  }, [total === null || total === 0]);
  const span = useComputed(() => {
    const first = Math.max(0, Math.floor(view.value.top / height) - 6);
    return { first, last: Math.ceil((view.value.top + view.value.size) / height) + 6 };
  });
  const { first, last: end } = span.value;
  const last = Math.min((total ?? 0) - 1, end);
  useLayoutEffect(() => {
    if (total) rows.see(first, Math.max(first, last));
  }, [first, last, total]);

  if (total === null) return rows.error.value ? <Failed error={rows.error.value} retry={rows.retry} /> : <Loading />;
  if (total === 0) return <Nothing />;
  const shown = [];
  for (let index = first; index <= last; index++) shown.push(index);
  return (
    <div class="inc-grid" role="grid" aria-label={t("listLabel", { total: t("nIncidents", { n: total }) })} aria-rowcount={total + 1} aria-multiselectable="true">
      <div role="rowgroup" class="inc-head-group">
        <div role="row" class="inc-head" aria-rowindex={1}>
          <div role="columnheader" class="c-box"><span class="sr-only">{t("kSelect")}</span></div>
          {narrow.value
            ? <div role="columnheader" class="c-all"><SortMenu /></div>
            : COLUMNS.map(([cell, label, sort]) => <Column key={cell} cell={cell} label={t(label)} sort={sort} />)}
        </div>
      </div>
      <div class="inc-scroll" ref={scroller} role="presentation">
        <div class="inc-space" role="rowgroup" style={{ blockSize: `${total * height}px` }}>
          <div class="inc-window" role="presentation" style={{ transform: `translateY(${first * height}px)`, "--row": `${height}px` }}>
            {shown.map((index) => {
              const line = rows.at(index);
              return line
                ? <Row key={line.id} line={line} index={index} current={index === cursor} onCursor={onCursor} narrow={narrow.value} />
                : <div key={`empty-${index}`} class="inc-row ghost" role="row" aria-rowindex={index + 2}><div role="gridcell"><span class="sr-only">{t("loading")}</span></div></div>;
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function Column({ cell, label, sort }: { cell: string; label: string; sort: string | null }) {
  if (!sort) return <div role="columnheader" class={cell}>{label}</div>;
  const now = filter.value.sort;
  const on = now === sort || now === `-${sort}`;
  const down = now === `-${sort}`;
  return (
    <div role="columnheader" class={cell} aria-sort={on ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" class={on ? "sort on" : "sort"} title={t(`sort_${down ? "" : "-"}${sort}` as "sort_day")}
        onClick={() => change({ sort: (down ? sort : `-${sort}`) as Sort })}>
        <span class="cut">{label}</span>{on && <Icon name={down ? "down" : "up"} />}
      </button>
    </div>
  );
}

export function SortMenu() {
  return (
    <label class="row small">
      <span class="muted">{t("sortBy")}</span>
      <select class="select" aria-label={t("sortBy")} value={filter.value.sort} onChange={(event) => change({ sort: event.currentTarget.value as Sort })}>
        {SORTS.map((sort) => <option key={sort} value={sort}>{t(`sort_${sort}` as "sort_day")}</option>)}
      </select>
    </label>
  );
}

function Nothing() {
  if (conditions(filter.value) > 0) {
    return <Empty title={t("noneMatch")}><p>{t("noneMatchHint")}</p><Button look="line" onClick={clearFilter}>{t("clearAll")}</Button></Empty>;
  }
  return <Empty title={t("emptyArchive")}><p>{t("emptyArchiveHint")}</p><a class="btn main" href="/add">{t("addFiles")}</a></Empty>;
}

/** How many there are, and whether more are on their way. */
export function Counted({ rows }: { rows: Rows }) {
  const total = rows.total.value;
  const all = meta.value?.counts.incidents;
  return (
    <span class="row inc-counted" aria-live="polite">
      <b>{total === null ? "…" : t("nIncidents", { n: total })}</b>
      {total !== null && all !== undefined && all > total && <span class="muted small">/ {number(all)}</span>}
      {rows.busy.value && <Spinner />}
      {chosen.value.size > 0 && <span class="sr-only">{t("nChosen", { n: chosen.value.size })}</span>}
    </span>
  );
}
