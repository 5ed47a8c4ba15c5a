// What the parts of the view share while it is shown: the filter and how it is changed, and which incident is pointed at.

import { computed, signal } from "@preact/signals";
import { go, parseFilter, place, query, writeFilter, EMPTY, type Filter } from "../state";

export const filter = computed<Filter>(() => parseFilter(query.value));
/** The incident that the pointer or the list's cursor is on: list and map show it both. */
export const pointed = signal<string | null>(null);
export const chosen = signal<ReadonlySet<string>>(new Set());

/** Changes the filter. Typing and dragging replace the step of the history, all else makes one. */
export function change(patch: Partial<Filter>, replace = false): void {
  if (place.peek().path !== "/") return;
  go(`/${writeFilter({ ...filter.peek(), ...patch })}`, { replace, keepScroll: true });
}
export const clearFilter = (): void => change({ ...EMPTY, sort: filter.peek().sort });

export function toggleChosen(id: string): void {
  const next = new Set(chosen.peek());
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}

/** Takes a value into a list of the filter, or out of it. */
export function toggle(name: "type" | "actor" | "standing" | "outlet", value: string): void {
  const now = filter.peek()[name];
  change({ [name]: now.includes(value) ? now.filter((v) => v !== value) : [...now, value] });
}
