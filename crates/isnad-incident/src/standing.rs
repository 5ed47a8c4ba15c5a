//! Conflicts between reports of one happening, and how well it is supported.
//!
//! *Comes in*: a group's evidences, which of them are copies, what they say together. *Goes out*: the conflicts, each with its two
//! sides, and a grade with its reasons. *Does not*: settle a conflict, or take one side's word.
//!
//! Grades after Airwars' published method (airwars.org/research/methodology): *Confirmed* where a belligerent accepts responsibility
//! for harm, *Fair* where two or more independent sources agree on what happened and who did it, *Weak* where there is one, *Contested*
//! where sources name different culprits or deny it, *Discounted* where what was told proved to be something else; that is never
//! found by a rule and is a person's decision.

use crate::evidence::Evidence;
use crate::incident::{Incident, Voted};
use std::collections::BTreeSet;

/// How well a happening is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// One independent source.
    Weak,
    /// Different culprits, or a denial.
    Contested,
    /// Two or more independent sources that agree.
    Fair,
    /// The culprit accepts it.
    Confirmed,
}

/// One reason of a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// So many sources that are no copies of each other and have different outlets.
    Independent(usize),
    /// So many reports that are copies.
    Copies(usize),
    /// So many conflicts about who did it.
    Culprits(usize),
}

/// What reports of one happening say differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// How many were killed.
    Killed,
    /// How many were hurt.
    Injured,
    /// Who did it.
    Culprit,
    /// On which day.
    Day,
}

/// A conflict: what about, and the evidences on each side, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about.
    pub about: About,
    /// Those who say the one.
    pub one: Vec<usize>,
    /// Those who say the other.
    pub other: Vec<usize>,
}

/// The conflicts of a group.
pub fn conflicts(group: &[&Evidence], incident: &Incident) -> Vec<Conflict> {
    let mut out = Vec::new();
    for (about, figures, range) in [
        (About::Killed, &incident.killed, incident.killed_range),
        (About::Injured, &incident.injured, incident.injured_range),
    ] {
        let Some(d) = range else { continue };
        let side = |says: &dyn Fn(f64, f64) -> bool| -> Vec<usize> {
            let mut by: Vec<usize> = figures
                .iter()
                .filter(|f| f.count.max.is_finite() && says(f.count.min, f.count.max))
                .map(|f| f.by)
                .collect();
            by.dedup();
            by
        };
        // Who claims the best figure agrees with it, whatever parts of it stand beside.
        let one = side(&|min, max| min <= d.best && d.best <= max);
        let mut other = side(&|min, max| max < d.best || d.best < min);
        other.retain(|k| !one.contains(k));
        if !one.is_empty() && !other.is_empty() {
            out.push(Conflict { about, one, other });
        }
    }
    if let [first, rest @ ..] = incident.culprits.as_slice() {
        for second in rest {
            let apart = |v: &Voted<String>, w: &Voted<String>| -> Vec<usize> {
                v.by.iter().copied().filter(|k| !w.by.contains(k)).collect()
            };
            let (one, other) = (apart(first, second), apart(second, first));
            if !one.is_empty() && !other.is_empty() {
                out.push(Conflict { about: About::Culprit, one, other });
            }
        }
    }
    if let Some(days) = &incident.days {
        let stated = |k: usize| group[k].days().filter(|d| d.1).map(|d| d.0);
        let meets = |d: (jiff::civil::Date, jiff::civil::Date)| d.0 <= days.value.1 && days.value.0 <= d.1;
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for k in 0..group.len() {
            match stated(k) {
                Some(d) if meets(d) => one.push(k),
                Some(_) => other.push(k),
                None => {}
            }
        }
        if !one.is_empty() && !other.is_empty() {
            out.push(Conflict { about: About::Day, one, other });
        }
    }
    out
}

/// The grade of a group and why. `origin` gives for each evidence the one whose words it took, itself where none; `accepted`
/// whether a culprit accepts it.
pub fn grade(
    group: &[&Evidence],
    origin: &[usize],
    conflicts: &[Conflict],
    accepted: bool,
) -> (Grade, Vec<Reason>) {
    let own: Vec<usize> = (0..group.len()).filter(|&k| origin.get(k).is_none_or(|o| *o == k)).collect();
    // Reports without a known outlet cannot be shown to be independent of each other.
    let outlets: BTreeSet<Option<&str>> = own.iter().map(|&k| group[k].outlet.as_deref()).collect();
    let independent = outlets.len();
    let culprits = conflicts.iter().filter(|c| c.about == About::Culprit).count();
    let mut reasons = vec![Reason::Independent(independent)];
    if own.len() < group.len() {
        reasons.push(Reason::Copies(group.len() - own.len()));
    }
    if culprits > 0 {
        reasons.push(Reason::Culprits(culprits));
    }
    let grade = match () {
        () if accepted => Grade::Confirmed,
        () if culprits > 0 => Grade::Contested,
        () if independent >= 2 => Grade::Fair,
        () => Grade::Weak,
    };
    (grade, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Count;
    use jiff::civil::date;

    fn report(outlet: &str, killed: f64, culprit: &str, day: i8) -> Evidence {
        let d = date(2026, 3, day);
        Evidence {
            id: format!("{outlet}{killed}"),
            outlet: Some(outlet.to_owned()),
            published: None,
            words: Vec::new(),
            first: Vec::new(),
            shingles: Vec::new(),
            names: Vec::new(),
            weekdays: 0,
            claims: vec![0],
            stated: vec![((d, d), 1.0)],
            places: Vec::new(),
            killed: vec![Count { min: killed, max: killed, claim: 0 }],
            injured: Vec::new(),
            culprits: [(culprit.to_owned(), 1.0)].into(),
            kinds: Default::default(),
        }
    }

    #[test]
    fn both_sides_of_each_conflict_are_kept() {
        let all = [report("a", 4.0, "x", 2), report("b", 4.0, "x", 2), report("c", 6.0, "y", 3)];
        let group: Vec<&Evidence> = all.iter().collect();
        let incident = Incident::of(&group, &|_| 1.0, None);
        let found = conflicts(&group, &incident);
        for about in [About::Killed, About::Culprit, About::Day] {
            let c = found.iter().find(|c| c.about == about).unwrap_or_else(|| panic!("{about:?}: {found:?}"));
            assert_eq!((c.one.as_slice(), c.other.as_slice()), (&[0, 1][..], &[2][..]), "{about:?}");
        }
        assert_eq!(incident.killed_range.map(|d| (d.low, d.best, d.high)), Some((4.0, 4.0, 6.0)));
    }

    #[test]
    fn grades_follow_independent_sources_and_conflicts() {
        let two = [report("a", 4.0, "x", 2), report("b", 4.0, "x", 2)];
        let group: Vec<&Evidence> = two.iter().collect();
        let none = conflicts(&group, &Incident::of(&group, &|_| 1.0, None));
        assert!(none.is_empty(), "{none:?}");
        assert_eq!(grade(&group, &[0, 1], &none, false).0, Grade::Fair);
        // A copy is no second source.
        assert_eq!(
            grade(&group, &[0, 0], &none, false),
            (Grade::Weak, vec![Reason::Independent(1), Reason::Copies(1)])
        );
        assert_eq!(grade(&group, &[0, 1], &none, true).0, Grade::Confirmed);
        let differ = [report("a", 4.0, "x", 2), report("b", 4.0, "y", 2)];
        let group: Vec<&Evidence> = differ.iter().collect();
        let found = conflicts(&group, &Incident::of(&group, &|_| 1.0, None));
        assert_eq!(grade(&group, &[0, 1], &found, false).0, Grade::Contested);
    }
}
