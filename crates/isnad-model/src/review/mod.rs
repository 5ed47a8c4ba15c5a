//! A reading as people left it: what was read, with the decisions on its text laid over it.
//!
//! *Comes in*: a reading, its report's text, and the decisions on that text in order of adding. *Goes out*: [`Reviewed`]: the claims that
//! hold, those rejected, and the decisions that found no place any more. *Does not*: change a reading, or keep anything: it is
//! a pure function, so the same decisions over a later reading give what they say there (docs/REVIEW.md).

mod fold;
mod place;
#[cfg(test)]
mod tests;

use crate::wire::{ClaimJson, ReadingJson};
use crate::{Anchor, Decision, DecisionKind};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

closed_list! {
    /// What people made of a claim.
    pub enum ReviewState {
        /// Nobody ruled on it.
        Unreviewed = "unreviewed",
        /// It is right as it was seen.
        Accepted = "accepted",
        /// A person changed something of it.
        Corrected = "corrected",
        /// A person found it; the program had missed it.
        Added = "added",
        /// The text does not make it.
        Rejected = "rejected",
    }
}

/// A note on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The decision that holds it.
    pub decision: String,
    /// Who wrote it.
    pub user: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The note.
    pub text: String,
}

/// What people made of one claim. The fields of the decision are those of the last that ruled on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What they made of it.
    pub state: ReviewState,
    /// The last decision on it; null where nobody ruled.
    pub decision: Option<String>,
    /// Who ruled.
    pub user: Option<String>,
    /// When, RFC 3339 in UTC.
    pub at: Option<String>,
    /// Why; null where no reason was given.
    pub reason: Option<String>,
    /// Notes, in order.
    pub comments: Vec<Comment>,
}

impl Default for Review {
    fn default() -> Self {
        Review {
            state: ReviewState::Unreviewed,
            decision: None,
            user: None,
            at: None,
            reason: None,
            comments: Vec::new(),
        }
    }
}

/// A claim with what people made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewedClaim {
    /// The claim as it holds (of a rejected one as it would).
    #[serde(flatten)]
    pub claim: ClaimJson,
    /// What people made of it.
    pub review: Review,
    /// The claim as the program read it, where what holds is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ClaimJson>,
}

/// A reading with the decisions on its text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reviewed {
    /// The claims that hold, in order of the text.
    pub claims: Vec<ReviewedClaim>,
    /// Those that a person rejected, in order of the text.
    pub rejected: Vec<ReviewedClaim>,
    /// Decisions that hold and of which the place was not found in this text.
    pub lost: Vec<Decision>,
}

impl Reviewed {
    /// The reading with the claims that hold, for what is made from readings.
    pub fn reading(&self, reading: &ReadingJson) -> ReadingJson {
        let claims = self.claims.iter().map(|c| c.claim.clone()).collect();
        ReadingJson { claims, ..reading.clone() }
    }

    /// The claim of this id, rejected ones included.
    pub fn claim(&self, id: &str) -> Option<&ReviewedClaim> {
        self.claims.iter().chain(&self.rejected).find(|c| c.claim.id == id)
    }

    /// On how many of the claims that hold a person ruled.
    pub fn ruled(&self) -> usize {
        self.claims.iter().filter(|c| c.review.state != ReviewState::Unreviewed).count()
    }
}

/// Whether decisions of this kind, with an anchor, bear on the claims of a text.
pub fn is_on_claims(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::Accept
            | DecisionKind::Correct
            | DecisionKind::Reject
            | DecisionKind::Add
            | DecisionKind::Comment
    )
}

/// The ids of the decisions that do not hold, of some in order of adding. An undo takes back what came before it, as long as it is not
/// taken back itself.
pub fn undone<'d>(decisions: impl IntoIterator<Item = &'d Decision>) -> HashSet<String> {
    let all: Vec<&Decision> = decisions.into_iter().collect();
    let mut at: HashMap<&str, usize> = HashMap::with_capacity(all.len());
    for (n, d) in all.iter().enumerate() {
        at.entry(&d.id).or_insert(n);
    }
    let mut out: HashSet<String> = HashSet::new();
    for (n, d) in all.iter().enumerate().rev() {
        if d.kind == DecisionKind::Undo && !out.contains(&d.id) {
            let earlier = |s: &&String| at.get(s.as_str()).is_some_and(|k| *k < n);
            out.extend(d.subjects.iter().filter(earlier).cloned());
        }
    }
    out
}

/// Where an anchor's words stand in a text, in characters; `None` where they do not.
pub fn locate(reading: &ReadingJson, text: &str, anchor: &Anchor) -> Option<(usize, usize)> {
    let ground = place::Ground::new(reading, text);
    ground.find(anchor).map(|span| ground.chars(span))
}

/// The reading with the decisions laid over it, in order of adding. Those that others of the list undo are left out.
pub fn apply(reading: &ReadingJson, text: &str, decisions: &[Decision]) -> Reviewed {
    let gone = undone(decisions);
    let mut fold = fold::Fold::new(reading, text);
    for d in decisions.iter().filter(|d| is_on_claims(d.kind) && !gone.contains(&d.id)) {
        fold.add(d);
    }
    fold.done()
}
