//! Number expressions: digits, number words, ranges, bounds, vague amounts, duals.
//!
//! *Comes in*: an [`Analysis`] and the time expressions found in it (their numbers are no amounts). *Goes out*: spans
//! with the smallest and largest value that the words allow. *Does not*: say what is counted beyond the token after.
//!
//! ```
//! use isnad_text::{Analysis, number};
//! let text = "أصيب أكثر من ثلاثة وعشرين شخصا، بينهم طفلان";
//! let found = number::find(&Analysis::new(text), &[]);
//! assert_eq!((found[0].min, found[0].max), (Some(23.0), None));
//! assert_eq!(found[0].span.of(text), "أكثر من ثلاثة وعشرين");
//! assert_eq!((found[1].min, found[1].span.of(text)), (Some(2.0), "طفلان"));
//! ```

mod cardinal;
mod parts;
mod words;

use crate::time::{TimeExpr, TimeKind};
use crate::{Analysis, Pos, TokenKind};
pub(crate) use cardinal::{Cardinal, InWord, Read, cardinal, in_word, read};
use isnad_model::Span;
use parts::{below_zero, decimal, mixed, part_behind, part_of_one, percent, power, ratio, slashed};
use std::ops::Range;
pub(crate) use words::Atom;
use words::Bound;

/// What kind of number words these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// How many: «ثلاثة», «12 ألف», «بين 5 و7».
    Cardinal,
    /// Which one in a row: «الثاني», «الثالث والعشرين».
    Ordinal,
    /// A counted noun in the dual: «جنديين», «قتيلان». The token is number and noun in one.
    Dual,
    /// No number said, but an order of size: «عشرات», «مئات», «آلاف», «بضعة».
    Vague,
    /// Of a hundred: «30%», «ثلاثون بالمئة».
    Percent,
    /// A part: «نصف», «ثلثا».
    Fraction,
    /// A number that names and does not count: «المادة 5», «القرار 2254», a year, «واحد من».
    Label,
}

/// A number expression.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberExpr {
    /// Bytes of the text, bounds and hedges included («أكثر من 20», «نحو ثلاثين»), proclitics «و ف ب ل ك» of the
    /// first word left out.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Smallest value that the words allow; `None` is open.
    pub min: Option<f64>,
    /// Largest value that the words allow; `None` is open.
    pub max: Option<f64>,
    /// Whether the words say that the value is not exact («نحو», «قرابة», «حوالي»).
    pub approx: bool,
    /// What kind of number words these are.
    pub kind: NumberKind,
    /// The token of what is counted, where it is plain: the word after («ثلاثة جنود», «عشرات من المدنيين»), the word
    /// before («جندي واحد», «الجنود الثلاثة»), or the dual itself.
    pub counted: Option<usize>,
}

/// All number expressions of a text, in order, none overlapping another. Tokens of `times` are passed over, but for
/// durations, whose numbers are amounts too («سجن 15 عاما»).
pub fn find(a: &Analysis<'_>, times: &[TimeExpr]) -> Vec<NumberExpr> {
    let times: Vec<&TimeExpr> = times.iter().filter(|t| t.kind != TimeKind::Duration).collect();
    let mut out: Vec<NumberExpr> = Vec::new();
    let (mut next_time, mut sentence) = (0, 0);
    let mut i = 0;
    while i < a.len() {
        // Asked before anything else: few tokens begin a number.
        if !begins(a, i) {
            i += 1;
            continue;
        }
        while next_time < times.len() && times[next_time].tokens.end <= i {
            next_time += 1;
        }
        if times.get(next_time).is_some_and(|t| t.tokens.contains(&i)) {
            i = times[next_time].tokens.end;
            continue;
        }
        // No number runs into a time or over the end of its sentence.
        while a.sentences[sentence].tokens.end <= i {
            sentence += 1;
        }
        let mut end = a.sentences[sentence].tokens.end;
        if let Some(t) = times.get(next_time) {
            end = end.min(t.tokens.start);
        }
        let floor = out.last().map_or(0, |e| e.tokens.end);
        match at(a, i, end, floor) {
            Some(found) => {
                i = found.tokens.end.max(i + 1);
                out.push(found);
            }
            None => i += 1,
        }
    }
    out
}

/// Whether token `i` is an ordinal or begins one: it tells a place in a row («خامس هجوم», «الثالث عشر»), not how many.
pub fn is_ordinal(a: &Analysis<'_>, i: usize) -> bool {
    read(a, i).is_some_and(|r| matches!(r.atom, Some(Atom::Ordinal(..))))
}

/// Whether token `i` is a noun in the dual («جنديين», «بقذيفتين»), also where no number expression was made of it.
pub fn is_dual(a: &Analysis<'_>, i: usize) -> bool {
    a.tokens[i].kind == TokenKind::Word && words::is_dual(a.stem(i))
}

/// Whether an expression may begin with this folded word, whose stem is `stem`; `number` says that it is a word of a number.
pub(crate) fn may_open(norm: &str, stem: &str, number: bool) -> bool {
    // «بين», «من», «ما» with proclitics; parts of one are number words too.
    number || ["بين", "من", "ما"].iter().any(|w| norm.ends_with(w)) || words::is_dual(stem)
}

/// Whether a number may begin at token `i`.
fn begins(a: &Analysis<'_>, i: usize) -> bool {
    match a.tokens[i].kind {
        // The analysis asked [`may_open`] once for all words that are written so.
        TokenKind::Word => a.forms[i].opens.number(),
        kind => kind == TokenKind::Number,
    }
}

/// The expression whose number begins at token `i`, if one does; [`begins`] was asked before.
fn at(a: &Analysis<'_>, i: usize, end: usize, floor: usize) -> Option<NumberExpr> {
    if a.tokens[i].kind == TokenKind::Word
        && let Some(range) = between(a, i, end)
    {
        return Some(range);
    }
    if let Some(mut found) = slashed(a, i, end) {
        if i > floor && below_zero(a, i) {
            found.tokens.start = i - 1;
            found.span.start = start_of(a, i - 1);
            (found.min, found.max) = (found.min.map(|v| -v), found.max.map(|v| -v));
        }
        return Some(found);
    }
    if let Some((last, value)) = part_of_one(a, i, end) {
        let found = NumberExpr {
            span: Span::new(start_of(a, i), a.tokens[last - 1].span.end),
            tokens: i..last,
            min: Some(value),
            max: Some(value),
            approx: false,
            kind: if value < 1.0 { NumberKind::Fraction } else { NumberKind::Cardinal },
            counted: None,
        };
        return Some(bounded(a, found, floor, end));
    }
    let first = read(a, i);
    let Some(first) = first else { return dual(a, i, end) };
    if let Some(found) = vague(a, i, end, first).or_else(|| ordinal(a, i, end, first)) {
        return Some(bounded(a, found, floor, end));
    }
    let mut c = cardinal(a, i, end)?;
    let more = decimal(a, &c, end)
        .or_else(|| power(a, &c, end))
        .or_else(|| mixed(a, &c, end))
        .or_else(|| part_behind(a, &c, end));
    if let Some((last, value)) = more {
        (c.end, c.value) = (last, value);
    }
    let mut found = NumberExpr {
        span: Span::new(c.start, a.tokens[c.end - 1].span.end),
        tokens: i..c.end,
        min: Some(c.value),
        max: Some(c.value),
        approx: false,
        kind: if c.fraction { NumberKind::Fraction } else { NumberKind::Cardinal },
        counted: None,
    };
    if let Some((last, value)) = range_end(a, &c, end) {
        found.max = Some(value.0);
        found.min = Some(value.1);
        found.tokens.end = last;
        found.span.end = a.tokens[last - 1].span.end;
    }
    if let Some(last) = percent(a, found.tokens.end, end) {
        found.kind = NumberKind::Percent;
        found.tokens.end = last;
        found.span.end = a.tokens[last - 1].span.end;
    } else if let Some((last, value)) = ratio(a, &c, end) {
        found.kind = NumberKind::Fraction;
        (found.min, found.max) = (Some(value), Some(value));
        found.tokens.end = last;
        found.span.end = a.tokens[last - 1].span.end;
    } else if names(a, i, &c) || lone_one(a, &found, &c, end) && !(i > floor && below_zero(a, i)) {
        found.kind = NumberKind::Label;
    }
    found.counted = counted(a, &found, first.article, end);
    if i > floor && matches!(a.norm(i - 1), "سالب" | "ناقص") {
        found.counted = found.counted.filter(|&c| c != i - 1);
    }
    if found.counted.is_none() && found.min == found.max && i > floor && below_zero(a, i) {
        found.tokens.start = i - 1;
        found.span.start = start_of(a, i - 1);
        (found.min, found.max) = (found.min.map(|v| -v), found.max.map(|v| -v));
    }
    Some(bounded(a, found, floor, end))
}

/// «بين 5 و7», «من ثلاثة إلى خمسة»; `i` is the token of «بين» or «من».
fn between(a: &Analysis<'_>, i: usize, end: usize) -> Option<NumberExpr> {
    let start = if is(a, i, "ما") && i + 1 < end && is(a, i + 1, "بين") { i + 1 } else { i };
    let by_and = is(a, start, "بين");
    if !by_and && !is(a, start, "من") {
        return None;
    }
    let low = (start + 1 < end).then(|| cardinal(a, start + 1, end)).flatten()?;
    let (joint, alone) = (low.end, |j: usize| j < end && a.tokens[j].kind == TokenKind::Word);
    let high_at = if by_and {
        match () {
            () if alone(joint) && a.norm(joint) == "و" => joint + 1,
            () if joint < end && read(a, joint).is_some_and(|r| r.conjunction) => joint,
            () => return None,
        }
    } else if joint < end && matches!(a.norm(joint), "الي" | "حتي") {
        joint + 1
    } else {
        return None;
    };
    let high = (high_at < end).then(|| cardinal(a, high_at, end)).flatten()?;
    let (min, max) = same_scale(&low, &high);
    if min >= max || low.fraction || high.fraction {
        return None;
    }
    let mut found = NumberExpr {
        span: Span::new(start_of(a, i), a.tokens[high.end - 1].span.end),
        tokens: i..high.end,
        min: Some(min),
        max: Some(max),
        approx: false,
        kind: NumberKind::Cardinal,
        counted: None,
    };
    if let Some(last) = percent(a, high.end, end) {
        found.kind = NumberKind::Percent;
        found.tokens.end = last;
        found.span.end = a.tokens[last - 1].span.end;
    }
    found.counted = counted(a, &found, false, end);
    Some(found)
}

/// «بين 20 و30 ألفا»: the scale of the second holds for the first too.
fn same_scale(low: &Cardinal, high: &Cardinal) -> (f64, f64) {
    let lifted = low.value * high.scale;
    if low.scale == 1.0 && high.scale > 1.0 && low.value < 1000.0 && lifted < high.value {
        (lifted, high.value)
    } else {
        (low.value, high.value)
    }
}

/// «5-7», «5 إلى 7», «خمسة أو ستة»: the end of the range that begins with `low`, and (max, min).
fn range_end(a: &Analysis<'_>, low: &Cardinal, end: usize) -> Option<(usize, (f64, f64))> {
    let j = low.end;
    if j + 1 >= end || low.fraction {
        return None;
    }
    let dash =
        matches!(a.word(j), "-" | "–" | "—") && a.tokens[j + 1].kind == TokenKind::Number && low.digits;
    if !dash && !matches!(a.norm(j), "الي" | "او" | "ل") {
        return None;
    }
    if dash && j + 2 < end && a.touches(j + 2) && matches!(a.word(j + 2), "-" | "–" | "/") {
        return None;
    }
    let high = cardinal(a, j + 1, end)?;
    let (min, max) = same_scale(low, &high);
    (min < max && !high.fraction && min > 0.0 && max / min <= 100.0).then_some((high.end, (max, min)))
}

/// «عشرات», «مئات الآلاف», «آلاف» without a number before.
fn vague(a: &Analysis<'_>, i: usize, end: usize, first: Read) -> Option<NumberExpr> {
    let (mut low, mut high) = match first.atom {
        Some(Atom::Vague(low, high)) => (low, high),
        Some(Atom::Scales(scale)) => (2.0 * scale, 10.0 * scale - 1.0),
        _ => return None,
    };
    let mut last = i + 1;
    if last < end
        && low < 1000.0
        && let Some(next) = read(a, last).filter(|n| !n.conjunction)
    {
        let times = match next.atom {
            Some(Atom::Scales(scale) | Atom::Scale(scale)) => Some(scale),
            // «بضع مئات», «بضع عشرات»
            Some(Atom::Vague(unit, _)) if low == 3.0 => Some(unit / 2.0),
            _ => None,
        };
        if let Some(scale) = times {
            (low, high) = (low * scale, (high + 1.0) * scale - 1.0);
            last += 1;
        } else if next.atom == Some(Atom::Ten) && low == 3.0 {
            (low, high) = (13.0, 19.0);
            last += 1;
        }
    }
    let mut found = NumberExpr {
        span: Span::new(first.start, a.tokens[last - 1].span.end),
        tokens: i..last,
        min: Some(low),
        max: Some(high),
        approx: true,
        kind: NumberKind::Vague,
        counted: None,
    };
    found.counted = counted(a, &found, first.article, end);
    Some(found)
}

/// «الثاني», «الثالث عشر», «الخامس والعشرين».
fn ordinal(a: &Analysis<'_>, i: usize, end: usize, first: Read) -> Option<NumberExpr> {
    let Some(Atom::Ordinal(mut value, bare)) = first.atom else { return None };
    let mut last = i + 1;
    if last < end
        && let Some(next) = read(a, last)
    {
        match next.atom {
            Some(Atom::Ten) if !next.conjunction && value < 10.0 => {
                value += 10.0;
                last += 1;
            }
            Some(Atom::Tens(tens)) if next.conjunction && next.article && value < 10.0 => {
                value += tens;
                last += 1;
            }
            _ => {}
        }
    }
    // «أول», «ثاني» without article are as often adverbs or the months' names.
    let of_month = i > 0 && matches!(a.stem(i - 1), "تشرين" | "كانون" | "ربيع" | "جمادي");
    // «أول كتابين»: the dual behind it says that it stands in a row.
    let of_two = last < end && words::is_dual(a.stem(last)) && !a.tokens[last].clitics.article;
    if (!first.article && !bare && !of_two && last == i + 1) || of_month {
        return None;
    }
    Some(NumberExpr {
        span: Span::new(first.start, a.tokens[last - 1].span.end),
        tokens: i..last,
        min: Some(value),
        max: Some(value),
        approx: false,
        kind: NumberKind::Ordinal,
        counted: (i > 0 && first.article && a.tokens[i - 1].clitics.article && !a.line_starts(i))
            .then(|| i - 1),
    })
}

/// «جنديين», «قتيلان», with «اثنين» after it or without.
fn dual(a: &Analysis<'_>, i: usize, end: usize) -> Option<NumberExpr> {
    let stem = a.stem(i);
    let ends = ["ان", "ين", "تا", "تي"].iter().any(|e| stem.ends_with(e));
    // Before its noun a dual loses its «ن»: «طائرتا استطلاع».
    let construct = stem.ends_with("تا") || stem.ends_with("تي");
    if a.tokens[i].kind != TokenKind::Word
        || !ends
        || !words::is_dual(stem)
        || (construct && !noun_next(a, i, end))
    {
        return None;
    }
    let mut last = i + 1;
    if last < end && matches!(a.norm(last), "اثنين" | "اثنان" | "اثنتين" | "اثنتان") {
        last += 1;
    }
    Some(NumberExpr {
        span: Span::new(start_of(a, i), a.tokens[last - 1].span.end),
        tokens: i..last,
        min: Some(2.0),
        max: Some(2.0),
        approx: false,
        kind: NumberKind::Dual,
        counted: Some(i),
    })
}

/// Whether a noun without proclitics stands after token `i`.
fn noun_next(a: &Analysis<'_>, i: usize, end: usize) -> bool {
    i + 1 < end
        && a.tokens[i + 1].kind == TokenKind::Word
        && a.tokens[i + 1].pos == Pos::Noun
        && a.forms[i + 1].proclitics == 0
}

/// Whether the number at `i` names something instead of counting.
fn names(a: &Analysis<'_>, i: usize, c: &Cardinal) -> bool {
    let before = (i > 0 && !a.line_starts(i)).then(|| i - 1);
    let year = c.digits
        && c.end == i + 1
        && (1900.0..2100.0).contains(&c.value)
        && a.norm(i).len() == 4
        && !noun_follows(a, c.end);
    // «الـ24»: the article stands as a word of its own.
    let before = match before {
        Some(b) if b > 0 && a.norm(b) == "ال" => Some(b - 1),
        other => other,
    };
    let numbered =
        before.is_some_and(|b| words::NUMBERED.contains(&a.stem(b))) && (c.digits || !noun_follows(a, c.end));
    year || numbered
}

/// «واحد» counts only after its noun.
fn lone_one(a: &Analysis<'_>, found: &NumberExpr, c: &Cardinal, end: usize) -> bool {
    if c.digits || c.value != 1.0 || found.max != Some(1.0) {
        return false;
    }
    let i = found.tokens.start;
    let noun_before = i > 0
        && !a.line_starts(i)
        && a.tokens[i - 1].kind == TokenKind::Word
        && a.tokens[i - 1].pos != Pos::Particle;
    let part = found.tokens.end < end && matches!(a.norm(found.tokens.end), "من" | "منهم" | "منها" | "تلو");
    !noun_before || part || matches!(a.norm(i - 1), "كل" | "اي" | "ان" | "او")
}

/// Whether token `i` is a word that can be counted.
fn noun_follows(a: &Analysis<'_>, i: usize) -> bool {
    let Some(t) = a.tokens.get(i) else { return false };
    t.kind == TokenKind::Word
        && !a.line_starts(i)
        && t.clitics.conjunction.is_none()
        && t.clitics.preposition.is_none()
        && !t.clitics.article
        && !matches!(t.pos, Pos::Particle | Pos::Verb)
}

fn counted(a: &Analysis<'_>, found: &NumberExpr, article: bool, end: usize) -> Option<usize> {
    let (start, next) = (found.tokens.start, found.tokens.end);
    let vague = found.kind == NumberKind::Vague;
    let one = found.max == Some(1.0) && a.tokens[start].kind == TokenKind::Word;
    if (article || one) && start > 0 && !a.line_starts(start) && a.tokens[start - 1].kind == TokenKind::Word {
        let t = &a.tokens[start - 1];
        if (one || t.clitics.article) && t.pos != Pos::Particle {
            return Some(start - 1);
        }
    }
    if next < end && a.norm(next) == "من" {
        return (next + 1 < end && a.tokens[next + 1].kind == TokenKind::Word).then_some(next + 1);
    }
    if next < end
        && (noun_follows(a, next)
            || (vague || article)
                && a.tokens[next].clitics.article
                && a.tokens[next].clitics.preposition.is_none())
    {
        return Some(next);
    }
    None
}

/// Takes in the words before and after that bound the number.
fn bounded(a: &Analysis<'_>, mut found: NumberExpr, floor: usize, end: usize) -> NumberExpr {
    let mut bound = None;
    let start = found.tokens.start;
    // The word right before is asked first: few words end a phrase.
    let near = start.checked_sub(1).map_or("", |last| a.norm(last));
    let before = if words::ends_bound(near) { words::BEFORE } else { &[] };
    for (b, phrase) in before {
        if !phrase.last().is_some_and(|last| near.ends_with(last)) {
            continue;
        }
        let Some(from) = start.checked_sub(phrase.len()).filter(|&f| f >= floor) else { continue };
        let same_line = (from + 1..=start).all(|k| !a.line_starts(k));
        if same_line && is(a, from, phrase[0]) && (1..phrase.len()).all(|k| a.norm(from + k) == phrase[k]) {
            bound = Some(*b);
            found.tokens.start = from;
            found.span.start = start_of(a, from);
            break;
        }
    }
    if bound.is_none() || bound == Some(Bound::About) {
        'after: for skip in 0..=2 {
            let from = found.tokens.end + skip;
            // Only words stand between a number and its bound: «20 قتيلا على الأقل».
            if skip > 0 && (from > end || a.tokens[from - 1].kind != TokenKind::Word) {
                break;
            }
            let after = if from < end && words::opens_bound(a.norm(from)) { words::AFTER } else { &[] };
            for (b, phrase) in after {
                if from + phrase.len() <= end && (0..phrase.len()).all(|k| a.norm(from + k) == phrase[k]) {
                    bound = Some(*b);
                    if skip == 0 {
                        found.tokens.end = from + phrase.len();
                        found.span.end = a.tokens[found.tokens.end - 1].span.end;
                        if found.counted.is_none() && noun_follows(a, found.tokens.end) {
                            found.counted = Some(found.tokens.end);
                        }
                    }
                    break 'after;
                }
            }
        }
    }
    match bound {
        Some(Bound::Least) => found.max = None,
        Some(Bound::Most) => found.min = None,
        Some(Bound::About) => found.approx = true,
        None => {}
    }
    found
}

/// Whether token `i` is `word`, with or without one-letter proclitics before it.
pub(crate) fn is(a: &Analysis<'_>, i: usize, word: &str) -> bool {
    let norm = a.norm(i);
    let Some(lead) = norm.strip_suffix(word) else { return false };
    matches!(lead, "" | "و" | "ف" | "ب" | "ل" | "ك" | "وب" | "ول" | "فب" | "وك")
}

/// Where token `i` begins in the text, its proclitics left out.
fn start_of(a: &Analysis<'_>, i: usize) -> usize {
    let t = &a.tokens[i];
    let proclitics = a.forms[i].proclitics as usize;
    if proclitics == 0 { t.span.start } else { a.original(i, proclitics) }
}

#[cfg(test)]
mod tests;
