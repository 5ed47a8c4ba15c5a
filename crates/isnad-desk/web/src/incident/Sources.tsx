// The sources of an incident side by side, in order of time: a column a source, its copies folded under it, its claims by the
// sentence that makes them.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { days, dir, list, percent } from "../i18n";
import { BASES, FIGURES, FIGURES_OF, REVIEW_STATES, STATUSES, word } from "../labels";
import type { Borrowed, FigureJson, Member, MemberClaim, PartyJson } from "../api";
import { brief, safeHref } from "../text";
import { Bdi, Button, Icon, Menu, type MenuItem } from "../ui";
import { go } from "../state";
import { Chain, Outlet } from "./Chain";
import { reportHref, stateOf, useView } from "./context";
import { groupsOf, published, type SourceGroup } from "./groups";
import { Quotation, Words } from "./Quotation";
import { saidBy } from "./sentence";
import { SourceNo } from "./SourceNo";
import { typeWord, valueOf, w } from "./words";

/** Sentences that a column shows before it is asked for more. */
const FIRST = 3;
/** Columns that are drawn before one asks for more. */
const COLUMNS = 40;

export function Sources() {
  const { answer, shown } = useView();
  const every = groupsOf(answer.incident);
  // Hundreds of columns at once are slow to draw and help nobody; what is asked for by name is drawn all the same.
  const [columns, setColumns] = useState(COLUMNS);
  const wanted = every.findIndex((g) => [g.origin, ...g.copies].some((m) => m.claims.some((c) => c.id === shown)));
  const groups = every.slice(0, Math.max(columns, wanted + 1));
  const strip = useRef<HTMLDivElement>(null);
  const scroll = (step: number) => {
    const element = strip.current;
    if (!element) return;
    const column = element.querySelector<HTMLElement>(".source")?.offsetWidth ?? 340;
    element.scrollBy({ left: step * (dir() === "rtl" ? -1 : 1) * (column + 12), behavior: "smooth" });
  };
  return (
    <>
      {groups.length > 2 && (
        <div class="strip-buttons no-print">
          <Button tiny icon="back" flip name={w("incident.earlier")} onClick={() => scroll(-1)} />
          <Button tiny icon="next" flip name={w("incident.later")} onClick={() => scroll(1)} />
        </div>
      )}
      <div class="sources" ref={strip} role="region" aria-label={w("incident.scroll_sources")} tabIndex={0}>
        <ol>
          {groups.map((g) => (
            <li key={g.origin.item}>
              <Source group={g} />
            </li>
          ))}
          {groups.length < every.length && (
            <li>
              <Button look="line" onClick={() => setColumns(groups.length + COLUMNS)}>
                {w("incident.more_sources", { n: every.length - groups.length })}
              </Button>
            </li>
          )}
        </ol>
      </div>
    </>
  );
}

function Source({ group }: { group: SourceGroup }) {
  const { origin, copies } = group;
  return (
    <article class="source" data-source={origin.source % 8} aria-label={origin.outlet ? brief(origin.outlet) : w("incident.outlet_unknown")}>
      <Heading member={origin} day={group.dayOfCopy && group.day ? w("incident.dated_by_copy", { day: days(group.day) }) : null} />
      <Claims member={origin} />
      {copies.length > 0 && (
        <details class="copies">
          <summary>{w("incident.n_copies", { n: copies.length })}</summary>
          <ul>
            {copies.map((m) => (
              <li key={m.item}>
                <Heading member={m} day={null} />
                {m.copied !== undefined && (
                  <p class="copied" title={w("incident.copied_title")}>
                    <span class="meter" aria-hidden="true">
                      <span style={{ inlineSize: `${Math.round(Math.min(1, Math.max(0, m.copied)) * 100)}%` }} />
                    </span>
                    {w("incident.copied_words", { p: percent(m.copied) })}
                  </p>
                )}
                <details class="copy-claims">
                  <summary>{w("incident.own_claims_of_copy")}</summary>
                  <Claims member={m} />
                </details>
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

function Heading({ member, day }: { member: Member; day: string | null }) {
  const view = useView();
  const href = reportHref(view.answer, member.item);
  const page = safeHref(member.url);
  const own = published(member);
  const items: MenuItem[] = [];
  if (href) items.push({ label: w("incident.open_report"), run: () => go(href) });
  items.push({ label: w("incident.move_report"), run: () => view.ask({ kind: "move", member, claim: null }) });
  const title = member.title ? <Bdi text={member.title} lang={member.language} /> : <span class="unknown">{w("incident.untitled")}</span>;
  return (
    <header class="source-head">
      <div class="source-line">
        <SourceNo source={member.source} copy={Boolean(member.copy_of)} />
        <strong class="source-outlet" title={member.outlet ? brief(member.outlet) : undefined}>
          <Outlet member={member} />
        </strong>
        {page && (
          <a class="btn icon tiny" href={page} target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer" aria-label={w("incident.open_page")} title={brief(page)}>
            <Icon name="external" flip />
          </a>
        )}
        <Menu tiny icon="more" name={w("incident.report_more")} items={items} />
      </div>
      <p class="source-day">
        <span class="num">{own ? days(member.published!.from, member.published!.to) : (day ?? w("incident.undated"))}</span>
        {own && <span class="muted"> · {word(BASES, member.published!.basis)}</span>}
      </p>
      <p class="source-title">{href ? <a href={href}>{title}</a> : title}</p>
      {member.day && <Taken name={w("incident.borrowed_day")} value={days(member.day.value)} borrowed={member.day} />}
      {member.place && <Taken name={w("incident.borrowed_place")} value={<Bdi text={member.place.value} />} borrowed={member.place} />}
    </header>
  );
}

/** A day or place that was taken from others, and from whom. */
function Taken({ name, value, borrowed }: { name: string; value: preact.ComponentChildren; borrowed: Borrowed }) {
  const view = useView();
  const from = new Map<string, string>();
  for (const id of borrowed.taken_from) {
    const m = view.told.get(id)?.member;
    if (m && !from.has(m.outlet ?? "")) from.set(m.outlet ?? "", id);
  }
  return (
    <p class="taken">
      {name}: <strong>{value}</strong>
      {from.size > 0 && (
        <>
          {" "}
          · {w("incident.taken_from")}{" "}
          {[...from].map(([outlet, id], i) => (
            <>
              {i > 0 && (dir() === "rtl" ? "، " : ", ")}
              <button type="button" class="link" onClick={() => view.show(id)}>
                {outlet ? <Bdi text={outlet} /> : w("incident.outlet_unknown")}
              </button>
            </>
          ))}
        </>
      )}
    </p>
  );
}

function Claims({ member }: { member: Member }) {
  const { answer, shown } = useView();
  const [all, setAll] = useState(false);
  const said = saidBy(member, answer.sentences);
  const wanted = shown !== null && said.slice(FIRST).some((s) => s.claims.some((c) => c.id === shown));
  useLayoutEffect(() => {
    if (wanted) setAll(true);
  }, [wanted]);
  const hidden = all ? [] : said.slice(FIRST);
  const more = hidden.reduce((n, s) => n + s.claims.length, 0);
  return (
    <div class="said-list">
      {said.map((s, i) => (
        <SaidCard key={s.claims[0]!.id} member={member} said={s} folded={!all && i >= FIRST} />
      ))}
      {more > 0 && (
        <button type="button" class="link more no-print" onClick={() => setAll(true)}>
          {w("incident.more_claims", { n: more })}
        </button>
      )}
    </div>
  );
}

function SaidCard({ member, said, folded }: { member: Member; said: ReturnType<typeof saidBy>[number]; folded: boolean }) {
  const [lit, setLit] = useState<string | null>(null);
  // Folded ones stay in the page, so that a link from elsewhere can bring them into view.
  return (
    <section class="said" data-folded={folded ? "" : undefined}>
      {said.sentence && <Quotation sentence={said.sentence} triggers={said.claims} lit={lit} />}
      {said.claims.map((c) => (
        <Claim key={c.id} member={member} claim={c} onLit={(on) => setLit(on ? c.id : null)} quoted={said.sentence !== null} />
      ))}
    </section>
  );
}

/** The figures that a claim gives to the incident or, where it was ruled on, has now. */
function figuresOf(claim: { figures?: FigureJson[] } | undefined): FigureJson[] {
  return claim?.figures ?? [];
}

function parties(of: readonly PartyJson[] | undefined) {
  return of?.map((p, i) => (
    <>
      {i > 0 && (dir() === "rtl" ? "، " : ", ")}
      <Words text={p.text} />
    </>
  ));
}

function Claim({ member, claim, onLit, quoted }: { member: Member; claim: MemberClaim; onLit: (on: boolean) => void; quoted: boolean }) {
  const view = useView();
  const reviewed = Object.hasOwn(view.answer.claims, claim.id) ? view.answer.claims[claim.id] : undefined;
  const state = stateOf(view, claim.id);
  const key = view.answer.report_keys[member.item];
  const href = reportHref(view.answer, member.item, claim.id);
  const decision = reviewed?.review.decision ?? null;
  const figures = figuresOf(reviewed);
  const items: MenuItem[] = [];
  if (href) items.push({ label: w("incident.open_at"), run: () => go(href) });
  if (key !== undefined) {
    items.push({ label: w("incident.move_claim"), run: () => view.ask({ kind: "move", member, claim }) });
    items.push({ label: w("incident.comment_on_claim"), run: () => view.ask({ kind: "comment", member, claim }) });
  }
  if (decision && state !== "unreviewed") items.push({ label: w("incident.undo"), run: () => view.undo(decision) });
  const comments = reviewed?.review.comments ?? [];
  return (
    <div
      class="claim"
      id={`c-${claim.id}`}
      data-claim={claim.id}
      data-item={member.item}
      data-state={state}
      tabIndex={-1}
      role="group"
      aria-label={`${typeWord(claim.type)}: ${brief(claim.trigger.text)}`}
      onMouseEnter={() => onLit(true)}
      onMouseLeave={() => onLit(false)}
      onFocusCapture={() => onLit(true)}
      onBlurCapture={() => onLit(false)}
    >
      <div class="claim-line">
        <span class="claim-type">{typeWord(claim.type)}</span>
        {claim.status !== "actual" && (
          <span class="claim-status" data-status={claim.status}>
            {word(STATUSES, claim.status)}
          </span>
        )}
        {state !== "unreviewed" && (
          <span class="claim-state" data-state={state} title={reviewed?.review.user ?? undefined}>
            {word(REVIEW_STATES, state)}
          </span>
        )}
        <span class="grow" />
        {key !== undefined && (
          <>
            <Button tiny icon="check" name={w("incident.accept")} aria-pressed={state === "accepted"} onClick={() => view.accept(member, claim)} />
            <Button tiny icon="close" name={w("incident.reject")} aria-pressed={state === "rejected"} onClick={() => view.reject(member, claim)} />
          </>
        )}
        {items.length > 0 && <Menu tiny icon="more" name={w("incident.claim_more")} items={items} />}
      </div>
      {!quoted && <Words text={claim.trigger.text} />}
      {((claim.actor?.length ?? 0) > 0 || (claim.target?.length ?? 0) > 0) && (
        <p class="claim-roles">
          {(claim.actor?.length ?? 0) > 0 && (
            <span>
              <span class="role">{w("incident.who")}</span> {parties(claim.actor)}
            </span>
          )}
          {(claim.target?.length ?? 0) > 0 && (
            <span>
              <span class="role">{w("incident.whom")}</span> {parties(claim.target)}
            </span>
          )}
        </p>
      )}
      {figures.length > 0 && (
        <ul class="claim-figures">
          {figures.map((f) => (
            <li key={`${f.start}${f.what}${f.of}`} title={brief(f.text)}>
              <strong class="num">{f.min === null ? (f.max === null ? "?" : `≤ ${valueOf(f.max, f.max)}`) : valueOf(f.min, f.max)}</strong>{" "}
              {list([word(FIGURES, f.what), ...(f.of === "unknown" ? [] : [word(FIGURES_OF, f.of)])].slice(0, 1))}
              {f.of !== "unknown" && ` (${word(FIGURES_OF, f.of)})`}
            </li>
          ))}
        </ul>
      )}
      <p class="claim-chain">
        {(claim.says?.length ?? 0) > 0 ? <Chain member={member} says={claim.says ?? []} /> : <span class="muted">{w("incident.own_word")}</span>}
      </p>
      {comments.map((c) => (
        <p key={c.decision} class="claim-comment">
          <Icon name="comment" /> <Bdi text={c.text} /> <span class="muted">— <Bdi text={c.user} /></span>
        </p>
      ))}
    </div>
  );
}
