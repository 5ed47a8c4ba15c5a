//! Incidents over time, in bins as wide as the whole is long.

use super::{Index, Matches, NO_DAY, day_number, day_of};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// How wide a bin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// A day.
    Day,
    /// A week from Saturday, as the region's weeks go.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// First day.
    pub from: Date,
    /// Last day within.
    pub to: Date,
    /// How many incidents begin in it.
    pub n: usize,
    /// Sum of their best numbers of killed; none where no incident has one.
    pub killed_best: Option<f64>,
}

/// All bins from the first to the last incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// How wide bins are.
    pub unit: TimeUnit,
    /// The bins, in order. Empty ones are told too, unless they would be more than [`MOST_BINS`].
    pub bins: Vec<Bin>,
    /// How many incidents found have no day.
    pub undated: usize,
}

/// Bins that are told with the empty ones, at most.
const MOST_BINS: usize = 600;

impl TimeUnit {
    /// A unit that gives tens of bins, rarely more than a hundred.
    fn of(days: i64) -> Self {
        match days {
            ..=92 => TimeUnit::Day,
            93..=740 => TimeUnit::Week,
            741..=3700 => TimeUnit::Month,
            _ => TimeUnit::Year,
        }
    }

    /// The first day of the bin that holds a day.
    fn start(self, day: Date) -> Date {
        match self {
            TimeUnit::Day => day,
            TimeUnit::Week => {
                let since = day.weekday().since(Weekday::Saturday);
                day.checked_sub(jiff::Span::new().days(i64::from(since))).unwrap_or(Date::MIN)
            }
            TimeUnit::Month => day.first_of_month(),
            TimeUnit::Year => day.first_of_year(),
        }
    }

    /// The first day of the next bin; none at the end of time.
    fn next(self, start: Date) -> Option<Date> {
        let span = jiff::Span::new();
        start
            .checked_add(match self {
                TimeUnit::Day => span.days(1),
                TimeUnit::Week => span.days(7),
                TimeUnit::Month => span.months(1),
                TimeUnit::Year => span.years(1),
            })
            .ok()
    }

    fn end(self, start: Date) -> Date {
        self.next(start).and_then(|d| d.yesterday().ok()).unwrap_or(Date::MAX)
    }
}

impl Index {
    /// The incidents found, over time. One of several days counts for its first.
    pub fn timeline(&self, found: &Matches) -> Timeline {
        // First by day, of which there are few, so that calendars are asked once a day and not once an incident.
        let mut days: BTreeMap<i32, (usize, f64, bool)> = BTreeMap::new();
        let mut undated = 0;
        for n in found.rows(0) {
            let row = &self.rows[n];
            if row.from == NO_DAY {
                undated += 1;
                continue;
            }
            let day = days.entry(row.from).or_default();
            day.0 += 1;
            if !row.killed.is_nan() {
                day.1 += f64::from(row.killed);
                day.2 = true;
            }
        }
        let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value()) else {
            return Timeline { unit: TimeUnit::Day, bins: Vec::new(), undated };
        };
        let unit = TimeUnit::of(i64::from(last) - i64::from(first));
        let mut bins: Vec<Bin> = Vec::new();
        for (day, (n, killed, counted)) in days {
            let Some(start) = day_of(day).map(|d| unit.start(d)) else { continue };
            let killed = counted.then_some(killed);
            match bins.last_mut().filter(|b| b.from == start) {
                Some(bin) => {
                    bin.n += n;
                    bin.killed_best = match (bin.killed_best, killed) {
                        (Some(a), Some(b)) => Some(a + b),
                        (a, b) => a.or(b),
                    };
                }
                None => bins.push(Bin { from: start, to: unit.end(start), n, killed_best: killed }),
            }
        }
        Timeline { unit, bins: filled(bins, unit), undated }
    }
}

/// The bins with the empty ones between them, unless those are too many.
fn filled(bins: Vec<Bin>, unit: TimeUnit) -> Vec<Bin> {
    let mut out: Vec<Bin> = Vec::with_capacity(bins.len());
    for bin in &bins {
        while let Some(next) = out.last().and_then(|b| unit.next(b.from)) {
            if day_number(next) >= day_number(bin.from) {
                break;
            }
            if out.len() >= MOST_BINS {
                return bins;
            }
            out.push(Bin { from: next, to: unit.end(next), n: 0, killed_best: None });
        }
        out.push(*bin);
    }
    out
}
