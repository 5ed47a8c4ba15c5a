// Whether words name someone of the actor registry: shown, searched, cleared.

import { useState } from "preact/hooks";
import { type ActorHit, type ActorLabel, api } from "../api";
import { lang } from "../i18n";
import { Button, Bdi } from "../ui";
import { Combo } from "../ui/combo";
import { actorKind, countryName, entityName, t } from "./words";

/** Names of entities that were chosen here, which the report's own labels may not have. */
const chosen: Record<string, ActorLabel> = {};

export function Entity({ entity, labels, change }: { entity: string | null; labels: Record<string, ActorLabel>; change: (entity: string | null) => void }) {
  const [searching, search] = useState(false);
  if (searching)
    return (
      <div class="field rp-wide">
        <span>{t("form.entity")}</span>
        <div class="rp-role-line">
          <div class="grow">
            <Combo<ActorHit>
              label={t("form.entity_search")}
              autofocus
              search={(q, signal) => api.actors(q, signal).then((a) => a.items)}
              id={(a) => a.id}
              draw={(a) => (
                <>
                  <Bdi text={(lang.value === "ar" ? a.ar : a.en) ?? a.ar} />
                  <small><bdi>{[actorKind(a.kind), countryName(a.country), a.id].filter(Boolean).join(" · ")}</bdi></small>
                </>
              )}
              choose={(a) => {
                chosen[a.id] = { ar: a.ar, en: a.en, kind: a.kind, country: a.country };
                search(false);
                change(a.id);
              }}
              words={{ none: t("search.none"), failed: t("search.failed"), count: (n) => t("search.results", { n }) }}
            />
          </div>
          <Button tiny icon="close" name={t("form.cancel")} onClick={() => search(false)} />
        </div>
      </div>
    );
  return (
    <div class="rp-role-line rp-wide small">
      <span class="muted">{t("form.entity")}:</span>
      <span class="grow cut">
        {entity ? <span title={entity}><Bdi text={entityName(entity, { ...chosen, ...labels })} /></span> : <span class="muted">{t("form.entity_none")}</span>}
      </span>
      <Button tiny icon="search" name={t("form.entity_search")} onClick={() => search(true)} />
      {entity && <Button tiny icon="close" name={t("form.clear")} onClick={() => change(null)} />}
    </div>
  );
}
