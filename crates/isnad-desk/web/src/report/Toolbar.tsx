// What the selected words are to be: a bar that floats at the selection (at the foot of a narrow window).

import { useLayoutEffect, useRef } from "preact/hooks";
import { narrow } from "../state";
import { Button, pressed, useKeys } from "../ui";
import { rangeOf } from "./select";
import type { Role } from "./segments";
import { words } from "./tokens";
import { t } from "./words";
import type { Work } from "./work";

/** Letters for the roles, by the English words of the field. */
export const LETTERS: readonly (readonly [string, Role])[] = [
  ["t", "trigger"],
  ["a", "actor"],
  ["o", "target"],
  ["p", "place"],
  ["w", "time"],
  ["f", "figure"],
  ["s", "says"],
  ["c", "cue"],
];

/** Whether roles may be set: a correction is open, or a claim that could be corrected. */
const mayAssign = (work: Work) => !!work.draft || !!work.find(work.active);

/** Keys that mean something for selected words; true where it was one. */
export function selectionKey(work: Work, event: KeyboardEvent): boolean {
  if (!work.selection || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const key = pressed(event);
  if (key === "n" && !work.draft) {
    work.add(work.selection);
    return true;
  }
  const role = LETTERS.find(([letter]) => letter === key)?.[1];
  if (!role || !mayAssign(work)) return false;
  work.assign(role);
  return true;
}

/** While words are selected, the letters mean roles wherever the focus is. To be called after the view's own `useKeys`: the newest wins. */
export function useSelectionKeys(work: Work): void {
  useKeys(() => ({
    title: t("select.toolbar"),
    keys: work.selection && mayAssign(work) ? LETTERS.map(([key, role]) => ({ key, label: t(`role.${role}`), run: () => work.assign(role) })) : [],
  }));
}

export function Toolbar({ work }: { work: Work }) {
  const bar = useRef<HTMLDivElement>(null);
  const { selection } = work;
  const isNarrow = narrow.value;
  useLayoutEffect(() => {
    const own = bar.current;
    const box = own?.parentElement;
    const root = box?.querySelector<HTMLElement>(".report-text");
    if (!own || !box || !root || !selection) return;
    if (isNarrow) {
      own.style.removeProperty("inset-block-start");
      own.style.removeProperty("left");
      return;
    }
    const range = rangeOf(root, selection);
    if (!range) return;
    const at = range.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    const width = own.offsetWidth;
    const left = Math.max(4, Math.min(frame.width - width - 4, at.left + at.width / 2 - frame.left - width / 2));
    const above = at.top - frame.top - own.offsetHeight - 12;
    own.style.setProperty("inset-block-start", `${above < 0 || at.top < own.offsetHeight + 70 ? at.bottom - frame.top + 12 : above}px`);
    // Physical on purpose: it is measured in the window.
    own.style.setProperty("left", `${left}px`);
  }, [selection?.start, selection?.end, isNarrow, work.draft === null]);
  if (!selection) return null;
  const n = words(work.map.slice(selection.start, selection.end)).length || 1;
  const assign = mayAssign(work);
  return (
    <div ref={bar} class="rp-toolbar" role="toolbar" aria-label={t("select.toolbar")} onPointerDown={(e) => e.preventDefault()}>
      <span class="rp-toolbar-n">{t("select.count", { n })}</span>
      {!work.draft && (
        <Button tiny look="main" icon="plus" aria-keyshortcuts="n" onClick={() => work.add(selection)}>
          {t("select.add")} <kbd aria-hidden="true">N</kbd>
        </Button>
      )}
      {assign &&
        LETTERS.map(([letter, role]) => (
          <button key={role} type="button" class="btn tiny rp-set" aria-keyshortcuts={letter} onClick={() => work.assign(role)}>
            <i class={`rp-key role-${role}`} aria-hidden="true" />
            {t(`role.${role}`)} <kbd aria-hidden="true">{letter.toUpperCase()}</kbd>
          </button>
        ))}
      <Button tiny icon="close" name={t("claim.close")} onClick={() => { work.select(null); document.getSelection()?.removeAllRanges(); }} />
    </div>
  );
}
