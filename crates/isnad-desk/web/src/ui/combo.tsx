// A field that searches while one types and offers what was found: a combobox by the pattern of WAI-ARIA.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Spinner } from "./parts";

export interface ComboProps<T> {
  label: string;
  placeholder?: string;
  /** What stands in the field at first. */
  initial?: string;
  /** Search at once, with nothing typed. */
  eager?: boolean;
  search(words: string, signal: AbortSignal): Promise<T[]>;
  id(item: T): string;
  draw(item: T): ComponentChildren;
  choose(item: T): void;
  /** «nothing found», «the search failed», «3 results». */
  words: { none: string; failed: string; count(n: number): string };
  autofocus?: boolean;
}

export function Combo<T>(p: ComboProps<T>) {
  const stem = useId();
  const [typed, type] = useState(p.initial ?? "");
  const [items, setItems] = useState<T[] | null>(null);
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(p);
  latest.current = p;

  useEffect(() => {
    if (p.autofocus) input.current?.focus();
  }, []);
  useEffect(() => {
    const words = typed.trim();
    if (!open || (!words && !p.eager)) {
      setItems(null);
      setState("idle");
      return;
    }
    const control = new AbortController();
    const later = setTimeout(() => {
      setState("busy");
      latest.current.search(words, control.signal).then(
        (found) => {
          if (control.signal.aborted) return;
          setItems(found);
          setAt(0);
          setState("idle");
        },
        () => {
          if (!control.signal.aborted) setState("failed");
        },
      );
    }, 160);
    return () => {
      clearTimeout(later);
      control.abort();
    };
  }, [typed, open]);

  const choose = (item: T | undefined) => {
    if (!item) return;
    setOpen(false);
    type("");
    setItems(null);
    p.choose(item);
  };
  const shown = open && items !== null && state !== "failed";
  return (
    <div class="combo">
      <input
        ref={input}
        class="input"
        type="text"
        role="combobox"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        aria-label={p.label}
        aria-autocomplete="list"
        aria-expanded={shown && items.length > 0}
        aria-controls={`${stem}-list`}
        aria-activedescendant={shown && items[at] ? `${stem}-${at}` : undefined}
        placeholder={p.placeholder ?? p.label}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInput={(e) => {
          setOpen(true);
          type(e.currentTarget.value);
        }}
        onKeyDown={(e) => {
          if (e.key === "ArrowDown" || e.key === "ArrowUp") {
            if (!items?.length) return;
            e.preventDefault();
            setAt((at + (e.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
          } else if (e.key === "Enter") {
            e.preventDefault();
            if (shown) choose(items[at]);
          } else if (e.key === "Escape" && shown) {
            e.preventDefault();
            e.stopPropagation();
            setOpen(false);
          }
        }}
      />
      {state === "busy" && (
        <span class="combo-busy">
          <Spinner />
        </span>
      )}
      <ul class="combo-list" id={`${stem}-list`} role="listbox" aria-label={p.label} hidden={!shown || items.length === 0}>
        {shown &&
          items.map((item, k) => (
            <li
              key={p.id(item)}
              id={`${stem}-${k}`}
              role="option"
              aria-selected={k === at}
              onPointerDown={(e) => e.preventDefault()}
              onPointerMove={() => setAt(k)}
              onClick={() => choose(item)}
            >
              {p.draw(item)}
            </li>
          ))}
      </ul>
      <span class={open && (state === "failed" || (shown && items.length === 0)) ? "combo-note hint" : "sr-only"} role="status">
        {state === "failed" ? p.words.failed : shown ? (items.length ? p.words.count(items.length) : p.words.none) : ""}
      </span>
    </div>
  );
}
