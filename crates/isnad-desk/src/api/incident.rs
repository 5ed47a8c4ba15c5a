//! One incident, with all that its page shows.

use super::decision_line::{DecisionLine, line};
use super::line::{EntityLabel, ListedIncident, labels, listed};
use super::params::Name;
use crate::Desk;
use crate::cites::{Cites, cites};
use crate::error::{ApiError, ApiResult};
use crate::sentence::Sentences;
use axum::Json;
use axum::extract::State;
use isnad_model::review::ReviewedClaim;
use isnad_model::{Decision, Incident};
use isnad_store::{Archive, SqliteArchive, incident_number};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;

/// Neighbours that are told, at most.
const NEIGHBOURS: usize = 5;
/// Members whose texts are looked at, at most: of a larger incident the rest have no sentences here, and their reports show them.
const MEMBERS: usize = 400;

/// A sentence of a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimSentence {
    /// The words.
    pub text: String,
    /// First character in the report's text, counted in Unicode scalar values.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The report.
    pub report_key: i64,
}

/// An incident with what belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentView {
    /// The incident.
    pub incident: Incident,
    /// The id that was asked for, where it leads to another.
    pub redirected_from: Option<String>,
    /// Its line in the list.
    pub line: Option<ListedIncident>,
    /// Names of the registered actors in it.
    pub labels: BTreeMap<String, EntityLabel>,
    /// The sentence of each claim.
    pub sentences: BTreeMap<String, ClaimSentence>,
    /// Each claim whole, with what people made of it.
    pub claims: BTreeMap<String, ReviewedClaim>,
    /// The reports of its members, by item.
    pub report_keys: BTreeMap<String, i64>,
    /// Decisions on it and on its claims, in order.
    pub decisions: Vec<DecisionLine>,
    /// Who cites whom.
    pub cites: Cites,
    /// Incidents near in day and place, which may be the same happening.
    pub neighbours: Vec<ListedIncident>,
}

/// One incident.
#[utoipa::path(get, path = "/api/incidents/{id}", tag = "incidents",
    params(("id" = String, Path, description = "The incident's id; one that was merged leads to where it went.")),
    responses((status = 200, body = IncidentView), (status = 404, body = crate::ErrorBody)))]
pub async fn incident(State(desk): State<Desk>, Name(id): Name) -> ApiResult<Json<IncidentView>> {
    let own = desk.clone();
    Ok(Json(desk.read(move |archive| view(&own, archive, &id)).await?))
}

fn view(desk: &Desk, archive: &SqliteArchive, id: &str) -> ApiResult<IncidentView> {
    let incident = archive
        .incident(id)?
        .ok_or_else(|| ApiError::not_found("there is no incident of this id, or its reports are gone"))?;
    let registry = &desk.knowledge().registry;
    let mut sentences = BTreeMap::new();
    let mut claims = BTreeMap::new();
    let mut report_keys = BTreeMap::new();
    let mut decisions: Vec<Decision> = archive.decisions_on_incident(&incident.id)?;
    let mut texts = HashSet::new();
    for (n, member) in incident.members.iter().enumerate() {
        let Some(key) = archive.report_of_item(&member.item)? else { continue };
        report_keys.insert(member.item.clone(), key.0);
        if n >= MEMBERS {
            continue;
        }
        if texts.insert(member.text_sha256) {
            decisions.extend(archive.decisions_on_text(&member.text_sha256)?);
        }
        let Some((stored, reading, reviewed)) = archive.reviewed(key)? else { continue };
        let mut of_text = Sentences::new(&stored.report.text, &reading.blocks);
        for claim in &member.claims {
            let Some(whole) = reviewed.claim(&claim.id) else { continue };
            let s = of_text.of(whole.claim.block, &whole.claim.trigger);
            let sentence = ClaimSentence { text: s.text, start: s.start, end: s.end, report_key: key.0 };
            sentences.entry(claim.id.clone()).or_insert(sentence);
            claims.entry(claim.id.clone()).or_insert_with(|| whole.clone());
        }
    }
    decisions.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
    let mut met = HashSet::new();
    decisions.retain(|d| met.insert(d.id.clone()));
    let decisions =
        decisions.into_iter().map(|d| line(desk, archive, d, None)).collect::<isnad_store::Result<_>>()?;
    let (own_line, neighbours) = {
        let index = desk.index();
        (index.line(&incident.id).cloned(), index.neighbours(&incident.id, NEIGHBOURS))
    };
    let parties = incident.actors.iter().chain(&incident.targets).map(|p| p.entity.as_ref());
    let of_claims = incident.members.iter().flat_map(|m| &m.claims).flat_map(|c| {
        let parties = c.actor.iter().chain(&c.target).map(|p| p.entity.as_ref());
        parties.chain(c.says.iter().map(|l| l.entity.as_ref()))
    });
    Ok(IncidentView {
        redirected_from: (incident_number(id) != incident_number(&incident.id)).then(|| id.to_owned()),
        line: own_line.map(|l| listed(&l, registry)),
        labels: labels(registry, parties.chain(of_claims)),
        sentences,
        claims,
        report_keys,
        decisions,
        cites: cites(&incident, registry),
        neighbours: neighbours.iter().map(|l| listed(l, registry)).collect(),
        incident,
    })
}
