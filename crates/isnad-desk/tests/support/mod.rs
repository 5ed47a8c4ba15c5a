//! A desk over the demo's invented reports, asked without a port.
#![allow(dead_code, reason = "each test file uses a part of it")]

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use isnad_desk::{Config, Desk, router};
use isnad_model::Sha256;
use isnad_page::{Format, Limits, records};
use isnad_read::{Gazetteer, Knowledge, Reader, Registry};
use isnad_store::{Archive, Entry, SqliteArchive};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PLACES: &[u8] = include_bytes!("../../../../demo/places.tsv");
const ACTORS: &str = include_str!("../../../../demo/actors.toml");

/// The folder of the invented reports.
pub fn reports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/reports")
}

pub fn reader() -> Reader {
    let mut knowledge = Knowledge::shipped().unwrap();
    knowledge = knowledge.with_places(&Gazetteer::from_tsv(PLACES).unwrap()).unwrap();
    knowledge.registry = Registry::shipped_with(ACTORS).unwrap();
    Reader::with(knowledge, Some(&Sha256::of([PLACES, ACTORS.as_bytes()].concat())))
}

/// The demo's archive, made once.
fn made() -> &'static Path {
    static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("demo.db");
        let mut archive = SqliteArchive::create(&path).unwrap();
        let reader = reader();
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(reports()).unwrap().map(|e| e.unwrap().path()).collect();
        names.sort();
        for name in names {
            let name = if name.is_dir() { name.join("result.json") } else { name };
            let bytes = std::fs::read(&name).unwrap();
            let label = name.file_name().unwrap().to_string_lossy().into_owned();
            for record in records(&label, bytes.as_slice(), Format::Auto, &Limits::default()) {
                let record = record.unwrap();
                let read = reader.record(&record);
                let json = read.json();
                let entry = Entry::new(&record.capture, &record.sighting, &[(read.report, json)]).unwrap();
                archive.add_entry(&entry).unwrap();
            }
        }
        archive.update_incidents(&mut |_, _| {}).unwrap();
        archive.close().unwrap();
        (dir, path)
    });
    path
}

/// A desk with its own copy of the archive.
pub struct Given {
    pub desk: Desk,
    pub path: PathBuf,
    runtime: Runtime,
    _dir: TempDir,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub fn given() -> Given {
    open(Some(made()), None)
}

/// A desk over a copy of an archive, or over an empty one.
pub fn open(from: Option<&Path>, token: Option<&str>) -> Given {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    if let Some(from) = from {
        std::fs::copy(from, &path).unwrap();
    }
    let desk = Desk::open(Config {
        archive: path.clone(),
        user: "مراجعة".to_owned(),
        reader: reader(),
        token: token.map(str::to_owned),
    })
    .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    Given { desk, path, runtime, _dir: dir }
}

impl Given {
    pub fn with_token(token: &str) -> Given {
        open(Some(made()), Some(token))
    }

    pub fn send(&self, request: Request<Body>) -> Answer {
        let service = router(&self.desk);
        self.runtime.block_on(async {
            let response = service.oneshot(request).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
            Answer { status, headers, bytes }
        })
    }

    pub fn ask(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("host", "127.0.0.1:7330").body(Body::empty()).unwrap())
    }

    /// What is there.
    pub fn get(&self, path: &str) -> Value {
        let answer = self.ask(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
        answer.json()
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(
            own(Request::post(path))
                .header("content-type", "application/json")
                .body(Body::from(body.to_string()))
                .unwrap(),
        )
    }

    /// A decision that is taken.
    pub fn decide(&self, body: Value) -> Value {
        let answer = self.post("/api/decisions", &body);
        assert_eq!(answer.status, StatusCode::CREATED, "{body}: {}", String::from_utf8_lossy(&answer.bytes));
        answer.json()
    }

    /// Waits until a job has ended.
    pub fn wait(&self, job: &str) -> Value {
        for _ in 0..600 {
            let now = self.get(&format!("/api/jobs/{job}"));
            if matches!(now["state"].as_str(), Some("done" | "failed")) {
                return now;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("the job does not end");
    }
}

/// The headers that the page sends.
pub fn own(builder: axum::http::request::Builder) -> axum::http::request::Builder {
    builder.header("host", "127.0.0.1:7330").header("origin", "http://127.0.0.1:7330").header("x-isnad", "1")
}

/// A multipart body of files.
pub fn multipart(files: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--grenze\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--grenze--\r\n");
    ("multipart/form-data; boundary=grenze".to_owned(), body)
}
