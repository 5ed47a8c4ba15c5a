//! Years, and the parts of a year that are counted: quarters and weeks.

use super::calendar::{self, Days};
use super::dates::Year;
use super::words::{Many, Side, Unit, Word};
use super::{Grammar, hijri};
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
    pub(super) fn parts_of_year(&self, i: usize) -> Option<(usize, Option<Days>)> {
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
    pub(super) fn which(&self, i: usize) -> Option<(i8, usize)> {
        if self.word(i) == Some(Word::Last) || matches!(self.norm(i), "الاخيره" | "الاخير") {
            return Some((-1, i + 1));
        }
        self.ordinal(i).filter(|o| o.0 <= 53).map(|(n, end)| (n as i8, end))
    }
}
