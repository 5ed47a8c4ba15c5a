// The form in which a person corrects a claim or writes one that was missed.
//
// Comes in: the work on a report (its draft, its selection). Goes out: steps on the draft. Words of roles come from the text
// alone: they are selected there, and a row here says what they mean.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { At, ClaimEdit } from "../api";
import { FIGURES, FIGURES_OF, LINKS, SCOPES, STATUSES, TIME_PRECISIONS, word } from "../labels";
import { Button } from "../ui";
import { drop, FIELD, faults, type Fault, type ListRole, same, set, shift } from "./edit";
import { Entity } from "./Entity";
import { PlaceFieldset } from "./PlaceFieldset";
import type { Role } from "./segments";
import { TypeOptions } from "./TypeOptions";
import { figureWords, t, textDir } from "./words";
import type { Work } from "./work";

export function Form({ work, done }: { work: Work; done?: (saved: boolean, claim: string | null) => void }) {
  const { draft } = work;
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true }), []);
  // What was refused is brought into view.
  useEffect(() => {
    if (work.refused.size) box.current?.querySelector(".error-text")?.scrollIntoView({ block: "center" });
  }, [work.refused]);
  if (!draft) return null;
  const e = draft.value;
  const wrong = faults(e);
  const adding = draft.claim === null;
  const unchanged = !adding && same(draft.value, draft.base);
  const change = (next: ClaimEdit) => work.change(next);
  const save = async () => {
    if (unchanged && draft.claim) {
      const id = draft.claim;
      work.close(true);
      done?.(await work.accept(id), id);
    } else if (await work.save()) done?.(true, draft.claim);
  };
  const cancel = () => {
    work.close(true);
    done?.(false, draft.claim);
  };
  const errorAt = (path: string): ComponentChildren => <Problem {...{ work, wrong, path }} />;

  return (
    <form
      ref={box}
      class="rp-form"
      aria-label={t(adding ? "form.title_add" : "form.title")}
      onSubmit={(ev) => {
        ev.preventDefault();
        void save();
      }}
      onKeyDown={(ev) => {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
          ev.preventDefault();
          void save();
        }
      }}
    >
      <header class="rp-form-head">
        <h2 tabIndex={-1}>{t(adding ? "form.title_add" : "form.title")}</h2>
        {!unchanged && !adding && <span class="chip">{t("form.unsaved")}</span>}
      </header>
      {work.restored && (
        <p class="rp-note" role="status">
          {t("form.restored")} <Button tiny look="line" onClick={cancel}>{t("form.discard")}</Button>
        </p>
      )}
      <p class="hint">{t("form.hint")}</p>
      {work.refused.has("") && <p class="error-text" role="alert">{work.refused.get("")}</p>}

      <div class="rp-grid2">
        <label class="field">
          <span>{t("form.type")}</span>
          <select class="select" value={e.type} aria-required="true" onChange={(ev) => change({ ...e, type: ev.currentTarget.value })}>
            {!e.type && <option value="">{t("form.choose_type")}</option>}
            <TypeOptions />
          </select>
          {e.type ? errorAt("type") : <span class="hint">{t("fault.no_type")}</span>}
        </label>
        <label class="field">
          <span>{t("form.status")}</span>
          <Choice list={STATUSES} value={e.status} onChange={(status) => change({ ...e, status })} />
          {errorAt("status")}
        </label>
      </div>
      <label class="check">
        <input type="checkbox" checked={e.background} onChange={(ev) => change({ ...e, background: ev.currentTarget.checked })} />
        {t("form.background")}
      </label>

      <One work={work} role="trigger" span={e.trigger} error={errorAt} />
      <Roles work={work} role="actor" error={errorAt}>
        {(k) => <Entity entity={e.actor[k]?.entity ?? null} labels={work.answer.labels} change={(entity) => change(set(e, "actor", k, { entity }))} />}
      </Roles>
      <Roles work={work} role="target" error={errorAt}>
        {(k) => <Entity entity={e.target[k]?.entity ?? null} labels={work.answer.labels} change={(entity) => change(set(e, "target", k, { entity }))} />}
      </Roles>
      <Roles work={work} role="place" error={errorAt}>
        {(k) => <PlaceFieldset work={work} nth={k} error={errorAt} />}
      </Roles>
      <Roles work={work} role="time" error={errorAt}>
        {(k) => <TimeFields {...{ e, k, change }} />}
      </Roles>
      <Roles work={work} role="figure" error={errorAt}>
        {(k) => <FigureFields {...{ e, k, change, work }} />}
      </Roles>
      <Roles work={work} role="says" error={errorAt}>
        {(k) => (
          <>
            <label class="field">
              <span>{t("form.kind")}</span>
              <Choice list={LINKS} value={e.says[k]?.kind ?? "unnamed"} onChange={(kind) => change(set(e, "says", k, { kind }))} />
            </label>
            <Entity entity={e.says[k]?.entity ?? null} labels={work.answer.labels} change={(entity) => change(set(e, "says", k, { entity }))} />
          </>
        )}
      </Roles>
      <One work={work} role="cue" span={e.cue} error={errorAt} />

      <label class="field">
        <span>{t("form.reason")}</span>
        <input class="input" type="text" dir="auto" value={draft.reason} placeholder={t("form.reason_hint")} onInput={(ev) => work.reason(ev.currentTarget.value)} />
      </label>
      <footer class="rp-form-foot">
        {unchanged && <span class="hint grow">{t("form.unchanged")}</span>}
        <Button onClick={cancel}>{t("form.cancel")}</Button>
        <Button look="main" type="submit" icon="check" disabled={work.busy || wrong.size > 0}>
          {t(adding ? "form.save_add" : unchanged ? "act.accept" : "form.save")}
        </Button>
      </footer>
    </form>
  );
}

/** What is wrong at a field, from the form's own check or from the server. A row shows what is said of anything in it. */
function Problem({ work, wrong, path }: { work: Work; wrong: Map<string, Fault>; path: string }) {
  const holds = (key: string) => key === path || key.startsWith(`${path}.`) || (!path.includes("[") && key.startsWith(`${path}[`));
  const own = path.includes("[") || path === "type" || path === "status" || path === "trigger" || path === "cue";
  const said = [
    ...[...wrong].filter(([k]) => own && holds(k)).map(([, fault]) => t(`fault.${fault}`)),
    ...[...work.refused].filter(([k]) => k && (own ? holds(k) : k === path)).map(([, message]) => message),
  ];
  if (!said.length) return null;
  return <p class="error-text" role="alert">{said.join(" ")}</p>;
}

export function Choice<T extends string>({ list, value, onChange, empty, disabled }: {
  list: Record<string, readonly [string, string]>;
  value: T;
  onChange: (value: T) => void;
  /** What stands for a value that has no word. */
  empty?: string;
  disabled?: boolean;
}) {
  return (
    <select class="select" value={value} disabled={disabled} onChange={(ev) => onChange(ev.currentTarget.value as T)}>
      {Object.keys(list).map((x) => (
        <option key={x} value={x}>{word(list, x) || empty}</option>
      ))}
    </select>
  );
}

/** The words of a row: a click shows them in the text. */
function WordsOf({ work, role, span }: { work: Work; role: Role; span: At }) {
  const words = work.map.slice(span.start, span.end);
  return (
    <button type="button" class={`rp-words role-${role}`} lang={work.answer.report.language ?? "ar"} dir={textDir(work.answer.report.language)} title={t("claim.show")} onClick={() => work.pointAt(span)}>
      <bdi>{words || t("form.not_in_text")}</bdi>
    </button>
  );
}

type ErrorAt = (path: string) => ComponentChildren;

/** Trigger and cue: one span each. */
function One({ work, role, span, error }: { work: Work; role: "trigger" | "cue"; span: At | null; error: ErrorAt }) {
  return (
    <fieldset class="rp-role">
      <legend><i class={`rp-key role-${role}`} aria-hidden="true" />{t(`form.${role}`)}</legend>
      <div class="rp-role-line">
        {span ? <WordsOf work={work} role={role} span={span} /> : <span class="muted small grow">{t("form.empty")}</span>}
        <Button tiny look="line" disabled={!work.selection} title={work.selection ? t("form.set_from_selection") : t("form.select_first")} onClick={() => work.assign(role)}>
          {t("form.set_from_selection")}
        </Button>
        {role === "cue" && span && (
          <Button tiny icon="close" name={t("form.remove", { words: work.map.slice(span.start, span.end) })} onClick={() => work.change(drop(work.draft!.value, "cue", 0))} />
        )}
      </div>
      {error(role)}
    </fieldset>
  );
}

/** A role with a list of spans, each with its values. */
function Roles({ work, role, error, children }: { work: Work; role: ListRole; error: ErrorAt; children: (k: number) => ComponentChildren }) {
  const e = work.draft!.value;
  const field = FIELD[role];
  const list = e[field] as At[];
  const ordered = role === "place" || role === "says";
  const name = role === "figure" ? "form.figures" : (`form.${role}` as const);
  return (
    <fieldset class="rp-role">
      <legend>
        <i class={`rp-key role-${role}`} aria-hidden="true" />
        {t(name)}
        {ordered && list.length > 1 && <span class="hint"> · {t(role === "place" ? "form.place_hint" : "form.says_hint")}</span>}
      </legend>
      {list.map((span, k) => (
        <div class="rp-role-item" key={`${span.start}-${span.end}-${k}`}>
          <div class="rp-role-line">
            <WordsOf work={work} role={role} span={span} />
            {work.selection && (
              <Button tiny icon="edit" name={t("form.replace")} onClick={() => work.assign(role, k)} />
            )}
            {ordered && list.length > 1 && (
              <>
                <Button tiny icon="up" name={t("form.earlier")} disabled={k === 0} onClick={() => work.change(shift(e, role, k, -1))} />
                <Button tiny icon="down" name={t("form.later")} disabled={k === list.length - 1} onClick={() => work.change(shift(e, role, k, 1))} />
              </>
            )}
            <Button tiny icon="close" name={t("form.remove", { words: work.map.slice(span.start, span.end) })} onClick={() => work.change(drop(e, role, k))} />
          </div>
          <div class="rp-values">{children(k)}</div>
          {error(`${field}[${k}]`)}
        </div>
      ))}
      <div class="rp-role-line">
        {list.length === 0 && <span class="muted small grow">{t("form.empty")}</span>}
        <Button tiny look="line" icon="plus" disabled={!work.selection} title={work.selection ? undefined : t("form.select_first")} onClick={() => work.assign(role)}>
          {t("form.add_from_selection")}
        </Button>
      </div>
      {error(field)}
    </fieldset>
  );
}

interface ValueProps { e: ClaimEdit; k: number; change: (e: ClaimEdit) => void }

function TimeFields({ e, k, change }: ValueProps) {
  const time = e.time[k];
  if (!time) return null;
  const day = (name: "from" | "to", label: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        class="input"
        type="date"
        value={time[name] ?? ""}
        min="1800-01-01"
        max="2100-12-31"
        onChange={(ev) => {
          const value = ev.currentTarget.value || null;
          // One day is the usual case: the other end follows, until it is given its own.
          const other = name === "from" ? "to" : "from";
          const follow = time[other] === null || time[other] === time[name] ? value : time[other];
          const precision = value && time.precision === "unknown" ? "day" : time.precision;
          change(set(e, "time", k, { [name]: value, [other]: follow, precision }));
        }}
      />
    </label>
  );
  return (
    <>
      {day("from", t("form.from"))}
      {day("to", t("form.to"))}
      <label class="field">
        <span>{t("form.precision")}</span>
        <Choice list={TIME_PRECISIONS} value={time.precision} onChange={(precision) => change(set(e, "time", k, { precision }))} />
      </label>
    </>
  );
}

function FigureFields({ e, k, change, work }: ValueProps & { work: Work }) {
  const f = e.figures[k];
  if (!f) return null;
  const bound = (name: "min" | "max", label: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        class="input"
        type="number"
        inputMode="numeric"
        dir="ltr"
        min="0"
        step="any"
        value={f[name] ?? ""}
        placeholder={t("form.open_end")}
        onInput={(ev) => {
          const typed = ev.currentTarget.value;
          change(set(e, "figures", k, { [name]: typed === "" ? null : Number(typed) }));
        }}
      />
    </label>
  );
  return (
    <>
      {bound("min", t("form.min"))}
      {bound("max", t("form.max"))}
      <label class="field">
        <span>{t("form.what")}</span>
        <Choice list={FIGURES} value={f.what} onChange={(what) => change(set(e, "figures", k, { what }))} />
      </label>
      <label class="field">
        <span>{t("form.of")}</span>
        <Choice list={FIGURES_OF} value={f.of} empty={t("form.of_unknown")} onChange={(of) => change(set(e, "figures", k, { of }))} />
      </label>
      <label class="field">
        <span>{t("form.scope")}</span>
        <Choice list={SCOPES} value={f.scope} onChange={(scope) => change(set(e, "figures", k, { scope }))} />
      </label>
      <label class="field">
        <span>{t("form.part_of")}</span>
        <select class="select" value={f.part_of ?? ""} disabled={e.figures.length < 2} onChange={(ev) => change(set(e, "figures", k, { part_of: ev.currentTarget.value === "" ? null : Number(ev.currentTarget.value) }))}>
          <option value="">{t("form.part_of_none")}</option>
          {e.figures.map((other, n) =>
            n === k ? null : (
              <option key={n} value={n}>
                {work.map.slice(other.start, other.end)} ({figureWords(other)})
              </option>
            ),
          )}
        </select>
      </label>
    </>
  );
}

