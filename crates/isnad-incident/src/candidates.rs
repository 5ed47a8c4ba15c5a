//! Which pairs of reports are worth comparing.
//!
//! *Comes in*: reports made ready. *Goes out*: pairs, each once. *Does not*: compare. Two reports are a pair where they share rare
//! words, the beginning of a copy, or a place at about the same time. Lists longer than [`LONGEST`] say too little and are passed
//! over, and a report keeps its [`MOST`] best partners, so the cost stays near-linear in the reports.

use crate::pair::{Ready, gap};
use crate::rarity::Rarity;
use rustc_hash::FxHashMap;

/// Longest list of reports under one key.
pub(crate) const LONGEST: usize = 500;
/// Partners that are kept of a report among those that stand after it.
pub(crate) const MOST: usize = 120;
/// Days that two dated reports of one happening may be apart.
pub(crate) const DAYS: i64 = 12;
/// Places of a report under which it is listed.
const PLACES: usize = 8;
/// What a shared key speaks for a pair; a shared word speaks by its rarity.
const BEGINNING: f32 = 8.0;
const PLACE_AND_TIME: f32 = 4.0;
const PLACE: f32 = 2.5;
/// Least that must speak for a pair.
pub(crate) const LEAST: f32 = 2.4;

/// The pairs, the lower number first, in order.
pub fn candidates(ready: &[Ready<'_>], words: &Rarity) -> Vec<(u32, u32)> {
    let mut lists: FxHashMap<(u8, u64), Vec<u32>> = FxHashMap::default();
    for (k, r) in ready.iter().enumerate() {
        keys(r, words, |kind, key, _| {
            let list = lists.entry((kind, key)).or_default();
            if list.last() != Some(&(k as u32)) {
                list.push(k as u32);
            }
        });
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut sums: Vec<f32> = vec![0.0; ready.len()];
    let mut touched: Vec<u32> = Vec::new();
    for (a, r) in ready.iter().enumerate() {
        keys(r, words, |kind, key, worth| {
            let Some(list) = lists.get(&(kind, key)).filter(|l| l.len() > 1 && l.len() <= LONGEST) else {
                return;
            };
            let after = list.partition_point(|&b| b as usize <= a);
            for &b in &list[after..] {
                let sum = &mut sums[b as usize];
                if *sum == 0.0 {
                    touched.push(b);
                }
                *sum += worth;
            }
        });
        let near = |b: u32| match (r.days(), ready[b as usize].days()) {
            (Some((p, _)), Some((q, _))) => gap(p, q) <= 3 * DAYS,
            _ => true,
        };
        let mut found: Vec<(f32, u32)> = touched
            .iter()
            .map(|&b| (sums[b as usize], b))
            .filter(|&(sum, b)| sum >= LEAST && near(b))
            .collect();
        touched.drain(..).for_each(|b| sums[b as usize] = 0.0);
        found.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        found.truncate(MOST);
        found.sort_unstable_by_key(|f| f.1);
        pairs.extend(found.into_iter().map(|(_, b)| (a as u32, b)));
    }
    pairs
}

/// The keys under which a report is listed: kind, key, what sharing it speaks.
pub(crate) fn keys(r: &Ready<'_>, words: &Rarity, mut list: impl FnMut(u8, u64, f32)) {
    r.rare.iter().for_each(|w| list(0, w.0.into(), words.of(w.0)));
    // The least hashes of all word sequences are the same for copies.
    r.e.shingles.iter().take(4).for_each(|s| list(1, (*s).into(), BEGINNING));
    for spot in r.e.places.iter().filter(|s| s.is_fine()).take(PLACES) {
        if let Some((d, _)) = r.days() {
            // Spans of so many days; each day under its own and the next one.
            let day = i64::from(d.0.since(jiff::civil::Date::ZERO).map_or(0, |s| s.get_days()));
            let key = |n: i64| u64::from(spot.key) << 20 | (n & 0xf_ffff) as u64;
            list(2, key(day / DAYS), PLACE_AND_TIME);
            list(2, key(day / DAYS + 1), PLACE_AND_TIME);
        }
        list(3, spot.key.into(), PLACE);
    }
}
