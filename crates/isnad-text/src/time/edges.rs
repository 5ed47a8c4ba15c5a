//! Parts of longer times: beginnings and ends, halves and quarters, «later this month», weekends.

use super::calendar::{self, Days};
use super::dates::Year;
use super::words::{Edge, Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind};
use isnad_model::{TimeOfDay, TimePrecision};
use jiff::civil::Date;

/// Where in a longer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// «في وقت سابق من هذا الشهر»: up to the reference.
    Earlier,
    /// «لاحقا هذا الأسبوع»: from the day after the reference.
    Later,
    /// «في وقت مبكر من صباح اليوم»
    Early,
    /// «في ساعة متأخرة من ليل أمس»
    Late,
}

impl Grammar<'_, '_> {
    /// «مطلع الشهر الجاري», «أواخر آذار», «منتصف عام 2015», «نهاية الأسبوع», «الربع الأول من 2019».
    pub(super) fn edge(&self, i: usize) -> Option<Found> {
        let found = |end: usize, days: Option<Days>, kind: TimeKind| {
            Some(Found { start: self.start(i), end, days, of_day: None, instant: false, kind })
        };
        // «بقية الأسبوع»: from today to its end.
        if matches!(self.norm(i), "بقيه" | "باقي") {
            let (end, unit) = self.this_unit(i + 1).or_else(|| self.unit_against(i + 1))?;
            let days = unit.zip(self.reference).filter(|(u, r)| u.from <= *r && *r <= u.to);
            let days = days.map(|(u, r)| Days::new(r, u.to, calendar::precision_of(r, u.to)));
            return found(end, days, TimeKind::Relative);
        }
        if let Some((end, days)) = self.weekend(i) {
            return found(end, days, TimeKind::Relative);
        }
        if let Some((end, days)) = self.share(i) {
            return found(end, days, TimeKind::Absolute);
        }
        if let Some((end, days)) = self.few_of(i) {
            return found(end, days, TimeKind::Absolute);
        }
        let Some(Word::Edge(edge)) = self.word(i) else { return None };
        if self.tag(i)?.article {
            return None;
        }
        let at = i + 1 + usize::from(self.norm(i + 1) == "من");
        let (end, days, kind) = self.long(at)?;
        if self.norm(i).starts_with("نص") && days.is_some_and(|d| d.precision != TimePrecision::Month) {
            return None;
        }
        found(end, days.and_then(|d| d.edge(edge)), kind)
    }

    /// A month, year, decade, season or unit as a whole: what can have a beginning and an end.
    fn long(&self, at: usize) -> Option<(usize, Option<Days>, TimeKind)> {
        if at >= self.end {
            return None;
        }
        let absolute = |(end, days)| (end, days, TimeKind::Absolute);
        let relative = |(end, days)| (end, days, TimeKind::Relative);
        self.month_only(at)
            .or_else(|| {
                // A month that is too weak a sign alone is none behind «مطلع».
                let month = self.named_month(at)?;
                let (year, end) = self.year_after(month.end);
                Some((end, self.resolve_month(month, year)))
            })
            .map(absolute)
            .or_else(|| self.year_only(at).map(absolute))
            .or_else(|| self.season(at, true).map(absolute))
            .or_else(|| self.unit_against(at).map(relative))
            .or_else(|| self.this_unit(at).map(relative))
            .or_else(|| self.bare_year(at).map(absolute))
    }

    /// «2019» behind «الربع الأول من».
    fn bare_year(&self, at: usize) -> Option<(usize, Option<Days>)> {
        match self.year_number(at, true)? {
            (Year::Number(y), end) => Some((end, Days::year(y))),
            _ => None,
        }
    }

    /// «عطلة نهاية الأسبوع», «نهاية الأسبوع الماضي»: Saturday and Sunday, as agencies and most papers of the Mashriq and the
    /// Maghreb outside the Gulf use it.
    fn weekend(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let off = matches!(self.norm(i), "عطله" | "العطله" | "اجازه");
        let at = i + usize::from(off);
        if self.word(at) != Some(Word::Edge(Edge::End)) || self.tag(at)?.article {
            return None;
        }
        let is_week = |j: usize| {
            let j = j + usize::from(self.word(j) == Some(Word::This));
            matches!(self.word(j), Some(Word::Unit(Unit::Week, Many::One)))
        };
        if !is_week(at + 1) {
            return None;
        }
        let (end, week, said) = match self.unit_against(at + 1) {
            Some((end, week)) => (end, week, true),
            None => {
                let (end, week) = self.this_unit(at + 1)?;
                (end, week, false)
            }
        };
        let days = week.and_then(|w| {
            let back = match self.reference {
                // News tells of the weekend that was.
                Some(r) if !said && !self.ahead(i) && calendar::add(w.to, Unit::Day, -1)? > r => -1,
                _ => 0,
            };
            let to = calendar::add(w.to, Unit::Week, back)?;
            Some(Days::new(calendar::add(to, Unit::Day, -1)?, to, TimePrecision::Day))
        });
        Some((end, days))
    }

    /// «النصف الأول من العام الجاري», «الربع الأول من 2019», «الثلث الأخير من الشهر», «الربع الماضي».
    fn share(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let this = self.word(i) == Some(Word::This);
        let at = i + usize::from(this);
        let of = match super::vague::bare(self.norm(at)) {
            "النصف" => 2,
            "الثلث" => 3,
            "الربع" => 4,
            _ => return None,
        };
        if let Some((n, end)) = self.which(at + 1).filter(|w| w.0 <= of && !this) {
            let of_what = end + usize::from(matches!(self.norm(end), "من" | "في" | "،" | ","));
            // «الربع الثالث»: of the year that is being spoken of, where nothing but time is.
            let Some((end, days, _)) = self.long(of_what) else {
                let days = self.reference.and_then(|r| Days::year(r.year())?.share(n, of));
                return (of == 4 && self.ahead(i)).then_some((end, days));
            };
            return Some((end, days.and_then(|d| d.share(n, of))));
        }
        if of != 4 {
            return None;
        }
        let (n, end) = match self.side_at(at + 1) {
            _ if this => (0, at + 1),
            Some((Side::Past, end)) => (-1, end),
            Some((Side::Current, end)) => (0, end),
            Some((Side::Future, end)) => (1, end),
            _ => return None,
        };
        let days = self.reference.and_then(|r| {
            let quarter = (r.month() - 1) / 3 + 1;
            let other = calendar::add(Date::new(r.year(), quarter * 3 - 2, 1).ok()?, Unit::Month, 3 * n)?;
            Days::year(other.year())?.share((other.month() - 1) / 3 + 1, 4)
        });
        Some((end, days))
    }

    /// «أول ثلاثة أيام من أيلول», «آخر أسبوعين من العام الماضي», «الأيام العشرة الأولى من رمضان», «العشر الأواخر من رمضان».
    fn few_of(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let (first, n, unit, end) = match self.norm(i) {
            "اول" | "اخر" => {
                let (n, unit, end) = self.amount(i + 1).filter(|a| a.0 > 1)?;
                (self.norm(i) == "اول", n, unit, end)
            }
            "العشر" if matches!(self.norm(i + 1), "الاوايل" | "الاولي" | "الاواخر" | "الاخيره") => {
                (self.norm(i + 1).starts_with("الاو") && self.norm(i + 1) != "الاواخر", 10, Unit::Day, i + 2)
            }
            _ => {
                let tag = self.tag(i).filter(|t| t.article)?;
                let Word::Unit(unit, Many::More) = tag.word else { return None };
                let c = crate::number::cardinal(self.a, i + 1, self.end)?;
                let first = match self.norm(c.end) {
                    "الاولي" | "الاول" => true,
                    "الاخيره" => false,
                    _ => return None,
                };
                (first, c.value as i64, unit, c.end + 1)
            }
        };
        if unit < Unit::Day || !matches!(self.norm(end), "من" | "في") {
            return None;
        }
        let (end, whole, _) = self.long(end + 1)?;
        let days = whole.and_then(|w| {
            let (from, to) = if first {
                (w.from, calendar::add(calendar::add(w.from, unit, n)?, Unit::Day, -1)?)
            } else {
                (calendar::add(calendar::add(w.to, Unit::Day, 1)?, unit, -n)?, w.to)
            };
            (from >= w.from && to <= w.to).then(|| Days::new(from, to, calendar::precision_of(from, to)))
        });
        Some((end, days))
    }

    /// «في وقت لاحق من هذا الشهر», «في وقت سابق اليوم», «لاحقا هذا الأسبوع», «في ساعة متأخرة من ليل أمس».
    pub(super) fn within(&self, i: usize) -> Option<Found> {
        let led = self.norm(i) == "في";
        let mut at = i + usize::from(led);
        let word = |norm: &str| match norm {
            "سابق" | "سابقه" | "سابقا" => Some(Within::Earlier),
            "لاحق" | "لاحقه" | "لاحقا" => Some(Within::Later),
            "مبكر" | "مبكره" | "باكر" | "باكره" => Some(Within::Early),
            "متاخر" | "متاخره" => Some(Within::Late),
            _ => None,
        };
        let part = if matches!(self.norm(at), "وقت" | "ساعه" | "ساعات") {
            at += 2;
            word(self.norm(at - 1))?
        } else if !led && matches!(self.norm(at), "لاحقا" | "سابقا") {
            at += 1;
            word(self.norm(at - 1))?
        } else {
            return None;
        };
        if matches!(self.norm(at), "من" | "في") {
            at += 1;
        }
        let inner = self.day_at(at).filter(|f| f.kind != TimeKind::Duration)?;
        let of_day = match part {
            Within::Early => inner.of_day.or(Some(TimeOfDay { from_hour: 4, to_hour: 8 })),
            Within::Late => inner.of_day.or(Some(TimeOfDay { from_hour: 20, to_hour: 23 })),
            _ => inner.of_day,
        };
        let days = inner.days.map(|d| {
            let Some(r) = self.reference.filter(|r| d.from < *r && *r < d.to) else { return d };
            let cut = match part {
                Within::Later => {
                    // What comes late enough to be called later: the other half, or what is left of it.
                    let half = d.edge(Edge::End).map_or(d.from, |e| e.from);
                    calendar::add(r, Unit::Day, 1).map(|next| (next.max(half), d.to))
                }
                Within::Earlier => Some((d.from, r)),
                _ => None,
            };
            cut.map_or(d, |(from, to)| Days::new(from, to, calendar::precision_of(from, to)))
        });
        Some(Found { start: self.start(i), of_day, days, ..inner })
    }

    /// «أسبوع 16 سبتمبر», «الأسبوع الذي يبدأ في 3 أيار»: the week that holds a day.
    pub(super) fn week_of(&self, i: usize) -> Option<(usize, Option<Days>)> {
        if !matches!(self.word(i), Some(Word::Unit(Unit::Week, Many::One))) {
            return None;
        }
        let mut at = i + 1;
        if self.tag(i)?.article {
            if !matches!(self.norm(at), "الذي")
                || !matches!(self.norm(at + 1), "يبدا" | "ينتهي" | "يوافق" | "يصادف")
            {
                return None;
            }
            at += 2;
        }
        at += usize::from(matches!(self.norm(at), "في" | "من"));
        at += usize::from(self.norm(at) == "يوم");
        let (end, days) = self.digits(at).map(|(e, d)| (e, Some(d))).or_else(|| self.day_of_month(at))?;
        let days = days.filter(|d| d.from == d.to).and_then(|d| Days::week(d.from));
        Some((end, days))
    }
}
