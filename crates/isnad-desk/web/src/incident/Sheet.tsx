// An incident on paper, A4: everything with its chain, its words, and the hashes by which a capture is known again. Shown as it will
// be printed; «Print» opens the browser's own window, which also saves as PDF.

import { useEffect } from "preact/hooks";
import { days, lang, list, moment, number, otherCalendar, percent } from "../i18n";
import { BASES, CONFLICTS, DECISIONS, PLACE_PRECISIONS, REVIEW_STATES, STATUSES, word } from "../labels";
import type { IncidentPlace, Member, MemberClaim } from "../api";
import { safeHref } from "../text";
import { meta } from "../state";
import { Bdi, Button, StandingBadge } from "../ui";
import { Chain, Outlet } from "./Chain";
import { CitesList } from "./Cites";
import { conflictKey, conflictName, SideWords } from "./Conflicts";
import { inOrder, stateOf, useView } from "./context";
import { countsOf, groupsOf, published } from "./groups";
import { commentText, DecisionAbout } from "./History";
import { Quotation, Words } from "./Quotation";
import { saidBy } from "./sentence";
import { sidesOf } from "./sides";
import { SourceNo } from "./SourceNo";
import { ChangeText } from "./Story";
import { figureName, headline, partyName, rangeOf, reasonText, typeWord, valueOf, w } from "./words";

export function Sheet() {
  const { answer } = useView();
  const { incident: i } = answer;
  const place = i.places[0];
  useEffect(() => {
    const before = document.title;
    // The browser proposes the title as the file's name.
    document.title = `isnad-${i.id}-${i.day?.from ?? ""}`;
    return () => {
      document.title = before;
    };
  }, [i.id, lang.value]);
  return (
    <div class="sheet-page">
      <div class="sheet-bar no-print">
        <a class="btn line" href={`/incident/${i.id}`}>
          {w("sheet.back")}
        </a>
        <span class="hint grow">{w("sheet.print_hint")}</span>
        <Button look="main" icon="print" onClick={() => print()}>
          {w("sheet.print")}
        </Button>
      </div>
      <article class="sheet">
        <header>
          <p class="sheet-kind">
            {w("sheet.title")} · <span class="num">{i.id}</span>
            {i.split_from && ` · ${w("incident.split_from", { id: i.split_from })}`}
          </p>
          <h1>
            {headline(answer)}
            {place && (
              <>
                {" · "}
                <Bdi text={place.name} />
              </>
            )}
            {i.day && ` · ${days(i.day.from, i.day.to)}`}
          </h1>
          <p class="sheet-made">
            {w("sheet.made", { date: moment(new Date().toISOString()), version: meta.value?.version ?? "?" })}
          </p>
          <p class="sheet-note">{w("sheet.note")}</p>
        </header>
        <Facts />
        <FigureRows />
        <ConflictRows />
        <section>
          <h2>{w("incident.sources")}</h2>
          {groupsOf(i).map((g) => (
            <div key={g.origin.item} class="sheet-source">
              <SheetMember member={g.origin} day={g.dayOfCopy && g.day ? w("incident.dated_by_copy", { day: days(g.day) }) : null} />
              {g.copies.map((m) => (
                <SheetCopy key={m.item} member={m} />
              ))}
            </div>
          ))}
        </section>
        {answer.cites.edges.length > 0 && (
          <section>
            <h2>{w("incident.cites")}</h2>
            <CitesList nodes={answer.cites.nodes} edges={answer.cites.edges} />
          </section>
        )}
        <StoryRows />
        <DecisionRows />
        <Captures />
        <footer class="sheet-foot">
          Isnad {meta.value?.version} · {i.id} · {moment(new Date().toISOString())}
        </footer>
      </article>
    </div>
  );
}

function placeText(p: IncidentPlace) {
  return (
    <>
      <Bdi text={p.name} /> ({word(PLACE_PRECISIONS, p.precision)}
      {p.lat !== null && p.lon !== null && (
        <>
          ; <bdi dir="ltr">{`${number(p.lat, { maximumFractionDigits: 4 })}, ${number(p.lon, { maximumFractionDigits: 4 })}`}</bdi>
        </>
      )}
      )
    </>
  );
}

function Facts() {
  const { answer } = useView();
  const { incident: i } = answer;
  const counts = countsOf(answer);
  const sep = lang.value === "ar" ? "، " : ", ";
  const names = (of: typeof i.actors) =>
    of.length === 0
      ? w("incident.nobody")
      : of.map((p, n) => (
          <>
            {n > 0 && sep}
            <Bdi text={partyName(answer, p)} />
          </>
        ));
  return (
    <section>
      <h2>{w("sheet.facts")}</h2>
      <table class="sheet-facts">
        <tbody>
          <tr>
            <th scope="row">{w("incident.standing")}</th>
            <td>
              <StandingBadge standing={i.standing} />
              <ul class="sheet-reasons">
                {i.reasons.map((r) => (
                  <li key={r.code}>{reasonText(r)}</li>
                ))}
              </ul>
            </td>
          </tr>
          <tr>
            <th scope="row">{w("incident.day")}</th>
            <td>
              {i.day
                ? `${days(i.day.from, i.day.to, "long")} (${otherCalendar(i.day.from, i.day.to)}) — ${w(i.day.basis === "stated" ? "incident.basis_stated" : "incident.basis_published")}`
                : w("incident.no_day")}
            </td>
          </tr>
          <tr>
            <th scope="row">{w("incident.place")}</th>
            <td>
              {i.places.length === 0
                ? w("incident.no_place")
                : i.places.map((p, n) => (
                    <div key={n} class={n > 0 ? "muted" : undefined}>
                      {placeText(p)}
                    </div>
                  ))}
            </td>
          </tr>
          <tr>
            <th scope="row">{w("incident.types")}</th>
            <td>{list(i.types.map(typeWord))}</td>
          </tr>
          <tr>
            <th scope="row">{w("incident.actors")}</th>
            <td>{names(i.actors)}</td>
          </tr>
          <tr>
            <th scope="row">{w("incident.targets")}</th>
            <td>{names(i.targets)}</td>
          </tr>
          <tr>
            <th scope="row">{w("incident.sources")}</th>
            <td>
              {[w("incident.n_sources", { n: i.sources }), w("incident.n_reports", { n: counts.reports }), w("incident.n_copies", { n: counts.copies }), w("incident.reviewed_of", { n: counts.reviewed, all: counts.claims })].join(" · ")}
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function FigureRows() {
  const view = useView();
  const { figures } = view.answer.incident;
  if (figures.length === 0) return null;
  return (
    <section>
      <h2>{w("incident.figures")}</h2>
      <table class="sheet-table">
        <thead>
          <tr>
            <th scope="col">{w("sheet.figure")}</th>
            <th scope="col">{w("sheet.low_high_best")}</th>
            <th scope="col">{w("sheet.sources_col")}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((f) => (
            <tr key={`${f.what}${f.of}`}>
              <th scope="row">{figureName(f)}</th>
              <td class="num nowrap">
                {rangeOf(f)}
                {f.low !== f.high && ` (${number(f.best)})`}
              </td>
              <td>
                <ul class="sheet-values">
                  {f.values.map((v) => {
                    const member = view.byItem.get(v.item);
                    if (!member) return null;
                    return (
                      <li key={`${v.claim}${v.at.start}${v.min}`}>
                        <strong class="num">{valueOf(v.min, v.max)}</strong> <Words text={v.at.text} /> —{" "}
                        <Chain member={member} says={view.told.get(v.claim)?.claim.says ?? []} quiet />
                        <span class="muted"> · <span class="nowrap">{published(member) ? days(published(member)!) : w("incident.undated")}</span></span>
                        {v.implied && <span class="muted"> · {w("incident.implied")}</span>}
                      </li>
                    );
                  })}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sheet-small">{w("incident.range_rule")}</p>
    </section>
  );
}

function ConflictRows() {
  const { answer } = useView();
  const { conflicts } = answer.incident;
  if (conflicts.length === 0) return null;
  return (
    <section>
      <h2>{w("incident.conflicts")}</h2>
      {inOrder(conflicts).map((c) => (
        <table key={conflictKey(c)} class="sheet-table">
          <caption>{conflictName(c) || word(CONFLICTS, c.kind)}</caption>
          <tbody>
            {sidesOf(answer.incident, c).map((side, n) => (
              <tr key={n}>
                <th scope="row">
                  <SideWords value={side.value} />
                </th>
                <td class="nowrap">{w("incident.n_sources", { n: side.sources })}</td>
                <td>
                  <ul class="sheet-values">
                    {side.told.map(({ member, claims }) => (
                      <li key={member.item}>
                        <Chain member={member} says={claims[0]!.claim.says ?? []} quiet />:{" "}
                        {claims.map((t, k) => (
                          <>
                            {k > 0 && " · "}
                            <Words text={t.claim.trigger.text} />
                          </>
                        ))}
                      </li>
                    ))}
                    {side.byDate.map((member) => (
                      <li key={member.item}>
                        <Chain member={member} says={[]} quiet /> — {w("incident.by_date")}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

function SheetHead({ member, day }: { member: Member; day: string | null }) {
  const own = published(member);
  return (
    <h3>
      <SourceNo source={member.source} copy={Boolean(member.copy_of)} /> <Outlet member={member} />
      <span class="sheet-day">
        {" "}
        · {own ? `${days(member.published!.from, member.published!.to)} (${word(BASES, member.published!.basis)})` : (day ?? w("incident.undated"))}
      </span>
    </h3>
  );
}

function SheetMember({ member, day }: { member: Member; day: string | null }) {
  const view = useView();
  return (
    <>
      <SheetHead member={member} day={day} />
      {member.title && (
        <p class="sheet-title">
          <Bdi text={member.title} />
        </p>
      )}
      {member.day && (
        <p class="sheet-small">
          {w("incident.borrowed_day")}: {days(member.day.value)}
        </p>
      )}
      {member.place && (
        <p class="sheet-small">
          {w("incident.borrowed_place")}: <Bdi text={member.place.value} />
        </p>
      )}
      {saidBy(member, view.answer.sentences).map((s) => (
        <div key={s.claims[0]!.id} class="sheet-said">
          {s.sentence && <Quotation sentence={s.sentence} triggers={s.claims} />}
          <ul>
            {s.claims.map((c) => (
              <SheetClaim key={c.id} member={member} claim={c} />
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function SheetClaim({ member, claim }: { member: Member; claim: MemberClaim }) {
  const view = useView();
  const state = stateOf(view, claim.id);
  return (
    <li>
      <strong>{typeWord(claim.type)}</strong>
      {claim.status !== "actual" && ` (${word(STATUSES, claim.status)})`} <Words text={claim.trigger.text} /> ·{" "}
      {(claim.says?.length ?? 0) > 0 ? <Chain member={member} says={claim.says ?? []} /> : w("incident.own_word")}
      {state !== "unreviewed" && ` · ${word(REVIEW_STATES, state)}`} <span class="sheet-id">{claim.id}</span>
    </li>
  );
}

function SheetCopy({ member }: { member: Member }) {
  return (
    <p class="sheet-copy">
      {w("incident.copy")}: <SourceNo source={member.source} copy /> <Outlet member={member} /> ·{" "}
      {published(member) ? days(published(member)!) : w("incident.undated")}
      {member.copied !== undefined && ` · ${w("incident.copied_words", { p: percent(member.copied) })}`}
      {member.title && (
        <>
          {" · "}
          <Bdi text={member.title} />
        </>
      )}
    </p>
  );
}

function StoryRows() {
  const view = useView();
  const { story } = view.answer.incident;
  if (story.length === 0) return null;
  return (
    <section>
      <h2>{w("incident.story")}</h2>
      <ol class="sheet-story">
        {story.map((s) => {
          const m = view.byItem.get(s.item);
          if (!m) return null;
          return (
            <li key={s.item}>
              {s.day ? days(s.day) : w("incident.undated")} · {w(`incident.step.${s.kind}`)} · <Outlet member={m} />
              {s.changes.map((c) => (
                <span key={`${c.kind}${c.what ?? ""}${c.claim}`}>
                  {" · "}
                  <ChangeText change={c} />
                </span>
              ))}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function DecisionRows() {
  const { answer } = useView();
  return (
    <section>
      <h2>{w("incident.history")}</h2>
      {answer.decisions.length === 0 ? (
        <p>{w("incident.no_history")}</p>
      ) : (
        <ol class="sheet-story">
          {[...answer.decisions]
            .sort((a, b) => a.at.localeCompare(b.at))
            .map((d) => (
              <li key={d.id}>
                {moment(d.at)} · <Bdi text={d.user} /> · {word(DECISIONS, d.kind)}
                <DecisionAbout d={d} />
                {!d.holds && ` (${w("incident.undone")})`}
                {(commentText(d) ?? d.reason) && (
                  <>
                    {" — "}
                    <Bdi text={commentText(d) ?? d.reason} />
                  </>
                )}
              </li>
            ))}
        </ol>
      )}
    </section>
  );
}

function Captures() {
  const { answer } = useView();
  return (
    <section>
      <h2>{w("sheet.captures")}</h2>
      <table class="sheet-table sheet-captures">
        <thead>
          <tr>
            <th scope="col">{w("sheet.title_col")}</th>
            <th scope="col">{w("sheet.hash_capture")} / {w("sheet.hash_text")}</th>
          </tr>
        </thead>
        <tbody>
          {groupsOf(answer.incident)
            .flatMap((g) => [g.origin, ...g.copies])
            .map((m) => (
              <tr key={m.item}>
                <td>
                  <SourceNo source={m.source} copy={Boolean(m.copy_of)} /> <Outlet member={m} />
                  <div class="sheet-address" dir="ltr">
                    {m.url ? safeHref(m.url) ? <a href={safeHref(m.url)!} target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"><Bdi text={m.url} /></a> : <Bdi text={m.url} /> : <bdi>{w("sheet.no_address")}</bdi>}
                  </div>
                </td>
                <td class="sheet-hash" dir="ltr">
                  <div>{m.capture}</div>
                  <div>{m.text_sha256}</div>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
