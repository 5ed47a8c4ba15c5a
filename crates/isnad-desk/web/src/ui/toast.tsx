// Short notices at the foot of the page, told to screen readers; an action (undo) may stand in one.

import { signal } from "@preact/signals";
import { t } from "../i18n";
import { errorText, Button } from "./parts";

interface Note { id: number; text: string; bad: boolean; action?: { label: string; run: () => void } | undefined }
const notes = signal<Note[]>([]);
let next = 1;

/** Says something for some seconds; longer where it offers an action, and errors until closed. */
export function toast(text: string, options: { bad?: boolean; action?: { label: string; run: () => void } } = {}): void {
  const id = next++;
  notes.value = [...notes.value.slice(-2), { id, text, bad: options.bad ?? false, action: options.action }];
  if (!options.bad) setTimeout(() => drop(id), options.action ? 12_000 : 4_500);
}
export const toastError = (error: unknown): void => toast(errorText(error), { bad: true });
const drop = (id: number): void => {
  notes.value = notes.value.filter((n) => n.id !== id);
};

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {notes.value.map((note) => (
        <div key={note.id} class={note.bad ? "toast bad" : "toast"}>
          <span class="grow">{note.text}</span>
          {note.action && <Button tiny onClick={() => { drop(note.id); note.action!.run(); }}>{note.action.label}</Button>}
          <Button tiny icon="close" name={t("close")} onClick={() => drop(note.id)} />
        </div>
      ))}
    </div>
  );
}
