// Text that others wrote, shown and never obeyed: isolated in direction, hidden characters as marks, cut by CSS with the
// whole in `title`.

import { t } from "../i18n";
import { hasHidden, pieces, plain } from "../text";

export interface BdiProps {
  text: string | null | undefined;
  /** Language of the words, where it is known. */
  lang?: string | null | undefined;
  class?: string;
  /** Put the whole text into `title`, for a place where CSS cuts it. */
  cut?: boolean;
}

export function Bdi({ text, lang, class: extra, cut }: BdiProps) {
  if (!text) return null;
  const title = cut ? plain(text) : undefined;
  return (
    <bdi class={[extra, cut ? "cut" : ""].filter(Boolean).join(" ") || undefined} lang={lang ?? undefined} title={title}>
      {hasHidden(text)
        ? pieces(text).map((piece, i) => piece.hidden
          ? <span key={i} class="hidden-mark" role="img" aria-label={t("hiddenCharacter", { name: piece.text })}>{piece.text}</span>
          : piece.text)
        : text}
    </bdi>
  );
}

/** Words of a report, in quotation marks of the interface's language. */
export function Quote(props: BdiProps & { title?: string }) {
  return <q class="quoted" title={props.title}><Bdi {...props} /></q>;
}
