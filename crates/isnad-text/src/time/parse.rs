//! Dates of feeds, metadata and datelines.

use super::{TimeKind, find};
use crate::Analysis;
use isnad_model::TimePrecision;
use jiff::civil::{Date, Time};

/// A date as parsed by [`parse_date`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedDate {
    /// The day.
    pub date: Date,
    /// The time of day, where said.
    pub time: Option<Time>,
    /// Minutes east of UTC, where said.
    pub offset_minutes: Option<i32>,
}

/// Only so much of a text is looked at: dates of feeds are short.
const LONGEST: usize = 400;

/// A full date (day, month and year) in any form that Arabic feeds and pages use, with the time beside it:
/// «الأحد، 28 تشرين الثاني 2021 - 17:53», «٢٨ نوفمبر ٢٠٢١», «2021-11-28T17:53:00Z», «Sun, 28 Nov 2021 17:53 +0300».
pub fn parse_date(text: &str) -> Option<ParsedDate> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let folded = crate::fold_text(text[..end].trim());
    // «2021-11-28T17:53:00»: the «T» would glue day and hour together.
    let spaced: String = {
        let b = folded.as_bytes();
        folded
            .char_indices()
            .map(|(i, c)| {
                let digit = |k: usize| b.get(k).is_some_and(u8::is_ascii_digit);
                if c == 't' && i > 0 && digit(i - 1) && digit(i + 1) { ' ' } else { c }
            })
            .collect()
    };
    let a = Analysis::new(&spaced);
    let found = find(&a, None);
    let day = found.iter().find(|e| {
        e.kind == TimeKind::Absolute
            && e.value.from.is_some()
            && e.value.from == e.value.to
            && matches!(
                e.value.precision,
                TimePrecision::Day | TimePrecision::Instant | TimePrecision::PartOfDay
            )
    })?;
    let date = day.value.from?;
    let (time, rest) = clock(&spaced).map_or((None, ""), |(t, r)| (Some(t), r));
    Some(ParsedDate { date, time, offset_minutes: time.and_then(|_| offset(rest)) })
}

/// The first clock time of a text («17:53», «5:30 م», «17:53:12.5»), and what follows it.
fn clock(text: &str) -> Option<(Time, &str)> {
    let b = text.as_bytes();
    for colon in memchr_colons(b) {
        let digits_before = b[..colon].iter().rev().take_while(|c| c.is_ascii_digit()).count();
        let two = |at: usize| {
            let s = text.get(at..at + 2)?;
            s.bytes().all(|c| c.is_ascii_digit()).then(|| s.parse::<i8>().ok()).flatten()
        };
        if !(1..=2).contains(&digits_before) {
            continue;
        }
        let (Some(hour), Some(minute)) =
            (text[colon - digits_before..colon].parse::<i8>().ok(), two(colon + 1))
        else {
            continue;
        };
        let mut rest = &text[colon + 3..];
        let mut second = 0;
        if rest.starts_with(':')
            && let Some(s) = two(colon + 4)
        {
            second = s;
            rest = &text[colon + 6..];
            rest =
                rest.strip_prefix('.').map_or(rest, |r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
        let after = rest.trim_start();
        let evening = ["م", "مساء", "pm"].iter().any(|w| starts_word(after, w));
        let morning = ["ص", "صباح", "am"].iter().any(|w| starts_word(after, w));
        let hour = match hour {
            12 if morning => 0,
            h if evening && h < 12 => h + 12,
            h => h,
        };
        if let Ok(time) = Time::new(hour, minute, second.min(59), 0) {
            return Some((time, rest));
        }
    }
    None
}

fn memchr_colons(b: &[u8]) -> impl Iterator<Item = usize> + '_ {
    b.iter().enumerate().filter(|(_, c)| **c == b':').map(|(i, _)| i)
}

fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|r| !r.starts_with(char::is_alphabetic) || r.starts_with('ا'))
}

/// «Z», «GMT», «+03:00», «+0300», «بتوقيت غرينتش».
fn offset(rest: &str) -> Option<i32> {
    let rest = rest.trim_start();
    if starts_word(rest, "z") || starts_word(rest, "gmt") || starts_word(rest, "utc") {
        let zone = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
        return Some(signed(zone).unwrap_or(0));
    }
    if rest.contains("غرينتش") || rest.contains("جرينتش") {
        return Some(0);
    }
    signed(rest)
}

fn signed(rest: &str) -> Option<i32> {
    let sign = match rest.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String =
        rest[1..].chars().take(5).filter(|c| *c != ':').take_while(char::is_ascii_digit).collect();
    let (h, m) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (h, m) = (h.parse::<i32>().ok()?, m.parse::<i32>().ok()?);
    (h <= 14 && m < 60).then_some(sign * (h * 60 + m))
}
