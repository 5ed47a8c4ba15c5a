//! Seasons and feasts.
//!
//! Seasons are those of the almanac for the north: spring from 20 March, summer from 21 June, autumn from 23 September,
//! winter from 21 December. Feasts of the Hijri calendar are right to within two days ([`super::hijri`]).

use super::calendar::{self, Days};
use super::dates::Year;
use super::words::{Season, Side, Unit, Word};
use super::{Grammar, hijri};
use isnad_model::TimePrecision;
use jiff::civil::Date;

/// When a feast begins, and how many days it lasts.
#[derive(Debug, Clone, Copy)]
struct Feast {
    month: i8,
    day: i8,
    days: i64,
    hijri: bool,
}

const fn fixed(month: i8, day: i8) -> Feast {
    Feast { month, day, days: 1, hijri: false }
}

const fn lunar(month: i8, day: i8, days: i64) -> Feast {
    Feast { month, day, days, hijri: true }
}

/// Names of feasts, normalised; a longer one stands before the one that it begins with.
const FEASTS: &[(&[&str], Feast)] = &[
    (&["عيد", "الميلاد", "المجيد"], fixed(12, 25)),
    (&["عيد", "الميلاد"], fixed(12, 25)),
    (&["الكريسماس"], fixed(12, 25)),
    (&["كريسماس"], fixed(12, 25)),
    (&["راس", "السنه", "الهجريه"], lunar(1, 1, 1)),
    (&["راس", "السنه", "الميلاديه"], fixed(1, 1)),
    (&["راس", "السنه"], fixed(1, 1)),
    (&["عيد", "الحب"], fixed(2, 14)),
    (&["عيد", "العشاق"], fixed(2, 14)),
    (&["عيد", "الام"], fixed(3, 21)),
    (&["عيد", "النوروز"], fixed(3, 21)),
    (&["عيد", "النيروز"], fixed(3, 21)),
    (&["عيد", "نوروز"], fixed(3, 21)),
    (&["عيد", "العمال"], fixed(5, 1)),
    (&["يوم", "المراه", "العالمي"], fixed(3, 8)),
    (&["عيد", "الفطر"], lunar(10, 1, 3)),
    (&["عيد", "الاضحي"], lunar(12, 10, 4)),
    (&["يوم", "عرفه"], lunar(12, 9, 1)),
    (&["يوم", "عاشوراء"], lunar(1, 10, 1)),
    (&["ذكري", "عاشوراء"], lunar(1, 10, 1)),
    (&["عاشوراء"], lunar(1, 10, 1)),
    (&["المولد", "النبوي"], lunar(3, 12, 1)),
    (&["ليله", "القدر"], lunar(9, 27, 1)),
    (&["ذكري", "الاسراء", "والمعراج"], lunar(7, 27, 1)),
];

/// Whether a folded word may open the name of a feast.
pub(super) fn heads_feast(norm: &str) -> bool {
    let bare = super::vague::bare(norm);
    matches!(bare, "عيد" | "راس" | "كريسماس" | "الكريسماس" | "عاشوراء" | "المولد" | "ذكري")
}

impl Grammar<'_, '_> {
    /// «عيد الفطر», «ليلة رأس السنة», «أول أيام عيد الأضحى الماضي», «كريسماس 2014».
    pub(super) fn feast(&self, i: usize) -> Option<(usize, Option<Days>)> {
        let eve = matches!(self.norm(i), "ليله" | "عشيه");
        // Few words open one: asked first, since this is asked of every word of time.
        let first = matches!(super::vague::bare(self.norm(i)), "يوم" | "ليله") || heads_feast(self.norm(i));
        if !eve && !first && self.a.forms.get(i)?.number.is_none() {
            return None;
        }
        let nth =
            self.ordinal(i).filter(|o| matches!(self.norm(o.1), "ايام" | "يوم") && (1..=4).contains(&o.0));
        // A number opens one only as «أول أيام …».
        if !eve && !first && nth.is_none() {
            return None;
        }
        let mut at = match nth {
            Some((_, end)) => end + 1,
            None => i + usize::from(eve),
        };
        at += usize::from(nth.is_some() && self.norm(at) == "من");
        let head = super::vague::bare(self.norm(at));
        let here = |words: &[&str]| {
            head == words[0] && words.iter().enumerate().skip(1).all(|(k, w)| self.norm(at + k) == *w)
        };
        // «ليلة القدر» is itself a night.
        let (at, (words, feast)) = match FEASTS.iter().find(|f| here(f.0)) {
            Some(f) => (at, f),
            None => {
                let f =
                    FEASTS.iter().find(|f| f.0.iter().enumerate().all(|(k, w)| self.norm(i + k) == *w))?;
                (i, f)
            }
        };
        let (year, end) = self.year_after(at + words.len());
        let days = self.feast_in(*feast, year, at).and_then(|first| {
            let shift = nth.map_or(0, |n| i64::from(n.0) - 1) - i64::from(eve && at > i);
            let from = calendar::add(first, Unit::Day, shift)?;
            let last = if nth.is_some() || eve { 0 } else { feast.days - 1 };
            let to = calendar::add(from, Unit::Day, last)?;
            Some(Days::new(from, to, calendar::precision_of(from, to)))
        });
        Some((end, days))
    }

    /// The first day of a feast under what is said of its year.
    fn feast_in(&self, f: Feast, year: Year, at: usize) -> Option<Date> {
        let on = |y: i16| {
            if f.hijri { hijri::to_gregorian(y, f.month, f.day) } else { Date::new(y, f.month, f.day).ok() }
        };
        // Of a Gregorian year the Hijri feast that falls into it.
        let within = |y: i16| {
            if !f.hijri {
                return on(y);
            }
            let (h, _) = hijri::year_month(Date::new(y, 1, 1).ok()?);
            (h..h + 3).filter_map(on).find(|d| d.year() == y)
        };
        match year {
            Year::Number(y) => within(y),
            Year::Hijri(y) => {
                if f.hijri {
                    on(y)
                } else {
                    None
                }
            }
            Year::Offset(k) => within(self.reference?.year() + k),
            Year::Side(Side::Current) => within(self.reference?.year()),
            Year::Unsaid | Year::Side(_) => {
                let r = self.reference?;
                let (low, high) = (r.year() - 2, r.year() + 2);
                let all = (low..=high).filter_map(within);
                let future =
                    matches!(year, Year::Side(Side::Future)) || year == Year::Unsaid && self.ahead(at);
                if future {
                    all.into_iter().find(|d| *d >= r)
                } else {
                    let last = calendar::add(r, Unit::Day, if year == Year::Unsaid { 1 } else { -1 })?;
                    all.into_iter().rfind(|d| *d <= last)
                }
            }
        }
    }

    /// «صيف 2014», «هذا الشتاء», «فصل الربيع الماضي»; `bare`: «الصيف» without more is taken too.
    pub(super) fn season(&self, i: usize, bare: bool) -> Option<(usize, Option<Days>)> {
        let this = self.word(i) == Some(Word::This);
        let noun = self.norm(i + usize::from(this));
        let named = matches!(noun, "فصل" | "موسم");
        let at = i + usize::from(this) + usize::from(named);
        let season = match self.word(at)? {
            Word::Season(season) => season,
            // «ربيع الأول» is a Hijri month.
            Word::HijriTwin(3) if self.one_month(at).is_none() => Season::Spring,
            _ => return None,
        };
        let article = self.tag(at)?.article;
        let (year, end) = self.year_after(at + 1);
        let qualified = this || year != Year::Unsaid;
        // «صيف» alone is no time, nor are «الربيع العربي» and «الصيف الساخن».
        if !qualified && !(article && (bare || self.ahead(i) || named)) {
            return None;
        }
        if !qualified && season == Season::Spring && !named && !self.alone {
            return None;
        }
        let of = |y: i16| {
            let (from, to) = match season {
                Season::Spring => ((y, 3, 20), (y, 6, 20)),
                Season::Summer => ((y, 6, 21), (y, 9, 22)),
                Season::Autumn => ((y, 9, 23), (y, 12, 20)),
                Season::Winter => ((y, 12, 21), (y + 1, 3, 19)),
            };
            let day = |(y, m, d)| Date::new(y, m, d).ok();
            Some(Days::new(day(from)?, day(to)?, TimePrecision::Year))
        };
        if let Year::Number(y) = year {
            // «شتاء 2013-2014», and «شتاء 2015», which may be the one before New Year or the one after.
            if season == Season::Winter {
                if let Some((Year::Number(next), end)) = matches!(self.norm(end), "-" | "–" | "/")
                    .then(|| self.year_number(end + 1, false))
                    .flatten()
                    && next == y + 1
                {
                    return Some((end, of(y)));
                }
                let whole = of(y - 1).zip(of(y)).map(|(a, b)| Days::new(a.from, b.to, TimePrecision::Year));
                return Some((end, whole));
            }
            return Some((end, of(y)));
        }
        let days = self.reference.and_then(|r| {
            let near = || (r.year() - 2..=r.year() + 2).filter_map(of);
            match year {
                Year::Offset(k) => of(r.year() + k),
                Year::Side(Side::Past) => near().rfind(|d| d.to < r),
                Year::Side(Side::Future | Side::Following) => near().find(|d| d.from > r),
                _ if self.ahead(i) || this => near().find(|d| d.to >= r),
                _ => near().rfind(|d| d.from <= r),
            }
        });
        Some((end, days))
    }
}
