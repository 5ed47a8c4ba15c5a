//! What a person ruled. A decision is anchored on the text, never on a row of a reading, so that it
//! outlives every re-reading.

use crate::{Sha256, Span};
use serde::{Deserialize, Serialize};

closed_list! {
    /// What was ruled.
    pub enum DecisionKind {
        /// The claim is right as read.
        Accept = "accept",
        /// A value of the claim is another.
        Correct = "correct",
        /// The claim is not made by the text.
        Reject = "reject",
        /// A claim, source or incident that was missed.
        Add = "add",
        /// The claim belongs to another incident.
        Move = "move",
        /// Two incidents are one.
        Merge = "merge",
        /// One incident is two.
        Split = "split",
        /// The standing, with a reason.
        Standing = "standing",
        /// An earlier decision is taken back. An undo may itself be undone.
        Undo = "undo",
        /// A note on a claim or an incident, which changes nothing.
        Comment = "comment",
    }
}

/// Where in what text a decision holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The text, by hash.
    pub text_sha256: Sha256,
    /// Where, in bytes of that text.
    pub span: Span,
    /// The words at that place.
    pub quotation: String,
    /// Up to 40 characters before, to find the place again in another version of the page.
    pub before: String,
    /// Up to 40 characters after.
    pub after: String,
}

/// One ruling: signed, dated, reversible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Identity of the decision.
    pub id: String,
    /// What was ruled.
    pub kind: DecisionKind,
    /// On what words; `None` for rulings on incidents.
    pub anchor: Option<Anchor>,
    /// What it applies to besides (incident ids, decision undone).
    pub subjects: Vec<String>,
    /// The new value, in the JSON form of the field that is corrected or added.
    pub value: serde_json::Value,
    /// Why, in the person's words.
    pub reason: String,
    /// Who ruled.
    pub user: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}
