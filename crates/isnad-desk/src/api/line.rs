//! Incidents and reports as lines of lists, with the registry's names beside identities.

use isnad_model::wire::PublishedJson;
use isnad_model::{IncidentLine, LineParty, Published, Sha256};
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
pub type ListedIncident = IncidentLine<LabelledParty>;

/// The name of an actor of the registry.
pub fn label(registry: &Registry, entity: Option<&str>) -> Option<Label> {
    let actor = registry.get(entity?)?;
    Some(Label { ar: actor.name_ar.clone(), en: actor.name_en.clone() })
}

/// A line with labels.
pub fn listed(line: &IncidentLine, registry: &Registry) -> ListedIncident {
    line.with_parties(|p| LabelledParty { label: label(registry, p.entity.as_deref()), party: p.clone() })
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
