//! Figures of a group as candidates.

use crate::evidence::Count;
use crate::incident::{Claimed, Derived, by_rule, standing};

/// Numbers of a candidate.
pub const WIDTH: usize = 22;

/// A figure that reports of a group claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Least.
    pub min: f64,
    /// Most; infinite where the words set no bound.
    pub max: f64,
}

/// The rows of the figures, in order of size. `killed` tells whether they are of killed. «Several» is a candidate only where no report
/// gives a number.
pub fn rows(figures: &[Claimed], killed: bool) -> Vec<(Candidate, Vec<f32>)> {
    let number = |f: &Claimed| f.count.max.is_finite();
    let numbers: Vec<Claimed> = figures.iter().copied().filter(number).collect();
    let figures = if numbers.is_empty() { figures } else { &numbers };
    let mut values: Vec<(f64, f64)> = figures.iter().map(|f| (f.count.min, f.count.max)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    values.dedup();
    let Some(rule) = by_rule(figures) else { return Vec::new() };
    let first = standing(figures);
    let reports: Vec<usize> = {
        let mut by: Vec<usize> = figures.iter().map(|f| f.by).collect();
        by.sort_unstable();
        by.dedup();
        by
    };
    let n = reports.len() as f32;
    let of = |by: usize| figures.iter().filter(move |f| f.by == by);
    let largest =
        |by: usize| of(by).map(|f| f.count.min).filter(|m| m.is_finite()).fold(f64::NEG_INFINITY, f64::max);
    let mut firsts: Vec<f64> = first.iter().map(|f| f.count.min).collect();
    firsts.sort_by(f64::total_cmp);
    let middle = firsts.get(firsts.len() / 2).copied().unwrap_or(1.0).max(1.0);
    let bounded = figures.iter().filter(|f| f.count.max.is_finite()).count();
    values
        .iter()
        .enumerate()
        .map(|(rank, &(min, max))| {
            let is = |c: &Count| c.min == min && c.max == max;
            let claiming: Vec<usize> =
                reports.iter().copied().filter(|&by| of(by).any(|f| is(&f.count))).collect();
            let c = claiming.len().max(1) as f32;
            let as_first = first.iter().filter(|f| is(&f.count)).count() as f32;
            let as_largest = claiming.iter().filter(|&&by| largest(by) == min).count() as f32;
            let held = first.iter().filter(|f| f.count.min <= min && min <= f.count.max).count() as f32;
            // How far into the report it is first told, in claims.
            let place = figures.iter().filter(|f| is(&f.count)).map(|f| f.count.claim).min().unwrap_or(0);
            let behind = claiming.iter().map(|&by| {
                let from = of(by).map(|f| f.count.claim).min().unwrap_or(0);
                of(by).filter(|f| is(&f.count)).map(|f| f.count.claim - from).min().unwrap_or(0) as f32
            });
            let behind = behind.fold(f32::INFINITY, f32::min);
            let told: f32 = claiming.iter().map(|&by| of(by).count() as f32).sum::<f32>() / c;
            let same = figures.iter().filter(|f| is(&f.count)).count() as f32;
            let log = |a: f64, b: f64| ((a.max(0.0) + 1.0) / (b.max(0.0) + 1.0)).ln() as f32;
            // Whether it is the sum of two others, or two others' part.
            let sum = values.iter().any(|a| {
                a.0 > 0.0 && a.0 < min && values.iter().any(|b| b.0 > 0.0 && b.0 < min && a.0 + b.0 == min)
            });
            let row = vec![
                f32::from(u8::from(killed)),
                claiming.len() as f32,
                claiming.len() as f32 / n,
                as_first,
                as_first / n,
                as_largest / n,
                held / n,
                log(min, 0.0),
                f32::from(u8::from(max.is_finite())),
                log(min, middle),
                log(min, rule.best),
                f32::from(u8::from(min == rule.best)),
                f32::from(u8::from(rule.low <= min && min <= rule.high)),
                rank as f32 / values.len() as f32,
                values.len() as f32,
                n,
                place as f32,
                behind,
                told,
                same / figures.len() as f32,
                f32::from(u8::from(sum)),
                bounded as f32,
            ];
            debug_assert_eq!(row.len(), WIDTH);
            (Candidate { min, max }, row)
        })
        .collect()
}

/// The range of figures that are likely enough, `None` where there is none. Each is given with its log-odds.
pub fn range(scored: &[(Candidate, f32)]) -> Option<Derived> {
    let likelier =
        |a: &&(Candidate, f32), b: &&(Candidate, f32)| a.1.total_cmp(&b.1).then(a.0.min.total_cmp(&b.0.min));
    let best = scored.iter().max_by(likelier)?;
    let least = super::chance(best.1) * SHARE;
    let stand = || scored.iter().filter(|s| super::chance(s.1) >= least).map(|s| s.0);
    let low = stand().map(|c| c.min).fold(best.0.min, f64::min);
    let bounded = stand().filter(|c| c.max.is_finite()).map(|c| c.max).fold(best.0.min, f64::max);
    let high = if best.0.max.is_finite() { bounded } else { f64::INFINITY };
    Some(Derived { low, high, best: best.0.min })
}

/// Figures whose chance is this share of the best one's stand beside it.
const SHARE: f32 = 0.25;
