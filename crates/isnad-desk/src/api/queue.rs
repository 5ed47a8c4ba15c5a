//! The queue of claims that wait for review.

use super::line::{ListedReport, listed_report};
use super::params::{PageParams, Params};
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::sentence::Sentences;
use axum::Json;
use axum::extract::State;
use isnad_model::wire::SpanJson;
use isnad_model::{ClaimType, review::ReviewedClaim};
use isnad_store::{Archive, Page, QueueFilter, ReportKey, SqliteArchive, incident_number};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// Which claims.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct QueueParams {
    /// `todo`, the only state that a queue has.
    #[param(pattern = "^todo$")]
    state: Option<String>,
    /// Of one of these types.
    #[param(max_items = 100)]
    r#type: Option<Vec<ClaimType>>,
    /// In this report.
    #[param(minimum = 1)]
    report: Option<i64>,
    /// Of this incident.
    #[param(pattern = r"^i?[1-9]\d{0,17}$")]
    incident: Option<String>,
}

/// A claim that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueItem {
    /// The report it stands in.
    pub report: ListedReport,
    /// The claim.
    pub claim: ReviewedClaim,
    /// Its sentence.
    pub sentence: SpanJson,
    /// The incident that it belongs to.
    pub incident: Option<String>,
    /// How unsure the reader is of it, 0 to 1.
    pub doubt: f32,
    /// How much depends on it. The queue goes by doubt × importance.
    pub importance: f32,
}

/// A page of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuePage {
    /// How many claims wait.
    pub total: u64,
    /// The page.
    pub items: Vec<QueueItem>,
}

/// Claims that wait for review, the most doubtful and important first.
#[utoipa::path(get, path = "/api/queue", tag = "review",
    params(QueueParams, PageParams), responses((status = 200, body = QueuePage)))]
pub async fn queue(State(desk): State<Desk>, params: Params) -> ApiResult<Json<QueuePage>> {
    if params.one("state")?.is_some_and(|s| s != "todo") {
        return Err(ApiError::bad("state", "'state' must be todo"));
    }
    let incident = params.one("incident")?;
    if incident.is_some_and(|id| incident_number(id).is_none()) {
        return Err(ApiError::bad("incident", "'incident' must be the id of an incident, such as i12"));
    }
    let of = QueueFilter {
        types: params.types()?,
        report: params.number("report", 1, i64::MAX as u64)?.map(|n| ReportKey(n as i64)),
        incident: incident.map(str::to_owned),
    };
    let (offset, limit) = params.page()?;
    Ok(Json(desk.read(move |archive| page(archive, &of, Page { offset, limit })).await?))
}

fn page(archive: &SqliteArchive, of: &QueueFilter, page: Page) -> ApiResult<QueuePage> {
    let lines = archive.review_queue(of, page)?;
    // One report has several claims in a page: its text is read once.
    let mut texts: HashMap<ReportKey, Option<(String, Vec<isnad_model::wire::BlockJson>)>> = HashMap::new();
    let mut items = Vec::with_capacity(lines.len());
    for line in lines {
        let key = line.report.key;
        if let std::collections::hash_map::Entry::Vacant(slot) = texts.entry(key) {
            let report = archive.report(key)?;
            let reading = archive.reading(key)?;
            slot.insert(report.zip(reading).map(|(s, r)| (s.report.text, r.blocks)));
        }
        let sentence = match &texts[&key] {
            Some((text, blocks)) => {
                Sentences::new(text, blocks).of(line.claim.claim.block, &line.claim.claim.trigger)
            }
            None => line.claim.claim.trigger.clone(),
        };
        items.push(QueueItem {
            report: listed_report(&line.report),
            claim: line.claim,
            sentence,
            incident: line.incident,
            doubt: line.doubt,
            importance: line.importance,
        });
    }
    Ok(QueuePage { total: archive.count_queue(of)?, items })
}
