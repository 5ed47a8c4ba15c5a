//! Incidents and reports as lines of lists, with the registry's names beside identities.

use isnad_model::wire::PublishedJson;
use isnad_model::{
    ClaimType, ConflictKind, IncidentLine, LineDay, LineParty, LinePlace, Published, Range, Sha256, Standing,
};
use isnad_read::{Actor, ActorKind, Registry};
use isnad_store::ReportLine;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Label {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

/// A party with its name in the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LabelledParty {
    /// The party.
    #[serde(flatten)]
    pub party: LineParty,
    /// Its name in the registry; null where it is not registered.
    pub label: Option<Label>,
}

/// An incident as a line of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListedIncident {
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
    pub actors: Vec<LabelledParty>,
    /// To whom or what.
    pub targets: Vec<LabelledParty>,
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

/// The name of an actor of the registry.
pub fn label(registry: &Registry, entity: Option<&str>) -> Option<Label> {
    let actor = registry.get(entity?)?;
    Some(Label { ar: actor.name_ar.clone(), en: actor.name_en.clone() })
}

/// A line with labels.
pub fn listed(line: &IncidentLine, registry: &Registry) -> ListedIncident {
    let parties = |all: &[LineParty]| {
        let one =
            |p: &LineParty| LabelledParty { label: label(registry, p.entity.as_deref()), party: p.clone() };
        all.iter().map(one).collect()
    };
    ListedIncident {
        id: line.id.clone(),
        day: line.day,
        types: line.types.clone(),
        place: line.place.clone(),
        places: line.places,
        actors: parties(&line.actors),
        targets: parties(&line.targets),
        killed: line.killed,
        injured: line.injured,
        standing: line.standing,
        sources: line.sources,
        reports: line.reports,
        copies: line.copies,
        conflicts: line.conflicts.clone(),
        outlets: line.outlets.clone(),
        title: line.title.clone(),
        languages: line.languages.clone(),
        claims: line.claims,
        reviewed: line.reviewed,
        added_at: line.added_at.clone(),
        changed_at: line.changed_at.clone(),
    }
}

/// A report as a line of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListedReport {
    /// The archive's number.
    pub key: i64,
    /// The report's id, as its record gave it.
    pub id: String,
    /// The capture it was read from.
    pub capture: Sha256,
    /// SHA-256 of its text.
    pub text_sha256: Sha256,
    /// Address, as the report gives it: not to be trusted.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication.
    pub published: Option<PublishedJson>,
    /// How many claims it makes, as people left them.
    pub claims: usize,
}

/// A report's line as the interface gives it.
pub fn listed_report(line: &ReportLine) -> ListedReport {
    ListedReport {
        key: line.key.0,
        id: line.id.clone(),
        capture: line.capture,
        text_sha256: line.text_sha256,
        url: line.url.clone(),
        title: line.title.clone(),
        language: line.language.clone(),
        outlet: line.outlet.clone(),
        published: line.published.as_ref().map(published),
        claims: line.claims,
    }
}

/// A date of publication, without its place in the text.
pub fn published(p: &Published) -> PublishedJson {
    PublishedJson { from: p.from, to: p.to, precision: p.precision, basis: p.basis, start: None, end: None }
}

/// An actor of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntityLabel {
    /// Arabic name.
    pub ar: String,
    /// English name.
    pub en: String,
    /// What it is.
    pub kind: String,
    /// Two letters of ISO 3166; empty where it is of no one country.
    pub country: String,
}

/// The name of a kind of actors.
pub fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "state",
        ActorKind::Force => "force",
        ActorKind::Group => "group",
        ActorKind::Coalition => "coalition",
        ActorKind::Organisation => "organisation",
        ActorKind::Agency => "agency",
        ActorKind::Monitor => "monitor",
        ActorKind::Outlet => "outlet",
    }
}

/// An actor as the interface gives it.
pub fn entity_label(actor: &Actor) -> EntityLabel {
    EntityLabel {
        ar: actor.name_ar.clone(),
        en: actor.name_en.clone(),
        kind: actor_kind(actor.kind).to_owned(),
        country: actor.country.clone(),
    }
}

/// The names of all these identities that the registry knows.
pub fn labels<'e>(
    registry: &Registry,
    entities: impl Iterator<Item = Option<&'e String>>,
) -> BTreeMap<String, EntityLabel> {
    let known = entities.flatten().filter_map(|id| Some((id.clone(), entity_label(registry.get(id)?))));
    known.collect()
}
