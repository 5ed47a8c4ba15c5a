// Text that others wrote, shown and never obeyed: isolated in direction, hidden characters as marks, what is longer than anyone reads
// by its two ends, and no letters so long without a space that the browser would be busy with them for a minute.

import { t } from "../i18n";
import { brief, ends, hasHidden, pieces, runs } from "../text";

export interface BdiProps {
  text: string | null | undefined;
  /** Language of the words, where it is known. */
  lang?: string | null | undefined;
  class?: string;
  /** Put the whole text into `title`, for a place where CSS cuts it. */
  cut?: boolean;
}

/** Characters that are shown of a text beside others, and of one that CSS cuts to a line. A report's own view shows all. */
const MOST = 1000;
const MOST_CUT = 300;

/** Words, with places where a line may be broken. */
export function Broken({ text }: { text: string }) {
  return <>{runs(text).flatMap((run, i) => (i > 0 ? [<wbr key={i} />, run] : [run]))}</>;
}

/** Words with their hidden characters by name. */
function Named({ text }: { text: string }) {
  if (!hasHidden(text)) return <Broken text={text} />;
  return (
    <>
      {pieces(text).map((piece, i) => piece.hidden
        ? <span key={i} class="hidden-mark" role="img" aria-label={t("hiddenCharacter", { name: piece.text })}>{piece.text}</span>
        : <Broken key={i} text={piece.text} />)}
    </>
  );
}

/** Words of others without an element of their own: all of them, or the two ends and how much is between. */
export function Shown({ text, most = MOST }: { text: string; most?: number }) {
  const parts = ends(text, most);
  if (!parts) return <Named text={text} />;
  return (
    <>
      <Named text={parts.head} />
      <bdi class="left-out">{` [… ${t("nCharacters", { n: parts.left })} …] `}</bdi>
      <Named text={parts.tail} />
    </>
  );
}

export function Bdi({ text, lang, class: extra, cut }: BdiProps) {
  if (!text) return null;
  return (
    <bdi class={[extra, cut ? "cut" : ""].filter(Boolean).join(" ") || undefined} lang={lang ?? undefined} title={cut ? brief(text) : undefined}>
      <Shown text={text} most={cut ? MOST_CUT : MOST} />
    </bdi>
  );
}

/** Words of a report, in quotation marks of the interface's language. */
export function Quote(props: BdiProps & { title?: string }) {
  return <q class="quoted" title={props.title}><Bdi {...props} /></q>;
}
