// The figures of an incident: a chart for each kind of which values differ or come from several reports, and the table of all
// values with the words that give them and on whose word.

import { days, number } from "../i18n";
import type { Figures as OneFigure } from "../api";
import { useView } from "./context";
import { chartOf, type FigureChart } from "./dots";
import { FigureSvg } from "./FigureSvg";
import { Chain } from "./Chain";
import { published } from "./groups";
import { Words } from "./Quotation";
import { Rule } from "./Rule";
import { SourceNo } from "./SourceNo";
import { figureName, rangeOf, valueOf, w } from "./words";

/** «5–27, best 14», with the rule by which it was made. */
export function RangeText({ f }: { f: OneFigure }) {
  return (
    <span class="range">
      <strong class="num">{rangeOf(f)}</strong>
      {f.low !== f.high && <span class="range-best"> {w("incident.best", { n: f.best })}</span>}
    </span>
  );
}

export function Figures() {
  const view = useView();
  const { incident } = view.answer;
  if (incident.figures.length === 0) return <p class="none">{w("incident.no_figures")}</p>;
  const charts = incident.figures.map((f) => chartOf(incident, f));
  // A single value needs no chart: its line in a table says all. Charts come first, so that they stand beside one another.
  const drawn = charts.filter((c) => c.dots.length > 1);
  const single = charts.filter((c) => c.dots.length <= 1);
  return (
    <>
      {drawn.length > 0 && (
        <div class="figures">
          {drawn.map((c) => (
            <Drawn key={c.key} chart={c} />
          ))}
        </div>
      )}
      {single.length > 0 && (
        <div class="figures" data-small>
          {single.map((c) => (
            <article key={c.key} class="figure">
              <Name f={c.figures} />
              <FigureTable f={c.figures} />
            </article>
          ))}
        </div>
      )}
    </>
  );
}

function Name({ f }: { f: OneFigure }) {
  return (
    <header class="figure-head">
      <h3>{figureName(f)}</h3>
      <RangeText f={f} />
      {f.low !== f.high && <Rule />}
    </header>
  );
}

function Drawn({ chart }: { chart: FigureChart }) {
  return (
    <article class="figure">
      <Name f={chart.figures} />
      <FigureSvg chart={chart} />
      <p class="chart-legend">
        {chart.figures.low !== chart.figures.high && <span class="key key-band">{w("incident.band")}</span>}
        <span class="key key-best">{w("incident.best_line")}</span>
        <span class="key key-dot">{w("incident.dot")}</span>
        {chart.dots.some((d) => d.copy) && <span class="key key-copy">{w("incident.dot_copy")}</span>}
      </p>
      <details class="figure-table">
        <summary>{w("incident.table")}</summary>
        <FigureTable f={chart.figures} />
      </details>
    </article>
  );
}

/** All values of a figure, the earliest first. */
export function FigureTable({ f }: { f: OneFigure }) {
  const view = useView();
  const rows = f.values
    .map((v) => ({ v, member: view.byItem.get(v.item), claim: view.told.get(v.claim)?.claim }))
    .filter((r) => r.member !== undefined)
    .sort((a, b) => (published(a.member!) ?? "9999").localeCompare(published(b.member!) ?? "9999"));
  return (
    <div class="table-scroll" role="region" aria-label={figureName(f)} tabIndex={0}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col" class="end">{w("incident.col_value")}</th>
            <th scope="col">{w("incident.col_words")}</th>
            <th scope="col">{w("incident.col_voice")}</th>
            <th scope="col">{w("incident.col_day")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ v, member, claim }) => (
            <tr key={`${v.claim}${v.min}${v.max}${v.at.start}`}>
              <td class="num end">{valueOf(v.min, v.max)}</td>
              <td>
                <button type="button" class="link" onClick={() => view.show(v.claim)} title={w("incident.claim_more")}>
                  <Words text={v.at.text} />
                </button>
                {v.implied && <span class="muted"> {w("incident.implied")}</span>}
              </td>
              <td>
                <span class="voice">
                  <SourceNo source={member!.source} copy={Boolean(member!.copy_of)} />
                  <Chain member={member!} says={claim?.says ?? []} quiet />
                </span>
              </td>
              <td class="num nowrap">{published(member!) ? days(published(member!)!) : w("incident.undated")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(f.history?.length ?? 0) > 1 && (
        <p class="muted history-line">
          {w("incident.over_time")}:{" "}
          {f.history!.map((p, i) => (
            <>
              {i > 0 && " · "}
              <span class="nowrap">
                {days(p.day)}: <span class="num">{rangeOf(p)}</span>
                {p.low !== p.high && ` (${number(p.best)})`}
              </span>
            </>
          ))}
        </p>
      )}
    </div>
  );
}
