//! A second look at a pair, with what all other pairs said at the first.
//!
//! *Comes in*: the scores of the first look. *Goes out*: [`WIDTH`] more numbers of a pair: whether those that are like the one are
//! like the other, and whether the day that a report without one would take from its likest fits. *Does not*: join anything:
//! that is [`crate::group`]'s.
//!
//! Two undated reports may look alike because every strike on a town is told alike; that the one is like reports of March and the
//! other like reports of May tells them apart.
//!
//! A pair's numbers come of its two [`Side`]s alone, so a report more changes those pairs only whose sides it changes
//! ([`crate::online`]).

use crate::evidence::Days;
use crate::pair::{Ready, gap};

/// Numbers that are added to those of the first look.
pub const WIDTH: usize = 11;
/// Likest reports that are looked at.
pub(crate) const LIKEST: usize = 12;
/// What a pair that was not compared counts as; what scores no more is settled at the first look.
pub const UNKNOWN: f32 = -4.0;

/// What the first look says of one report.
#[derive(Debug, Clone, Default)]
pub struct Side<I> {
    /// Those that scored above [`UNKNOWN`], in order.
    pub(crate) partners: Vec<(I, f32)>,
    /// The likest of them, the likest first, where the score speaks for the pair.
    pub(crate) likest: Vec<(I, f32)>,
    /// The report's days, else of its likest that has some.
    days: Option<Days>,
}

impl<I: Copy + Ord> Side<I> {
    /// Of the scores with others above [`UNKNOWN`], in order; `own` gives the days of a report.
    pub(crate) fn new(item: I, partners: Vec<(I, f32)>, mut own: impl FnMut(I) -> Option<Days>) -> Side<I> {
        let mut likest: Vec<(I, f32)> = partners.iter().copied().filter(|p| p.1 > 0.0).collect();
        likest.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        likest.truncate(LIKEST);
        let days = own(item).or_else(|| likest.iter().find_map(|l| own(l.0)));
        Side { partners, likest, days }
    }

    /// What the pair with another scored; [`UNKNOWN`] where that settled it.
    pub(crate) fn score(&self, with: I) -> f32 {
        self.partners.binary_search_by_key(&with, |p| p.0).map_or(UNKNOWN, |k| self.partners[k].1)
    }
}

/// Adds the numbers of the pair of `a` and `b`, whose sides and score at the first look are given.
pub(crate) fn add<I: Copy + Ord>((a, p): (I, &Side<I>), (b, q): (I, &Side<I>), score: f32, x: &mut Vec<f32>) {
    // Those like the one: how like the other they are on the mean, the best way over one of them, how many ways.
    let over = |one: &Side<I>, b: I, other: &Side<I>| {
        let (mut sum, mut n, mut way, mut ways) = (0.0, 0u32, UNKNOWN, 0u32);
        for &(c, s) in one.likest.iter().filter(|l| l.0 != b) {
            let t = other.score(c);
            (sum, n, way) = (sum + t, n + 1, way.max(s.min(t)));
            ways += u32::from(t > 0.0);
        }
        (if n == 0 { f32::NAN } else { sum / n as f32 }, way, ways as f32)
    };
    let (f, g) = (over(p, b, q), over(q, a, p));
    let both = |p: f32, q: f32| if p < q || q.is_nan() { [p, q] } else { [q, p] };
    x.push(score);
    x.extend(both(f.0, g.0));
    x.push(f.1.max(g.1));
    x.extend(both(f.2, g.2));
    let rank =
        |one: &Side<I>, b: I| one.likest.iter().position(|l| l.0 == b).map_or(LIKEST as f32, |k| k as f32);
    x.extend(both(rank(p, b), rank(q, a)));
    x.extend(both(p.likest.len() as f32, q.likest.len() as f32));
    x.push(match (p.days, q.days) {
        (Some(d), Some(e)) => gap(d, e) as f32,
        _ => f32::NAN,
    });
}

/// The sides of all reports.
#[derive(Debug, Clone)]
pub struct Around(Vec<Side<u32>>);

impl Around {
    /// Of the scored pairs of `ready`.
    pub fn new(ready: &[Ready<'_>], pairs: impl Iterator<Item = (u32, u32, f32)>) -> Around {
        let mut partners: Vec<Vec<(u32, f32)>> = vec![Vec::new(); ready.len()];
        for (a, b, score) in pairs.filter(|p| p.2 > UNKNOWN) {
            partners[a as usize].push((b, score));
            partners[b as usize].push((a, score));
        }
        let side = |(k, mut p): (usize, Vec<(u32, f32)>)| {
            p.sort_unstable_by_key(|p| p.0);
            Side::new(k as u32, p, |k| ready[k as usize].days().map(|d| d.0))
        };
        Around(partners.into_iter().enumerate().map(side).collect())
    }

    /// The side of a report.
    pub(crate) fn side(&self, k: u32) -> &Side<u32> {
        &self.0[k as usize]
    }

    /// Adds the numbers of a pair, whose score at the first look is given.
    pub fn add(&self, a: u32, b: u32, score: f32, x: &mut Vec<f32>) {
        add((a, self.side(a)), (b, self.side(b)), score, x);
    }
}
