//! What a group of reports says together of one happening.
//!
//! *Comes in*: the evidences of the group, and the learned [`Choice`] where there is one. *Goes out*: an [`Incident`]: its day and places by
//! vote with who votes for them, of the most voted those that the choice takes, the figures as claimed with the range that follows, the
//! culprits. *Does not*: replace what a report says: each value keeps the reports that it
//! comes from, and ranges are derived anew each time.

use crate::choice::{self, Choice};
use crate::evidence::{Count, Days, Evidence, span_days};
use crate::pair::km;
use crate::spot::Spot;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Of dated reports of one happening so many share were published on its day, the day after, two days after (measured on the dev
/// part of the Airwars set: 0.71, 0.15, 0.04; the rest is older news).
const PUBLISHED: [f32; 3] = [0.72, 0.16, 0.04];
/// A day that a claim states is the happening's in so many cases; else it is of something told beside it.
const STATED: f32 = 0.9;
/// Bounds of publication hold the day in so many cases.
const BOUNDED: f32 = 0.8;
/// Sites count evenly, so the middle of the bounds is the best guess: how far from it a day mostly is, as a share of the way to the
/// bounds (measured on the dev part of the Airwars set: half of the days lie within an eighth, two thirds within three).
const MIDDLE: f32 = 0.25;
/// A day of the name that a report says («الأربعاء») is so much likelier than another within its bounds.
const NAMED: f32 = 5.0;
/// What a report without any day speaks for a day whose name it says.
const UNDATED: f32 = 0.2;
/// Days beside the likeliest one are given with it where they are so nearly as likely, up to the longest span.
const PLATEAU: f32 = 0.7;
/// The same where chances that were learned take the place of votes.
const CHOSEN_PLATEAU: f32 = 0.5;
const LONGEST: i64 = 7;
/// Places within so many kilometres vote for each other.
const NEAR_KM: f64 = 4.0;
/// Added to the rarity of a place's name where it votes.
const RARE: f32 = 0.5;
/// A second place is given where it has this share of the first one's votes.
const ALSO: f32 = 0.15;

/// Most places of an incident.
const MOST_PLACES: usize = 5;

/// A value with the reports that speak for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Voted<T> {
    /// The value.
    pub value: T,
    /// How much speaks for it.
    pub votes: f32,
    /// Places of the evidences that do, in order.
    pub by: Vec<usize>,
}

/// A figure of one report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claimed {
    /// Place of the evidence.
    pub by: usize,
    /// The figure.
    pub count: Count,
}

/// Low and high over a group, derived from what reports claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Derived {
    /// Least of the figures that stand.
    pub low: f64,
    /// Most of them.
    pub high: f64,
    /// What most reports say; of equals the higher.
    pub best: f64,
}

/// What a group says together.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// The day, or the days it may have been.
    pub days: Option<Voted<Days>>,
    /// Places, the most voted first.
    pub places: Vec<Voted<Spot>>,
    /// All figures of killed.
    pub killed: Vec<Claimed>,
    /// All figures of injured.
    pub injured: Vec<Claimed>,
    /// The range of the killed.
    pub killed_range: Option<Derived>,
    /// The range of the injured.
    pub injured_range: Option<Derived>,
    /// Registry ids of culprits, the most named first.
    pub culprits: Vec<Voted<String>>,
}

impl Incident {
    /// Of the evidences of one group. `names` tells how rare the name of a place is: between a village and the city that it
    /// belongs to, the rarer name is where it was.
    pub fn of(group: &[&Evidence], names: &dyn Fn(u32) -> f32, choice: Option<&Choice>) -> Incident {
        let (killed, injured) = (claimed(group, |e| &e.killed), claimed(group, |e| &e.injured));
        Incident {
            days: days(group, choice),
            places: places(group, names),
            killed_range: derive(&killed, true, choice),
            injured_range: derive(&injured, false, choice),
            killed,
            injured,
            culprits: culprits(group),
        }
    }
}

/// What each day has of votes.
pub fn day_votes(group: &[&Evidence]) -> choice::days::Votes {
    let mut votes = choice::days::Votes::new();
    for (k, e) in group.iter().enumerate() {
        let mut vote = |d: Date, w: f32| {
            let v = votes.entry(d).or_default();
            v.0 += w;
            if v.1.last() != Some(&k) {
                v.1.push(k);
            }
        };
        let all: f32 = e.stated.iter().map(|s| s.1).sum();
        let mut said = 0.0;
        for &(d, n) in e.stated.iter().filter(|s| span_days(s.0) <= LONGEST) {
            let w = STATED * n / all;
            said += w;
            let days: Vec<Date> = within(d).collect();
            days.iter().for_each(|&at| vote(at, w / days.len() as f32));
        }
        let left = (1.0 - said).max(0.15);
        match e.published {
            // What is published without a day of its own tells of the day or the one before.
            Some(p) if p.0 == p.1 => {
                for (back, w) in PUBLISHED.into_iter().enumerate() {
                    if let Ok(at) = p.0.checked_sub((back as i64).days()) {
                        vote(at, w * left);
                    }
                }
            }
            // Of bounds those in the middle are likelier, and those of a name that the report says.
            Some(p) => {
                let from = p.0.checked_sub(1.day()).unwrap_or(p.0);
                let half = (span_days(p) as f32 / 2.0).max(1.0);
                let likely: Vec<(Date, f32)> = within((from, p.1))
                    .map(|d| {
                        let off = (span_days((p.0, d)) as f32 - span_days(p) as f32 / 2.0).abs() / half;
                        (d, (-off / MIDDLE).exp() * if e.names_day(d) { NAMED } else { 1.0 })
                    })
                    .collect();
                let sum: f32 = likely.iter().map(|l| l.1).sum();
                likely.iter().for_each(|&(d, w)| vote(d, BOUNDED * left * w / sum));
            }
            None => {}
        }
    }
    // A report without any day speaks for the days of the name that it says.
    for (k, e) in group.iter().enumerate().filter(|e| e.1.published.is_none() && e.1.stated.is_empty()) {
        for (day, v) in &mut votes {
            if e.names_day(*day) {
                v.0 += UNDATED;
                v.1.push(k);
            }
        }
    }
    votes
}

fn days(group: &[&Evidence], choice: Option<&Choice>) -> Option<Voted<Days>> {
    let mut votes = day_votes(group);
    if let Some(choice) = choice {
        let rows = choice::days::rows(group, &votes);
        let chances: BTreeMap<Date, f32> =
            rows.iter().map(|(d, row)| (*d, choice::chance(choice.days.score(row)))).collect();
        votes.retain(|d, v| {
            v.0 = chances.get(d).copied().unwrap_or_default();
            v.0 > 0.0
        });
    }
    let likelier = |a: &(&Date, &(f32, Vec<usize>)), b: &(&Date, &(f32, Vec<usize>))| {
        a.1.0.total_cmp(&b.1.0).then(b.0.cmp(a.0))
    };
    let (&best, (most, by)) = votes.iter().max_by(likelier)?;
    let (mut value, mut by) = ((best, best), by.clone());
    // Days beside it that are nearly as likely: where only bounds are known they are what is known.
    let plateau = if choice.is_some() { CHOSEN_PLATEAU } else { PLATEAU };
    while span_days(value) < LONGEST {
        let beside = [value.0.checked_sub(1.day()).ok(), value.1.checked_add(1.day()).ok()];
        let also = beside.iter().flatten().filter_map(|d| votes.get_key_value(d));
        let Some((&d, v)) = also.filter(|v| v.1.0 >= most * plateau).max_by(likelier) else { break };
        value = (value.0.min(d), value.1.max(d));
        by.extend(&v.1);
    }
    by.sort_unstable();
    by.dedup();
    Some(Voted { value, votes: *most, by })
}

/// The days of a span, none of one that is longer than a year.
fn within(d: Days) -> impl Iterator<Item = Date> {
    let n = if span_days(d) <= 366 { span_days(d) + 1 } else { 0 };
    (0..n).filter_map(move |k| d.0.checked_add(k.days()).ok())
}

fn places(group: &[&Evidence], names: &dyn Fn(u32) -> f32) -> Vec<Voted<Spot>> {
    let mut found: Vec<Voted<Spot>> = Vec::new();
    for (k, e) in group.iter().enumerate() {
        let most = e.places.iter().map(|s| s.weight).fold(0.0, f32::max).max(1e-6);
        for spot in &e.places {
            let rank = if spot.is_fine() { 1.0 } else { 0.2 };
            let votes = rank * spot.weight / most * (RARE + names(spot.key));
            match found.iter_mut().find(|v| v.value.key == spot.key) {
                Some(v) => {
                    v.votes += votes;
                    v.value.at = v.value.at.or(spot.at);
                    v.by.push(k);
                }
                None => found.push(Voted { value: spot.clone(), votes, by: vec![k] }),
            }
        }
    }
    // Neighbours speak for each other: the village for the hill beside it.
    let near: Vec<f32> = found
        .iter()
        .map(|v| {
            found
                .iter()
                .filter(|o| o.value.key != v.value.key)
                .filter(|o| matches!((o.value.at, v.value.at), (Some(a), Some(b)) if km(a, b) <= NEAR_KM))
                .map(|o| o.votes * 0.5)
                .sum()
        })
        .collect();
    found.iter_mut().zip(near).for_each(|(v, n)| v.votes += n);
    found.sort_by(|a, b| b.votes.total_cmp(&a.votes).then_with(|| a.value.name.cmp(&b.value.name)));
    let least = found.first().map_or(0.0, |v| v.votes) * ALSO;
    found.retain(|v| v.votes >= least);
    found.truncate(MOST_PLACES);
    found
}

fn claimed(group: &[&Evidence], of: impl Fn(&Evidence) -> &Vec<Count>) -> Vec<Claimed> {
    let mut out = Vec::new();
    for (by, e) in group.iter().enumerate() {
        out.extend(of(e).iter().map(|&count| Claimed { by, count }));
    }
    out
}

/// The range of killed or injured over a group: from the figures that the choice takes, and wide enough to hold those of [`by_rule`], since
/// what a report stands with is not left out for being unlikely.
pub fn derive(figures: &[Claimed], killed: bool, choice: Option<&Choice>) -> Option<Derived> {
    let rule = by_rule(figures)?;
    let Some(choice) = choice else { return Some(rule) };
    let rows = choice::figures::rows(figures, killed);
    let scored: Vec<_> = rows.iter().map(|(c, row)| (*c, choice.figures.score(row))).collect();
    let chosen = choice::figures::range(&scored)?;
    Some(Derived { low: chosen.low.min(rule.low), high: chosen.high.max(rule.high), best: chosen.best })
}

/// The figure with which each report stands: the one that it claims first, since what comes later is of other days and places, or of a
/// longer time, more often than it is the whole of which the first was a part. Of figures in one claim it is the largest, since smaller ones
/// are parts («ten, among them three children»). «Several» stands only where no report gives a number.
pub fn standing(figures: &[Claimed]) -> Vec<Claimed> {
    let mut of: BTreeMap<usize, Count> = BTreeMap::new();
    let number = |f: &&Claimed| f.count.max.is_finite();
    let numbers = figures.iter().any(|f| number(&f));
    for f in figures.iter().filter(|f| !numbers || number(f)) {
        let c = of.entry(f.by).or_insert(f.count);
        if f.count.claim < c.claim || f.count.claim == c.claim && f.count.min > c.min {
            *c = f.count;
        }
    }
    of.into_iter().map(|(by, count)| Claimed { by, count }).collect()
}

/// The range of a figure over a group, without anything learned.
///
/// Each report has one figure ([`standing`]). Where three or more reports have one, those that are more than three times the middle one
/// or less than a third of it do not stand: they are of something else, or of a longer time. Low and high are what is left; best
/// is what most reports say.
pub fn by_rule(figures: &[Claimed]) -> Option<Derived> {
    let mut counts: Vec<Count> = standing(figures).into_iter().map(|c| c.count).collect();
    counts.sort_by(|a, b| a.min.total_cmp(&b.min));
    if counts.len() >= 3 {
        let middle = counts[counts.len() / 2].min.max(1.0);
        counts.retain(|c| c.min <= middle * 3.0 && c.min * 3.0 >= middle);
    }
    let low = counts.first()?.min;
    let high = counts.iter().map(|c| c.max).fold(low, f64::max);
    let mut votes: Vec<(f64, usize)> = Vec::new();
    for c in &counts {
        match votes.iter_mut().find(|v| v.0 == c.min) {
            Some(v) => v.1 += 1,
            None => votes.push((c.min, 1)),
        }
    }
    let best = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)))?.0;
    Some(Derived { low, high, best })
}

fn culprits(group: &[&Evidence]) -> Vec<Voted<String>> {
    let mut of: BTreeMap<&str, (f32, Vec<usize>)> = BTreeMap::new();
    for (k, e) in group.iter().enumerate() {
        let all: f32 = e.culprits.values().sum();
        for (id, n) in &e.culprits {
            let v = of.entry(id).or_default();
            v.0 += n / all;
            v.1.push(k);
        }
    }
    let mut out: Vec<Voted<String>> =
        of.into_iter().map(|(id, (votes, by))| Voted { value: id.to_owned(), votes, by }).collect();
    out.sort_by(|a, b| b.votes.total_cmp(&a.votes).then_with(|| a.value.cmp(&b.value)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::Weights;
    use jiff::civil::date;

    fn undated() -> Evidence {
        Evidence {
            id: "a".to_owned(),
            outlet: None,
            published: None,
            words: Vec::new(),
            first: Vec::new(),
            shingles: Vec::new(),
            names: Vec::new(),
            weekdays: 0,
            claims: vec![0],
            stated: Vec::new(),
            places: Vec::new(),
            killed: Vec::new(),
            injured: Vec::new(),
            culprits: BTreeMap::new(),
            kinds: BTreeMap::new(),
        }
    }

    #[test]
    fn the_middle_of_bounds_is_likeliest_and_a_named_day_near_it() {
        let bounds = Evidence { published: Some((date(2026, 3, 1), date(2026, 3, 21))), ..undated() };
        let votes = day_votes(&[&bounds]);
        let most =
            |votes: &choice::days::Votes| votes.iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|v| *v.0);
        assert_eq!(most(&votes), Some(date(2026, 3, 11)));
        // Friday: the 13th, and not the 6th or the 20th.
        let named = Evidence { weekdays: 1 << 4, ..bounds };
        assert_eq!(most(&day_votes(&[&named])), Some(date(2026, 3, 13)));
    }

    #[test]
    fn what_most_claim_is_chosen_and_only_what_some_claim() {
        let w = Weights::shipped().unwrap();
        let claimed = |all: &[(usize, f64, usize)]| -> Vec<Claimed> {
            all.iter().map(|&(by, n, claim)| Claimed { by, count: Count { min: n, max: n, claim } }).collect()
        };
        let four = claimed(&[(0, 4.0, 0), (1, 4.0, 0), (2, 4.0, 0), (2, 900.0, 30), (3, 5.0, 0)]);
        for choice in [None, Some(&w.choice)] {
            let d = derive(&four, true, choice).unwrap();
            assert_eq!(d.best, 4.0, "{d:?}");
            assert!(d.low >= 4.0 && d.high <= 5.0, "{d:?}");
            assert_eq!(derive(&[], true, choice), None);
        }
        // «Several» where no report gives a number.
        let several = [Claimed { by: 0, count: Count { min: 2.0, max: f64::INFINITY, claim: 0 } }];
        assert_eq!(derive(&several, false, Some(&w.choice)).map(|d| (d.low, d.best)), Some((2.0, 2.0)));
    }
}
