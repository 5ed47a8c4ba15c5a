//! Adding files and texts, and what happens meanwhile.

use super::params::Name;
use super::{Body, OwnHeader};
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::events;
use crate::jobs::{self, Input, Job};
use crate::refusal;
use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::Sse;
use isnad_page::{Record, TextRecord};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Files of one request, at most.
const MOST_FILES: usize = 10_000;
/// Characters of a title, an address or an outlet, at most.
const MOST_WORDS: usize = 2000;

/// A text that was pasted, with what is known of it.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct PastedText {
    /// The text.
    #[schema(min_length = 1, pattern = r"\S")]
    pub text: String,
    /// Title.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub title: Option<String>,
    /// Address.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub url: Option<String>,
    /// Outlet.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub outlet: Option<String>,
    /// Date of publication, in any of the usual forms.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub published: Option<String>,
}

/// Files, each a part with its name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "for the document")]
pub struct Files {
    /// The files.
    #[schema(value_type = Vec<String>, format = Binary, min_items = 1)]
    files: Vec<Vec<u8>>,
}

/// A job that was begun.
#[derive(Debug, Serialize, ToSchema)]
pub struct Begun {
    /// Its id.
    pub job: String,
}

/// Adds files, or one text. The answer comes at once; the job goes on.
#[utoipa::path(post, path = "/api/add", tag = "archive",
    params(OwnHeader),
    request_body(content((PastedText = "application/json"), (Files = "multipart/form-data"))),
    responses((status = 202, body = Begun),
              (status = 429, description = "Four jobs are at it already; wait until one is done.", body = crate::ErrorBody),
              (status = 422, description = "No file, or a field is too long.", body = crate::ErrorBody)))]
pub async fn add(State(desk): State<Desk>, request: Request) -> ApiResult<(StatusCode, Json<Begun>)> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let inputs = if media.starts_with("multipart/form-data") {
        files(request).await?
    } else {
        let Body(text) = Body::<PastedText>::from_request(request, &()).await?;
        vec![pasted(text)?]
    };
    if inputs.is_empty() {
        return Err(ApiError::refused("files", refusal::NO_FILE));
    }
    let job = jobs::start(&desk, inputs)?;
    Ok((StatusCode::ACCEPTED, Json(Begun { job: job.id })))
}

async fn files(request: Request) -> ApiResult<Vec<Input>> {
    let broken = |e: axum::extract::multipart::MultipartError| {
        let status = e.status();
        let code = if status == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "bad_multipart" };
        ApiError::new(status, code, e.body_text()).at("files")
    };
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|e| ApiError::new(StatusCode::BAD_REQUEST, "bad_multipart", e.body_text()))?;
    let mut out = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let Some(name) = part.file_name().map(jobs::label).filter(|_| part.name() == Some("files")) else {
            return Err(ApiError::refused("files", refusal::FILE_NAME));
        };
        if out.len() >= MOST_FILES {
            let message = format!("{MOST_FILES} files at most in one request");
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many", message).at("files"));
        }
        let bytes = part.bytes().await.map_err(broken)?.to_vec();
        out.push(Input::File { name, bytes });
    }
    Ok(out)
}

fn pasted(given: PastedText) -> ApiResult<Input> {
    if given.text.trim().is_empty() {
        return Err(ApiError::refused("text", refusal::TEXT_BLANK));
    }
    let field = |name: &str, value: Option<String>| -> ApiResult<Option<String>> {
        let value = value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        if value.as_ref().is_some_and(|v| v.chars().nth(MOST_WORDS).is_some()) {
            return Err(ApiError::refused(name, refusal::TOO_LONG.of(MOST_WORDS)));
        }
        Ok(value)
    };
    let mut record = TextRecord {
        title: field("title", given.title)?,
        url: field("url", given.url)?,
        outlet: field("outlet", given.outlet)?,
        published: field("published", given.published)?,
        text: given.text,
        ..TextRecord::default()
    };
    record.id = format!("pasted-{}", isnad_model::Sha256::of(&record.text).short(12));
    let mut record = Record::from_text(record);
    record.sighting.file = "(pasted)".to_owned();
    Ok(Input::Text(Box::new(record)))
}

/// How far a job is.
#[utoipa::path(get, path = "/api/jobs/{id}", tag = "archive",
    params(("id" = String, Path, description = "The job's id.")),
    responses((status = 200, body = Job), (status = 404, body = crate::ErrorBody)))]
pub async fn job(State(desk): State<Desk>, Name(id): Name) -> ApiResult<Json<Job>> {
    let none = || ApiError::not_found("there is no job of this id since the desk was opened");
    desk.jobs().get(&id).map(Json).ok_or_else(none)
}

/// What happens meanwhile, as server-sent events: `job` with a job, `changed` with what changed in the archive, `ping`.
#[utoipa::path(get, path = "/api/events", tag = "archive",
    responses((status = 200, description = "The stream; it does not end.", body = String, content_type = "text/event-stream")))]
pub async fn events(
    State(desk): State<Desk>,
) -> Sse<impl futures_util::Stream<Item = Result<axum::response::sse::Event, std::convert::Infallible>>> {
    Sse::new(events::stream(&desk))
}
