//! The JSON interface under `/api`: one file a resource.
//!
//! Every handler carries its part of the OpenAPI document; [`document`] puts them together and adds what all have in common. Positions count
//! Unicode scalar values of a report's text, in what comes in and what goes out.

mod add;
pub mod decision_line;
mod decisions;
mod export;
mod incident;
mod incidents;
mod line;
mod lookup;
mod meta;
pub mod params;
mod queue;
mod report;
mod reports;
mod ruling;

use crate::Desk;
use crate::error::{ApiError, ErrorBody};
use crate::events::Changed;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, OpenApi as _};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The header that every write carries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "looked at by the guard; the struct is for the document")]
pub struct OwnHeader {
    /// `1`. No form and no foreign page can send it.
    #[serde(rename = "X-Isnad")]
    #[param(pattern = "^1$")]
    own: String,
}

/// Bytes, for the document.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "for the document")]
pub struct Binary(Vec<u8>);

/// Now, RFC 3339 in UTC, to the microsecond.
pub(crate) fn now() -> String {
    format!("{:.6}", jiff::Timestamp::now())
}

/// A body of JSON, with errors in the form of the interface.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let media =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            let message = "the body must be application/json";
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|e| {
            let code = if e.status() == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "bad_body" };
            ApiError::new(e.status(), code, e.body_text())
        })?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Body(value)),
            Err(e) => Err(ApiError::new(StatusCode::BAD_REQUEST, "bad_json", e.to_string())),
        }
    }
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Isnad desk",
        description = "The interface that the page of the desk is made of. Positions count Unicode scalar values of a report's text. \
            Errors have a stable `code`, a `message` for a person, and the `field` that is wrong. Every write carries `X-Isnad: 1` and comes \
            from the desk's own page (`Origin` or `Sec-Fetch-Site`).",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ErrorBody, Changed, line::LabelledParty)),
    tags(
        (name = "archive", description = "The archive, adding to it, taking out of it"),
        (name = "incidents", description = "What many reports say of one happening"),
        (name = "reports", description = "The reports, as they came and as they were read"),
        (name = "review", description = "What people rule"),
        (name = "knowledge", description = "Places and actors"),
    )
)]
struct Document;

fn parts() -> OpenApiRouter<Desk> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(meta::meta))
        .routes(routes!(meta::session))
        .routes(routes!(incidents::list))
        .routes(routes!(incidents::map))
        .routes(routes!(incidents::timeline))
        .routes(routes!(incidents::facets))
        .routes(routes!(incident::incident))
        .routes(routes!(reports::list))
        .routes(routes!(report::report))
        .routes(routes!(report::capture))
        .routes(routes!(queue::queue))
        .routes(routes!(decisions::list, decisions::decide))
        .routes(routes!(lookup::places))
        .routes(routes!(lookup::actors))
        .routes(routes!(add::add))
        .routes(routes!(add::job))
        .routes(routes!(add::events))
        .routes(routes!(export::export))
}

/// The OpenAPI document (3.1) of the interface.
pub fn document() -> Value {
    finished(parts().split_for_parts().1)
}

fn finished(document: OpenApi) -> Value {
    // A document of plain structs can always be written.
    let mut document = serde_json::to_value(common(document)).unwrap_or_default();
    loosen(&mut document);
    document
}

/// What utoipa says too narrowly or not at all: fields of another struct that are there or not (`flatten` of an option) stand among other fields, and so
/// are never null; and of two shapes without a tag a body may fit both.
fn loosen(value: &mut Value) {
    if let Some(all) = value.get_mut("allOf").and_then(Value::as_array_mut) {
        for part in all {
            let nullable = part
                .get("oneOf")
                .and_then(Value::as_array)
                .is_some_and(|o| o.iter().any(|s| s["type"] == "null"));
            if nullable && let Some(mut shapes) = part.as_object_mut().and_then(|p| p.remove("oneOf")) {
                shapes
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .filter(|s| s["type"] == "null")
                    .for_each(|s| *s = json!({"type": "object"}));
                part["anyOf"] = shapes;
            }
        }
    }
    if let Some(on) = value.get_mut("CommentOn").and_then(Value::as_object_mut)
        && let Some(shapes) = on.remove("oneOf")
    {
        on.insert("anyOf".to_owned(), shapes);
    }
    // A reason stands beside every ruling; of a standing it must be there.
    if value.pointer("/properties/standing").is_some() && value.pointer("/properties/kind/enum").is_some() {
        value["properties"]["reason"] =
            json!({"type": "string", "minLength": 1, "maxLength": 5000, "pattern": r"\S"});
        if let Some(required) = value["required"].as_array_mut() {
            required.push(json!("reason"));
        }
    }
    match value {
        Value::Array(all) => all.iter_mut().for_each(loosen),
        Value::Object(fields) => fields.values_mut().for_each(loosen),
        _ => {}
    }
}

/// The routes of the interface.
pub(crate) fn router() -> Router<Desk> {
    let (router, document) = parts().split_for_parts();
    let document = finished(document);
    router
        .route("/api/openapi.json", axum::routing::get(move || async move { Json(document) }))
        .method_not_allowed_fallback(|| async {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this cannot be done here")
        })
}

/// Adds the refusals that every address has.
fn common(mut document: OpenApi) -> OpenApi {
    let refusal = |what: &str| -> RefOr<Response> {
        let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
        ResponseBuilder::new().description(what).content("application/json", body).build().into()
    };
    for (path, item) in &mut document.paths.paths {
        let name = path.trim_start_matches("/api/").replace(['/', '{', '}', '-'], "_").replace("__", "_");
        for (method, operation) in [("get", item.get.as_mut()), ("post", item.post.as_mut())] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{}", name.trim_end_matches('_')));
            }
        }
        let reads = item.get.is_some();
        for operation in [item.get.as_mut(), item.post.as_mut()].into_iter().flatten() {
            let writes = operation.request_body.is_some() || !reads;
            let mut all = vec![
                ("400", "A parameter or the body cannot be understood; `field` says which."),
                ("401", "The desk listens beyond loopback, and the token is missing."),
                ("403", "Another site asked, or the name of the host is not of loopback."),
                ("500", "A fault of the desk, or a damaged archive."),
                ("503", "Another program is writing, or this took too long; try again."),
            ];
            if writes {
                all.push(("413", "The body is too large."));
                all.push(("415", "The body is not of a form that is taken."));
            }
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    let done = status.starts_with('2');
                    response.description = if done { "Done." } else { "It is not there." }.to_owned();
                }
            }
            // A parameter with a schema of its own is never required for utoipa.
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.name == "as"
                {
                    parameter.required = utoipa::openapi::Required::True;
                }
            }
            // The server's own, before the guard sees the request.
            let long = ResponseBuilder::new().description("The address is longer than 64 kilobytes.").build();
            operation.responses.responses.insert("414".to_owned(), long.into());
            for (status, what) in all {
                operation.responses.responses.entry(status.to_owned()).or_insert_with(|| refusal(what));
            }
        }
    }
    document
}
