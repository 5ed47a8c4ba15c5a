// Pages of a long list: which part is shown, and to the next and the one before.

import { number, t } from "../i18n";
import { Button } from "./parts";

export function Pager({ offset, limit, total, onMove }: { offset: number; limit: number; total: number; onMove: (offset: number) => void }) {
  if (total <= limit && offset === 0) return null;
  return (
    <nav class="pager row small" aria-label={t("pages")}>
      <Button look="line" tiny icon="back" flip name={t("previousPage")} disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - limit))} />
      <span>{t("rowsOf", { from: number(offset + 1), to: number(Math.min(total, offset + limit)), total: number(total) })}</span>
      <Button look="line" tiny icon="next" flip name={t("nextPage")} disabled={offset + limit >= total} onClick={() => onMove(offset + limit)} />
    </nav>
  );
}
