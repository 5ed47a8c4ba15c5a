//! One number, in digits or words.

use super::words::{self, Atom, atom};
use crate::{Analysis, TokenKind};

/// One token as part of a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    /// The word; `None` for digits.
    pub atom: Option<Atom>,
    /// The value of digits.
    pub digits: f64,
    /// «و» before it.
    pub conjunction: bool,
    /// «ال» before it.
    pub article: bool,
    /// Where it begins in the text without «و ف ب ل ك».
    pub start: usize,
}

/// Reads token `i` as part of a number.
pub(crate) fn read(a: &Analysis<'_>, i: usize) -> Option<Read> {
    match a.tokens.get(i)?.kind {
        TokenKind::Number => digits(a, i).map(|value| Read {
            atom: None,
            digits: value,
            conjunction: a.touches(i) && a.norm(i - 1) == "و",
            article: a.touches(i) && matches!(a.norm(i - 1), "ال" | "وال" | "بال"),
            start: a.tokens[i].span.start,
        }),
        TokenKind::Word => word(a, i),
        _ => None,
    }
}

fn word(a: &Analysis<'_>, i: usize) -> Option<Read> {
    // The analysis asked [`in_word`] once for all words that are written so.
    let w = a.forms[i].number?;
    let start = if w.taken == 0 { a.tokens[i].span.start } else { a.original(i, w.taken as usize) };
    Some(Read {
        atom: Some(words::atom_at(w.atom)),
        digits: 0.0,
        conjunction: w.conjunction,
        article: w.article,
        start,
    })
}

/// A folded word as part of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InWord {
    /// Its atom's place.
    atom: u8,
    /// Bytes of the proclitics before it.
    taken: u8,
    /// «و» is among them.
    conjunction: bool,
    /// «ال» is among them.
    article: bool,
}

/// A folded word as part of a number.
pub(crate) fn in_word(norm: &str) -> Option<InWord> {
    let found = |atom: u8, taken: u8, conjunction: bool, article: bool| {
        Some(InWord { atom, taken, conjunction, article })
    };
    if !words::may_be_atom(norm) {
        return None;
    }
    if let Some(x) = atom(norm) {
        // «ألفا» alone is two thousand («ألفا قتيل») unless it is written with tanween.
        return found(x, 0, false, false);
    }
    let first = norm.chars().next()?;
    if !matches!(first, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا') {
        return None;
    }
    let (mut rest, mut taken, mut conjunction) = (norm, 0, false);
    if matches!(first, 'و' | 'ف') {
        rest = &rest[2..];
        taken = 2;
        conjunction = true;
        if let Some(x) = atom(rest) {
            return found(x, taken, first == 'و', false);
        }
    }
    if rest.starts_with(['ب', 'ل', 'ك']) {
        let lam = rest.starts_with("لل");
        rest = &rest[2..];
        taken += 2;
        if lam {
            return atom(&rest[2..]).and_then(|x| found(x, taken, conjunction, true));
        }
        if let Some(x) = atom(rest) {
            return found(x, taken, conjunction, false);
        }
    }
    let bare = rest.strip_prefix("ال")?;
    found(atom(bare)?, taken, conjunction, true)
}

/// The value of a digit token that can be an amount: no telephone number, clock time, date or type of weapon.
fn digits(a: &Analysis<'_>, i: usize) -> Option<f64> {
    let norm = a.norm(i);
    let (len, dots) = (norm.len(), norm.bytes().filter(|&b| b == b'.').count());
    let separated = || a.word(i).chars().any(|c| matches!(c, ',' | '٬' | '،' | '\''));
    let pointed = i > 0 && a.touches(i) && a.word(i - 1) == "." && (i == 1 || !a.touches(i - 1));
    let zero = norm.starts_with('0') && len > 1 && !norm.starts_with("0.") && !pointed;
    // Longer than eight digits without separator: an amount («1000000000 ليرة») unless a word or sign of a number that names
    // stands before it; longer than fifteen none that a number of this kind holds exactly.
    let named = || i > 0 && !a.line_starts(i) && super::words::NUMBERED.contains(&a.stem(i - 1));
    let long = len > 8 && !separated() && dots == 0 && (len > 15 || norm.starts_with('0') || named());
    if dots > 1 || zero || long {
        return None;
    }
    // «.08»: the point stands as a token of its own.
    if dots == 0 && pointed {
        return format!("0.{norm}").parse().ok();
    }
    let touching = |j: usize| j < a.len() && j > 0 && a.touches(j);
    if touching(i) {
        let before = a.word(i - 1);
        let clock = matches!(before, ":" | "/" | "\\");
        let dash = matches!(before, "-" | "–")
            && touching(i - 1)
            && matches!(a.tokens[i - 2].kind, TokenKind::Word | TokenKind::Foreign);
        let phone = before == "+" && len > 6;
        if clock && i > 1 && a.tokens[i - 2].kind == TokenKind::Number
            || dash
            || phone
            || a.tokens[i - 1].kind == TokenKind::Foreign
        {
            return None;
        }
    }
    if touching(i + 1)
        && matches!(a.word(i + 1), ":" | "/" | "\\")
        && touching(i + 2)
        && a.tokens[i + 2].kind == TokenKind::Number
    {
        return None;
    }
    // Short whole numbers are most.
    if len <= 9 && norm.bytes().all(|b| b.is_ascii_digit()) {
        return norm.parse::<u32>().ok().map(f64::from);
    }
    norm.parse().ok()
}

/// A number: its value, where it begins in the text, and the token after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cardinal {
    pub value: f64,
    pub start: usize,
    pub end: usize,
    /// The last scale in it («ألف»), or 1.
    pub scale: f64,
    /// It begins with digits.
    pub digits: bool,
    /// It is a part of one («نصف»).
    pub fraction: bool,
}

/// «1 414 021 100»: at least two groups of three digits after the first, each after one space.
fn spaced_groups(a: &Analysis<'_>, i: usize, end: usize) -> Option<(f64, usize)> {
    let mut value = a.norm(i).parse::<u16>().ok().filter(|n| (1..1000).contains(n)).map(f64::from)?;
    let mut at = i + 1;
    while at < end && at < i + 5 && a.tokens[at].kind == TokenKind::Number {
        // The last group may have decimals.
        let (group, decimals) = a.norm(at).split_once('.').unwrap_or((a.norm(at), ""));
        if group.len() != 3 {
            break;
        }
        let gap = a.text().get(a.tokens[at - 1].span.end..a.tokens[at].span.start)?;
        if gap.chars().count() != 1 {
            break;
        }
        value = value * 1000.0 + f64::from(group.parse::<u16>().ok()?);
        at += 1;
        if !decimals.is_empty() {
            value += format!("0.{decimals}").parse::<f64>().ok()?;
            break;
        }
    }
    (at >= i + 3).then_some((value, at))
}

/// What was added last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Unit,
    Other,
    Digits,
}

/// The longest cardinal that begins at token `i` and ends before token `end`.
pub(crate) fn cardinal(a: &Analysis<'_>, i: usize, end: usize) -> Option<Cardinal> {
    if i >= end {
        return None;
    }
    let first = read(a, i)?;
    // Sum of finished groups («مليون»), the group in hand («خمسمئة»), the smallest scale so far.
    let (mut total, mut group, mut scale) = (0.0, 0.0, f64::INFINITY);
    let mut last = Last::Other;
    let mut fraction = false;
    match first.atom {
        None => {
            (group, last) = (first.digits, Last::Digits);
            if let Some((value, end)) = spaced_groups(a, i, end) {
                return Some(Cardinal {
                    value,
                    start: first.start,
                    end,
                    scale: 1.0,
                    digits: true,
                    fraction: false,
                });
            }
        }
        Some(Atom::Unit(n)) => (group, last) = (n, Last::Unit),
        Some(Atom::OneOfTeen) => {
            let teen =
                i + 1 < end && read(a, i + 1).is_some_and(|r| r.atom == Some(Atom::Ten) && !r.conjunction);
            let twenty = i + 1 < end
                && a.norm(i) == "احدي"
                && read(a, i + 1).is_some_and(|r| matches!(r.atom, Some(Atom::Tens(_))) && r.conjunction);
            if !teen && !twenty {
                return None;
            }
            (group, last) = (1.0, Last::Unit);
        }
        Some(Atom::Ten) => group = 10.0,
        Some(Atom::Tens(n) | Atom::Hundreds(n)) => group = n,
        Some(Atom::Hundred) => group = 100.0,
        Some(Atom::Scale(n)) => {
            // «ألفا جندي»: a dual before its noun; with tanween or after a number it is one thousand.
            let dual = a.norm(i).ends_with("الفا")
                && !a.word(i).contains('\u{64b}')
                && i + 1 < end
                && a.tokens[i + 1].kind == TokenKind::Word;
            total = if dual { 2.0 * n } else { n };
            scale = n;
        }
        Some(Atom::Two(n)) => {
            total = 2.0 * n;
            scale = n;
        }
        Some(Atom::Fraction(n)) => {
            (group, fraction) = (n, true);
        }
        Some(Atom::Scales(_) | Atom::Vague(..) | Atom::Ordinal(..) | Atom::Parts(_)) => return None,
    }
    let mut at = i + 1;
    if fraction {
        // «نصف مليون»
        if at < end
            && let Some(next) = read(a, at).filter(|n| !n.conjunction && !n.article)
            && let Some(Atom::Scale(n)) = next.atom
        {
            (total, group, scale) = (group * n, 0.0, n);
            at += 1;
        }
        return Some(Cardinal {
            value: total + group,
            start: first.start,
            end: at,
            scale: if scale.is_finite() { scale } else { 1.0 },
            digits: false,
            fraction: total == 0.0,
        });
    }
    while at < end {
        // «و» as a word of its own, or written onto digits («و500»).
        let loose = a.tokens[at].kind == TokenKind::Word && a.norm(at) == "و" && at + 1 < end;
        let token = if loose { at + 1 } else { at };
        let Some(next) = read(a, token) else { break };
        let and = next.conjunction || loose;
        let open = group == 0.0 && total > 0.0;
        // «عشرون وثلاثة أخماس», «ثلاثة أرباع»
        if let (Some(Atom::Parts(parts)), false) = (next.atom, and)
            && total == 0.0
            && group > 0.0
        {
            (group, fraction) = (group / parts, true);
            at += 1;
            break;
        }
        if let (Some(Atom::Unit(n)), true) = (next.atom, and)
            && token + 1 < end
            && let Some(Read { atom: Some(Atom::Parts(parts)), conjunction: false, .. }) = read(a, token + 1)
            && n < parts
        {
            group += n / parts;
            at = token + 2;
            break;
        }
        let added = match (next.atom, and) {
            (Some(Atom::Scale(n) | Atom::Scales(n)), false) if group > 0.0 && n < scale && !next.article => {
                total += group * n;
                (group, scale, last) = (0.0, n, Last::Other);
                true
            }
            (Some(Atom::Scale(n)), true) if open && n < scale => {
                total += n;
                scale = n;
                true
            }
            (Some(Atom::Two(n)), true) if open && n < scale => {
                total += 2.0 * n;
                scale = n;
                true
            }
            (Some(Atom::Hundred), false) if last == Last::Unit && (2.0..10.0).contains(&group) => {
                (group, last) = (group * 100.0, Last::Other);
                true
            }
            // «322 مئة», «خمسة وتسعون مئة»
            (Some(Atom::Hundred), false)
                if (10.0..1000.0).contains(&group)
                    && group % 100.0 != 0.0
                    && !next.article
                    && next.start == a.tokens[token].span.start =>
            {
                (group, last) = (group * 100.0, Last::Other);
                true
            }
            // «ثلاثمئة ودزينتين»
            (Some(Atom::Two(n)), true) if n == 12.0 && group % 100.0 == 0.0 => {
                (group, last) = (group + 24.0, Last::Other);
                true
            }
            (Some(Atom::Scale(n)), true) if n == 12.0 && group > 0.0 && group % 100.0 == 0.0 => {
                (group, last) = (group + 12.0, Last::Other);
                true
            }
            (Some(Atom::Hundred), true) if open => {
                group = 100.0;
                true
            }
            (Some(Atom::Hundreds(n)), true) if open => {
                group = n;
                true
            }
            (Some(Atom::Ten), false) if last == Last::Unit && group % 100.0 < 10.0 => {
                (group, last) = (group + 10.0, Last::Other);
                true
            }
            (Some(Atom::Ten), true)
                if group % 100.0 == 0.0 && (group > 0.0 || open) && last != Last::Digits =>
            {
                group += 10.0;
                true
            }
            (Some(Atom::Unit(n)), true)
                if group % 100.0 == 0.0 && (group > 0.0 || open) && last != Last::Digits && n > 0.0 =>
            {
                (group, last) = (group + n, Last::Unit);
                true
            }
            (Some(Atom::OneOfTeen), true)
                if group % 100.0 == 0.0
                    && (group > 0.0 || open)
                    && token + 1 < end
                    && read(a, token + 1).is_some_and(|r| {
                        matches!(r.atom, Some(Atom::Ten)) || matches!(r.atom, Some(Atom::Tens(_)))
                    }) =>
            {
                (group, last) = (group + 1.0, Last::Unit);
                true
            }
            (Some(Atom::Tens(n)), true)
                if last == Last::Unit
                    || (group % 100.0 == 0.0 && (group > 0.0 || open) && last != Last::Digits) =>
            {
                (group, last) = (group + n, Last::Other);
                true
            }
            // «4 آلاف 3 مئة و21»
            (None, false)
                if open
                    && next.digits < 10.0
                    && next.digits.fract() == 0.0
                    && token + 1 < end
                    && read(a, token + 1)
                        .is_some_and(|r| r.atom == Some(Atom::Hundred) && !r.conjunction && !r.article) =>
            {
                (group, last) = (next.digits, Last::Unit);
                true
            }
            (None, true)
                if last == Last::Other && group >= 100.0 && group % 100.0 == 0.0 && next.digits < 100.0 =>
            {
                (group, last) = (group + next.digits, Last::Digits);
                true
            }
            (None, true) if open && next.digits < scale && next.digits.fract() == 0.0 => {
                (group, last) = (next.digits, Last::Digits);
                true
            }
            (Some(Atom::Fraction(n)), true) if !next.article => {
                if group > 0.0 {
                    group += n;
                } else {
                    total += n * scale;
                }
                // «مليون ونصف» may still take «المليون» as its scale; that is passed over.
                if token + 1 < end
                    && read(a, token + 1).is_some_and(|r| r.article && r.atom == Some(Atom::Scale(scale)))
                {
                    at += 1;
                }
                true
            }
            _ => false,
        };
        if !added {
            break;
        }
        at = if loose { at + 2 } else { at + 1 };
    }
    Some(Cardinal {
        value: total + group,
        start: first.start,
        end: at,
        scale: if scale.is_finite() { scale } else { 1.0 },
        digits: first.atom.is_none(),
        fraction: fraction && total + group < 1.0,
    })
}
