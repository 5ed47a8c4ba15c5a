//! The log of decisions, and new ones.

use super::decision_line::{DecisionLine, line};
use super::params::{PageParams, Params};
use super::ruling::{self, DecisionRequest};
use super::{Body, OwnHeader};
use crate::Desk;
use crate::error::ApiResult;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use isnad_store::{Archive, Page};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionPage {
    /// How many decisions there are.
    pub total: u64,
    /// The page, the latest first.
    pub items: Vec<DecisionLine>,
}

/// An incident that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndedIncident {
    /// Its id.
    pub id: String,
    /// Where it went; null where its reports are gone.
    pub to: Option<String>,
}

/// What a decision did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    /// The decision, as it stands in the log.
    pub decision: DecisionLine,
    /// The incidents that are new or other.
    pub incidents: Vec<String>,
    /// The incidents that ended.
    pub ended: Vec<EndedIncident>,
}

/// The log of decisions, the latest first.
#[utoipa::path(get, path = "/api/decisions", tag = "review",
    params(PageParams), responses((status = 200, body = DecisionPage)))]
pub async fn list(State(desk): State<Desk>, params: Params) -> ApiResult<Json<DecisionPage>> {
    let (offset, limit) = params.page()?;
    let own = desk.clone();
    let page = desk.read(move |archive| {
        let total = archive.counts()?.decisions;
        // The log goes forwards; the latest first is its end, backwards.
        let end = total.saturating_sub(offset);
        let start = end.saturating_sub(u64::from(limit));
        let page = Page { offset: start, limit: (end - start) as u32 };
        let some = if end == 0 { Vec::new() } else { archive.decisions(page)? };
        let lines = some.into_iter().rev().map(|d| line(&own, archive, d, None));
        Ok(DecisionPage { total, items: lines.collect::<isnad_store::Result<_>>()? })
    });
    Ok(Json(page.await?))
}

/// Rules: accepts, corrects, rejects or adds a claim; moves, merges or splits incidents; sets a standing; comments; undoes.
#[utoipa::path(post, path = "/api/decisions", tag = "review",
    params(OwnHeader), request_body = DecisionRequest,
    responses((status = 201, body = Decided),
              (status = 404, description = "The report, claim, incident or decision is not there.", body = crate::ErrorBody),
              (status = 409, description = "`decided_meanwhile`: another decision came after the one that was seen.", body = crate::ErrorBody),
              (status = 422, description = "The decision does not hold; `field` says where.", body = crate::ErrorBody)))]
pub async fn decide(
    State(desk): State<Desk>,
    Body(request): Body<DecisionRequest>,
) -> ApiResult<(StatusCode, Json<Decided>)> {
    let own = desk.clone();
    let made = desk.write(move |archive| ruling::rule(&own, archive, &request)).await?;
    let own = desk.clone();
    let decision = desk.read(move |archive| Ok(line(&own, archive, made.decision, None)?)).await?;
    Ok((StatusCode::CREATED, Json(Decided { decision, incidents: made.incidents, ended: made.ended })))
}
