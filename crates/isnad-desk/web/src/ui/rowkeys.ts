// j and k over rows of a view that are in the page whole: each row has the class `key-row` and can take the focus.

import type { Key } from "./keys";
import { t } from "../i18n";

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("main .key-row")];

function move(by: number): void {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Keys for `useKeys`: move, and open the row's first link. */
export function rowKeys(): Key[] {
  return [
    { key: "j", label: t("kNext"), run: () => move(1) },
    { key: "k", label: t("kPrevious"), run: () => move(-1) },
    { key: "Enter", label: t("kOpen"), run: () => document.activeElement?.closest(".key-row")?.querySelector<HTMLElement>("a")?.click() },
  ];
}
