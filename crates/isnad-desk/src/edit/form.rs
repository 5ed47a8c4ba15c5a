//! The form of a claim, as the page sends it: positions and values, no words.
//!
//! `start` and `end` are written out in each part: serde cannot flatten a span into a form that refuses unknown fields.

use isnad_model::{
    ClaimType, FigureOf, FigureScope, FigureWhat, LinkKind, PlacePrecision, Status, TimePrecision,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpanEdit {
    /// First character, counted in Unicode scalar values.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
}

/// An actor or target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyEdit {
    /// First character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
    /// Identity in the actor registry.
    #[serde(default)]
    pub entity: Option<String>,
}

/// What a place is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceEditValue {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Latitude, degrees.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Longitude, degrees.
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
    /// Identity in the gazetteer; null for a point that a person set.
    #[serde(default)]
    pub gazetteer_id: Option<String>,
    /// How fine it is.
    pub precision: PlacePrecision,
    /// Kilometres around the point within which it lies.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    pub radius_km: Option<f64>,
}

/// A place of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceEdit {
    /// First character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
    /// The place; null where it is not known which it is.
    #[serde(default)]
    pub place: Option<PlaceEditValue>,
}

/// A time of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeEdit {
    /// First character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
    /// First day; null where it stays relative.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day within.
    #[serde(default)]
    pub to: Option<Date>,
    /// How fine it is.
    pub precision: TimePrecision,
}

/// A figure of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureEdit {
    /// First character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
    /// What is counted.
    pub what: FigureWhat,
    /// Least; null where open.
    #[serde(default)]
    pub min: Option<f64>,
    /// Most; null where open.
    #[serde(default)]
    pub max: Option<f64>,
    /// Of whom.
    pub of: FigureOf,
    /// Index of the figure of this claim that holds this one.
    #[serde(default, deserialize_with = "crate::whole::maybe")]
    #[schema(maximum = 2147483647)]
    pub part_of: Option<usize>,
    /// Over what it counts.
    pub scope: FigureScope,
}

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkEdit {
    /// First character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub start: usize,
    /// One past the last character.
    #[serde(deserialize_with = "crate::whole::position")]
    #[schema(maximum = 2147483647)]
    pub end: usize,
    /// Who or what it is.
    pub kind: LinkKind,
    /// Identity in the actor registry.
    #[serde(default)]
    pub entity: Option<String>,
}

/// A claim as a person left it: positions count Unicode scalar values of the report's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimEdit {
    /// What is said to have happened.
    #[serde(rename = "type")]
    pub kind: ClaimType,
    /// How surely.
    pub status: Status,
    /// Whether the text recalls it as history.
    #[serde(default)]
    pub background: bool,
    /// The words that evoke it.
    pub trigger: SpanEdit,
    /// Who does it.
    #[serde(default)]
    pub actor: Vec<PartyEdit>,
    /// To whom or what.
    #[serde(default)]
    pub target: Vec<PartyEdit>,
    /// Where.
    #[serde(default)]
    pub place: Vec<PlaceEdit>,
    /// When.
    #[serde(default)]
    pub time: Vec<TimeEdit>,
    /// How many.
    #[serde(default)]
    pub figures: Vec<FigureEdit>,
    /// On whose word, outermost first.
    #[serde(default)]
    pub says: Vec<LinkEdit>,
    /// The word that attributes or hedges.
    #[serde(default)]
    pub cue: Option<SpanEdit>,
}
