//! Clock times and parts of the day.

use super::words::{Unit, Word};
use super::{Found, Grammar, TimeKind};
use crate::number::{Atom, read};
use isnad_model::TimeOfDay;

impl Grammar<'_, '_> {
    /// «فجر الثلاثاء», «مساء أمس», «صباح اليوم», «بعد ظهر 3 أيار», «صباحا», «ليلة الأحد».
    pub(super) fn part_of_day(&self, i: usize) -> Option<Found> {
        if let Some(f) = self.hours_of_day(i) {
            return Some(f);
        }
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
            // «الليلة», «الليلة الماضية», «الليلة قبل الماضية»
            if self.norm(at - 1).ends_with("ليله") && !midnight(at.saturating_sub(2)) {
                let past = |k: usize| self.side(k) == Some(super::Side::Past);
                let (back, end) = match self.norm(at) {
                    _ if past(at) => (-1, at + 1),
                    "قبل" if past(at + 1) => (-2, at + 2),
                    "البارحه" => (-1, at + 1),
                    _ => (0, at),
                };
                return Some(Found { days: self.offset(back), kind: TimeKind::Relative, ..clock(end) });
            }
            // «منتصف الليل», «بعد منتصف الليل»
            if at - i > 1 && !beside {
                return Some(clock(at));
            }
            // «في الصباح», «الفجر»: a prayer as often as a time; taken with a preposition before.
            let led = beside
                || i > 0
                    && matches!(
                        self.a.norm(i - 1),
                        "في" | "عند"
                            | "منذ"
                            | "قبل"
                            | "بعد"
                            | "حتي"
                            | "وحتي"
                            | "مع"
                            | "من"
                            | "خلال"
                            | "طوال"
                            | "طيله"
                            | "اثناء"
                    );
            // «الصباح الباكر», «مع الصباح اليوم»
            at += usize::from(led && matches!(self.norm(at), "الباكر" | "المتاخر" | "المبكر"));
            if led && let Some((end, n)) = self.day_word(at) {
                return Some(Found {
                    days: self.offset(n),
                    kind: TimeKind::Relative,
                    ..clock(self.repeated_day(end))
                });
            }
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
        if self.leads(i) { None } else { self.date(i).or_else(|| self.relative(i)) }
    }

    /// «ساعات الصباح الأولى», «الساعات الأولى من فجر اليوم», «ساعات الليل»: hours of a part of the day.
    fn hours_of_day(&self, i: usize) -> Option<Found> {
        let noun = self.norm(i);
        let noun = super::vague::bare(noun);
        if !matches!(noun.strip_prefix("ال").unwrap_or(noun), "ساعات") {
            return None;
        }
        let adjective = |k: usize| {
            matches!(
                self.norm(k),
                "الاولي" | "المتاخره" | "الباكره" | "المبكره" | "متاخره" | "مبكره" | "الاخيره"
            )
        };
        let mut at = i + 1;
        if adjective(at) {
            at += 1;
            if self.norm(at) != "من" {
                return None;
            }
            at += 1;
        }
        let Word::Part(from_hour, to_hour) = self.word(at)? else { return None };
        let of_day = Some(TimeOfDay { from_hour, to_hour });
        let mut end = at + 1;
        end += usize::from(adjective(end));
        let on = end + usize::from(matches!(self.norm(end), "من" | "يوم" | "ل"));
        let day = if on < self.end { self.relative_or_date(on) } else { None };
        let day = day.filter(|d| {
            matches!(d.kind, TimeKind::Absolute | TimeKind::Relative) && d.days.is_none_or(|d| d.from == d.to)
        });
        Some(match day {
            Some(d) => Found { start: self.start(i), of_day: d.of_day.or(of_day), ..d },
            None => {
                Found { start: self.start(i), end, days: None, of_day, instant: false, kind: TimeKind::Clock }
            }
        })
    }

    /// Whether a clock's hour stands at token `i`: «5», «الخامسة».
    pub(super) fn clock_number(&self, i: usize) -> bool {
        self.is_number(i)
            || i < self.end
                && read(self.a, i).is_some_and(|r| matches!(r.atom, Some(Atom::Ordinal(..) | Atom::Unit(_))))
    }

    /// «الخامسة والنصف», «الثامنة مساء», «الثالثة وربع بعد الظهر»: an hour without the word for it, told by what is behind it.
    fn bare_hour(&self, i: usize) -> bool {
        let hour = |r: crate::number::Read| {
            r.article && matches!(r.atom, Some(Atom::Ordinal(..))) && self.norm(i).ends_with(['ه', 'ي'])
                || r.article && matches!(r.atom, Some(Atom::Unit(1.0))) && self.norm(i).ends_with('ه')
        };
        if i >= self.end || !read(self.a, i).is_some_and(hour) {
            return false;
        }
        let ten = i + 1 < self.end
            && read(self.a, i + 1).is_some_and(|r| r.atom == Some(Atom::Ten) && !r.conjunction);
        let at = self.minutes(i + 1 + usize::from(ten));
        let minutes = at > i + 1 + usize::from(ten);
        let at = at + usize::from(self.norm(at) == "من");
        let beside =
            matches!(self.norm(at), "بعد" | "قبل") && matches!(self.word(at + 1), Some(Word::Part(11, _)));
        let this = self.word(at) == Some(Word::This) && matches!(self.word(at + 1), Some(Word::Part(..)));
        let adverb = matches!(self.word(at), Some(Word::Part(..)));
        // «الثانية والنصف» is an hour; «الثانية بعد» is none.
        minutes && !matches!(self.norm(at), "نهايي" | "الاخير") || beside || this || adverb
    }

    /// «الساعة 5 مساء», «الساعة الخامسة والنصف», «17:53», «حوالي الساعة الواحدة».
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
        let start = self.start(i);
        let mut at;
        let mut hour;
        let about =
            matches!(super::vague::bare(self.norm(i)), "حوالي" | "نحو" | "قرابه" | "بحدود" | "قبيل" | "بعيد");
        let i = i + usize::from(about && self.word(i + 1) == Some(Word::Clock));
        let bare = self.word(i) != Some(Word::Clock) && self.bare_hour(i);
        if self.word(i) == Some(Word::Clock) || bare {
            at = i + usize::from(!bare);
            if at >= self.end {
                return None;
            }
            // «الساعة 23:35»: digits of a clock time are no amount, and are not read as a number.
            let first = read(self.a, at);
            let value = match first.map(|f| (f.atom, f.digits)) {
                Some((None, digits)) => digits,
                Some((Some(Atom::Ordinal(n, _) | Atom::Unit(n)), _)) => n,
                Some(_) => return None,
                None if self.is_number(at) => self.norm(at).parse::<f64>().ok()?,
                None => return None,
            };
            if !(0.0..25.0).contains(&value) {
                return None;
            }
            hour = value as u8 % 24;
            at += 1;
            if at < self.end
                && first.is_some_and(|f| f.atom.is_some())
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
        let beside = matches!(self.norm(part), "بعد" | "قبل")
            && matches!(self.word(part + 1), Some(Word::Part(11, _)))
            || self.word(part) == Some(Word::This);
        let evening = match (self.word(part), self.norm(at)) {
            _ if beside && self.part_of_day(part).is_some() => {
                let day = self.part_of_day(part)?;
                (at, days, kind) = (day.end, day.days, day.kind);
                Some(hour < 12 && day.of_day.is_some_and(|t| t.from_hour >= 12) && hour >= 1)
            }
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
