// One claim in full: what, on whose word, who, where, when, how many, how sure, why, and what people ruled on it.
//
// Comes in: a claim and the work on its report. Goes out: which words are to be shown in the text. Values stand as read, with what
// is not settled said; it changes nothing.

import type { ComponentChildren } from "preact";
import type { At, ClaimJson, DecisionLine, PlaceRoleJson, ReviewedClaim } from "../api";
import { ago, list, moment, number, otherCalendar } from "../i18n";
import { BASES, DECISIONS, LINKS, PLACE_PRECISIONS, REVIEW_STATES, STATUSES, TIME_PRECISIONS, typeWord, word } from "../labels";
import { Bdi, Button } from "../ui";
import { undo } from "./decide";
import { differences } from "./diff";
import type { Role } from "./segments";
import { ruleText } from "./rules";
import { entityName, figureWords, hoursWords, iso, point, range, sure, t, textDir, timeWords } from "./words";
import type { Work } from "./work";

export function Details({ work, claim }: { work: Work; claim: ReviewedClaim | ClaimJson }) {
  const { answer } = work;
  const review = "review" in claim ? claim.review : null;
  const read = "read" in claim ? claim.read : null;
  const words = (role: Role, span: At & { text: string }) => (
    <button type="button" class={`rp-words role-${role}`} lang={answer.report.language ?? "ar"} dir={textDir(answer.report.language)} title={t("claim.show")} onClick={() => work.pointAt(span)}>
      <Bdi text={span.text} />
    </button>
  );
  const entity = (id: string | null) =>
    id ? <span class="rp-meaning" title={id}><Bdi text={entityName(id, answer.labels)} /></span> : null;
  return (
    <div class="rp-details">
      <section class="rp-sec">
        <h3>{t("claim.chain")}</h3>
        <Chain work={work} claim={claim} words={words} />
      </section>
      <dl class="rp-roles">
        <Row role="actor" n={claim.actor.length}>
          {claim.actor.map((p, k) => <div class="rp-value" key={k}>{words("actor", p)}{entity(p.entity)}</div>)}
        </Row>
        <Row role="target" n={claim.target.length}>
          {claim.target.map((p, k) => <div class="rp-value" key={k}>{words("target", p)}{entity(p.entity)}</div>)}
        </Row>
        <Row role="place" n={claim.place.length}>
          {claim.place.map((p, k) => <div class="rp-value" key={k}>{words("place", p)}<PlaceValue work={work} p={p} /></div>)}
        </Row>
        <Row role="time" n={claim.time.length}>
          {claim.time.map((x, k) => (
            <div class="rp-value" key={k}>
              {words("time", x)}
              <span class="rp-meaning">
                <bdi title={x.from ? otherCalendar(x.from, x.to ?? x.from) : undefined}>{timeWords(x) ?? t("claim.relative")}</bdi>
                {x.precision !== "day" && x.precision !== "unknown" && <> · {word(TIME_PRECISIONS, x.precision)}</>}
                {x.time_of_day && <> · <bdi>{hoursWords(x.time_of_day)}</bdi></>}
                {" · "}{word(BASES, x.basis)}
                <Taken work={work} from={x.taken_from} />
              </span>
            </div>
          ))}
        </Row>
        <Row role="figure" n={claim.figures.length}>
          {claim.figures.map((f, k) => {
            const whole = f.part_of === null ? undefined : claim.figures[f.part_of];
            return (
              <div class={`rp-value${whole ? " rp-part" : ""}`} key={k}>
                {words("figure", f)}
                <span class="rp-meaning">
                  <bdi>{figureWords(f)}</bdi>
                  {whole && <> · {t("claim.part_of", { n: range(whole.min, whole.max) })}</>}
                </span>
              </div>
            );
          })}
        </Row>
        <Row role="cue" n={claim.cue ? 1 : 0}>{claim.cue && <div class="rp-value">{words("cue", claim.cue)}</div>}</Row>
      </dl>

      {read && <AsRead read={read} claim={claim} />}
      <Confidence claim={claim} byHand={review?.state === "added" || review?.state === "corrected"} />
      {(claim.plover || claim.acled) && (
        <p class="hint rp-codes">
          {t("claim.codes")}: {claim.plover && <span class="mono" dir="ltr">PLOVER {claim.plover}</span>} {claim.acled && <bdi class="mono" dir="ltr">ACLED {claim.acled}</bdi>}
        </p>
      )}
      {claim.why && claim.why.length > 0 && (
        <details class="rp-why">
          <summary>{t("claim.why")}</summary>
          <table>
            <tbody>
              {claim.why.map((w, k) => (
                <tr key={k}>
                  <th scope="row">{roleName(w.field)}</th>
                  <td>{words(roleOf(w.field), w)}</td>
                  <td class="muted small"><bdi dir="auto">{ruleText(w.rule)}</bdi></td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {review && <History work={work} claim={claim as ReviewedClaim} />}
    </div>
  );
}

const ROLES = new Set(["trigger", "actor", "target", "place", "time", "figure", "says", "cue"]);
const roleOf = (field: string): Role => (ROLES.has(field) ? (field as Role) : field === "figures" ? "figure" : "trigger");
function roleName(field: string): string {
  if (ROLES.has(field) || field === "type" || field === "status" || field === "background" || field === "figures")
    return t(`role.${field as Role}`);
  return field;
}

function Row({ role, n, children }: { role: Role; n: number; children: ComponentChildren }) {
  if (!n) return null;
  return (
    <>
      <dt><i class={`rp-key role-${role}`} aria-hidden="true" />{t(`role.${role}`)}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Outlet ← whom it cites ← whom those cite, each with its kind. */
export function Chain({ work, claim, words }: { work: Work; claim: ClaimJson; words: (role: Role, span: At & { text: string }) => ComponentChildren }) {
  const outlet = work.answer.report.outlet;
  return (
    <>
      <ol class="rp-chain">
        <li>
          <span class="rp-words rp-outlet"><Bdi text={outlet ?? t("report.no_outlet")} cut /></span>
          <small>{t("claim.outlet")}</small>
        </li>
        {claim.says.map((l, k) => (
          <li key={k}>
            {words("says", l)}
            <small>
              {word(LINKS, l.kind)}
              {l.entity && <> · <span title={l.entity}><Bdi text={entityName(l.entity, work.answer.labels)} /></span></>}
              <Taken work={work} from={l.taken_from} back />
            </small>
          </li>
        ))}
      </ol>
      {claim.says.length === 0 && <p class="hint">{t("claim.chain_own")}</p>}
    </>
  );
}

/** Where an inferred value stands, if not in the words themselves. */
function Taken({ work, from, back }: { work: Work; from: { report: string | null; start: number; end: number } | undefined; back?: boolean }) {
  if (!from) return null;
  if (from.report !== null) return <> · {t("claim.taken_from_other")}</>;
  const words = work.map.slice(from.start, from.end);
  return (
    <> · {t(back ? "claim.pointed_back" : "claim.taken_from")}{" "}
      <button type="button" class="rp-link" dir={textDir(work.answer.report.language)} title={t("claim.show")} onClick={() => work.pointAt(from)}><Bdi text={words} /></button>
    </>
  );
}

function PlaceValue({ work, p }: { work: Work; p: PlaceRoleJson }) {
  const settled = p.lat !== null && p.lon !== null;
  const others = p.candidates ?? [];
  return (
    <span class="rp-meaning">
      {settled ? (
        <>
          {p.name !== p.text && <><Bdi text={p.name} /> · </>}
          {word(PLACE_PRECISIONS, p.precision)} · <bdi dir="ltr">{point(p.lat!, p.lon!)}</bdi>
          {p.radius_km ? <> · {t("claim.radius", { n: p.radius_km })}</> : null}
        </>
      ) : (
        <>
          {t("claim.no_coordinates")}
          {p.precision !== "unknown" && <> · {word(PLACE_PRECISIONS, p.precision)}</>}
        </>
      )}
      <Taken work={work} from={p.taken_from} />
      {!settled && others.length > 1 && <span class="rp-honest">{t("claim.not_settled")}</span>}
      {others.length > 0 && (!settled || others.length > 1) && (
        <details class="rp-candidates">
          <summary>{t("claim.candidates")} <Bdi text={list(others.slice(0, 2).map((c) => c.name))} cut />{others.length > 2 && "…"}</summary>
          <ul>
            {others.map((c) => (
              <li key={c.gazetteer_id}>
                <Bdi text={c.name} /> <bdi dir="ltr" class="muted">{point(c.lat, c.lon)}</bdi> <b>{number(c.score, { style: "percent" })}</b>
              </li>
            ))}
          </ul>
        </details>
      )}
    </span>
  );
}

function Confidence({ claim, byHand }: { claim: ClaimJson; byHand: boolean }) {
  const share = Math.max(0, Math.min(1, claim.confidence));
  return (
    <div class="rp-conf" title={byHand ? undefined : t("claim.confidence.hint")}>
      <h3>{t("claim.confidence")}</h3>
      {byHand ? (
        <span>{t("claim.by_hand")}</span>
      ) : (
        <>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" data-sure={sure(share)}>
            <rect width="100" height="6" rx="3" class="bar-ground" />
            <rect width={share * 100} height="6" rx="3" class="bar" />
          </svg>
          <span>{t(`claim.confidence.${sure(share)}`)} · {number(share, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</span>
        </>
      )}
    </div>
  );
}

function AsRead({ read, claim }: { read: ClaimJson; claim: ClaimJson }) {
  const all = differences(read, claim);
  if (!all.length) return null;
  return (
    <section class="rp-sec rp-read">
      <h3>{t("claim.as_read")}</h3>
      <dl class="rp-roles">
        {all.map((d) => (
          <>
            <dt>{roleName(d.field)}</dt>
            <dd>
              {d.was.length === 0 && <span class="rp-was">{t("claim.nothing")}</span>}
              {d.was.map((w, k) => (
                <span key={k} class="rp-was"><Bdi text={w.words} />{w.value && <> · <bdi>{w.value}</bdi></>}</span>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

/** Ids of claims that a decision speaks of. */
function speaksOf(d: DecisionLine, claim: ReviewedClaim): boolean {
  const v = d.value as { was?: { id?: string } | null; claim?: { id?: string }; claims?: unknown } | null;
  return (
    d.id === claim.review.decision ||
    v?.was?.id === claim.id ||
    v?.claim?.id === claim.id ||
    (Array.isArray(v?.claims) && v.claims.includes(claim.id)) ||
    (!!claim.read && v?.was?.id === claim.read.id) ||
    claim.review.comments.some((c) => c.decision === d.id)
  );
}

function History({ work, claim }: { work: Work; claim: ReviewedClaim }) {
  const all = work.answer.decisions.filter((d) => d.kind !== "undo" && speaksOf(d, claim));
  const { review } = claim;
  return (
    <section class="rp-sec rp-history">
      <h3>{t("claim.review")}</h3>
      {all.length === 0 && <p class="hint">{word(REVIEW_STATES, review.state)}</p>}
      <ol>
        {all.map((d) => (
          <li key={d.id} class={d.holds ? "" : "rp-undone"}>
            <div>
              <strong>{word(DECISIONS, d.kind)}</strong>{" "}
              <span class="muted small" title={moment(d.at)}>{t("claim.by", { user: iso(d.user), when: ago(d.at) })}</span>
              {!d.holds && <span class="chip">{t("claim.undone")}</span>}
            </div>
            {textOf(d) && <p dir="auto"><Bdi text={textOf(d)} /></p>}
            {d.holds && <Button tiny icon="undo" onClick={() => void undo(d.id)}>{t("act.undo")}</Button>}
          </li>
        ))}
      </ol>
    </section>
  );
}

const textOf = (d: DecisionLine): string => {
  const text = (d.value as { text?: unknown } | null)?.text;
  return d.kind === "comment" && typeof text === "string" ? text : d.reason;
};

/** Type, status and what else is said of a claim in a word. */
export function ClaimHead({ claim, state, short }: { claim: ClaimJson; state?: string | undefined; short?: boolean }) {
  return (
    <span class="rp-kinds">
      <strong>{typeWord(claim.type)}</strong>
      {(!short || claim.status !== "actual") && <span class={`rp-status st-${claim.status}`}>{word(STATUSES, claim.status)}</span>}
      {claim.background && <span class="rp-status st-bg" title={t("claim.background_long")}>{t("claim.background")}</span>}
      {state && state !== "unreviewed" && <StateMark state={state} />}
    </span>
  );
}

export function StateMark({ state }: { state: string }) {
  const mark = { accepted: "✓", corrected: "✎", added: "+", rejected: "✕" }[state] ?? "";
  return <span class={`rp-state rs-${state}`}><i aria-hidden="true">{mark}</i> {word(REVIEW_STATES, state)}</span>;
}
