//! Reports as a list: by search, or the newest first.

use super::line::{ListedReport, listed_report};
use super::params::{PageParams, Params, ReviewParam};
use crate::Desk;
use crate::error::ApiResult;
use crate::index::ReviewFilter;
use axum::Json;
use axum::extract::State;
use isnad_model::ClaimType;
use isnad_store::{Archive, DateRange, Filter, Page, QueueFilter, SearchRequest, SqliteArchive};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct ReportParams {
    /// Words of the report, in the language of search; the best fit comes first.
    #[param(max_length = 1000)]
    q: Option<String>,
    /// One of these published it.
    #[param(max_items = 100)]
    outlet: Option<Vec<String>>,
    /// Published on or after this day.
    from: Option<Date>,
    /// Published on or before this day.
    to: Option<Date>,
    /// It is in one of these languages, BCP 47.
    #[param(max_items = 100)]
    language: Option<Vec<String>>,
    /// One of its claims is of one of these types.
    #[param(max_items = 100)]
    r#type: Option<Vec<ClaimType>>,
    /// Whether claims of it wait for review.
    #[param(inline)]
    review: Option<ReviewParam>,
}

/// A piece of a report's text around the words that were sought.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExcerptJson {
    /// The piece.
    pub text: String,
    /// First character in the report's text, counted in Unicode scalar values.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words that were found, likewise.
    pub highlights: Vec<HighlightJson>,
}

/// A stretch of characters.
#[derive(Debug, Serialize, ToSchema)]
pub struct HighlightJson {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A report of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportItem {
    /// The report.
    #[serde(flatten)]
    pub report: ListedReport,
    /// The incidents that it is in.
    pub incidents: Vec<String>,
    /// On how many of its claims a person ruled.
    pub reviewed: usize,
    /// Where the words that were sought stand; null without words.
    pub excerpt: Option<ExcerptJson>,
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportPage {
    /// How many there are.
    pub total: u64,
    /// The page.
    pub items: Vec<ReportItem>,
}

/// Reports: what a search finds, the best first; else all, the newest first.
#[utoipa::path(get, path = "/api/reports", tag = "reports",
    params(ReportParams, PageParams), responses((status = 200, body = ReportPage)))]
pub async fn list(State(desk): State<Desk>, params: Params) -> ApiResult<Json<ReportPage>> {
    let owned =
        |all: Vec<&str>| all.into_iter().filter(|v| !v.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let filter = Filter {
        published: DateRange { from: params.date("from")?, to: params.date("to")? },
        outlets: owned(params.all("outlet")?),
        languages: owned(params.all("language")?),
        types: params.types()?,
        waiting: params.review()?.map(|r| r == ReviewFilter::Todo),
        ..Filter::default()
    };
    let (offset, limit) = params.page()?;
    let page = Page { offset, limit };
    let query = params.text("q")?.map(str::to_owned);
    Ok(Json(desk.read(move |archive| reports(archive, filter, page, query)).await?))
}

fn reports(
    archive: &SqliteArchive,
    filter: Filter,
    page: Page,
    query: Option<String>,
) -> ApiResult<ReportPage> {
    let (total, lines) = match query {
        Some(query) => {
            let found = archive.search(&SearchRequest { query, filter, page })?;
            let hits = found.hits.into_iter().map(|h| {
                let e = h.excerpt;
                let highlights = e.highlights.iter().map(|s| HighlightJson { start: s.start, end: s.end });
                let excerpt = ExcerptJson {
                    highlights: highlights.collect(),
                    text: e.text,
                    start: e.at.start,
                    end: e.at.end,
                };
                (h.report, Some(excerpt))
            });
            (found.total, hits.collect::<Vec<_>>())
        }
        None => {
            let lines = archive.reports(&filter, page)?;
            (archive.count_reports(&filter)?, lines.into_iter().map(|r| (r, None)).collect())
        }
    };
    let mut items = Vec::with_capacity(lines.len());
    for (line, excerpt) in lines {
        let waiting =
            archive.count_queue(&QueueFilter { report: Some(line.key), ..QueueFilter::default() })?;
        items.push(ReportItem {
            incidents: archive.incidents_of_report(line.key)?,
            reviewed: line.claims.saturating_sub(waiting as usize),
            report: listed_report(&line),
            excerpt,
        });
    }
    Ok(ReportPage { total, items })
}
