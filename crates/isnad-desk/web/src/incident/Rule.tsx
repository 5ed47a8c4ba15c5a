// A small «?» that tells by what rule low, high and best are made: on hover, on focus, and on click for a finger.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { lang } from "../i18n";
import { w } from "./words";

export function Rule() {
  const id = useId();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const box = text.current;
    const at = box?.parentElement?.getBoundingClientRect();
    if (!box || !at) return;
    // Below the mark, or above it where there is no room; never beyond the window.
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(Math.max(8, (at.left + at.right - width) / 2), innerWidth - width - 8);
    box.style.left = `${left}px`;
    box.style.top = `${at.bottom + height + 8 > innerHeight ? Math.max(8, at.top - height - 4) : at.bottom + 4}px`;
    // It stands in the window, not in the page: scrolling would leave it behind.
    addEventListener("scroll", close, { capture: true, once: true });
    return () => removeEventListener("scroll", close, { capture: true });
  }, [open]);
  return (
    <span
      class="rule"
      onMouseEnter={() => setOpen(true)}
      onMouseLeave={close}
      onKeyDown={(e) => {
        if (e.key !== "Escape" || !open) return;
        e.stopPropagation();
        close();
      }}
    >
      <button
        type="button"
        class="rule-button"
        aria-label={w("incident.range_rule_name")}
        aria-describedby={open ? id : undefined}
        aria-expanded={open}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        onBlur={close}
      >
        <span aria-hidden="true">{lang.value === "ar" ? "؟" : "?"}</span>
      </button>
      {open && (
        <span class="rule-text" role="tooltip" id={id} ref={text}>
          {w("incident.range_rule")}
        </span>
      )}
    </span>
  );
}
