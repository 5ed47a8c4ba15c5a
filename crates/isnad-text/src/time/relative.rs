//! Times that count from the time of writing.

use super::calendar::{self, Days};
use super::words::{Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind};
use crate::number;
use jiff::civil::Date;

/// Whether a folded word may open an amount without a number («عدة أسابيع», «أقل من أسبوع», «نحو ساعة»).
pub(super) fn heads_amount(norm: &str) -> bool {
    matches!(
        norm,
        "عده"
            | "لعده"
            | "بعض"
            | "لبعض"
            | "اكثر"
            | "اقل"
            | "ازيد"
            | "لاكثر"
            | "لاقل"
            | "لازيد"
            | "قرابه"
            | "نحو"
            | "حوالي"
            | "زهاء"
            | "لنحو"
            | "لحوالي"
    )
}

impl Grammar<'_, '_> {
    /// `n` days from the reference.
    pub(super) fn offset(&self, n: i64) -> Option<Days> {
        self.reference.and_then(|r| calendar::add(r, Unit::Day, n)).map(Days::day)
    }

    /// The reference day.
    pub(super) fn today(&self) -> Option<Days> {
        self.offset(0)
    }

    /// A relative time that begins at token `i`.
    pub(super) fn relative(&self, i: usize) -> Option<Found> {
        let start = self.start(i);
        let found = |end: usize, days: Option<Days>, kind: TimeKind| {
            Some(Found { start, end, days, of_day: None, instant: false, kind })
        };
        if let Some((end, n)) = self.day_word(i) {
            return found(self.repeated_day(end), self.offset(n), TimeKind::Relative);
        }
        if let Some(end) = self.running(i) {
            return found(end, self.today(), TimeKind::Running);
        }
        if let Some((end, days)) = self.unit_against(i) {
            // «هذا الأسبوع الجمعة»
            if let (Some(Word::Weekday(day)), Some(d)) = (self.word(end), days)
                && d.precision == isnad_model::TimePrecision::Week
            {
                let day = calendar::add(d.from, Unit::Day, i64::from(day) - 1).map(Days::day);
                return found(end + 1, day, TimeKind::Relative);
            }
            return found(end, days, TimeKind::Relative);
        }
        if let Some((end, days)) = self.feast(i) {
            return found(end, days, TimeKind::Absolute);
        }
        if let Some((end, days)) = self.season(i, false) {
            return found(end, days, TimeKind::Absolute);
        }
        if let Some(end) = self.vague(i) {
            return found(end, None, TimeKind::Relative);
        }
        if let Some((end, days)) = self.counted_from(i) {
            return found(end, days, TimeKind::Relative);
        }
        if let Some(f) = self.since(i) {
            return Some(f);
        }
        let Some(word) = self.word(i) else { return self.counted_units(i) };
        match word {
            Word::Ago | Word::After if !self.tag(i)?.article => {
                let back = self.word(i) == Some(Word::Ago);
                let (n, unit, end) = self.amount(i + 1)?;
                // «قبل يومين من الهجوم»: counted from something else.
                if self.norm(end) == "من" {
                    return found(end, None, TimeKind::Relative);
                }
                if !back && !self.ahead(i) {
                    // «بعد يومين»: from what was told before, as often as from now.
                    return found(end, None, TimeKind::Relative);
                }
                let days = self.reference.and_then(|r| calendar::add(r, unit, if back { -n } else { n }));
                found(end, days.map(|d| Days::new(d, d, calendar::precision(unit))), TimeKind::Relative)
            }
            Word::Within | Word::For => {
                let mut at = i + 1;
                if self.norm(at) == "مده" {
                    at += 1;
                }
                if let Some((end, days)) = self.unit_against(at) {
                    return found(end, days, TimeKind::Relative);
                }
                let (n, unit, end) = self.amount(at)?;
                // «خلال الأربعة أسابيع الماضية»
                match self.side(end) {
                    Some(Side::Past) => found(end + 1, self.stretch(unit, -n), TimeKind::Relative),
                    Some(Side::Future) => found(end + 1, self.stretch(unit, n), TimeKind::Relative),
                    // «سيعود خلال أسبوعين»
                    _ if word == Word::Within && self.ahead(i) => {
                        found(end, self.stretch(unit, n), TimeKind::Relative)
                    }
                    _ => found(end, None, TimeKind::Duration),
                }
            }
            // «لساعات», «لأشهر»
            Word::Unit(_, Many::More) if self.tag(i)?.lam && !self.tag(i)?.article => {
                found(i + 1, None, TimeKind::Duration)
            }
            Word::Unit(_, Many::Two) => {
                let (_, _, end) = self.amount(i)?;
                found(end, None, TimeKind::Duration)
            }
            // «استمر أسبوعا»
            Word::Unit(unit, Many::One) if unit > Unit::Day && self.a.norm(i).ends_with('ا') => {
                found(self.half(i + 1), None, TimeKind::Duration)
            }
            _ => None,
        }
        .or_else(|| self.counted_units(i))
    }

    /// Whether token `i` is a word that opens a span of time («منذ», «خلال», «حتى», «طوال»).
    pub(super) fn leads(&self, i: usize) -> bool {
        matches!(
            super::vague::bare(self.norm(i)),
            "منذ" | "متذ" | "مذ" | "خلال" | "حتي" | "طوال" | "طيله" | "اثناء" | "ابان"
        )
    }

    /// «منذ الخميس», «منذ مطلع العام», «خلال شهر أيار», «حتى صباح اليوم»: the time from which, in which or until which
    /// something lasts.
    fn since(&self, i: usize) -> Option<Found> {
        // One such word only, so that the grammar does not call itself deeper than once.
        if !self.leads(i) || self.leads(i + 1) || self.amount(i + 1).is_some() {
            return None;
        }
        let inside =
            i + 1 < self.end && (self.tag(i + 1).is_some() || self.is_number(i + 1) || self.opens(i + 1));
        let inner = if inside { self.single(i + 1)? } else { return None };
        (inner.kind != TimeKind::Duration).then_some(Found { start: self.start(i), ..inner })
    }

    /// A day, part of a day or longer time at token `i`, without a word like «منذ» before it.
    pub(super) fn day_at(&self, i: usize) -> Option<Found> {
        if i >= self.end || self.leads(i) || self.norm(i) == "في" {
            return None;
        }
        self.part_of_day(i).or_else(|| self.date(i)).or_else(|| self.edge(i)).or_else(|| self.relative(i))
    }

    /// «بعد أسبوعين من الآن», «سنتين و21 يوما من الآن», «قبل ثلاثة أيام من 5 أيار», «يومين بعد عيد الفطر», «من أسبوع» in
    /// speech: an amount with the day that it counts from.
    fn counted_from(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let lead = match self.word(i) {
            Some(Word::Ago) if !self.tag(i)?.article => Some(true),
            Some(Word::After) if !self.tag(i)?.article => Some(false),
            _ => None,
        };
        // «من أسبوع», said for «منذ أسبوع».
        let spoken = self.alone && self.norm(i) == "من";
        let first = i + usize::from(lead.is_some() || spoken);
        let (mut at, mut parts) = (first, 0);
        let mut amounts = [(0, Unit::Day); 4];
        while parts < amounts.len() {
            let (n, unit, end) = self.amount(at)?;
            amounts[parts] = (n, unit);
            (at, parts) = (end, parts + 1);
            if self.norm(at) == "و" {
                at += 1;
            } else if !(at < self.end && number::read(self.a, at).is_some_and(|r| r.conjunction)) {
                break;
            }
        }
        let step = |day: Date, back: bool| {
            amounts[..parts]
                .iter()
                .try_fold(day, |d, &(n, unit)| calendar::add(d, unit, if back { -n } else { n }))
        };
        let coarse = amounts[..parts].iter().map(|a| a.1).min().unwrap_or(Unit::Day);
        let value = |day: Option<Date>, back: bool| {
            day.and_then(|d| step(d, back)).map(|d| Days::new(d, d, calendar::precision(coarse)))
        };
        if spoken && parts == 1 && at >= self.end {
            return Some((at, value(self.reference, true)));
        }
        let base = |j: usize| -> Option<(usize, Option<Date>)> {
            let single = |d: Option<Days>| d.filter(|d| d.from == d.to).map(|d| d.from);
            if let Some((end, n)) = self.day_word(j) {
                return Some((end, single(self.offset(n))));
            }
            if let Some((end, days)) = self.feast(j) {
                return Some((end, days.map(|d| d.from)));
            }
            let f = self.date(j)?;
            (f.days.is_none() || single(f.days).is_some()).then_some((f.end, single(f.days)))
        };
        match (lead, self.norm(at)) {
            (_, "من") => {
                let (end, day) = base(at + 1)?;
                let now = matches!(self.norm(at + 1), "الان" | "اليوم");
                // «ثلاثة أيام من الآن» lies ahead, unless the sentence looks back.
                let back = lead.unwrap_or(!self.ahead(i));
                // «ثلاثة أيام من أيار» is a part of it.
                (lead.is_some() || now).then(|| (end, value(day, back)))
            }
            (None, "بعد" | "قبل") if !spoken => {
                let (end, day) = base(at + 1)?;
                Some((end, value(day, self.norm(at) == "قبل")))
            }
            // «قبل سنة و3 أشهر»
            (Some(true), _) if parts > 1 => Some((at, value(self.reference, true))),
            (Some(false), _) if parts > 1 && self.ahead(i) => Some((at, value(self.reference, false))),
            _ => None,
        }
    }

    /// «ثلاثة أيام», «24 ساعة»: how long.
    fn counted_units(&self, i: usize) -> Option<Found> {
        if (!heads_amount(self.norm(i)) || self.lone_amount(i)) && number::read(self.a, i).is_none() {
            return None;
        }
        let (_, _, end) = self.amount(i)?;
        Some(Found {
            start: self.start(i),
            end,
            days: None,
            of_day: None,
            instant: false,
            kind: TimeKind::Duration,
        })
    }

    /// «أمس», «أول من أمس», «اليوم», «بعد غد», «يوم غد»: the token after, and days from today.
    pub(super) fn day_word(&self, i: usize) -> Option<(usize, i64)> {
        let yesterday = |j: usize| self.word(j) == Some(Word::Day(-1));
        let tomorrow = |j: usize| self.word(j) == Some(Word::Day(1));
        match self.norm(i) {
            "الان" | "حالا" => return Some((i + 1, 0)),
            "اول" | "اولي" if yesterday(i + 1) => return Some((i + 2, -2)),
            "اول" if self.norm(i + 1) == "من" && yesterday(i + 2) => return Some((i + 3, -2)),
            "قبل" if yesterday(i + 1) => return Some((i + 2, -2)),
            "بعد" if tomorrow(i + 1) => return Some((i + 2, 2)),
            // «اليوم الذي بعد غد», «اليوم اللي قبل امبارح»
            "اليوم" => {
                let at = i + 1 + usize::from(matches!(self.norm(i + 1), "الذي" | "اللي" | "الي" | "يلي"));
                let before = matches!(self.norm(at), "قبل" | "القبل");
                let after = matches!(self.norm(at), "بعد" | "البعد");
                if before && yesterday(at + 1) {
                    return Some((at + 2, -2));
                } else if after && tomorrow(at + 1) {
                    return Some((at + 2, 2));
                } else if at > i + 1 && (before || after) && self.norm(at + 1) == "اليوم" {
                    return Some((at + 2, if before { -1 } else { 1 }));
                }
            }
            _ => {}
        }
        let tag = self.tag(i)?;
        match tag.word {
            Word::This if self.norm(i + 1) == "اليوم" => Some((i + 2, 0)),
            Word::Day(n) => {
                if n == -1 && matches!(self.norm(i + 1), "الاول" | "الاولي") {
                    return Some((i + 2, -2));
                }
                Some((i + 1, i64::from(n)))
            }
            Word::Unit(Unit::Day, Many::One) if tag.article => {
                let next = self.norm(i + 1);
                let another = self.side(i + 1).is_some()
                    || self.ordinal(i + 1).is_some()
                    || matches!(
                        next,
                        "الواحد"
                            | "الذي"
                            | "نفسه"
                            | "ذاته"
                            | "العالمي"
                            | "الوطني"
                            | "الدولي"
                            | "الاخر"
                    );
                // «لليوم» counts in a row; «باليوم» is a rate.
                if another || tag.lam {
                    if matches!(self.side(i + 1), Some(Side::Past)) && !tag.lam {
                        Some((i + 2, -1))
                    } else {
                        None
                    }
                } else {
                    Some((i + 1, 0))
                }
            }
            Word::Unit(Unit::Day, Many::One) if yesterday(i + 1) => {
                let first = self.norm(i + 2) == "الاول";
                Some((i + 2 + usize::from(first), if first { -2 } else { -1 }))
            }
            Word::Unit(Unit::Day, Many::One) if tomorrow(i + 1) => Some((i + 2, 1)),
            Word::Unit(Unit::Day, Many::One) if self.norm(i + 1) == "بعد" && tomorrow(i + 2) => {
                Some((i + 3, 2))
            }
            _ => None,
        }
    }

    /// Past a second name of the same day: «أمس الأربعاء», «اليوم (الخميس)», «اليوم (أمس)».
    pub(super) fn repeated_day(&self, end: usize) -> usize {
        let open = self.norm(end) == "(";
        let at = end + usize::from(open);
        let name = match self.word(at) {
            Some(Word::Weekday(_)) if self.tag(at).is_some_and(|t| t.article && !t.conjunction && !t.lam) => {
                true
            }
            Some(Word::Day(-1)) => open,
            _ => false,
        };
        // A weekday with a date after it says more than a second name.
        if !name
            || (!open && self.weekday(at).is_some_and(|w| w.0 > at + 1))
            || (open && self.norm(at + 1) != ")")
        {
            return end;
        }
        at + 1 + usize::from(open)
    }

    /// «لليوم الثاني على التوالي».
    fn running(&self, i: usize) -> Option<usize> {
        let tag = self.tag(i)?;
        if !(tag.lam
            && tag.article
            && matches!(tag.word, Word::Unit(Unit::Day | Unit::Week | Unit::Month | Unit::Year, Many::One)))
        {
            return None;
        }
        let (_, mut end) = self.ordinal(i + 1)?;
        if self.norm(end) == "علي" && self.norm(end + 1) == "التوالي" {
            end += 2;
        }
        Some(end)
    }

    /// «الأسبوع الماضي», «هذا العام», «الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «آخر 24 ساعة».
    pub(super) fn unit_against(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let this = self.word(i) == Some(Word::This);
        let mut at = i + usize::from(this);
        // «3 الأيام الماضية»
        let led = (self.is_number(at) && self.tag(at + 1).is_some_and(|t| t.article))
            .then(|| self.a.norm(at).parse::<u8>().ok())
            .flatten();
        at += usize::from(led.is_some());
        let tag = self.tag(at)?;
        let (unit, many) = match tag.word {
            Word::Unit(unit, many) => (unit, many),
            Word::Clock => (Unit::Hour, Many::One),
            Word::Last if !this && !tag.article && self.norm(at) == "اخر" => {
                let (n, unit, end) = self.amount(at + 1)?;
                // «في آخر أسبوع»; «آخر يوم من المهلة» is no time of the calendar.
                let last = end >= self.end || matches!(self.norm(end), "." | "،" | "," | "!" | "؟");
                return (n > 1 && self.norm(end) != "من" || last).then(|| (end, self.stretch(unit, -n)));
            }
            // «ذات العام», «نفس اليوم»
            Word::Same if !this => {
                let next = self.tag(at + 1).filter(|t| t.article)?;
                let unit = matches!(next.word, Word::Unit(unit, Many::One) if unit >= Unit::Day);
                return unit.then_some((at + 2, None));
            }
            _ => return None,
        };
        if !tag.article {
            return None;
        }
        if many == Many::One && unit >= Unit::Day && led.is_none() {
            if unit > Unit::Day && matches!(self.norm(at + 1), "نفسه" | "ذاته" | "عينه" | "نفسها" | "ذاتها")
            {
                return Some((at + 2, None));
            }
            let (n, end) = match self.side_at(at + 1) {
                _ if this => (0, at + 1 + usize::from(self.side(at + 1) == Some(Side::Current))),
                Some((Side::Past, end)) => (-1, end),
                Some((Side::Current, end)) => (0, end),
                Some((Side::Future, end)) => (1, end),
                // «سيعود في اليوم التالي»: against the time of writing where the sentence looks ahead.
                Some((Side::Following, end)) if self.ahead(at) && !self.alone => (1, end),
                Some(_) => return None,
                None => match (self.norm(at + 1), self.side_at(at + 2)) {
                    // «الأسبوع بعد القادم», «العام قبل الماضي»
                    ("بعد", Some((Side::Future | Side::Following, end))) => (2, end),
                    ("قبل", Some((Side::Past, end))) => (-2, end),
                    ("الاخير", _) if unit > Unit::Day => (-1, at + 2),
                    // «العام الجديد» is the one that begins.
                    ("الجديد" | "الجديده", _) if unit == Unit::Year => {
                        let next = self.reference.is_some_and(|r| r.month() >= 11);
                        (i64::from(next), at + 2)
                    }
                    _ => return None,
                },
            };
            // «العام الحالي 2023»
            if unit == Unit::Year
                && let Some((super::dates::Year::Number(y), end)) = self.year_number(end, false)
            {
                return Some((end, Days::year(y)));
            }
            let day = self.reference.and_then(|r| {
                let base = if unit >= Unit::Month { r.first_of_month() } else { r };
                calendar::add(base, unit, n)
            });
            let days = day.and_then(|d| match unit {
                Unit::Week => Days::week(d),
                Unit::Month => Days::month(d.year(), d.month()),
                Unit::Year => Days::year(d.year()),
                Unit::Decade => Some(Days::new(
                    Days::year(d.year() / 10 * 10)?.from,
                    Days::year(d.year() / 10 * 10 + 9)?.to,
                    isnad_model::TimePrecision::Year,
                )),
                Unit::Century => None,
                _ => Some(Days::day(d)),
            });
            return Some((end, days));
        }
        // Several: how many may stand between.
        let mut next = at + 1;
        let mut n = if many == Many::Two { Some(2) } else { led.map(i64::from) };
        if matches!(self.norm(next), "القليله" | "القلايل" | "العديده") {
            n = Some(3);
            next += 1;
        } else if let Some((value, end)) = self.inner_number(next) {
            n = Some(value);
            next = end;
        }
        let side = self.side(next)?;
        let sign = match side {
            Side::Past => -1,
            Side::Future => 1,
            _ => return None,
        };
        // «العقدين الماضيين» are decades of the calendar, as «العقد الماضي» is.
        if let (Unit::Decade, Some(n)) = (unit, n) {
            let days = self.reference.and_then(|r| {
                let this = r.year() / 10 * 10;
                let n = i16::try_from(n.clamp(1, 100)).ok()? * 10;
                let (low, high) = if sign < 0 { (this - n, this - 1) } else { (this + 10, this + 9 + n) };
                let (from, to) = (Days::year(low)?.from, Days::year(high)?.to);
                Some(Days::new(from, to, isnad_model::TimePrecision::Year))
            });
            return Some((next + 1, days));
        }
        let n = n.unwrap_or(if unit <= Unit::Hour { 12 } else { 3 });
        Some((next + 1, self.stretch(unit, sign * n)))
    }

    /// «الأسبوع», «الشهر», «العام» behind «مطلع» or «نهاية»: the running one.
    pub(super) fn this_unit(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let tag = self.tag(i)?;
        let Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year), Many::One) = tag.word else {
            return None;
        };
        let days = self.reference.and_then(|r| match unit {
            Unit::Week => Days::week(r),
            Unit::Month => Days::month(r.year(), r.month()),
            _ => Days::year(r.year()),
        });
        tag.article.then_some((i + 1, days))
    }

    /// «الـ24», «الثلاثة», «الثماني والأربعين» inside «الساعات … الماضية».
    fn inner_number(&self, i: usize) -> Option<(i64, usize)> {
        let at = i + usize::from(self.norm(i) == "ال");
        let c = (at < self.end).then(|| number::cardinal(self.a, at, self.end)).flatten()?;
        let next = self.tag(c.end).map(|t| t.word);
        // «الساعات الثماني والأربعين الماضية»: words with the article on each.
        let side = matches!(next, Some(Word::Side(_)));
        (side && c.value >= 1.0).then_some((c.value as i64, c.end))
    }

    /// The days from the reference back or on over `n` units.
    fn stretch(&self, unit: Unit, n: i64) -> Option<Days> {
        let r = self.reference?;
        let other = if unit <= Unit::Hour {
            let days = if unit == Unit::Hour { (n.abs() + 23) / 24 } else { 0 };
            calendar::add(r, Unit::Day, if n < 0 { -days } else { days })?
        } else {
            calendar::add(r, unit, n)?
        };
        let (from, to) = if n < 0 { (other, r) } else { (calendar::add(r, Unit::Day, 1)?.min(other), other) };
        Some(Days::new(from, to, calendar::precision_of(from, to)))
    }

    /// A number of units: «يومين», «ثلاثة أسابيع», «5 سنوات», «سنة», «بضعة أيام», «عام ونصف»; the token after.
    pub(super) fn amount(&self, mut i: usize) -> Option<(i64, Unit, usize)> {
        // «منذ قرابة ثلاث سنوات»
        if matches!(self.norm(i), "قرابه" | "نحو" | "حوالي" | "زهاء" | "لنحو" | "لحوالي")
        {
            i += 1;
        } else if matches!(self.norm(i), "اكثر" | "اقل" | "ازيد" | "لاكثر" | "لاقل" | "لازيد")
            && self.norm(i + 1) == "من"
        {
            i += 2;
        }
        if i >= self.end {
            return None;
        }
        let (n, at) = match self.word(i) {
            Some(Word::Unit(unit, many)) if !self.tag(i)?.article => {
                let n = match many {
                    Many::One => 1,
                    Many::Two => 2,
                    Many::More => 3,
                };
                // «عام 2011» is no amount.
                let names = match unit {
                    Unit::Day => {
                        self.date(i).is_some() || self.day_word(i).is_some() || self.day_word(i + 1).is_some()
                    }
                    Unit::Month => self.date(i).is_some(),
                    _ => false,
                };
                if many == Many::One && (self.is_number(i + 1) || names) {
                    return None;
                }
                return Some((n, unit, self.half(i + 1)));
            }
            Some(Word::Clock) if !self.tag(i)?.article && !self.is_number(i + 1) => {
                return Some((1, Unit::Hour, self.half(i + 1)));
            }
            _ => {
                let vague = number::read(self.a, i).and_then(|r| match r.atom {
                    Some(number::Atom::Vague(low, _)) => Some((low as i64, i + 1)),
                    _ => None,
                });
                let several = matches!(self.norm(i), "عده" | "بعض" | "لعده" | "لبعض").then_some((3, i + 1));
                match vague.or(several) {
                    Some(v) => v,
                    None => {
                        let c = number::cardinal(self.a, i, self.end)?;
                        (c.value.min(100_000.0) as i64, c.end)
                    }
                }
            }
        };
        let tag = self.tag(at)?;
        if tag.article || tag.conjunction {
            return None;
        }
        let unit = match tag.word {
            Word::Unit(unit, _) => unit,
            Word::Clock => Unit::Hour,
            _ => return None,
        };
        // «1979 عام»: a year before its word is no number of years.
        if unit >= Unit::Month && n >= 1500 {
            return None;
        }
        Some((n, unit, self.half(at + 1)))
    }

    /// Whether token `i` could open an amount without a number but does not, by what follows it.
    pub(super) fn lone_amount(&self, i: usize) -> bool {
        match self.norm(i) {
            "اكثر" | "اقل" | "ازيد" | "لاكثر" | "لاقل" | "لازيد" => {
                self.norm(i + 1) != "من"
            }
            _ => false,
        }
    }

    /// Past «ونصف», «واحد», «قليلة», «من الزمن» after a unit.
    fn half(&self, at: usize) -> usize {
        match self.norm(at) {
            "ونصف" | "والنصف" | "وربع" | "واحد" | "واحده" | "قليله" | "معدوده" | "طويله" | "عديده"
            | "كثيره" => at + 1,
            "من" if matches!(self.norm(at + 1), "الزمان" | "الزمن") => at + 2,
            _ => at,
        }
    }
}
