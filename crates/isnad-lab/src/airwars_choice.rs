//! Which day and figures of a group are the incident's, learned from the coded incidents.
//!
//! Each coded incident is compared with the group that shares most reports with it, as score.py does; the group's candidates are
//! the rows, and whether the coding says so is their answer.

use crate::airwars_group::{Coded, Collection};
use isnad_incident::choice::{Choice, days, figures};
use isnad_incident::evidence::Evidence;
use isnad_incident::incident::{Incident, day_votes};
use isnad_learn::{BoostOptions, Boosted, boost};
use std::collections::BTreeSet;

/// Rows of one question with their answers.
#[derive(Default)]
struct Rows(Vec<(Vec<f32>, bool)>);

/// The candidates of a group that stands for a coded incident.
pub struct Example {
    /// Its reports.
    members: Vec<usize>,
    days: Rows,
    figures: Rows,
}

/// The examples of groups of speaking reports.
pub fn examples(c: &Collection, groups: &[Vec<usize>], coded: &[Coded]) -> Vec<Example> {
    let mut out = Vec::new();
    for i in coded {
        let ids: BTreeSet<&str> = i.sources.iter().map(String::as_str).collect();
        let share = |g: &Vec<usize>| {
            let both = g.iter().filter(|&&m| ids.contains(c.sources[m].id.as_str())).count();
            both as f64 / (g.len() + ids.len() - both) as f64
        };
        let best = groups.iter().map(|g| (share(g), g)).filter(|g| g.0 > 0.0);
        let Some((_, members)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))) else { continue };
        let group: Vec<&Evidence> = members.iter().map(|&m| &c.evidence[m]).collect();
        let mut e = Example { members: members.clone(), days: Rows::default(), figures: Rows::default() };
        e.days
            .0
            .extend(days::rows(&group, &day_votes(&group)).into_iter().map(|(d, row)| (row, d == i.date)));
        let incident = Incident::of(&group, &|_| 1.0, None);
        for (claimed, range, killed) in
            [(&incident.killed, i.civilians_killed, true), (&incident.injured, i.civilians_injured, false)]
        {
            let (Some(low), Some(high)) = range else { continue };
            for (f, row) in figures::rows(claimed, killed) {
                e.figures.0.push((row, f.min <= high && low <= f.max));
            }
        }
        out.push(e);
    }
    out
}

/// Learns from the examples of which `with` lets all reports in.
pub fn learn(examples: &[Example], seed: u64, with: impl Fn(usize) -> bool) -> Choice {
    let kept: Vec<&Example> = examples.iter().filter(|e| e.members.iter().all(|&m| with(m))).collect();
    let model = |of: fn(&Example) -> &Rows, width: usize, o: BoostOptions| -> Boosted {
        let (mut rows, mut yes, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for rs in kept.iter().map(|e| &of(e).0) {
            for (row, y) in rs {
                rows.push(row.clone());
                yes.push(*y);
                // Each group counts alike, however many candidates it has.
                weights.push((4.0 / rs.len() as f32).min(1.0));
            }
        }
        debug_assert!(rows.iter().all(|r| r.len() == width));
        boost(&rows, &yes, &weights, &o)
    };
    let o = || BoostOptions { trees: 80, depth: 3, rate: 0.08, l2: 4.0, least: 4.0, columns: 0.5, seed };
    Choice { days: model(|e| &e.days, days::WIDTH, o()), figures: model(|e| &e.figures, figures::WIDTH, o()) }
}
