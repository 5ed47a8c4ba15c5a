// Words and sentences of a text by position, for a caret that moves by words and for the sentence around a claim.
//
// Comes in: a string. Goes out: spans in scalar positions of it. It knows nothing of clitics: a word is what stands between
// spaces and punctuation, and whoever needs less moves the end by characters.

export interface Range {
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{M}\p{N}\u0640_]/u;
/** Characters that may stand inside a word or a number: 4,000 · 12/3 · واشنطن-بوست · 3.5 · zero-width joiners. */
const JOINS = /[.,/:'’٫٬\u200c\u200d-]/u;

/** The words of `text`, offset by `base`. A number with its separators is one word. */
export function words(text: string, base = 0): Range[] {
  const chars = [...text];
  const out: Range[] = [];
  let start = -1;
  chars.forEach((c, k) => {
    const inside =
      WORD.test(c) ||
      (start >= 0 && JOINS.test(c) && WORD.test(chars[k + 1] ?? "") && WORD.test(chars[k - 1] ?? ""));
    if (inside && start < 0) start = k;
    if (!inside && start >= 0) {
      out.push({ start: base + start, end: base + k });
      start = -1;
    }
  });
  if (start >= 0) out.push({ start: base + start, end: base + chars.length });
  return out;
}

/** Index of the word that holds `at`, else of the first word after it; the last word beyond the end, −1 where there is none. */
export function wordAt(list: readonly Range[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((list[mid] as Range).end <= at) low = mid + 1;
    else high = mid;
  }
  return Math.min(low, list.length - 1);
}

/** Leaves out spaces and separators at both ends of a selection; null where nothing is left. */
export function trim(text: string, range: Range): Range | null {
  const chars = [...text];
  let { start, end } = range;
  const blank = (c: string | undefined) => c !== undefined && /[\s،؛,;]/u.test(c);
  while (start < end && blank(chars[start - range.start])) start++;
  while (end > start && blank(chars[end - 1 - range.start])) end--;
  return end > start ? { start, end } : null;
}

const STOP = /[.!?؟…\n]/u;

/** The sentence of `text` (a block) around `at`, both relative to the text. A full stop between digits ends nothing. */
export function sentences(text: string): Range[] {
  const chars = [...text];
  const out: Range[] = [];
  let start = 0;
  const push = (end: number) => {
    let from = start;
    while (from < end && /\s/u.test(chars[from] as string)) from++;
    if (end > from) out.push({ start: from, end });
    start = end;
  };
  for (let k = 0; k < chars.length; k++) {
    const c = chars[k] as string;
    if (!STOP.test(c)) continue;
    if (c === "\n") {
      push(k);
      continue;
    }
    if (c === "." && /\p{N}/u.test(chars[k - 1] ?? "") && /\p{N}/u.test(chars[k + 1] ?? "")) continue;
    let end = k + 1;
    while (end < chars.length && /["'»”)\]]/u.test(chars[end] as string)) end++;
    if (end < chars.length && !/\s/u.test(chars[end] as string)) continue;
    push(end);
    k = end - 1;
  }
  push(chars.length);
  return out;
}
