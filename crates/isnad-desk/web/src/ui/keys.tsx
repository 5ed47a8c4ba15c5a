// Keyboard shortcuts: views register theirs while they are shown; «?» lists them. Keys are left alone while one types and
// while a dialog is open. `code` is used for letters, so that they work under an Arabic keyboard too.

import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { t } from "../i18n";
import { Dialog } from "./dialog";

export interface Key {
  /** `j`, `Enter`, `?`, or two letters one after the other: `g i`. */
  key: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Works while a text field has the focus, too (Escape). */
  always?: boolean;
  /** Not listed in the help. */
  quiet?: boolean;
}
interface Group { title: string; keys: Key[] }
const groups = signal<{ id: number; group: () => Group }[]>([]);
export const helpOpen = signal(false);
let next = 1;

/** Registers keys while the component is shown; the newest that has a key gets it. `group` is called anew at each press.
 * Before it is painted: a key that is pressed at first sight must not be lost. */
export function useKeys(group: () => Group): void {
  useLayoutEffect(() => {
    const id = next++;
    groups.value = [...groups.peek(), { id, group }];
    return () => {
      groups.value = groups.peek().filter((g) => g.id !== id);
    };
  });
}

function typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.matches) return false;
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])");
}

/** What was pressed: letters by their place on the board, all else by what it writes. */
export function pressed(event: KeyboardEvent): string {
  if (event.key === "?" || event.key === "/") return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return event.shiftKey ? letter[1]! : letter[1]!.toLowerCase();
  if (event.key === "؟" || (event.code === "Slash" && event.shiftKey)) return "?";
  if (event.code === "Slash") return "/";
  return event.key;
}

let first: { key: string; at: number } | null = null;

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const name = pressed(event);
    const writes = typing(event.target);
    const sequence = first && performance.now() - first.at < 1200 ? `${first.key} ${name}` : null;
    first = null;
    const all = [...groups.value].reverse().flatMap((g) => g.group().keys);
    const found = (sequence && all.find((k) => k.key === sequence)) || all.find((k) => k.key === name);
    if (found && (!writes || found.always)) {
      // Enter and space on a control are the control's own.
      if ((name === "Enter" || name === " ") && (event.target as Element | null)?.closest?.("button, a, summary, [role=tab], [role=slider]")) return;
      event.preventDefault();
      found.run(event);
    } else if (!writes && all.some((k) => k.key.startsWith(`${name} `))) first = { key: name, at: performance.now() };
  });
}

export function KeyHelp() {
  if (!helpOpen.value) return null;
  return (
    <Dialog title={t("keyboard")} onClose={() => (helpOpen.value = false)} wide>
      <div class="keys-table">
        {groups.value.map(({ id, group }) => {
          const { title, keys } = group();
          if (!keys.some((k) => !k.quiet)) return null;
          return (
            <section key={id}>
              <h3>{title}</h3>
              <dl>
                {keys.filter((k) => !k.quiet).map((k) => (
                  <div key={k.key}>
                    <dt>{k.label}</dt>
                    <dd>{k.key.split(" ").map((part, i) => <>{i > 0 && <span class="muted small"> {t("kThen")} </span>}<kbd>{part}</kbd></>)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
