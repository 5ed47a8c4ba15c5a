//! Fractions, percentages and numbers below zero.

use super::{Cardinal, NumberExpr, NumberKind, cardinal};
use crate::{Analysis, TokenKind};
use isnad_model::Span;

/// «3/4».
pub(super) fn slashed(a: &Analysis<'_>, i: usize, end: usize) -> Option<NumberExpr> {
    if a.tokens[i].kind != TokenKind::Number || i + 2 >= end || a.word(i + 1) != "/" {
        return None;
    }
    let tight = a.touches(i + 1) && a.touches(i + 2) && !(i > 0 && a.touches(i) && a.word(i - 1) == "/");
    let open = i + 3 < end && a.touches(i + 3) && a.word(i + 3) == "/";
    let (over, under) = (a.norm(i).parse::<u8>().ok()?, a.norm(i + 2).parse::<u8>().ok()?);
    if !tight || open || over == 0 || over >= under || !matches!(under, 2..=8 | 10 | 100) {
        return None;
    }
    let value = Some(f64::from(over) / f64::from(under));
    Some(NumberExpr {
        span: Span::new(a.tokens[i].span.start, a.tokens[i + 2].span.end),
        tokens: i..i + 3,
        min: value,
        max: value,
        approx: false,
        kind: NumberKind::Fraction,
        counted: None,
    })
}

/// «واحد من ثلاثة», «جزء من مئة» behind a number, «1 على 3», «3/4»: the token after, and the part of one.
pub(super) fn ratio(a: &Analysis<'_>, over: &Cardinal, end: usize) -> Option<(usize, f64)> {
    let mut at = over.end;
    if at + 1 >= end || over.fraction {
        return None;
    }
    let slash = a.word(at) == "/" && over.digits && a.touches(at) && a.touches(at + 1);
    if matches!(a.norm(at), "جزء" | "اجزاء") {
        at += 1;
    }
    let of = at > over.end || over.value == 1.0;
    if !(slash || a.norm(at) == "علي" || of && a.norm(at) == "من") {
        return None;
    }
    at += 1 + usize::from(!slash && a.norm(at) == "من" && at + 1 < end && a.norm(at + 1) == "كل");
    let under = cardinal(a, at, end)?;
    (under.value > over.value && over.value > 0.0 && !under.fraction)
        .then_some((under.end, over.value / under.value))
}

/// «%» or «بالمئة» at token `i`: the token after it.
pub(super) fn percent(a: &Analysis<'_>, i: usize, end: usize) -> Option<usize> {
    if i >= end {
        return None;
    }
    match a.norm(i) {
        "%" | "٪" | "بالميه" | "بالمايه" => Some(i + 1),
        "في" if i + 1 < end && matches!(a.norm(i + 1), "الميه" | "المايه") => Some(i + 2),
        _ => None,
    }
}

/// «-5», «سالب خمسة»; a dash between words or before what is counted is no minus.
pub(super) fn below_zero(a: &Analysis<'_>, i: usize) -> bool {
    match a.norm(i - 1) {
        "سالب" | "ناقص" => !a.line_starts(i),
        "-" | "−" => a.touches(i) && !a.touches(i - 1),
        _ => false,
    }
}
