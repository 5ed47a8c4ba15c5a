//! The files of the page, as `build.rs` embedded them.
//!
//! *Comes in*: a path, and what encodings are taken. *Goes out*: the file of that name, in brotli or gzip as it was packed when the page was built; `index.html` for the page's own addresses (`/incident/i12`), so that they can be kept
//! and reloaded. *Does not*: look at any disk: what was not embedded is not there, and `..` leads nowhere.

use crate::error::ApiError;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

/// An embedded file.
struct File {
    /// Its path below the page's root.
    path: &'static str,
    bytes: &'static [u8],
    /// The same in brotli, where that is smaller.
    br: Option<&'static [u8]>,
    /// The same in gzip.
    gz: Option<&'static [u8]>,
    /// A hash of the bytes.
    hash: &'static str,
}

/// Encodings that the page is embedded in, the smaller first.
const ENCODINGS: [&str; 2] = ["br", "gzip"];

impl File {
    fn packed(&self, encoding: &str) -> Option<&'static [u8]> {
        if encoding == "br" { self.br } else { self.gz }
    }
}

/// How much each of [`ENCODINGS`] is wanted, 0 to 1000; 0 where `Accept-Encoding` does not allow it.
fn wanted(headers: &HeaderMap) -> [u16; 2] {
    let mut named = [None; 2];
    let mut rest = 0;
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    for one in values.flat_map(|v| v.split(',')) {
        let (name, parameters) = one.split_once(';').unwrap_or((one, ""));
        let quality =
            parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        // What cannot be read allows nothing.
        let quality = quality.filter(|q| (0.0..=1.0).contains(q)).map_or(0, |q| (q * 1000.0) as u16);
        let name = name.trim();
        match ENCODINGS.iter().position(|e| name.eq_ignore_ascii_case(e)) {
            Some(n) => named[n] = Some(quality),
            None if name == "*" => rest = quality,
            None => {}
        }
    }
    named.map(|n| n.unwrap_or(rest))
}

/// The encoding to send a file in: the most wanted, of those wanted alike the smaller; `None` for none.
fn encoding(file: &File, headers: &HeaderMap) -> Option<(&'static str, &'static [u8])> {
    let wanted = ENCODINGS.into_iter().zip(wanted(headers)).rev();
    let there = wanted.filter(|(_, w)| *w > 0).filter_map(|(e, w)| Some((e, w, file.packed(e)?)));
    there.max_by_key(|(_, w, _)| *w).map(|(e, _, bytes)| (e, bytes))
}

/// Whether the browser holds the bytes of this tag already.
fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let mut tags = values.flat_map(|v| v.split(',')).map(str::trim);
    tags.any(|t| t == "*" || t.strip_prefix("W/").unwrap_or(t) == tag)
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
    let packed = encoding(found, &headers);
    // The same file in another encoding is another run of bytes, and has a tag of its own.
    let tag = match packed {
        Some((encoding, _)) => format!("\"{}-{encoding}\"", found.hash),
        None => format!("\"{}\"", found.hash),
    };
    let same = is_held(&headers, &tag);
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        packed.map_or(found.bytes, |(_, bytes)| bytes).into_response()
    };
    let out = response.headers_mut();
    // Vite puts a hash into the names of what it builds.
    let lasting = found.path.starts_with("assets/");
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media(found.path)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some((encoding, _)) = packed.filter(|_| !same) {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: File = File { path: "a.js", bytes: b"plain", br: Some(b"br"), gz: Some(b"gz"), hash: "0" };

    fn sent(file: &File, accept: &[&str]) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap());
        }
        encoding(file, &headers).map(|(e, _)| e)
    }

    #[test]
    fn what_is_taken_is_sent() {
        for (accept, want) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip, deflate", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("gzip;q=1.0, br;q=0.5", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("br;q=0, *", Some("gzip")),
            ("*", Some("br")),
            ("*;q=0", None),
            ("*;q=0, gzip;q=0.1", Some("gzip")),
            ("br;q=x", None),
            ("br; q=0.2", Some("br")),
            ("br;q=NaN, gzip;q=-1", None),
            ("identity", None),
            ("brotli", None),
            ("", None),
        ] {
            assert_eq!(sent(&FILE, &[accept]), want, "{accept}");
        }
        assert_eq!(sent(&FILE, &[]), None);
        assert_eq!(sent(&FILE, &["gzip", "br"]), Some("br"));
        assert_eq!(sent(&File { br: None, ..FILE }, &["br, gzip;q=0.1"]), Some("gzip"));
        assert_eq!(sent(&File { br: None, gz: None, ..FILE }, &["br, gzip"]), None);
    }

    #[test]
    fn tags_are_known_again() {
        for (held, want) in [
            ("\"0-br\"", true),
            ("W/\"0-br\"", true),
            ("\"1\", \"0-br\"", true),
            ("*", true),
            ("\"0\"", false),
            ("0-br", false),
        ] {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(held))]);
            assert_eq!(is_held(&headers, "\"0-br\""), want, "{held}");
        }
    }
}
