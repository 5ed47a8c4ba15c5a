//! Years, and the parts of a year that are counted: quarters and weeks.

use super::calendar::{self, Days};
use super::dates::Year;
use super::words::{Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind, hijri};
use crate::TokenKind;
use crate::number::{self, Atom, read};
use jiff::civil::Date;

impl Grammar<'_, '_> {
    /// The year that follows a month or day, and the token after it.
    pub(super) fn year_after(&self, i: usize) -> (Year, usize) {
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

    pub(super) fn is_year_word(&self, i: usize) -> bool {
        matches!(self.word(i), Some(Word::Unit(Unit::Year, Many::One)))
    }

    /// A year in digits, or in words where `words`.
    pub(super) fn year_number(&self, i: usize, words: bool) -> Option<(Year, usize)> {
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
            // «تسعة عشر تسعة وتسعون», after the English manner.
            if let Some((value, end)) = self.two_halves(i) {
                return Some((Year::Number(value), end));
            }
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

    /// «تسعة عشر ثمانية وعشرون»: hundreds and rest of a year, as English says them.
    fn two_halves(&self, i: usize) -> Option<(i16, usize)> {
        let high = number::cardinal(self.a, i, self.end)
            .filter(|c| !c.digits && (15.0..=20.0).contains(&c.value))?;
        let low = (high.end < self.end).then(|| number::cardinal(self.a, high.end, self.end)).flatten()?;
        (!low.digits && (10.0..100.0).contains(&low.value) && low.value.fract() == 0.0)
            .then_some((high.value as i16 * 100 + low.value as i16, low.end))
    }

    /// A year in words alone, where nothing behind it could be counted: «ألف وتسعمئة وثمانية وأربعين».
    fn year_in_words(&self, i: usize) -> Option<(Days, usize)> {
        if i >= self.end || self.is_number(i) {
            return None;
        }
        let (Year::Number(y), end) = self.year_number(i, true)? else { return None };
        let open = end >= self.end || self.a.tokens[end].kind != TokenKind::Word;
        let joint =
            matches!(self.norm(end), "الي" | "حتي" | "و") || self.tag(end).is_some_and(|t| t.conjunction);
        ((1500..2100).contains(&y) && (open || joint)).then_some(())?;
        Some((Days::year(y)?, end))
    }

    /// The same as the end or beginning of a range, where round years stand too («من ألفين إلى ألفين وعشرة»).
    pub(super) fn worded_year(&self, i: usize) -> Option<Found> {
        let (days, end) = self.year_in_words(i)?;
        Some(Found {
            start: self.start(i),
            end,
            days: Some(days),
            of_day: None,
            instant: false,
            kind: TimeKind::Absolute,
        })
    }

    /// «عام 2003», «في عام ألفين واثني عشر», «منذ 2011», «السبعينيات».
    pub(super) fn year_only(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let span = |year: Year, end: usize| match year {
            Year::Number(y) => Days::year(y).map(|d| (end, Some(d))),
            Year::Hijri(y) => {
                let from = hijri::to_gregorian(y, 1, 1)?;
                let to = calendar::add(from, Unit::Day, 353)?;
                Some((end, Some(Days::new(from, to, isnad_model::TimePrecision::Year))))
            }
            _ => None,
        };
        // «مواليد ألفين»
        if i > 0
            && self.a.norm(i - 1) == "مواليد"
            && let Some((year, end)) = self.year_number(i, true)
        {
            return span(year, end);
        }
        // «في ألف وتسعمئة وثمانية وأربعين»
        let led = i > 0 && matches!(self.a.norm(i - 1), "في" | "منذ" | "حتي" | "خلال");
        if (self.alone || led)
            && let Some((days, end)) = self.year_in_words(i).filter(|w| w.1 > i + 1)
            && (self.alone && self.two_halves(i).is_some() || days.from.year() % 100 != 0)
        {
            return Some((end, Some(days)));
        }
        if let Some((end, days)) = self.century(i) {
            return Some((end, days));
        }
        if let Some(Word::Decade(first)) = self.word(i) {
            // «العشرينيات»: those that began last.
            let current = self.reference.is_some_and(|r| r.year() >= first + 100);
            let first = first + if current { 100 } else { 0 };
            let mut end = i + 1;
            let mut first = first;
            let of = end + usize::from(self.norm(end) == "من");
            if self.norm(of) == "القرن" {
                match self.norm(of + 1) {
                    "الماضي" | "المنصرم" | "العشرين" | "الفايت" => {
                        first = 1900 + first % 100;
                        end = of + 2;
                    }
                    _ => {
                        if let Some((_, days)) = self.century(of) {
                            // The hundreds of the century, not those of the word.
                            let known = self.century(of).map_or(of, |c| c.0);
                            if let Some(d) = days {
                                first = (d.from.year() - 1) + first % 100;
                            }
                            end = known;
                        }
                    }
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

    /// «القرن التاسع عشر», «القرن الماضي»: a hundred years.
    fn century(&self, i: usize) -> Option<(usize, Option<Days>)> {
        if !matches!(self.word(i), Some(Word::Unit(Unit::Century, Many::One))) || !self.tag(i)?.article {
            return None;
        }
        let years = |n: i16| {
            Some(Days::new(
                Days::year(n * 100 - 99)?.from,
                Days::year(n * 100)?.to,
                isnad_model::TimePrecision::Year,
            ))
        };
        let now = self.reference.map(|r| (r.year() + 99) / 100);
        match self.side(i + 1) {
            Some(Side::Past) => Some((i + 2, now.and_then(|n| years(n - 1)))),
            Some(Side::Current) => Some((i + 2, now.and_then(years))),
            Some(Side::Future) => Some((i + 2, now.and_then(|n| years(n + 1)))),
            _ => {
                let (n, end) = self.ordinal(i + 1).filter(|o| (1..=21).contains(&o.0))?;
                Some((end, years(n as i16)))
            }
        }
    }

    /// «الأسبوع الأول من أكتوبر», «الأسبوع الثالث من العام المقبل», «أسبوع 16 أيلول».
    pub(super) fn parts_of_year(&self, i: usize) -> Option<(usize, Option<Days>)> {
        if let Some(week) = self.week_of(i) {
            return Some(week);
        }
        if matches!(self.word(i), Some(Word::Unit(Unit::Week, Many::One))) {
            let (n, end) = self.which(i + 1)?;
            let joined = matches!(self.norm(end), "من" | "في");
            let at = end + usize::from(joined);
            if !joined && !self.is_year_word(at) {
                return None;
            }
            let (within, end) = if let Some(month) = self.named_month(at) {
                let (year, end) = self.year_after(month.end);
                (self.resolve_month(month, year), end)
            } else {
                match (self.year_after(at), self.month_against(at)) {
                    (_, Some((month, end))) => (month, end),
                    ((Year::Number(y), end), _) => (Days::year(y), end),
                    ((Year::Offset(k), end), _) => {
                        (self.reference.and_then(|r| Days::year(r.year() + k)), end)
                    }
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
    pub(super) fn which(&self, i: usize) -> Option<(i8, usize)> {
        if self.word(i) == Some(Word::Last) || matches!(self.norm(i), "الاخيره" | "الاخير") {
            return Some((-1, i + 1));
        }
        self.ordinal(i).filter(|o| o.0 <= 53).map(|(n, end)| (n as i8, end))
    }
}
