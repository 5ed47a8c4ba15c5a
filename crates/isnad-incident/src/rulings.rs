//! What a person ruled of incidents, as rulings on items.
//!
//! *Comes in*: a [`Decision`] and who is in which incident when it is first heeded. *Goes out*: pairs of items that must or must not be
//! together, or a standing. *Does not*: keep them: they are resolved once, since later the incidents are others.
//!
//! | decision | subjects | anchor, value | means |
//! |---|---|---|---|
//! | merge | two or more incidents | | all their items belong together |
//! | split | an incident | value: list of ids of claims, reports or items that are another happening | those apart from all others |
//! | move | the incident it goes to; none: one of its own | anchor: words of the report | the report apart from those it was with, together with the first of the others |
//! | move of claims | the same | value: `{"claims": [ids]}` | these claims, as a part of their own, apart from where they were, together with the first of the others |
//! | standing | an incident | value: the standing | it stands so, whatever the rules say |
//! | undo | decisions | | those no longer hold |

use crate::group::Ruling;
use crate::online::{Item, Ruled};
use crate::parts::moves;
use isnad_model::{Decision, DecisionKind, Standing};

/// Who is where when a decision is first heeded.
pub trait Lookup {
    /// What can go wrong.
    type Error;

    /// The items of an incident, in order, redirects followed; none where there is none.
    fn members(&self, incident: &str) -> Result<Vec<Item>, Self::Error>;
    /// The incident that an item is in.
    fn incident_of(&self, item: Item) -> Result<Option<String>, Self::Error>;
    /// The items of the reports of a text.
    fn of_text(&self, text: &isnad_model::Sha256) -> Result<Vec<Item>, Self::Error>;
    /// For each report of a decision that moves claims: the item that these become, and what it leaves: the report's other items, and all that
    /// are in one incident with one of them, in order.
    fn parted(&self, decision: &Decision) -> Result<Vec<(Item, Vec<Item>)>, Self::Error>;
    /// The items of an incident that hold a claim of this id, are of a report of this id, or have this id themselves.
    fn holding(&self, incident: &str, id: &str) -> Result<Vec<Item>, Self::Error>;
}

/// What a decision means.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meaning {
    /// Pairs of items.
    pub pairs: Vec<Ruled>,
    /// An incident, how it stands and why.
    pub standing: Option<(String, Standing, String)>,
    /// Decisions that no longer hold.
    pub undone: Vec<String>,
}

/// Most pairs of one decision: of two parts so large that all pairs would be more, those of the first items are ruled.
const MOST_PAIRS: usize = 20_000;

/// The meaning of a decision; empty for those that are not on incidents, or name none that is there.
///
/// # Errors
///
/// Those of the lookup.
pub fn meaning<L: Lookup>(d: &Decision, lookup: &L) -> Result<Meaning, L::Error> {
    let mut out = Meaning::default();
    match d.kind {
        DecisionKind::Merge => {
            let mut all = Vec::new();
            for id in &d.subjects {
                all.push(lookup.members(id)?);
            }
            all.retain(|m| !m.is_empty());
            all.dedup();
            together(&all, &mut out.pairs);
        }
        DecisionKind::Split => {
            let Some(incident) = d.subjects.first() else { return Ok(out) };
            let all = lookup.members(incident)?;
            let mut other = Vec::new();
            for id in d.value.as_array().into_iter().flatten().filter_map(|v| v.as_str()) {
                other.extend(lookup.holding(incident, id)?);
            }
            other.sort_unstable();
            other.dedup();
            let rest: Vec<Item> = all.into_iter().filter(|i| other.binary_search(i).is_err()).collect();
            apart(&rest, &other, &mut out.pairs);
        }
        DecisionKind::Move => {
            let Some(anchor) = &d.anchor else { return Ok(out) };
            if moves(d).is_some() {
                return part(d, lookup);
            }
            let moved = lookup.of_text(&anchor.text_sha256)?;
            let target = match d.subjects.first() {
                Some(to) => lookup.members(to)?,
                None => Vec::new(),
            };
            for &item in &moved {
                if target.contains(&item) {
                    continue;
                }
                if let Some(from) = lookup.incident_of(item)? {
                    let rest: Vec<Item> =
                        lookup.members(&from)?.into_iter().filter(|i| !moved.contains(i)).collect();
                    apart(&rest, &[item], &mut out.pairs);
                }
                with(item, &target, &mut out.pairs);
            }
        }
        DecisionKind::Standing => {
            let standing = d.value.as_str().and_then(Standing::from_name);
            if let (Some(id), Some(standing)) = (d.subjects.first(), standing) {
                out.standing = Some((id.clone(), standing, d.reason.clone()));
            }
        }
        DecisionKind::Undo => out.undone.clone_from(&d.subjects),
        DecisionKind::Accept
        | DecisionKind::Correct
        | DecisionKind::Reject
        | DecisionKind::Add
        | DecisionKind::Comment => {}
    }
    Ok(out)
}

/// The meaning of a move of claims: their part is apart from those that the claims were with.
fn part<L: Lookup>(d: &Decision, lookup: &L) -> Result<Meaning, L::Error> {
    let mut out = Meaning::default();
    let target = match d.subjects.first() {
        Some(to) => lookup.members(to)?,
        None => Vec::new(),
    };
    for (item, mut rest) in lookup.parted(d)? {
        rest.retain(|i| *i != item && !target.contains(i));
        apart(&rest, &[item], &mut out.pairs);
        with(item, &target, &mut out.pairs);
    }
    Ok(out)
}

/// An item with all that it was moved to: were it tied to one of them alone, it might draw that one away from the others.
fn with(item: Item, target: &[Item], pairs: &mut Vec<Ruled>) {
    let others = target.iter().filter(|t| **t != item).take(MOST_PAIRS.saturating_sub(pairs.len()).max(1));
    pairs.extend(others.map(|&t| (item, t, Ruling::Together)));
}

/// All items of these incidents in one. What ties each to the first comes first; then every pair of two incidents, so that what kept
/// them apart before no longer does.
fn together(all: &[Vec<Item>], pairs: &mut Vec<Ruled>) {
    if all.len() < 2 {
        return;
    }
    let first = all[0][0];
    let star = all.iter().flatten().filter(|i| **i != first).map(|i| (first, *i));
    let cross = all.iter().enumerate().flat_map(|(n, a)| {
        let later = all[n + 1..].iter().flatten();
        a.iter().flat_map(move |x| later.clone().map(move |y| (*x, *y)))
    });
    let cross = cross.filter(|(x, y)| x != y && *x != first && *y != first);
    pairs.extend(star.chain(cross).take(MOST_PAIRS).map(|(x, y)| (x, y, Ruling::Together)));
}

fn apart(a: &[Item], b: &[Item], pairs: &mut Vec<Ruled>) {
    for &x in a {
        for &y in b {
            if pairs.len() >= MOST_PAIRS {
                return;
            }
            pairs.push((x, y, Ruling::Apart));
        }
    }
}

/// The rulings that hold: of two on one pair the later.
pub fn holding(rulings: &[Ruled]) -> Vec<Ruled> {
    let mut last = std::collections::HashMap::new();
    for (n, &(a, b, _)) in rulings.iter().enumerate() {
        last.insert((a.min(b), a.max(b)), n);
    }
    let holds = |n: usize, r: &Ruled| last.get(&(r.0.min(r.1), r.0.max(r.1))) == Some(&n);
    rulings.iter().enumerate().filter(|(n, r)| holds(*n, r)).map(|(_, r)| *r).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::{Anchor, Sha256, Span};
    use serde_json::json;
    use std::convert::Infallible;

    /// Incidents «i1» of items 1, 2, 3 and «i2» of 4, 5; the text of item n is its number.
    struct Two;

    impl Lookup for Two {
        type Error = Infallible;

        fn members(&self, incident: &str) -> Result<Vec<Item>, Infallible> {
            Ok(match incident {
                "i1" => vec![1, 2, 3],
                "i2" => vec![4, 5],
                _ => vec![],
            })
        }

        fn incident_of(&self, item: Item) -> Result<Option<String>, Infallible> {
            Ok(Some(if item < 4 { "i1" } else { "i2" }.to_owned()))
        }

        fn of_text(&self, text: &Sha256) -> Result<Vec<Item>, Infallible> {
            Ok((1..6).filter(|n: &Item| Sha256::of(n.to_string()) == *text).collect())
        }

        fn parted(&self, d: &Decision) -> Result<Vec<(Item, Vec<Item>)>, Infallible> {
            let text = d.anchor.as_ref().map(|a| a.text_sha256).unwrap();
            let part = |i: Item| Ok((i + 100, self.members(if i < 4 { "i1" } else { "i2" })?));
            self.of_text(&text)?.into_iter().map(part).collect()
        }

        fn holding(&self, _: &str, id: &str) -> Result<Vec<Item>, Infallible> {
            Ok(id.parse().into_iter().collect())
        }
    }

    fn decision(
        kind: DecisionKind,
        subjects: &[&str],
        value: serde_json::Value,
        text: Option<&str>,
    ) -> Decision {
        Decision {
            id: "d".into(),
            kind,
            anchor: text.map(|t| Anchor {
                text_sha256: Sha256::of(t),
                span: Span::new(0, 1),
                quotation: String::new(),
                before: String::new(),
                after: String::new(),
            }),
            subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
            value,
            reason: "سبب".into(),
            user: "مراجع".into(),
            at: "2031-05-05T10:00:00Z".into(),
        }
    }

    #[test]
    fn decisions_are_pairs_of_items() {
        use DecisionKind::{Merge, Move, Split};
        use Ruling::{Apart, Together};
        for (d, want) in [
            (
                decision(Merge, &["i1", "i2"], json!(null), None),
                [(1, 2), (1, 3), (1, 4), (1, 5), (2, 4), (2, 5), (3, 4), (3, 5)]
                    .map(|(a, b)| (a, b, Together))
                    .to_vec(),
            ),
            (decision(Merge, &["i1", "gone"], json!(null), None), vec![]),
            (decision(Split, &["i1"], json!(["3"]), None), vec![(1, 3, Apart), (2, 3, Apart)]),
            (decision(Split, &["i1"], json!({"x": 1}), None), vec![]),
            (
                decision(Move, &["i2"], json!(null), Some("2")),
                vec![(1, 2, Apart), (3, 2, Apart), (2, 4, Together), (2, 5, Together)],
            ),
            (decision(Move, &[], json!(null), Some("5")), vec![(4, 5, Apart)]),
            (decision(Move, &["i1"], json!(null), Some("2")), vec![]),
            (
                decision(Move, &["i2"], json!({"claims": ["x"]}), Some("2")),
                vec![
                    (1, 102, Apart),
                    (2, 102, Apart),
                    (3, 102, Apart),
                    (102, 4, Together),
                    (102, 5, Together),
                ],
            ),
            (
                decision(Move, &[], json!({"claims": ["x"]}), Some("5")),
                vec![(4, 105, Apart), (5, 105, Apart)],
            ),
            (decision(Move, &["i1"], json!(null), None), vec![]),
        ] {
            assert_eq!(meaning(&d, &Two).unwrap().pairs, want, "{d:?}");
        }
        let d = decision(DecisionKind::Standing, &["i1"], json!("Discounted"), None);
        let found = meaning(&d, &Two).unwrap().standing;
        assert_eq!(found, Some(("i1".into(), Standing::Discounted, "سبب".into())));
        let d = decision(DecisionKind::Standing, &["i1"], json!("Great"), None);
        assert_eq!(meaning(&d, &Two).unwrap(), Meaning::default());
    }

    #[test]
    fn of_two_rulings_on_a_pair_the_later_holds() {
        let all = [(1, 2, Ruling::Apart), (2, 3, Ruling::Apart), (2, 1, Ruling::Together)];
        assert_eq!(holding(&all), [(2, 3, Ruling::Apart), (2, 1, Ruling::Together)]);
    }
}
