//! Exports: the files of `isnad export`, of what the filter finds.

use super::params::{FilterParams, Params};
use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::index::Filter;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use isnad_export::{Form, Incidents, Of, Rows, What, file_name};
use isnad_store::Archive;
use serde::Deserialize;
use std::io::{self, Write};
use tokio::sync::mpsc::{Sender, channel};
use utoipa::IntoParams;

/// What is exported.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the document")]
pub struct ExportParams {
    /// What.
    #[param(required = true, pattern = "^(incidents|claims|reports|decisions)$")]
    what: String,
    /// In which form; not every thing has every form, and /api/meta lists those of each.
    #[param(rename = "as", required = true, schema_with = forms)]
    form: String,
    /// Only these incidents, each by its id; one that was merged stands for where it went. Where the filter says more, both must hold.
    #[param(max_items = 1000)]
    id: Option<Vec<String>>,
}

/// Incidents that one export may name.
const MOST_IDS: usize = 1000;

fn forms() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let names = Form::ALL.iter().map(|f| f.as_str());
    let text = utoipa::openapi::schema::Type::String;
    utoipa::openapi::ObjectBuilder::new().schema_type(text).enum_values(Some(names)).into()
}

/// A file that is sent while it is written.
struct Sending(Sender<io::Result<Vec<u8>>>);

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.blocking_send(Ok(bytes.to_vec())).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The numbers of the incidents of these ids, in order.
async fn numbers(desk: &Desk, ids: Vec<String>) -> ApiResult<Vec<i64>> {
    let listed: Vec<bool> = {
        let index = desk.index();
        ids.iter().map(|id| index.line(id).is_some()).collect()
    };
    desk.read(move |archive| {
        let mut out = Vec::with_capacity(ids.len());
        for (id, listed) in ids.into_iter().zip(listed) {
            // What is not in the list may have gone into another.
            let now = if listed { Some(id.clone()) } else { archive.incident(&id)?.map(|i| i.id) };
            let number = now.as_deref().and_then(isnad_store::incident_number);
            let none = || ApiError::not_found(format!("there is no incident '{id}'")).at("id");
            out.push(number.ok_or_else(none)?);
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    })
    .await
}

/// A file of incidents, claims, reports or decisions. Incidents are those that are named by `id` and that the filter finds; where either is
/// given, claims and reports are those of its incidents; decisions are all, and cannot be asked for by incident.
#[utoipa::path(get, path = "/api/export", tag = "archive",
    params(ExportParams, FilterParams),
    responses((status = 200, description = "The file, as an attachment.", content(
        (String = "application/x-ndjson; charset=utf-8"), (String = "text/csv; charset=utf-8; header=present"),
        (serde_json::Value = "application/geo+json"), (super::Binary = "application/vnd.apache.parquet"))),
        (status = 404, description = "`no_form`: this is not written in that form; `not_found`: there is no incident of this id.", body = crate::ErrorBody)))]
pub async fn export(State(desk): State<Desk>, params: Params) -> ApiResult<Response> {
    let what = params.one("what")?.and_then(What::from_name);
    let what =
        what.ok_or_else(|| ApiError::bad("what", "'what' must be incidents, claims, reports or decisions"))?;
    let forms: Vec<&str> = what.forms().filter(|f| f.is_built()).map(|f| f.as_str()).collect();
    let no_form = || format!("{what} are written as one of: {}", forms.join(", "));
    let form = params.one("as")?.and_then(Form::from_name).ok_or_else(|| ApiError::bad("as", no_form()))?;
    if !what.has(form) || !form.is_built() {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "no_form", no_form()).at("as"));
    }
    let filter = params.filter()?;
    let unfiltered = filter == Filter::default();
    let named: Vec<String> = params.several("id", MOST_IDS)?.into_iter().map(str::to_owned).collect();
    if what == What::Decisions && !named.is_empty() {
        return Err(ApiError::bad("id", "decisions are exported all together, not by incident"));
    }
    let all = unfiltered && named.is_empty();
    let only = if named.is_empty() { None } else { Some(numbers(&desk, named).await?) };
    let ids = match only {
        Some(only) if unfiltered => only,
        only => {
            let mut found = desk.over(filter, |index, found| index.numbers(found)).await?;
            found.retain(|id| only.as_ref().is_none_or(|only| only.binary_search(id).is_ok()));
            found
        }
    };
    // A file of one incident says of which.
    let of = match ids.as_slice() {
        [id] if !all => format!("i{id}."),
        _ => String::new(),
    };
    let (send, receive) = channel(16);
    let own = desk.clone();
    let writing = tokio::spawn(async move {
        let failed = send.clone();
        let knowledge = std::sync::Arc::clone(own.knowledge());
        let done = own.read(move |archive| {
            let everything = isnad_store::Filter::default();
            let rows = if all { Rows::Filter(&everything) } else { Rows::OfIncidents(&ids) };
            let of = match what {
                What::Incidents => Of::Incidents(Incidents::Ids(&ids), &knowledge.lookup),
                What::Claims => Of::Claims(rows),
                What::Reports => Of::Reports(rows),
                What::Decisions => Of::Decisions,
            };
            isnad_export::write(archive, of, form, Sending(send)).map_err(|_| ApiError::internal())
        });
        if done.await.is_err() {
            // The file is cut off, and the browser must see that it is: the connection breaks.
            let _ = failed.send(Err(io::Error::other("the export failed"))).await;
        }
    });
    drop(writing);
    let body = futures_util::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|chunk| (chunk, receive))
    });
    let mut response = Response::new(Body::from_stream(body));
    let name = format!("attachment; filename=\"{of}{}\"", file_name(what, form));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    let name = HeaderValue::from_str(&name).map_err(|_| ApiError::internal())?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
