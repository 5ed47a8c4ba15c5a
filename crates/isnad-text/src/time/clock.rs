//! Clock times and parts of the day.

use super::words::{Unit, Word};
use super::{Found, Grammar, TimeKind};
use crate::number::{Atom, read};
use isnad_model::TimeOfDay;

impl Grammar<'_, '_> {
    /// «فجر الثلاثاء», «مساء أمس», «صباح اليوم», «بعد ظهر 3 أيار», «صباحا», «ليلة الأحد».
    pub(super) fn part_of_day(&self, i: usize) -> Option<Found> {
        let (mut at, start) = (i, self.start(i));
        let mut of_day = None;
        let midnight =
            |k: usize| self.norm(k) == "منتصف" && matches!(self.word(k + 1), Some(Word::Part(20, _)));
        if midnight(i) || (matches!(self.norm(i), "بعد" | "قبل") && midnight(i + 1)) {
            at += if midnight(i) { 1 } else { 2 };
            of_day = Some(TimeOfDay { from_hour: 0, to_hour: 1 });
        }
        let hours = match self.norm(i) {
            "بعد" | "بعيد" => Some((12, 17)),
            "قبل" | "قبيل" => Some((9, 12)),
            _ => None,
        };
        let beside = hours.is_some() && matches!(self.word(i + 1), Some(Word::Part(11, _)));
        if let (Some((from_hour, to_hour)), true) = (hours, beside) {
            at += 1;
            of_day = Some(TimeOfDay { from_hour, to_hour });
        }
        let this = self.word(at) == Some(Word::This) && matches!(self.word(at + 1), Some(Word::Part(..)));
        if this {
            at += 1;
        }
        let Some(Word::Part(from_hour, to_hour)) = self.word(at) else { return None };
        let tag = self.tag(at)?;
        let of_day = of_day.unwrap_or(TimeOfDay { from_hour, to_hour });
        let clock = |end| Found {
            start,
            end,
            days: None,
            of_day: Some(of_day),
            instant: false,
            kind: TimeKind::Clock,
        };
        at += 1;
        if this {
            return Some(Found { days: self.today(), kind: TimeKind::Relative, ..clock(at) });
        }
        if tag.article {
            // «الليلة», «الليلة الماضية»
            if self.norm(at - 1).ends_with("ليله") {
                let past = self.side(at) == Some(super::Side::Past);
                let days = if past { self.offset(-1) } else { self.today() };
                return Some(Found { days, kind: TimeKind::Relative, ..clock(at + usize::from(past)) });
            }
            // «في الصباح», «الفجر»: a prayer as often as a time; taken with a preposition before.
            let led = beside
                || i > 0
                    && matches!(
                        self.a.norm(i - 1),
                        "في" | "عند" | "منذ" | "قبل" | "بعد" | "حتي" | "مع" | "من"
                    );
            return if led { Some(clock(at)) } else { None };
        }
        let mut next = at;
        while matches!(self.norm(next), "من" | "يوم" | "نهار") && next < at + 2 {
            next += 1;
        }
        if next < self.end
            && let Some(day) = self.relative_or_date(next)
            && day.of_day.is_none()
            && matches!(day.kind, TimeKind::Absolute | TimeKind::Relative)
            && !matches!(self.word(next), Some(Word::Unit(unit, _)) if unit > Unit::Day)
        {
            let mut end = day.end;
            // «ليل السبت الأحد», «ليل السبت/الأحد»: the night between the two.
            if from_hour == 20 && matches!(self.word(next), Some(Word::Weekday(_))) {
                let second = end + usize::from(matches!(self.norm(end), "/" | "-" | "–"));
                if matches!(self.word(second), Some(Word::Weekday(_))) {
                    end = second + 1;
                }
            }
            return Some(Found { start, end, of_day: Some(of_day), ..day });
        }
        let adverb = self.a.word(at - 1).ends_with(['ا', '\u{64b}'])
            || self.norm(at - 1).ends_with('ا')
            || self.norm(at - 1) == "مساء";
        adverb.then(|| clock(at))
    }

    /// A day that may follow a part of the day.
    fn relative_or_date(&self, i: usize) -> Option<Found> {
        // «صباح منذ …» is nothing, and would let the grammar call itself without end.
        if self.norm(i) == "منذ" { None } else { self.date(i).or_else(|| self.relative(i)) }
    }

    /// «الساعة 5 مساء», «الساعة الخامسة والنصف», «17:53».
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
        let start = self.start(i);
        let mut at;
        let mut hour;
        if self.word(i) == Some(Word::Clock) {
            at = i + 1;
            let first = (at < self.end).then(|| read(self.a, at)).flatten()?;
            let value = match first.atom {
                None => first.digits,
                Some(Atom::Ordinal(n, _)) => n,
                Some(Atom::Unit(n)) => n,
                _ => return None,
            };
            if !(0.0..25.0).contains(&value) {
                return None;
            }
            hour = value as u8 % 24;
            at += 1;
            if at < self.end
                && first.atom.is_some()
                && read(self.a, at).is_some_and(|r| r.atom == Some(Atom::Ten) && !r.conjunction)
            {
                hour += 10;
                at += 1;
            }
            if self.norm(at) == ":" && self.is_number(at + 1) {
                at += 2;
            }
            at = self.minutes(at);
        } else {
            if !self.is_number(i)
                || self.norm(i + 1) != ":"
                || !self.is_number(i + 2)
                || !self.a.touches(i + 1)
            {
                return None;
            }
            let (h, m) = (self.norm(i).parse::<u8>().ok()?, self.norm(i + 2));
            if h > 23 || m.len() != 2 || m.parse::<u8>().ok()? > 59 || !self.a.touches(i + 2) {
                return None;
            }
            hour = h;
            at = i + 3;
            if self.norm(at) == ":" && self.is_number(at + 1) && self.a.touches(at) {
                at += 2;
            }
        }
        let mut part = at;
        if self.norm(part) == "من" {
            part += 1;
        }
        let mut days = None;
        let mut kind = TimeKind::Clock;
        let evening = match (self.word(part), self.norm(at)) {
            (Some(Word::Part(from, _)), _) => {
                // «الساعة 5 من مساء الثلاثاء»
                let day = self.part_of_day(part);
                at = day.map_or(part + 1, |d| d.end);
                days = day.and_then(|d| d.days);
                if let Some(d) = day {
                    kind = d.kind;
                }
                if hour < 12 && from >= 11 && !(from == 20 && hour < 5) { Some(true) } else { Some(false) }
            }
            (_, "م" | "pm") => Some(true),
            (_, "ص" | "am") => Some(false),
            _ => None,
        };
        if matches!(self.norm(at), "م" | "ص" | "pm" | "am") {
            at += 1;
        }
        if evening == Some(true) && hour < 12 {
            hour += 12;
        }
        if self.norm(at) == "بتوقيت" && at + 1 < self.end {
            at += 2;
            if self.norm(at) == "المحلي" {
                at += 1;
            }
        }
        let of_day = Some(TimeOfDay { from_hour: hour, to_hour: hour });
        Some(Found { start, end: at.min(self.end), days, of_day, instant: true, kind })
    }

    /// Past «والنصف», «و15 دقيقة», «إلا ربعا».
    fn minutes(&self, mut at: usize) -> usize {
        if matches!(self.norm(at), "والنصف" | "والربع" | "والثلث" | "ونصف" | "وربع" | "وثلث")
        {
            return at + 1;
        }
        if self.norm(at) == "الا" && matches!(self.norm(at + 1), "ربعا" | "ربع" | "ثلثا" | "الربع")
        {
            return at + 2;
        }
        let joined = self.norm(at) == "و";
        let n = at + usize::from(joined);
        if n < self.end && read(self.a, n).is_some_and(|r| joined || r.conjunction) {
            let after = crate::number::cardinal(self.a, n, self.end).map_or(n, |c| c.end);
            if matches!(self.word(after), Some(Word::Unit(Unit::Minute, _))) {
                at = after + 1;
            }
        }
        at
    }
}
