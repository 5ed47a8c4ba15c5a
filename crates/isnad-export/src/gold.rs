//! Decisions as training data: sentences with their claims, in the form of annotated texts (docs/INCIDENTS.md, «Exports»).
//!
//! One JSON object a line: `id`, `text` (a sentence), `claims` with exact quotations and `occ`; besides these the report's id, address and
//! hash of its text, where the sentence starts, and the decisions that it rests on.
//!
//! A sentence is written where a person ruled on every claim in it, by the sentence of the trigger: those accepted, corrected or added are its claims;
//! those rejected are none, and a sentence of which all were rejected has no claims, which is worth as much. A sentence with a claim that
//! nobody ruled on is left out whole, since what was not reviewed must not become truth, and leaving the claim away would say that there is none.
//! Values that stand in another sentence («a place carried over») are left away: a claim of a sentence has the words of this sentence only.

use crate::Result;
use isnad_model::review::{ReviewState, Reviewed, ReviewedClaim, is_on_claims};
use isnad_model::wire::{ClaimJson, FigureJson, LinkJson, SpanJson};
use isnad_model::{CharMap, Report, Sha256, Span};
use isnad_store::{Archive, Filter, Page, each_report};
use isnad_text::Analysis;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::io::Write;

/// Writes the sentences of all reports; of a text that several reports have, once.
pub fn write(archive: &dyn Archive, mut out: impl Write) -> Result<()> {
    if !any_on_claims(archive)? {
        return Ok(out.flush()?);
    }
    let mut seen: HashSet<Sha256> = HashSet::new();
    for line in each_report(archive, &Filter::default()) {
        let line = line?;
        if !seen.insert(line.text_sha256) || archive.decisions_on_text(&line.text_sha256)?.is_empty() {
            continue;
        }
        let Some((stored, _, reviewed)) = archive.reviewed(line.key)? else { continue };
        for sentence in sentences(&stored.report, &reviewed) {
            writeln!(out, "{sentence}")?;
        }
    }
    Ok(out.flush()?)
}

/// Whether any decision is on a claim, so that an archive without one is not walked through.
fn any_on_claims(archive: &dyn Archive) -> Result<bool> {
    let mut at = Page::first(500);
    loop {
        let some = archive.decisions(at)?;
        if some.iter().any(|d| d.anchor.is_some() && is_on_claims(d.kind)) {
            return Ok(true);
        }
        if some.is_empty() {
            return Ok(false);
        }
        at = at.next();
    }
}

/// Where a sentence stands, in bytes and in characters.
struct Place {
    bytes: Span,
    chars: (usize, usize),
}

impl Place {
    fn holds(&self, at: &SpanJson) -> bool {
        self.chars.0 <= at.start && at.start < at.end && at.end <= self.chars.1
    }
}

/// The sentences of a report of which every claim was ruled on, in order.
pub fn sentences(report: &Report, reviewed: &Reviewed) -> Vec<Value> {
    let text = report.text.as_str();
    let map = CharMap::new(text);
    let blocks: Vec<Span> = report.blocks.iter().map(|b| b.span).collect();
    let analysis = Analysis::with_breaks(text, &blocks);
    let places: Vec<Place> = analysis
        .sentences
        .iter()
        .map(|s| {
            let bytes = analysis.span_of(s.tokens.clone()).trimmed(text);
            Place { bytes, chars: map.chars(bytes) }
        })
        .collect();
    // Claims by the sentence of their triggers; one that stands across two is in none, and so is no sentence that it touches.
    let mut held: Vec<Vec<&ReviewedClaim>> = places.iter().map(|_| Vec::new()).collect();
    let mut spoilt = vec![false; places.len()];
    for c in reviewed.claims.iter().chain(&reviewed.rejected) {
        let t = &c.claim.trigger;
        match places.iter().position(|p| p.holds(t)) {
            Some(n) => held[n].push(c),
            None => {
                let touched = |p: &Place| p.chars.0 < t.end && t.start < p.chars.1;
                spoilt.iter_mut().zip(&places).for_each(|(s, p)| *s |= touched(p));
            }
        }
    }
    let ruled = |c: &&ReviewedClaim| c.review.state != ReviewState::Unreviewed;
    places
        .iter()
        .zip(held)
        .zip(spoilt)
        .filter(|((_, held), spoilt)| !spoilt && !held.is_empty() && held.iter().all(ruled))
        .map(|((place, held), _)| sentence(report, place, &held))
        .collect()
}

fn sentence(report: &Report, place: &Place, held: &[&ReviewedClaim]) -> Value {
    let text = place.bytes.of(&report.text);
    let mut claims: Vec<&&ReviewedClaim> =
        held.iter().filter(|c| c.review.state != ReviewState::Rejected).collect();
    claims.sort_by_key(|c| c.claim.trigger.start);
    json!({
        "id": format!("{}-{}", report.text_sha256.short(16), place.chars.0),
        "text": text,
        "claims": claims.iter().map(|c| claim(&c.claim, place, text)).collect::<Vec<_>>(),
        "report": report.id,
        "url": report.url,
        "text_sha256": report.text_sha256,
        "start": place.chars.0,
        "decisions": held.iter().filter_map(|c| c.review.decision.as_deref()).collect::<Vec<_>>(),
    })
}

fn claim(c: &ClaimJson, place: &Place, text: &str) -> Value {
    fn quotes<'a>(spans: impl Iterator<Item = &'a SpanJson>, place: &Place) -> Vec<&'a str> {
        spans.filter(|s| place.holds(s)).map(|s| s.text.as_str()).collect()
    }
    let mut out = Map::new();
    let mut set = |name: &str, value: Value| out.insert(name.to_owned(), value);
    set("trigger", json!(c.trigger.text));
    set("occ", json!(occurrence(c, place, text)));
    set("type", json!(c.kind));
    set("status", json!(c.status));
    set("background", json!(c.background));
    set("actor", json!(quotes(c.actor.iter().map(|p| &p.at), place)));
    set("target", json!(quotes(c.target.iter().map(|p| &p.at), place)));
    set("place", json!(quotes(c.place.iter().map(|p| &p.at), place)));
    set("time", json!(quotes(c.time.iter().map(|t| &t.at), place)));
    set("figures", c.figures.iter().filter(|f| place.holds(&f.at)).map(figure).collect());
    set("says", c.says.iter().filter(|l| place.holds(&l.at)).map(link).collect());
    set("cue", json!(c.cue.as_ref().filter(|s| place.holds(s)).map(|s| s.text.as_str())));
    out.into()
}

fn figure(f: &FigureJson) -> Value {
    json!({"quote": f.at.text, "what": f.what, "min": f.min.map(number), "max": f.max.map(number)})
}

fn link(l: &LinkJson) -> Value {
    json!({"quote": l.at.text, "kind": l.kind})
}

/// A whole number as such.
fn number(n: f64) -> Value {
    if n.fract() == 0.0 && n.abs() < 1e15 { json!(n as i64) } else { json!(n) }
}

/// How often the trigger's words stand in the sentence before it.
fn occurrence(c: &ClaimJson, place: &Place, text: &str) -> usize {
    let before = c.trigger.start - place.chars.0;
    let words = c.trigger.text.as_str();
    text.char_indices().take(before).filter(|(at, _)| text[*at..].starts_with(words)).count()
}

#[cfg(test)]
#[path = "gold_tests.rs"]
mod tests;
