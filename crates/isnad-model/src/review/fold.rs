//! The fold: decisions one after the other over the claims as they were read.

use super::place::Ground;
use super::{Comment, Review, ReviewState, Reviewed, ReviewedClaim};
use crate::wire::{ClaimJson, ReadingJson};
use crate::{ClaimType, Decision, DecisionKind};

/// A claim under review.
struct Slot {
    claim: ClaimJson,
    /// As the program read it; none where a person added it.
    read: Option<ClaimJson>,
    review: Review,
}

impl Slot {
    fn is_out(&self) -> bool {
        self.review.state == ReviewState::Rejected
    }

    /// Characters that the trigger shares with a span.
    fn shared(&self, (start, end): (usize, usize)) -> usize {
        let t = &self.claim.trigger;
        t.end.min(end).saturating_sub(t.start.max(start))
    }
}

/// What a decision says of the claim that the person saw.
#[derive(Default)]
struct Was {
    id: Option<String>,
    kind: Option<ClaimType>,
}

impl Was {
    fn of(d: &Decision) -> Was {
        let field = |name: &str| d.value.get("was")?.get(name)?.as_str().map(str::to_owned);
        Was { id: field("id"), kind: field("type").and_then(|t| ClaimType::from_name(&t)) }
    }
}

pub(super) struct Fold<'a> {
    ground: Ground<'a>,
    slots: Vec<Slot>,
    lost: Vec<Decision>,
}

impl<'a> Fold<'a> {
    pub fn new(reading: &'a ReadingJson, text: &'a str) -> Self {
        let slot =
            |c: &ClaimJson| Slot { claim: c.clone(), read: Some(c.clone()), review: Review::default() };
        Fold {
            ground: Ground::new(reading, text),
            slots: reading.claims.iter().map(slot).collect(),
            lost: Vec::new(),
        }
    }

    /// Lays one decision over what is there.
    pub fn add(&mut self, d: &Decision) {
        if d.kind == DecisionKind::Comment && d.anchor.is_none() {
            // On an incident.
            return;
        }
        if self.lay(d).is_none() {
            self.lost.push(d.clone());
        }
    }

    /// `None` where the decision has no place here.
    fn lay(&mut self, d: &Decision) -> Option<()> {
        let anchor = d.anchor.as_ref()?;
        let same_text = anchor.text_sha256 == self.ground.reading.text_sha256;
        let at = self.ground.chars(self.ground.find(anchor)?);
        let was = Was::of(d);
        match d.kind {
            DecisionKind::Reject => {
                let met = self.meet(&was, at, was.kind.is_none());
                if let Some(slot) = met.map(|n| &mut self.slots[n]) {
                    rule(&mut slot.review, ReviewState::Rejected, d);
                }
            }
            DecisionKind::Comment => {
                let n = self.meet(&was, at, true)?;
                self.slots[n].review.comments.push(Comment {
                    decision: d.id.clone(),
                    user: d.user.clone(),
                    at: d.at.clone(),
                    text: d.value.get("text").and_then(|t| t.as_str()).unwrap_or_default().to_owned(),
                });
            }
            _ => {
                let added = d.kind == DecisionKind::Add;
                let given = match d.value.get("claim") {
                    Some(claim) => Some(serde_json::from_value::<ClaimJson>(claim.clone()).ok()?),
                    None => None,
                };
                let claim = match given {
                    Some(claim) => Some(self.ground.settle(claim, same_text, anchor, at.0)?),
                    None => None,
                };
                // What was missed may be found by a later version: then it is that claim, and not one more.
                let was = match &claim {
                    Some(c) if added && was.id.is_none() => {
                        Was { id: Some(c.id.clone()), kind: Some(c.kind) }
                    }
                    _ => was,
                };
                let state = match d.kind {
                    DecisionKind::Accept => ReviewState::Accepted,
                    DecisionKind::Correct => ReviewState::Corrected,
                    _ => ReviewState::Added,
                };
                match (self.meet(&was, at, !added), claim) {
                    (Some(n), claim) => {
                        let slot = &mut self.slots[n];
                        match claim {
                            Some(claim) => slot.claim = claim,
                            // Nothing is said of what it should be, so only an accept means something.
                            None if d.kind != DecisionKind::Accept => return None,
                            None => {}
                        }
                        rule(&mut slot.review, state, d);
                    }
                    (None, Some(claim)) => {
                        let mut review = Review::default();
                        rule(&mut review, state, d);
                        self.slots.push(Slot { claim, read: None, review });
                    }
                    (None, None) => return None,
                }
            }
        }
        Some(())
    }

    /// The claim that a decision is on: by its id, else by where its trigger stands and its type, else, where `anyhow`, by its trigger
    /// alone. What holds comes before what is rejected, what shares more before what shares less.
    fn meet(&self, was: &Was, at: (usize, usize), anyhow: bool) -> Option<usize> {
        let best = |fits: &dyn Fn(&Slot) -> bool| {
            let rank = |n: &usize| {
                let s = &self.slots[*n];
                (s.is_out(), std::cmp::Reverse(s.shared(at)), s.claim.trigger.start, *n)
            };
            (0..self.slots.len()).filter(|n| fits(&self.slots[*n])).min_by_key(rank)
        };
        let here = |s: &Slot| s.shared(at) > 0;
        was.id
            .as_ref()
            .and_then(|id| best(&|s| s.claim.id == *id))
            .or_else(|| {
                let id = was.id.as_ref()?;
                best(&|s| s.read.as_ref().is_some_and(|r| r.id == *id))
            })
            .or_else(|| {
                let kind = was.kind?;
                best(&|s| here(s) && s.claim.kind == kind)
            })
            .or_else(|| if anyhow { best(&here) } else { None })
    }

    /// The claims in order of the text.
    pub fn done(self) -> Reviewed {
        let mut out = Reviewed { lost: self.lost, ..Reviewed::default() };
        let mut slots = self.slots;
        slots.sort_by_key(|s| s.claim.trigger.start);
        for s in slots {
            let side = if s.is_out() { &mut out.rejected } else { &mut out.claims };
            let read = s.read.filter(|r| differs(r, &s.claim));
            side.push(ReviewedClaim { claim: s.claim, review: s.review, read });
        }
        out
    }
}

fn rule(review: &mut Review, state: ReviewState, d: &Decision) {
    review.state = state;
    review.decision = Some(d.id.clone());
    review.user = Some(d.user.clone());
    review.at = Some(d.at.clone());
    review.reason = (!d.reason.trim().is_empty()).then(|| d.reason.clone());
}

/// Whether two claims say other things; how sure the reader is and why is not what they say.
fn differs(a: &ClaimJson, b: &ClaimJson) -> bool {
    if a.confidence == b.confidence && a.why == b.why {
        return a != b;
    }
    let mut a = a.clone();
    a.confidence = b.confidence;
    a.why.clone_from(&b.why);
    a != *b
}
