//! Days of the Hijri calendar.
//!
//! The variant is the tabular calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty and the epoch of
//! 16 July 622 (Friday), also called the Kuwaiti algorithm. It is at most two days from Umm al-Qura, the civil calendar of
//! Saudi Arabia, and from any sighting of the moon, so a day so found is right to within two days, and where a weekday stands beside it
//! exactly; no table of observed months is shipped.

use jiff::civil::Date;

/// Days before the first of Muharram of a year, counted from the epoch.
fn days_before_year(year: i64) -> i64 {
    354 * (year - 1) + (3 + 11 * year).div_euclid(30)
}

/// Days of the years before month `month`.
fn days_before_month(month: i64) -> i64 {
    29 * (month - 1) + month / 2
}

/// 1 Muharram 1 as a day number of the proleptic Gregorian calendar (0001-01-01 is 1).
const EPOCH: i64 = 227_015;

fn day_number(date: Date) -> i64 {
    let first = Date::constant(1, 1, 1);
    first.until(date).map_or(0, |s| i64::from(s.get_days())) + 1
}

/// The Gregorian day of a Hijri date.
pub(super) fn to_gregorian(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=1700).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let n = EPOCH - 1 + days_before_year(year.into()) + days_before_month(month.into()) + i64::from(day);
    Date::constant(1, 1, 1).checked_add(jiff::Span::new().days(n - 1)).ok()
}

/// The day of this weekday (1 is Monday) that a day of the tabular calendar is in others: the nearest within two days, else the day as it is.
pub(super) fn on_weekday(date: Date, weekday: i8) -> Date {
    [0, -1, 1, -2, 2]
        .into_iter()
        .filter_map(|off| date.checked_add(jiff::Span::new().days(off)).ok())
        .find(|d| d.weekday().to_monday_one_offset() == weekday)
        .unwrap_or(date)
}

/// The Hijri year and month of a Gregorian day.
pub(super) fn year_month(date: Date) -> (i16, i8) {
    let n = day_number(date) - EPOCH + 1;
    let mut year = (30 * n + 10_646).div_euclid(10_631);
    while days_before_year(year) >= n {
        year -= 1;
    }
    while days_before_year(year + 1) < n {
        year += 1;
    }
    let rest = n - days_before_year(year);
    let month = (1..=12).rev().find(|&m| days_before_month(m) < rest).unwrap_or(1);
    (year as i16, month as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (h, g) in
            [((1, 1, 1), (622, 7, 19)), ((1400, 1, 1), (1979, 11, 20)), ((1443, 4, 22), (2021, 11, 27))]
        {
            let got = to_gregorian(h.0, h.1, h.2).unwrap();
            let want = Date::constant(g.0, g.1, g.2);
            let apart = want.until(got).unwrap().get_days().abs();
            assert!(apart <= 1, "{h:?}: {got}");
        }
        for k in 0..4000 {
            let d = Date::constant(2015, 1, 1).checked_add(jiff::Span::new().days(k)).unwrap();
            let (y, m) = year_month(d);
            let first = to_gregorian(y, m, 1).unwrap();
            assert!(first <= d && first.until(d).unwrap().get_days() < 30, "{d} {y} {m} {first}");
        }
    }
}
