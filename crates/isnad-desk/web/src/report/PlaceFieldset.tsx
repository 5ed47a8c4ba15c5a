// Where a place is: searched in the gazetteer, put on a map, or typed; «no coordinates» is a value too.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api, type ClaimEdit, type PlaceHit, type PlacePrecision } from "../api";
import { number } from "../i18n";
import { PLACE_PRECISIONS } from "../labels";
import { Bdi, Button } from "../ui";
import { Combo } from "../ui/combo";
import { set, unsettled } from "./edit";
import { Choice } from "./Form";
import { PointMap } from "./PointMap";
import { countryName, placeKind, point, t } from "./words";
import type { Work } from "./work";

/** A point as the server reads it: plain digits, never 1e-7. */
const at5 = (lat: number, lon: number) => `${lat.toFixed(5)},${lon.toFixed(5)}`;

type Value = NonNullable<ClaimEdit["place"][number]["place"]>;

/** How fine a place of the gazetteer is, by what it is there: as crates/isnad-mention/src/gazetteer/feature.rs has it. */
const PRECISION: Record<string, PlacePrecision> = {
  country: "country", area: "region", water: "region", province: "province", district: "district", settlement: "settlement",
  camp: "settlement",
  // The point of a facility is right to a kilometre or two, like that of a quarter.
  quarter: "quarter", facility: "quarter",
};
export const precisionOf = (kind: string): PlacePrecision => (Object.hasOwn(PRECISION, kind) ? PRECISION[kind]! : "settlement");

export function PlaceFieldset({ work, nth, error }: { work: Work; nth: number; error: (path: string) => ComponentChildren }) {
  const e = work.draft!.value;
  const at = e.place[nth];
  const [map, showMap] = useState(false);
  if (!at) return null;
  const words = work.map.slice(at.start, at.end);
  const v: Value = at.place ?? unsettled(words);
  const change = (values: Partial<Value>) => work.change(set(e, "place", nth, { place: { ...v, ...values } }));
  const known = around(e, work);
  const near = v.lat !== null && v.lon !== null ? at5(v.lat, v.lon) : known[0] && at5(known[0][1], known[0][0]);
  // What else the program thought of, for a choice without a search.
  const read = work.find(work.draft!.claim)?.place.find((p) => p.start === at.start && p.end === at.end);
  const others = (read?.candidates ?? []).filter((c) => c.gazetteer_id !== v.gazetteer_id).slice(0, 5);
  const coordinate = (name: "lat" | "lon", label: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        class="input"
        type="number"
        dir="ltr"
        step="any"
        value={v[name] ?? ""}
        onInput={(ev) => {
          const typed = ev.currentTarget.value;
          const next = { ...v, [name]: typed === "" ? null : Number(typed), gazetteer_id: null };
          // Whoever types both numbers means that point.
          const both = next.lat !== null && next.lon !== null;
          change({ ...next, precision: both && v.precision === "unknown" ? "exact" : v.precision });
        }}
      />
    </label>
  );
  return (
    <>
      <div class="rp-wide rp-place-now">
        <label class="field">
          <span>{t("form.place_name")}</span>
          <input class="input" type="text" dir="auto" maxLength={200} value={v.name} onInput={(ev) => change({ name: ev.currentTarget.value })} />
        </label>
        <span class="muted small">
          <bdi>{v.lat !== null && v.lon !== null ? point(v.lat, v.lon) : t("claim.no_coordinates")}</bdi>
          {v.gazetteer_id && <bdi class="mono" dir="ltr"> · {v.gazetteer_id}</bdi>}
        </span>
      </div>
      <div class="rp-wide">
        <Combo<PlaceHit>
          label={t("form.place_search")}
          search={(q, signal) => api.places({ q, near, limit: 12 }, signal).then((a) => a.items)}
          id={(p) => p.gazetteer_id}
          draw={(p) => (
            <>
              <span><Bdi text={p.name} />{p.name_en && <> · <Bdi text={p.name_en} lang="en" /></>}</span>
              <small><bdi>{[placeKind(p.kind), p.province, countryName(p.country), p.population ? number(p.population) : null].filter(Boolean).join(" · ")}</bdi></small>
            </>
          )}
          choose={(p) => change({ name: p.name, lat: p.lat, lon: p.lon, gazetteer_id: p.gazetteer_id, precision: precisionOf(p.kind), radius_km: null })}
          words={{ none: t("search.none"), failed: t("search.failed"), count: (n) => t("search.results", { n }) }}
        />
      </div>
      {others.length > 0 && (
        <div class="rp-wide rp-others">
          <span class="hint">{t("claim.candidates")}</span>
          {others.map((c) => (
            <Button key={c.gazetteer_id} tiny look="line" title={point(c.lat, c.lon)} onClick={() => change({ name: c.name, lat: c.lat, lon: c.lon, gazetteer_id: c.gazetteer_id, precision: v.precision === "unknown" ? "settlement" : v.precision, radius_km: null })}>
              <Bdi text={c.name} /> <span class="muted">{number(c.score, { style: "percent" })}</span>
            </Button>
          ))}
        </div>
      )}
      <label class="field">
        <span>{t("form.precision")}</span>
        <Choice list={PLACE_PRECISIONS} value={v.precision} disabled={v.lat === null || v.lon === null} onChange={(precision) => change({ precision })} />
      </label>
      {coordinate("lat", t("form.lat"))}
      {coordinate("lon", t("form.lon"))}
      <div class="rp-wide rp-others">
        <Button tiny look="line" icon="map" aria-expanded={map} onClick={() => showMap(!map)}>{t("form.map")}</Button>
        <Button tiny look="line" disabled={v.lat === null && v.lon === null && v.precision === "unknown"} onClick={() => change(unsettled(v.name))}>{t("form.no_coordinates")}</Button>
      </div>
      {map && (
        <div class="rp-wide">
          <PointMap
            lat={v.lat}
            lon={v.lon}
            precision={v.precision}
            radius={v.radius_km ?? null}
            near={others.length ? others.map((c) => [c.lon, c.lat] as const) : known}
            put={(lat, lon) => change({ lat, lon, gazetteer_id: null, radius_km: null, name: v.gazetteer_id ? words : v.name, precision: v.precision === "unknown" ? "exact" : v.precision })}
          />
        </div>
      )}
      {error(`place[${nth}].place`)}
    </>
  );
}

/** Points that the claim has, else those of the report's other claims: where to begin to look. */
function around(e: ClaimEdit, work: Work): (readonly [number, number])[] {
  const of = (list: readonly { lat: number | null; lon: number | null }[]) =>
    list.flatMap((p) => (p.lat !== null && p.lon !== null ? [[p.lon, p.lat] as const] : []));
  const own = of(e.place.flatMap((p) => (p.place ? [p.place] : [])));
  return own.length ? own : of(work.answer.claims.flatMap((c) => c.place)).slice(0, 1);
}
