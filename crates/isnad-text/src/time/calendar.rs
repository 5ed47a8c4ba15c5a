//! Arithmetic of days.

use super::words::{Edge, Unit};
use isnad_model::TimePrecision;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A run of days with its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub from: Date,
    pub to: Date,
    pub precision: TimePrecision,
}

impl Days {
    pub fn day(date: Date) -> Days {
        Days { from: date, to: date, precision: TimePrecision::Day }
    }

    pub fn new(from: Date, to: Date, precision: TimePrecision) -> Days {
        Days { from, to, precision }
    }

    pub fn month(year: i16, month: i8) -> Option<Days> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Days::new(from, from.last_of_month(), TimePrecision::Month))
    }

    pub fn year(year: i16) -> Option<Days> {
        Some(Days::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?, TimePrecision::Year))
    }

    /// The week (Monday to Sunday) that holds a day.
    pub fn week(day: Date) -> Option<Days> {
        let from = add(day, Unit::Day, -i64::from(day.weekday().to_monday_zero_offset()))?;
        Some(Days::new(from, add(from, Unit::Day, 6)?, TimePrecision::Week))
    }

    /// The first, middle or last part: of a week, a year or what is longer its half, since «مطلع العام» and «أواخر
    /// الأسبوع» draw no closer line; of a month its half too, but for «أوائل», «أواسط», «أواخر», which are its tens of days,
    /// and «منتصف», which is its fifteenth.
    pub fn edge(self, edge: Edge) -> Option<Days> {
        let length = i64::from(self.from.until(self.to).ok()?.get_days()) + 1;
        let at = |k: i64| add(self.from, Unit::Day, k.clamp(0, length - 1));
        let (from, to) = match (edge, length) {
            (_, ..=1) => (self.from, self.to),
            (Edge::Early, 28..=31) => (self.from, at(9)?),
            (Edge::Middle, 28..=31) => (at(14)?, at(14)?),
            (Edge::Midst, 28..=31) => (at(10)?, at(19)?),
            (Edge::Late, 28..=31) => (at(20)?, self.to),
            (Edge::Start, 28..=31) => (self.from, at(14)?),
            (Edge::End, 28..=31) => (at(15)?, self.to),
            // Whole months of a year.
            (Edge::Start | Edge::Early, 365..=366) => (self.from, at(length - 185)?),
            (Edge::Middle | Edge::Midst, 365..=366) => (at(length - 275)?, at(length - 93)?),
            (Edge::End | Edge::Late, 365..=366) => (at(length - 184)?, self.to),
            (Edge::Start | Edge::Early, _) => (self.from, at((length - 1) / 2)?),
            (Edge::Middle | Edge::Midst, _) => (at(length / 3)?, at(2 * length / 3)?),
            (Edge::End | Edge::Late, _) => (at(length / 2)?, self.to),
        };
        // The middle of a month is said of the days around it.
        let precision = match (edge, length) {
            (_, ..=1) => self.precision,
            (Edge::Middle, 28..=31) => TimePrecision::Week,
            _ => precision_of(from, to),
        };
        Some(Days::new(from, to, precision))
    }

    /// Part `n` of `of` equal parts that are whole months («الربع الثاني», «النصف الأول») or, of a month, days; -1 is the
    /// last.
    pub fn share(self, n: i8, of: i8) -> Option<Days> {
        let n = if n < 0 { of } else { n };
        if n < 1 || n > of {
            return None;
        }
        let length = i64::from(self.from.until(self.to).ok()?.get_days()) + 1;
        let (from, to) = if (365..=366).contains(&length) && self.from.month() == 1 && 12 % of == 0 {
            let months = 12 / of;
            let first = Date::new(self.from.year(), months * (n - 1) + 1, 1).ok()?;
            (first, Date::new(self.from.year(), months * n, 1).ok()?.last_of_month())
        } else {
            let (n, of) = (i64::from(n), i64::from(of));
            let from = add(self.from, Unit::Day, length * (n - 1) / of)?;
            (from, add(self.from, Unit::Day, (length * n / of - 1).max(0))?)
        };
        Some(Days::new(from, to, precision_of(from, to)))
    }
}

/// `n` units after a day (before it where negative). Hours and minutes do not leave the day.
pub(super) fn add(day: Date, unit: Unit, n: i64) -> Option<Date> {
    let n = if n.abs() > 20_000 { return None } else { n };
    let span = match unit {
        Unit::Minute => return Some(day),
        Unit::Hour => (n / 24).days(),
        Unit::Day => n.days(),
        Unit::Week => n.weeks(),
        Unit::Month => n.months(),
        Unit::Year => n.years(),
        Unit::Decade => (n * 10).years(),
        Unit::Century => (n.clamp(-90, 90) * 100).years(),
    };
    day.checked_add(span).ok()
}

/// The precision of «three units ago».
pub(super) fn precision(unit: Unit) -> TimePrecision {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => TimePrecision::Day,
        Unit::Week => TimePrecision::Week,
        Unit::Month => TimePrecision::Month,
        Unit::Year | Unit::Decade | Unit::Century => TimePrecision::Year,
    }
}

/// The precision that a run of days deserves.
pub(super) fn precision_of(from: Date, to: Date) -> TimePrecision {
    match from.until(to).map_or(0, |s| s.get_days()) {
        0..=1 => TimePrecision::Day,
        2..=14 => TimePrecision::Week,
        15..=62 => TimePrecision::Month,
        _ => TimePrecision::Year,
    }
}

fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// The last such weekday up to and with `day`; `strictly`: before it.
pub(super) fn weekday_before(day: Date, number: i8, strictly: bool) -> Option<Date> {
    let w = weekday(number)?;
    if day.weekday() == w && !strictly { Some(day) } else { day.nth_weekday(-1, w).ok() }
}

/// The first such weekday after `day`.
pub(super) fn weekday_after(day: Date, number: i8) -> Option<Date> {
    day.nth_weekday(1, weekday(number)?).ok()
}

/// The `n`th such weekday of a month; -1 is the last.
pub(super) fn weekday_of_month(year: i16, month: i8, number: i8, n: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday(number)?).ok()
}

/// The day `day.month` of the year that puts it nearest before `reference`; a day's grace covers reports that are
/// dated a day early.
pub(super) fn day_before(reference: Date, month: i8, day: i8) -> Option<Date> {
    let grace = add(reference, Unit::Day, 1)?;
    (0..=8).filter_map(|k| Date::new(reference.year() - k, month, day).ok()).find(|&d| d <= grace)
}

/// The day `day.month` of the first year that puts it after `reference`.
pub(super) fn day_after(reference: Date, month: i8, day: i8) -> Option<Date> {
    (0..=8).filter_map(|k| Date::new(reference.year() + k, month, day).ok()).find(|&d| d > reference)
}
