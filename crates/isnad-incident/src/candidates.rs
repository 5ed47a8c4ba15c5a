//! Which pairs of reports are worth comparing.
//!
//! *Comes in*: reports made ready. *Goes out*: for each a [`Row`] of those after it that share rare words, the beginning of a copy, or a
//! place at about the same time. *Does not*: compare. Lists longer than [`LONGEST`] say too little and are passed over, and a report is
//! compared with the [`MOST`] best of its row, so the cost stays near-linear in the reports. Sums are whole numbers, so that adding
//! up in any order, and taking away again, gives the same.

use crate::evidence::Days;
use crate::pair::{Ready, gap};
use crate::rarity::{Rarity, STEPS};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Longest list of reports under one key.
pub(crate) const LONGEST: usize = 500;
/// Partners with which a report is compared among those that stand after it.
pub(crate) const MOST: usize = 120;
/// What is kept of a row: more than is compared, so that a row that loses some need not be sought anew.
pub(crate) const KEPT: usize = 160;
/// Days that two dated reports of one happening may be apart.
pub(crate) const DAYS: i64 = 12;
/// Places of a report under which it is listed.
const PLACES: usize = 8;
/// What a shared key speaks for a pair; a shared word speaks by its rarity.
const BEGINNING: f32 = 8.0;
const PLACE_AND_TIME: f32 = 4.0;
const PLACE: f32 = 2.5;
/// Least that must speak for a pair, in the steps of rarity.
pub(crate) const LEAST: u32 = 48;

/// Those after an item that may be its partners.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<I> {
    /// What speaks for each, the best first: the greater sum, of equals the lower item.
    pub list: Vec<(u32, I)>,
    /// The best of those that may have been left out; whoever is in the list is better.
    pub out: Option<(u32, I)>,
}

impl<I> Default for Row<I> {
    fn default() -> Self {
        Row { list: Vec::new(), out: None }
    }
}

/// Which of two stands first in a row.
fn better<I: Ord>(x: &(u32, I), y: &(u32, I)) -> Ordering {
    y.0.cmp(&x.0).then_with(|| x.1.cmp(&y.1))
}

impl<I: Copy + Ord> Row<I> {
    /// Of all candidates.
    pub(crate) fn of(mut found: Vec<(u32, I)>) -> Row<I> {
        if found.len() > KEPT {
            found.select_nth_unstable_by(KEPT, better);
            let out = found[KEPT];
            found.truncate(KEPT);
            // Thousands may have been found: what they took is given back, or rows hold more memory than all else.
            found.shrink_to_fit();
            found.sort_unstable_by(better);
            return Row { list: found, out: Some(out) };
        }
        found.sort_unstable_by(better);
        Row { list: found, out: None }
    }

    /// Those with which the item is compared.
    pub fn compared(&self) -> &[(u32, I)] {
        &self.list[..self.list.len().min(MOST)]
    }

    /// Whether those that are compared are surely the best.
    pub(crate) fn is_sound(&self) -> bool {
        self.out.is_none() || self.list.len() >= MOST
    }

    /// What speaks less for a pair than this leaves the row as it is.
    pub fn bar(&self) -> u32 {
        self.out.as_ref().map_or(LEAST, |out| out.0)
    }

    /// One more candidate.
    pub(crate) fn add(&mut self, new: (u32, I)) {
        if self.out.is_some_and(|out| better(&out, &new).is_lt()) {
            return;
        }
        let at = self.list.partition_point(|x| better(x, &new).is_lt());
        self.list.insert(at, new);
        if self.list.len() > KEPT {
            self.out = self.list.pop();
        }
    }

    /// A candidate that is none any more.
    pub(crate) fn remove(&mut self, item: I) {
        self.list.retain(|x| x.1 != item);
    }

    /// Less speaks for those that `with` tells.
    pub(crate) fn lower(&mut self, worth: u32, with: impl Fn(I) -> bool) {
        self.list.iter_mut().filter(|x| with(x.1)).for_each(|x| x.0 = x.0.saturating_sub(worth));
        let out = self.out;
        self.list.retain(|x| x.0 >= LEAST && out.is_none_or(|out| better(x, &out).is_lt()));
        self.list.sort_unstable_by(better);
    }
}

/// The rows of all.
pub fn rows(ready: &[Ready<'_>], words: &Rarity) -> Vec<Row<u32>> {
    let mut lists: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (k, r) in ready.iter().enumerate() {
        keys(r, words, |key, _| {
            let list = lists.entry(key).or_default();
            // One more than the longest tells that it is too long.
            if list.len() <= LONGEST && list.last() != Some(&(k as u32)) {
                list.push(k as u32);
            }
        });
    }
    lists.retain(|_, l| l.len() > 1 && l.len() <= LONGEST);
    let fresh = || (vec![0u32; ready.len()], Vec::<u32>::new());
    (0..ready.len())
        .into_par_iter()
        .with_min_len(1024)
        .map_init(fresh, |(sums, touched), a| {
            keys(&ready[a], words, |key, worth| {
                let Some(list) = lists.get(&key) else { return };
                let after = list.partition_point(|&b| b as usize <= a);
                for &b in &list[after..] {
                    let sum = &mut sums[b as usize];
                    if *sum == 0 {
                        touched.push(b);
                    }
                    *sum += worth;
                }
            });
            let days = ready[a].days().map(|d| d.0);
            let found = touched
                .iter()
                .map(|&b| (sums[b as usize], b))
                .filter(|&(sum, b)| sum >= LEAST && near(days, ready[b as usize].days().map(|d| d.0)))
                .collect();
            touched.drain(..).for_each(|b| sums[b as usize] = 0);
            Row::of(found)
        })
        .collect()
}

/// The pairs that are compared, the lower number first, in order.
pub fn candidates(ready: &[Ready<'_>], words: &Rarity) -> Vec<(u32, u32)> {
    compared(&rows(ready, words))
}

/// The pairs of rows that are compared, in order.
pub(crate) fn compared(rows: &[Row<u32>]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (a, row) in rows.iter().enumerate() {
        let from = pairs.len();
        pairs.extend(row.compared().iter().map(|x| (a as u32, x.1)));
        pairs[from..].sort_unstable();
    }
    pairs
}

/// Whether two may be of one time.
pub(crate) fn near(a: Option<Days>, b: Option<Days>) -> bool {
    match (a, b) {
        (Some(p), Some(q)) => gap(p, q) <= 3 * DAYS,
        _ => true,
    }
}

/// The keys under which a report is listed, and what sharing each speaks. Each key once.
pub(crate) fn keys(r: &Ready<'_>, words: &Rarity, mut list: impl FnMut(u64, u32)) {
    let mut list = |key, worth| {
        if worth > 0 {
            list(key, worth);
        }
    };
    let part = |worth: f32| (worth * STEPS).round().max(0.0) as u32;
    // Keys of words, copies and names are 32 bits, of a name with a time 52: the kind fits above, and the sign stays free.
    let key = |kind: u64, key: u64| kind << 56 | key & ((1 << 56) - 1);
    r.rare.iter().for_each(|w| list(key(0, w.0.into()), part(words.of(w.0))));
    // The least hashes of all word sequences are the same for copies.
    r.e.shingles.iter().take(4).for_each(|s| list(key(1, (*s).into()), part(BEGINNING)));
    for spot in r.e.places.iter().filter(|s| s.is_fine()).take(PLACES) {
        if let Some((d, _)) = r.days() {
            // Spans of so many days; each day under its own and the next one.
            let day = i64::from(d.0.since(jiff::civil::Date::ZERO).map_or(0, |s| s.get_days()));
            let at = |n: i64| u64::from(spot.key) << 20 | (n & 0xf_ffff) as u64;
            list(key(2, at(day / DAYS)), part(PLACE_AND_TIME));
            list(key(2, at(day / DAYS + 1)), part(PLACE_AND_TIME));
        }
        list(key(3, spot.key.into()), part(PLACE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A row that is kept in step is the row of all that is left, or says that it is not sound.
        #[test]
        fn a_row_in_step_holds_the_best(
            drafts in prop::collection::vec((LEAST..LEAST + 60, 0u32..400), 0..400),
            lowered in prop::collection::vec((0u32..30, 1u32..7), 0..6),
            more in prop::collection::vec((LEAST..LEAST + 60, 400u32..800), 0..300)
        ) {
            let mut all: std::collections::BTreeMap<u32, u32> = drafts.iter().map(|d| (d.1, d.0)).collect();
            let of = |all: &std::collections::BTreeMap<u32, u32>| {
                Row::of(all.iter().filter(|x| *x.1 >= LEAST).map(|x| (*x.1, *x.0)).collect())
            };
            let mut row = of(&all);
            for (n, (worth, every)) in lowered.iter().enumerate() {
                row.lower(*worth, |b| b % every == 0);
                all.iter_mut().filter(|x| x.0 % every == 0).for_each(|x| *x.1 = x.1.saturating_sub(*worth));
                for new in more.iter().skip(n * 50).take(50) {
                    if let std::collections::btree_map::Entry::Vacant(v) = all.entry(new.1) {
                        v.insert(new.0);
                        let bar = row.bar();
                        let before = row.clone();
                        row.add(*new);
                        prop_assert!(new.0 >= bar || row == before);
                    }
                }
                if row.is_sound() {
                    let want = of(&all);
                    prop_assert_eq!(row.compared(), want.compared());
                }
            }
        }
    }
}
