//! The whole way: evidences to groups.
//!
//! *Comes in*: evidences in any order, the weights, and what a person ruled. *Goes out*: groups, each in order, of places in the
//! given list. *Does not*: depend on the order: evidences are compared in the order of their ids, so the same reports give the same
//! groups however they came.

use crate::candidates::candidates;
use crate::evidence::{Days, Evidence};
use crate::group::{Options, Ruling, group};
use crate::pair::Ready;
use crate::weights::Weights;
use rayon::prelude::*;
use std::collections::HashMap;

/// How the shipped weights group: chosen by cross-validation (docs/QUALITY.md).
pub const GROUPING: Options = Options { shift: 1.0, unknown: -1.5, apart: 7 };

/// Groups evidences. Rulings name reports by id; those that name none of the reports are passed over.
pub fn partition(
    evidence: &[Evidence],
    weights: &Weights,
    rulings: &[(String, String, Ruling)],
    o: Options,
) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..evidence.len()).collect();
    order.sort_by(|&a, &b| evidence[a].id.cmp(&evidence[b].id));
    let ready: Vec<Ready<'_>> = order.par_iter().map(|&k| Ready::new(&evidence[k], &weights.words)).collect();
    let scored = weights.scores(&ready, &candidates(&ready, &weights.words));
    let at: HashMap<&str, u32> =
        order.iter().enumerate().map(|(n, &k)| (evidence[k].id.as_str(), n as u32)).collect();
    let rulings: Vec<(u32, u32, Ruling)> = rulings
        .iter()
        .filter_map(|(a, b, r)| Some((*at.get(a.as_str())?, *at.get(b.as_str())?, *r)))
        .collect();
    let days: Vec<Option<Days>> = ready.iter().map(|r| r.days().map(|d| d.0)).collect();
    let mut groups: Vec<Vec<usize>> = group(&days, &scored, &rulings, o)
        .into_iter()
        .map(|g| {
            let mut members: Vec<usize> = g.into_iter().map(|n| order[n as usize]).collect();
            members.sort_unstable();
            members
        })
        .collect();
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Count;
    use crate::rarity::hash32;
    use crate::spot::Spot;
    use isnad_model::{ClaimType, PlacePrecision};
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    /// An invented report of event `n`: its village, its dead, words of its own and words of all.
    fn report(id: &str, n: u32, day: Option<Date>, killed: f64) -> Evidence {
        let word = |w: String| (hash32(&w), 1.0);
        let mut words: Vec<(u32, f32)> = (0..12)
            .map(|k| word(format!("حدث{n}كلمة{k}")))
            // What every such report says.
            .chain(["قصف", "قوات", "مدفعي", "استهدف", "اصيب", "جراء"].map(|w| word(w.to_owned())))
            .collect();
        words.sort_unstable_by_key(|w| w.0);
        let village = format!("قرية الخيال {n}");
        Evidence {
            id: id.to_owned(),
            outlet: None,
            published: day.map(|d| (d, d)),
            first: words.iter().map(|w| w.0).collect(),
            words,
            shingles: Vec::new(),
            names: Vec::new(),
            weekdays: 0,
            claims: vec![0],
            stated: Vec::new(),
            places: vec![Spot {
                key: hash32(&village),
                name: village,
                at: Some((35.0 + f64::from(n), 37.0)),
                precision: PlacePrecision::Settlement,
                weight: 1.0,
            }],
            killed: vec![Count { min: killed, max: killed, claim: 0 }],
            injured: Vec::new(),
            culprits: Default::default(),
            kinds: [(ClaimType::Shelling, 1.0)].into(),
        }
    }

    fn reports() -> Vec<Evidence> {
        (0..4)
            .flat_map(|n| {
                let day = date(2026, 3, 2 + 6 * n as i8);
                [
                    report(&format!("{n}a"), n, Some(day), 3.0),
                    report(&format!("{n}b"), n, Some(day), 3.0),
                    report(&format!("{n}c"), n, None, 3.0),
                ]
            })
            .collect()
    }

    fn named(evidence: &[Evidence], groups: &[Vec<usize>]) -> Vec<Vec<String>> {
        let mut out: Vec<Vec<String>> = groups
            .iter()
            .map(|g| {
                let mut ids: Vec<String> = g.iter().map(|&k| evidence[k].id.clone()).collect();
                ids.sort();
                ids
            })
            .collect();
        out.sort();
        out
    }

    #[test]
    fn reports_of_one_event_come_together_and_rulings_hold() {
        let (weights, all) = (Weights::shipped().unwrap(), reports());
        let groups = partition(&all, &weights, &[], GROUPING);
        assert_eq!(groups.len(), 4, "{:?}", named(&all, &groups));
        let rule = |a: &str, b: &str, r| (a.to_owned(), b.to_owned(), r);
        let rulings = [rule("0a", "0b", Ruling::Apart), rule("1a", "2a", Ruling::Together)];
        let groups = partition(&all, &weights, &rulings, GROUPING);
        let of = |id: &str| groups.iter().position(|g| g.iter().any(|&k| all[k].id == id));
        assert_ne!(of("0a"), of("0b"));
        assert_eq!(of("1a"), of("2a"));
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_changes_nothing(order in Just((0..12usize).collect::<Vec<_>>()).prop_shuffle()) {
            let (weights, all) = (Weights::shipped().unwrap(), reports());
            let shuffled: Vec<Evidence> = order.iter().map(|&k| all[k].clone()).collect();
            let want = named(&all, &partition(&all, &weights, &[], GROUPING));
            prop_assert_eq!(named(&shuffled, &partition(&shuffled, &weights, &[], GROUPING)), want);
        }
    }
}
