//! The files of the page, as `build.rs` embedded them.
//!
//! *Comes in*: a path. *Goes out*: the file of that name; `index.html` for the page's own addresses (`/incident/i12`), so that they can be kept
//! and reloaded. *Does not*: look at any disk: what was not embedded is not there, and `..` leads nowhere.

use crate::error::ApiError;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

/// An embedded file.
struct File {
    /// Its path below the page's root.
    path: &'static str,
    bytes: &'static [u8],
    /// A hash of the bytes, in quotation marks.
    etag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Whether the program was built with the page.
pub fn has_page() -> bool {
    file("index.html").is_some()
}

fn file(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|f| f.path.cmp(path)).ok().map(|n| &FILES[n])
}

fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "geojson" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What is shown where the program was built without the page.
const MISSING: &str = include_str!("missing.html");

/// Answers every path that is not of the interface.
pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::not_found("the interface has no such address; /api/openapi.json lists them")
            .into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "pages can only be read")
            .into_response();
    }
    let name = path.trim_start_matches('/');
    // A name with an ending is a file, or nothing; all else is an address within the page.
    let found = match file(name) {
        Some(f) => f,
        None if name.rsplit('/').next().is_some_and(|last| last.contains('.')) => {
            return (StatusCode::NOT_FOUND, "there is no such file").into_response();
        }
        None => match file("index.html") {
            Some(f) => f,
            None => return (StatusCode::OK, Html(MISSING)).into_response(),
        },
    };
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v == found.etag);
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { found.bytes.into_response() };
    let out = response.headers_mut();
    // Vite puts a hash into the names of what it builds.
    let lasting = found.path.starts_with("assets/");
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media(found.path)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::ETAG, HeaderValue::from_static(found.etag));
    response
}
