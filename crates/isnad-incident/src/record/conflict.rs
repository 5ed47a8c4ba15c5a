//! Conflicts of an incident with their sides, and how it stands.
//!
//! Figures, culprits and days are those that [`standing`](crate::standing) finds; here come denials and places, and the claims of each
//! side. No conflict is settled. The grades follow [`grade`](crate::standing::grade), with one rule more: what one chain claims and another denies
//! is contested.

use super::figures::{totals, written};
use super::{Part, is_fine, items};
use crate::evidence::{Count, Evidence};
use crate::incident::Incident as Together;
use crate::pair::km;
use crate::standing::{About, Conflict as Found, Grade, conflicts as find, grade};
use isnad_model::wire::{ClaimJson, LinkJson};
use isnad_model::{
    Conflict, ConflictKind, FigureOf, FigureWhat, IncidentDay, IncidentPlace, Reason, ReasonCode, Side,
    Standing,
};
use std::collections::BTreeMap;

/// Two places further apart than this are not one.
const APART_KM: f64 = 25.0;

pub(super) fn conflicts(
    parts: &[Part<'_>],
    group: &[&Evidence],
    together: &Together,
    places: &[IncidentPlace],
) -> Vec<Conflict> {
    let mut out: Vec<Conflict> = Vec::new();
    for found in find(group, together) {
        let conflict = match found.about {
            About::Killed => figure(parts, FigureWhat::Killed, &found),
            About::Injured => figure(parts, FigureWhat::Injured, &found),
            About::Culprit => culprit(parts, together, &found),
            About::Day => day(parts, &found),
        };
        out.extend(conflict.filter(|c| c.sides.len() > 1 && !out.contains(c)));
    }
    out.extend(denials(parts));
    out.extend(place(places));
    out
}

/// Who agrees with the best figure on one side, and each other figure on a side of its own.
fn figure(parts: &[Part<'_>], what: FigureWhat, found: &Found) -> Option<Conflict> {
    let given = totals(parts, what);
    // Each member stands with the largest figure that it gives a bound.
    let mut of: BTreeMap<usize, Count> = BTreeMap::new();
    for g in given.iter().filter(|g| g.count.max.is_finite()) {
        let c = of.entry(g.part).or_insert(g.count);
        if g.count.min > c.min {
            *c = g.count;
        }
    }
    let mut sides: BTreeMap<(bool, u64, u64), (Count, Vec<usize>)> = BTreeMap::new();
    for &k in found.one.iter().chain(&found.other) {
        let Some(count) = of.get(&k) else { continue };
        let key = (found.other.contains(&k), count.min.to_bits(), count.max.to_bits());
        let side = sides.entry(key).or_insert((*count, Vec::new()));
        if !side.1.contains(&k) {
            side.1.push(k);
        }
    }
    let sides = sides
        .into_values()
        .map(|(count, by)| {
            let claims = given
                .iter()
                .filter(|g| by.contains(&g.part) && g.count.min == count.min && g.count.max == count.max)
                .map(|g| g.claim.id.clone());
            side(parts, written(&count), claims, &by)
        })
        .collect();
    Some(Conflict { kind: ConflictKind::Figure, what: Some(what), sides })
}

fn side(parts: &[Part<'_>], value: String, claims: impl Iterator<Item = String>, by: &[usize]) -> Side {
    let mut claims: Vec<String> = claims.collect();
    claims.dedup();
    Side { value, claims, items: items(parts, by) }
}

/// The two parties: the first that all members of a side name and the other side does not.
fn culprit(parts: &[Part<'_>], together: &Together, found: &Found) -> Option<Conflict> {
    let named = |by: &[usize]| -> Vec<&str> {
        together
            .culprits
            .iter()
            .filter(|v| by.iter().all(|k| v.by.contains(k)))
            .map(|v| v.value.as_str())
            .collect()
    };
    let (one, other) = (named(&found.one), named(&found.other));
    let first = one.iter().find(|p| !other.contains(p)).or(one.first())?;
    let second = other.iter().find(|p| **p != *first)?;
    let sides = [(first, &found.one), (second, &found.other)]
        .map(|(party, by)| {
            let claims = by.iter().filter_map(|&k| parts.get(k)).flat_map(Part::told);
            let blames = |c: &&ClaimJson| c.actor.iter().any(|a| a.entity.as_deref() == Some(*party));
            side(parts, (*party).to_owned(), claims.filter(blames).map(|c| c.id.clone()), by)
        })
        .into();
    Some(Conflict { kind: ConflictKind::Culprit, what: None, sides })
}

/// Each stated day on a side of its own, the first that of the incident.
fn day(parts: &[Part<'_>], found: &Found) -> Option<Conflict> {
    let mut sides: Vec<((jiff::civil::Date, jiff::civil::Date), Vec<usize>)> = Vec::new();
    for &k in found.one.iter().chain(&found.other) {
        let Some((days, true)) = parts.get(k)?.evidence.days() else { continue };
        match sides.iter_mut().find(|s| s.0 == days) {
            Some(s) => s.1.push(k),
            None => sides.push((days, vec![k])),
        }
    }
    let sides = sides
        .into_iter()
        .map(|(days, by)| {
            let claims = by.iter().filter_map(|&k| parts.get(k)).flat_map(Part::told);
            let states = |c: &&ClaimJson| {
                c.time.iter().any(|t| t.time.from == Some(days.0) && t.time.to == Some(days.1))
            };
            let value =
                if days.0 == days.1 { days.0.to_string() } else { format!("{}–{}", days.0, days.1) };
            side(parts, value, claims.filter(states).map(|c| c.id.clone()), &by)
        })
        .collect();
    Some(Conflict { kind: ConflictKind::Day, what: None, sides })
}

/// Whose word a claim is: the outlet and the chain.
fn chain<'a>(p: &'a Part<'_>, c: &'a ClaimJson) -> (Option<&'a str>, Vec<&'a str>) {
    let name = |l: &'a LinkJson| l.entity.as_deref().unwrap_or(&l.at.text);
    (p.reading.outlet.as_deref(), c.says.iter().map(name).collect())
}

/// What one chain claims and another denies, by type.
fn denials(parts: &[Part<'_>]) -> Vec<Conflict> {
    let mut kinds = BTreeMap::new();
    for (n, p) in parts.iter().enumerate() {
        for c in p.denials() {
            kinds.entry(c.kind).or_insert_with(Vec::new).push((n, c));
        }
    }
    let mut out = Vec::new();
    for (kind, denied) in kinds {
        let mut told: Vec<(usize, &ClaimJson)> = Vec::new();
        for (n, p) in parts.iter().enumerate() {
            told.extend(p.told().filter(|c| c.kind == kind).map(|c| (n, c)));
        }
        let other = |&(n, c): &(usize, &ClaimJson)| {
            denied.iter().any(|(m, d)| chain(&parts[*m], d) != chain(&parts[n], c))
        };
        told.retain(other);
        if told.is_empty() {
            continue;
        }
        let sides = [("actual", &told), ("negated", &denied)]
            .map(|(value, claims)| {
                let mut by: Vec<usize> = claims.iter().map(|c| c.0).collect();
                by.dedup();
                side(parts, format!("{kind}: {value}"), claims.iter().map(|c| c.1.id.clone()), &by)
            })
            .into();
        out.push(Conflict { kind: ConflictKind::Denial, what: None, sides });
    }
    out
}

/// The best place against each that lies elsewhere and is named by others.
fn place(places: &[IncidentPlace]) -> Vec<Conflict> {
    let [first, rest @ ..] = places else { return Vec::new() };
    let at = |p: &IncidentPlace| p.lat.zip(p.lon).filter(|_| is_fine(p.precision));
    let elsewhere = |p: &&IncidentPlace| {
        let far = matches!((at(first), at(p)), (Some(a), Some(b)) if km(a, b) > APART_KM);
        far && !p.items.iter().any(|i| first.items.contains(i))
    };
    rest.iter()
        .filter(elsewhere)
        .map(|p| Conflict {
            kind: ConflictKind::Place,
            what: None,
            sides: [first, p]
                .map(|p| Side { value: p.name.clone(), claims: p.claims.clone(), items: p.items.clone() })
                .into(),
        })
        .collect()
}

/// Whether a party that is accused of harm to people says so itself.
fn accepted(parts: &[Part<'_>], together: &Together) -> bool {
    let accused = |id: &str| together.culprits.iter().any(|v| v.value == id);
    parts.iter().flat_map(Part::told).any(|c| {
        let own = |a: &str| c.says.last().and_then(|l| l.entity.as_deref()) == Some(a) && accused(a);
        let harms = |what| matches!(what, FigureWhat::Killed | FigureWhat::Injured);
        // That it killed fighters, or those of whom it does not tell, is a boast and no admission.
        let people = c.figures.iter().any(|f| harms(f.what) && civilian(f.of));
        people && c.actor.iter().filter_map(|a| a.entity.as_deref()).any(own)
    })
}

fn civilian(of: FigureOf) -> bool {
    matches!(of, FigureOf::Civilian | FigureOf::Child | FigureOf::Woman)
}

/// The grade with its reasons. `source` gives the number of each member's source.
#[expect(clippy::too_many_arguments, reason = "everything that a grade rests on")]
pub(super) fn standing(
    parts: &[Part<'_>],
    group: &[&Evidence],
    together: &Together,
    source: &[usize],
    conflicts: &[Conflict],
    day: Option<&IncidentDay>,
    places: &[IncidentPlace],
    ruled: Option<(Standing, String)>,
) -> (Standing, Vec<Reason>) {
    let first = |n: usize| source.iter().position(|s| *s == n);
    // What leans on another is no source of its own.
    let origin: Vec<usize> = source.iter().enumerate().map(|(k, s)| first(*s).unwrap_or(k)).collect();
    let accepted = accepted(parts, together);
    let (grade, _) = grade(group, &origin, &find(group, together), accepted);
    let count = |kind| conflicts.iter().filter(|c| c.kind == kind).count();
    let copies = parts.iter().enumerate().filter(|(n, p)| p.origin != *n).count();
    let independent = source.iter().max().map_or(0, |m| m + 1);
    let mut reasons = Vec::new();
    let mut tell = |code, n| {
        if n > 0 {
            reasons.push(Reason { code, n, note: None });
        }
    };
    tell(ReasonCode::Independent, independent);
    tell(ReasonCode::Copies, copies);
    tell(ReasonCode::SharedSource, (parts.len() - independent).saturating_sub(copies));
    tell(ReasonCode::Culprits, count(ConflictKind::Culprit));
    tell(ReasonCode::Denials, count(ConflictKind::Denial));
    tell(ReasonCode::Figures, count(ConflictKind::Figure));
    tell(ReasonCode::Accepted, usize::from(accepted));
    tell(ReasonCode::NoDay, usize::from(day.is_none_or(|d| d.claims.is_empty())));
    tell(ReasonCode::NoPlace, usize::from(!places.iter().any(|p| is_fine(p.precision))));
    let found = match grade {
        Grade::Confirmed => Standing::Confirmed,
        Grade::Contested => Standing::Contested,
        _ if count(ConflictKind::Denial) > 0 => Standing::Contested,
        Grade::Fair => Standing::Fair,
        Grade::Weak => Standing::Weak,
    };
    match ruled {
        Some((standing, note)) => {
            reasons.insert(0, Reason { code: ReasonCode::Ruled, n: 1, note: Some(note) });
            (standing, reasons)
        }
        None => (found, reasons),
    }
}
