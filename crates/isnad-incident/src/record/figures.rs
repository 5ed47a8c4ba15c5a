//! Figures of an incident, each with its claim, and the range that follows.
//!
//! Totals of killed and injured are those of the evidences (implied ones among them); civilians, fighters, children and women stand apart
//! where a claim tells them; other counts (held, abducted, displaced …) are totals of their claims. Only figures of this event share
//! a range. A copy does not vote again for a figure of its origin.

use super::Part;
use crate::choice::Choice;
use crate::evidence::Count;
use crate::incident::{Claimed, Derived, by_rule, derive};
use isnad_model::wire::{ClaimJson, FigureJson, SpanJson};
use isnad_model::{FigureOf, FigureScope, FigureValue, FigureWhat, Figures, Point, Range};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// One figure with the member that claims it.
#[derive(Debug, Clone)]
pub(crate) struct Given<'a> {
    pub part: usize,
    pub claim: &'a ClaimJson,
    pub at: &'a SpanJson,
    pub count: Count,
    pub implied: bool,
}

/// All figures, totals of killed and injured first.
pub(super) fn figures(parts: &[Part<'_>], choice: &Choice) -> Vec<Figures> {
    let mut all: BTreeMap<(FigureWhat, FigureOf), Vec<Given<'_>>> = BTreeMap::new();
    for what in [FigureWhat::Killed, FigureWhat::Injured] {
        all.insert((what, FigureOf::Unknown), totals(parts, what));
    }
    for (n, p) in parts.iter().enumerate() {
        for &k in &p.evidence.claims {
            let Some(c) = p.reading.claims.get(k) else { continue };
            for f in c.figures.iter().filter(|f| f.scope == FigureScope::Event) {
                let (Some(min), of) = (f.min, f.of) else { continue };
                let count = Count { min, max: f.max.unwrap_or(f64::INFINITY), claim: k };
                let given = Given { part: n, claim: c, at: &f.at, count, implied: false };
                let harm = matches!(f.what, FigureWhat::Killed | FigureWhat::Injured);
                let part_told =
                    matches!(of, FigureOf::Civilian | FigureOf::Fighter | FigureOf::Child | FigureOf::Woman);
                if harm && part_told {
                    all.entry((f.what, of)).or_default().push(given.clone());
                }
                if !harm && f.part_of.is_none() && f.what != FigureWhat::Other {
                    all.entry((f.what, FigureOf::Unknown)).or_default().push(given);
                }
            }
        }
    }
    // Totals stand before their parts.
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|f| (f.0.0, f.0.1 != FigureOf::Unknown, f.0.1));
    all.into_iter()
        .filter_map(|((what, of), given)| {
            let claimed = voters(parts, &given);
            // The choice was learned on totals of killed and injured.
            let derived = |figures: &[Claimed]| match (what, of) {
                (FigureWhat::Killed, FigureOf::Unknown) => derive(figures, true, Some(choice)),
                (FigureWhat::Injured, FigureOf::Unknown) => derive(figures, false, Some(choice)),
                _ => by_rule(figures),
            };
            let range = range(derived(&claimed)?);
            let values = given
                .iter()
                .map(|g| FigureValue {
                    min: g.count.min,
                    max: Some(g.count.max).filter(|m| m.is_finite()),
                    at: g.at.clone(),
                    claim: g.claim.id.clone(),
                    item: parts[g.part].id.clone(),
                    implied: g.implied,
                })
                .collect();
            Some(Figures { what, of, range, values, history: history(parts, &given, &claimed, &derived) })
        })
        .collect()
}

/// Figures of killed or injured as the evidences hold them, with the words that give them.
pub(super) fn totals<'a>(parts: &[Part<'a>], what: FigureWhat) -> Vec<Given<'a>> {
    let mut out = Vec::new();
    for (n, p) in parts.iter().enumerate() {
        let counts = if what == FigureWhat::Killed { &p.evidence.killed } else { &p.evidence.injured };
        for &count in counts {
            let Some(claim) = p.reading.claims.get(count.claim) else { continue };
            let gives = |f: &&FigureJson| {
                f.what == what && f.min == Some(count.min) && f.max.unwrap_or(count.min) == count.max
            };
            let found = claim.figures.iter().find(gives);
            let at = found.map_or(&claim.trigger, |f| &f.at);
            out.push(Given { part: n, claim, at, count, implied: found.is_none() });
        }
    }
    out
}

/// A range as the record has it.
fn range(d: Derived) -> Range {
    // «Several» has no upper bound: what is known is the least.
    let high = if d.high.is_finite() { d.high } else { d.low.max(d.best) };
    Range { low: d.low, high, best: d.best }
}

/// Figures by who votes for them: what a copy took over is its origin's.
fn voters(parts: &[Part<'_>], given: &[Given<'_>]) -> Vec<Claimed> {
    let key = |part: usize, c: &Count| (part, c.min.to_bits(), c.max.to_bits());
    let all: HashSet<(usize, u64, u64)> = given.iter().map(|g| key(g.part, &g.count)).collect();
    given
        .iter()
        .map(|g| {
            let origin = parts[g.part].origin;
            let by = if all.contains(&key(origin, &g.count)) { origin } else { g.part };
            Claimed { by, count: g.count }
        })
        .collect()
}

/// The range after each day of publication on which it changed.
fn history(
    parts: &[Part<'_>],
    given: &[Given<'_>],
    claimed: &[Claimed],
    derived: &dyn Fn(&[Claimed]) -> Option<Derived>,
) -> Vec<Point> {
    let days: BTreeSet<Date> = given.iter().filter_map(|g| parts[g.part].published()).collect();
    let mut out: Vec<Point> = Vec::new();
    for day in days {
        let there = |g: &Given<'_>| parts[g.part].published().is_some_and(|d| d <= day);
        let until: Vec<Claimed> =
            given.iter().zip(claimed).filter(|(g, _)| there(g)).map(|(_, c)| *c).collect();
        if let Some(range) = derived(&until).map(range)
            && out.last().is_none_or(|p| p.range != range)
        {
            out.push(Point { day, range });
        }
    }
    out
}

/// A figure as it is written: «14», «20–25», «20+».
pub(super) fn written(count: &Count) -> String {
    match () {
        () if count.max == count.min => format!("{}", count.min),
        () if count.max.is_finite() => format!("{}–{}", count.min, count.max),
        () => format!("{}+", count.min),
    }
}
