//! Errors as the interface gives them: a status, a stable word, a sentence for a person, and the field where it is one's fault.

use crate::api::decision_line::DecisionLine;
use crate::refusal::{self, Refusal};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// What was wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorBody {
    /// A stable word for programs: `bad_value`, `not_found`, `decided_meanwhile`, `busy`, …
    pub code: String,
    /// A sentence for a person, in English.
    pub message: String,
    /// The parameter or the field of the body that is wrong; null where it is none.
    pub field: Option<String>,
    /// What exactly does not hold, as a stable word (`does_not_hold`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = reasons)]
    pub reason: Option<&'static str>,
    /// The number that the message names, where it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// The newer decision, where one came meanwhile (`decided_meanwhile`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<DecisionLine>>,
}

fn reasons() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let text = utoipa::openapi::schema::Type::String;
    let words = refusal::ALL.iter().map(|r| r.reason);
    let object = utoipa::openapi::ObjectBuilder::new().schema_type(text).enum_values(Some(words));
    object.description(Some("What exactly does not hold, as a stable word (`does_not_hold`).")).into()
}

/// An error with its status.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// HTTP status.
    pub status: StatusCode,
    /// What is told.
    pub body: ErrorBody,
}

/// What a call of the interface gives.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error of this status and stable word.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let body = ErrorBody {
            code: code.to_owned(),
            message: message.into(),
            field: None,
            reason: None,
            n: None,
            decision: None,
        };
        ApiError { status, body }
    }

    /// A parameter or body that cannot be understood (400).
    pub fn bad(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_value", message).at(field)
    }

    /// A body that is understood and does not hold (422).
    pub fn refused(field: impl Into<String>, why: Refusal) -> Self {
        let mut e = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "does_not_hold", why.message()).at(field);
        e.body.reason = Some(why.reason);
        e.body.n = why.n;
        e
    }

    /// Nothing of that name (404).
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", what)
    }

    /// A fault of ours (500).
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the desk failed at this; what was asked was not done. Please report it with what you did",
        )
    }

    /// The same, about this field.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.body.field = Some(field.into());
        self
    }
}

impl From<isnad_store::Error> for ApiError {
    fn from(e: isnad_store::Error) -> Self {
        use isnad_store::Error as E;
        let message = e.to_string();
        match e {
            E::Busy { .. } => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message),
            E::QueryTooLong { .. } => Self::new(StatusCode::BAD_REQUEST, "query_too_long", message).at("q"),
            E::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message),
            E::Damaged { .. } => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "damaged", message),
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "archive", message),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        }
        response
    }
}
