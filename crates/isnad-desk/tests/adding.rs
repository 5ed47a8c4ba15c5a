//! Files and texts that are added, events, and another program that adds meanwhile.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use isnad_desk::{bind, serve};
use isnad_store::{Archive, SqliteArchive};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;
use support::{Given, given, multipart, own};

fn add(g: &Given, files: &[(&str, &[u8])]) -> Value {
    let (media, body) = multipart(files);
    let answer =
        g.send(own(Request::post("/api/add")).header("content-type", media).body(Body::from(body)).unwrap());
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&answer.bytes));
    g.wait(answer.json()["job"].as_str().unwrap())
}

#[test]
fn files_are_read_and_what_cannot_be_is_told() {
    let g = support::open(None, None);
    assert_eq!(g.get("/api/incidents")["total"], 0);
    let page = std::fs::read(support::reports().join("08-madaran-market.html")).unwrap();
    let lines = "{\"id\":\"a\",\"text\":\"قتل خمسة مدنيين في قصف على القرية أمس.\",\"published\":\"2031-02-11\"}\nnot json\n";
    let picture = [0x89u8, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 0, 0, 0, 0];
    let job = add(
        &g,
        &[
            ("../../market.html", &page),
            ("lines.jsonl", lines.as_bytes()),
            ("a.png", &picture),
            ("again.html", &page),
        ],
    );
    assert_eq!(
        (&job["state"], &job["files"], &job["added"], &job["known"]),
        (&json!("done"), &json!(4), &json!(2), &json!(1)),
        "{job}"
    );
    let places: Vec<&str> =
        job["errors"].as_array().unwrap().iter().map(|e| e["where"].as_str().unwrap()).collect();
    assert!(places.contains(&"lines.jsonl:2") && places.contains(&"a.png"), "{places:?}");
    let words: Vec<&Value> = job["errors"].as_array().unwrap().iter().map(|e| &e["code"]).collect();
    assert_eq!(words, [&json!("json"), &json!("not_text")]);
    assert_eq!(job["reports"].as_array().unwrap().len(), 2);
    assert!(!job["incidents"].as_array().unwrap().is_empty());
    assert_eq!(
        g.get("/api/incidents")["total"].as_u64().unwrap() as usize,
        job["incidents"].as_array().unwrap().len()
    );
    let report = g.get(&format!("/api/reports/{}", job["reports"][0]));
    let files: Vec<&str> =
        report["sightings"].as_array().unwrap().iter().map(|s| s["file"].as_str().unwrap()).collect();
    assert!(files.contains(&"market.html") && files.contains(&"again.html"), "{files:?}");
    // A second time adds nothing.
    let job = add(&g, &[("market.html", &page)]);
    assert_eq!((&job["added"], &job["known"]), (&json!(0), &json!(1)));
    assert_eq!(g.ask("/api/jobs/none").status, StatusCode::NOT_FOUND);
}

#[test]
fn pasted_texts_are_checked() {
    let g = support::open(None, None);
    for (body, status) in [
        (json!({"text": "  "}), 422),
        (json!({"text": "قصف", "title": "x".repeat(2001)}), 422),
        (json!({"title": "بلا نص"}), 400),
        (json!({"text": 5}), 400),
    ] {
        assert_eq!(g.post("/api/add", &body).status.as_u16(), status, "{body}");
    }
    let (media, body) = multipart(&[]);
    let none =
        g.send(own(Request::post("/api/add")).header("content-type", media).body(Body::from(body)).unwrap());
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Reads a stream of events until one of this name comes.
fn event(lines: &mut impl BufRead, name: &str) -> Value {
    let mut line = String::new();
    let mut at = false;
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the stream ended before {name}");
        if let Some(named) = line.trim().strip_prefix("event:") {
            at = named.trim() == name;
        } else if let (true, Some(data)) = (at, line.trim().strip_prefix("data:")) {
            return serde_json::from_str(data.trim()).unwrap();
        }
    }
}

#[test]
fn open_pages_are_told_of_decisions_and_of_what_other_programs_add() {
    let g = given();
    let listener = bind(None, 0, true).unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let desk = g.desk.clone();
    let server = std::thread::spawn(move || {
        serve(&desk, listener, Some(async move { stopped.await.unwrap_or_default() })).unwrap();
    });
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // Events come as they happen and as they are, whatever encodings a browser takes.
    write!(stream, "GET /api/events HTTP/1.1\r\nHost: {at}\r\nAccept-Encoding: gzip, br\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    event(&mut lines, "ping");

    let report = &g.get("/api/queue?limit=1")["items"][0];
    g.decide(json!({"kind": "accept", "report": report["report"]["key"], "claim": report["claim"]["id"]}));
    let changed = event(&mut lines, "changed");
    assert_eq!(changed["decisions"], 1);

    // Another program over the same file.
    let reports = changed["reports"].as_u64().unwrap();
    let mut other = SqliteArchive::open(&g.path).unwrap();
    let reader = support::reader();
    let record = isnad_page::Record::from_text(isnad_page::TextRecord {
        id: "late".into(),
        text: "قتل سبعة أشخاص في انفجار لغم قرب القرية.".into(),
        published: Some("2031-06-01".into()),
        ..Default::default()
    });
    let read = reader.record(&record);
    let json = read.json();
    other.add(&record.capture, &record.sighting, &[(read.report, json)]).unwrap();
    other.update_incidents(&mut |_, _| {}).unwrap();
    loop {
        let changed = event(&mut lines, "changed");
        if changed["reports"].as_u64().unwrap() == reports + 1
            && changed["incidents"].as_array().is_some_and(|i| !i.is_empty())
        {
            break;
        }
    }
    assert!(
        g.get("/api/incidents?from=2031-06-01")["total"].as_u64().unwrap() >= 1
            || g.get("/api/reports?from=2031-06-01")["total"] == 1
    );

    stop.send(()).unwrap();
    server.join().unwrap();
    // The stream ended with the desk.
    let mut rest = String::new();
    while lines.read_line(&mut rest).unwrap_or(0) > 0 {}
    assert_eq!(g.post("/api/decisions", &json!({"kind": "undo", "decision": "x"})).code(), "ending");
}
