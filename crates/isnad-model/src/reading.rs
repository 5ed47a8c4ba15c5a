//! What one version of the program found in one report.

use crate::{Claim, Mention, Problem, Span};
use serde::{Deserialize, Serialize};

/// Which program and knowledge made a reading. Two readings with equal versions of one report are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Versions {
    /// Version of the program.
    pub program: String,
    /// Hash of the lexicons and gazetteers, shortened.
    pub lexicon: String,
    /// Hash of the models, shortened.
    pub models: String,
}

closed_list! {
    /// How a word of the outlet is not neutral.
    pub enum WordingKind {
        /// A label put on an actor («الإرهابي»).
        Label = "label",
        /// A word of contempt («مرتزقة»).
        Pejorative = "pejorative",
        /// A word of praise («شهيد»).
        Honorific = "honorific",
        /// A softening word («تحييد»).
        Euphemism = "euphemism",
        /// A figure of speech («المارد»).
        Figurative = "figurative",
    }
}

/// A loaded word: the report's own, never Isnad's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Where.
    pub span: Span,
    /// How it is loaded.
    pub kind: WordingKind,
}

/// Everything found in one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What made it.
    pub versions: Versions,
    /// Names, places, times, quantities, in order of the text.
    pub mentions: Vec<Mention>,
    /// Claims, in order of their triggers.
    pub claims: Vec<Claim>,
    /// Loaded words, in order of the text.
    pub wording: Vec<Wording>,
    /// What was met while reading (besides the report's own problems).
    pub problems: Vec<Problem>,
}
