// The head of an incident: what, when, where, who, how many, how it stands and why, and what one can do with it.

import type { ComponentChildren } from "preact";
import { days, list, number, otherCalendar } from "../i18n";
import { PLACE_PRECISIONS, word } from "../labels";
import type { FigureWhat, IncidentParty } from "../api";
import { go } from "../state";
import { Bdi, Button, StandingBadge, Icon } from "../ui";
import { useView } from "./context";
import { RangeText } from "./Figures";
import { countsOf } from "./groups";
import { Rule } from "./Rule";
import { headline, partyName, reasonText, typeWord, w } from "./words";
import { FIGURES } from "../labels";

/** Parties that stand in the head before «and n more». */
const NAMED = 4;

export function Head() {
  const view = useView();
  const { answer } = view;
  const { incident: i } = answer;
  const counts = countsOf(answer);
  const title = answer.line?.title;
  const place = i.places[0];
  return (
    <header class="incident-head">
      {answer.redirected_from && (
        <p class="notice-line" role="status">
          <Icon name="merge" /> {w("incident.redirected", { from: answer.redirected_from, to: i.id })}
        </p>
      )}
      <div class="head-top">
        <div class="head-title">
          <p class="crumbs">
            <a href="/">{w("incident.back")}</a> <span aria-hidden="true">/</span> <span class="num">{i.id}</span>
            {i.split_from && (
              <span class="muted">
                {" "}
                · <a href={`/incident/${i.split_from}`}>{w("incident.split_from", { id: i.split_from })}</a>
              </span>
            )}
          </p>
          <h1>
            {headline(answer)}
            {place && (
              <>
                <span class="sep"> · </span>
                <Bdi text={place.name} />
              </>
            )}
            {i.day && (
              <>
                <span class="sep"> · </span>
                <span class="nowrap">{days(i.day.from, i.day.to)}</span>
              </>
            )}
          </h1>
          {title && (
            <p class="head-line">
              <q>
                <Bdi text={title} />
              </q>
            </p>
          )}
        </div>
        <div class="head-actions no-print" role="group" aria-label={w("incident.actions")}>
          <Button look="line" icon="merge" onClick={() => view.ask({ kind: "merge" })}>{w("incident.merge")}</Button>
          <Button look="line" icon="split" onClick={() => view.ask({ kind: "split" })}>{w("incident.split")}</Button>
          <Button look="line" icon="check" onClick={() => view.ask({ kind: "standing" })}>{w("incident.set_standing")}</Button>
          <Button look="line" icon="export" onClick={() => view.ask({ kind: "export" })}>{w("export.open")}</Button>
          <Button look="line" icon="print" onClick={() => go(`/incident/${i.id}?sheet=1`)}>{w("incident.print")}</Button>
        </div>
      </div>
      <dl class="facts">
        <Fact name={w("incident.standing")} wide>
          <StandingBadge standing={i.standing} />
          <ul class="reasons">
            {i.reasons.map((r) => (
              <li key={r.code}>{reasonText(r)}</li>
            ))}
          </ul>
        </Fact>
        <Figure what="killed" />
        <Figure what="injured" />
        <Fact name={w("incident.sources_name")}>
          <strong class="big num">{number(i.sources)}</strong>
          <span class="muted">
            {w("incident.n_reports", { n: counts.reports })}
            {counts.copies > 0 && ` · ${w("incident.n_copies", { n: counts.copies })}`}
          </span>
          <span class="muted">{w("incident.reviewed_of", { n: counts.reviewed, all: counts.claims })}</span>
        </Fact>
        <Fact name={w("incident.day")}>
          {i.day ? (
            <>
              <strong title={otherCalendar(i.day.from, i.day.to)}>{days(i.day.from, i.day.to)}</strong>
              <span class="muted">{w(i.day.basis === "stated" ? "incident.basis_stated" : "incident.basis_published")}</span>
            </>
          ) : (
            <span class="unknown">{w("incident.no_day")}</span>
          )}
        </Fact>
        <Fact name={w("incident.place")}>
          {place ? (
            <>
              <strong>
                <Bdi text={place.name} />
              </strong>
              <span class="muted">
                {word(PLACE_PRECISIONS, place.precision)}
                {place.lat !== null && place.lon !== null && (
                  <>
                    {" · "}
                    <bdi class="num nowrap" dir="ltr">{`${number(place.lat, { maximumFractionDigits: 3 })}, ${number(place.lon, { maximumFractionDigits: 3 })}`}</bdi>
                  </>
                )}
              </span>
              {i.places.length > 1 && (
                <details class="others">
                  <summary>{w("incident.other_places", { n: i.places.length - 1 })}</summary>
                  <ul>
                    {i.places.slice(1).map((p, n) => (
                      <li key={n}>
                        <Bdi text={p.name} /> <span class="muted">{word(PLACE_PRECISIONS, p.precision)}</span>
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </>
          ) : (
            <span class="unknown">{w("incident.no_place")}</span>
          )}
        </Fact>
        <Fact name={w("incident.actors")}>
          <Parties of={i.actors} />
        </Fact>
        <Fact name={w("incident.targets")}>
          <Parties of={i.targets} />
        </Fact>
        {i.types.length > 3 && (
          <Fact name={w("incident.types")}>
            <span>{list(i.types.map(typeWord))}</span>
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <div class="fact" data-wide={wide ? "" : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Figure({ what }: { what: FigureWhat }) {
  const { answer } = useView();
  const f = answer.incident.figures.find((x) => x.what === what && x.of === "unknown");
  return (
    <Fact name={word(FIGURES, what)}>
      {f ? (
        <span class="big">
          <RangeText f={f} />
          {f.low !== f.high && <Rule />}
        </span>
      ) : (
        <span class="unknown">{w("incident.no_figure")}</span>
      )}
    </Fact>
  );
}

function Parties({ of }: { of: readonly IncidentParty[] }) {
  const { answer } = useView();
  if (of.length === 0) return <span class="unknown">{w("incident.nobody")}</span>;
  const one = (p: IncidentParty, n: number) => (
    <li key={n} title={p.loaded ? w("incident.loaded") : undefined}>
      <Bdi text={partyName(answer, p)} />
    </li>
  );
  return (
    <>
      <ul class="parties">{of.slice(0, NAMED).map(one)}</ul>
      {of.length > NAMED && (
        <details class="others">
          <summary>{w("incident.others_named", { n: of.length - NAMED })}</summary>
          <ul class="parties">{of.slice(NAMED).map(one)}</ul>
        </details>
      )}
    </>
  );
}
