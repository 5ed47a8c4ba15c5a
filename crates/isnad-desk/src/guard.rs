//! The door: what a request must be before it is looked at, and the headers that every answer has.
//!
//! *Comes in*: a request. *Goes out*: the answer of the rest, or a refusal; with a Content-Security-Policy and its kin on every
//! one of them. *Does not*: trust what a page of another origin can make a browser send:
//!
//! - the name in `Host` must be of loopback, or a foreign name that leads here (DNS rebinding) would be an origin of its own;
//! - what writes must come from our own page (`Origin` or `Sec-Fetch-Site`), be JSON or multipart, and carry `X-Isnad: 1`, which no form and
//!   no foreign script can send without being asked first, and nobody is answered when they ask (no CORS);
//! - what reads is refused to other sites as well;
//! - listening elsewhere than on loopback, everything but the page itself needs the token.

use crate::Desk;
use crate::error::ApiError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// The header that only our own page sends.
pub const OWN: &str = "x-isnad";
/// How long an answer may take. Adding goes on by itself after its request was answered.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long the part after the host may be.
const MOST_URI: usize = 16 << 10;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Looks at a request, lets it through or refuses it, and puts the headers on the answer.
pub async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api");
    let mut response = match check(&desk, request.method(), request.uri(), request.headers()) {
        Err(refusal) => refusal.into_response(),
        Ok(()) => match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                let message = "this took longer than two minutes and was given up";
                ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", message).into_response()
            }
        },
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A capture has a policy of its own, which is stricter.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    if api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn forbidden(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, code, message)
}

fn check(desk: &Desk, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), ApiError> {
    let closed = desk.session().is_closed();
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text(header::HOST).or_else(|| uri.authority().map(|a| a.as_str())).unwrap_or_default();
    if !closed && !is_loopback(host) {
        let message = "the desk answers to localhost and 127.0.0.1 only; open it by one of these names";
        return Err(forbidden("foreign_host", message));
    }
    if uri.path_and_query().is_some_and(|p| p.as_str().len() > MOST_URI) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "uri_too_long", "the address is too long"));
    }
    if !uri.path().starts_with("/api") {
        return Ok(());
    }
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|s| !matches!(s, "same-origin" | "none")) {
        return Err(forbidden(
            "foreign_origin",
            "another site asked for this; the desk answers to its own page only",
        ));
    }
    let writes = !matches!(*method, Method::GET | Method::HEAD);
    if writes {
        let origin = text(header::ORIGIN);
        let own_origin = origin.map(|o| {
            o.strip_prefix("http://").or_else(|| o.strip_prefix("https://")).is_some_and(|o| o == host)
        });
        // Where both are there, both must be ours.
        if own_origin == Some(false) || (own_origin.is_none() && site != Some("same-origin")) {
            let message =
                "what changes the archive must come from the desk's own page (Origin or Sec-Fetch-Site)";
            return Err(forbidden("foreign_origin", message));
        }
        if headers.get(OWN).is_none_or(|v| v != "1") {
            return Err(forbidden("own_header_missing", "the header X-Isnad: 1 is missing"));
        }
    }
    if closed && !desk.session().has_token(headers) {
        // The cookie is for what a browser fetches by itself: events and downloads.
        if writes || !desk.session().has_cookie(headers) {
            let message = "this desk needs its token: open it by the address that the program printed";
            return Err(ApiError::new(StatusCode::UNAUTHORIZED, "token_missing", message));
        }
    }
    Ok(())
}

/// Whether a `Host` names this machine's loopback.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_has_few_names() {
        for (host, own) in [
            ("localhost", true),
            ("localhost:7330", true),
            ("LOCALHOST:1", true),
            ("127.0.0.1:7330", true),
            ("127.8.8.8", true),
            ("[::1]:7330", true),
            ("::1", false),
            ("", false),
            ("localhost.example", false),
            ("127.0.0.1.example:7330", false),
            ("evil.example:7330", false),
            ("192.168.1.5:7330", false),
            ("[fe80::1]", false),
        ] {
            assert_eq!(is_loopback(host), own, "{host}");
        }
    }
}
