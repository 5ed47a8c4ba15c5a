//! Parts of a report: claims that a person moved become an item of their own, which can be in another incident than the rest.
//!
//! *Comes in*: a report's reviewed reading, and the decisions that move claims of it. *Goes out*: which claims are in which part, and the readings
//! that evidence and record of a part are made from. *Does not*: cut a report by itself, or know in which incident a part is.
//!
//! The number of a part is made from the decision's id, so that it is the same however many other decisions come or go.

use isnad_model::review::{Reviewed, locate};
use isnad_model::wire::{BlockJson, ReadingJson};
use isnad_model::{BlockKind, Decision, DecisionKind, Sha256, Span};
use isnad_text::Analysis;
use std::collections::BTreeMap;

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number: 0 is the report without what was moved.
    pub number: i64,
    /// Its claims, by their place in the reviewed reading.
    pub claims: Vec<usize>,
}

/// The claims that a decision moves; `None` where it moves the whole report, or is of another kind.
pub fn moves(d: &Decision) -> Option<Vec<&str>> {
    if d.kind != DecisionKind::Move {
        return None;
    }
    d.anchor.as_ref()?;
    let ids = d.value.get("claims")?.as_array()?;
    Some(ids.iter().filter_map(|v| v.as_str()).collect())
}

/// The number of the part that a decision makes: above 0.
pub fn number_of(decision: &str) -> i64 {
    let hash = Sha256::of(decision).0;
    let n = hash[..8].iter().fold(0, |n: u64, &b| n << 8 | u64::from(b)) >> 1;
    (n as i64).max(1)
}

/// The parts of a report, the rest first, which is always there. Of two decisions that move one claim the later has it; a decision of
/// which no claim is there any more makes no part.
pub fn parts(reading: &ReadingJson, text: &str, reviewed: &Reviewed, decisions: &[Decision]) -> Vec<Part> {
    let mut owner: Vec<i64> = vec![0; reviewed.claims.len()];
    for d in decisions {
        let Some(ids) = moves(d) else { continue };
        let named = |id: &str| ids.contains(&id);
        let number = number_of(&d.id);
        let mut found = false;
        for (n, c) in reviewed.claims.iter().enumerate() {
            if named(&c.claim.id) || c.read.as_ref().is_some_and(|r| named(&r.id)) {
                (owner[n], found) = (number, true);
            }
        }
        // Read otherwise since: the claim whose trigger stands where that of the one claim stood.
        if !found
            && ids.len() == 1
            && let Some((start, end)) = d.anchor.as_ref().and_then(|a| locate(reading, text, a))
        {
            let here = |c: &&isnad_model::review::ReviewedClaim| {
                c.claim.trigger.start < end && start < c.claim.trigger.end
            };
            if !reviewed.rejected.iter().any(|c| named(&c.claim.id))
                && let Some(n) = reviewed.claims.iter().position(|c| here(&c))
            {
                owner[n] = number;
            }
        }
    }
    let mut of: BTreeMap<i64, Vec<usize>> = BTreeMap::from([(0, Vec::new())]);
    for (n, number) in owner.into_iter().enumerate() {
        of.entry(number).or_default().push(n);
    }
    of.into_iter().map(|(number, claims)| Part { number, claims }).collect()
}

/// The reading of one part: its claims alone. Their places are those that the part's evidence names.
pub fn reading_of(whole: ReadingJson, part: &Part) -> ReadingJson {
    if part.claims.len() == whole.claims.len() {
        return whole;
    }
    let claims = part.claims.iter().filter_map(|&k| whole.claims.get(k).cloned()).collect();
    ReadingJson { claims, ..whole }
}

/// The reading of a moved part cut down to the sentences that its claims stand in, for its evidence: the words of the rest would draw it to where the
/// rest is.
pub fn passage(part: &ReadingJson, text: &str) -> ReadingJson {
    let map = isnad_model::CharMap::new(text);
    let blocks: Vec<Span> = part.blocks.iter().map(|b| map.span(b.start, b.end)).collect();
    let mut sorted = blocks.clone();
    sorted.sort_unstable();
    let analysis = Analysis::with_breaks(text, &sorted);
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for c in &part.claims {
        let trigger = map.span(c.trigger.start, c.trigger.end);
        let sentence = analysis.sentences.iter().find(|s| s.span.overlaps(trigger));
        kept.push(map.chars(sentence.map_or(trigger, |s| s.span)));
    }
    kept.sort_unstable();
    kept.dedup();
    let within = |start: usize| kept.iter().any(|k| k.0 <= start && start < k.1);
    ReadingJson {
        blocks: kept.iter().map(|&(start, end)| BlockJson { kind: BlockKind::Body, start, end }).collect(),
        mentions: part.mentions.iter().filter(|m| within(m.at.start)).cloned().collect(),
        ..part.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_parts_are_above_zero_and_differ() {
        assert!(number_of("a") > 0 && number_of("a") != number_of("b"));
    }
}
