//! One report more: grouping kept in step without doing it all again, with the same groups as [`partition`](crate::partition::partition).
//!
//! *Comes in*: items that are new or gone, and a [`Shelf`] that holds those before. *Goes out*: the groups that changed. *Does not*: know
//! where the shelf is, or what an incident is.
//!
//! A new item is listed under its keys, compared with its candidates alone, and then only those groups are made anew that likenesses
//! tie to it. That it gives what the whole way gives rests on four things. The first score of a pair depends on the two alone (rarity
//! is a fixed table). Which pairs are compared is told by rows of candidates whose sums are whole numbers, so that one more, one less,
//! or a list that grew too long to say anything changes a row in place; a row keeps more than is compared, and is sought anew
//! only where too many of it fell away. The second score depends on what the two scored with others at the first, so it is reckoned anew where
//! that changed. And groups grow only along pairs that score above zero, so what no such pair ties together can be grouped apart.

use crate::candidates::{LEAST, LONGEST, Row, keys, near, rows};
use crate::evidence::{Days, Evidence};
use crate::group::{Options, Ruling, group};
use crate::pair::Ready;
use crate::second::{LIKEST, Side, UNKNOWN};
use crate::weights::{Looked, Weights};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

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

/// What is known of an item without its evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief {
    /// The days of its happening.
    pub days: Option<Days>,
    /// What speaks less for a pair than this leaves the item's row as it is.
    pub bar: u32,
}

/// A pair of an item with another that the first look does not settle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The other.
    pub other: Item,
    /// The score at the first look.
    pub first: f32,
    /// At the second, which counts.
    pub score: f32,
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
    fn evidence(&self, item: Item) -> Result<Option<Arc<Evidence>>, Self::Error>;
    /// What is known of an item without its evidence.
    fn brief(&self, item: Item) -> Result<Option<Brief>, Self::Error>;
    /// Puts an item in under its keys, with an empty row.
    fn put(&mut self, item: Item, evidence: &Evidence, keys: &[u64]) -> Result<(), Self::Error>;
    /// Takes an item out, from under its keys and with its row and all its pairs.
    fn take(&mut self, item: Item, keys: &[u64]) -> Result<(), Self::Error>;
    /// The row of an item.
    fn row(&self, item: Item) -> Result<Row<Item>, Self::Error>;
    /// Makes this the row of an item, and the row's bar its bar.
    fn set_row(&mut self, item: Item, row: &Row<Item>) -> Result<(), Self::Error>;
    /// The pairs of an item with those before and after it, in order.
    fn pairs(&self, item: Item) -> Result<Vec<Pair>, Self::Error>;
    /// The scores of an item's pairs that count in grouping, in order.
    fn ties(&self, item: Item, o: Options) -> Result<Vec<(Item, f32)>, Self::Error> {
        let pairs = self.pairs(item)?;
        Ok(pairs.into_iter().filter(|p| p.score > o.unknown).map(|p| (p.other, p.score)).collect())
    }
    /// Notes, for both, the scores of a pair at the first and the second look, or that it is none.
    fn set_pair(&mut self, a: Item, b: Item, scores: Option<(f32, f32)>) -> Result<(), Self::Error>;
}

/// The keys of an item with what sharing each speaks.
fn keyed(ready: &Ready<'_>, weights: &Weights) -> Vec<(u64, u32)> {
    let mut out = Vec::new();
    keys(ready, &weights.words, |key, worth| out.push((key, worth)));
    out
}

/// The keys of an item, for a shelf that is filled at once.
pub fn keys_of(evidence: &Evidence, weights: &Weights) -> Vec<u64> {
    let mut keys: Vec<u64> =
        keyed(&Ready::new(evidence, &weights.words), weights).into_iter().map(|k| k.0).collect();
    keys.sort_unstable();
    keys
}

/// A pair that came or went, with its score at the first look.
type Change = (Item, Item, f32);

/// An item's pairs, and what the second look asks of them.
struct Known {
    pairs: Vec<Pair>,
    side: Side<Item>,
}

/// One update under way.
struct Update<'s, S: Shelf> {
    shelf: &'s mut S,
    weights: &'s Weights,
    o: Options,
    /// Items whose rows must be sought anew.
    dirty: BTreeSet<Item>,
    /// Items that are new.
    fresh: FxHashSet<Item>,
    /// Pairs that came or went.
    changes: Vec<Change>,
    /// Items of which a pair that counts came, went or changed.
    touched: BTreeSet<Item>,
    ready: FxHashMap<Item, Rc<Ready<'static>>>,
    known: FxHashMap<Item, Rc<Known>>,
}

/// Takes `gone` out and puts `new` in. Returns the items of which any pair that counts came, went or changed, for [`regroup`], which
/// must also see those that were in one group with one that is gone. An item that changed is in both lists.
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
    let mut u = Update {
        shelf,
        weights,
        o,
        dirty: BTreeSet::new(),
        fresh: FxHashSet::default(),
        changes: Vec::new(),
        touched: BTreeSet::new(),
        ready: FxHashMap::default(),
        known: FxHashMap::default(),
    };
    for &item in gone {
        u.take(item)?;
    }
    for (item, evidence) in new {
        u.put(*item, evidence)?;
    }
    u.seek_dirty()?;
    u.look_again()?;
    Ok(u.touched)
}

impl<S: Shelf> Update<'_, S> {
    fn ready(&mut self, item: Item) -> Result<Option<Rc<Ready<'static>>>, S::Error> {
        if let Some(ready) = self.ready.get(&item) {
            return Ok(Some(Rc::clone(ready)));
        }
        let Some(evidence) = self.shelf.evidence(item)? else { return Ok(None) };
        let ready = Rc::new(Ready::shared(evidence, &self.weights.words));
        self.ready.insert(item, Rc::clone(&ready));
        Ok(Some(ready))
    }

    fn take(&mut self, item: Item) -> Result<(), S::Error> {
        let Some(ready) = self.ready(item)? else { return Ok(()) };
        let keys = keyed(&ready, self.weights);
        let mut before: BTreeMap<Item, u32> = BTreeMap::new();
        for &(key, worth) in &keys {
            let list = self.shelf.under(key, LONGEST + 2)?;
            match list.len() {
                // Short enough again to say something.
                n if n == LONGEST + 1 => self.dirty.extend(list),
                n if n <= LONGEST => {
                    list.iter().filter(|a| **a < item).for_each(|a| *before.entry(*a).or_default() += worth);
                }
                _ => {}
            }
        }
        for p in self.shelf.pairs(item)? {
            self.changes.push((item, p.other, p.first));
            if p.score > self.o.unknown {
                self.touched.insert(p.other);
            }
        }
        let keys: Vec<u64> = keys.iter().map(|k| k.0).collect();
        self.shelf.take(item, &keys)?;
        self.ready.remove(&item);
        self.dirty.remove(&item);
        self.touched.remove(&item);
        self.fresh.remove(&item);
        for (a, _) in before.into_iter().filter(|b| b.1 >= LEAST) {
            if !self.dirty.contains(&a) {
                let old = self.shelf.row(a)?;
                let mut row = old.clone();
                row.remove(item);
                self.change_row(a, &old, row)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, item: Item, evidence: &Evidence) -> Result<(), S::Error> {
        let ready = Rc::new(Ready::shared(Arc::new(evidence.clone()), &self.weights.words));
        let keys = keyed(&ready, self.weights);
        let mut sums: FxHashMap<Item, u32> = FxHashMap::default();
        for &(key, worth) in &keys {
            let list = self.shelf.under(key, LONGEST + 1)?;
            match list.len() {
                // From now on too long to say anything.
                n if n == LONGEST => self.pass_over(&list, worth)?,
                n if n < LONGEST => {
                    list.iter().filter(|a| **a < item).for_each(|a| *sums.entry(*a).or_default() += worth);
                }
                _ => {}
            }
        }
        let all: Vec<u64> = keys.iter().map(|k| k.0).collect();
        self.shelf.put(item, evidence, &all)?;
        let days = ready.days().map(|d| d.0);
        self.ready.insert(item, ready);
        let mut sums: Vec<(Item, u32)> = sums.into_iter().filter(|s| s.1 >= LEAST).collect();
        sums.sort_unstable();
        for (before, sum) in sums {
            if self.dirty.contains(&before) {
                continue;
            }
            let Some(brief) = self.shelf.brief(before)? else { continue };
            if sum >= brief.bar && near(brief.days, days) {
                let old = self.shelf.row(before)?;
                let mut row = old.clone();
                row.add((sum, item));
                self.change_row(before, &old, row)?;
            }
        }
        self.dirty.insert(item);
        self.fresh.insert(item);
        self.touched.insert(item);
        Ok(())
    }

    /// A key under which these stand speaks no more.
    fn pass_over(&mut self, list: &[Item], worth: u32) -> Result<(), S::Error> {
        for &a in list {
            if !self.dirty.contains(&a) {
                let old = self.shelf.row(a)?;
                let mut row = old.clone();
                row.lower(worth, |b| list.binary_search(&b).is_ok());
                self.change_row(a, &old, row)?;
            }
        }
        Ok(())
    }

    /// Seeks the rows of all dirty items anew.
    fn seek_dirty(&mut self) -> Result<(), S::Error> {
        for item in std::mem::take(&mut self.dirty) {
            let Some(ready) = self.ready(item)? else { continue };
            let days = ready.days().map(|d| d.0);
            let mut sums: FxHashMap<Item, u32> = FxHashMap::default();
            for (key, worth) in keyed(&ready, self.weights) {
                let list = self.shelf.under(key, LONGEST + 1)?;
                if list.len() <= LONGEST {
                    list.iter().filter(|b| **b > item).for_each(|b| *sums.entry(*b).or_default() += worth);
                }
            }
            let mut found: Vec<(u32, Item)> = Vec::new();
            for (other, sum) in sums.into_iter().filter(|s| s.1 >= LEAST) {
                if self.shelf.brief(other)?.is_some_and(|b| near(days, b.days)) {
                    found.push((sum, other));
                }
            }
            let old = self.shelf.row(item)?;
            self.change_row(item, &old, Row::of(found))?;
        }
        Ok(())
    }

    /// Makes another row an item's: pairs that are compared no more go, those that are now come.
    fn change_row(&mut self, item: Item, old: &Row<Item>, row: Row<Item>) -> Result<(), S::Error> {
        if !row.is_sound() {
            self.dirty.insert(item);
            return Ok(());
        }
        if *old == row {
            return Ok(());
        }
        let sorted = |row: &Row<Item>| {
            let mut all: Vec<Item> = row.compared().iter().map(|x| x.1).collect();
            all.sort_unstable();
            all
        };
        let (was, is) = (sorted(old), sorted(&row));
        if was.iter().any(|b| is.binary_search(b).is_err()) {
            for p in self.shelf.pairs(item)? {
                if p.other > item && is.binary_search(&p.other).is_err() {
                    self.shelf.set_pair(item, p.other, None)?;
                    self.changes.push((item, p.other, p.first));
                    if p.score > self.o.unknown {
                        self.touched.extend([item, p.other]);
                    }
                }
            }
        }
        for &b in is.iter().filter(|b| was.binary_search(b).is_err()) {
            let (Some(p), Some(q)) = (self.ready(item)?, self.ready(b)?) else { continue };
            let first = self.weights.score(&p, &q);
            if first > UNKNOWN {
                self.shelf.set_pair(item, b, Some((first, f32::NEG_INFINITY)))?;
                self.changes.push((item, b, first));
            }
        }
        self.shelf.set_row(item, &row)
    }

    /// What the first look says of an item, once all rows are in step.
    fn known(&mut self, item: Item) -> Result<Rc<Known>, S::Error> {
        if let Some(known) = self.known.get(&item) {
            return Ok(Rc::clone(known));
        }
        let pairs = self.shelf.pairs(item)?;
        // The days of the item, and where it has none of its likest.
        let mut days: FxHashMap<Item, Option<Days>> = FxHashMap::default();
        let own = self.shelf.brief(item)?.and_then(|b| b.days);
        days.insert(item, own);
        if own.is_none() {
            for p in pairs.iter().filter(|p| p.first > 0.0) {
                days.insert(p.other, self.shelf.brief(p.other)?.and_then(|b| b.days));
            }
        }
        let partners = pairs.iter().map(|p| (p.other, p.first)).collect();
        let side = Side::new(item, partners, |k| days.get(&k).copied().flatten());
        let known = Rc::new(Known { pairs, side });
        self.known.insert(item, Rc::clone(&known));
        Ok(known)
    }

    /// Looks again at the pairs of which anything changed that the second look sees.
    fn look_again(&mut self) -> Result<(), S::Error> {
        let mut due: BTreeSet<(Item, Item)> = BTreeSet::new();
        let pair = |a: Item, b: Item| (a.min(b), a.max(b));
        for (a, b, first) in std::mem::take(&mut self.changes) {
            due.insert(pair(a, b));
            for (x, y) in [(a, b), (b, a)] {
                if !self.shelf.has(x)? {
                    continue;
                }
                let known = self.known(x)?;
                // It is or was one of the likest: all that is asked of them is another.
                let likest = &known.side.likest;
                if first > 0.0 && (likest.len() < LIKEST || likest.last().is_some_and(|l| first >= l.1)) {
                    due.extend(known.pairs.iter().map(|p| pair(x, p.other)));
                }
                // What is like the one is asked how like it is to the other. Of a new item all pairs are due as it is.
                if self.fresh.contains(&x) || self.fresh.contains(&y) || !self.shelf.has(y)? {
                    continue;
                }
                for &(w, _) in known.side.partners.iter().filter(|p| p.1 > 0.0 && p.0 != y) {
                    if self.known(w)?.side.likest.iter().any(|l| l.0 == x) {
                        due.insert(pair(w, y));
                    }
                }
            }
        }
        for (a, b) in due {
            if !self.shelf.has(a)? || !self.shelf.has(b)? {
                continue;
            }
            let (p, q) = (self.known(a)?, self.known(b)?);
            let Ok(at) = p.pairs.binary_search_by_key(&b, |p| p.other) else { continue };
            let old = p.pairs[at];
            let (Some(x), Some(y)) = (self.ready(a)?, self.ready(b)?) else { continue };
            let score = self.weights.again((a, &x, &p.side), (b, &y, &q.side), old.first);
            if score != old.score {
                self.shelf.set_pair(a, b, Some((old.first, score)))?;
                if score.max(old.score) > self.o.unknown {
                    self.touched.extend([a, b]);
                }
            }
        }
        Ok(())
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
            let found = shelf.ties(a, o)?;
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
        let brief = |&item: &Item| Ok(shelf.brief(item)?.and_then(|b| b.days));
        let days = order.iter().map(brief).collect::<Result<Vec<Option<Days>>, S::Error>>()?;
        let groups = group(&days, &scored, &ruled, o);
        out.extend(groups.into_iter().map(|g| g.into_iter().map(|n| order[n as usize]).collect::<Vec<_>>()));
        seen.append(&mut members);
    }
    out.sort_unstable();
    Ok(out)
}

/// What filling an empty shelf at once needs, by places in the order given.
#[derive(Debug)]
pub struct All {
    /// The row of each.
    pub rows: Vec<Row<u32>>,
    /// The pairs that the first look does not settle, in order.
    pub pairs: Vec<Looked>,
}

impl All {
    /// Compares all. The items stand in order.
    pub fn of(items: &[(Item, Evidence)], weights: &Weights) -> All {
        let ready: Vec<Ready<'_>> = items.par_iter().map(|i| Ready::new(&i.1, &weights.words)).collect();
        let rows = rows(&ready, &weights.words);
        let pairs = weights.looks(&ready, &crate::candidates::compared(&rows));
        All { rows, pairs }
    }

    /// The row of the `n`th item.
    pub fn row(&self, n: usize, items: &[(Item, Evidence)]) -> Row<Item> {
        let item = |x: &(u32, u32)| (x.0, items[x.1 as usize].0);
        Row { list: self.rows[n].list.iter().map(item).collect(), out: self.rows[n].out.as_ref().map(item) }
    }
}

/// A shelf in memory.
#[derive(Debug, Default, Clone)]
pub struct Memory {
    items: BTreeMap<Item, (Arc<Evidence>, Row<Item>)>,
    lists: HashMap<u64, BTreeSet<Item>>,
    pairs: HashMap<Item, BTreeMap<Item, (f32, f32)>>,
}

impl Memory {
    /// All items.
    pub fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.items.keys().copied()
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

    fn evidence(&self, item: Item) -> Result<Option<Arc<Evidence>>, Self::Error> {
        Ok(self.items.get(&item).map(|i| Arc::clone(&i.0)))
    }

    fn brief(&self, item: Item) -> Result<Option<Brief>, Self::Error> {
        let brief = |i: &(Arc<Evidence>, Row<Item>)| Brief { days: i.0.days().map(|d| d.0), bar: i.1.bar() };
        Ok(self.items.get(&item).map(brief))
    }

    fn put(&mut self, item: Item, evidence: &Evidence, keys: &[u64]) -> Result<(), Self::Error> {
        self.items.insert(item, (Arc::new(evidence.clone()), Row::default()));
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

    fn row(&self, item: Item) -> Result<Row<Item>, Self::Error> {
        Ok(self.items.get(&item).map(|i| i.1.clone()).unwrap_or_default())
    }

    fn set_row(&mut self, item: Item, row: &Row<Item>) -> Result<(), Self::Error> {
        if let Some(i) = self.items.get_mut(&item) {
            i.1.clone_from(row);
        }
        Ok(())
    }

    fn pairs(&self, item: Item) -> Result<Vec<Pair>, Self::Error> {
        let pair = |(other, (first, score)): (&Item, &(f32, f32))| Pair {
            other: *other,
            first: *first,
            score: *score,
        };
        Ok(self.pairs.get(&item).into_iter().flatten().map(pair).collect())
    }

    fn set_pair(&mut self, a: Item, b: Item, scores: Option<(f32, f32)>) -> Result<(), Self::Error> {
        for (x, y) in [(a, b), (b, a)] {
            let row = self.pairs.entry(x).or_default();
            match scores {
                Some(scores) => row.insert(y, scores),
                None => row.remove(&y),
            };
        }
        Ok(())
    }
}
