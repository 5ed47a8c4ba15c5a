//! Weekdays, alone and with what stands beside them.

use super::calendar::{self, Days};
use super::hijri;
use super::words::{Many, Side, Unit, Word};
use super::{Grammar, TimeKind};
use crate::TokenKind;
use jiff::civil::Date;

impl Grammar<'_, '_> {
    /// A weekday, with the date after it or a word like «الماضي».
    pub(super) fn weekday(&self, i: usize) -> Option<(usize, Option<Days>, TimeKind)> {
        let (this, at) = if self.word(i) == Some(Word::This) { (true, i + 1) } else { (false, i) };
        let led_last = self.which_before(at);
        let (nth, at) = led_last.map_or((None, at), |(n, next)| (Some(n), next));
        let at = if matches!(self.word(at), Some(Word::Unit(Unit::Day, Many::One)))
            && matches!(self.word(at + 1), Some(Word::Weekday(_)))
        {
            at + 1
        } else {
            at
        };
        let Some(Word::Weekday(day)) = self.word(at) else { return None };
        let tag = self.tag(at)?;
        let after_day = at > 0
            && matches!(
                self.a.norm(at - 1),
                "يوم"
                    | "ليوم"
                    | "بيوم"
                    | "ويوم"
                    | "ليله"
                    | "صباح"
                    | "مساء"
                    | "فجر"
                    | "ظهر"
                    | "عصر"
            );
        // «اليوم الأحد» is of the day of writing, whatever else lies ahead.
        let today = at > 0 && self.norm(at - 1) == "اليوم";
        let mut next = at + 1;
        // «آخر اثنين من شهر آذار», «الثلاثاء الأول من تشرين الأول»
        let place = nth.map(|n| (n, next)).or_else(|| if tag.article { self.which(next) } else { None });
        if let Some((n, end)) = place
            && matches!(self.norm(end), "من" | "في")
            && n <= 5
        {
            let within = match self.named_month(end + 1) {
                // «السبت الرابع من صفر» is the fourth of the month.
                Some(month) if month.hijri && nth.is_none() => {
                    let (year, e) = self.year_after(month.end);
                    let days = self.resolve_day(n, month, year).map(|d| Days::day(hijri::on_weekday(d, day)));
                    return Some((e, days, TimeKind::Absolute));
                }
                Some(month) => {
                    let (year, e) = self.year_after(month.end);
                    Some((self.resolve_month(month, year), e))
                }
                None => self.month_against(end + 1),
            };
            // «الثلاثاء الثاني من تشرين» is the second of the month as well as the second Tuesday: the day decides.
            if let Some((month, end)) = within {
                let as_date = month
                    .filter(|_| nth.is_none() && n > 0)
                    .and_then(|m| Date::new(m.from.year(), m.from.month(), n).ok());
                let days =
                    month.and_then(|m| calendar::weekday_of_month(m.from.year(), m.from.month(), day, n));
                let named = as_date.filter(|d| d.weekday().to_monday_one_offset() == day);
                return Some((end, named.or(days).map(Days::day), TimeKind::Absolute));
            }
        }
        // «ثالث ثلاثاء بعد كريسماس 2014», «أول جمعة قبل عيد الفطر»
        if let (Some(n @ 1..=9), "بعد" | "قبل") = (nth, self.norm(next)) {
            let (end, base) = match self.feast(next + 1) {
                Some(f) => f,
                None => self.day_of_month(next + 1)?,
            };
            let back = self.norm(next) == "قبل";
            let days = base.and_then(|b| {
                let mut day_found = if back { b.from } else { b.to };
                for _ in 0..n {
                    day_found = if back {
                        calendar::weekday_before(day_found, day, true)?
                    } else {
                        calendar::weekday_after(day_found, day)?
                    };
                }
                Some(Days::day(day_found))
            });
            return Some((end, days, TimeKind::Absolute));
        }
        // «سيعود الأحد الثاني»: of this month.
        if let (Some((n @ 1..=5, end)), None, true, Some(r)) = (place, nth, self.ahead(i), self.reference)
            && !self.is_number(next)
        {
            let days = calendar::weekday_of_month(r.year(), r.month(), day, n);
            if let Some(date) = days {
                return Some((end, Some(Days::day(date)), TimeKind::Absolute));
            }
        }
        if nth.is_some() {
            return None;
        }
        if !tag.article && !after_day && !this {
            // «ثلاثاء الأسبوع الفائت»
            let (week, end) = self.week_against(next)?;
            return Some((end, self.weekday_in(week, day), TimeKind::Relative));
        }
        // A date after it decides.
        let mut date_at = next;
        while matches!(self.norm(date_at), "،" | "," | "(" | "الموافق" | "-" | "في" | ":" | "/")
            && date_at < next + 2
        {
            date_at += 1;
        }
        let bracket = self.norm(next) == "(";
        let close = |end: usize| if bracket && self.norm(end) == ")" { end + 1 } else { end };
        if date_at < self.end && (self.norm(next) != "-" || self.is_number(date_at)) {
            if let Some((end, days)) =
                self.digits(date_at).map(|(e, d)| (e, Some(d))).or_else(|| self.day_of_month(date_at))
            {
                let days = self.year_by_weekday(days, day, date_at, end);
                return Some((close(end), days, TimeKind::Absolute));
            }
            if let Some((end, days)) = self.day_and_month_digits(date_at, true) {
                return Some((close(end), Some(days), TimeKind::Absolute));
            }
        }
        // «الجمعة قبل الماضية», «الاثنين بعد المقبل»
        let twice = match (self.norm(next), self.side(next + 1)) {
            ("قبل", Some(side @ Side::Past)) | ("بعد", Some(side @ (Side::Future | Side::Following))) => {
                Some(side)
            }
            _ => None,
        };
        if let Some(side) = twice {
            let days = self.reference.and_then(|r| match side {
                Side::Past => calendar::weekday_before(calendar::weekday_before(r, day, true)?, day, true),
                _ => calendar::weekday_after(calendar::weekday_after(r, day)?, day),
            });
            return Some((next + 2, days.map(Days::day), TimeKind::Relative));
        }
        if let Some((side, end)) = self.side_at(next).filter(|s| s.0 != Side::Following) {
            next = end;
            let days = self.reference.and_then(|r| match side {
                Side::Past => calendar::weekday_before(r, day, true),
                Side::Current => self.weekday_in(Days::week(r), day).map(|d| d.from),
                _ => calendar::weekday_after(r, day),
            });
            return Some((next, days.map(Days::day), TimeKind::Relative));
        }
        // «الأحد من الأسبوع الماضي»
        let of = next + usize::from(matches!(self.norm(next), "من" | "في"));
        if let Some((week, end)) = self.week_against(of) {
            return Some((end, self.weekday_in(week, day), TimeKind::Relative));
        }
        // «الجمعة 11», «الأحد السابع عشر»
        let day_at = next + usize::from(self.norm(next) == "في");
        if let Some((number, end, digits)) = self.day_number(day_at)
            && (!digits
                || end >= self.end
                || self.a.tokens[end].kind != TokenKind::Word
                || self.tag(end).is_some()
                || matches!(self.norm(end), "الي" | "حتي"))
            && self.norm(end) != ":"
            && let Some(reference) = self.reference
        {
            let on = |months: i64| {
                let m = calendar::add(reference.first_of_month(), Unit::Month, months)?;
                let d = Date::new(m.year(), m.month(), number).ok()?;
                (d.weekday().to_monday_one_offset() == day).then_some(d)
            };
            if let Some(date) = [0, -1, 1].into_iter().find_map(on) {
                return Some((end, Some(Days::day(date)), TimeKind::Absolute));
            }
        }
        let days = self.reference.and_then(|r| {
            if this {
                // «هذا الاثنين», said on a Tuesday of what is to come.
                let same = self.weekday_in(Days::week(r), day).map(|d| d.from);
                same.filter(|d| !self.ahead(i) || *d >= r).or_else(|| calendar::weekday_after(r, day))
            } else if self.ahead(i) && !today {
                calendar::weekday_after(r, day)
            } else {
                calendar::weekday_before(r, day, false)
            }
        });
        Some((next, days.map(Days::day), TimeKind::Relative))
    }

    /// «الخميس 15 آب» without a year: if the year taken gives another weekday, the nearest year that gives this one; of a Hijri date
    /// the nearest day that does.
    pub(super) fn year_by_weekday(
        &self,
        days: Option<Days>,
        day: i8,
        from: usize,
        end: usize,
    ) -> Option<Days> {
        let found = days?;
        if found.from == found.to && (from..end).any(|k| self.month(k).is_some_and(|m| m.hijri)) {
            return Some(Days::day(hijri::on_weekday(found.from, day)));
        }
        let Some(reference) = self.reference else { return days };
        let fits = |d: &Date| d.weekday().to_monday_one_offset() == day;
        let year_said = (from..end).any(|k| self.norm(k).len() == 4 && self.is_number(k))
            || self.norm(end - 1).ends_with("ماضي");
        // What lies ahead is not looked for in past years.
        if found.from != found.to || year_said || fits(&found.from) || self.ahead(from) && !self.alone {
            return days;
        }
        let at = |k: i16| Date::new(reference.year() + k, found.from.month(), found.from.day()).ok();
        let apart = |d: &Date| reference.until(*d).map_or(i32::MAX, |s| s.get_days().abs());
        // Slips of the writer stay as they are.
        let best = (-6..=1).filter_map(at).filter(fits).min_by_key(apart);
        best.map(Days::day).or(days)
    }

    /// «آخر», «ثاني» before a weekday.
    pub(super) fn which_before(&self, i: usize) -> Option<(i8, usize)> {
        let (n, next) = if self.norm(i) == "اخر" {
            (-1, i + 1)
        } else {
            self.ordinal(i).map(|(n, e)| (n as i8, e))?
        };
        matches!(self.word(next), Some(Word::Weekday(_))).then_some((n, next))
    }

    pub(super) fn weekday_in(&self, week: Option<Days>, day: i8) -> Option<Days> {
        calendar::add(week?.from, Unit::Day, i64::from(day) - 1).map(Days::day)
    }

    /// «الأسبوع الماضي», «هذا الأسبوع»: the week, and the token after.
    pub(super) fn week_against(&self, i: usize) -> Option<(Option<Days>, usize)> {
        let this = self.word(i) == Some(Word::This);
        let at = i + usize::from(this);
        if !matches!(self.word(at), Some(Word::Unit(Unit::Week, Many::One))) || !self.tag(at)?.article {
            return None;
        }
        let (n, end) = match self.side_at(at + 1) {
            _ if this => (0, at + 1),
            Some((Side::Past, end)) => (-1, end),
            Some((Side::Current, end)) => (0, end),
            Some((Side::Future, end)) => (1, end),
            Some(_) => return None,
            None => match (self.norm(at + 1), self.side(at + 2)) {
                ("بعد", Some(Side::Future | Side::Following)) => (2, at + 3),
                ("قبل", Some(Side::Past)) => (-2, at + 3),
                _ => return None,
            },
        };
        Some((self.reference.and_then(|r| calendar::add(r, Unit::Week, n)).and_then(Days::week), end))
    }
}
