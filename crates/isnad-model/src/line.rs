//! An incident as one line of a list: what can be sorted, filtered and drawn, without its members.

use crate::{Basis, ClaimType, ConflictKind, PlacePrecision, Range, Standing};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LineDay {
    /// First day.
    pub from: Date,
    /// Last day within.
    pub to: Date,
    /// What it rests on.
    pub basis: Basis,
}

/// The place of an incident that is supported best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinePlace {
    /// Its name.
    pub name: String,
    /// Latitude, degrees; null where not settled.
    pub lat: Option<f64>,
    /// Longitude, degrees; null where not settled.
    pub lon: Option<f64>,
    /// How fine it is.
    pub precision: PlacePrecision,
    /// Identity in the gazetteer, where settled.
    pub gazetteer_id: Option<String>,
    /// Kilometres around the point within which it lies, where the words give an area.
    pub radius_km: Option<f64>,
}

/// A party of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LineParty {
    /// Identity in the actor registry, where known.
    pub entity: Option<String>,
    /// The words that name it.
    pub name: String,
    /// Whether these words judge: they are a report's, and no name for it.
    pub loaded: bool,
}

/// One incident of a list. `P` is how its parties are told: as the store has them, or with what a reader of the line adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncidentLine<P = LineParty> {
    /// The incident's id.
    pub id: String,
    /// The day.
    pub day: Option<LineDay>,
    /// Types of its claims, the commonest first.
    pub types: Vec<ClaimType>,
    /// The best supported place.
    pub place: Option<LinePlace>,
    /// How many places it has.
    pub places: usize,
    /// Who is said to have done it, the most named first.
    pub actors: Vec<P>,
    /// To whom or what.
    pub targets: Vec<P>,
    /// Killed, all told.
    pub killed: Option<Range>,
    /// Injured, all told.
    pub injured: Option<Range>,
    /// How well it is supported.
    pub standing: Standing,
    /// Independent sources.
    pub sources: usize,
    /// Members.
    pub reports: usize,
    /// Members that took another's words.
    pub copies: usize,
    /// In what its claims differ, each kind once.
    pub conflicts: Vec<ConflictKind>,
    /// Who published, each once, the earliest first.
    pub outlets: Vec<String>,
    /// The title of the earliest member that has one.
    pub title: Option<String>,
    /// Languages of the members, each once.
    pub languages: Vec<String>,
    /// How many claims its members have in it.
    pub claims: usize,
    /// On how many of them a person ruled.
    pub reviewed: usize,
    /// When it was founded, RFC 3339 in UTC.
    pub added_at: String,
    /// When its record changed last, RFC 3339 in UTC.
    pub changed_at: String,
}

impl IncidentLine {
    /// The same line with its parties told otherwise.
    pub fn with_parties<P>(&self, party: impl Fn(&LineParty) -> P) -> IncidentLine<P> {
        let parties = |all: &[LineParty]| all.iter().map(&party).collect();
        IncidentLine {
            id: self.id.clone(),
            day: self.day,
            types: self.types.clone(),
            place: self.place.clone(),
            places: self.places,
            actors: parties(&self.actors),
            targets: parties(&self.targets),
            killed: self.killed,
            injured: self.injured,
            standing: self.standing,
            sources: self.sources,
            reports: self.reports,
            copies: self.copies,
            conflicts: self.conflicts.clone(),
            outlets: self.outlets.clone(),
            title: self.title.clone(),
            languages: self.languages.clone(),
            claims: self.claims,
            reviewed: self.reviewed,
            added_at: self.added_at.clone(),
            changed_at: self.changed_at.clone(),
        }
    }
}
