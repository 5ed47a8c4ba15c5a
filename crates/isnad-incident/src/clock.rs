//! When a site gave out a number: between the dated numbers on both sides.
//!
//! *Comes in*: numbers of addresses with the days on which they were in use ([`Clock::learn`]), then a number without a day. *Goes
//! out*: the days between which it must have been given out, narrowed by how evenly the site counts; beyond the dated numbers, and
//! not far beyond, what the nearest of them say of its speed. *Does not*: believe a counter that does not run upwards.
//!
//! A page without any date is bounded so by its neighbours, as an archivist dates an undated letter by its number in the file. A page
//! whose date is of long after its number has that of something else beside it, or of a later change, and is dated by its number.

use crate::evidence::{Days, Evidence, span_days};
use crate::serial::{Serial, serial};
use isnad_model::wire::ReadingJson;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

static CLOCK: &[u8] = include_bytes!("../../../models/clock.json");

/// A counter is believed where so many of its dated numbers run upwards.
const UPWARDS: f64 = 0.7;
/// How unevenly a site counts: the share of the days to the nearer dated number that an estimate may be off.
const UNEVEN: f64 = 0.25;
/// Days that an estimate may be off in any case.
const OFF: f64 = 1.0;
/// Longest span that is told: more bounds nothing.
const LONGEST: i64 = 120;
/// Dated numbers that tell how fast a site counts beyond them, and how many they must be. Measured on the counters of the dev part of
/// the Airwars set, each dated number out of the four before it: of those that should be 3 to 30 days away 80 % were 0.85 to 1.3
/// times as far.
const NEAREST: usize = 5;
const FEWEST: usize = 3;
/// Most days beyond the dated numbers.
const BEYOND: f64 = 60.0;
/// A page's date so many days after what its number says is not that of its publication.
const LATE: i64 = 60;
/// So many dated numbers a counter must have to be believed more than the page.
const MANY: usize = 5;
/// In fewer days than these each day of the week is but once.
const WEEK: i64 = 7;

/// Dated numbers of counters.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock(BTreeMap<u64, Vec<(u64, Date)>>);

impl Clock {
    /// Learns from numbers with their days.
    pub fn learn(dated: impl IntoIterator<Item = (Serial, Date)>) -> Clock {
        let mut all: BTreeMap<u64, Vec<(u64, Date)>> = BTreeMap::new();
        for ((counter, number), day) in dated {
            all.entry(counter).or_default().push((number, day));
        }
        all.retain(|_, numbers| {
            numbers.sort_unstable();
            numbers.dedup();
            let kept = upwards(numbers);
            let sound = kept.len() > 1 && kept.len() as f64 >= UPWARDS * numbers.len() as f64;
            *numbers = kept;
            sound
        });
        Clock(all)
    }

    /// This clock with more dated numbers: those of the collection at hand bound its undated pages too.
    pub fn with(&self, more: impl IntoIterator<Item = (Serial, Date)>) -> Clock {
        let own = self.0.iter().flat_map(|(&counter, numbers)| {
            numbers.iter().map(move |&(number, day)| ((counter, number), day))
        });
        Clock::learn(own.chain(more))
    }

    /// The clock that ships: numbers of news sites whose day is known.
    ///
    /// # Errors
    ///
    /// Never with the file of this repository; a test reads it.
    pub fn shipped() -> Result<Clock, serde_json::Error> {
        serde_json::from_slice(CLOCK)
    }

    /// The file of a clock.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The days between which a number was given out.
    pub fn days(&self, (counter, number): Serial) -> Option<Days> {
        let numbers = self.0.get(&counter)?;
        let at = numbers.partition_point(|n| n.0 < number);
        if let Some(&(_, day)) = numbers.get(at).filter(|n| n.0 == number) {
            return Some((day, day));
        }
        let Some((&(n, from), &(m, to))) =
            at.checked_sub(1).and_then(|b| numbers.get(b)).zip(numbers.get(at))
        else {
            return beyond(numbers, number, at == 0);
        };
        let all = span_days((from, to)) as f64;
        let estimate = all * (number - n) as f64 / (m - n) as f64;
        let off = OFF + UNEVEN * estimate.min(all - estimate);
        let day = |d: f64| from.checked_add((d.clamp(0.0, all) as i64).days()).ok();
        let days = (day((estimate - off).floor())?, day((estimate + off).ceil())?);
        (span_days(days) <= LONGEST).then_some(days)
    }

    /// Gives an evidence without a date of publication the days that its address bounds, and the one of them that is the only
    /// day of the week it names; and an evidence whose date is of long after its number ([`LATE`]) likewise.
    pub fn date(&self, e: &mut Evidence, url: &str) {
        let Some(serial) = serial(url) else { return };
        let Some(days) = self.days(serial) else { return };
        if let Some(own) = e.published {
            let known = self.0.get(&serial.0).map_or(0, Vec::len);
            if known < MANY || span_days((days.1, own.0)) <= LATE {
                return;
            }
        }
        e.published = Some(days);
        // What is told of a Wednesday is published on it or the day after.
        if let Some(day) = named_day(e, days) {
            e.published = Some((day, day.checked_add(1.day()).map_or(day, |next| next.min(days.1))));
        }
    }
}

/// The days of a number before the first dated one or after the last: as far away as the nearest dated numbers count in that time.
fn beyond(numbers: &[(u64, Date)], number: u64, before: bool) -> Option<Days> {
    let near = if before {
        &numbers[..numbers.len().min(NEAREST)]
    } else {
        &numbers[numbers.len().saturating_sub(NEAREST)..]
    };
    let (&(n, from), &(m, to)) = (near.first()?, near.last()?);
    let (end, away) = if before { (from, n - number) } else { (to, number - m) };
    let all = span_days((from, to)) as f64;
    if near.len() < FEWEST || all < 1.0 {
        return None;
    }
    let estimate = all * away as f64 / (m - n) as f64;
    if estimate > BEYOND {
        return None;
    }
    let off = OFF + UNEVEN * estimate;
    let sign = if before { -1.0 } else { 1.0 };
    let day = |d: f64| end.checked_add(((sign * d.max(0.0)) as i64).days()).ok();
    let (a, b) = (day((estimate - off).floor())?, day((estimate + off).ceil())?);
    Some((a.min(b), a.max(b)))
}

/// The evidence of a reading of `text`, dated by the clock where the report itself has no date, or another's.
pub fn evidence(reading: &ReadingJson, text: &str, clock: &Clock) -> Evidence {
    let mut e = Evidence::new(reading, text);
    if let Some(url) = &reading.url {
        clock.date(&mut e, url);
    }
    e
}

/// The only day within the bounds whose name the report says, where it says one name.
fn named_day(e: &Evidence, days: Days) -> Option<Date> {
    if e.weekdays.count_ones() != 1 || span_days(days) >= WEEK {
        return None;
    }
    (0..=span_days(days)).filter_map(|n| days.0.checked_add(n.days()).ok()).find(|d| e.names_day(*d))
}

/// The longest run of numbers whose days do not fall.
fn upwards(numbers: &[(u64, Date)]) -> Vec<(u64, Date)> {
    // Patience: the last day of the best run of each length, and for each number the one before it in its run.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (k, &(_, day)) in numbers.iter().enumerate() {
        let at = ends.partition_point(|&e: &usize| numbers[e].1 <= day);
        before.push(at.checked_sub(1).map(|b| ends[b]));
        if at == ends.len() { ends.push(k) } else { ends[at] = k }
    }
    let mut out = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(k) = next {
        out.push(numbers[k]);
        next = before[k];
    }
    out.reverse();
    out.dedup_by_key(|n| n.0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_lies_between_its_dated_neighbours() {
        let number = |n: u64, month: i8, day: i8| ((7, n), date(2026, month, day));
        let clock =
            Clock::learn([number(100, 3, 1), number(200, 3, 11), number(300, 3, 21), number(250, 1, 1)]);
        assert_eq!(clock.days((7, 200)), Some((date(2026, 3, 11), date(2026, 3, 11))));
        assert_eq!(clock.days((7, 150)), Some((date(2026, 3, 3), date(2026, 3, 9))));
        // The stray number is passed over; far beyond the dated ones nothing is said, nor of other counters.
        assert_eq!(clock.days((7, 290)), Some((date(2026, 3, 18), date(2026, 3, 21))));
        assert_eq!(clock.days((7, 340)), Some((date(2026, 3, 23), date(2026, 3, 27))));
        assert_eq!(clock.days((7, 60)), Some((date(2026, 2, 23), date(2026, 2, 27))));
        assert_eq!(clock.days((7, 1000)), None);
        assert_eq!(clock.days((8, 150)), None);
        let falling = Clock::learn([number(100, 3, 9), number(200, 3, 5), number(300, 3, 1)]);
        assert_eq!(falling.days((7, 150)), None);
    }

    #[test]
    fn a_date_of_long_after_its_number_is_not_believed() {
        let url = |n: u64| format!("https://news.example/archives/{n}");
        let dated = (1..=6).map(|n| (serial(&url(n * 100)).unwrap(), date(2026, n as i8, 1)));
        let clock = Clock::learn(dated);
        let published = |day, n| {
            let mut e = Evidence { published: Some((day, day)), ..Evidence::default() };
            clock.date(&mut e, &url(n));
            e.published.unwrap()
        };
        let year_later = published(date(2027, 2, 20), 250);
        assert!(date(2026, 2, 1) <= year_later.0 && year_later.1 <= date(2026, 3, 1), "{year_later:?}");
        for (day, n) in [(date(2026, 3, 20), 250), (date(2025, 1, 1), 250), (date(2027, 2, 20), 5000)] {
            assert_eq!(published(day, n), (day, day));
        }
    }

    #[test]
    fn the_shipped_file_is_sound() {
        assert_eq!(Clock::shipped().unwrap().to_json(), CLOCK);
    }
}
