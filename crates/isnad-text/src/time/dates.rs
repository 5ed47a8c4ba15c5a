//! Dates that name their day, month or year.

use super::calendar::{self, Days};
use super::words::{ENGLISH_MONTHS, Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind, hijri};
use crate::TokenKind;
use crate::number::{self, Atom, read};
use jiff::civil::Date;

/// A month, and the token after its name.
#[derive(Debug, Clone, Copy)]
struct Month {
    number: i8,
    hijri: bool,
    end: usize,
    /// The word alone is too weak a sign.
    weak: bool,
}

/// Which year a month or day is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
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
    fn month(&self, i: usize) -> Option<Month> {
        let one = self.one_month(i)?;
        let mut end = one.end;
        let mut weak = one.weak;
        for (open, close) in
            [("/", ""), ("-", ""), ("(", ")"), ("[", "]"), ("\\", ""), ("أو", ""), ("او", "")]
        {
            if self.norm(end) == open
                && let Some(two) = self.one_month(end + 1)
                && two.number == one.number
                && two.hijri == one.hijri
            {
                if close.is_empty() || self.norm(two.end) == close {
                    end = two.end + usize::from(!close.is_empty());
                    weak = false;
                    break;
                }
            }
        }
        if let Some(two) = self.one_month(end).filter(|t| t.number == one.number && t.hijri == one.hijri) {
            end = two.end;
            weak = false;
        }
        Some(Month { end, weak, ..one })
    }

    fn one_month(&self, i: usize) -> Option<Month> {
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
            "الثاني" | "الثانيه" | "الاخر" | "الاخره" | "ثاني" | "ثان" => {
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
    fn named_month(&self, i: usize) -> Option<Month> {
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
    fn day_number(&self, i: usize) -> Option<(i8, usize, bool)> {
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

    /// The year that follows a month or day, and the token after it.
    fn year_after(&self, i: usize) -> (Year, usize) {
        let unsaid = (Year::Unsaid, i);
        let mut at = i;
        if matches!(self.norm(at), "،" | "," | "/" | "-" | "." | "من" | "في") {
            at += 1;
        }
        if let Some(side) = self.side(i) {
            if side == Side::Following {
                return unsaid;
            }
            return (Year::Side(side), i + 1);
        }
        if self.tag(at).is_some_and(|t| t.word == Word::This) && self.is_year_word(at + 1) {
            return (Year::Offset(0), at + 2);
        }
        if self.is_year_word(at) {
            if let Some(side) = self.side(at + 1) {
                let offset = match side {
                    Side::Past => -1,
                    Side::Current => 0,
                    Side::Future | Side::Following => 1,
                };
                return (Year::Offset(offset), at + 2);
            }
            return match self.year_number(at + 1, true) {
                Some((year, end)) => (year, end),
                None => unsaid,
            };
        }
        // «ألفين وثمانية عشر» needs no word before it; «ألفي شخص» is no year.
        let worded = at < self.end
            && matches!(read(self.a, at).and_then(|r| r.atom), Some(Atom::Scale(_) | Atom::Two(_)))
            && number::cardinal(self.a, at, self.end).is_some_and(|c| {
                (1900.0..2100.0).contains(&c.value)
                    && (c.end > at + 1 || c.end >= self.end || self.a.tokens[c.end].kind != TokenKind::Word)
            });
        match self.year_number(at, worded) {
            Some((year, end)) if self.norm(i) != "في" => (year, end),
            _ => unsaid,
        }
    }

    fn is_year_word(&self, i: usize) -> bool {
        matches!(self.word(i), Some(Word::Unit(Unit::Year, Many::One)))
    }

    /// A year in digits, or in words where `words`.
    fn year_number(&self, i: usize, words: bool) -> Option<(Year, usize)> {
        if i >= self.end {
            return None;
        }
        let (value, mut end) = if self.is_number(i) {
            let norm = self.norm(i);
            if norm.len() != 4 || !norm.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            // «3 أيار 2021-05-04»: the year of another date.
            if self.a.touches(i + 1 - usize::from(i + 1 >= self.a.len()))
                && i + 2 < self.end
                && matches!(self.norm(i + 1), "-" | "/")
                && self.is_number(i + 2)
                && self.a.touches(i + 1)
                && self.a.touches(i + 2)
            {
                return None;
            }
            (norm.parse::<i16>().ok()?, i + 1)
        } else if words {
            let c = number::cardinal(self.a, i, self.end)?;
            if !(200.0..2200.0).contains(&c.value) || c.fraction {
                return None;
            }
            (c.value as i16, c.end)
        } else {
            return None;
        };
        if matches!(self.norm(end), "ه" | "هجري" | "هجريه" | "للهجره") {
            return Some((Year::Hijri(value), end + 1));
        }
        if matches!(self.norm(end), "م" | "ميلادي" | "ميلاديه" | "للميلاد") {
            end += 1;
        }
        (200..2200).contains(&value).then_some((Year::Number(value), end))
    }

    /// The day of a month under what is said of its year.
    fn resolve_day(&self, day: i8, month: Month, year: Year) -> Option<Date> {
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
    fn resolve_month(&self, month: Month, year: Year) -> Option<Days> {
        let first = if let (true, Year::Side(Side::Past)) = (!month.hijri, year) {
            // «أيلول الماضي» is not this month.
            calendar::day_before(
                calendar::add(self.reference?.first_of_month(), Unit::Day, -2)?,
                month.number,
                1,
            )?
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
    fn day_of_month(&self, i: usize) -> Option<(usize, Option<Days>)> {
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

    /// «يوم 27»: the day of that number nearest before the reference, or after it behind a verb of the future.
    fn numbered_day(&self, at: usize) -> Option<(usize, Option<Days>)> {
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
    fn month_then_day(&self, month: Month) -> Option<(usize, Option<Days>)> {
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
    fn month_against(&self, i: usize) -> Option<(Option<Days>, usize)> {
        let this = self.word(i) == Some(Word::This);
        let at = i + usize::from(this);
        if !matches!(self.word(at), Some(Word::Unit(Unit::Month, Many::One))) || !self.tag(at)?.article {
            return None;
        }
        let (n, end) = match self.side(at + 1) {
            _ if this => (0, at + 1),
            Some(Side::Past) => (-1, at + 2),
            Some(Side::Current) => (0, at + 2),
            Some(Side::Future) => (1, at + 2),
            _ => return None,
        };
        let days = self
            .reference
            .and_then(|r| calendar::add(r.first_of_month(), Unit::Month, n))
            .and_then(|d| Days::month(d.year(), d.month()));
        Some((days, end))
    }

    /// «أيلول», «شهر أيلول 2015», «أيلول الماضي».
    fn month_only(&self, i: usize) -> Option<(usize, Option<Days>)> {
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

    /// «عام 2003», «في عام ألفين واثني عشر», «منذ 2011», «السبعينيات».
    fn year_only(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let span = |year: Year, end: usize| match year {
            Year::Number(y) => Days::year(y).map(|d| (end, Some(d))),
            Year::Hijri(y) => {
                let from = hijri::to_gregorian(y, 1, 1)?;
                let to = calendar::add(from, Unit::Day, 353)?;
                Some((end, Some(Days::new(from, to, isnad_model::TimePrecision::Year))))
            }
            _ => None,
        };
        if let Some(Word::Decade(first)) = self.word(i) {
            let mut end = i + 1;
            for extra in [["القرن", "الماضي"], ["القرن", "العشرين"], ["من", "القرن"]]
            {
                if self.norm(end) == extra[0] && self.norm(end + 1) == extra[1] {
                    end += 2;
                }
            }
            let (from, to) = (Days::year(first)?, Days::year(first + 9)?);
            return Some((end, Some(Days::new(from.from, to.to, isnad_model::TimePrecision::Year))));
        }
        if self.is_year_word(i) {
            let (year, end) = self.year_number(i + 1, true)?;
            // «عام 2014-2015»
            if let Year::Number(low) = year
                && matches!(self.norm(end), "-" | "–" | "/")
                && let Some((Year::Number(high), end)) = self.year_number(end + 1, false)
                && high > low
            {
                let (a, b) = (Days::year(low)?, Days::year(high)?);
                return Some((end, Some(Days::new(a.from, b.to, isnad_model::TimePrecision::Year))));
            }
            return span(year, end);
        }
        if !self.is_number(i) {
            return None;
        }
        let (year, end) = self.year_number(i, false)?;
        if let Year::Hijri(_) = year {
            return span(year, end);
        }
        let Year::Number(low) = year else { return None };
        if !(1900..=2100).contains(&low) {
            return None;
        }
        if matches!(self.norm(end), "-" | "–" | "الي" | "حتي")
            && let Some((Year::Number(high), end)) = self.year_number(end + 1, false)
            && (low + 1..low + 60).contains(&high)
        {
            let (a, b) = (Days::year(low)?, Days::year(high)?);
            return Some((end, Some(Days::new(a.from, b.to, isnad_model::TimePrecision::Year))));
        }
        // A bare number is a year behind a word of time, or where nothing after it could be counted.
        let led = i > 0
            && matches!(
                self.a.norm(i - 1),
                "منذ"
                    | "في"
                    | "خلال"
                    | "حتي"
                    | "لعام"
                    | "وفي"
                    | "ومنذ"
                    | "اعوام"
                    | "عامي"
                    | "صيف"
                    | "شتاء"
                    | "ربيع"
                    | "خريف"
                    | "موسم"
            );
        let bracketed = i > 0 && self.a.word(i - 1) == "(" && self.norm(end) == ")";
        let noun = end < self.end
            && self.a.tokens[end].kind == TokenKind::Word
            && self.a.tokens[end].clitics.conjunction.is_none()
            && !self.a.tokens[end].clitics.article
            && self.a.tokens[end].pos == crate::Pos::Noun;
        (bracketed || led && !noun).then(|| span(year, end)).flatten()
    }

    /// «الربع الثالث من عام 2016», «الأسبوع الأول من أكتوبر», «آخر اثنين من شهر آذار».
    fn parts_of_year(&self, i: usize) -> Option<(usize, Option<Days>)> {
        if self.norm(i) == "الربع"
            && let Some((n, end)) = self.ordinal(i + 1).filter(|o| o.0 <= 4)
        {
            let (year, end) = self.year_after(end);
            let y = match year {
                Year::Number(y) => y,
                Year::Offset(k) => self.reference?.year() + k,
                _ => return None,
            };
            let (a, b) = (Days::month(y, n as i8 * 3 - 2)?, Days::month(y, n as i8 * 3)?);
            return Some((end, Some(Days::new(a.from, b.to, isnad_model::TimePrecision::Year))));
        }
        if matches!(self.word(i), Some(Word::Unit(Unit::Week, Many::One))) {
            let (n, end) = self.which(i + 1)?;
            if !matches!(self.norm(end), "من" | "في") {
                return None;
            }
            let at = end + 1;
            let (within, end) = if let Some(month) = self.named_month(at) {
                let (year, end) = self.year_after(month.end);
                (self.resolve_month(month, year), end)
            } else {
                match self.year_after(at) {
                    (Year::Number(y), end) => (Days::year(y), end),
                    (Year::Offset(k), end) => (self.reference.and_then(|r| Days::year(r.year() + k)), end),
                    _ => return None,
                }
            };
            // A week belongs where its Thursday lies.
            let thursday = |d: Date| calendar::weekday_after(calendar::add(d, Unit::Day, -1)?, 4);
            let days = within.and_then(|w| {
                let day = if n < 0 {
                    calendar::weekday_before(w.to, 4, false)?
                } else {
                    calendar::add(thursday(w.from)?, Unit::Week, i64::from(n) - 1)?
                };
                Days::week(day)
            });
            return Some((end, days));
        }
        None
    }

    /// «الأول», «الثالثة», «الأخير» as a place in a row; -1 is the last.
    fn which(&self, i: usize) -> Option<(i8, usize)> {
        if self.word(i) == Some(Word::Last) || matches!(self.norm(i), "الاخيره" | "الاخير") {
            return Some((-1, i + 1));
        }
        self.ordinal(i).filter(|o| o.0 <= 53).map(|(n, end)| (n as i8, end))
    }

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
                date(year(z_n, 2), y_n, x_n)
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
    fn day_and_month_digits(&self, i: usize, led: bool) -> Option<(usize, Days)> {
        if !self.is_number(i) || !matches!(self.norm(i + 1), "/" | "-") || !self.is_number(i + 2) {
            return None;
        }
        let (x, y) = (self.norm(i), self.norm(i + 2));
        let zero = self.norm(i + 1) == "/"
            && (x.starts_with('0') || y.starts_with('0'))
            && x.len() == 2
            && y.len() == 2;
        if !self.a.touches(i + 1) || !self.a.touches(i + 2) || !(led && self.norm(i + 1) == "/" || zero) {
            return None;
        }
        if matches!(self.norm(i + 3), "/" | "-") && self.a.touches(i + 3) {
            return None;
        }
        let (x, y): (i8, i8) = (x.parse().ok()?, y.parse().ok()?);
        let (day, month) = if y > 12 { (y, x) } else { (x, y) };
        let date = calendar::day_before(self.reference?, month, day)?;
        Some((i + 3, Days::day(date)))
    }

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
        let mut next = at + 1;
        // «آخر اثنين من شهر آذار», «الثلاثاء الأول من تشرين الأول»
        let place = nth.map(|n| (n, next)).or_else(|| if tag.article { self.which(next) } else { None });
        if let Some((n, end)) = place
            && matches!(self.norm(end), "من" | "في")
            && n <= 5
        {
            let within = match self.named_month(end + 1) {
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
        if date_at < self.end && !(self.norm(next) == "-" && !self.is_number(date_at)) {
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
        if let Some(side) = self.side(next).filter(|s| *s != Side::Following) {
            next += 1;
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
                self.weekday_in(Days::week(r), day).map(|d| d.from)
            } else if self.ahead(i) {
                calendar::weekday_after(r, day)
            } else {
                calendar::weekday_before(r, day, false)
            }
        });
        Some((next, days.map(Days::day), TimeKind::Relative))
    }

    /// «الخميس 15 آب» without a year: if the year taken gives another weekday, the nearest year that gives this one.
    fn year_by_weekday(&self, days: Option<Days>, day: i8, from: usize, end: usize) -> Option<Days> {
        let (Some(found), Some(reference)) = (days, self.reference) else { return days };
        let fits = |d: &Date| d.weekday().to_monday_one_offset() == day;
        let year_said = (from..end).any(|k| self.norm(k).len() == 4 && self.is_number(k))
            || self.norm(end - 1).ends_with("ماضي");
        if found.from != found.to || year_said || fits(&found.from) {
            return days;
        }
        let at = |k: i16| Date::new(reference.year() + k, found.from.month(), found.from.day()).ok();
        let apart = |d: &Date| reference.until(*d).map_or(i32::MAX, |s| s.get_days().abs());
        // Hijri dates and slips of the writer stay as they are.
        let best = (-6..=1).filter_map(at).filter(fits).min_by_key(apart);
        best.map(Days::day).or(days)
    }

    /// «آخر», «ثاني» before a weekday.
    fn which_before(&self, i: usize) -> Option<(i8, usize)> {
        let (n, next) = if self.norm(i) == "اخر" {
            (-1, i + 1)
        } else {
            self.ordinal(i).map(|(n, e)| (n as i8, e))?
        };
        matches!(self.word(next), Some(Word::Weekday(_))).then_some((n, next))
    }

    fn weekday_in(&self, week: Option<Days>, day: i8) -> Option<Days> {
        calendar::add(week?.from, Unit::Day, i64::from(day) - 1).map(Days::day)
    }

    /// «الأسبوع الماضي», «هذا الأسبوع»: the week, and the token after.
    fn week_against(&self, i: usize) -> Option<(Option<Days>, usize)> {
        let this = self.word(i) == Some(Word::This);
        let at = i + usize::from(this);
        if !matches!(self.word(at), Some(Word::Unit(Unit::Week, Many::One))) || !self.tag(at)?.article {
            return None;
        }
        let (n, end) = match self.side(at + 1) {
            _ if this => (0, at + 1),
            Some(Side::Past) => (-1, at + 2),
            Some(Side::Current) => (0, at + 2),
            Some(Side::Future) => (1, at + 2),
            _ => return None,
        };
        Some((self.reference.and_then(|r| calendar::add(r, Unit::Week, n)).and_then(Days::week), end))
    }

    /// «مطلع الشهر الجاري», «أواخر آذار», «منتصف عام 2015», «نهاية الأسبوع».
    pub(super) fn edge(&self, i: usize) -> Option<Found> {
        let Some(Word::Edge(edge)) = self.word(i) else { return None };
        if self.tag(i)?.article {
            return None;
        }
        let mut at = i + 1;
        if self.norm(at) == "من" {
            at += 1;
        }
        if at >= self.end {
            return None;
        }
        let inner = self.month_only(at).map(|f| (f, TimeKind::Absolute)).or_else(|| {
            // A month that is too weak a sign alone is none behind «مطلع».
            let month = self.named_month(at)?;
            let (year, end) = self.year_after(month.end);
            Some(((end, self.resolve_month(month, year)), TimeKind::Absolute))
        });
        let ((end, days), kind) = inner
            .or_else(|| self.year_only(at).map(|f| (f, TimeKind::Absolute)))
            .or_else(|| self.unit_against(at).map(|f| (f, TimeKind::Relative)))
            .or_else(|| self.this_unit(at).map(|f| (f, TimeKind::Relative)))?;
        if self.norm(i).starts_with("نص")
            && days.is_some_and(|d| d.precision != isnad_model::TimePrecision::Month)
        {
            return None;
        }
        let days = days.and_then(|d| d.edge(edge));
        Some(Found { start: self.start(i), end, days, of_day: None, instant: false, kind })
    }
}
