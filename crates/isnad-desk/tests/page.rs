//! The page's files: in which encoding they are sent, and what is never packed.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use isnad_desk::has_page;
use std::io::Read;
use support::{Answer, Given, given};

fn ask(g: &Given, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path).header("host", "127.0.0.1:7330");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    g.send(request.body(Body::empty()).unwrap())
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut out = Vec::new();
    match answer.header("content-encoding") {
        "br" => brotli_decompressor::BrotliDecompress(&mut answer.bytes.as_slice(), &mut out).unwrap(),
        "gzip" => drop(flate2::read::GzDecoder::new(answer.bytes.as_slice()).read_to_end(&mut out).unwrap()),
        "" => out.clone_from(&answer.bytes),
        other => panic!("{other}"),
    }
    out
}

#[test]
fn files_are_sent_packed_as_they_are_taken() {
    // Built without Node there is no page to send.
    if !has_page() {
        return;
    }
    let g = given();
    let index = ask(&g, "/", &[]);
    let html = String::from_utf8(index.bytes.clone()).unwrap();
    let script = html.split('"').find(|p| p.starts_with("/assets/") && p.ends_with(".js")).unwrap();
    let plain = ask(&g, script, &[]);
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept-Encoding"));
    let mut tags = vec![plain.header("etag").to_owned()];
    for (accept, want) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", "")] {
        let answer = ask(&g, script, &[("accept-encoding", accept)]);
        assert_eq!(answer.header("content-encoding"), want, "{accept}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert!(unpacked(&answer) == plain.bytes, "{accept}: other bytes");
        if want.is_empty() {
            assert_eq!(answer.header("etag"), tags[0]);
            continue;
        }
        assert!(answer.bytes.len() * 2 < plain.bytes.len(), "{accept}: {} bytes", answer.bytes.len());
        // Each encoding has a tag of its own, by which it is known again.
        let tag = answer.header("etag").to_owned();
        assert!(!tags.contains(&tag));
        let again = ask(&g, script, &[("accept-encoding", accept), ("if-none-match", &tag)]);
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(again.header("etag"), tag);
        let other = ask(&g, script, &[("accept-encoding", accept), ("if-none-match", &tags[0])]);
        assert_eq!(other.status, StatusCode::OK);
        tags.push(tag);
    }
    // What was packed beside a file is no file of its own.
    for ending in ["br", "gz"] {
        assert_eq!(ask(&g, &format!("{script}.{ending}"), &[]).status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn the_interface_is_not_packed() {
    let g = given();
    for path in ["/api/incidents", "/api/openapi.json", "/api/export?what=claims&as=csv"] {
        assert_eq!(
            ask(&g, path, &[("accept-encoding", "gzip, br")]).header("content-encoding"),
            "",
            "{path}"
        );
    }
}
