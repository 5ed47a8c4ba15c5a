//! A second look at a pair, with what all other pairs said at the first.
//!
//! *Comes in*: the scores of the first look. *Goes out*: [`WIDTH`] more numbers of a pair: whether those that are like the one are
//! like the other, and whether the day that a report without one would take from its likest fits. *Does not*: join anything:
//! that is [`crate::group`]'s.
//!
//! Two undated reports may look alike because every strike on a town is told alike; that the one is like reports of March and the
//! other like reports of May tells them apart.

use crate::evidence::Days;
use crate::pair::{Ready, gap};

/// Numbers that are added to those of the first look.
pub const WIDTH: usize = 11;
/// Likest reports that are looked at.
const LIKEST: usize = 12;
/// What a pair that was not compared counts as.
const UNKNOWN: f32 = -4.0;

/// All scores of the first look, by report.
#[derive(Debug, Clone)]
pub struct Around {
    /// For each report its partners in order, with scores.
    partners: Vec<Vec<(u32, f32)>>,
    /// The likest of them, the likest first, where the score speaks for the pair.
    likest: Vec<Vec<(u32, f32)>>,
    /// The days of each report, else of its likest that has some.
    days: Vec<Option<Days>>,
}

impl Around {
    /// Of the scored pairs of `ready`.
    pub fn new(ready: &[Ready<'_>], pairs: impl Iterator<Item = (u32, u32, f32)>) -> Around {
        let mut partners: Vec<Vec<(u32, f32)>> = vec![Vec::new(); ready.len()];
        for (a, b, score) in pairs.filter(|p| p.2 > UNKNOWN) {
            partners[a as usize].push((b, score));
            partners[b as usize].push((a, score));
        }
        partners.iter_mut().for_each(|p| p.sort_unstable_by_key(|p| p.0));
        let likest: Vec<Vec<(u32, f32)>> = partners
            .iter()
            .map(|p| {
                let mut best: Vec<(u32, f32)> = p.iter().copied().filter(|p| p.1 > 0.0).collect();
                best.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
                best.truncate(LIKEST);
                best
            })
            .collect();
        let own = |k: usize| ready[k].days().map(|d| d.0);
        let days = (0..ready.len())
            .map(|k| own(k).or_else(|| likest[k].iter().find_map(|l| own(l.0 as usize))))
            .collect();
        Around { partners, likest, days }
    }

    fn score(&self, a: u32, b: u32) -> f32 {
        let list = &self.partners[a as usize];
        list.binary_search_by_key(&b, |p| p.0).map_or(UNKNOWN, |k| list[k].1)
    }

    /// Adds the numbers of a pair, whose score at the first look is given.
    pub fn add(&self, a: u32, b: u32, score: f32, x: &mut Vec<f32>) {
        // Those like the one: how like the other they are on the mean, the best way over one of them, how many ways.
        let over = |a: u32, b: u32| {
            let (mut sum, mut n, mut way, mut ways) = (0.0, 0u32, UNKNOWN, 0u32);
            for &(c, s) in self.likest[a as usize].iter().filter(|l| l.0 != b) {
                let t = self.score(c, b);
                (sum, n, way) = (sum + t, n + 1, way.max(s.min(t)));
                ways += u32::from(t > 0.0);
            }
            (if n == 0 { f32::NAN } else { sum / n as f32 }, way, ways as f32)
        };
        let (p, q) = (over(a, b), over(b, a));
        let both = |p: f32, q: f32| if p < q || q.is_nan() { [p, q] } else { [q, p] };
        x.push(score);
        x.extend(both(p.0, q.0));
        x.push(p.1.max(q.1));
        x.extend(both(p.2, q.2));
        let rank = |a: u32, b: u32| {
            self.likest[a as usize].iter().position(|l| l.0 == b).map_or(LIKEST as f32, |k| k as f32)
        };
        x.extend(both(rank(a, b), rank(b, a)));
        let n = |a: u32| self.likest[a as usize].len() as f32;
        x.extend(both(n(a), n(b)));
        x.push(match (self.days[a as usize], self.days[b as usize]) {
            (Some(d), Some(e)) => gap(d, e) as f32,
            _ => f32::NAN,
        });
    }
}
