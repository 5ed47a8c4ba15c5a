// Filters saved by name in this browser; each is an address, which can be copied and sent.

import { signal, useSignal } from "@preact/signals";
import { t } from "../i18n";
import { conditions, go, parseFilter, writeFilter } from "../state";
import { Bdi, Button, Menu, toast } from "../ui";
import { filter } from "./shared";

interface SavedFilter { name: string; query: string }
const KEY = "isnad-filters";

/** What was kept; anything that is not what this page writes is left out. */
export function readSaved(text: string | null): SavedFilter[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(value)) return [];
    return value
      .filter((v): v is SavedFilter => typeof v?.name === "string" && typeof v?.query === "string")
      // The query is parsed and written anew, so that nothing but a filter comes back.
      .map((v) => ({ name: v.name.slice(0, 80), query: writeFilter(parseFilter(new URLSearchParams(v.query))) }))
      .slice(0, 100);
  } catch {
    return [];
  }
}
const load = (): SavedFilter[] => {
  try {
    return readSaved(localStorage.getItem(KEY));
  } catch {
    return [];
  }
};
const saved = signal<SavedFilter[]>(load());
function keep(next: SavedFilter[]): void {
  saved.value = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing: the list lasts as long as the page.
  }
}

export async function copyAddress(): Promise<void> {
  const address = location.origin + location.pathname + location.search;
  try {
    await navigator.clipboard.writeText(address);
    toast(t("copied"));
  } catch {
    toast(address);
  }
}

export function Saved() {
  return <Menu icon="star" name={t("savedFilters")} tiny title={t("savedFilters")} panel={(close) => <SavedPanel close={close} />} />;
}

function SavedPanel({ close }: { close: () => void }) {
  const name = useSignal("");
  return (
    <div class="settings">
      <strong class="small">{t("savedFilters")}</strong>
      {saved.value.length === 0 && <p class="hint">{t("noSaved")}</p>}
      <ul class="inc-saved-list">
        {saved.value.map((one, i) => (
          <li key={one.name} class="row">
            <a class="btn grow" href={`/${one.query}`} onClick={(event) => { event.preventDefault(); go(`/${one.query}`); close(); }}><Bdi text={one.name} cut /></a>
            <Button tiny icon="trash" name={`${t("delete")}: ${one.name}`} onClick={() => keep(saved.value.filter((_, j) => j !== i))} />
          </li>
        ))}
      </ul>
      <form class="row" onSubmit={(event) => {
        event.preventDefault();
        const given = name.value.trim();
        if (!given) return;
        keep([...saved.value.filter((s) => s.name !== given), { name: given, query: writeFilter(filter.peek()) }]);
        name.value = "";
        toast(`${t("saveFilter")}: ${given}`);
      }}>
        <input class="input" dir={name.value ? "auto" : undefined} maxLength={80} placeholder={t("filterName")} aria-label={t("filterName")} value={name.value}
          disabled={!conditions(filter.value)} onInput={(event) => (name.value = event.currentTarget.value)} />
        <Button look="main" type="submit" disabled={!conditions(filter.value) || !name.value.trim()}>{t("save")}</Button>
      </form>
      <Button look="line" icon="link" onClick={() => void copyAddress()}>{t("copyLink")}</Button>
    </div>
  );
}
