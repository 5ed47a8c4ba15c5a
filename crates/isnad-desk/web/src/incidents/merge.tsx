// What can be done with chosen incidents: merge them, export them.

import { useSignal } from "@preact/signals";
import { api, download, type IncidentLine } from "../api";
import { t } from "../i18n";
import { archiveChanged, filterQuery, meta, type Filter } from "../state";
import { Bdi, Button, Dialog, Menu, toast, toastError } from "../ui";
import { chosen } from "./shared";
import { dayText, typesText } from "./words";
import { LazyExport } from "../exports/Lazy";

/** Takes a decision back, and says so. */
export async function undo(decision: string): Promise<void> {
  try {
    await api.decide({ kind: "undo", decision });
    archiveChanged();
    toast(t("undone"));
  } catch (error) {
    toastError(error);
  }
}

/** Incidents that one export may name, at most: the server's bound. */
const MOST_EXPORTED = 1000;

/** The bar over the list while incidents are chosen. `known` are the lines that were seen of them. */
export function ChosenBar({ known }: { known: Map<string, IncidentLine> }) {
  const merging = useSignal(false);
  const exporting = useSignal(false);
  const n = chosen.value.size;
  if (!n) return null;
  return (
    <div class="inc-chosen-bar" role="toolbar" aria-label={t("nChosen", { n })}>
      <strong class="small">{t("nChosen", { n })}</strong>
      <span class="grow" />
      <Button look="line" tiny icon="merge" disabled={n < 2 || n > 50} onClick={() => (merging.value = true)}>{t("merge")}</Button>
      <Button look="line" tiny icon="export" disabled={n > MOST_EXPORTED} onClick={() => (exporting.value = true)}>{t("exportChosen")}</Button>
      <Button tiny onClick={() => (chosen.value = new Set())}>{t("clearSelection")}</Button>
      {merging.value && <MergeDialog lines={[...chosen.value].map((id) => known.get(id) ?? id)} onClose={() => (merging.value = false)} />}
      {exporting.value && <LazyExport scope={{ kind: "chosen", ids: [...chosen.value] }} close={() => (exporting.value = false)} />}
    </div>
  );
}

/** The menu that exports what the filter shows. */
export function ExportMenu({ filter }: { filter: Filter }) {
  const formats = meta.value?.exports.incidents ?? ["csv", "jsonl"];
  const more = useSignal(false);
  return (
    <>
      <Menu icon="export" name={t("exportFilter")} tiny title={t("exportAs")}
        items={[
          ...formats.map((as) => ({ label: <span class="mono">{as}</span>, run: () => { download("/api/export", { what: "incidents", as, ...filterQuery(filter) }).catch(toastError); } })),
          { label: t("exportMore"), run: () => (more.value = true) },
        ]} />
      {more.value && <LazyExport scope={{ kind: "filter", filter }} close={() => (more.value = false)} />}
    </>
  );
}

function MergeDialog({ lines, onClose }: { lines: (IncidentLine | string)[]; onClose: () => void }) {
  const reason = useSignal("");
  const busy = useSignal(false);
  const ids = lines.map((l) => (typeof l === "string" ? l : l.id));
  const send = async () => {
    busy.value = true;
    try {
      const { decision } = await api.decide({ kind: "merge", incidents: ids, reason: reason.value.trim() });
      chosen.value = new Set();
      onClose();
      archiveChanged();
      toast(t("merged", { n: ids.length }), { action: { label: t("undo"), run: () => void undo(decision.id) } });
    } catch (error) {
      toastError(error);
      busy.value = false;
    }
  };
  return (
    <Dialog title={t("mergeTitle")} onClose={onClose}
      foot={<><Button onClick={onClose}>{t("cancel")}</Button><Button look="main" icon="merge" disabled={busy.value} onClick={() => void send()}>{t("merge")}</Button></>}>
      <p class="muted small">{t("mergeInto")}</p>
      <ul class="stack inc-merge-list">
        {lines.map((line) => typeof line === "string" ? <li key={line}>{line}</li> : (
          <li key={line.id}><span class="muted mono">{line.id}</span> <b>{typesText(line)}</b> · {dayText(line)} · <Bdi text={line.place?.name ?? t("noPlace")} /><div class="small muted cut"><Bdi text={line.title} /></div></li>
        ))}
      </ul>
      <label class="field"><span>{t("reasonOptional")}</span>
        <textarea class="textarea" dir="auto" value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
      </label>
    </Dialog>
  );
}
