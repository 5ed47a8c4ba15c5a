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
    // «مئة جزء من خمسة» says itself that it is a part of something.
    let parts = matches!(a.norm(over.end), "جزء" | "اجزاء");
    // «مئتان وسبعة أجزاء من مئة»: more than a whole in words is a whole and its parts.
    let rest = over.value % under.value;
    if parts
        && !over.digits
        && over.value > under.value
        && rest > 0.0
        && matches!(under.value as u64, 10 | 100 | 1000)
    {
        return Some((under.end, over.value - rest + rest / under.value));
    }
    // «2000 على 3»: a division where nothing is counted behind it; «20 على متن الحافلة» is none.
    let divided = a.norm(over.end) == "علي"
        && (under.end >= end
            || a.line_starts(under.end)
            || a.tokens[under.end].kind == TokenKind::Punctuation);
    let said = at > over.end + 2 || parts || divided;
    ((under.value > over.value || said) && over.value > 0.0 && under.value > 0.0 && !under.fraction)
        .then_some((under.end, over.value / under.value))
}

/// «خمس الفطيرة»: a bare «خمس» before a definite noun is a fifth, since five counts an indefinite one («خمس سنوات») or has the
/// article itself. Before a definite number it is a part of it («خمس العشرين»). The token after, and the value.
pub(super) fn part_of_one(a: &Analysis<'_>, i: usize, end: usize) -> Option<(usize, f64)> {
    let value = super::words::part(a.norm(i))?;
    let next = i + 1;
    // Five of something unnamed is «خمسة»: a text that is nothing but «خمس» or «ثمن» says the part.
    if a.len() == 1 {
        return Some((next, value));
    }
    if next >= end || a.line_starts(next) || a.tokens[next].kind != TokenKind::Word {
        return None;
    }
    let clitics = a.tokens[next].clitics;
    let plain = clitics.conjunction.is_none() && clitics.preposition.is_none();
    if let Some(whole) = super::read(a, next).filter(|r| r.article && !r.conjunction) {
        // «عشر الثاني» is no part.
        if matches!(whole.atom, Some(super::Atom::Ordinal(..)) | None) {
            return None;
        }
        let c = cardinal(a, next, end)?;
        return Some((c.end, value * c.value));
    }
    (clitics.article && plain && super::words::part(a.norm(next)).is_none()).then_some((i + 1, value))
}

/// «21 خمس», «ثلاثة وخمس», «مئة وثلاثون وخمسين»: a part right behind a number that cannot take it as a unit or as tens. The
/// token after, and the value of all.
pub(super) fn part_behind(a: &Analysis<'_>, c: &Cardinal, end: usize) -> Option<(usize, f64)> {
    let at = c.end;
    if at >= end || c.fraction || a.line_starts(at) || a.tokens[at].kind != TokenKind::Word {
        return None;
    }
    let norm = a.norm(at);
    let (joined, word, next) = if norm == "و" && at + 1 < end {
        (true, a.norm(at + 1), at + 2)
    } else {
        match norm
            .strip_prefix('و')
            .filter(|w| super::words::part(w).or(super::words::two_parts(w)).is_some())
        {
            Some(w) => (true, w, at + 1),
            None => (false, norm, at + 1),
        }
    };
    // «ثلاثة عشر» was read as thirteen before this is asked; «خمس سنوات» counts.
    if word == "عشر" {
        return None;
    }
    match (joined, super::words::part(word), super::words::two_parts(word)) {
        (true, Some(p), _) if c.value % 100.0 != 0.0 => Some((next, c.value + p)),
        (true, None, Some(p)) if c.value % 100.0 >= 10.0 => Some((next, c.value + p)),
        (false, Some(p), _) if c.value >= 11.0 && !c.digits => Some((next, c.value * p)),
        _ => None,
    }
}

/// «خمسة فاصلة سبعة», «مئتين فاصلة ثلاثة من مئة»: a decimal in words. The token after, and the value.
pub(super) fn decimal(a: &Analysis<'_>, whole: &Cardinal, end: usize) -> Option<(usize, f64)> {
    let at = whole.end;
    if at + 1 >= end || whole.digits || whole.fraction || !matches!(a.norm(at), "فاصله" | "وفاصله")
    {
        return None;
    }
    let part = cardinal(a, at + 1, end).filter(|p| !p.digits && p.value.fract() == 0.0)?;
    if part.end + 1 < end
        && a.norm(part.end) == "من"
        && let Some(under) = cardinal(a, part.end + 1, end)
        && matches!(under.value as u64, 10 | 100 | 1000)
        && part.value < under.value
    {
        return Some((under.end, whole.value + part.value / under.value));
    }
    let mut under = 10.0;
    while under <= part.value {
        under *= 10.0;
    }
    Some((part.end, whole.value + part.value / under))
}

/// «1e10», «12.32e+14», «2.5^-1»: digits with an exponent, all touching. The token after, and the value.
pub(super) fn power(a: &Analysis<'_>, c: &Cardinal, end: usize) -> Option<(usize, f64)> {
    let mark = c.end;
    if !c.digits || mark >= end || !a.touches(mark) {
        return None;
    }
    let word = a.word(mark);
    let ten = matches!(word.as_bytes().first(), Some(b'e' | b'E'));
    let raise = |n: f64| if ten { c.value * 10f64.powf(n) } else { c.value.powf(n) };
    let finite = |at: usize, n: f64| Some((at, raise(n))).filter(|v| v.1.is_finite() && n.abs() <= 300.0);
    if ten && word.len() > 1 {
        return finite(mark + 1, word[1..].parse::<u16>().ok()?.into());
    }
    if !ten && word != "^" {
        return None;
    }
    let mut at = mark + 1;
    let mut sign = 1.0;
    if at < end && a.touches(at) && matches!(a.word(at), "+" | "-" | "−") {
        sign = if a.word(at) == "+" { 1.0 } else { -1.0 };
        at += 1;
    }
    if at >= end || !a.touches(at) || a.tokens[at].kind != TokenKind::Number {
        return None;
    }
    finite(at + 1, sign * a.norm(at).parse::<f64>().ok()?)
}

/// «2 1/4»: a whole and a part of one. The token after, and the value.
pub(super) fn mixed(a: &Analysis<'_>, c: &Cardinal, end: usize) -> Option<(usize, f64)> {
    let at = c.end;
    if !c.digits || c.value.fract() != 0.0 || at >= end || a.touches(at) || a.line_starts(at) {
        return None;
    }
    let part = slashed(a, at, end)?;
    Some((part.tokens.end, c.value + part.min?))
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
        "-" | "−" => {
            let apart = i == 1 || !a.touches(i - 1);
            // «- 1»: only where nothing stands before the sign, else it is a dash.
            apart && (a.touches(i) || i == 1)
        }
        _ => false,
    }
}
