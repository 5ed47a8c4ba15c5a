// Positions and characters of a report's text. The server counts Unicode scalar values; the browser's strings count UTF-16
// units. Direction marks and control characters are found here, so that they can be shown and not obeyed.

/** Turns positions in scalar values into positions in UTF-16 units and back, over one text. */
export class CharMap {
  /** UTF-16 position of every scalar value, and of the end; null where the two counts are the same all along. */
  private readonly units: Uint32Array | null;
  /** How many scalar values the text has. */
  readonly length: number;

  constructor(readonly text: string) {
    if (!/[\uD800-\uDFFF]/.test(text)) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const units = new Uint32Array(text.length + 1);
    let n = 0;
    for (let at = 0; at < text.length; n++) {
      units[n] = at;
      at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    }
    units[n] = text.length;
    this.units = units.slice(0, n + 1);
    this.length = n;
  }

  /** UTF-16 position of a position in scalar values; what lies outside is brought to the nearer end. */
  toUnit(scalar: number): number {
    const at = Math.max(0, Math.min(this.length, Math.trunc(scalar) || 0));
    return this.units ? this.units[at]! : at;
  }

  /** Position in scalar values of a UTF-16 position; one inside a pair belongs to the pair's start. */
  toScalar(unit: number): number {
    const at = Math.max(0, Math.min(this.text.length, Math.trunc(unit) || 0));
    if (!this.units) return at;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (this.units[mid]! <= at) low = mid;
      else high = mid - 1;
    }
    return low;
  }

  /** The words between two positions in scalar values. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }
}

/** Characters that are not seen but change how a line is read: direction marks, embeddings, overrides, isolates, controls. */
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/;
const HIDDEN_ALL = new RegExp(HIDDEN.source, "g");

const NAMES: Record<string, string> = {
  "\u061C": "ALM", "\u200B": "ZWSP", "\u200E": "LRM", "\u200F": "RLM", "\u202A": "LRE", "\u202B": "RLE", "\u202C": "PDF",
  "\u202D": "LRO", "\u202E": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\uFEFF": "BOM",
  "\u00AD": "SHY", "\u2060": "WJ",
};

export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** What a hidden character is called: `RLO`, or its number. */
export function hiddenName(char: string): string {
  return NAMES[char] ?? `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text in pieces: what is shown as it stands, and hidden characters by name. */
export function pieces(text: string): { text: string; hidden: boolean }[] {
  const out: { text: string; hidden: boolean }[] = [];
  let last = 0;
  for (const found of text.matchAll(HIDDEN_ALL)) {
    if (found.index > last) out.push({ text: text.slice(last, found.index), hidden: false });
    out.push({ text: hiddenName(found[0]), hidden: true });
    last = found.index + found[0].length;
  }
  if (last < text.length) out.push({ text: text.slice(last), hidden: false });
  return out;
}

/**
 * Letters without a space between that a browser is given in one piece. To break a longer one into lines takes Chromium time that grows with the
 * square of its length: a minute for a «name» of 100,000 letters, and as long for a letter with 20,000 marks.
 */
const LONGEST_RUN = 120;
const LONG_RUN = new RegExp(`[^ \\t\\n\\r]{${LONGEST_RUN + 1},}`, "g");

/** A text in pieces between which a line may be broken, so that no piece is long without a space. Joined again, they are the text. */
export function runs(text: string): string[] {
  const out: string[] = [];
  let last = 0;
  for (const found of text.matchAll(LONG_RUN)) {
    const end = found.index + found[0].length;
    for (let at = found.index + LONGEST_RUN; at < end; at += LONGEST_RUN) {
      // Before a letter and not before its marks, where there are few of them; never within a pair.
      let cut = at;
      while (cut > at - 16 && /[\p{M}\u200d]/u.test(text[cut]!)) cut--;
      if (cut === at - 16) cut = at;
      cut = pairEnd(text, cut);
      out.push(text.slice(last, cut));
      last = cut;
    }
  }
  if (last < text.length || out.length === 0) out.push(text.slice(last));
  return out;
}

/** The two ends of a text that is longer than anyone reads, and how many characters stand between; null for all others. */
export function ends(text: string, most: number): { head: string; tail: string; left: number } | null {
  if (text.length <= most * 1.25) return null;
  const head = text.slice(0, pairEnd(text, Math.ceil(most * 0.75)));
  const tail = text.slice(pairEnd(text, text.length - Math.floor(most * 0.25)));
  let left = 0;
  for (const _ of text.slice(head.length, text.length - tail.length)) left++;
  return { head, tail, left };
}

/** A position of a text, or the one before where that stands within a pair. */
const pairEnd = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at);

/** A text with its hidden characters taken out: for `title` and `aria-label`, where marks cannot be shown. */
export function plain(text: string): string {
  return text.replace(HIDDEN_ALL, "");
}

/** The same, of a text that may be longer than anyone reads by its two ends. */
export function brief(text: string, most = 1000): string {
  const parts = ends(text, most);
  return plain(parts ? `${parts.head} … ${parts.tail}` : text);
}

/** The direction of a text by its first letter that has one; null where none has. For pieces of a text that stand in isolates. */
export function textDir(text: string): "rtl" | "ltr" | null {
  const found = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|\p{L}/u.exec(text);
  if (!found) return null;
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/.test(found[0]) ? "rtl" : "ltr";
}

/** The address, where it is one that a link may have: http or https and nothing else. */
export function safeHref(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}
