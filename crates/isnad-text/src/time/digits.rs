//! Dates in digits.

use super::calendar::{self, Days};
use super::{Grammar, hijri};
use jiff::civil::Date;

impl Grammar<'_, '_> {
    /// «28/11/2021», «2021-11-28», «28.11.2021», «2/2013».
    pub(super) fn digits(&self, i: usize) -> Option<(usize, Days)> {
        if !self.is_number(i) {
            return None;
        }
        let year = |y: i16, len: usize| if len == 2 { if y > 70 { 1900 + y } else { 2000 + y } } else { y };
        let whole = self.norm(i);
        if whole.bytes().filter(|&b| b == b'.').count() == 2 {
            let mut parts = whole.split('.');
            let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
            if y.len() != 4 && y.len() != 2 {
                return None;
            }
            let date = Date::new(year(y.parse().ok()?, y.len()), m.parse().ok()?, d.parse().ok()?).ok()?;
            return Some((i + 1, Days::day(date)));
        }
        // «17/6/2021»: a word or number touching before it makes it part of something else.
        if i > 0 && self.a.touches(i) && matches!(self.a.norm(i - 1), "/" | "-" | ":") {
            return None;
        }
        let sep = self.norm(i + 1);
        if !matches!(sep, "/" | "-" | "–" | "\\") || !self.is_number(i + 2) {
            return None;
        }
        let tight = self.a.touches(i + 1) && self.a.touches(i + 2);
        let (x, y) = (whole, self.norm(i + 2));
        let third = self.norm(i + 3) == sep && self.is_number(i + 4);
        if third && (tight || sep == "/") {
            let z = self.norm(i + 4);
            let n = |s: &str| s.parse::<i16>().ok();
            let (x_n, y_n, z_n) = (n(x)?, n(y)?, n(z)?);
            let date =
                |y: i16, m: i16, d: i16| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
            let found = if x.len() == 4 {
                date(x_n, y_n, z_n).or_else(|| date(x_n, z_n, y_n))
            } else if z.len() == 4 {
                date(z_n, y_n, x_n).or_else(|| date(z_n, x_n, y_n))
            } else if z.len() == 2 && x.len() <= 2 {
                let usual = date(year(z_n, 2), y_n, x_n);
                // «16/04/21»: the year stands first where the other reading lies years ahead.
                let first = (x.len() == 2).then(|| date(year(x_n, 2), y_n, z_n)).flatten();
                match (usual, first, self.reference) {
                    (Some(u), Some(f), Some(r))
                        if u.year() > r.year() + 1 && (r.year() - f.year()).abs() <= 1 =>
                    {
                        Some(f)
                    }
                    (None, Some(f), Some(r)) if (r.year() - f.year()).abs() <= 1 => Some(f),
                    _ => usual,
                }
            } else {
                None
            };
            let hijri = (z.len() == 4 && (1300..1500).contains(&z_n))
                .then(|| hijri::to_gregorian(z_n, i8::try_from(y_n).ok()?, i8::try_from(x_n).ok()?))
                .flatten();
            let end = i + 5 + usize::from(hijri.is_some() && matches!(self.norm(i + 5), "ه" | "هجري"));
            return hijri
                .or(found.filter(|d| (1000..=2200).contains(&d.year())))
                .map(|d| (end, Days::day(d)));
        }
        if third || !tight {
            return None;
        }
        // «2014-2018»
        if x.len() == 4 && y.len() == 4 {
            let (from, to): (i16, i16) = (x.parse().ok()?, y.parse().ok()?);
            let years = (1900..=2100).contains(&from) && from < to && to <= 2100;
            let days =
                Days::new(Days::year(from)?.from, Days::year(to)?.to, isnad_model::TimePrecision::Year);
            return years.then_some((i + 3, days));
        }
        // Month and year.
        let (m, y) = if y.len() == 4 { (x, y) } else { (y, x) };
        if m.len() > 2 || y.len() != 4 {
            return None;
        }
        let y: i16 = y.parse().ok()?;
        if !(1900..=2100).contains(&y) {
            return None;
        }
        Days::month(y, m.parse().ok()?).map(|d| (i + 3, d))
    }

    /// «22/04», «4/22» where a word of time leads or a zero shows that it is a date.
    pub(super) fn day_and_month_digits(&self, i: usize, led: bool) -> Option<(usize, Days)> {
        if !self.is_number(i) || !matches!(self.norm(i + 1), "/" | "-") || !self.is_number(i + 2) {
            return None;
        }
        let (x, y) = (self.norm(i), self.norm(i + 2));
        let zero = self.norm(i + 1) == "/"
            && (x.starts_with('0') || y.starts_with('0'))
            && x.len() == 2
            && y.len() == 2;
        // «سأعود 4/22», «سأعود 22-4»: at the end of a sentence that looks ahead.
        let last = self.ahead(i) && !self.alone && i + 3 >= self.end;
        if !self.a.touches(i + 1)
            || !self.a.touches(i + 2)
            || !(led && self.norm(i + 1) == "/" || zero || last)
        {
            return None;
        }
        if matches!(self.norm(i + 3), "/" | "-") && self.a.touches(i + 3) {
            return None;
        }
        let (x, y): (i8, i8) = (x.parse().ok()?, y.parse().ok()?);
        let (day, month) = if y > 12 { (y, x) } else { (x, y) };
        let reference = self.reference?;
        let date = if self.ahead(i) {
            calendar::day_after(calendar::add(reference, super::words::Unit::Day, -1)?, month, day)?
        } else {
            calendar::day_before(reference, month, day)?
        };
        Some((i + 3, Days::day(date)))
    }
}
