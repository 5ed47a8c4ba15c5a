//! Grouping: from scores of pairs to groups.
//!
//! *Comes in*: the items' days, scores of pairs (log-odds that two belong together), and what a person ruled. *Goes out*: the
//! partition. *Does not*: know more of an item than its days.
//!
//! Agglomeration by average link: the two groups whose members belong together best on average are joined, until no two do.
//! Pairs without a score count as [`Options::unknown`], so a chain of single likenesses does not draw all into one; nor do undated
//! reports, which are like those of every strike on their town, draw two of different weeks into one ([`Options::apart`]).
//! Decisions hold: what must be together is joined first, what cannot be is never joined. Ties go to the lower numbers, so the
//! same items in the same order give the same groups; who wants another order to give the same sorts items first.

use crate::evidence::{Days, span_days};
use crate::pair::gap;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;

/// How to group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Added to every score: above zero more is joined.
    pub shift: f32,
    /// The score of a pair that has none.
    pub unknown: f32,
    /// Most days between the days of two items of one group.
    pub apart: i64,
}

impl Default for Options {
    fn default() -> Self {
        Options { shift: 0.0, unknown: -3.0, apart: i64::MAX }
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
    /// The latest first day of its members, and the earliest last one.
    days: Option<Days>,
}

impl Group {
    /// Whether some days of its members and of the other's are more than so many days apart. To a group that a person made over more
    /// days, what is near any of them is near.
    fn is_far(&self, other: &Group, apart: i64) -> bool {
        let (Some(a), Some(b)) = (self.days, other.days) else { return false };
        let after = |from: Date, to: Date| to < from && span_days((to, from)) > apart;
        if after(a.0, a.1) || after(b.0, b.1) {
            let all = |d: Days| (d.0.min(d.1), d.0.max(d.1));
            return gap(all(a), all(b)) > apart;
        }
        after(a.0, b.1) || after(b.0, a.1)
    }
}

/// Groups items, of each of which the days are given where they are known. Each item is in exactly one group; groups stand in the order of
/// their first items.
pub fn group(
    days: &[Option<Days>],
    pairs: &[(u32, u32, f32)],
    rulings: &[(u32, u32, Ruling)],
    o: Options,
) -> Vec<Vec<u32>> {
    let n = days.len();
    let alone = |(k, &days)| Some(Group { members: vec![k as u32], days, ..Group::default() });
    let mut groups: Vec<Option<Group>> = days.iter().enumerate().map(alone).collect();
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
        if g.is_far(h, o.apart) {
            continue;
        }
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
        g.days = match (g.days, gone.days) {
            (Some(a), Some(b)) => Some((a.0.max(b.0), a.1.min(b.1))),
            (a, b) => a.or(b),
        };
    }
    gone.members.iter().for_each(|&m| home[m as usize] = a);
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    const O: Options = Options { shift: 0.0, unknown: -3.0, apart: i64::MAX };

    fn undated(n: usize) -> Vec<Option<Days>> {
        vec![None; n]
    }

    #[test]
    fn a_chain_of_single_likenesses_is_no_group() {
        // Each is like the next and none like the one after.
        let pairs: Vec<(u32, u32, f32)> = (0..7).map(|k| (k, k + 1, 1.0)).collect();
        assert!(group(&undated(8), &pairs, &[], O).iter().all(|g| g.len() <= 2));
        let all: Vec<(u32, u32, f32)> = (0..4).flat_map(|a| (a + 1..4).map(move |b| (a, b, 1.0))).collect();
        assert_eq!(group(&undated(5), &all, &[], O), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn an_undated_item_does_not_join_those_of_different_weeks() {
        let day = |d| Some((date(2026, 3, d), date(2026, 3, d)));
        // The undated one is like both, which nobody compared.
        let pairs = [(0, 1, 5.0), (1, 2, 4.0)];
        let o = Options { apart: 7, ..O };
        assert_eq!(group(&[day(1), None, day(8)], &pairs, &[], o), [[0, 1, 2]]);
        assert_eq!(group(&[day(1), None, day(9)], &pairs, &[], o), [vec![0, 1], vec![2]]);
        // A span meets whatever is near any of its days.
        let march = Some((date(2026, 3, 1), date(2026, 3, 31)));
        assert_eq!(group(&[day(1), march, day(9)], &pairs, &[], o), [vec![0, 1], vec![2]]);
        // Who rules that they are one knows better.
        let rulings = [(0, 2, Ruling::Together)];
        assert_eq!(group(&[day(1), None, day(9)], &pairs, &rulings, o), [[0, 1, 2]]);
        // And what is like either end of what was put together joins it, but not what is of another month.
        let pairs = [(0, 1, 5.0), (2, 3, 5.0), (0, 3, 2.0), (1, 3, 2.0), (0, 2, 2.0), (1, 2, 2.0)];
        let rulings = [(0, 1, Ruling::Together)];
        assert_eq!(group(&[day(1), day(12), day(12), None], &pairs, &rulings, o), [[0, 1, 2, 3]]);
        assert_eq!(group(&[day(1), day(12), day(25), None], &pairs, &rulings, o), [[0, 1], [2, 3]]);
    }

    #[test]
    fn rulings_hold_against_every_score() {
        let pairs = [(0, 1, 5.0), (1, 2, -5.0)];
        let rulings = [(0, 1, Ruling::Apart), (1, 2, Ruling::Together), (7, 9, Ruling::Apart)];
        assert_eq!(group(&undated(3), &pairs, &rulings, O), [vec![0], vec![1, 2]]);
    }

    proptest! {
        #[test]
        fn every_item_is_in_one_group_and_what_is_apart_stays_apart(
            days in prop::collection::vec(prop::option::of((0i64..40, 0i64..5)), 1..20),
            pairs in prop::collection::vec((0u32..22, 0u32..22, -4.0f32..4.0), 0..60),
            apart in prop::collection::vec((0u32..22, 0u32..22), 0..5)
        ) {
            let day = |k: i64| date(2026, 3, 1).saturating_add(k.days());
            let days: Vec<Option<Days>> = days.into_iter().map(|d| d.map(|(a, n)| (day(a), day(a + n)))).collect();
            let rulings: Vec<_> = apart.iter().map(|&(a, b)| (a, b, Ruling::Apart)).collect();
            let groups = group(&days, &pairs, &rulings, Options { apart: 7, ..O });
            let mut all: Vec<u32> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..days.len() as u32).collect::<Vec<_>>());
            for (a, b) in apart {
                let together = groups.iter().any(|g| g.contains(&a) && g.contains(&b));
                prop_assert!(a == b || !together);
            }
            for g in &groups {
                let dated: Vec<Days> = g.iter().filter_map(|&k| days[k as usize]).collect();
                for a in &dated {
                    prop_assert!(dated.iter().all(|b| crate::pair::gap(*a, *b) <= 7));
                }
            }
        }
    }
}
