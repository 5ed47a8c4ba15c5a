// What stands beside the text: the list of claims, one claim in full, or the form that corrects it.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ClaimJson, ReviewedClaim } from "../api";
import { days } from "../i18n";
import { DECISIONS, WORDINGS, typeWord, word } from "../labels";
import { narrow } from "../state";
import { Bdi, Button, Icon, Menu, toast } from "../ui";
import { undo } from "./decide";
import { ClaimHead, Details } from "./Details";
import { CommentDialog, MoveDialog, RejectDialog } from "./Dialogs";
import { waiting } from "./drafts";
import { Form } from "./Form";
import { toClipboard } from "./Head";
import { ADDED, type Work } from "./work";
import { iso, problemWords, t, textDir } from "./words";

/** Keeps the panel's foot, where one saves, on the screen, however far the page is scrolled. */
function useFit(box: { current: HTMLElement | null }, key: string) {
  const isNarrow = narrow.value;
  useLayoutEffect(() => {
    const panel = box.current;
    if (!panel) return;
    if (isNarrow) {
      panel.style.removeProperty("max-block-size");
      return;
    }
    const fit = () => panel.style.setProperty("max-block-size", `${Math.max(240, innerHeight - panel.getBoundingClientRect().top - 12)}px`);
    fit();
    const scroller = panel.closest("main") ?? window;
    scroller.addEventListener("scroll", fit, { passive: true });
    addEventListener("resize", fit);
    return () => {
      scroller.removeEventListener("scroll", fit);
      removeEventListener("resize", fit);
    };
  }, [isNarrow, key]);
}

export function Panel({ work, step, wording }: { work: Work; step: (by: 1 | -1) => void; wording: boolean }) {
  const claim = work.find(work.active) ?? work.linked(work.active);
  const box = useRef<HTMLElement>(null);
  const first = useRef(true);
  const key = work.draft ? "form" : (claim?.id ?? "list");
  useEffect(() => {
    if (!box.current) return;
    box.current.scrollTop = 0;
    // What had the focus went with what was shown before: it must not fall back to the page's beginning.
    if (!first.current && (!document.activeElement || document.activeElement === document.body)) box.current.focus({ preventScroll: true });
    first.current = false;
  }, [key]);
  useFit(box, key);
  const open = !!work.draft || !!claim;
  return (
    <aside ref={box} class={`rp-panel panel${open ? " rp-open" : ""}`} aria-label={t(work.draft ? "form.title" : claim ? "claim.details" : "claims.title")} tabIndex={-1}>
      {work.draft ? (
        <Form key={work.draft.claim ?? ADDED} work={work} />
      ) : claim ? (
        <OneClaim key={claim.id} work={work} claim={claim} step={step} />
      ) : (
        <List work={work} wording={wording} />
      )}
    </aside>
  );
}

function OneClaim({ work, claim, step }: { work: Work; claim: ReviewedClaim | ClaimJson; step: (by: 1 | -1) => void }) {
  const review = "review" in claim ? claim.review : null;
  const [dialog, setDialog] = useState<"comment" | "move" | "reject" | null>(null);
  const others = work.shownClaims.filter(
    (c) => c.id !== claim.id && c.trigger.start < claim.trigger.end && claim.trigger.start < c.trigger.end,
  );
  const draftWaits = waiting(work.answer.key).includes(claim.id);
  const copy = async () => {
    if (await toClipboard(`${location.origin}/report/${work.answer.key}?claim=${claim.id}`)) toast(t("report.copied"));
  };
  return (
    <>
      <header class="rp-claim-head">
        <div class="rp-claim-nav">
          <Button tiny icon="list" onClick={() => work.open(null)}>{t("claim.all")}</Button>
          <span class="grow" />
          <Button tiny icon="up" name={t("claim.previous")} onClick={() => step(-1)} />
          <Button tiny icon="down" name={t("claim.next")} onClick={() => step(1)} />
          <Button tiny icon="close" name={t("claim.close")} onClick={() => work.open(null)} />
        </div>
        <h2 class="rp-claim-title">
          <ClaimHead claim={claim} state={review?.state} />
          <button type="button" class="rp-words role-trigger" lang={work.answer.report.language ?? "ar"} dir={textDir(work.answer.report.language)} title={t("claim.show")} onClick={() => work.pointAt(claim.trigger)}>
            <Bdi text={claim.trigger.text} />
          </button>
        </h2>
        {review ? (
          <>
            <Acts work={work} claim={claim as ReviewedClaim} more={[
              { label: t("act.comment"), run: () => setDialog("comment") },
              { label: t("act.move"), run: () => setDialog("move") },
              ...(review.state === "rejected" ? [] : [{ label: t("reject.menu"), run: () => setDialog("reject") }]),
              { label: t("claim.copy_link"), run: () => void copy() },
            ]} />
          </>
        ) : (
          <p class="hint">{t("claims.linked_hint")}</p>
        )}
        {draftWaits && (
          <p class="rp-note">{t("form.draft_waits")} <Button tiny look="line" onClick={() => work.correct(claim.id)}>{t("form.go_on")}</Button></p>
        )}
        {others.length > 0 && (
          <p class="rp-also small">
            <span class="muted">{t("claim.also_here")}:</span>{" "}
            {others.map((c) => <Button key={c.id} tiny look="line" onClick={() => work.open(c.id)}>{typeWord(c.type)}</Button>)}
          </p>
        )}
      </header>
      <Details work={work} claim={claim} />
      {dialog === "comment" && <CommentDialog work={work} claim={claim.id} close={() => setDialog(null)} />}
      {dialog === "reject" && <RejectDialog work={work} claim={claim.id} close={() => setDialog(null)} />}
      {dialog === "move" && <MoveDialog work={work} claim={claim.id} close={() => setDialog(null)} />}
    </>
  );
}

/** Accept, reject, correct; on a rejected claim, take the rejection back. */
export function Acts({ work, claim, more }: { work: Work; claim: ReviewedClaim; more: { label: string; run: () => void }[] }) {
  const { state, decision } = claim.review;
  return (
    <div class="rp-acts" role="group" aria-label={t("review.actions")}>
      {state === "rejected" ? (
        <Button look="line" icon="undo" disabled={work.busy} onClick={() => void (decision && undo(decision))}>{t("act.restore")}</Button>
      ) : (
        <>
          <Button look={state === "unreviewed" ? "main" : "line"} icon="check" disabled={work.busy || state === "accepted"} aria-keyshortcuts="a" onClick={() => void work.accept(claim.id)}>{t("act.accept")}</Button>
          <Button look="line" icon="edit" disabled={work.busy} aria-keyshortcuts="e" onClick={() => work.correct(claim.id)}>{t("act.correct")}</Button>
          <Button look="line" icon="close" disabled={work.busy} aria-keyshortcuts="r" onClick={() => void work.reject(claim.id)}>{t("act.reject")}</Button>
        </>
      )}
      <Menu icon="more" name={t("act.more")} items={[
        ...more,
        ...(decision && state !== "rejected" ? [{ label: t("act.undo"), run: () => void undo(decision) }] : []),
      ]} />
    </div>
  );
}

function List({ work, wording }: { work: Work; wording: boolean }) {
  const { answer } = work;
  const left = answer.claims.filter((c) => c.review.state === "unreviewed").length;
  const linked = answer.links.flatMap((l) => l.claims);
  const addWaits = waiting(answer.key).includes(null);
  return (
    <div class="rp-list">
      <header>
        <h2>{t("claims.count", { n: answer.claims.length })}</h2>
        {answer.claims.length > 0 && <span class="muted small">{t("claims.left", { n: left })}</span>}
      </header>
      {answer.claims.length === 0
        ? <p class="hint">{t("claims.none")} {t("claims.none_hint")}</p>
        : !narrow.value && <p class="hint">{t("claims.hint")}</p>}
      {addWaits && (
        <p class="rp-note">{t("form.draft_waits")} <Button tiny look="line" onClick={() => work.add({ start: 0, end: 0 })}>{t("form.go_on")}</Button></p>
      )}
      {answer.problems.length > 0 && (
        <details class="rp-fold" open>
          <summary><Icon name="conflict" /> {t("report.problems", { n: answer.problems.length })}</summary>
          <ul class="rp-problems">
            {answer.problems.map((p, k) => (
              <li key={k}>
                <span title={p.message}>{problemWords(p.code) ?? <Bdi text={p.message} />}</span> <code class="muted" dir="ltr">{p.code}</code>
                {p.start !== null && p.end !== null && p.end > p.start && (
                  <Button tiny onClick={() => work.pointAt({ start: p.start!, end: p.end! })}>{t("claim.show")}</Button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {wording && <Wording work={work} />}
      <Items work={work} claims={answer.claims} />
      {answer.rejected.length > 0 && (
        <details class="rp-fold">
          <summary>{t("claims.rejected", { n: answer.rejected.length })}</summary>
          <Items work={work} claims={answer.rejected} />
        </details>
      )}
      {linked.length > 0 && (
        <details class="rp-fold" open>
          <summary>{t("claims.linked")}</summary>
          <p class="hint">{t("claims.linked_hint")}</p>
          <Items work={work} claims={linked} />
        </details>
      )}
      {answer.lost.length > 0 && (
        <details class="rp-fold" open>
          <summary>{t("claims.lost", { n: answer.lost.length })}</summary>
          <p class="hint">{t("claims.lost_hint")}</p>
          <ul class="rp-problems">
            {answer.lost.map((d) => (
              <li key={d.id}>
                <strong>{word(DECISIONS, d.kind)}</strong> {d.anchor && <q dir="auto"><Bdi text={d.anchor.quotation} /></q>}
                <span class="muted small"> {t("claim.by", { user: iso(d.user), when: days(d.at.slice(0, 10)) })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Items({ work, claims }: { work: Work; claims: readonly (ReviewedClaim | ClaimJson)[] }) {
  return (
    <ol class="rp-items">
      {claims.map((c) => {
        const state = "review" in c ? c.review.state : undefined;
        return (
          <li key={c.id}>
            <button
              type="button"
              class="rp-item"
              onClick={() => { work.open(c.id); work.pointAt(c.trigger); }}
              onPointerEnter={() => work.hover(c.id)}
              onPointerLeave={() => work.hover(null)}
              onFocus={() => work.hover(c.id)}
              onBlur={() => work.hover(null)}
            >
              <ClaimHead claim={c} state={state} short />
              <span class="rp-item-words">
                <Bdi lang={work.answer.report.language ?? "ar"} text={[c.trigger.text, ...[...c.target, ...c.actor].slice(0, 2).map((p) => p.text)].join(" … ")} cut />
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Wording({ work }: { work: Work }) {
  const all = work.answer.wording;
  return (
    <section class="rp-fold">
      <h3>{t("report.wording_count", { n: all.length })}</h3>
      <p class="hint">{all.length ? t("report.wording_hint") : t("report.wording_none")}</p>
      <ul class="rp-problems">
        {all.map((w, k) => (
          <li key={k}>
            <button type="button" class="rp-link" dir={textDir(work.answer.report.language)} onClick={() => work.pointAt(w)}>
              <q><Bdi text={w.text} /></q>
            </button>{" "}
            <span class="muted small">
              {word(WORDINGS, w.kind)}
              {w.neutral && <> · <Bdi text={t("report.wording_neutral", { term: w.neutral })} /></>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
