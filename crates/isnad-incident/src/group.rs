//! Grouping: from scores of pairs to groups.
//!
//! *Comes in*: how many items there are, scores of pairs (log-odds that two belong together), and what a person ruled. *Goes out*: the
//! partition. *Does not*: know what an item is.
//!
//! Agglomeration by average link: the two groups whose members belong together best on average are joined, until no two do.
//! Pairs without a score count as [`Options::unknown`], so a chain of single likenesses does not draw all into one.
//! Decisions hold: what must be together is joined first, what cannot be is never joined. Ties go to the lower numbers, so the
//! same items in the same order give the same groups; who wants another order to give the same sorts items first.

use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;

/// How to group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Added to every score: above zero more is joined.
    pub shift: f32,
    /// The score of a pair that has none.
    pub unknown: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options { shift: 0.0, unknown: -3.0 }
    }
}

/// What a person ruled of two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// They belong together.
    Together,
    /// They do not.
    Apart,
}

/// A pair of groups that might be joined, by their mean score.
#[derive(Debug, PartialEq)]
struct Candidate {
    score: f32,
    a: u32,
    b: u32,
    /// When the later of the two had last changed when this was computed.
    age: u32,
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score.total_cmp(&other.score).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

#[derive(Debug, Default)]
struct Group {
    members: Vec<u32>,
    /// To other groups: sum and number of the scores between, and whether a ruling keeps them apart.
    edges: FxHashMap<u32, (f32, u32, bool)>,
    /// When it last changed: the number of the join.
    age: u32,
}

/// Groups `n` items. Each item is in exactly one group; groups stand in the order of their first items.
pub fn group(
    n: usize,
    pairs: &[(u32, u32, f32)],
    rulings: &[(u32, u32, Ruling)],
    o: Options,
) -> Vec<Vec<u32>> {
    let mut groups: Vec<Option<Group>> =
        (0..n).map(|k| Some(Group { members: vec![k as u32], ..Group::default() })).collect();
    let mut home: Vec<u32> = (0..n as u32).collect();
    let mut now = 0;
    let inside = |a: u32, b: u32| a != b && (a as usize) < n && (b as usize) < n;
    // What scores no better than a pair without score need not be held.
    for &(a, b, score) in pairs.iter().filter(|p| inside(p.0, p.1) && p.2 > o.unknown) {
        for (x, y) in [(a, b), (b, a)] {
            let Some(g) = &mut groups[x as usize] else { continue };
            let e = g.edges.entry(y).or_default();
            (e.0, e.1) = (e.0 + score + o.shift, e.1 + 1);
        }
    }
    for &(a, b, _) in rulings.iter().filter(|r| inside(r.0, r.1) && r.2 == Ruling::Apart) {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(g) = &mut groups[x as usize] {
                g.edges.entry(y).or_default().2 = true;
            }
        }
    }
    for &(a, b, _) in rulings.iter().filter(|r| inside(r.0, r.1) && r.2 == Ruling::Together) {
        let (x, y) = (home[a as usize], home[b as usize]);
        if x != y && !edge(&groups, x, y).is_some_and(|e| e.2) {
            join(&mut groups, &mut home, x.min(y), x.max(y), &mut now);
        }
    }
    let mut heap = BinaryHeap::new();
    for a in 0..n as u32 {
        push_all(&groups, a, &mut heap, o, |b| b > a);
    }
    while let Some(c) = heap.pop() {
        let age = |k: u32| groups[k as usize].as_ref().map(|g| g.age);
        let (Some(x), Some(y)) = (age(c.a), age(c.b)) else { continue };
        if x.max(y) != c.age {
            continue;
        }
        join(&mut groups, &mut home, c.a, c.b, &mut now);
        push_all(&groups, c.a, &mut heap, o, |_| true);
    }
    let mut out: Vec<Vec<u32>> = groups
        .into_iter()
        .flatten()
        .map(|mut g| {
            g.members.sort_unstable();
            g.members
        })
        .collect();
    out.sort_unstable();
    out
}

fn edge(groups: &[Option<Group>], a: u32, b: u32) -> Option<(f32, u32, bool)> {
    groups[a as usize].as_ref()?.edges.get(&b).copied()
}

/// Puts all joins of group `a` with groups that pass `with` and score above zero on the heap.
fn push_all(
    groups: &[Option<Group>],
    a: u32,
    heap: &mut BinaryHeap<Candidate>,
    o: Options,
    with: impl Fn(u32) -> bool,
) {
    let Some(g) = &groups[a as usize] else { return };
    for (&b, &(sum, count, apart)) in &g.edges {
        let Some(h) = groups[b as usize].as_ref().filter(|_| with(b) && !apart) else { continue };
        let all = (g.members.len() * h.members.len()) as f32;
        let score = (sum + (all - count as f32) * (o.unknown + o.shift).min(0.0)) / all;
        if score > 0.0 {
            heap.push(Candidate { score, a: a.min(b), b: a.max(b), age: g.age.max(h.age) });
        }
    }
}

/// Joins group `b` into group `a`.
fn join(groups: &mut [Option<Group>], home: &mut [u32], a: u32, b: u32, now: &mut u32) {
    let Some(gone) = groups[b as usize].take() else { return };
    *now += 1;
    for (other, e) in gone.edges {
        if let Some(g) = &mut groups[other as usize] {
            g.edges.remove(&b);
            if other != a {
                let to = g.edges.entry(a).or_default();
                *to = (to.0 + e.0, to.1 + e.1, to.2 || e.2);
            }
        }
        if other != a
            && let Some(g) = &mut groups[a as usize]
        {
            let to = g.edges.entry(other).or_default();
            *to = (to.0 + e.0, to.1 + e.1, to.2 || e.2);
        }
    }
    if let Some(g) = &mut groups[a as usize] {
        g.members.extend(&gone.members);
        g.age = *now;
    }
    gone.members.iter().for_each(|&m| home[m as usize] = a);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const O: Options = Options { shift: 0.0, unknown: -3.0 };

    #[test]
    fn a_chain_of_single_likenesses_is_no_group() {
        // Each is like the next and none like the one after.
        let pairs: Vec<(u32, u32, f32)> = (0..7).map(|k| (k, k + 1, 1.0)).collect();
        assert!(group(8, &pairs, &[], O).iter().all(|g| g.len() <= 2));
        let all: Vec<(u32, u32, f32)> = (0..4).flat_map(|a| (a + 1..4).map(move |b| (a, b, 1.0))).collect();
        assert_eq!(group(5, &all, &[], O), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn rulings_hold_against_every_score() {
        let pairs = [(0, 1, 5.0), (1, 2, -5.0)];
        let rulings = [(0, 1, Ruling::Apart), (1, 2, Ruling::Together), (7, 9, Ruling::Apart)];
        assert_eq!(group(3, &pairs, &rulings, O), [vec![0], vec![1, 2]]);
    }

    proptest! {
        #[test]
        fn every_item_is_in_one_group_and_what_is_apart_stays_apart(
            n in 1usize..20,
            pairs in prop::collection::vec((0u32..22, 0u32..22, -4.0f32..4.0), 0..60),
            apart in prop::collection::vec((0u32..22, 0u32..22), 0..5)
        ) {
            let rulings: Vec<_> = apart.iter().map(|&(a, b)| (a, b, Ruling::Apart)).collect();
            let groups = group(n, &pairs, &rulings, O);
            let mut all: Vec<u32> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..n as u32).collect::<Vec<_>>());
            for (a, b) in apart {
                let together = groups.iter().any(|g| g.contains(&a) && g.contains(&b));
                prop_assert!(a == b || !together);
            }
        }
    }
}
