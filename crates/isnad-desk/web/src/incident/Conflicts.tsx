// The points in which the claims cannot all be right: each with its sides beside one another, who holds which, by what chain,
// and in what words. None is judged here.

import { useState } from "preact/hooks";
import { days } from "../i18n";
import { CONFLICTS, FIGURES, word } from "../labels";
import type { Conflict, Member } from "../api";
import { Chain, Outlet } from "./Chain";
import { inOrder, reportHref, useView } from "./context";
import { originOf, published, type Told } from "./groups";
import { Quotation, Words } from "./Quotation";
import { SourceNo } from "./SourceNo";
import { sidesOf, type SideValue, type SideView } from "./sides";
import { Bdi } from "../ui";
import { numberText, typeWord, w, whoever } from "./words";

const FIRST = 3;

export function Conflicts() {
  const { answer } = useView();
  if (answer.incident.conflicts.length === 0) return <p class="none">{w("incident.no_conflicts")}</p>;
  return (
    <div class="conflicts">
      {inOrder(answer.incident.conflicts).map((c) => (
        <One key={conflictKey(c)} conflict={c} />
      ))}
    </div>
  );
}

export const conflictKey = (c: Conflict): string => `${c.kind} ${c.what ?? ""} ${c.sides[0]?.value ?? ""}`;

/** «figure: killed», «denial: airstrike». */
export function conflictName(c: Conflict): string {
  const kind = word(CONFLICTS, c.kind);
  const first = c.sides[0]?.value.split(": ")[0];
  const about = c.what ? word(FIGURES, c.what) : c.kind === "denial" && first ? typeWord(first) : null;
  return about ? `${kind}: ${about}` : kind;
}

export function SideWords({ value }: { value: SideValue }) {
  const { answer } = useView();
  switch (value.kind) {
    case "number":
      return <span class="num">{numberText(value.text)}</span>;
    case "party":
      return <Bdi text={whoever(answer, value.entity)} />;
    case "day":
      return <span class="num">{days(value.day)}</span>;
    case "denial":
      return <>{w(value.denied ? "incident.denied" : "incident.claimed")}</>;
    case "words":
      return <Bdi text={value.text} />;
  }
}

function One({ conflict }: { conflict: Conflict }) {
  const { answer } = useView();
  const sides = sidesOf(answer.incident, conflict);
  return (
    <article class="conflict">
      <h3>{conflictName(conflict)}</h3>
      <div class="sides" data-many={sides.length > 4 ? "" : undefined}>
        {sides.map((side, i) => (
          <Side key={i} side={side} />
        ))}
      </div>
    </article>
  );
}

function Side({ side }: { side: SideView }) {
  const { byItem } = useView();
  const [all, setAll] = useState(false);
  // Copies say what their origin says: where the origin is on this side too, they are only named.
  const here = new Map(side.told.map((t) => [t.member.item, t]));
  const copyOf = (m: Member) => {
    const origin = originOf(m, byItem);
    return origin !== m && here.has(origin.item) ? origin : null;
  };
  const told = side.told.filter((t) => !copyOf(t.member));
  const shown = all ? told : told.slice(0, FIRST);
  const more = told.length - shown.length;
  return (
    <section class="side" data-denied={side.value.kind === "denial" && side.value.denied ? "" : undefined}>
      <h4>
        <SideWords value={side.value} />
        <span class="side-sources">{w("incident.n_sources", { n: side.sources })}</span>
      </h4>
      <ul class="voices">
        {shown.map(({ member, claims }) => (
          <Voice key={member.item} claims={claims} copies={side.told.map((t) => t.member).filter((m) => copyOf(m) === member)} />
        ))}
        {side.byDate.map((member) => (
          <li key={member.item} class="voice-item">
            <span class="voice">
              <SourceNo source={member.source} copy={Boolean(member.copy_of)} />
              <Chain member={member} says={[]} />
            </span>
            <span class="muted">
              {w("incident.by_date")}
              {published(member) && ` (${days(published(member)!)})`}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="link more" onClick={() => setAll(true)}>
          {w("incident.more_voices", { n: more })}
        </button>
      )}
    </section>
  );
}

/** One report's say on a side: the chain of its first claim there, and each sentence once. */
function Voice({ claims, copies }: { claims: Told[]; copies: Member[] }) {
  const view = useView();
  const first = claims[0]!;
  const sentences = new Map<number, Told[]>();
  const without: Told[] = [];
  for (const t of claims) {
    const s = view.answer.sentences[t.claim.id];
    if (!s) without.push(t);
    else sentences.set(s.start, [...(sentences.get(s.start) ?? []), t]);
  }
  return (
    <li class="voice-item">
      <span class="voice">
        <SourceNo source={first.member.source} copy={Boolean(first.member.copy_of)} />
        <Chain member={first.member} says={first.claim.says ?? []} />
      </span>
      {[...sentences.values()].map((group) => {
        const one = group[0]!.claim;
        const href = reportHref(view.answer, first.member.item, one.id);
        const quotation = (
          <Quotation sentence={view.answer.sentences[one.id]!} triggers={group.map((t) => t.claim)} />
        );
        return href ? (
          <a key={one.id} class="quote-link" href={href} title={w("incident.open_at")}>
            {quotation}
          </a>
        ) : (
          quotation
        );
      })}
      {without.map((t) => (
        <Words key={t.claim.id} text={t.claim.trigger.text} />
      ))}
      {copies.length > 0 && (
        <span class="copied-by muted">
          {w("incident.copied_by")}
          {copies.map((m) => (
            <span key={m.item} class="voice">
              <SourceNo source={m.source} copy /> <Outlet member={m} />
            </span>
          ))}
        </span>
      )}
    </li>
  );
}
