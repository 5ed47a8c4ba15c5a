//! Dates of publication as pages, feeds and addresses write them.
//!
//! *Comes in*: a value («2024-11-28T13:00:03.000Z», «السبت 2 آذار 2024», «Apr 3, 2025») or running words that hold such values. *Goes
//! out*: days with their place. *Does not*: read relative times or times without a year; those of a claim are
//! `isnad_text::time`'s matter. A date of publication is always written out, so the forms here are few and strict.

mod url;

pub use url::of_url;

use crate::letter;
use isnad_model::{Span, TimePrecision};
use jiff::civil::Date;

/// A date found in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First day.
    pub from: Date,
    /// Last day (the same, unless only the month is given).
    pub to: Date,
    /// Day or month.
    pub precision: TimePrecision,
    /// Where it stands, in bytes.
    pub span: Span,
}

/// Years outside of these are no years of a report on the web.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Months by their names: those of Egypt and the Gulf, of the Levant and Iraq, of the Maghreb, and English ones.
/// Spelt without hamza on alef, as they are compared.
const MONTHS: &[(&str, i8)] = &[
    ("يناير", 1),
    ("كانون الثاني", 1),
    ("جانفي", 1),
    ("january", 1),
    ("jan", 1),
    ("فبراير", 2),
    ("شباط", 2),
    ("فيفري", 2),
    ("february", 2),
    ("feb", 2),
    ("مارس", 3),
    ("اذار", 3),
    ("march", 3),
    ("mar", 3),
    ("ابريل", 4),
    ("نيسان", 4),
    ("افريل", 4),
    ("april", 4),
    ("apr", 4),
    ("مايو", 5),
    ("ايار", 5),
    ("ماي", 5),
    ("may", 5),
    ("يونيو", 6),
    ("يونيه", 6),
    ("حزيران", 6),
    ("جوان", 6),
    ("june", 6),
    ("jun", 6),
    ("يوليو", 7),
    ("يوليه", 7),
    ("تموز", 7),
    ("جويليه", 7),
    ("july", 7),
    ("jul", 7),
    ("اغسطس", 8),
    ("اب", 8),
    ("اوت", 8),
    ("august", 8),
    ("aug", 8),
    ("سبتمبر", 9),
    ("ايلول", 9),
    ("شتنبر", 9),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("اكتوبر", 10),
    ("تشرين الاول", 10),
    ("october", 10),
    ("oct", 10),
    ("نوفمبر", 11),
    ("تشرين الثاني", 11),
    ("نونبر", 11),
    ("november", 11),
    ("nov", 11),
    ("ديسمبر", 12),
    ("كانون الاول", 12),
    ("دجنبر", 12),
    ("december", 12),
    ("dec", 12),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Value and number of digits.
    Number(u64, usize),
    /// A month's number.
    Month(i8),
    Word,
    /// One separating character; runs of space are none.
    Sign(char),
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    span: Span,
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => c as u64 - '0' as u64,
        '٠'..='٩' => c as u64 - '٠' as u64,
        '۰'..='۹' => c as u64 - '۰' as u64,
        _ => return None,
    })
}

fn folded(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '\u{64b}'..='\u{652}' | '\u{640}'))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ة' => 'ه',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find(|(name, _)| *name == word).map(|(_, m)| *m)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1);
            while let Some(&(at, c)) = chars.peek()
                && let Some(d) = digit(c)
            {
                (value, digits, end) =
                    (value.saturating_mul(10).saturating_add(d), digits + 1, at + c.len_utf8());
                chars.next();
            }
            Kind::Number(value, digits)
        } else if letter::alphabetic(c) {
            // What a page's shell runs together is two words: «accountJanuary 26, 2025», «الشبليJuly 2».
            let mut before = c;
            while let Some(&(at, c)) = chars.peek()
                && (letter::alphabetic(c) || matches!(c, '\u{64b}'..='\u{652}' | '\u{640}'))
                && (!c.is_ascii_uppercase() || before.is_ascii_uppercase())
                // «TVJanuary 21»: the last capital begins a word of its own.
                && !(c.is_ascii_uppercase()
                    && text[at + 1..].starts_with(|next: char| next.is_ascii_lowercase()))
                && (!before.is_ascii_alphabetic() || c.is_ascii())
            {
                end = at + c.len_utf8();
                before = c;
                chars.next();
            }
            // A month's name is short: longer words need no look.
            let word = &text[start..end];
            let name = if word.len() <= 24 { folded(word) } else { String::new() };
            match month(&name) {
                Some(m) => Kind::Month(m),
                // Names of two words: the second joins the first.
                None if matches!(name.as_str(), "الثاني" | "الاول") => {
                    let joined = out.last().filter(|t| t.kind == Kind::Word).and_then(|t| {
                        let between = &text[t.span.end..start];
                        (between.chars().all(char::is_whitespace) && t.span.len() <= 24)
                            .then(|| month(&format!("{} {name}", folded(t.span.of(text)))))
                            .flatten()
                            .map(|m| (m, t.span.start))
                    });
                    match joined {
                        Some((m, from)) => {
                            out.pop();
                            out.push(Token { kind: Kind::Month(m), span: Span::new(from, end) });
                            continue;
                        }
                        None => Kind::Word,
                    }
                }
                None => Kind::Word,
            }
        } else if c.is_whitespace()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            continue;
        } else {
            Kind::Sign(c)
        };
        out.push(Token { kind, span: Span::new(start, end) });
    }
    out
}

fn day(year: u64, month: u64, day: u64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|y| YEARS.contains(y))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// All dates with a year that `text` holds, in order. Linear in the text.
pub fn find(text: &str) -> Vec<Found> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut k = 0;
    while k < tokens.len() {
        match at(&tokens[k..]) {
            Some((date, n)) => {
                let span = Span::new(tokens[k].span.start, tokens[k + n - 1].span.end);
                out.push(Found { from: date, to: date, precision: TimePrecision::Day, span });
                k += n;
            }
            None => k += 1,
        }
    }
    out
}

/// A date at the head of `t`, and how many tokens it takes.
fn at(t: &[Token]) -> Option<(Date, usize)> {
    use Kind::{Month, Number, Sign};
    let kind = |k: usize| t.get(k).map(|t| t.kind);
    let near = |k: usize| t[k].span.start <= t[k - 1].span.end + 1;
    match (kind(0)?, kind(1)?, kind(2)?) {
        // 2024-03-02, 2 / 3 / 2024
        (Number(a, da), Sign(s), Number(b, db))
            if matches!(s, '-' | '/' | '.' | '\\' | '–' | '_') && db <= 2 =>
        {
            if kind(3)? != Sign(s) {
                return None;
            }
            let Number(c, dc) = kind(4)? else { return None };
            // Digits right after belong to something longer (an address, a version) unless a clock time follows.
            if kind(5) == Some(Sign(s)) && s != '.' && near(5) && matches!(kind(6), Some(Number(..))) {
                return None;
            }
            let date = match (da, dc) {
                (4, 1..=2) => day(a, b, c),
                // Arabic papers write the day first; a second number over 12 shows that this one does not.
                (1..=2, 4) => day(c, b, a).or_else(|| day(c, a, b)),
                _ => None,
            };
            date.map(|d| (d, 5))
        }
        // 2 مارس 2024; 2 آذار/مارس 2024
        (Number(d, 1..=2), Month(m), _) => {
            let (k, y) = year_after(t, 2, m)?;
            Some((day(y, m as u64, d)?, k))
        }
        (Number(d, 1..=2), Sign('-' | '/'), Month(m)) => {
            let (k, y) = year_after(t, 3, m)?;
            Some((day(y, m as u64, d)?, k))
        }
        // مارس 2، 2024; March 2, 2024
        (Month(m), Number(d, 1..=2), _) => {
            let k = 2 + usize::from(matches!(kind(2), Some(Sign('،' | ','))));
            let Some(Number(y, 4)) = kind(k) else { return glued_year(t, k, m, d) };
            Some((day(y, m as u64, d)?, k + 1))
        }
        _ => None,
    }
}

/// «Apr 3, 2025804Views»: a page's shell runs a count into the year. The first four digits are the year.
fn glued_year(t: &[Token], k: usize, month: i8, d: u64) -> Option<(Date, usize)> {
    let Kind::Number(value, digits @ 5..=12) = t.get(k)?.kind else { return None };
    let y = value / 10u64.checked_pow(digits as u32 - 4)?;
    Some((day(y, month as u64, d)?, k + 1))
}

/// The year after a month's name at `k`, over «/مارس», «من عام» signs and the like.
fn year_after(t: &[Token], mut k: usize, month: i8) -> Option<(usize, u64)> {
    // The same month by its other name, in brackets or after a stroke.
    if matches!(t.get(k)?.kind, Kind::Sign('/' | '(' | '-' | '،' | ',')) {
        k += 1;
        if t.get(k)?.kind == Kind::Month(month) {
            k += 1;
            if t.get(k).map(|t| t.kind) == Some(Kind::Sign(')')) {
                k += 1;
            }
            if matches!(t.get(k)?.kind, Kind::Sign('،' | ',' | '-' | '/')) {
                k += 1;
            }
        }
    }
    match t.get(k)?.kind {
        Kind::Number(y, 4) => Some((k + 1, y)),
        _ => None,
    }
}

/// The dates of a metadata value: as [`find`], or seconds or milliseconds since 1970, or a month with its year.
pub fn of_value(value: &str) -> Vec<Found> {
    let value = value.trim();
    let found = find(value);
    if !found.is_empty() {
        return found;
    }
    let whole = Span::new(0, value.len());
    // Rarer forms (Hijri months and the like), where the value is no bare number.
    if value.len() > 13
        && let Some(parsed) = isnad_text::time::parse_date(value).filter(|p| YEARS.contains(&p.date.year()))
    {
        return vec![Found {
            from: parsed.date,
            to: parsed.date,
            precision: TimePrecision::Day,
            span: whole,
        }];
    }
    if let Ok(n) = value.parse::<i64>() {
        let seconds = match value.len() {
            9..=10 => n,
            12..=13 => n / 1000,
            // 20240302
            8 => {
                let n = n.unsigned_abs();
                return day(n / 10_000, n / 100 % 100, n % 100)
                    .map(|d| Found { from: d, to: d, precision: TimePrecision::Day, span: whole })
                    .into_iter()
                    .collect();
            }
            _ => return Vec::new(),
        };
        let date =
            jiff::Timestamp::from_second(seconds).ok().map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).date());
        return date
            .filter(|d| YEARS.contains(&d.year()))
            .map(|d| Found { from: d, to: d, precision: TimePrecision::Day, span: whole })
            .into_iter()
            .collect();
    }
    let t = tokens(value);
    match t.iter().map(|t| t.kind).collect::<Vec<_>>()[..] {
        [Kind::Month(m), Kind::Number(y, 4)] => month_of(y, m as u64, whole).into_iter().collect(),
        [Kind::Number(y, 4), Kind::Sign('-' | '/'), Kind::Number(m, 1..=2)] => {
            month_of(y, m, whole).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A whole month.
pub fn month_of(year: u64, month: u64, span: Span) -> Option<Found> {
    let from = day(year, month, 1)?;
    Some(Found { from, to: from.last_of_month(), precision: TimePrecision::Month, span })
}

/// A day of the week, by its name without hamza on alef.
fn weekday(word: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    Some(match word {
        "السبت" => Saturday,
        "الاحد" => Sunday,
        "الاثنين" => Monday,
        "الثلاثاء" => Tuesday,
        "الاربعاء" => Wednesday,
        "الخميس" => Thursday,
        "الجمعه" => Friday,
        _ => return None,
    })
}

/// Words that may stand between a weekday and its day, folded.
const BETWEEN: &[&str] = &["الموافق", "المصادف", "الماضي", "الفايت", "الفائت", "الجاري", "ال"];

/// The first bytes of a word, which tell whether it is one of a list.
fn head(word: &str) -> &str {
    if word.len() <= 24 { word } else { "" }
}

/// Days that are named with their weekday and month but without a year («السبت 7 تشرين الأول»): the last such day that is
/// not after `latest`. A weekday falls on the same day of a month only every five to eleven years, so among the years of
/// the web there is seldom a second.
pub fn find_by_weekday(text: &str, latest: Date) -> Vec<Found> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    for (k, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word || token.span.len() > 24 {
            continue;
        }
        let Some(weekday) = weekday(&folded(token.span.of(text))) else { continue };
        let mut at = k + 1;
        // «السبت، 7», «السبت الموافق 7», «الأحد الماضي 19».
        if tokens.get(at).is_some_and(|t| {
            matches!(t.kind, Kind::Sign('،' | ',' | '(' | '-'))
                || t.kind == Kind::Word && BETWEEN.contains(&folded(head(t.span.of(text))).as_str())
        }) {
            at += 1;
        }
        let kind = |n: usize| tokens.get(at + n).map(|t| t.kind);
        let (d, m, end) = match (kind(0), kind(1), kind(2)) {
            (Some(Kind::Number(d, 1..=2)), Some(Kind::Month(m)), _) => (d, m, at + 1),
            (Some(Kind::Number(d, 1..=2)), Some(Kind::Sign('/' | '-')), Some(Kind::Month(m))) => {
                (d, m, at + 2)
            }
            // «22 من تموز»
            (Some(Kind::Number(d, 1..=2)), Some(Kind::Word), Some(Kind::Month(m)))
                if tokens[at + 1].span.of(text) == "من" =>
            {
                (d, m, at + 2)
            }
            (
                Some(Kind::Number(d, 1..=2)),
                Some(Kind::Sign('/' | '-' | '.')),
                Some(Kind::Number(m @ 1..=12, 1..=2)),
            ) => (d, m as i8, at + 2),
            _ => continue,
        };
        let dated = (0..=11).find_map(|back| {
            let year = latest.year().checked_sub(back).and_then(|y| u64::try_from(y).ok())?;
            day(year, m as u64, d).filter(|date| *date <= latest && date.weekday() == weekday)
        });
        if let Some(date) = dated {
            let span = Span::new(token.span.start, tokens[end].span.end);
            out.push(Found { from: date, to: date, precision: TimePrecision::Day, span });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_usual_forms() {
        for (text, want) in [
            ("2024-11-28T13:00:03.000Z", "2024-11-28"),
            ("2025-01-28 12:02:22", "2025-01-28"),
            ("28/11/2021 - 10:45", "2021-11-28"),
            ("٢٨-١١-٢٠٢١", "2021-11-28"),
            ("السبت 2 آذار 2024", "2024-03-02"),
            ("2 آذار/مارس 2024", "2024-03-02"),
            ("2 مارس/ آذار، 2024", "2024-03-02"),
            ("2 كانون الثاني 2024", "2024-01-02"),
            ("13 كانون الأول (ديسمبر) 2024", "2024-12-13"),
            ("مارس 2، 2024", "2024-03-02"),
            ("Sat, 02 Mar 2024 10:00:00 +0300", "2024-03-02"),
            ("9:50 AM · Apr 3, 2025804Views", "2025-04-03"),
            ("April 30, 2025 · Shared with Public", "2025-04-30"),
            ("11/28/2021", "2021-11-28"),
            ("#قرية_مختلقة 20_11_2022", "2022-11-20"),
            ("Example TVJanuary 21, 2025", "2025-01-21"),
            ("1709370000", "2024-03-02"),
            ("1709370000000", "2024-03-02"),
            ("20240302", "2024-03-02"),
        ] {
            let found = of_value(text);
            assert_eq!(found.first().map(|f| f.from.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in [
            "12-2024",
            "10.0.0.2024",
            "300 أب 20",
            "2024",
            "5 من 2024",
            "99/99/2024",
            "1.2.3",
            "صفحة 3 من 10",
            "",
        ] {
            assert_eq!(of_value(text), [], "{text}");
        }
        assert_eq!(of_value("آذار 2024")[0].to.to_string(), "2024-03-31");
    }

    #[test]
    fn several_dates_keep_their_places() {
        let text = "2025-01-28T20:23:02+00:00 2026-07-30T09:20:47+03:00";
        let found = find(text);
        assert_eq!(found.iter().map(|f| f.span.of(text)).collect::<Vec<_>>(), ["2025-01-28", "2026-07-30"]);
    }

    #[test]
    fn a_weekday_gives_the_year() {
        let latest: Date = "2026-08-01".parse().unwrap();
        for (text, want) in [
            ("صباح اليوم السبت 7 تشرين الأول واستهدف", Some("2023-10-07")),
            ("اليوم الأحد، 27 شباط", Some("2022-02-27")),
            ("الأربعاء 3/8 في المدينة", Some("2022-08-03")),
            ("الأحد 31 شباط", None),
            ("السبت الماضي", None),
        ] {
            let found = find_by_weekday(text, latest);
            assert_eq!(found.first().map(|f| f.from.to_string()).as_deref(), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read_and_spans_hold(text in "(\\PC{0,4}|[0-9٠-٩]{1,9}|[-/.،, ]|آذار|كانون الثاني|Mar){0,20}") {
            for f in find(&text) {
                prop_assert!(!f.span.of(&text).is_empty() && f.from <= f.to);
            }
            let _ = (of_value(&text), of_url(&text));
        }
    }
}
