// The export of what is shown: what, in which form, with a line on each form; the browser saves the file that the server makes.

import { useState } from "preact/hooks";
import { download, type ExportWhat } from "../api";
import { enIncident, type IncidentWords } from "../i18n/en-incident";
import { w } from "../i18n/incident";
import { meta } from "../state";
import { Button, Dialog, errorText, Segments, toast } from "../ui";
import { formsOf, narrows, queryOf, whatsOf, type Scope } from "./scope";
import "./exports.css";

/** How a form is called: names of formats are not translated. */
const NAMES: Record<string, string> = {
  jsonl: "JSON Lines", csv: "CSV", geojson: "GeoJSON", acled: "ACLED", ucdp: "UCDP GED", plover: "PLOVER", ftm: "FollowTheMoney",
  hxl: "HXL", parquet: "Parquet", gold: "gold/",
};

export function ExportDialog({ scope, close }: { scope: Scope; close: () => void }) {
  const whats = whatsOf(scope);
  const [what, setWhat] = useState<ExportWhat>(whats[0]!);
  const [as, setAs] = useState("jsonl");
  const [busy, setBusy] = useState(false);
  const forms = formsOf(what, meta.value);
  const form = forms.includes(as) ? as : forms[0]!;
  const of = (key: string): string => (Object.hasOwn(enIncident, key) ? w(key as IncidentWords) : w("export.as.unknown"));
  const said =
    what === "decisions"
      ? w("export.scope_decisions")
      : scope.kind === "incident"
        ? w(what === "incidents" ? "export.scope_one" : "export.scope_one_of", { id: scope.id })
        : scope.kind === "chosen"
          ? w(what === "incidents" ? "export.scope_chosen" : "export.scope_chosen_of", { n: scope.ids.length })
          : narrows(scope)
            ? w(what === "incidents" ? "export.scope_filter" : "export.scope_filter_of")
            : w("export.scope_all");
  const run = async () => {
    setBusy(true);
    try {
      await download("/api/export", queryOf(scope, what, form));
      toast(w("export.done", { file: `${w(`export.what.${what}`)} (${NAMES[form] ?? form})` }));
      close();
    } catch (error) {
      toast(w("export.failed", { message: errorText(error) }), { bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={w("export.title")}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>{w("incident.cancel")}</Button>
          <Button look="main" icon="export" disabled={busy} onClick={() => void run()}>
            {w("export.do")}
          </Button>
        </>
      }
    >
      {whats.length > 1 && (
        <div class="field export-what">
          <span>{w("export.what")}</span>
          <Segments label={w("export.what")} value={what} options={whats.map((x) => [x, w(`export.what.${x}`)] as const)} onChange={setWhat} />
        </div>
      )}
      <p class="hint" role="status">
        {said}
      </p>
      <fieldset>
        <legend class="label">{w("export.form")}</legend>
        <ul class="export-forms">
          {forms.map((f) => (
            <li key={f}>
              <label>
                <input type="radio" name="export-form" checked={form === f} onChange={() => setAs(f)} />
                <span>
                  <strong>
                    <bdi>{NAMES[f] ?? f}</bdi>
                  </strong>
                  <span class="muted">{of(`export.as.${f}`)}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </Dialog>
  );
}

/** A button that opens the dialog. */
export function ExportButton({ scope, tiny }: { scope: Scope; tiny?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="line" icon="export" tiny={tiny ?? false} onClick={() => setOpen(true)}>
        {w("export.open")}
      </Button>
      {open && <ExportDialog scope={scope} close={() => setOpen(false)} />}
    </>
  );
}
