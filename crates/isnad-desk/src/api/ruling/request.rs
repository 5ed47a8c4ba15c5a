//! What a person asks for, as the page sends it.

use crate::edit::ClaimEdit;
use isnad_model::Standing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is ruled.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Ruling {
    /// The claim is right as it stands.
    Accept {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim.
        claim: String,
    },
    /// The text does not make the claim.
    Reject {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim.
        claim: String,
    },
    /// The claim is another.
    Correct {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim.
        claim: String,
        /// What it should be.
        value: ClaimEdit,
    },
    /// A claim that was missed.
    Add {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim.
        value: ClaimEdit,
    },
    /// A report, or one claim of it, belongs to another incident.
    Move {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim; null moves the whole report.
        #[serde(default)]
        claim: Option<String>,
        /// Where to; null is an incident of its own.
        #[serde(default)]
        to: Option<String>,
    },
    /// Incidents are one.
    Merge {
        /// Two to fifty.
        #[schema(min_items = 2, max_items = 50)]
        incidents: Vec<String>,
    },
    /// An incident is two.
    Split {
        /// The incident.
        incident: String,
        /// Members that are another happening.
        #[serde(default)]
        items: Vec<String>,
        /// Claims whose members are another happening.
        #[serde(default)]
        claims: Vec<String>,
    },
    /// The incident stands so. A reason must be given.
    Standing {
        /// The incident.
        incident: String,
        /// How it stands.
        standing: Standing,
    },
    /// A note, on an incident or on a claim.
    Comment {
        /// On what.
        #[serde(flatten)]
        on: CommentOn,
        /// The note.
        #[schema(min_length = 1, max_length = 5000, pattern = r"\S")]
        text: String,
    },
    /// An earlier decision is taken back.
    Undo {
        /// The decision.
        decision: String,
    },
}

/// What a comment is on. Where both are given, the incident.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub enum CommentOn {
    /// An incident.
    Incident {
        /// The incident.
        incident: String,
    },
    /// A claim of a report.
    Claim {
        /// The report.
        #[serde(deserialize_with = "crate::whole::key")]
        #[schema(minimum = 0, maximum = 9007199254740991i64)]
        report: i64,
        /// The claim.
        claim: String,
    },
}

/// A ruling with who, why, and what they had seen.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct DecisionRequest {
    /// What is ruled.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// Why, in the person's words.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub reason: Option<String>,
    /// Who; where it is not given, the desk's user.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub user: Option<String>,
    /// The last decision on it that the person saw; null where they saw none. Where it is given and another came after it, nothing is done.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub seen: Option<Option<String>>,
}

/// Tells null from absent.
fn given<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(d).map(Some)
}
