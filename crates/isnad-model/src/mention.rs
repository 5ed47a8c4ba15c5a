//! Spans that name something.

use crate::{PlaceValue, Quantity, Span, TimeValue};
use serde::{Deserialize, Serialize};

closed_list! {
    /// What a mention names.
    pub enum MentionKind {
        /// A person by name.
        Person = "person",
        /// An organisation, agency, outlet, ministry.
        Organisation = "organisation",
        /// An armed or political group or force.
        Group = "group",
        /// A place: settlement, quarter, region, country, river, road.
        Place = "place",
        /// A facility: prison, camp, base, hospital, crossing, checkpoint.
        Facility = "facility",
        /// A nationality, ethnicity or people.
        People = "people",
        /// A time expression.
        Time = "time",
        /// A number with what it counts.
        Quantity = "quantity",
    }
}

/// What a mention was resolved to, where its kind has a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Resolved {
    /// Kinds without a value of their own.
    None,
    /// Place or facility.
    Place(PlaceValue),
    /// Time.
    Time(TimeValue),
    /// Quantity.
    Quantity(Quantity),
}

/// A span that names an actor, place, time or quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// What it names.
    pub kind: MentionKind,
    /// Where: the words of the name, whole, with their clitics («ولبنان», «بدمشق»).
    pub span: Span,
    /// The whole expression, where the name stands in a longer one that says which place is meant («قرية …», «شمالي …»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// Identity in the actor registry, where the name is one of its aliases.
    pub entity: Option<String>,
    /// Its value.
    pub value: Resolved,
}

impl Mention {
    /// A mention without identity or value.
    pub fn new(kind: MentionKind, span: Span) -> Self {
        Mention { kind, span, within: None, entity: None, value: Resolved::None }
    }

    /// The whole expression: the name, or the longer expression that it stands in.
    pub fn extent(&self) -> Span {
        self.within.unwrap_or(self.span)
    }

    /// The place, if it is one.
    pub fn place(&self) -> Option<&PlaceValue> {
        if let Resolved::Place(p) = &self.value { Some(p) } else { None }
    }

    /// The time, if it is one.
    pub fn time(&self) -> Option<&TimeValue> {
        if let Resolved::Time(t) = &self.value { Some(t) } else { None }
    }

    /// The quantity, if it is one.
    pub fn quantity(&self) -> Option<&Quantity> {
        if let Resolved::Quantity(q) = &self.value { Some(q) } else { None }
    }
}
