// The chart of one figure: the range as a band over the days of publication, and a disc for each value of each source, with the
// number of the independent source in it. Time runs with the direction of reading. A table of the same values stands beside it.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { days, dir, number, percent } from "../i18n";
import { countTicks, linear, stepBand, steps as stepLine } from "../ui/scale";
import { useView } from "./context";
import { daysBetween, dodge, type Dot, type FigureChart } from "./dots";
import { Chain } from "./Chain";
import { Words } from "./Quotation";
import { figureName, rangeOf, tickText, valueOf, w } from "./words";

const HEIGHT = 230;
const TOP = 14;
const BOTTOM = 30;
const AXIS = 40;
const UNDATED = 64;
const R = 10;

const time = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const DAY = 86_400_000;

/** What is said aloud of a disc. */
function spoken(dot: Dot): string {
  return [
    valueOf(dot.min, dot.max),
    dot.member.outlet ?? w("incident.outlet_unknown"),
    dot.day ? days(dot.day) : w("incident.undated"),
    w("incident.source_no", { n: dot.member.source + 1 }),
    ...(dot.copy ? [w("incident.copy")] : []),
  ].join(", ");
}

export function FigureSvg({ chart }: { chart: FigureChart }) {
  const view = useView();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(520);
  const [at, setAt] = useState<number | null>(null);
  const [focused, setFocused] = useState(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(260, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const rtl = dir() === "rtl";
  const drawn = useMemo(() => layOut(chart, width, rtl), [chart, width, rtl]);
  const { x, y, left, right, baseline } = drawn;
  const low = chart.figures.low;
  const high = chart.figures.high;
  const steps = drawn.steps;

  const band = stepBand(steps.map((s) => ({ x: x(s.t), low: y(s.low), high: y(s.high) })));
  const best = stepLine(steps.map((s) => ({ x: x(s.t), y: y(s.best) })));

  const onKeyDown = (event: KeyboardEvent) => {
    const n = chart.dots.length;
    const forward = rtl ? "ArrowLeft" : "ArrowRight";
    const back = rtl ? "ArrowRight" : "ArrowLeft";
    let next: number | null = null;
    if (event.key === forward || event.key === "ArrowDown") next = Math.min(n - 1, focused + 1);
    else if (event.key === back || event.key === "ArrowUp") next = Math.max(0, focused - 1);
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = n - 1;
    else if (event.key === "Escape") {
      if (at !== null) event.stopPropagation();
      setAt(null);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      const claim = chart.dots[focused]?.values[0]?.value.claim;
      if (claim) view.show(claim);
    }
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      setFocused(next);
      box.current?.querySelectorAll<SVGGElement>(".dot")[next]?.focus();
    }
  };

  const shown = at === null ? null : chart.dots[at];
  const place = at === null ? null : drawn.dots[at];
  return (
    <div class="figure-chart" ref={box} onKeyDown={onKeyDown} onMouseLeave={() => setAt(null)}>
      <svg width={width} height={HEIGHT} role="group" aria-label={`${w("incident.chart_title", { what: figureName(chart.figures) })}: ${rangeOf(chart.figures)}. ${w("incident.chart_keys")}`}>
        <g class="axis" aria-hidden="true">
          {drawn.yTicks.map((v) => (
            <g key={v}>
              <line class="grid" x1={left} x2={right} y1={y(v)} y2={y(v)} />
              <text x={rtl ? right + 8 : left - 8} y={y(v)} dy="0.32em" text-anchor="end">
                {number(v)}
              </text>
            </g>
          ))}
          {drawn.xTicks.map((t) => (
            <g key={t.day}>
              <line class="tick" x1={t.x} x2={t.x} y1={baseline} y2={baseline + 5} />
              <text x={t.x} y={baseline + 20} text-anchor="middle">
                {t.text}
              </text>
            </g>
          ))}
          {drawn.undatedX !== null && (
            <>
              <line class="grid" stroke-dasharray="2 4" x1={drawn.undatedLine} x2={drawn.undatedLine} y1={TOP} y2={baseline} />
              <text x={drawn.undatedX} y={baseline + 20} text-anchor="middle">
                {w("incident.undated")}
              </text>
            </>
          )}
          <line class="base" x1={left} x2={right} y1={baseline} y2={baseline} />
        </g>
        <g aria-hidden="true">
          {band && low !== high && <path class="band" d={band} />}
          {best && <path class="best" d={best} />}
        </g>
        <g>
          {chart.dots.map((dot, i) => {
            const p = drawn.dots[i]!;
            return (
              <g
                key={`${dot.member.item}${dot.min}${dot.max}`}
                class="dot"
                role="button"
                tabIndex={i === focused ? 0 : -1}
                aria-label={spoken(dot)}
                data-source={dot.member.source % 8}
                data-copy={dot.copy ? "" : undefined}
                onMouseEnter={() => setAt(i)}
                onFocus={() => {
                  setFocused(i);
                  setAt(i);
                }}
                onBlur={() => setAt(null)}
                onClick={() => {
                  const claim = dot.values[0]?.value.claim;
                  if (claim) view.show(claim);
                }}
              >
                {p.to !== p.y && <line class="span" x1={p.x} x2={p.x} y1={p.from} y2={p.to} />}
                {dot.max === null && <path class="open" d={`M${p.x - 4} ${p.to + 5}L${p.x} ${p.to}L${p.x + 4} ${p.to + 5}`} />}
                <circle cx={p.x} cy={p.y} r={R} />
                <text x={p.x} y={p.y} dy="0.35em" text-anchor="middle">
                  {number(dot.member.source + 1)}
                </text>
              </g>
            );
          })}
        </g>
      </svg>
      {shown && place && (
        <div
          class="chart-tip"
          role="status"
          data-below={place.y < 120 ? "" : undefined}
          style={{ left: `${Math.min(Math.max(place.x, 136), width - 136)}px`, top: `${place.y}px` }}
        >
          <div class="chart-tip-value">
            <strong>{valueOf(shown.min, shown.max)}</strong>
            <span>{shown.day ? days(shown.day) : w("incident.undated")}</span>
          </div>
          {shown.values.slice(0, 3).map(({ value, claim }) => (
            <div class="chart-tip-line">
              <Words text={value.at.text} />
              {value.implied && <em>{w("incident.implied")}</em>}
              <Chain member={shown.member} says={claim?.says ?? []} quiet />
            </div>
          ))}
          {shown.copy && (
            <div class="muted">
              {w("incident.copy")}
              {shown.member.copied !== undefined && ` · ${w("incident.copied_words", { p: percent(shown.member.copied) })}`}
            </div>
          )}
          {(shown.min > high || (shown.max ?? shown.min) < low) && <div class="muted">{w("incident.dot_out")}</div>}
        </div>
      )}
    </div>
  );
}

function layOut(chart: FigureChart, width: number, rtl: boolean) {
  const undated = chart.undated;
  const left = rtl ? (undated && chart.days ? 8 + UNDATED : 8) : AXIS;
  const right = rtl ? width - AXIS : width - (undated && chart.days ? 8 + UNDATED : 8);
  const baseline = HEIGHT - BOTTOM;
  // A little air above the highest disc.
  const yTicks = countTicks(chart.top * 1.05, 4);
  const y = linear([0, yTicks[yTicks.length - 1]!], [baseline, TOP]);
  const first = chart.days ? time(chart.days[0]) : 0;
  const last = chart.days ? time(chart.days[1]) : 0;
  const pad = Math.max(DAY * 0.5, (last - first) * 0.06);
  const x = linear([first - pad, last + pad], rtl ? [right, left] : [left, right]);
  const steps = chart.band.map((b) => ({ ...b, t: time(b.day) }));
  // The range holds from its day on to the end; where no report has a day, it holds all along.
  if (steps.length === 0) {
    const { low, high, best } = chart.figures;
    steps.push({ day: "", low, high, best, t: first - pad });
  }
  steps.push({ ...steps[steps.length - 1]!, t: last + pad });
  // Undated values stand apart at the end of reading; where all are undated, in the middle.
  const undatedX = !undated ? null : !chart.days ? (left + right) / 2 : rtl ? left - UNDATED / 2 : right + UNDATED / 2;
  const undatedLine = undatedX === null || !chart.days ? null : rtl ? left - 2 : right + 2;
  const centres = chart.dots.map((d) => {
    const from = y(d.min);
    const to = d.max === null ? Math.max(TOP, from - 36) : y(d.max);
    return { x: d.day ? x(time(d.day)) : (undatedX ?? left), y: d.max === null ? from : (from + to) / 2, from, to };
  });
  const shifts = dodge(centres, R * 2 + 1);
  const dots = centres.map((c, i) => ({ ...c, x: Math.min(Math.max(c.x + (rtl ? -shifts[i]! : shifts[i]!), R + 1), width - R - 1) }));
  const xTicks = !chart.days
    ? []
    : daysBetween(chart.days[0], chart.days[1], Math.max(2, Math.floor((right - left) / 80))).map((day) => ({
        day,
        x: x(time(day)),
        text: tickText(day, chart.days![0].slice(0, 4) === chart.days![1].slice(0, 4)),
      }));
  return { x, y, left, right, baseline, steps, undatedX, undatedLine: undatedLine ?? 0, dots, xTicks, yTicks };
}
