//! The flow of an incident over its reports: who told of it first, who followed when, what changed with each.

use super::Part;
use super::figures::{totals, written};
use crate::evidence::Count;
use isnad_model::{Change, ChangeKind, FigureWhat, Step, StepKind};
use std::collections::BTreeSet;

/// One step a member, in order. What a copy says has been said.
pub(super) fn story(parts: &[Part<'_>]) -> Vec<Step> {
    let mut accused: Vec<&str> = Vec::new();
    let mut denied = BTreeSet::new();
    let counts = [FigureWhat::Killed, FigureWhat::Injured].map(|what| (what, totals(parts, what)));
    let mut said: [Vec<Count>; 2] = [Vec::new(), Vec::new()];
    let mut out = Vec::with_capacity(parts.len());
    for (n, p) in parts.iter().enumerate() {
        let mut changes = Vec::new();
        for ((what, given), said) in counts.iter().zip(&mut said) {
            // A report's largest figure is its total; the rest are parts.
            let of = |g: &&super::figures::Given<'_>| g.part == n && g.count.max.is_finite();
            let Some(g) = given.iter().filter(of).max_by(|a, b| a.count.min.total_cmp(&b.count.min)) else {
                continue;
            };
            if !said.iter().any(|c| c.min == g.count.min && c.max == g.count.max) {
                changes.push(Change {
                    kind: ChangeKind::Figure,
                    what: Some(*what),
                    value: written(&g.count),
                    before: said.last().map(written),
                    claim: g.claim.id.clone(),
                });
                said.push(g.count);
            }
        }
        for c in p.told() {
            for entity in c.actor.iter().filter_map(|a| a.entity.as_deref()) {
                if !accused.contains(&entity) {
                    let before = accused.last().map(|a| (*a).to_owned());
                    accused.push(entity);
                    changes.push(Change {
                        kind: ChangeKind::Culprit,
                        what: None,
                        value: entity.to_owned(),
                        before,
                        claim: c.id.clone(),
                    });
                }
            }
        }
        for c in p.denials() {
            let by = c.says.last().map(|l| l.entity.as_deref().unwrap_or(&l.at.text));
            let by = by.or(p.reading.outlet.as_deref()).unwrap_or_default();
            if denied.insert((c.kind, by)) {
                changes.push(Change {
                    kind: ChangeKind::Denial,
                    what: None,
                    value: by.to_owned(),
                    before: None,
                    claim: c.id.clone(),
                });
            }
        }
        let kind = match n {
            _ if p.origin != n => StepKind::Copied,
            0 => StepKind::First,
            _ => StepKind::Followed,
        };
        out.push(Step { day: p.published(), item: p.id.clone(), kind, changes });
    }
    out
}
