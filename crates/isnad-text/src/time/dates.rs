//! Dates that name their day, month or year.

use super::calendar::{self, Days};
use super::words::{ENGLISH_MONTHS, Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind, hijri};
use crate::TokenKind;
use crate::number::{self, Atom, read};
use jiff::civil::Date;

/// A month, and the token after its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Month {
    pub number: i8,
    pub hijri: bool,
    pub end: usize,
    /// The word alone is too weak a sign.
    pub weak: bool,
}

/// Which year a month or day is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Unsaid,
    Number(i16),
    Hijri(i16),
    /// «الماضي» after a month: the last one before.
    Side(Side),
    /// «من العام الماضي»: years from the reference.
    Offset(i16),
}

impl Grammar<'_, '_> {
    /// A date that begins at token `i`.
    pub(super) fn date(&self, i: usize) -> Option<Found> {
        let start = self.start(i);
        let found = |end: usize, days: Option<Days>| Found {
            start,
            end,
            days,
            of_day: None,
            instant: false,
            kind: TimeKind::Absolute,
        };
        if let Some((end, days)) = self.digits(i) {
            return Some(found(end, Some(days)));
        }
        if let Some((end, days, kind)) = self.weekday(i) {
            return Some(Found { kind, ..found(end, days) });
        }
        if let Some((end, days)) = self.day_of_month(i) {
            return Some(found(end, days));
        }
        // «هذا أيلول»
        if self.word(i) == Some(Word::This)
            && let Some(month) = self.named_month(i + 1)
            && month.end > i + 1
            && !self.is_number(month.end)
            && self.month_against(i).is_none()
        {
            return Some(found(month.end, self.resolve_month(month, Year::Side(Side::Current))));
        }
        if let Some((end, days)) = self.place_in_month(i) {
            return Some(found(end, days));
        }
        // «سيعود في 15»: a bare number at the end of a sentence that looks ahead.
        if self.is_number(i)
            && self.ahead(i)
            && !self.alone
            && i > 0
            && self.a.norm(i - 1) == "في"
            && (i + 1 >= self.end || matches!(self.norm(i + 1), "." | "!" | "؟"))
        {
            return self.numbered_day(i).map(|(end, days)| found(end, days));
        }
        // «يوم 28 تشرين الثاني», «يوم غد», «يوم 22/04»
        if matches!(self.word(i), Some(Word::Unit(Unit::Day, Many::One))) {
            let tag = self.tag(i)?;
            let mut at = i + 1;
            if matches!(self.norm(at), "في" | "بتاريخ") {
                at += 1;
            }
            if !tag.article || self.ordinal(at).is_some() {
                if let Some(f) = self.digits(at).or_else(|| self.day_and_month_digits(at, true)) {
                    return Some(found(f.0, Some(f.1)));
                }
                if let Some((end, days)) = self.day_of_month(at) {
                    return Some(found(end, days));
                }
            }
            if !tag.article
                && let Some((end, days, kind)) = self.weekday(i + 1)
            {
                return Some(Found { kind, ..found(end, days) });
            }
            // «يوم 27»
            if !tag.article && self.is_number(at) {
                return self.numbered_day(at).map(|(end, days)| found(end, days));
            }
            return None;
        }
        if let Some((end, days)) =
            self.day_and_month_digits(i, i > 0 && matches!(self.a.norm(i - 1), "في" | "بتاريخ" | "يوم"))
        {
            return Some(found(end, Some(days)));
        }
        if let Some((end, days)) = self.month_only(i) {
            return Some(found(end, days));
        }
        if let Some((end, days)) = self.year_only(i) {
            return Some(found(end, days));
        }
        self.parts_of_year(i).map(|(end, days)| found(end, days))
    }

    /// The month whose name begins at token `i`, with a second name beside it («تشرين الثاني/نوفمبر»).
    pub(super) fn month(&self, i: usize) -> Option<Month> {
        let one = self.one_month(i)?;
        let mut end = one.end;
        let mut weak = one.weak;
        for (open, close) in
            [("/", ""), ("-", ""), ("(", ")"), ("[", "]"), ("\\", ""), ("أو", ""), ("او", "")]
        {
            if self.norm(end) == open
                && let Some(two) = self.one_month(end + 1)
                // «مارس (أيار)»: a slip of the writer; the name outside the brackets counts.
                && (two.number == one.number || open == "(")
                && two.hijri == one.hijri
                && (close.is_empty() || self.norm(two.end) == close)
            {
                end = two.end + usize::from(!close.is_empty());
                weak = false;
                break;
            }
        }
        if let Some(two) = self.one_month(end).filter(|t| t.number == one.number && t.hijri == one.hijri) {
            end = two.end;
            weak = false;
        }
        Some(Month { end, weak, ..one })
    }

    pub(super) fn one_month(&self, i: usize) -> Option<Month> {
        if i < self.end && self.a.tokens[i].kind == TokenKind::Foreign {
            let norm = self.a.norm(i);
            let k =
                ENGLISH_MONTHS.iter().position(|m| *m == norm || (norm.len() == 3 && m.starts_with(norm)))?;
            let end = if self.norm(i + 1) == "." && norm.len() == 3 { i + 2 } else { i + 1 };
            return Some(Month { number: k as i8 + 1, hijri: false, end, weak: true });
        }
        let tag = self.tag(i)?;
        if tag.article {
            return None;
        }
        let second = |j: usize| match self.norm(j) {
            "الاول" | "الاولي" | "اول" => Some(0),
            "الثاني" | "الثانيه" | "الاخر" | "الاخره" | "ثاني" | "ثان" | "الثان" => {
                Some(1)
            }
            _ => None,
        };
        let plain = |number, weak| Month { number, hijri: false, end: i + 1, weak };
        let lunar = |number, end, weak| Month { number, hijri: true, end, weak };
        match tag.word {
            // «أب» is a father; the month has its madda, unless the text writes no hamza at all.
            Word::Month(8, true) if self.norm(i) == "اب" && self.a.word(i).contains(['أ', 'إ']) => None,
            Word::Month(number, weak) => Some(plain(number, weak)),
            Word::Twin(number) => {
                let second = second(i + 1)?;
                Some(Month { number: (number + second - 1) % 12 + 1, hijri: false, end: i + 2, weak: false })
            }
            Word::Hijri(number, weak) => Some(lunar(number, i + 1, weak)),
            Word::HijriTwin(number) => Some(lunar(number + second(i + 1)?, i + 2, false)),
            Word::Dhu => match self.norm(i + 1) {
                "القعده" => Some(lunar(11, i + 2, false)),
                "الحجه" => Some(lunar(12, i + 2, false)),
                _ => None,
            },
            _ => None,
        }
    }

    /// «شهر أيلول», «أيلول», «شهر 9», «الشهر الثامن»: a month with or without the word for it.
    pub(super) fn named_month(&self, i: usize) -> Option<Month> {
        if !matches!(self.word(i), Some(Word::Unit(Unit::Month, Many::One))) {
            return self.month(i);
        }
        if let Some(m) = self.month(i + 1) {
            return Some(Month { weak: false, ..m });
        }
        let tag = self.tag(i)?;
        let (number, end) = match (tag.article, self.ordinal(i + 1)) {
            (true, Some((n, end))) => (n, end),
            (false, _) if i + 1 < self.end => {
                let c = number::cardinal(self.a, i + 1, self.end)?;
                (c.value as u32, c.end)
            }
            _ => return None,
        };
        (1..=12).contains(&number).then_some(Month { number: number as i8, hijri: false, end, weak: false })
    }

    /// Which in a row: «الثاني», «الحادي والعشرين», «أول».
    pub(super) fn ordinal(&self, i: usize) -> Option<(u32, usize)> {
        if i >= self.end {
            return None;
        }
        let first = read(self.a, i)?;
        if let Some(Atom::Tens(n)) = first.atom
            && first.article
        {
            return Some((n as u32, i + 1));
        }
        let Some(Atom::Ordinal(n, _)) = first.atom else { return None };
        let (mut value, mut end) = (n as u32, i + 1);
        if end < self.end
            && let Some(next) = read(self.a, end)
        {
            match next.atom {
                Some(Atom::Ten) if !next.conjunction && value < 10 => (value, end) = (value + 10, end + 1),
                Some(Atom::Tens(t)) if next.conjunction && value < 10 => {
                    (value, end) = (value + t as u32, end + 1)
                }
                _ => {}
            }
        }
        Some((value, end))
    }

    /// A day of the month, 1 to 31, in digits, ordinal or cardinal words; and whether it is plain digits.
    pub(super) fn day_number(&self, i: usize) -> Option<(i8, usize, bool)> {
        if i >= self.end {
            return None;
        }
        let (value, end, digits) = match self.ordinal(i) {
            Some((n, end)) => (n, end, false),
            None => {
                let c = number::cardinal(self.a, i, self.end)?;
                if c.value.fract() != 0.0 || c.value > 31.0 || c.fraction {
                    return None;
                }
                (c.value as u32, c.end, c.digits)
            }
        };
        (1..=31).contains(&value).then_some((value as i8, end, digits))
    }

    /// The day of a month under what is said of its year.
    pub(super) fn resolve_day(&self, day: i8, month: Month, year: Year) -> Option<Date> {
        if month.hijri {
            let (y, m) = self.reference.map(hijri::year_month).unwrap_or((0, 0));
            let year = match year {
                Year::Hijri(y) | Year::Number(y) if y < 1700 => y,
                _ if y == 0 => return None,
                _ => y - i16::from(month.number > m),
            };
            return hijri::to_gregorian(year, month.number, day);
        }
        match year {
            Year::Number(y) => Date::new(y, month.number, day).ok(),
            Year::Hijri(_) => None,
            Year::Offset(k) => Date::new(self.reference?.year() + k, month.number, day).ok(),
            // A time alone in this month is of this month.
            Year::Unsaid if self.alone && self.reference?.month() == month.number => {
                Date::new(self.reference?.year(), month.number, day).ok()
            }
            Year::Unsaid if self.ahead(month.end) => {
                let yesterday = calendar::add(self.reference?, Unit::Day, -1)?;
                calendar::day_after(yesterday, month.number, day)
            }
            Year::Unsaid | Year::Side(Side::Following) => {
                calendar::day_before(self.reference?, month.number, day)
            }
            Year::Side(Side::Past) => {
                let yesterday = calendar::add(self.reference?, Unit::Day, -2)?;
                calendar::day_before(yesterday, month.number, day)
            }
            Year::Side(Side::Current) => Date::new(self.reference?.year(), month.number, day).ok(),
            Year::Side(Side::Future) => calendar::day_after(self.reference?, month.number, day),
        }
    }

    /// A whole month under what is said of its year.
    pub(super) fn resolve_month(&self, month: Month, year: Year) -> Option<Days> {
        let first = if let (true, Year::Side(Side::Past)) = (!month.hijri, year) {
            // «أيلول الماضي» is not this month.
            calendar::day_before(
                calendar::add(self.reference?.first_of_month(), Unit::Day, -2)?,
                month.number,
                1,
            )?
        } else if self.ahead(month.end)
            && year == Year::Unsaid
            && self.reference?.month() == month.number
            && !month.hijri
        {
            // «سيعقد في تشرين الثاني», said in that month.
            self.reference?.first_of_month()
        } else {
            self.resolve_day(1, month, year)?
        };
        if month.hijri {
            let to = calendar::add(first, Unit::Day, 28)?;
            return Some(Days::new(first, to, isnad_model::TimePrecision::Month));
        }
        Days::month(first.year(), first.month())
    }

    /// «27 ديسمبر الماضي», «الثاني من تشرين الأول», «5-7 أيار», «13 إلى 15 تموز», «الثلاثين من الشهر الجاري».
    pub(super) fn day_of_month(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let first_month = self.named_month(i);
        if let Some(month) = first_month {
            return self.month_then_day(month);
        }
        let (day, mut at, _) = self.day_number(i)?;
        let mut last = day;
        if matches!(self.norm(at), "-" | "–" | "الي" | "حتي" | "و")
            && let Some((d, end, _)) = self.day_number(at + 1).filter(|d| d.0 > day)
        {
            (last, at) = (d, end);
        } else if at < self.end
            && read(self.a, at).is_some_and(|r| r.conjunction && !self.is_number(at))
            && let Some((d, end, _)) = self.day_number(at).filter(|d| d.0 > day)
        {
            (last, at) = (d, end);
        }
        let mut month_at = at;
        if matches!(self.norm(month_at), "." | "-" | "/") && self.month(month_at + 1).is_some() {
            month_at += 1;
        }
        // «23 في الشهر المقبل», but «الثانية في أيلول» is an event's place in a row.
        let of = match self.norm(month_at) {
            "من" | "يوم" => true,
            "في" => self.month_against(month_at + 1).is_some(),
            _ => false,
        };
        if of {
            month_at += 1;
        }
        // «اليوم الثالث من», «ثالث يوم من»
        let (from, to, end) = if let Some(month) = self.named_month(month_at) {
            let (year, end) = self.year_after(month.end);
            (self.resolve_day(day, month, year), self.resolve_day(last, month, year), end)
        } else {
            let (days, end) = self.month_against(month_at).filter(|_| of)?;
            let on = |d: i8| days.and_then(|m| Date::new(m.from.year(), m.from.month(), d).ok());
            (on(day), on(last), end)
        };
        let days = from.zip(to).map(|(from, to)| {
            if from == to { Days::day(from) } else { Days::new(from, to, calendar::precision_of(from, to)) }
        });
        // A day that the month does not have is no date.
        if days.is_none() && self.reference.is_some() {
            return None;
        }
        Some((end, days))
    }

    /// «اليوم الأخير من شهر آذار», «آخر يوم من آذار», «ثالث يوم من شهر آذار».
    fn place_in_month(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let day = |j: usize| matches!(self.word(j), Some(Word::Unit(Unit::Day, Many::One)));
        let last = |j: usize| matches!(self.norm(j), "الاخير" | "اخر");
        let (n, at) = if day(i) && last(i + 1) || last(i) && day(i + 1) {
            (None, i + 2)
        } else {
            let (n, end) = self.ordinal(i).filter(|(_, end)| day(*end))?;
            (Some(i8::try_from(n).ok()?), end + 1)
        };
        if !matches!(self.norm(at), "من" | "في") {
            return None;
        }
        let (month, end) = match self.named_month(at + 1) {
            Some(month) => {
                let (year, end) = self.year_after(month.end);
                (self.resolve_month(month, year), end)
            }
            None => self.month_against(at + 1)?,
        };
        let date = month.and_then(|m| match n {
            None => Some(m.to),
            Some(n) => Date::new(m.from.year(), m.from.month(), n).ok(),
        });
        Some((end, date.map(Days::day)))
    }

    /// «يوم 27»: the day of that number nearest before the reference, or after it behind a verb of the future.
    pub(super) fn numbered_day(&self, at: usize) -> Option<(usize, Option<Days>)> {
        let (day, end, _) = self.day_number(at)?;
        let token = self.a.tokens.get(end).filter(|_| end < self.end);
        let counts = token.is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.clitics == crate::Clitics::default()
                && t.pos != crate::Pos::Particle
        });
        if counts || matches!(self.norm(end), "%" | ":" | "/") {
            return None;
        }
        let on = |r: Date, months: i64| {
            let month = calendar::add(r.first_of_month(), Unit::Month, months)?;
            Date::new(month.year(), month.month(), day).ok()
        };
        let days = self.reference.and_then(|r| {
            if self.ahead(at) {
                (0..3).filter_map(|m| on(r, m)).find(|d| *d >= r)
            } else {
                (-2..=0).rev().filter_map(|m| on(r, m)).find(|d| *d <= r)
            }
        });
        Some((end, days.map(Days::day)))
    }

    /// «أكتوبر 2», «تموز 13 إلى 15», «نوفمبر 28، 2021».
    pub(super) fn month_then_day(&self, month: Month) -> Option<(usize, Option<Days>)> {
        let mut at = month.end;
        if matches!(self.norm(at), "/" | "-") {
            at += 1;
        }
        if !self.is_number(at) && self.ordinal(at).is_none() {
            return None;
        }
        let (day, end, digits) = self.day_number(at)?;
        // «أيلول 3 قتلى»: what follows is counted.
        let counts = digits
            && end < self.end
            && self.a.tokens[end].kind == TokenKind::Word
            && self.tag(end).is_none()
            && !matches!(self.norm(end), "الي" | "حتي" | "من" | "في" | "و");
        if counts || self.norm(end) == "%" {
            return None;
        }
        let (mut last, mut end) = (day, end);
        if matches!(self.norm(end), "-" | "–" | "الي" | "حتي")
            && let Some((d, e, _)) = self.day_number(end + 1).filter(|d| d.0 > day)
        {
            (last, end) = (d, e);
        }
        let (year, end) = self.year_after(end);
        let from = self.resolve_day(day, month, year);
        let to = self.resolve_day(last, month, year);
        let days = from
            .zip(to)
            .map(|(a, b)| if a == b { Days::day(a) } else { Days::new(a, b, calendar::precision_of(a, b)) });
        Some((end, days))
    }

    /// «الشهر الجاري», «هذا الشهر», «الشهر الماضي», «الشهر المقبل» as months; `None` inside without a reference.
    pub(super) fn month_against(&self, i: usize) -> Option<(Option<Days>, usize)> {
        let this = self.word(i) == Some(Word::This);
        let at = i + usize::from(this);
        if !matches!(self.word(at), Some(Word::Unit(Unit::Month, Many::One))) || !self.tag(at)?.article {
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
        let days = self
            .reference
            .and_then(|r| calendar::add(r.first_of_month(), Unit::Month, n))
            .and_then(|d| Days::month(d.year(), d.month()));
        Some((days, end))
    }

    /// «أيلول», «شهر أيلول 2015», «أيلول الماضي».
    pub(super) fn month_only(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let month = self.named_month(i)?;
        let (year, end) = self.year_after(month.end);
        let led = i > 0
            && matches!(
                self.a.norm(i - 1),
                "منذ"
                    | "خلال"
                    | "في"
                    | "حتي"
                    | "هذا"
                    | "بدايه"
                    | "نهايه"
                    | "اواخر"
                    | "مطلع"
                    | "منتصف"
            );
        let strong_lead = led && self.norm(i - 1) != "في";
        if month.weak && year == Year::Unsaid && !strong_lead {
            return None;
        }
        Some((end, self.resolve_month(month, year)))
    }
}
