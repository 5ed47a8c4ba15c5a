//! Where grouping the Airwars set goes wrong: what keeps pairs of one incident apart, and whether the order matters.

use crate::airwars_accuse::NAMES;
use crate::airwars_group::{Coded, Collection, Folds, Looks, Pairs, folds, grouped, options, pair_f1};
use crate::airwars_predict as predict;
use crate::shared::Shared;
use anyhow::Result;
use isnad_incident::clock::Clock;
use isnad_incident::evidence::Evidence;
use isnad_incident::group::Options;
use isnad_incident::partition::{GROUPING, partition};
use isnad_incident::weights::Weights;
use isnad_read::Reader;
use std::collections::{BTreeMap, HashMap};

/// Looks at grouping alone on the dev part.
pub fn explore(shared: &Shared, reader: &Reader) -> Result<()> {
    let coded: Vec<Coded> = shared.rows("airwars/dev/incidents.jsonl")?;
    let mut c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    let (words, places) = (c.rarity(), c.places());
    let (of, fold) = folds(&c, &coded, 5);
    c.date_unseen(&of, &coded, &fold, 5);
    let p = Pairs::new(&c, &words, &places);
    let yes = |a: u32, b: u32| of[a as usize].iter().any(|i| of[b as usize].contains(i));
    let hits = p.pairs.iter().filter(|(a, b)| yes(*a, *b)).count();
    let mut all = 0;
    for a in 0..of.len() as u32 {
        all += (a + 1..of.len() as u32).filter(|&b| yes(a, b)).count();
    }
    println!("{} pairs, {hits} of {all} gold pairs among them", p.pairs.len());
    let folds = Folds { of: &of, fold: &fold, n: 5 };
    let (_, (scores, _)) = Looks::learn(&c, &words, &p, folds, &options(0));
    missed(&c, &p, &of, &scores);
    let chances = vec![vec![0.0; NAMES.len()]; c.sources.len()];
    let mut all = Vec::new();
    for unknown in [-0.5, -1.0, -1.5, -2.0, -3.0] {
        for shift in [0.0, 0.25, 0.5, 0.75, 1.0, 1.5] {
            let groups = grouped(&c, &p, &scores, Options { shift, unknown, ..GROUPING });
            // With the mute reports, as they are given out.
            let told = predict::tell(&c, &groups, &chances, &places, |_| None);
            let groups: Vec<Vec<u32>> =
                told.iter().map(|t| t.members.iter().chain(&t.mute).map(|&k| k as u32).collect()).collect();
            let (a, b, f) = pair_f1(&groups, &of);
            let n = groups.len();
            all.push((
                f,
                format!("unknown {unknown} shift {shift}: {n} groups, p {a:.3} r {b:.3} f1 {f:.3}"),
            ));
        }
    }
    // One best of many is luck; the mean of the best tells settings apart.
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("mean of the ten best: {:.4}", all.iter().take(10).map(|a| a.0).sum::<f64>() / 10.0);
    all.iter().take(5).for_each(|a| println!("{}", a.1));
    Ok(())
}

/// What keeps gold pairs from being found.
pub fn missed(c: &Collection, p: &Pairs, of: &[Vec<u32>], scores: &[f32]) {
    let known: HashMap<(u32, u32), f32> = p.pairs.iter().copied().zip(scores.iter().copied()).collect();
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for a in 0..of.len() as u32 {
        for b in a + 1..of.len() as u32 {
            if !of[a as usize].iter().any(|i| of[b as usize].contains(i)) {
                continue;
            }
            let (x, y) = (&c.evidence[a as usize], &c.evidence[b as usize]);
            let of_one = |e: &Evidence| {
                let text = match e.words.len() {
                    0..15 => "empty",
                    15..60 => "short",
                    _ => "long",
                };
                format!(
                    "{text} {} {}",
                    if e.days().is_some() { "dated" } else { "undated" },
                    if e.places.iter().any(|s| s.is_fine()) { "placed" } else { "unplaced" }
                )
            };
            let (mut s, mut t) = (of_one(x), of_one(y));
            if t < s {
                std::mem::swap(&mut s, &mut t);
            }
            let n = counts.entry(format!("{s} | {t}")).or_default();
            match known.get(&(a, b)) {
                None => n.0 += 1,
                Some(s) if *s < 0.0 => n.1 += 1,
                Some(_) => n.2 += 1,
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.1.0 + c.1.1));
    println!("gold pairs: no candidate, below zero, above zero");
    for (what, n) in counts.iter().take(14) {
        println!("  {:5} {:5} {:5}  {what}", n.0, n.1, n.2);
    }
}

/// Groups the dev part in ten random orders: the partition must be the same.
pub fn orders(shared: &Shared, reader: &Reader) -> Result<()> {
    let mut c = Collection::read(shared.rows("airwars/dev/sources.jsonl")?, reader);
    c.date(&Clock::shipped()?);
    let weights = Weights::shipped()?;
    let named = |evidence: &[Evidence]| {
        let mut groups: Vec<Vec<String>> = partition(evidence, &weights, &[], GROUPING)
            .into_iter()
            .map(|g| {
                let mut ids: Vec<String> = g.into_iter().map(|k| evidence[k].id.clone()).collect();
                ids.sort();
                ids
            })
            .collect();
        groups.sort();
        groups
    };
    let want = named(&c.evidence);
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for n in 1..=10 {
        let mut shuffled = c.evidence.clone();
        for k in (1..shuffled.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            shuffled.swap(k, (random % (k as u64 + 1)) as usize);
        }
        anyhow::ensure!(named(&shuffled) == want, "order {n} gives another partition");
    }
    println!("{} reports in {} groups, the same in ten random orders", c.evidence.len(), want.len());
    Ok(())
}
