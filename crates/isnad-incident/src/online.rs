//! One report more: grouping kept in step without doing it all again, with the same groups as [`partition`](crate::partition::partition).
//!
//! *Comes in*: items that are new or gone, and a [`Shelf`] that holds those before. *Goes out*: the groups that changed. *Does not*: know
//! where the shelf is, or what an incident is.
//!
//! A new item is listed under its keys, compared with its candidates alone, and then only those groups are made anew that likenesses
//! tie to it. That it gives what the whole way gives rests on three things. A pair's score depends on the two alone (rarity is a fixed
//! table). Which pairs are compared depends on the lists of keys, so when a list grows too long to say anything, or an item has
//! more partners than are kept, the items concerned are compared anew. And groups grow only along pairs that score
//! above zero, so what no such pair ties together can be grouped apart.

use crate::candidates::{DAYS, LEAST, LONGEST, MOST, candidates, keys};
use crate::evidence::Evidence;
use crate::group::{Options, Ruling, group};
use crate::pair::{Ready, gap};
use crate::weights::Weights;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// An item by number. Numbers stand in the order of the evidences' ids: the id is the number in 16 hexadecimal digits.
pub type Item = u64;

/// Two items and what a person ruled of them.
pub type Ruled = (Item, Item, Ruling);

/// The id of an item.
pub fn item_id(item: Item) -> String {
    format!("{item:016x}")
}

/// The item of an id; `None` for what is none.
pub fn item_of(id: &str) -> Option<Item> {
    if id.len() == 16 { Item::from_str_radix(id, 16).ok() } else { None }
}

/// Where items are kept between two updates.
pub trait Shelf {
    /// What can go wrong.
    type Error;

    /// Whether the item is there.
    fn has(&self, item: Item) -> Result<bool, Self::Error>;
    /// The first `most` items under a key, in order.
    fn under(&self, key: u64, most: usize) -> Result<Vec<Item>, Self::Error>;
    /// The evidence of an item.
    fn evidence(&self, item: Item) -> Result<Option<Rc<Evidence>>, Self::Error>;
    /// Puts an item in under its keys.
    fn put(&mut self, item: Item, evidence: &Evidence, keys: &[u64]) -> Result<(), Self::Error>;
    /// Takes an item out, from under its keys and with all its pairs.
    fn take(&mut self, item: Item, keys: &[u64]) -> Result<(), Self::Error>;
    /// How many of the items after this one it was compared with.
    fn partners(&self, item: Item) -> Result<usize, Self::Error>;
    /// Makes these the pairs of an item with those after it, and notes with how many it was compared.
    fn set_row(&mut self, item: Item, partners: usize, pairs: &[(Item, f32)]) -> Result<(), Self::Error>;
    /// Notes one more partner, which stands after the item, and the pair's score where it is worth keeping.
    fn add_partner(&mut self, item: Item, with: Item, score: Option<f32>) -> Result<(), Self::Error>;
    /// The pairs of an item with those before and after it.
    fn pairs(&self, item: Item) -> Result<Vec<(Item, f32)>, Self::Error>;
}

/// The keys of an item with what sharing each speaks, in the order in which they are added up.
fn keyed(ready: &Ready<'_>, weights: &Weights) -> Vec<(u64, f32)> {
    let mut out = Vec::new();
    keys(ready, &weights.words, |kind, key, worth| {
        // Keys of words, copies and names are 32 bits, of a name with a time 52: the kind fits above, and the sign stays free.
        out.push((u64::from(kind) << 56 | key & ((1 << 56) - 1), worth));
    });
    out
}

/// The keys of an item, for a shelf that is filled at once.
pub fn keys_of(evidence: &Evidence, weights: &Weights) -> Vec<u64> {
    let mut keys: Vec<u64> =
        keyed(&Ready::new(evidence, &weights.words), weights).into_iter().map(|k| k.0).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Rounding may differ with the order of adding up; what is this near is reckoned in the right order.
const NEARLY: f32 = 1e-3;

/// One update under way.
struct Update<'s, S: Shelf> {
    shelf: &'s mut S,
    weights: &'s Weights,
    o: Options,
    /// Items whose partners must be found anew.
    dirty: BTreeSet<Item>,
    /// Items of which a pair came, went or changed.
    touched: BTreeSet<Item>,
}

/// Takes `gone` out and puts `new` in. Returns the items of which any pair came or went, for [`regroup`]. An item that changed is in
/// both lists.
///
/// # Errors
///
/// Those of the shelf.
pub fn update<S: Shelf>(
    shelf: &mut S,
    weights: &Weights,
    o: Options,
    gone: &[Item],
    new: &[(Item, Evidence)],
) -> Result<BTreeSet<Item>, S::Error> {
    let mut u = Update { shelf, weights, o, dirty: BTreeSet::new(), touched: BTreeSet::new() };
    for &item in gone {
        u.take(item)?;
    }
    for (item, evidence) in new {
        u.put(*item, evidence)?;
    }
    u.compare_dirty()?;
    Ok(u.touched)
}

impl<S: Shelf> Update<'_, S> {
    fn take(&mut self, item: Item) -> Result<(), S::Error> {
        let Some(evidence) = self.shelf.evidence(item)? else { return Ok(()) };
        let keys = keyed(&Ready::new(&evidence, &self.weights.words), self.weights);
        let mut sums: BTreeMap<Item, f32> = BTreeMap::new();
        for &(key, worth) in &keys {
            let list = self.shelf.under(key, LONGEST + 2)?;
            match list.len() {
                // Short enough again to say something.
                n if n == LONGEST + 1 => self.dirty.extend(list),
                n if n <= LONGEST => {
                    list.iter().filter(|a| **a < item).for_each(|a| *sums.entry(*a).or_default() += worth);
                }
                _ => {}
            }
        }
        self.dirty.extend(sums.iter().filter(|s| *s.1 >= LEAST - NEARLY).map(|s| *s.0));
        self.touched.extend(self.shelf.pairs(item)?.iter().map(|p| p.0));
        let keys: Vec<u64> = keys.iter().map(|k| k.0).collect();
        self.shelf.take(item, &keys)?;
        self.dirty.remove(&item);
        self.touched.remove(&item);
        Ok(())
    }

    fn put(&mut self, item: Item, evidence: &Evidence) -> Result<(), S::Error> {
        let ready = Ready::new(evidence, &self.weights.words);
        let keys = keyed(&ready, self.weights);
        // Of the keys under which few enough stand, this item among them.
        let mut shared: HashMap<u64, f32> = HashMap::new();
        let mut sums: BTreeMap<Item, f32> = BTreeMap::new();
        for &(key, worth) in &keys {
            let list = self.shelf.under(key, LONGEST + 1)?;
            match list.len() {
                // From now on too long to say anything.
                n if n == LONGEST => self.dirty.extend(list),
                n if n < LONGEST => {
                    shared.insert(key, worth);
                    list.iter().filter(|a| **a < item).for_each(|a| *sums.entry(*a).or_default() += worth);
                }
                _ => {}
            }
        }
        let all: Vec<u64> = keys.iter().map(|k| k.0).collect();
        self.shelf.put(item, evidence, &all)?;
        for (before, sum) in sums {
            if sum < LEAST - NEARLY || self.dirty.contains(&before) {
                continue;
            }
            let Some(other) = self.shelf.evidence(before)? else { continue };
            let other = Ready::new(&other, &self.weights.words);
            let sum = keyed(&other, self.weights)
                .iter()
                .filter(|k| shared.contains_key(&k.0))
                .fold(0.0, |sum, k| sum + k.1);
            if sum < LEAST || !near(&other, &ready) {
                continue;
            }
            if self.shelf.partners(before)? >= MOST {
                self.dirty.insert(before);
                continue;
            }
            let score = self.weights.score(&other, &ready);
            let kept = Some(score).filter(|s| *s > self.o.unknown);
            self.shelf.add_partner(before, item, kept)?;
            if kept.is_some() {
                self.touched.insert(before);
            }
        }
        self.dirty.insert(item);
        self.touched.insert(item);
        Ok(())
    }

    /// Finds the later partners of all dirty items anew.
    fn compare_dirty(&mut self) -> Result<(), S::Error> {
        for item in std::mem::take(&mut self.dirty) {
            let Some(evidence) = self.shelf.evidence(item)? else { continue };
            let ready = Ready::new(&evidence, &self.weights.words);
            let mut sums: BTreeMap<Item, f32> = BTreeMap::new();
            for (key, worth) in keyed(&ready, self.weights) {
                let list = self.shelf.under(key, LONGEST + 1)?;
                if list.len() <= LONGEST {
                    list.iter().filter(|b| **b > item).for_each(|b| *sums.entry(*b).or_default() += worth);
                }
            }
            let mut found: Vec<(f32, Item, Rc<Evidence>)> = Vec::new();
            for (other, sum) in sums.into_iter().filter(|s| s.1 >= LEAST) {
                let Some(e) = self.shelf.evidence(other)? else { continue };
                if near_days(ready.days(), e.days()) {
                    found.push((sum, other, e));
                }
            }
            found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            found.truncate(MOST);
            let mut row: Vec<(Item, f32)> = found
                .iter()
                .map(|(_, b, e)| (*b, self.weights.score(&ready, &Ready::new(e, &self.weights.words))))
                .filter(|p| p.1 > self.o.unknown)
                .collect();
            row.sort_unstable_by_key(|p| p.0);
            let old: BTreeMap<Item, f32> =
                self.shelf.pairs(item)?.into_iter().filter(|p| p.0 > item).collect();
            let same = old.len() == row.len() && row.iter().all(|p| old.get(&p.0) == Some(&p.1));
            if !same {
                self.touched.insert(item);
                let new: BTreeMap<Item, f32> = row.iter().copied().collect();
                let differs = |b: &Item| old.get(b) != new.get(b);
                self.touched.extend(old.keys().chain(new.keys()).copied().filter(differs));
            }
            self.shelf.set_row(item, found.len(), &row)?;
        }
        Ok(())
    }
}

fn near(a: &Ready<'_>, b: &Ready<'_>) -> bool {
    near_days(a.days(), b.days())
}

fn near_days(a: Option<(crate::evidence::Days, bool)>, b: Option<(crate::evidence::Days, bool)>) -> bool {
    match (a, b) {
        (Some((p, _)), Some((q, _))) => gap(p, q) <= 3 * DAYS,
        _ => true,
    }
}

/// Groups anew whatever is tied to `seeds` by a pair that scores above zero or by a ruling. Returns the groups, which hold all those
/// items and no others.
///
/// # Errors
///
/// Those of the shelf.
pub fn regroup<S: Shelf>(
    shelf: &S,
    seeds: impl IntoIterator<Item = Item>,
    rulings: &[Ruled],
    o: Options,
) -> Result<Vec<Vec<Item>>, S::Error> {
    let mut tied: HashMap<Item, Vec<Item>> = HashMap::new();
    for &(a, b, _) in rulings.iter().filter(|r| r.2 == Ruling::Together) {
        tied.entry(a).or_default().push(b);
        tied.entry(b).or_default().push(a);
    }
    let mut out = Vec::new();
    let mut seen: BTreeSet<Item> = BTreeSet::new();
    for seed in seeds {
        if seen.contains(&seed) || !shelf.has(seed)? {
            continue;
        }
        // Pairs of the members, each from its lower side.
        let mut pairs: Vec<(Item, Item, f32)> = Vec::new();
        let mut members = BTreeSet::from([seed]);
        let mut open = vec![seed];
        while let Some(a) = open.pop() {
            let found = shelf.pairs(a)?;
            pairs.extend(found.iter().filter(|p| a < p.0).map(|p| (a, p.0, p.1)));
            let near = found.iter().filter(|p| p.1 + o.shift > 0.0).map(|p| p.0);
            for b in near.chain(tied.get(&a).into_iter().flatten().copied()) {
                if !members.contains(&b) && shelf.has(b)? {
                    members.insert(b);
                    open.push(b);
                }
            }
        }
        let order: Vec<Item> = members.iter().copied().collect();
        let at = |item: Item| order.binary_search(&item).ok().map(|n| n as u32);
        pairs.sort_unstable_by_key(|p| (p.0, p.1));
        let scored: Vec<(u32, u32, f32)> =
            pairs.into_iter().filter_map(|(a, b, s)| Some((at(a)?, at(b)?, s))).collect();
        let ruled: Vec<(u32, u32, Ruling)> =
            rulings.iter().filter_map(|&(a, b, r)| Some((at(a)?, at(b)?, r))).collect();
        let groups = group(order.len(), &scored, &ruled, o);
        out.extend(groups.into_iter().map(|g| g.into_iter().map(|n| order[n as usize]).collect::<Vec<_>>()));
        seen.append(&mut members);
    }
    out.sort_unstable();
    Ok(out)
}

/// What filling an empty shelf at once needs: for each item, in the order given, with how many after it it was compared and the pairs
/// that are kept. The items stand in order.
pub fn compare_all(
    items: &[(Item, Evidence)],
    weights: &Weights,
    o: Options,
) -> Vec<(usize, Vec<(Item, f32)>)> {
    let ready: Vec<Ready<'_>> = items.iter().map(|i| Ready::new(&i.1, &weights.words)).collect();
    let mut rows: Vec<(usize, Vec<(Item, f32)>)> = vec![(0, Vec::new()); items.len()];
    for (a, b) in candidates(&ready, &weights.words) {
        let (a, b) = (a as usize, b as usize);
        let score = weights.score(&ready[a], &ready[b]);
        rows[a].0 += 1;
        if score > o.unknown {
            rows[a].1.push((items[b].0, score));
        }
    }
    rows
}

/// A shelf in memory.
#[derive(Debug, Default, Clone)]
pub struct Memory {
    items: BTreeMap<Item, (Rc<Evidence>, usize)>,
    lists: HashMap<u64, BTreeSet<Item>>,
    pairs: HashMap<Item, BTreeMap<Item, f32>>,
}

impl Memory {
    /// All items.
    pub fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.items.keys().copied()
    }

    fn forget_row(&mut self, item: Item) {
        if let Some(row) = self.pairs.get_mut(&item) {
            let later: Vec<Item> = row.range(item + 1..).map(|p| *p.0).collect();
            later.iter().for_each(|b| {
                row.remove(b);
            });
            for b in later {
                if let Some(back) = self.pairs.get_mut(&b) {
                    back.remove(&item);
                }
            }
        }
    }

    fn keep(&mut self, a: Item, b: Item, score: f32) {
        self.pairs.entry(a).or_default().insert(b, score);
        self.pairs.entry(b).or_default().insert(a, score);
    }
}

impl Shelf for Memory {
    type Error = std::convert::Infallible;

    fn has(&self, item: Item) -> Result<bool, Self::Error> {
        Ok(self.items.contains_key(&item))
    }

    fn under(&self, key: u64, most: usize) -> Result<Vec<Item>, Self::Error> {
        Ok(self.lists.get(&key).into_iter().flatten().take(most).copied().collect())
    }

    fn evidence(&self, item: Item) -> Result<Option<Rc<Evidence>>, Self::Error> {
        Ok(self.items.get(&item).map(|i| Rc::clone(&i.0)))
    }

    fn put(&mut self, item: Item, evidence: &Evidence, keys: &[u64]) -> Result<(), Self::Error> {
        self.items.insert(item, (Rc::new(evidence.clone()), 0));
        keys.iter().for_each(|k| {
            self.lists.entry(*k).or_default().insert(item);
        });
        Ok(())
    }

    fn take(&mut self, item: Item, keys: &[u64]) -> Result<(), Self::Error> {
        self.items.remove(&item);
        for k in keys {
            if let Some(list) = self.lists.get_mut(k) {
                list.remove(&item);
            }
        }
        for b in self.pairs.remove(&item).unwrap_or_default().into_keys() {
            if let Some(row) = self.pairs.get_mut(&b) {
                row.remove(&item);
            }
        }
        Ok(())
    }

    fn partners(&self, item: Item) -> Result<usize, Self::Error> {
        Ok(self.items.get(&item).map_or(0, |i| i.1))
    }

    fn set_row(&mut self, item: Item, partners: usize, pairs: &[(Item, f32)]) -> Result<(), Self::Error> {
        self.forget_row(item);
        if let Some(i) = self.items.get_mut(&item) {
            i.1 = partners;
        }
        pairs.iter().for_each(|&(b, score)| self.keep(item, b, score));
        Ok(())
    }

    fn add_partner(&mut self, item: Item, with: Item, score: Option<f32>) -> Result<(), Self::Error> {
        if let Some(i) = self.items.get_mut(&item) {
            i.1 += 1;
        }
        if let Some(score) = score {
            self.keep(item, with, score);
        }
        Ok(())
    }

    fn pairs(&self, item: Item) -> Result<Vec<(Item, f32)>, Self::Error> {
        Ok(self.pairs.get(&item).into_iter().flatten().map(|(b, s)| (*b, *s)).collect())
    }
}
