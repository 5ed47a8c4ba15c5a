// A small «?» that tells by what rule low, high and best are made: on hover, on focus, and on click for a finger.

import { useId, useState } from "preact/hooks";
import { lang } from "../i18n";
import { w } from "./words";

export function Rule() {
  const id = useId();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
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
        <span class="rule-text" role="tooltip" id={id}>
          {w("incident.range_rule")}
        </span>
      )}
    </span>
  );
}
