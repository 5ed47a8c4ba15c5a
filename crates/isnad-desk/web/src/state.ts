// What the whole page shares: the route, the filter in its address, settings, and what the server tells meanwhile.

import { computed, effect, signal } from "@preact/signals";
import { openSession, type ChangedEvent, type Job, type Meta, api } from "./api";
import { setting } from "./i18n";

export * from "./filter";

// Route -------------------------------------------------------------------------------------------------------------

export interface Place { path: string; search: string; hash: string }
const here = (): Place => ({ path: location.pathname, search: location.search, hash: location.hash });
/** Where the page is; views read their parameters from it. */
export const place = signal<Place>(typeof location === "undefined" ? { path: "/", search: "", hash: "" } : here());
export const query = computed(() => new URLSearchParams(place.value.search));

/** Goes to an address of the page. `replace` leaves no step in the history: for what changes while one types or drags. */
export function go(to: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
  const before = location.pathname;
  if (options.replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  place.value = here();
  if (!options.keepScroll && location.pathname !== before) scrollTo(0, 0);
}

/** Listens to the history and to links of the page's own. Called once. */
export function startRouting(): void {
  addEventListener("popstate", () => (place.value = here()));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname.startsWith("/api/")) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}

/** The list of incidents as it was last seen, filter and all: where «Incidents» leads back to. */
export const lastList = signal("/");
effect(() => {
  if (place.value.path === "/") lastList.value = `/${place.value.search}`;
});

// Settings ----------------------------------------------------------------------------------------------------------

export const theme = setting("theme", ["system", "light", "dark"], "system");
export const density = setting("density", ["comfortable", "compact"], "comfortable");
/** The theme that is shown now, `system` resolved: the map takes its colours from it. */
export const shownTheme = signal<"light" | "dark">("light");

export function startTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const system = signal(dark.matches);
  dark.addEventListener("change", () => (system.value = dark.matches));
  effect(() => {
    const shown = theme.value === "system" ? (system.value ? "dark" : "light") : theme.value;
    document.documentElement.dataset.theme = shown;
    shownTheme.value = shown;
  });
  effect(() => {
    document.documentElement.dataset.density = density.value;
  });
}

/** Whether the window is narrow: views show one part at a time. */
export const narrow = signal(false);
export function startNarrow(): void {
  const media = matchMedia("(max-width: 900px)");
  narrow.value = media.matches;
  media.addEventListener("change", () => (narrow.value = media.matches));
}

// What the server tells -----------------------------------------------------------------------------------------------

export const meta = signal<Meta | null>(null);
/** Grows with each change of the archive that this page was told of: what shows the archive loads again when it grows. */
export const archiveVersion = signal(0);
export const lastChange = signal<ChangedEvent | null>(null);
/** The newest state of jobs (reading of added files), by id. */
export const jobs = signal<Record<string, Job>>({});
/** Whether the stream of events is open. */
export const live = signal<"opening" | "open" | "lost">("opening");

export async function loadMeta(): Promise<void> {
  try {
    meta.value = await api.meta();
  } catch {
    // The views say that the server does not answer; the bar shows nothing meanwhile.
  }
}

/** A decision of this page changed the archive: what is shown loads again, without waiting for the server's event. */
export function archiveChanged(change: ChangedEvent | null = null): void {
  lastChange.value = change;
  archiveVersion.value++;
  void loadMeta();
}

export async function startEvents(): Promise<void> {
  await openSession().catch(() => undefined);
  const source = new EventSource("/api/events");
  const read = <T>(event: Event): T | null => {
    try {
      return JSON.parse((event as MessageEvent<string>).data) as T;
    } catch {
      return null;
    }
  };
  source.addEventListener("open", () => {
    // After a break something may have happened that was not told.
    if (live.value === "lost") archiveChanged();
    live.value = "open";
  });
  source.addEventListener("error", () => (live.value = "lost"));
  source.addEventListener("changed", (event) => archiveChanged(read<ChangedEvent>(event)));
  source.addEventListener("job", (event) => {
    const job = read<Job>(event);
    if (job) jobs.value = { ...jobs.value, [job.id]: job };
  });
}
