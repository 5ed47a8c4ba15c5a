// The text of a report with its claims marked: block by block, each in its own direction.
//
// Comes in: text, blocks, claims, which claim is shown. Goes out: which claim a person hovers over or opens, and which words
// they select, by pointer or by keys. It decides nothing about claims, and draws every character of the text once.

import { Component, type ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BlockJson, BlockKind, ReviewState, WordingJson } from "../api";
import { dir, lang } from "../i18n";
import { BLOCKS, STATUSES, typeWord, WORDINGS, word } from "../labels";
import type { CharMap } from "../text";
import { byPiece, type Mark, marksOf, type Markable, type Piece, parts, pieces, type Segment, segments } from "./segments";
import { paint, reveal, selected } from "./select";
import { useCaret } from "./caret";
import { type Range, trim } from "./tokens";
import { t, textDir } from "./words";
import { Broken } from "../ui";

/** Kinds of block that are the report's own text; others are greyed. */
const OWN: ReadonlySet<string> = new Set(["headline", "dek", "body", "caption", "dateline", "byline", "source_credit"]);
const LOUD: ReadonlySet<string> = new Set(["headline", "dek", "body"]);
export const isBody = (kind: BlockKind): boolean => LOUD.has(kind);

export interface Shown extends Markable {
  type: string;
  status: string;
  state: ReviewState | "linked" | "draft";
}

interface Props {
  map: CharMap;
  blocks: readonly BlockJson[];
  claims: readonly Shown[];
  language: string | null;
  /** Loaded words, where they are to be underlined. */
  loaded: readonly WordingJson[];
  /** The claim whose roles are drawn. */
  shown: string | null;
  /** The claim that is open. */
  active: string | null;
  selection: Range | null;
  /** Words to point out for a moment. */
  flash: Range | null;
  /** Only this part of the text. */
  only?: Range | undefined;
  label: string;
  /** A click selects a word instead of opening a claim: while a claim is corrected. */
  taps?: boolean;
  hover(claim: string | null): void;
  open(claim: string): void;
  select(range: Range | null): void;
  /** Keys that mean something for the selection; true where it was one. */
  keys?(event: KeyboardEvent): boolean;
  children?: ComponentChildren;
}

export function TextView(p: Props) {
  const root = useRef<HTMLDivElement>(null);
  const cover = useMemo(() => {
    const all = pieces(p.map.length, p.blocks);
    const { only } = p;
    if (!only) return all;
    return all
      .filter((x) => x.start < only.end && x.end > only.start)
      .map((x) => ({ ...x, start: Math.max(x.start, only.start), end: Math.min(x.end, only.end) }));
  }, [p.map, p.blocks, p.only?.start, p.only?.end]);
  const marks = useMemo(() => byPiece(cover, p.claims.flatMap(marksOf)), [cover, p.claims]);
  const loaded = useMemo(() => byPiece(cover, p.loaded), [cover, p.loaded]);
  const about = useMemo(() => new Map(p.claims.map((c) => [c.id, c])), [p.claims]);
  const [said, say] = useState("");
  const caret = useCaret(root, p.map, cover, (range) => {
    p.select(range);
    say(range ? p.map.slice(range.start, range.end) : "");
  });

  useSelection(root, p.map, p.select);
  useEffect(() => {
    paint("isnad-selection", root.current, p.selection ? [p.selection] : []);
    return () => paint("isnad-selection", null, []);
  }, [p.selection?.start, p.selection?.end, marks]);
  useEffect(() => {
    if (!p.flash || !root.current) return;
    const { flash } = p;
    reveal(root.current, flash);
    paint("isnad-flash", root.current, [flash]);
    const end = setTimeout(() => paint("isnad-flash", null, []), 1600);
    return () => {
      clearTimeout(end);
      paint("isnad-flash", null, []);
    };
  }, [p.flash]);

  const claimsAt = (target: EventTarget | null): string[] => {
    const e = target instanceof Element ? target.closest<HTMLElement>("[data-claims]") : null;
    return e?.dataset.claims?.split(" ") ?? [];
  };
  const openAt = (target: EventTarget | null) => {
    const all = claimsAt(target);
    if (!all.length) return false;
    const at = p.active ? all.indexOf(p.active) : -1;
    p.open(all[(at + 1) % all.length] as string);
    return true;
  };

  return (
    <div class="report-text-box">
      <div
        ref={root}
        class="report-text"
        tabIndex={0}
        role="region"
        lang={p.language ?? "ar"}
        dir={textDir(p.language)}
        aria-label={p.label}
        aria-describedby="report-text-hint"
        onPointerOver={(e) => p.hover(claimsAt(e.target)[0] ?? null)}
        onPointerLeave={() => p.hover(null)}
        onFocusIn={(e) => p.hover(claimsAt(e.target)[0] ?? null)}
        onFocusOut={() => p.hover(null)}
        onClick={(e) => {
          const s = document.getSelection();
          if (s && !s.isCollapsed && root.current?.contains(s.anchorNode)) return;
          if (p.taps) p.select(caret.put(e.clientX, e.clientY, e.shiftKey));
          else if (!openAt(e.target)) {
            caret.put(e.clientX, e.clientY);
            p.select(null);
          }
        }}
        onKeyDown={(e) => {
          if (p.keys?.(e)) {
            e.preventDefault();
            e.stopPropagation();
            return;
          }
          if ((e.key === "Enter" || e.key === " ") && !e.ctrlKey && !e.metaKey && !e.altKey) {
            const at = caret.element();
            if (!p.taps && (openAt(e.target) || openAt(at))) {
              e.preventDefault();
              e.stopPropagation();
            }
            return;
          }
          if (caret.key(e)) {
            e.preventDefault();
            e.stopPropagation();
          }
        }}
      >
        {cover.map((piece, k) => (
          <Block
            key={`${piece.start}-${piece.end}`}
            piece={piece}
            again={sameKind(cover, k)}
            map={p.map}
            marks={marks[k] as Mark[]}
            loaded={loaded[k] as WordingJson[]}
            about={about}
            shown={p.shown && marks[k]?.some((m) => m.claim === p.shown) ? p.shown : null}
            active={p.active && marks[k]?.some((m) => m.claim === p.active) ? p.active : null}
            language={lang.value}
          />
        ))}
      </div>
      <span class="sr-only" id="report-text-hint">
        {t("report.text_hint")}
      </span>
      <span class="sr-only" aria-live="polite">
        {said}
      </span>
      {p.children}
    </div>
  );
}

/** Follows the browser's own selection, by pointer or touch. */
function useSelection(
  root: { current: HTMLDivElement | null },
  map: CharMap,
  select: (range: Range | null) => void,
) {
  const latest = useRef(select);
  latest.current = select;
  useEffect(() => {
    let down = false;
    let later: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      if (!root.current) return;
      const found = selected(root.current);
      const range = found ? trim(map.slice(found.start, found.end), found) : null;
      if (range) latest.current(range);
    };
    const onDown = (e: PointerEvent) => {
      down = !!root.current?.contains(e.target as Node);
      // A press on the text begins anew; one beside it (a button, a field) keeps what is selected, and so does a finger that scrolls.
      if (down && e.pointerType === "mouse") latest.current(null);
    };
    const onUp = () => {
      if (!down) return;
      down = false;
      read();
    };
    const onChange = () => {
      clearTimeout(later);
      if (!down) later = setTimeout(read, 120);
    };
    document.addEventListener("pointerdown", onDown);
    document.addEventListener("pointerup", onUp);
    document.addEventListener("pointercancel", onUp);
    document.addEventListener("selectionchange", onChange);
    return () => {
      clearTimeout(later);
      document.removeEventListener("pointerdown", onDown);
      document.removeEventListener("pointerup", onUp);
      document.removeEventListener("pointercancel", onUp);
      document.removeEventListener("selectionchange", onChange);
    };
  }, [map]);
}

/** Whether the block before is of the same kind: a menu of twenty lines is labelled once. */
function sameKind(cover: readonly Piece<BlockKind>[], k: number): boolean {
  for (let n = k - 1; n >= 0; n--) {
    const before = cover[n] as Piece<BlockKind>;
    if (before.kind !== null) return before.kind === cover[k]?.kind;
  }
  return false;
}

interface BlockProps {
  piece: Piece<BlockKind>;
  again: boolean;
  map: CharMap;
  marks: Mark[];
  loaded: WordingJson[];
  about: Map<string, Shown>;
  shown: string | null;
  active: string | null;
  language: string;
}

/** One block. It draws anew only when something of its own changed: a long page stays quick under the pointer. */
class Block extends Component<BlockProps> {
  override shouldComponentUpdate(next: BlockProps): boolean {
    const p = this.props;
    return (
      p.map !== next.map ||
      p.piece.start !== next.piece.start ||
      p.piece.end !== next.piece.end ||
      p.piece.kind !== next.piece.kind ||
      p.shown !== next.shown ||
      p.active !== next.active ||
      p.language !== next.language ||
      p.loaded !== next.loaded ||
      p.marks.length !== next.marks.length ||
      p.marks.some((m, k) => {
        const n = next.marks[k] as Mark;
        return m.start !== n.start || m.end !== n.end || m.claim !== n.claim || m.role !== n.role;
      }) ||
      p.marks.some((m) => p.about.get(m.claim)?.state !== next.about.get(m.claim)?.state)
    );
  }

  override render({ piece, again, map, marks, loaded, about, shown, active }: BlockProps) {
    const list = segments(piece.start, piece.end, marks, loaded);
    const tags = tagsOf(marks, shown);
    const inner = list.map((s) => <Words key={s.start} s={s} tag={tags.get(s.start)} {...{ map, about, shown, active }} />);
    const { kind } = piece;
    if (kind === null) {
      // What stands between blocks is mostly a line's end; words there are kept and greyed.
      const blank = !map.slice(piece.start, piece.end).trim();
      return <div class={blank ? "blk-gap" : "blk blk-quiet"}>{blank ? null : <p dir="auto">{inner}</p>}</div>;
    }
    const label = word(BLOCKS, kind);
    const quiet = !LOUD.has(kind);
    const body =
      kind === "headline" ? <h2 dir="auto">{inner}</h2> : <p dir="auto">{inner}</p>;
    return (
      <div class={`blk blk-${kind}${quiet ? " blk-quiet" : ""}${OWN.has(kind) ? "" : " blk-foreign"}${again ? " blk-again" : ""}`} aria-label={again ? label : undefined} role={again ? "group" : undefined}>
        {kind === "body" || again ? null : (
          <span class="blk-kind" lang={lang.value} dir={dir()}>
            {label}
          </span>
        )}
        {body}
      </div>
    );
  }
}

/** Labels of roles by where they stand. One that would run into the next takes it in: «target · figure». */
function tagsOf(marks: readonly Mark[], shown: string | null): Map<number, string> {
  const own = marks.filter((m) => m.claim === shown && m.role !== "trigger");
  own.sort((a, b) => a.start - b.start || b.end - a.end);
  const out = new Map<number, string>();
  let at = -1;
  for (const m of own) {
    const name = t(`role.${m.role}`);
    const before = out.get(at);
    // Letters of the text are about twice as wide as a label's.
    if (before !== undefined && (m.start - at) * 2 < before.length + 2) {
      if (!before.split(" · ").includes(name)) out.set(at, `${before} · ${name}`);
    } else {
      at = m.start;
      out.set(at, name);
    }
  }
  return out;
}

interface WordsProps {
  s: Segment;
  tag: string | undefined;
  map: CharMap;
  about: Map<string, Shown>;
  shown: string | null;
  active: string | null;
}

function Words({ s, tag, map, about, shown, active }: WordsProps) {
  const triggers = s.marks.filter((m) => m.role === "trigger" && about.has(m.claim));
  const own = s.marks.filter((m) => m.claim === shown);
  const cls = ["sg"];
  const top = triggers[0] ? about.get(triggers[0].claim) : undefined;
  if (top) cls.push("trig", `trig-${top.state}`);
  if (active && triggers.some((m) => m.claim === active)) cls.push("trig-active");
  for (const m of own) cls.push(`role-${m.role}`);
  if (s.loaded) cls.push("loaded", `loaded-${s.loaded.kind}`);
  const begins = triggers.some((m) => m.start === s.start);
  const ids = [...new Set(triggers.map((m) => m.claim))];
  const title = [
    ...triggers.map((m) => {
      const c = about.get(m.claim) as Shown;
      return `${typeWord(c.type)} · ${word(STATUSES, c.status)}`;
    }),
    ...(s.loaded ? [loadedTitle(s.loaded as unknown as WordingJson)] : []),
  ].join("\n");
  return (
    <span
      class={cls.join(" ")}
      data-at={s.start}
      data-claims={ids.length ? ids.join(" ") : undefined}
      data-tag={tag}
      title={title || undefined}
      {...(begins ? { tabIndex: 0, role: "button", "aria-pressed": ids.includes(active ?? "") } : {})}
    >
      {parts(map.slice(s.start, s.end)).map((x, k) =>
        x.hidden === null ? (
          <Broken key={k} text={x.text} />
        ) : (
          <span key={k} class="hidden-mark" data-hidden={x.hidden} role="img" aria-label={t("report.hidden", { name: x.hidden })} title={t("report.hidden", { name: x.hidden })}>
            {x.hidden}
          </span>
        ),
      )}
    </span>
  );
}

function loadedTitle(w: WordingJson): string {
  const kind = word(WORDINGS, w.kind);
  return w.neutral ? `${kind} · ${t("report.wording_neutral", { term: w.neutral })}` : kind;
}
