//! Which pairs of reports are worth comparing.
//!
//! *Comes in*: reports made ready. *Goes out*: pairs, each once. *Does not*: compare. Two reports are a pair where they share a rare
//! word, the beginning of a copy, or a place at about the same time; lists longer than [`LONGEST`] say too little and are
//! passed over, so the cost stays near-linear in the reports.

use crate::pair::{Ready, gap};
use rustc_hash::FxHashMap;

/// Longest list of reports under one key.
const LONGEST: usize = 500;
/// Days that two dated reports of one happening may be apart.
const DAYS: i64 = 12;
/// Rare words of a report under which it is listed.
const WORDS: usize = 24;
/// Places of a report under which it is listed.
const PLACES: usize = 8;

/// The pairs, the lower number first, in order.
pub fn candidates(ready: &[Ready<'_>]) -> Vec<(u32, u32)> {
    let mut lists: FxHashMap<(u8, u64), Vec<u32>> = FxHashMap::default();
    for (k, r) in ready.iter().enumerate() {
        let mut list = |kind: u8, key: u64| lists.entry((kind, key)).or_default().push(k as u32);
        r.rare.iter().take(WORDS).for_each(|w| list(0, w.0.into()));
        // The least hashes of all word sequences are the same for copies.
        r.e.shingles.iter().take(4).for_each(|s| list(1, (*s).into()));
        for spot in r.e.places.iter().filter(|s| s.is_fine()).take(PLACES) {
            match r.days() {
                Some((d, _)) => {
                    // Spans of so many days, each day under its own and the next one.
                    let day = i64::from(d.0.since(jiff::civil::Date::ZERO).map_or(0, |s| s.get_days()));
                    let key = |n: i64| u64::from(spot.key) << 20 | (n & 0xf_ffff) as u64;
                    list(2, key(day / DAYS));
                    list(2, key(day / DAYS + 1));
                }
                None => list(3, spot.key.into()),
            }
            // The dated are listed for the undated too.
            if r.days().is_some() {
                list(3, spot.key.into());
            }
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for list in lists.values().filter(|l| l.len() > 1 && l.len() <= LONGEST) {
        for (n, &a) in list.iter().enumerate() {
            for &b in &list[n + 1..] {
                if a != b {
                    pairs.push((a.min(b), a.max(b)));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    // Far apart in time they are no pair whatever they share.
    pairs.retain(|&(a, b)| match (ready[a as usize].days(), ready[b as usize].days()) {
        (Some((p, _)), Some((q, _))) => gap(p, q) <= 3 * DAYS,
        _ => true,
    });
    pairs
}
