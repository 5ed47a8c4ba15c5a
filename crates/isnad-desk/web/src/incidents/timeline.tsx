// The time-line: how many incidents in each day, week, month or year, and the range of days that one chooses there by
// dragging or with the keyboard. Time runs in the direction of the interface's writing.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Timeline as Answer } from "../api";
import { daysShort as days, dir, locale, number, t } from "../i18n";
import { Button } from "../ui";
import { between, brushOf, daysOf, moveEnd, shift, type Brush } from "./brush";
import { countTicks, DAY, linear, timeTicks } from "./scale";
import { change, filter } from "./shared";

const PAD = { start: 34, end: 10, top: 8, bottom: 20 };
const UNIT = { day: "perDay", week: "perWeek", month: "perMonth", year: "perYear" } as const;

export function Timeline({ answer }: { answer: Answer | null }) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal({ w: 600, h: 120 });
  const draft = useSignal<Brush | null>(null);
  const drag = useRef<{ kind: "new" | "a" | "b" | "move"; at: number; start: Brush } | null>(null);
  const over = useSignal<number | null>(null);
  const timer = useRef(0);
  const f = filter.value;
  useEffect(() => {
    const measure = () => box.current && (size.value = { w: box.current.clientWidth, h: box.current.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [answer === null]);
  useEffect(() => {
    draft.value = null;
  }, [f.from, f.to]);

  if (!answer) return <div class="inc-timeline" ref={box} aria-busy="true" />;
  const bins = answer.bins;
  if (!bins.length) {
    return <div class="inc-timeline tl-none"><span class="muted small">{t("noTimeline")}{answer.undated > 0 && ` · ${t("undated", { n: answer.undated })}`}</span></div>;
  }
  const { w, h } = size.value;
  const rtl = dir() === "rtl";
  const first = Date.parse(bins[0]!.from);
  const end = Date.parse(bins.at(-1)!.to) + DAY;
  const [x0, x1] = rtl ? [w - PAD.start, PAD.end] : [PAD.start, w - PAD.end];
  const x = linear([first, end], [x0, x1]);
  const most = Math.max(1, ...bins.map((bin) => bin.n));
  const y = linear([0, most], [h - PAD.bottom, PAD.top]);
  const left = (i: number) => {
    const [p, q] = [x.to(Date.parse(bins[i]!.from)), x.to(Date.parse(bins[i]!.to) + DAY)];
    return { at: Math.min(p, q), size: Math.abs(q - p) };
  };
  const brush = draft.value ?? brushOf(bins, f.from, f.to);
  const binAt = (clientX: number) => {
    const px = clientX - box.current!.getBoundingClientRect().left;
    const time = x.from(px);
    let i = bins.findIndex((bin) => Date.parse(bin.to) + DAY > time);
    if (i < 0) i = bins.length - 1;
    return i;
  };
  const commit = (b: Brush | null) => {
    clearTimeout(timer.current);
    change(b ? daysOf(bins, b) : { from: "", to: "" });
  };
  const soon = (b: Brush) => {
    draft.value = b;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => change(daysOf(bins, b), true), 600);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const at = binAt(event.clientX);
    const target = (event.target as Element).closest("[data-part]")?.getAttribute("data-part");
    const kind = brush && (target === "a" || target === "b" || target === "move") ? target : "new";
    drag.current = { kind, at, start: brush ?? { a: at, b: at } };
    box.current!.setPointerCapture(event.pointerId);
    if (kind === "new") draft.value = { a: at, b: at };
  };
  const move = (event: PointerEvent) => {
    const at = binAt(event.clientX);
    over.value = at;
    const d = drag.current;
    if (!d) return;
    if (d.kind === "new") draft.value = between(d.at, at, bins.length);
    else if (d.kind === "move") draft.value = shift(d.start, at - d.at, bins.length);
    else draft.value = moveEnd(d.start, d.kind, at - d.start[d.kind], bins.length);
  };
  const up = () => {
    if (drag.current && draft.value) commit(draft.value);
    drag.current = null;
  };
  const keys = (part: "a" | "b") => (event: KeyboardEvent) => {
    const forward = rtl ? "ArrowLeft" : "ArrowRight";
    const back = rtl ? "ArrowRight" : "ArrowLeft";
    const step = { [forward]: 1, [back]: -1, ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const now = brush ?? { a: 0, b: bins.length - 1 };
    if (step) soon(event.shiftKey ? moveEnd(now, part, step, bins.length) : event.altKey ? shift(now, step, bins.length) : moveEnd(now, part, step, bins.length));
    else if (event.key === "Home") soon(part === "a" ? { ...now, a: 0 } : { ...now, b: now.a });
    else if (event.key === "End") soon(part === "b" ? { ...now, b: bins.length - 1 } : { ...now, a: now.b });
    else if (event.key === "Enter" && draft.value) commit(draft.value);
    else if (event.key === "Escape" && (brush || draft.value)) commit(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const spanX = brush && (() => {
    const [p, q] = [left(brush.a), left(brush.b)];
    const at = Math.min(p.at, q.at);
    return { at, size: Math.max(p.at + p.size, q.at + q.size) - at };
  })();
  const startEdge = spanX && (rtl ? spanX.at + spanX.size : spanX.at);
  const endEdge = spanX && (rtl ? spanX.at : spanX.at + spanX.size);
  const ticks = timeTicks(first, end, Math.max(2, Math.floor(w / 72)));
  const told = over.value !== null ? bins[over.value] : null;
  const chosen = brush ? daysOf(bins, brush) : null;
  return (
    <div class="inc-timeline-wrap">
      <div class="inc-timeline-head small">
        {!told && !chosen && <span class="muted">{t(UNIT[answer.unit])}</span>}
        <span class="grow cut" aria-hidden="true">
          {told
            ? <><b>{days(told.from, told.to)}</b> · {t("nIncidents", { n: told.n })}{told.killed_best !== null && told.killed_best > 0 && ` · ${t("killedBest", { n: told.killed_best })}`}</>
            : chosen && <b>{days(chosen.from, chosen.to)}</b>}
        </span>
        {answer.undated > 0 && <span class="muted">{t("undated", { n: answer.undated })}</span>}
        {(f.from || f.to) && <Button tiny onClick={() => commit(null)}>{t("clearDates")}</Button>}
      </div>
      <div class="inc-timeline" ref={box} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={() => { drag.current = null; draft.value = null; }}
        onPointerLeave={() => (over.value = null)} title={t("brushHelp")} role="group" aria-label={t("timelineLabel")}>
        <svg width={w} height={h} aria-hidden="true">
          <g class="tl-grid">
            {countTicks(most).map((v) => (
              <g key={v}><line x1={PAD.end} x2={w - PAD.end} y1={y.to(v)} y2={y.to(v)} /><text x={rtl ? w - PAD.start + 6 : PAD.start - 6} y={y.to(v)} dy="0.32em" text-anchor={rtl ? "start" : "end"} direction="ltr">{number(v, { notation: "compact" })}</text></g>
            ))}
          </g>
          {spanX && <rect class="tl-range" x={spanX.at} width={Math.max(2, spanX.size)} y={0} height={h - PAD.bottom} data-part="move" />}
          {bins.map((bin, i) => {
            if (!bin.n) return null;
            const at = left(i);
            const gap = at.size > 4 ? 1 : 0;
            const within = !brush || (i >= brush.a && i <= brush.b);
            return <rect key={bin.from} class={`tl-bar${within ? "" : " out"}${over.value === i ? " over" : ""}`} x={at.at + gap / 2} width={Math.max(1.5, Math.min(28, at.size - gap))} y={Math.min(y.to(bin.n), h - PAD.bottom - 2)} height={Math.max(2, h - PAD.bottom - y.to(bin.n))} pointer-events="none" />;
          })}
          <line class="tl-axis" x1={0} x2={w} y1={h - PAD.bottom + 0.5} y2={h - PAD.bottom + 0.5} />
          <g class="ticks">
            {ticks.map((tick) => {
              const at = x.to(tick);
              return at < 24 || at > w - 24 ? null : <text key={tick} x={at} y={h - 5} text-anchor="middle">{tickText(new Date(tick), answer.unit)}</text>;
            })}
          </g>
        </svg>
        {(["a", "b"] as const).map((part) => {
          const at = part === "a" ? startEdge ?? x0 : endEdge ?? x1;
          const index = brush ? brush[part] : part === "a" ? 0 : bins.length - 1;
          return <div key={part} class={brush ? "tl-handle" : "tl-handle idle"} data-part={part} role="slider" tabIndex={0} aria-label={t(part === "a" ? "brushFrom" : "brushTo")}
            aria-valuemin={0} aria-valuemax={bins.length - 1} aria-valuenow={index} aria-valuetext={days(part === "a" ? bins[index]!.from : bins[index]!.to)}
            style={{ left: `${at}px` }} onKeyDown={keys(part)} />;
        })}
      </div>
    </div>
  );
}

function tickText(at: Date, unit: Answer["unit"]): string {
  const year = at.getUTCMonth() === 0 && at.getUTCDate() === 1;
  const options: Intl.DateTimeFormatOptions = unit === "year" || year ? { year: "numeric" } : at.getUTCDate() === 1 ? { month: "short" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(`${locale()}-ca-gregory`, { ...options, timeZone: "UTC" }).format(at);
}
