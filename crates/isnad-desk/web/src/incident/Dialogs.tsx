// The dialogs of an incident: merge, split, move, standing, comment, export. Each says in a sentence what will happen before one
// does it, and closes only when it was taken.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { IncidentLine, Member, MemberClaim, NewDecision, Standing } from "../api";
import { days } from "../i18n";
import { standingWord } from "../labels";
import { Bdi, Button, Dialog, Segments, StandingMark } from "../ui";
import { ExportDialog } from "../exports/ExportDialog";
import { Outlet } from "./Chain";
import { lastSeen, useView, type Asked } from "./context";
import { groupsOf, originOf, published } from "./groups";
import { LineText, Picker } from "./Picker";
import { Quotation, Words } from "./Quotation";
import { SourceNo } from "./SourceNo";
import { typeWord, w } from "./words";

export function Dialogs({ asked, close }: { asked: Asked; close: () => void }) {
  const { answer } = useView();
  switch (asked.kind) {
    case "merge":
      return <Merge close={close} />;
    case "split":
      return <Split close={close} />;
    case "move":
      return <Move close={close} member={asked.member} claim={asked.claim} />;
    case "standing":
      return <SetStanding close={close} />;
    case "comment":
      return <CommentOn close={close} member={asked.member} claim={asked.claim} />;
    case "export":
      return <ExportDialog scope={{ kind: "incident", id: answer.incident.id }} close={close} />;
  }
}

/** The shape of all: a body, what will happen, an optional reason, and the one thing to do. */
function Ask({ title, says, ready, verb, decision, done, close, reason, wide, children }: {
  title: string;
  says: string;
  ready: boolean;
  verb: string;
  decision: (reason: string) => NewDecision | null;
  done: string;
  close: () => void;
  reason: "optional" | "required" | "none";
  wide?: boolean;
  children?: ComponentChildren;
}) {
  const view = useView();
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const missing = reason === "required" && why.trim() === "";
  const go = async () => {
    const made = decision(why.trim());
    if (!made || missing || !ready || busy) return;
    setBusy(true);
    const taken = await view.decide(why.trim() === "" ? made : { ...made, reason: why.trim() }, done);
    setBusy(false);
    if (taken) close();
  };
  return (
    <Dialog
      title={title}
      onClose={close}
      wide={wide ?? false}
      foot={
        <>
          <Button onClick={close}>{w("incident.cancel")}</Button>
          <Button look="main" disabled={!ready || missing || busy} onClick={() => void go()}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {reason !== "none" && (
        <label class="field">
          <span>{w(reason === "required" ? "incident.reason" : "incident.reason_optional")}</span>
          <textarea class="textarea" dir="auto" rows={2} value={why} maxLength={4000} required={reason === "required"} onInput={(e) => setWhy(e.currentTarget.value)} />
          <span class="hint">{w(reason === "required" ? "incident.reason_required" : "incident.reason_hint")}</span>
        </label>
      )}
      <div class="what-happens" role="status">
        <strong>{w("incident.what_happens")}</strong>
        <p>
          {says} {ready && w("incident.reversible")}
        </p>
      </div>
    </Dialog>
  );
}

function Merge({ close }: { close: () => void }) {
  const { answer } = useView();
  const id = answer.incident.id;
  const [other, setOther] = useState<IncidentLine | null>(null);
  return (
    <Ask
      title={w("incident.merge_title", { id })}
      says={other ? w("incident.merge_says", { a: id, b: other.id }) : w("incident.move_choose")}
      ready={other !== null}
      verb={w("incident.merge_do")}
      done={w("incident.merge_done", { ids: other ? `${id} + ${other.id}` : id })}
      decision={() => other && { kind: "merge", incidents: [id, other.id] }}
      reason="optional"
      close={close}
      wide
    >
      <div class="compare">
        <div>
          <span class="label">{w("incident.this_one")}</span>
          <div class="pick still">
            {answer.line ? <LineText line={answer.line} /> : <bdi class="num">{id}</bdi>}
          </div>
        </div>
        <div>
          <Picker chosen={other?.id ?? null} choose={setOther} />
        </div>
      </div>
    </Ask>
  );
}

function Split({ close }: { close: () => void }) {
  const view = useView();
  const { incident } = view.answer;
  const id = incident.id;
  const seen = lastSeen(view.answer);
  const [by, setBy] = useState<"items" | "claims">("items");
  const [items, setItems] = useState<ReadonlySet<string>>(new Set());
  const [claims, setClaims] = useState<ReadonlySet<string>>(new Set());
  const allClaims = incident.members.flatMap((m) => m.claims);
  const chosen = by === "items" ? items.size : claims.size;
  const all = by === "items" ? incident.members.length : allClaims.length;
  const toggle = (set: ReadonlySet<string>, keys: string[], on: boolean) => {
    const next = new Set(set);
    for (const key of keys) if (on) next.add(key); else next.delete(key);
    return next;
  };
  const says =
    chosen === all && all > 0
      ? w("incident.split_all", { id })
      : by === "items"
        ? w("incident.split_says_items", { n: chosen, id })
        : w("incident.split_says_claims", { n: chosen, id });
  return (
    <Ask
      title={w("incident.split_title", { id })}
      says={says}
      ready={chosen > 0 && chosen < all}
      verb={w("incident.split_do")}
      done={w("incident.split_done", { id })}
      decision={() => (by === "items" ? { kind: "split", incident: id, items: [...items], seen } : { kind: "split", incident: id, claims: [...claims], seen })}
      reason="optional"
      close={close}
      wide
    >
      <div class="row wrap">
        <span class="label">{w("incident.split_by")}</span>
        <Segments
          label={w("incident.split_by")}
          value={by}
          options={[["items", w("incident.split_by_items")], ["claims", w("incident.split_by_claims")]]}
          onChange={setBy}
        />
        {by === "items" && incident.members.some((m) => m.copy_of) && <span class="hint">{w("incident.split_copies")}</span>}
      </div>
      <fieldset>
        <legend class="label">{w("incident.split_pick")}</legend>
        <ul class="pick-list tall">
          {by === "items"
            ? groupsOf(incident).flatMap((g) => [g.origin, ...g.copies]).map((m) => (
                <li key={m.item}>
                  <label class="pick" data-copy={m.copy_of ? "" : undefined}>
                    <input
                      type="checkbox"
                      checked={items.has(m.item)}
                      onChange={(e) => {
                        const with_ = incident.members.filter((o) => o !== m && originOf(o, view.byItem) === m).map((o) => o.item);
                        setItems(toggle(items, [m.item, ...with_], e.currentTarget.checked));
                      }}
                    />
                    <MemberText member={m} />
                  </label>
                </li>
              ))
            : incident.members.flatMap((m) =>
                m.claims.map((c) => (
                  <li key={c.id}>
                    <label class="pick">
                      <input type="checkbox" checked={claims.has(c.id)} onChange={(e) => setClaims(toggle(claims, [c.id], e.currentTarget.checked))} />
                      <span class="pick-text">
                        <span class="pick-first">
                          <SourceNo source={m.source} copy={Boolean(m.copy_of)} /> <Outlet member={m} /> · {typeWord(c.type)}
                        </span>
                        <ClaimText claim={c} />
                      </span>
                    </label>
                  </li>
                )),
              )}
        </ul>
      </fieldset>
    </Ask>
  );
}

function MemberText({ member }: { member: Member }) {
  return (
    <span class="pick-text">
      <span class="pick-first">
        <SourceNo source={member.source} copy={Boolean(member.copy_of)} />
        <strong>
          <Outlet member={member} />
        </strong>
        <span class="muted">
          {published(member) ? days(published(member)!) : w("incident.undated")} · {w("incident.n_claims", { n: member.claims.length })}
          {member.copy_of && ` · ${w("incident.copy")}`}
        </span>
      </span>
      {member.title && (
        <span class="pick-third">
          <Bdi text={member.title} cut />
        </span>
      )}
    </span>
  );
}

function ClaimText({ claim }: { claim: MemberClaim }) {
  const { answer } = useView();
  const sentence = Object.hasOwn(answer.sentences, claim.id) ? answer.sentences[claim.id]! : null;
  return sentence ? <Quotation sentence={sentence} triggers={[claim]} /> : <Words text={claim.trigger.text} />;
}

function Move({ close, member, claim }: { close: () => void; member: Member; claim: MemberClaim | null }) {
  const { answer } = useView();
  const from = answer.incident.id;
  const report = answer.report_keys[member.item];
  const [where, setWhere] = useState<"other" | "own">("other");
  const [other, setOther] = useState<IncidentLine | null>(null);
  const ready = report !== undefined && (where === "own" || other !== null);
  const to = where === "own" ? w("incident.move_to_own") : (other?.id ?? "");
  const says = !ready
    ? w("incident.move_choose")
    : claim
      ? w("incident.move_says_claim", { from, to })
      : w("incident.move_says_report", { what: member.title ?? member.outlet ?? member.report, from, to });
  return (
    <Ask
      title={w(claim ? "incident.move_title_claim" : "incident.move_title_report")}
      says={says}
      ready={ready}
      verb={w("incident.move_do")}
      done={w("incident.move_done")}
      decision={() =>
        report === undefined ? null : { kind: "move", report, claim: claim?.id ?? null, to: where === "own" ? null : (other?.id ?? null) }
      }
      reason="optional"
      close={close}
    >
      <div class="pick still">
        <MemberText member={member} />
      </div>
      {claim && <ClaimText claim={claim} />}
      <Segments
        label={w("incident.move_where")}
        value={where}
        options={[["other", w("incident.move_other")], ["own", w("incident.move_own")]]}
        onChange={setWhere}
      />
      {where === "other" && <Picker chosen={other?.id ?? null} choose={setOther} />}
    </Ask>
  );
}

const STANDINGS: Standing[] = ["Confirmed", "Fair", "Weak", "Contested", "Discounted"];

function SetStanding({ close }: { close: () => void }) {
  const { answer } = useView();
  const { id, standing: now } = answer.incident;
  const [standing, setStanding] = useState<Standing>(now);
  return (
    <Ask
      title={w("incident.standing_title", { id })}
      says={w("incident.standing_says", { standing: standingWord(standing) })}
      ready
      verb={w("incident.standing_do")}
      done={w("incident.standing_done", { standing: standingWord(standing) })}
      decision={() => ({ kind: "standing", incident: id, standing, seen: lastSeen(answer) })}
      reason="required"
      close={close}
    >
      <fieldset>
        <legend class="label">{w("incident.standing_now", { standing: standingWord(now) })}</legend>
        <ul class="pick-list">
          {STANDINGS.map((s) => (
            <li key={s}>
              <label class="pick">
                <input type="radio" name="standing" checked={standing === s} onChange={() => setStanding(s)} />
                <span class="pick-text">
                  <span class="pick-first standing" data-s={s}>
                    <StandingMark standing={s} /> {standingWord(s)}
                  </span>
                  <span class="muted">{w(`incident.standing_def.${s}`)}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </Ask>
  );
}

function CommentOn({ close, member, claim }: { close: () => void; member: Member; claim: MemberClaim }) {
  const { answer, decide } = useView();
  const report = answer.report_keys[member.item];
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (report === undefined || text.trim() === "" || busy) return;
    setBusy(true);
    const taken = await decide({ kind: "comment", report, claim: claim.id, text: text.trim() }, w("incident.comment_done"));
    setBusy(false);
    if (taken) close();
  };
  return (
    <Dialog
      title={w("incident.comment_label")}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{w("incident.cancel")}</Button>
          <Button look="main" disabled={busy || text.trim() === "" || report === undefined} onClick={() => void send()}>
            {w("incident.comment_do")}
          </Button>
        </>
      }
    >
      <div class="pick still">
        <MemberText member={member} />
      </div>
      <ClaimText claim={claim} />
      <label class="field">
        <span>{w("incident.comment_label")}</span>
        <textarea class="textarea" dir="auto" rows={3} value={text} maxLength={5000} onInput={(e) => setText(e.currentTarget.value)} />
        <span class="hint">{w("incident.comment_hint")}</span>
      </label>
    </Dialog>
  );
}
