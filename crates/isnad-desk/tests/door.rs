//! Who may ask for what: hosts, origins, headers, tokens, hostile names and texts.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use support::{Given, given, multipart, own};

const HOST: &str = "127.0.0.1:7330";

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path).header("host", HOST)
}

#[test]
fn every_answer_has_the_headers() {
    let g = given();
    for path in ["/", "/incident/i1", "/api/meta", "/api/nothing", "/nothing.js", "/api/incidents?from=x"] {
        let answer = g.ask(path);
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        if path.starts_with("/api") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let g = given();
    let send = |r: axum::http::request::Builder| g.send(r.body(Body::empty()).unwrap());
    for host in ["evil.example", "evil.example:7330", "127.0.0.1.evil.example", "192.168.0.1"] {
        let answer = send(Request::get("/api/meta").header("host", host));
        assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "foreign_host".into()), "{host}");
        // The page as well: a foreign name must not become an origin of ours.
        assert_eq!(send(Request::get("/").header("host", host)).status, StatusCode::FORBIDDEN);
    }
    assert_eq!(send(Request::get("/api/meta")).status, StatusCode::FORBIDDEN, "no host");
    for site in ["cross-site", "same-site"] {
        assert_eq!(send(get("/api/meta").header("sec-fetch-site", site)).status, StatusCode::FORBIDDEN);
    }
    assert_eq!(send(get("/api/meta").header("sec-fetch-site", "same-origin")).status, StatusCode::OK);

    let body = json!({"kind": "undo", "decision": "none"}).to_string();
    let write = |headers: &[(&str, &str)]| {
        let mut r = Request::post("/api/decisions").header("host", HOST);
        for (name, value) in headers {
            r = r.header(*name, *value);
        }
        g.send(r.body(Body::from(body.clone())).unwrap())
    };
    let (json, origin, own) =
        (("content-type", "application/json"), ("origin", "http://127.0.0.1:7330"), ("x-isnad", "1"));
    for (headers, status, code) in [
        (vec![json, origin, own], 404, "not_found"),
        (vec![json, ("sec-fetch-site", "same-origin"), own], 404, "not_found"),
        (vec![json, own], 403, "foreign_origin"),
        (vec![json, ("origin", "http://evil.example"), own], 403, "foreign_origin"),
        (vec![json, ("origin", "http://127.0.0.1:7331"), own], 403, "foreign_origin"),
        (vec![json, ("origin", "null"), own], 403, "foreign_origin"),
        (
            vec![json, ("origin", "http://evil.example"), ("sec-fetch-site", "same-origin"), own],
            403,
            "foreign_origin",
        ),
        (vec![json, origin, ("sec-fetch-site", "cross-site"), own], 403, "foreign_origin"),
        (vec![json, origin], 403, "own_header_missing"),
        (vec![json, origin, ("x-isnad", "2")], 403, "own_header_missing"),
        (vec![("content-type", "text/plain"), origin, own], 415, "unsupported_media_type"),
        (
            vec![("content-type", "application/x-www-form-urlencoded"), origin, own],
            415,
            "unsupported_media_type",
        ),
        (vec![origin, own], 415, "unsupported_media_type"),
    ] {
        let answer = write(&headers);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{headers:?}");
    }
    // No preflight is answered.
    let r = Request::options("/api/decisions").header("host", HOST).header("origin", "http://evil.example");
    let answer = g.send(r.header("access-control-request-method", "POST").body(Body::empty()).unwrap());
    assert!(answer.status.is_client_error());
    assert_eq!(answer.header("access-control-allow-origin"), "");
    for method in ["PUT", "DELETE", "PATCH"] {
        let r = support::own(Request::builder().method(method).uri("/api/incidents"));
        assert_eq!(g.send(r.body(Body::empty()).unwrap()).status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[test]
fn beyond_loopback_a_token_is_needed() {
    let g = Given::with_token("0123456789abcdef");
    let host = "box.example:7330";
    let ask = |path: &str, name: &str, value: &str| {
        let r = Request::get(path).header("host", host).header(name, value);
        g.send(r.body(Body::empty()).unwrap())
    };
    assert_ne!(
        ask("/", "x-none", "1").status,
        StatusCode::UNAUTHORIZED,
        "the page itself asks for the token"
    );
    for (name, value) in [
        ("x-none", "1"),
        ("authorization", "Bearer"),
        ("authorization", "Bearer wrong"),
        ("authorization", "0123456789abcdef"),
        ("cookie", "isnad_desk=0123456789abcdef"),
    ] {
        let answer = ask("/api/meta", name, value);
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, "token_missing".into()),
            "{name}: {value}"
        );
    }
    let bearer = "Bearer 0123456789abcdef";
    assert_eq!(ask("/api/meta", "authorization", bearer).status, StatusCode::OK);
    let session = |authorization: &str| {
        let r = Request::post("/api/session").header("host", host).header("origin", format!("http://{host}"));
        let r = r.header("x-isnad", "1").header("authorization", authorization);
        g.send(r.body(Body::empty()).unwrap())
    };
    assert_eq!(session("Bearer wrong").status, StatusCode::UNAUTHORIZED);
    let opened = session(bearer);
    assert_eq!(opened.status, StatusCode::NO_CONTENT);
    let cookie = opened.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/api")
    );
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(
        ask("/api/export?what=decisions&as=jsonl", "cookie", &format!("other=1; {pair}")).status,
        StatusCode::OK
    );
    // The cookie reads, and does not write.
    let r = Request::post("/api/decisions").header("host", host).header("origin", format!("http://{host}"));
    let r = r.header("x-isnad", "1").header("cookie", pair).header("content-type", "application/json");
    assert_eq!(g.send(r.body(Body::from("{}")).unwrap()).status, StatusCode::UNAUTHORIZED);
}

#[test]
fn no_path_leads_out() {
    let g = given();
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/assets/../../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/api/reports/..%2f..%2f1",
        "/api/incidents/..%2f..%2fetc%2fpasswd",
        "/api/reports/%00",
        "/api/incidents/%ff",
    ] {
        let answer = g.ask(path);
        let text = String::from_utf8_lossy(&answer.bytes);
        assert!(!text.contains("[package]") && !text.contains("root:"), "{path}");
        assert!(
            answer.status.is_client_error() || answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
}

#[test]
fn captures_are_downloads_and_nothing_else() {
    let g = given();
    let html = g.get("/api/reports?limit=200");
    let key = html["items"][0]["key"].as_i64().unwrap();
    let answer = g.ask(&format!("/api/reports/{key}/capture"));
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\""));
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        isnad_model::Sha256::of(&answer.bytes).to_string(),
        g.get(&format!("/api/reports/{key}"))["report"]["capture"]
    );
    assert_eq!(g.ask("/api/reports/99999/capture").status, StatusCode::NOT_FOUND);
}

#[test]
fn hostile_reports_come_out_as_data() {
    let g = given();
    let text = "<script>alert(1)</script> قتل خمسة مدنيين في قصف على القرية، \"><img src=x onerror=alert(2)> \u{202e}";
    let title = "</title><script>alert(3)</script>";
    let begun = g.post("/api/add", &json!({"text": text, "title": title, "url": "javascript:alert(4)", "outlet": "=cmd|'/c calc'!A1", "published": "2031-05-05"}));
    assert_eq!(begun.status, StatusCode::ACCEPTED);
    let job = g.wait(begun.json()["job"].as_str().unwrap());
    assert_eq!((&job["state"], &job["added"]), (&json!("done"), &json!(1)), "{job}");
    let path = format!("/api/reports/{}", job["reports"][0]);
    let answer = g.ask(&path);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json()["text"], text);
    assert_eq!(answer.json()["report"]["title"], title);
    let csv = g.ask("/api/export?what=reports&as=csv");
    assert!(!String::from_utf8_lossy(&csv.bytes).contains(",=cmd"), "formulas are disarmed");
}

#[test]
fn large_and_broken_bodies_are_refused() {
    let g = given();
    let large = vec![b' '; isnad_desk::MOST_BODY + 1];
    let r = own(Request::post("/api/decisions")).header("content-type", "application/json");
    assert_eq!(g.send(r.body(Body::from(large)).unwrap()).status, StatusCode::PAYLOAD_TOO_LARGE);
    let r = own(Request::post("/api/decisions")).header("content-type", "application/json");
    assert_eq!(g.send(r.body(Body::from("{")).unwrap()).code(), "bad_json");
    let (_, body) = multipart(&[("a.txt", b"x")]);
    let r = own(Request::post("/api/add")).header("content-type", "multipart/form-data");
    assert_eq!(g.send(r.body(Body::from(body.clone())).unwrap()).code(), "bad_multipart");
    let r = own(Request::post("/api/add")).header("content-type", "multipart/form-data; boundary=other");
    assert!(g.send(r.body(Body::from(body)).unwrap()).status.is_client_error());
    let long = format!("/api/incidents?q={}", "x".repeat(20_000));
    assert_eq!(g.ask(&long).code(), "uri_too_long");
}
