// One incident: what many reports say of one happening, source beside source. What comes in is the server's answer; what a person
// rules here goes out as decisions, shown at once and taken back where the server says no.

import { render } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api, ApiError } from "../api";
import { archiveVersion, go, lastChange, query } from "../state";
import { lang, number } from "../i18n";
import { Empty, Failed, Loading, useKeys, useLoad } from "../ui";
import { useSignalEffect } from "@preact/signals";
import { useActions } from "./actions";
import { ViewContext, type Asked, type View } from "./context";
import { claimsOf } from "./groups";
import { Dialogs } from "./Dialogs";
import { Head } from "./Head";
import { Sources } from "./Sources";
import { Figures } from "./Figures";
import { Conflicts } from "./Conflicts";
import { Cites } from "./Cites";
import { Story } from "./Story";
import { History } from "./History";
import { Sheet } from "./Sheet";
import { headline, w } from "./words";
import "./incident.css";

const SECTIONS = ["sources", "figures", "conflicts", "cites", "story", "history"] as const;
const BODIES = { sources: Sources, figures: Figures, conflicts: Conflicts, cites: Cites, story: Story, history: History };

export default function IncidentPage({ params }: { params: string[] }) {
  const id = params[0]!;
  const loaded = useLoad(`incident ${id}`, (signal) => api.incident(id, signal));
  const { data: answer, error, busy, reload } = loaded;

  // What this or another program changed is loaded again where it may be about this incident.
  const seen = useRef(archiveVersion.peek());
  useSignalEffect(() => {
    const version = archiveVersion.value;
    if (version === seen.current) return;
    seen.current = version;
    const change = lastChange.peek();
    if (!change?.incidents || change.incidents.includes(id)) reload();
  });

  const [asked, setAsked] = useState<Asked | null>(null);
  const [shown, setShown] = useState<{ claim: string } | null>(null);
  const { pending, decide, accept, reject, undo, undoLast } = useActions(answer, reload);

  const show = useCallback((claim: string) => setShown({ claim }), []);
  useEffect(() => {
    if (!shown) return;
    // Twice: a folded claim is unfolded by the first rendering.
    const timer = setTimeout(() => bringIntoView(shown.claim), 30);
    return () => clearTimeout(timer);
  }, [shown]);

  // The address may name a claim: /incident/i2?claim=…
  const wanted = query.value.get("claim");
  useEffect(() => {
    if (answer && wanted) show(wanted);
  }, [answer !== null, wanted]);

  const view = useMemo<View | null>(
    () =>
      answer && {
        answer,
        told: claimsOf(answer.incident),
        byItem: new Map(answer.incident.members.map((m) => [m.item, m])),
        pending,
        shown: shown?.claim ?? null,
        ask: setAsked,
        decide,
        accept,
        reject,
        undo,
        show,
      },
    [answer, pending, shown, decide],
  );

  // Whoever prints this page by the browser's own command gets the sheet, not the screen.
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!view) return;
    const before = () => {
      const box = paper.current;
      if (!box) return;
      render(<ViewContext.Provider value={view}><Sheet /></ViewContext.Provider>, box);
      document.documentElement.dataset.sheet = "";
    };
    const after = () => {
      if (paper.current) render(null, paper.current);
      delete document.documentElement.dataset.sheet;
    };
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
      after();
    };
  }, [view]);

  const title = answer ? headline(answer) : null;
  useEffect(() => {
    if (title) document.title = `${id} · ${title}`;
  }, [title, id, lang.value]);

  useKeys(() => ({
    title: w("incident.title", { id }),
    keys: [
      { key: "j", label: w("incident.key_next"), run: () => step(1) },
      { key: "k", label: w("incident.key_previous"), run: () => step(-1) },
      { key: "Enter", label: w("incident.open_at"), run: () => withClaim(view, (v, item, claim) => {
        const key = v.answer.report_keys[item];
        if (key !== undefined) go(`/report/${key}?claim=${encodeURIComponent(claim)}`);
      }) },
      { key: "a", label: w("incident.accept"), run: () => withClaim(view, (v, _, id) => { const t = v.told.get(id); if (t) v.accept(t.member, t.claim); }) },
      { key: "r", label: w("incident.reject"), run: () => withClaim(view, (v, _, id) => { const t = v.told.get(id); if (t) v.reject(t.member, t.claim); }) },
      { key: "m", label: w("incident.merge"), run: () => setAsked({ kind: "merge" }) },
      { key: "s", label: w("incident.set_standing"), run: () => setAsked({ kind: "standing" }) },
      { key: "u", label: w("incident.undo"), run: () => undoLast() },
      { key: "p", label: w("incident.print"), run: () => go(`/incident/${id}?sheet=1`) },
    ],
  }));

  if (!answer || !view) {
    if (error instanceof ApiError && error.status === 404)
      return (
        <Empty title={w("incident.gone")}>
          <p>{w("incident.gone_text")}</p>
          <a href="/">{w("incident.back")}</a>
        </Empty>
      );
    return error ? <Failed error={error} retry={reload} /> : <Loading>{w("incident.loading")}</Loading>;
  }
  if (query.value.get("sheet"))
    return (
      <ViewContext.Provider value={view}>
        <Sheet />
      </ViewContext.Provider>
    );
  const count: Record<(typeof SECTIONS)[number], number> = {
    sources: answer.incident.members.length,
    figures: answer.incident.figures.length,
    conflicts: answer.incident.conflicts.length,
    cites: answer.cites.edges.length,
    story: answer.incident.story.length,
    history: answer.decisions.length,
  };
  return (
    <ViewContext.Provider value={view}>
      <div class="incident" aria-busy={busy}>
        <Head />
        <nav class="sections no-print" aria-label={w("incident.sections")}>
          <ul>
            {SECTIONS.map((s) => (
              <li key={s}>
                <a href={`#${s}`} onClick={(e) => { e.preventDefault(); jump(s); }}>
                  {w(`incident.${s}`)} <span class="count num">{number(count[s])}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {SECTIONS.map((s) => {
          const Body = BODIES[s];
          return (
            <section key={s} class="part" id={s} aria-labelledby={`h-${s}`} data-part={s}>
              <h2 id={`h-${s}`} tabIndex={-1}>
                {w(`incident.${s}`)}
                {s !== "story" && s !== "history" && <span class="part-hint">{w(`incident.${s}_hint`)}</span>}
              </h2>
              <Body />
            </section>
          );
        })}
        <div class="paper" ref={paper} />
        {asked && <Dialogs asked={asked} close={() => setAsked(null)} />}
      </div>
    </ViewContext.Provider>
  );
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function jump(section: string): void {
  const heading = document.getElementById(`h-${section}`);
  document.getElementById(section)?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
  heading?.focus({ preventScroll: true });
}

/** Opens what folds a claim's card, brings the card into view and lights it up for a moment. */
function bringIntoView(claim: string): void {
  const card = document.getElementById(`c-${claim}`);
  if (!card) return;
  for (let fold = card.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  card.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center", inline: "center" });
  card.focus({ preventScroll: true });
  card.dataset.flash = "";
  setTimeout(() => delete card.dataset.flash, 2000);
}

const cards = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(".sources .claim")].filter((c) => c.offsetParent !== null);

/** Goes to the next or previous claim among those that are not folded away. */
function step(by: 1 | -1): void {
  const all = cards();
  const now = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".claim") ?? null;
  const at = now ? all.indexOf(now) : -1;
  const next = at < 0 ? all[by === 1 ? 0 : all.length - 1] : all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: calm() ? "auto" : "smooth" });
}

/** The claim that has the focus, if one has. */
function withClaim(view: View | null, run: (view: View, item: string, claim: string) => void): void {
  const card = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".claim");
  if (view && card?.dataset.claim && card.dataset.item) run(view, card.dataset.item, card.dataset.claim);
}
