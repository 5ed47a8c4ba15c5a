//! One report: its text, what was read in it, what people made of that, and the bytes it came from.

use super::decision_line::{DecisionLine, line};
use super::line::{EntityLabel, ListedIncident, labels, listed, published};
use super::params::Name;
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use isnad_model::review::ReviewedClaim;
use isnad_model::wire::{BlockJson, LinkedJson, MentionJson, ProblemJson, PublishedJson, WordingJson};
use isnad_model::{Decision, Sha256, Versions};
use isnad_store::{Archive, ReportKey, SqliteArchive};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The report itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportHead {
    /// The report's id, as its record gave it.
    pub id: String,
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
    /// The capture it was read from.
    pub capture: Sha256,
    /// SHA-256 of its text.
    pub text_sha256: Sha256,
    /// When it was added, RFC 3339 in UTC.
    pub added_at: String,
    /// Version of the program that extracted it first.
    pub extractor: String,
}

/// A loaded word with what a neutral writer would put.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadedWord {
    /// The word.
    #[serde(flatten)]
    pub wording: WordingJson,
    /// What a neutral writer would put; null where the lexicon does not say.
    pub neutral: Option<String>,
}

/// Where the capture was met.
#[derive(Debug, Serialize, ToSchema)]
pub struct SightingJson {
    /// Address that the record gives for itself.
    pub url: Option<String>,
    /// When the record says that it was fetched.
    pub retrieved_at: Option<String>,
    /// The file, as the user named it.
    pub file: String,
    /// 1-based line of a line-based input.
    pub line: Option<u64>,
    /// When it was added, RFC 3339 in UTC.
    pub added_at: String,
}

/// A version of the page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageVersionJson {
    /// The report.
    pub key: i64,
    /// When it was fetched.
    pub retrieved_at: Option<String>,
    /// Whether no later extraction of the same capture took its place.
    pub current: bool,
}

/// A report with what belongs to it. Positions count Unicode scalar values of `text`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// The archive's number.
    pub key: i64,
    /// The report.
    pub report: ReportHead,
    /// Its text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<BlockJson>,
    /// Its claims, as people left them.
    pub claims: Vec<ReviewedClaim>,
    /// Claims that people rejected.
    pub rejected: Vec<ReviewedClaim>,
    /// Decisions whose words are not found in this text any more.
    pub lost: Vec<Decision>,
    /// Claims of other stories' headlines on the page.
    pub links: Vec<LinkedJson>,
    /// Names, places, times, quantities.
    pub mentions: Vec<MentionJson>,
    /// Loaded words.
    pub wording: Vec<LoadedWord>,
    /// What was met while reading.
    pub problems: Vec<ProblemJson>,
    /// What made the reading.
    pub versions: Versions,
    /// Where the capture was met.
    pub sightings: Vec<SightingJson>,
    /// Decisions on the text, in order.
    pub decisions: Vec<DecisionLine>,
    /// The incidents that it is in.
    pub incidents: Vec<ListedIncident>,
    /// Names of the registered actors in it.
    pub labels: BTreeMap<String, EntityLabel>,
    /// The versions of the page, the earliest fetched first; this one too.
    pub page_versions: Vec<PageVersionJson>,
}

/// One report.
#[utoipa::path(get, path = "/api/reports/{key}", tag = "reports",
    params(("key" = i64, Path, minimum = 1, description = "The archive's number of the report.")),
    responses((status = 200, body = ReportView), (status = 404, body = crate::ErrorBody)))]
pub async fn report(State(desk): State<Desk>, name: Name) -> ApiResult<Json<ReportView>> {
    let key = name.report()?;
    let own = desk.clone();
    Ok(Json(desk.read(move |archive| view(&own, archive, key)).await?))
}

fn view(desk: &Desk, archive: &SqliteArchive, key: ReportKey) -> ApiResult<ReportView> {
    let none =
        || ApiError::not_found("there is no report of this number, or a later extraction took its place");
    let (stored, reading, reviewed) = archive.reviewed(key)?.ok_or_else(none)?;
    let report = stored.report;
    let title = report.title.as_deref();
    let decisions = archive.decisions_on_text(&report.text_sha256)?;
    let decisions = decisions
        .into_iter()
        .map(|d| line(desk, archive, d, Some((key, title))))
        .collect::<isnad_store::Result<_>>()?;
    let registry = &desk.knowledge().registry;
    let incidents = archive.incidents_of_report(key)?;
    let lines: Vec<_> = {
        let index = desk.index();
        incidents.iter().filter_map(|id| index.line(id).cloned()).collect()
    };
    let sightings = archive.sightings(&report.capture)?.into_iter().map(|s| SightingJson {
        url: s.sighting.url,
        retrieved_at: s.sighting.retrieved_at,
        file: s.sighting.file,
        line: s.sighting.line,
        added_at: s.added_at,
    });
    let versions = match &report.url {
        Some(url) => archive.page_versions(url)?,
        None => Vec::new(),
    };
    let entities = reviewed.claims.iter().chain(&reviewed.rejected).flat_map(|c| {
        let parties = c.claim.actor.iter().chain(&c.claim.target).map(|p| p.entity.as_ref());
        parties.chain(c.claim.says.iter().map(|l| l.entity.as_ref()))
    });
    let labels = labels(registry, entities.chain(reading.mentions.iter().map(|m| m.entity.as_ref())));
    Ok(ReportView {
        key: key.0,
        text: report.text.clone(),
        blocks: reading.blocks,
        links: reading.links,
        mentions: reading.mentions,
        wording: reading
            .wording
            .into_iter()
            .map(|w| LoadedWord { neutral: desk.knowledge().neutral(&w).map(str::to_owned), wording: w })
            .collect(),
        problems: reading.problems,
        versions: reading.versions,
        sightings: sightings.collect(),
        decisions,
        incidents: lines.iter().map(|l| listed(l, registry)).collect(),
        labels,
        page_versions: versions
            .into_iter()
            .map(|v| PageVersionJson {
                key: v.report.key.0,
                retrieved_at: v.retrieved_at,
                current: v.current,
            })
            .collect(),
        claims: reviewed.claims,
        rejected: reviewed.rejected,
        lost: reviewed.lost,
        report: ReportHead {
            // As the reading has it, with the place in the text.
            published: reading.published.or_else(|| report.published.as_ref().map(published)),
            id: report.id,
            url: report.url,
            title: report.title,
            language: report.language,
            outlet: report.outlet,
            capture: report.capture,
            text_sha256: report.text_sha256,
            added_at: stored.added_at,
            extractor: stored.extractor,
        },
    })
}

/// The bytes as they came. Never shown by a browser: always a download of unknown form, in a sandbox.
#[utoipa::path(get, path = "/api/reports/{key}/capture", tag = "reports",
    params(("key" = i64, Path, minimum = 1, description = "The archive's number of the report.")),
    responses((status = 200, body = super::Binary, content_type = "application/octet-stream"),
              (status = 404, body = crate::ErrorBody)))]
pub async fn capture(State(desk): State<Desk>, name: Name) -> ApiResult<Response> {
    let key = name.report()?;
    let capture = desk
        .read(move |archive| {
            let none = || ApiError::not_found("there is no report of this number");
            let report = archive.report(key)?.ok_or_else(none)?;
            let gone = || ApiError::not_found("the archive does not hold the capture of this report");
            archive.capture(&report.report.capture)?.ok_or_else(gone)
        })
        .await?;
    let name = format!("attachment; filename=\"{}.bin\"", capture.sha256);
    let mut response = capture.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| ApiError::internal())?);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    Ok(response)
}
