//! Reports that say nothing: walls of a platform, pages that are gone, of which only the day of publication is left.
//!
//! *Comes in*: groups of speaking reports with their sizes and days; then the day of a mute one. *Goes out*: the group that it most
//! likely belongs to, where one is likely enough. *Does not*: look at more than days, so what it gives is a guess to
//! be shown as one: a mute report supports nothing, and no day, place or figure is taken from it.
//!
//! In a collection that was gathered about certain happenings a report of that day most often belongs to the one that most reports
//! of the day are about. In an archive of all news it does not, so whoever calls decides.

use crate::evidence::{Days, span_days};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How likely a report is published so many days after what it tells; one day before it by the clock of another time zone.
const LAG: [(i64, f32); 4] = [(-1, 0.04), (0, 0.7), (1, 0.2), (2, 0.05)];
/// How often a noted day has the wrong year: a platform shows a day without its year, and a crawler adds the year that it is in
/// (37 of 467 noted days of posts in the dev part of the Airwars set are a year late, of those that say nothing a tenth).
const YEAR_LATE: f32 = 0.12;
/// The likeliest group must have this share of all.
const LEAST: f32 = 0.3;

/// Groups by their days.
#[derive(Debug, Clone)]
pub struct Times(BTreeMap<Date, Vec<(usize, f32)>>);

impl Times {
    /// Of groups, each given by its number of reports and its days.
    pub fn new(groups: &[(usize, Option<Days>)]) -> Times {
        let mut at: BTreeMap<Date, Vec<(usize, f32)>> = BTreeMap::new();
        for (g, (reports, days)) in groups.iter().enumerate() {
            let Some(days) = days.filter(|d| span_days(*d) <= 7) else { continue };
            let n = span_days(days) + 1;
            for day in (0..n).filter_map(|k| days.0.checked_add(k.days()).ok()) {
                at.entry(day).or_default().push((g, *reports as f32 / n as f32));
            }
        }
        Times(at)
    }

    /// The group that a report of these days belongs to.
    pub fn of(&self, published: Days) -> Option<usize> {
        if published.0 != published.1 {
            return None;
        }
        let mut weights: BTreeMap<usize, f32> = BTreeMap::new();
        for (years, right) in [(0, 1.0 - YEAR_LATE), (1, YEAR_LATE)] {
            for (lag, likely) in LAG {
                let day = published.0.checked_sub(years.years().days(lag)).ok()?;
                for &(g, n) in self.0.get(&day).into_iter().flatten() {
                    *weights.entry(g).or_default() += right * likely * n;
                }
            }
        }
        let all: f32 = weights.values().sum();
        let (&g, &most) = weights.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        (most >= LEAST * all).then_some(g)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_largest_group_of_the_day() {
        let day = |d: i8| (date(2026, 3, d), date(2026, 3, d));
        let four = [(5, Some(day(20))); 4];
        let times = Times::new(&[&[(9, Some(day(2))), (2, Some(day(2))), (4, None)], &four[..]].concat());
        assert_eq!(times.of(day(2)), Some(0));
        assert_eq!(times.of(day(3)), Some(0));
        assert_eq!(times.of(day(9)), None);
        // A year late, where nothing is told of the noted day.
        assert_eq!(times.of((date(2027, 3, 2), date(2027, 3, 2))), Some(0));
        // Of four equals none is likely enough.
        assert_eq!(times.of(day(20)), None);
        assert_eq!(times.of((date(2026, 3, 1), date(2026, 3, 3))), None);
    }
}
