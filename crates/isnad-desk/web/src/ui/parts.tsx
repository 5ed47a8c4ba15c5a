// Small shared parts: buttons, chips, tabs, segments, empty and loading states, errors.

import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { ApiError } from "../api";
import { dir, t } from "../i18n";
import { refusal } from "../i18n/errors";
import { Icon } from "./icons";

type ButtonProps = Omit<JSX.IntrinsicElements["button"], "icon" | "size"> & {
  /** `main` for the one thing that one came to do, `line` for others, none for quiet ones. */
  look?: "main" | "line" | "danger";
  icon?: string;
  flip?: boolean;
  tiny?: boolean;
  /** Name of a button that shows its icon only. */
  name?: string;
};

export function Button({ look, icon, flip, tiny, name, children, class: extra, ...rest }: ButtonProps) {
  const only = icon !== undefined && !children;
  return (
    <button type="button" {...rest} aria-label={name ?? rest["aria-label"]} title={name ?? rest.title}
      class={["btn", look, tiny && "tiny", only && "icon", extra].filter(Boolean).join(" ")}>
      {icon && <Icon name={icon} flip={flip ?? false} />}
      {children}
    </button>
  );
}

export function Chip({ children, on, onRemove, what }: { children: ComponentChildren; on?: boolean; onRemove?: () => void; what?: string }) {
  return (
    <span class={on ? "chip on" : "chip"}>
      <span class="cut">{children}</span>
      {onRemove && <button type="button" onClick={onRemove} aria-label={t("removeFilter", { what: what ?? "" })}><Icon name="close" /></button>}
    </span>
  );
}

export interface TabItem<T extends string> { id: T; label: ComponentChildren }

/** Tabs by the pattern of WAI-ARIA: arrows move, the panel is named by its tab (`aria-labelledby={tabId(base, id)}`). */
export function Tabs<T extends string>({ items, value, onChange, label, base }: {
  items: TabItem<T>[]; value: T; onChange: (id: T) => void; label: string; base?: string;
}) {
  const own = useId();
  const stem = base ?? own;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = items.findIndex((i) => i.id === value);
    let to = at;
    if (step) to = (at + (dir() === "rtl" ? -step : step) + items.length) % items.length;
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = items.length - 1;
    else return;
    event.preventDefault();
    onChange(items[to]!.id);
    document.getElementById(tabId(stem, items[to]!.id))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {items.map((item) => (
        <button key={item.id} type="button" role="tab" id={tabId(stem, item.id)} aria-controls={`${stem}-panel-${item.id}`}
          aria-selected={item.id === value} tabIndex={item.id === value ? 0 : -1} onClick={() => onChange(item.id)}>
          {item.label}
        </button>
      ))}
    </div>
  );
}
export const tabId = (base: string, id: string): string => `${base}-tab-${id}`;

/** A choice of few, all seen. */
export function Segments<T extends string>({ value, options, onChange, label }: {
  value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void; label: string;
}) {
  return (
    <div class="seg" role="group" aria-label={label}>
      {options.map(([id, text]) => (
        <button key={id} type="button" aria-pressed={id === value} onClick={() => onChange(id)}>{text}</button>
      ))}
    </div>
  );
}

export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}

export function Loading({ children }: { children?: ComponentChildren }) {
  return <div class="loading" role="status"><Spinner /> {children ?? t("loading")}</div>;
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="empty"><strong>{title}</strong>{children}</div>;
}

/** What to tell a person of an error. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 0 || error.status === 502 || error.status === 504) return t("unreachable");
    if (error.status === 401) return t("unauthorised");
    if (error.status === 404) return t("notFound");
    return refusal(error.code, error.body) ?? t("serverSaid", { message: error.message });
  }
  return error instanceof Error ? error.message : String(error);
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="empty" role="alert">
      <p>{errorText(error)}</p>
      {retry && <Button look="line" onClick={retry}>{t("retry")}</Button>}
    </div>
  );
}
