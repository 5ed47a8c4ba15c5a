//! Times from one to another, and several of a kind.

use super::calendar::{self, Days};
use super::dates::Year;
use super::words::{Many, Side, Unit, Word};
use super::{Found, Grammar, TimeKind};
use isnad_model::TimePrecision;
use jiff::civil::Date;

/// What «يومي», «شهري», «عامي» are followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Items {
    Weekdays,
    Months,
    Years,
}

fn items(norm: &str) -> Option<Items> {
    let bare = super::vague::bare(norm);
    Some(match bare.strip_prefix(['ل', 'ب']).unwrap_or(bare) {
        "يومي" | "ايام" | "نهاري" | "ليلتي" => Items::Weekdays,
        "شهري" | "اشهر" | "شهور" => Items::Months,
        "عامي" | "سنتي" | "اعوام" | "سنوات" | "عام" | "سنه" => Items::Years,
        _ => return None,
    })
}

/// Whether a folded word may head several of a kind.
pub(super) fn heads_items(norm: &str) -> bool {
    items(norm).is_some()
}

impl Grammar<'_, '_> {
    /// «يومي السبت والأحد المقبلين», «شهري آذار ونيسان 2013», «عامي 2014 و2015», «آذار ونيسان من العام الماضي».
    pub(super) fn several(&self, i: usize) -> Option<Found> {
        let head = items(self.norm(i));
        let kind = match head {
            Some(kind) => kind,
            None if self.one_month(i).is_some() => Items::Months,
            None => return None,
        };
        let mut at = i + usize::from(head.is_some());
        let mut spans: [Option<usize>; 8] = [None; 8];
        let mut n = 0;
        while n < spans.len() && at < self.end {
            // Between two: «و» written onto the second or alone, «أو», «،», a dash or «إلى».
            let mut item = at;
            if n > 0 {
                let joint = matches!(self.norm(at), "و" | "او" | "،" | "," | "-" | "–" | "/" | "الي" | "حتي");
                let written = self.tag(at).is_some_and(|t| t.conjunction)
                    || kind == Items::Years
                        && self.is_number(at)
                        && self.a.touches(at)
                        && self.norm(at - 1) == "و";
                if joint {
                    item = at + 1;
                } else if !written {
                    break;
                }
            }
            let end = match kind {
                Items::Weekdays => match self.word(item) {
                    Some(Word::Weekday(_)) => item + 1,
                    _ => break,
                },
                Items::Months => match self.month(item) {
                    Some(month) => month.end,
                    None => break,
                },
                Items::Years => match self.year_number(item, true) {
                    Some((_, end)) => end,
                    None => break,
                },
            };
            spans[n] = Some(item);
            n += 1;
            at = end;
        }
        if n < 2 {
            return None;
        }
        let (first, last) = (spans[0]?, spans[n - 1]?);
        let (days, end, time) = match kind {
            Items::Years => {
                let year = |j: usize| match self.year_number(j, true) {
                    Some((Year::Number(y), _)) => Days::year(y),
                    _ => None,
                };
                (year(first).zip(year(last)), at, TimeKind::Absolute)
            }
            Items::Months => {
                let (a, b) = (self.month(first)?, self.month(last)?);
                let (year, end) = self.year_after(at);
                if head.is_none() && (a.weak || b.weak) && year == Year::Unsaid {
                    return None;
                }
                let second = self.resolve_month(b, year);
                // «كانون الأول وكانون الثاني الماضيين»: the first before the second.
                let low = match (second, self.resolve_month(a, year)) {
                    (Some(s), Some(f)) if f.from > s.from => {
                        let back =
                            if f.from.month() > s.from.month() { s.from.year() - 1 } else { s.from.year() };
                        Days::month(back, f.from.month())
                    }
                    (_, f) => f,
                };
                (low.zip(second), end, TimeKind::Absolute)
            }
            Items::Weekdays => {
                let (Some(Word::Weekday(a)), Some(Word::Weekday(b))) = (self.word(first), self.word(last))
                else {
                    return None;
                };
                let side = self.side(at);
                let of = at + usize::from(matches!(self.norm(at), "من" | "في"));
                let week = if side.is_none() { self.week_against(of) } else { None };
                let days = self.reference.and_then(|r| {
                    if let Some((week, _)) = week {
                        return self.weekday_in(week, a).zip(self.weekday_in(week, b));
                    }
                    let ahead = matches!(side, Some(Side::Future)) || side.is_none() && self.ahead(i);
                    let (low, high) = if ahead {
                        let low = calendar::weekday_after(r, a)?;
                        (low, calendar::weekday_after(low, b)?)
                    } else {
                        let high = calendar::weekday_before(r, b, side == Some(Side::Past))?;
                        (calendar::weekday_before(high, a, true)?, high)
                    };
                    Some((Days::day(low), Days::day(high)))
                });
                let end = week.map_or(at + usize::from(side.is_some_and(|s| s != Side::Following)), |w| w.1);
                (days, end, TimeKind::Relative)
            }
        };
        let days = match days {
            Some((a, b)) if a.from <= b.to => {
                Some(Days::new(a.from, b.to, calendar::precision_of(a.from, b.to)))
            }
            Some(_) => return None,
            None => None,
        };
        Some(Found { start: self.start(i), end, days, of_day: None, instant: false, kind: time })
    }

    /// «تشرين الثاني بين 19 و20», «الأسبوع المقبل من الثلاثاء إلى الخميس»: a range inside the month or week before it.
    pub(super) fn inside(&self, f: Found) -> Option<Found> {
        let whole = f.days?;
        let month = whole.precision == TimePrecision::Month && whole.from.day() == 1;
        if !month && whole.precision != TimePrecision::Week || !matches!(self.norm(f.end), "بين" | "من")
        {
            return None;
        }
        let between = self.norm(f.end) == "بين";
        let at = f.end + 1;
        let item = |j: usize| -> Option<(Date, usize)> {
            if month {
                let (day, end, _) = self.day_number(j)?;
                return Some((Date::new(whole.from.year(), whole.from.month(), day).ok()?, end));
            }
            let j = j + usize::from(matches!(self.word(j), Some(Word::Unit(Unit::Day, Many::One))));
            let Some(Word::Weekday(day)) = self.word(j) else { return None };
            Some((self.weekday_in(Some(whole), day)?.from, j + 1))
        };
        let (low, end) = item(at)?;
        let second = match self.norm(end) {
            "و" if between => end + 1,
            "الي" | "حتي" | "-" | "–" if !between => end + 1,
            _ if between => end,
            _ => return None,
        };
        let (high, end) = item(second)?;
        (low <= high && high <= whole.to).then(|| Found {
            end,
            days: Some(Days::new(low, high, calendar::precision_of(low, high))),
            ..f
        })
    }

    /// «من 2 إلى 7 أيلول», «بين الأربعاء والجمعة», «اليوم حتى الغد»; `one` is what [`Self::single`] found at token `i`.
    pub(super) fn range(&self, i: usize, one: Option<Found>) -> Option<Found> {
        let what = matches!(self.norm(i), "ما" | "فيما") && self.norm(i + 1) == "بين";
        let opener = i + usize::from(what);
        let between = self.a.stem(opener) == "بين";
        let since = matches!(self.norm(i), "منذ" | "ومنذ");
        let opened = between || since || self.norm(i) == "من" || self.norm(i) == "ومن";
        let mut first_at = if opened { opener + 1 } else { i };
        if between
            && items(self.norm(first_at)).is_some()
            && let Some(f) = self.several(first_at)
        {
            return Some(Found { start: self.start(i), ..f });
        }
        // «من عام 2011 حتى 2014», «بين شهري آب وكانون الأول»
        if opened && self.norm(first_at) == "ال" {
            first_at += 1;
        }
        if first_at >= self.end {
            return None;
        }
        let first = if self.tags[first_at].is_some() || self.is_number(first_at) || self.opens(first_at) {
            let first = if first_at == i { one } else { self.single(first_at) };
            first.or_else(|| if opened { self.worded_year(first_at) } else { None })?
        } else {
            return None;
        };
        let joint = first.end;
        let second_at = match self.norm(joint) {
            "وحتي" | "والي" => joint + 1,
            "و" if matches!(self.norm(joint + 1), "حتي" | "الي") => joint + 2,
            "الي" | "حتي" | "لغايه" | "-" | "–" => joint + 1,
            "و" if between => joint + 1,
            _ if between && self.tag(joint).is_some_and(|t| t.conjunction) => joint,
            _ if between
                && joint < self.end
                && crate::number::read(self.a, joint)
                    .is_some_and(|r| r.conjunction && !self.is_number(joint)) =>
            {
                joint
            }
            _ => return None,
        };
        if second_at >= self.end {
            return None;
        }
        let second = self
            .single(second_at)
            .or_else(|| if first.kind == TimeKind::Absolute { self.worded_year(second_at) } else { None })?;
        let (low, mut high) = (first.days, second.days);
        // «من الاثنين إلى الأربعاء» ahead: the second after the first.
        if let (Some(a), Some(b)) = (low, high)
            && self.ahead(i)
            && a.from > b.from
            && b.from == b.to
            && first.kind == TimeKind::Relative
            && matches!(self.word(second_at), Some(Word::Weekday(_)))
        {
            high = calendar::weekday_after(a.from, b.from.weekday().to_monday_one_offset()).map(Days::day);
        }
        // «بين الأحد والثلاثاء»: the first before the second.
        let low = match (low, high) {
            (Some(a), Some(b)) if a.from > b.from && first.kind == TimeKind::Relative => {
                calendar::weekday_before(b.from, a.from.weekday().to_monday_one_offset(), true).map(Days::day)
            }
            _ => low,
        };
        let days = match (low, high) {
            (Some(a), Some(b)) if a.from <= b.to => {
                Some(Days::new(a.from, b.to, calendar::precision_of(a.from, b.to)))
            }
            (None, None) => None,
            // «منذ 21 حزيران وحتى اللحظة»
            (Some(a), None) if since => {
                let to = self.reference.filter(|r| *r >= a.from).unwrap_or(a.to);
                Some(Days::new(a.from, to, calendar::precision_of(a.from, to)))
            }
            _ => return None,
        };
        let kind = first.kind;
        let clocks = kind == TimeKind::Clock && second.kind == TimeKind::Clock && opened;
        let since_clock = since && kind == TimeKind::Clock;
        if !(matches!(kind, TimeKind::Absolute | TimeKind::Relative) || clocks || since_clock)
            || second.kind == TimeKind::Duration
        {
            return None;
        }
        Some(Found { start: self.start(i), end: second.end, days, of_day: None, instant: false, kind })
    }
}
