// A button that opens a menu or a small panel. Esc and a click elsewhere close it; in a menu the arrows move.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button } from "./parts";

export interface MenuItem { label: ComponentChildren; run: () => void; checked?: boolean; disabled?: boolean; danger?: boolean; icon?: string }

export function Menu({ label, icon, name, look, tiny, items, panel, start, title }: {
  label?: ComponentChildren; icon?: string; name?: string; look?: "main" | "line"; tiny?: boolean;
  items?: MenuItem[];
  /** Any content instead of items; `close` closes. */
  panel?: (close: () => void) => ComponentChildren;
  /** Hang from the button's start instead of its end. */
  start?: boolean;
  title?: string;
}) {
  const [open, setOpen] = useState(false);
  const wrap = useRef<HTMLSpanElement>(null);
  const id = useId();
  const close = (focus = true) => {
    setOpen(false);
    if (focus) wrap.current?.querySelector<HTMLElement>("button")?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!wrap.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    if (items) wrap.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
  const keys = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (items && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      const all = [...wrap.current!.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
      const at = all.indexOf(document.activeElement as HTMLElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]!;
      all[(to + all.length) % all.length]?.focus();
    }
  };
  return (
    <span class="menu-wrap" ref={wrap} onKeyDown={keys}>
      <Button {...(look ? { look } : {})} {...(icon ? { icon } : {})} {...(name ? { name } : {})} tiny={tiny ?? false}
        aria-haspopup={items ? "menu" : "dialog"} aria-expanded={open} aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}>{label}</Button>
      {open && items && (
        <div class={start ? "menu start" : "menu"} id={id} role="menu">
          {title && <div class="menu-title" role="presentation">{title}</div>}
          {items.map((item, i) => (
            <button key={i} type="button" tabIndex={-1} disabled={item.disabled}
              role={item.checked === undefined ? "menuitem" : "menuitemradio"} aria-checked={item.checked}
              class={item.danger ? "danger" : undefined} onClick={() => { close(); item.run(); }}>
              {item.label}{item.checked && <span aria-hidden="true">✓</span>}
            </button>
          ))}
        </div>
      )}
      {open && panel && <div class={start ? "menu start" : "menu"} id={id} role="dialog" aria-label={title ?? name}>{panel(() => close())}</div>}
    </span>
  );
}
