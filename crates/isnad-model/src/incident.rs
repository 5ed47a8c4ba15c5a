//! Claims of many reports that speak of one happening. The types only: grouping comes with `isnad-incident`.

use serde::{Deserialize, Serialize};

closed_list! {
    /// How well an incident is supported, graded as Airwars grades.
    pub enum Standing {
        /// Accepted by the party accused, or otherwise settled.
        Confirmed = "Confirmed",
        /// Two or more independent chains agree.
        Fair = "Fair",
        /// One chain only.
        Weak = "Weak",
        /// Chains disagree on who or whether.
        Contested = "Contested",
        /// Shown to be wrong.
        Discounted = "Discounted",
    }
}

closed_list! {
    /// In what two sides differ.
    pub enum ConflictKind {
        /// Different numbers of the same kind, scope and subject.
        Figure = "figure",
        /// Different parties named as the doer.
        Culprit = "culprit",
        /// One side says that it did not happen.
        Denial = "denial",
        /// Different places.
        Place = "place",
        /// Different days.
        Day = "day",
    }
}

/// One side of a conflict: the claims that hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What this side says, in the report's own words.
    pub value: String,
    /// The ids of its claims.
    pub claims: Vec<String>,
}

/// A point in which the claims of an incident cannot all be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// In what.
    pub kind: ConflictKind,
    /// The sides, at least two.
    pub sides: Vec<Side>,
}

/// The claims, from however many reports, that speak of one happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Given once; a merge or split leaves a redirect.
    pub id: String,
    /// Ids of the claims.
    pub claims: Vec<String>,
    /// Where the claims differ.
    pub conflicts: Vec<Conflict>,
    /// How well it is supported, where that has been worked out.
    pub standing: Option<Standing>,
    /// Why it stands so, one reason a line.
    pub reasons: Vec<String>,
}
