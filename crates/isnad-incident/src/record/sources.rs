//! Which members are one source: what is told by copies, by one outlet, or on the word of one and the same agency, is told once.
//!
//! Members are joined where one is a copy of the other, where the outlet is the same (of unknown outlets nothing can be shown, so
//! they are one), and where all that a member claims rests on one named medium, organisation or document that another rests on too, or
//! that is the other's outlet. Common owners are not known.

use super::Part;
use isnad_model::LinkKind;
use isnad_model::wire::LinkJson;
use std::collections::HashMap;

/// For each member the number of its source, from 0 in the order of members.
pub(super) fn independent(parts: &[Part<'_>]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..parts.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        let (low, high) = (a.min(b), a.max(b));
        parent[high] = low;
    };
    let mut outlets: HashMap<Option<String>, usize> = HashMap::new();
    let mut upstream: HashMap<String, usize> = HashMap::new();
    for (n, p) in parts.iter().enumerate() {
        join(n, p.origin);
        let outlet = p.reading.outlet.as_deref().map(folded);
        join(n, *outlets.entry(outlet).or_insert(n));
    }
    for (n, p) in parts.iter().enumerate() {
        let Some(source) = sole(p) else { continue };
        if let Some(entity) = source.entity.as_deref() {
            join(n, *upstream.entry(entity.to_owned()).or_insert(n));
        }
        if let Some(&of) = outlets.get(&Some(folded(&source.at.text))) {
            join(n, of);
        }
    }
    let mut number: HashMap<usize, usize> = HashMap::new();
    (0..parts.len())
        .map(|n| {
            let next = number.len();
            *number.entry(root(&mut parent, n)).or_insert(next)
        })
        .collect()
}

fn root(parent: &mut [usize], mut n: usize) -> usize {
    while parent[n] != n {
        parent[n] = parent[parent[n]];
        n = parent[n];
    }
    n
}

/// The one source on whose word all that the member claims rests, where it is one that others may lean on too.
fn sole<'a>(p: &'a Part<'_>) -> Option<&'a LinkJson> {
    let mut first: Option<&LinkJson> = None;
    for c in p.told() {
        // The innermost is whose word it is.
        let last = c.says.last()?;
        if !matches!(last.kind, LinkKind::Media | LinkKind::NamedOrg | LinkKind::Document) {
            return None;
        }
        let same = |f: &LinkJson| match (&f.entity, &last.entity) {
            (Some(a), Some(b)) => a == b,
            _ => folded(&f.at.text) == folded(&last.at.text),
        };
        if first.is_some_and(|f| !same(f)) {
            return None;
        }
        first = first.or(Some(last));
    }
    first
}

fn folded(name: &str) -> String {
    isnad_text::fold_text(name).trim().to_lowercase()
}
