// The panel of filters: facets with their counts, and what cannot be counted.

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Facets, FacetValue } from "../api";
import { lang, number, t } from "../i18n";
import { standingWord, typeWord } from "../labels";
import { Bdi, Button, Chip, Segments, StandingMark } from "../ui";
import { asBox } from "./area";
import { change, clearFilter, filter, toggle } from "./shared";
import { Saved } from "./saved";
import { days } from "../i18n";
import { conditions, type Filter } from "../state";
import type { Standing } from "../wire";

const STANDINGS: Standing[] = ["Confirmed", "Fair", "Weak", "Contested", "Discounted"];
/** Names of actors that were seen in facets: so that a chip has a name after its facet is gone. */
const names = new Map<string, string>();

function actorName(value: FacetValue): string {
  const name = value.label ? (lang.value === "ar" ? value.label.ar : value.label.en) || value.label.ar : value.value;
  names.set(`${lang.value} ${value.value}`, name);
  return name;
}

/** Keeps the names of the facets' actors, for chips. */
export function learnNames(facets: Facets | null): void {
  for (const value of facets?.actor ?? []) actorName(value);
}

export function FilterPanel({ facets }: { facets: Facets | null }) {
  const f = filter.value;
  const timer = useRef(0);
  const later = (patch: Partial<Filter>) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => change(patch, true), 300);
  };
  const standings = facets?.standing ?? [];
  return (
    <div class="inc-filter-list" role="group" aria-label={t("filters")}>
      <div class="row">
        <h2 class="grow">{t("filters")}</h2>
        {conditions(f) > 0 && <Button tiny onClick={clearFilter}>{t("clearAll")}</Button>}
        <Saved />
      </div>
      <label class="field">
        <span>{t("filterText")}</span>
        <input class="input" type="search" dir={f.q ? "auto" : undefined} value={f.q} title={t("filterTextHint")} placeholder={t("filterTextHint")} spellcheck={false}
          onInput={(event) => later({ q: event.currentTarget.value })} />
      </label>
      <fieldset class="field">
        <span class="label" id="f-dates">{t("dates")}</span>
        <div class="inc-two" role="group" aria-labelledby="f-dates">
          <input class="input" type="date" aria-label={t("from")} title={t("from")} value={f.from} max={f.to || undefined} onChange={(event) => change({ from: event.currentTarget.value })} />
          <input class="input" type="date" aria-label={t("to")} title={t("to")} value={f.to} min={f.from || undefined} onChange={(event) => change({ to: event.currentTarget.value })} />
        </div>
      </fieldset>
      <Facet title={t("standing")} open>
        {STANDINGS.map((s) => {
          const n = facets ? standings.find((v) => v.value === s)?.n ?? 0 : null;
          return <Option key={s} on={f.standing.includes(s)} n={n} set={() => toggle("standing", s)}
            label={<span class="standing" data-s={s}><StandingMark standing={s} />{standingWord(s)}</span>} />;
        })}
      </Facet>
      <Facet title={t("type")} open>
        <Values values={facets?.type ?? []} chosen={f.type} name={(v) => typeWord(v.value)} set={(v) => toggle("type", v)} />
      </Facet>
      <Facet title={t("actor")} open={f.actor.length > 0}>
        <Values values={facets?.actor ?? []} chosen={f.actor} name={actorName} set={(v) => toggle("actor", v)} find />
      </Facet>
      <Facet title={t("outlet")} open={f.outlet.length > 0}>
        <Values values={facets?.outlet ?? []} chosen={f.outlet} name={(v) => v.value} set={(v) => toggle("outlet", v)} find />
      </Facet>
      <Option on={f.conflicts} n={facets?.conflicts ?? null} set={() => change({ conflicts: !f.conflicts })} label={t("conflictsOnly")} />
      <div class="field">
        <span>{t("toReview")} {facets && <span class="muted">({number(facets.to_review)})</span>}</span>
        <Segments label={t("toReview")} value={f.review} onChange={(review) => change({ review })}
          options={[["", t("reviewAny")], ["todo", t("reviewTodo")], ["done", t("reviewDone")]]} />
      </div>
      <div class="inc-two">
        <label class="field">
          <span>{t("minSources")}</span>
          <select class="select" value={String(f.min_sources)} onChange={(event) => change({ min_sources: Number(event.currentTarget.value) })}>
            {[...new Set([0, 2, 3, 4, 5, 10, f.min_sources])].sort((a, b) => a - b).map((n) => <option key={n} value={String(n)}>{n ? number(n) : "–"}</option>)}
          </select>
        </label>
        <label class="field">
          <span>{t("placeFilter")}</span>
          <input class="input" type="text" dir="auto" value={f.place} spellcheck={false} onInput={(event) => later({ place: event.currentTarget.value })} />
        </label>
      </div>
    </div>
  );
}

function Facet({ title, open, children }: { title: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="inc-facet" open={open}>
      <summary>{title}</summary>
      <div class="inc-facet-body">{children}</div>
    </details>
  );
}

function Option({ on, n, set, label }: { on: boolean; n: number | null; set: () => void; label: ComponentChildren }) {
  return (
    <label class={n === 0 && !on ? "check inc-option inc-none" : "check inc-option"}>
      <input type="checkbox" checked={on} onChange={set} />
      <span class="grow cut">{label}</span>
      {n !== null && <span class="inc-n">{number(n)}</span>}
    </label>
  );
}

function Values({ values, chosen, name, set, find }: {
  values: FacetValue[]; chosen: string[]; name: (value: FacetValue) => string; set: (value: string) => void; find?: boolean;
}) {
  const all = useSignal(false);
  const text = useSignal("");
  const missing = chosen.filter((c) => !values.some((v) => v.value === c)).map((value) => ({ value, n: 0 }));
  const needle = text.value.trim().toLowerCase();
  const found = [...missing, ...values].filter((v) => !needle || name(v).toLowerCase().includes(needle));
  const few = all.value || needle ? found : found.filter((v, i) => i < 6 || chosen.includes(v.value));
  return (
    <>
      {find && values.length > 8 && <input class="input small" type="search" dir={text.value ? "auto" : undefined} value={text.value} placeholder={t("findIn")} aria-label={t("findIn")} onInput={(event) => (text.value = event.currentTarget.value)} />}
      {few.map((v) => <Option key={v.value} on={chosen.includes(v.value)} n={v.n} set={() => set(v.value)} label={<Bdi text={name(v)} cut />} />)}
      {!needle && found.length > 6 && <Button tiny onClick={() => (all.value = !all.value)}>{all.value ? t("showFewer") : t("showAll", { n: found.length })}</Button>}
    </>
  );
}

/** What filters now, each with a button that takes it away. */
export function Chips() {
  const f = filter.value;
  if (!conditions(f)) return null;
  const chips: [string, () => void][] = [];
  if (f.q.trim()) chips.push([`${t("filterText")}: ${f.q.trim()}`, () => change({ q: "" })]);
  if (f.from && f.to) chips.push([days(f.from, f.to), () => change({ from: "", to: "" })]);
  else if (f.from) chips.push([t("fromDay", { day: days(f.from) }), () => change({ from: "" })]);
  else if (f.to) chips.push([t("toDay", { day: days(f.to) }), () => change({ to: "" })]);
  if (f.area.length) chips.push([areaText(f), () => change({ area: [] })]);
  for (const s of f.standing) chips.push([`${t("standing")}: ${standingWord(s)}`, () => toggle("standing", s)]);
  for (const v of f.type) chips.push([`${t("type")}: ${typeWord(v)}`, () => toggle("type", v)]);
  for (const v of f.actor) chips.push([`${t("actor")}: ${names.get(`${lang.value} ${v}`) ?? v}`, () => toggle("actor", v)]);
  for (const v of f.outlet) chips.push([`${t("outlet")}: ${v}`, () => toggle("outlet", v)]);
  if (f.conflicts) chips.push([t("conflictsOnly"), () => change({ conflicts: false })]);
  if (f.review) chips.push([t(f.review === "todo" ? "reviewTodo" : "reviewDone"), () => change({ review: "" })]);
  if (f.min_sources) chips.push([t("minSourcesChip", { n: f.min_sources }), () => change({ min_sources: 0 })]);
  if (f.place.trim()) chips.push([`${t("placeFilter")}: ${f.place.trim()}`, () => change({ place: "" })]);
  return (
    <div class="inc-chips" role="group" aria-label={t("filters")}>
      {chips.map(([text, remove]) => <Chip key={text} on onRemove={remove} what={text}><Bdi text={text} /></Chip>)}
      <Button tiny onClick={clearFilter}>{t("clearAll")}</Button>
    </div>
  );
}

function areaText(f: Filter): string {
  const box = asBox(f.area);
  const deg = (n: number) => number(n, { maximumFractionDigits: 2 });
  return box ? `${t("area")}: ${deg(box.west)}…${deg(box.east)}, ${deg(box.south)}…${deg(box.north)}` : t("areaDrawn");
}
