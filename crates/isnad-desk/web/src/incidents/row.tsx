// One incident as a row of the list.

import type { IncidentLine, LineParty } from "../api";
import { number, otherCalendar, percent, t } from "../i18n";
import { conflictWord } from "../labels";
import { Bdi, Icon, Quote, StandingBadge } from "../ui";
import { brief } from "../text";
import { chosen, pointed, toggleChosen } from "./shared";
import { dayText, partyLabel, placeForm, precisionWord, rangeText, typesText } from "./words";

function Party({ party }: { party: LineParty }) {
  const label = partyLabel(party);
  return label ? <Bdi text={label} cut /> : <Quote text={party.name} cut title={`${t("quotedWords")}: ${brief(party.name)}`} />;
}

/** How finely the place is known, in the forms of the map. */
function PrecisionMark({ precision }: { precision: string }) {
  return <span class={`inc-k ${placeForm(precision)}`} role="img" aria-label={precisionWord(precision)} title={precisionWord(precision)} />;
}

/** Who to whom; a side that no claim names is told as such. */
export function Parties({ line }: { line: IncidentLine }) {
  const side = (of: LineParty[]) => of.length
    ? <>{<Party party={of[0]!} />}{of.length > 1 && <span class="muted"> +{number(of.length - 1)}</span>}</>
    : <span class="muted">{t("unnamedActor")}</span>;
  if (!line.actors.length && !line.targets.length) return <Bdi text={line.title} class="muted" cut />;
  return <span class="inc-parties"><span class="inc-side">{side(line.actors)}</span><Icon name="next" flip class="inc-to" /><span class="inc-side">{side(line.targets)}</span></span>;
}

export function ReviewBar({ line }: { line: IncidentLine }) {
  const share = line.claims ? line.reviewed / line.claims : 0;
  const text = t("reviewedOf", { reviewed: line.reviewed, claims: line.claims });
  return (
    <span class="inc-review-bar" title={text} data-done={share === 1}>
      <svg viewBox="0 0 40 6" preserveAspectRatio="none" aria-hidden="true"><rect width="40" height="6" rx="3" class="inc-all" /><rect width={40 * share} height="6" rx="3" class="inc-done" /></svg>
      <span aria-hidden="true">{share === 1 ? <Icon name="check" /> : percent(share)}</span>
      <span class="sr-only">{text}</span>
    </span>
  );
}

export function Row({ line, index, current, onCursor, narrow }: {
  line: IncidentLine; index: number; current: boolean; onCursor: (index: number) => void; narrow: boolean;
}) {
  const selected = chosen.value.has(line.id);
  const href = `/incident/${line.id}`;
  const day = (
    <span class="inc-day cut" title={line.day ? otherCalendar(line.day.from, line.day.to) : undefined}>
      {line.day?.basis === "stated" || !line.day
        ? <span class={line.day ? "" : "muted"}>{dayText(line)}</span>
        : <span class="inc-approx" title={t("fromPublication")}>≈ {dayText(line)}</span>}
    </span>
  );
  const place = line.place
    ? <span class="inc-where small"><PrecisionMark precision={line.place.precision} /><Bdi text={line.place.name} cut />{line.places > 1 && <span class="muted">+{number(line.places - 1)}</span>}</span>
    : <span class="inc-where small muted">{t("noPlace")}</span>;
  const what = <a class="inc-what cut" href={href} tabIndex={-1} title={line.title ?? undefined}>{typesText(line)}</a>;
  const killed = line.killed
    ? <><b>{rangeText(line.killed)}</b>{line.killed.low !== line.killed.high && <span class="muted small">{t("best", { n: line.killed.best })}</span>}</>
    : <span class="muted" aria-hidden="true">–</span>;
  const conflicts = line.conflicts.length > 0 && (
    <span class="inc-conflicts" title={t("conflictsIn", { what: line.conflicts.map(conflictWord).join("، ") })}>
      <Icon name="conflict" /><span class="cut">{conflictWord(line.conflicts[0]!)}</span>{line.conflicts.length > 1 && <span>+{number(line.conflicts.length - 1)}</span>}
    </span>
  );
  const outlets = (
    <span class="inc-outlets small muted" title={brief(line.outlets.join("، "))}>
      <Bdi text={line.outlets[0]} cut />{line.outlets.length > 1 && <span>+{number(line.outlets.length - 1)}</span>}
    </span>
  );
  const box = (
    <input type="checkbox" checked={selected} tabIndex={-1} aria-label={t("selectIncident", { id: line.id })}
      onClick={(event) => event.stopPropagation()} onChange={() => toggleChosen(line.id)} />
  );
  return (
    <div role="row" id={`row-${index}`} aria-rowindex={index + 2} aria-selected={selected} tabIndex={current ? 0 : -1}
      class={`inc-row${selected ? " selected" : ""}${pointed.value === line.id ? " pointed" : ""}`}
      onFocus={() => onCursor(index)} onMouseEnter={() => (pointed.value = line.id)} onMouseLeave={() => (pointed.value = null)}
      onClick={(event) => {
        if ((event.target as Element).closest("a, input, button")) return;
        (event.currentTarget.querySelector("a.inc-what") as HTMLAnchorElement).click();
      }}>
      <div role="gridcell" class="c-box">{box}</div>
      {narrow ? (
        <div role="gridcell" class="c-all">
          <div class="inc-line1">{what}<StandingBadge standing={line.standing} /></div>
          <Parties line={line} />
          <div class="inc-line3 small">{day}<span class="muted">·</span>{place}</div>
          <div class="inc-line3 small">
            {line.killed && <span class="inc-nowrap">{t("killed")}: <b>{rangeText(line.killed)}</b></span>}
            <span class="inc-nowrap">{t("nSources", { n: line.sources })}</span>{conflicts}<ReviewBar line={line} />
          </div>
        </div>
      ) : <>
        <div role="gridcell" class="c-day">{day}{place}</div>
        <div role="gridcell" class="c-what">{what}<Parties line={line} /></div>
        <div role="gridcell" class="c-killed">{killed}</div>
        <div role="gridcell" class="c-standing"><StandingBadge standing={line.standing} /><span class="inc-under"><span class="inc-n-sources">{t("nSources", { n: line.sources })}</span>{conflicts}</span></div>
        <div role="gridcell" class="c-sources"><span>{t("nSources", { n: line.sources })}</span>{outlets}</div>
        <div role="gridcell" class="c-review"><ReviewBar line={line} /></div>
      </>}
    </div>
  );
}
