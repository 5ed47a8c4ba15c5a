//! `isnad-lab desk load`: readers and reviewers at once, for some minutes; no error, and no decision that is lost.
//!
//! Readers filter, open incidents and reports. Reviewers take claims off the queue and accept, reject, correct, and undo some of it. At the end the log of
//! the desk, and the archive's own where it was given, must hold every decision for which the desk had said 201.

use super::client::{Answer, Desk};
use super::filters::{KINDS, Values};
use super::measure::{HEAD, Times};
use super::random::Random;
use anyhow::{Context, Result, bail};
use isnad_store::{Archive, Page, SqliteArchive};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// What one of them met.
#[derive(Default)]
struct Seen {
    reads: Times,
    writes: Times,
    /// Ids of decisions that the desk took, in order.
    taken: Vec<String>,
    /// Ids of those that were undone.
    undone: HashSet<String>,
    /// Others had decided meanwhile, which is an answer and no error.
    meanwhile: usize,
    errors: BTreeMap<String, usize>,
}

impl Seen {
    fn error(&mut self, what: impl Into<String>) {
        *self.errors.entry(what.into()).or_default() += 1;
    }

    /// The answer's JSON; an error is counted.
    fn read(&mut self, path: &str, answer: Result<Answer>) -> Option<Value> {
        let done = answer.and_then(|a| {
            self.reads.add(a.took);
            a.json()
        });
        match done {
            Ok(value) => Some(value),
            Err(e) => {
                let path = path.split('?').next().unwrap_or_default().to_owned();
                self.error(format!("GET {path}: {}", e.to_string().chars().take(160).collect::<String>()));
                None
            }
        }
    }
}

/// Runs it and prints what was met.
pub fn load(
    archive: Option<&Path>,
    url: Option<&str>,
    minutes: f64,
    (readers, reviewers): (usize, usize),
    seed: u64,
) -> Result<()> {
    let desk = Desk::open(url, archive)?;
    let values = Values::of(&desk, &mut Random::new(seed))?;
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let seen: Vec<Seen> = std::thread::scope(|s| {
        let (desk, values) = (&desk, &values);
        let reading =
            (0..readers).map(|n| s.spawn(move || reader(desk, values, Random::new(seed + n as u64), end)));
        let mut all: Vec<_> = reading.collect();
        all.extend((0..reviewers).map(|n| {
            s.spawn(move || reviewer(desk, n, reviewers, Random::new(seed + 1000 + n as u64), end))
        }));
        all.into_iter().map(|t| t.join()).collect::<std::result::Result<_, _>>()
    })
    .map_err(|_| anyhow::anyhow!("a reader or reviewer panicked"))?;
    println!("{readers} readers, {reviewers} reviewers, {minutes} minutes\n\n{HEAD}");
    let mut all = Seen::default();
    for s in seen {
        all.reads.join(s.reads);
        all.writes.join(s.writes);
        all.taken.extend(s.taken);
        all.undone.extend(s.undone);
        all.meanwhile += s.meanwhile;
        s.errors.into_iter().for_each(|(what, n)| *all.errors.entry(what).or_default() += n);
    }
    println!("{}\n{}", all.reads.row("reads"), all.writes.row("decisions"));
    println!(
        "\n{} decisions taken, of them {} undone; {} answered «decided meanwhile»",
        all.taken.len(),
        all.undone.len(),
        all.meanwhile
    );
    all.errors.iter().for_each(|(what, n)| println!("error, {n} times: {what}"));
    let lost = lost(&desk, archive, &all)?;
    if !all.errors.is_empty() || !lost.is_empty() {
        bail!("{} errors, {} decisions lost: {lost:?}", all.errors.values().sum::<usize>(), lost.len());
    }
    println!("no error; the log holds every decision that was taken");
    if let Some(mb) = desk.peak() {
        println!("peak memory of the desk: {mb:.0} MB");
    }
    Ok(())
}

/// Filters, opens incidents and reports.
fn reader(desk: &Desk, values: &Values, mut r: Random, end: Instant) -> Seen {
    let mut seen = Seen::default();
    while Instant::now() < end {
        let kind = r.word(KINDS);
        let filter = values.filter(kind, &mut r);
        let mut ids: Vec<String> = Vec::new();
        for path in filter.paths(&mut r) {
            let Some(value) = seen.read(&path, desk.get(&path)) else { continue };
            let items = value["items"].as_array().into_iter().flatten();
            ids.extend(items.filter_map(|i| i["id"].as_str().map(str::to_owned)));
        }
        if !ids.is_empty() {
            let path = format!("/api/incidents/{}", r.of(&ids));
            if let Some(value) = seen.read("/api/incidents/ID", desk.get(&path)) {
                let keys: Vec<i64> = value["report_keys"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter_map(|k| k.1.as_i64())
                    .collect();
                if !keys.is_empty() {
                    let path = format!("/api/reports/{}", r.of(&keys));
                    seen.read("/api/reports/KEY", desk.get(&path));
                }
            }
        }
        // A person looks at what came.
        std::thread::sleep(Duration::from_millis(50 + r.below(300) as u64));
    }
    seen
}

/// Takes claims off the queue. Each reviewer has its own stretch of it, and they meet now and then.
fn reviewer(desk: &Desk, number: usize, of: usize, mut r: Random, end: Instant) -> Seen {
    let mut seen = Seen::default();
    let mut mine: Vec<String> = Vec::new();
    while Instant::now() < end {
        let offset = if r.chance(0.2) { 0 } else { 40 * (number + of * r.below(20)) };
        let path = format!("/api/queue?state=todo&limit=20&offset={offset}");
        let Some(page) = seen.read(&path, desk.get(&path)) else {
            std::thread::sleep(Duration::from_millis(500));
            continue;
        };
        for item in page["items"].as_array().into_iter().flatten().take(8) {
            if Instant::now() >= end {
                break;
            }
            let body = match (r.below(10), mine.pop()) {
                (0, Some(last)) => json!({"kind": "undo", "decision": last, "user": format!("lab-{number}")}),
                (n, last) => {
                    mine.extend(last);
                    decision(item, n, number)
                }
            };
            decide(desk, &body, &mut seen, &mut mine);
            std::thread::sleep(Duration::from_millis(20 + r.below(200) as u64));
        }
    }
    seen
}

fn decide(desk: &Desk, body: &Value, seen: &mut Seen, mine: &mut Vec<String>) {
    let kind = body["kind"].as_str().unwrap_or_default();
    let answer = match desk.post("/api/decisions", body) {
        Ok(answer) => answer,
        Err(e) => return seen.error(format!("POST {kind}: {e:#}")),
    };
    match answer.status {
        201 => {
            seen.writes.add(answer.took);
            let id = answer.json().ok().and_then(|v| v["decision"]["id"].as_str().map(str::to_owned));
            let Some(id) = id else { return seen.error(format!("POST {kind}: 201 without an id")) };
            match body["decision"].as_str() {
                Some(gone) => {
                    seen.undone.insert(gone.to_owned());
                }
                None => mine.push(id.clone()),
            }
            seen.taken.push(id);
        }
        409 => seen.meanwhile += 1,
        status => {
            let told: String = String::from_utf8_lossy(&answer.body).chars().take(200).collect();
            seen.error(format!("POST {kind}: status {status}: {told}"));
        }
    }
}

/// What is said of a claim of the queue.
fn decision(item: &Value, n: usize, number: usize) -> Value {
    let (report, claim) = (&item["report"]["key"], &item["claim"]);
    let user = format!("lab-{number}");
    match n {
        1 | 2 => json!({
            "kind": "reject", "report": report, "claim": claim["id"], "seen": null, "user": user,
            "reason": "measured under load",
        }),
        3..=5 => {
            let mut edit = edit(claim);
            edit["background"] = json!(!claim["background"].as_bool().unwrap_or_default());
            json!({
                "kind": "correct", "report": report, "claim": claim["id"], "seen": null, "user": user, "value": edit,
            })
        }
        _ => json!({"kind": "accept", "report": report, "claim": claim["id"], "seen": null, "user": user}),
    }
}

/// The claim in the form in which a correction comes.
fn edit(claim: &Value) -> Value {
    let roles = |name: &str, fields: &[&str]| -> Vec<Value> {
        let list = claim[name].as_array().into_iter().flatten();
        list.map(|v| {
            let named = ["start", "end"].iter().chain(fields).map(|f| ((*f).to_owned(), v[*f].clone()));
            Value::Object(named.collect())
        })
        .collect()
    };
    let places = claim["place"].as_array().into_iter().flatten().map(|p| {
        json!({"start": p["start"], "end": p["end"], "place": {
            "name": p["name"], "lat": p["lat"], "lon": p["lon"], "gazetteer_id": p["gazetteer_id"],
            "precision": p["precision"], "radius_km": p["radius_km"],
        }})
    });
    let span = |v: &Value| json!({"start": v["start"], "end": v["end"]});
    json!({
        "type": claim["type"], "status": claim["status"], "background": claim["background"],
        "trigger": span(&claim["trigger"]),
        "actor": roles("actor", &["entity"]), "target": roles("target", &["entity"]),
        "place": places.collect::<Vec<_>>(),
        "time": roles("time", &["from", "to", "precision"]),
        "figures": roles("figures", &["what", "min", "max", "of", "part_of", "scope"]),
        "says": roles("says", &["kind", "entity"]),
        "cue": if claim["cue"].is_null() { Value::Null } else { span(&claim["cue"]) },
    })
}

/// Decisions that were taken and are in no log, or hold though they were undone, or do not though they were not.
fn lost(desk: &Desk, archive: Option<&Path>, all: &Seen) -> Result<Vec<String>> {
    let mut told: BTreeMap<String, bool> = BTreeMap::new();
    loop {
        let page = desk.get(&format!("/api/decisions?limit=200&offset={}", told.len()))?.json()?;
        let before = told.len();
        for d in page["items"].as_array().context("decisions have no items")? {
            told.insert(
                d["id"].as_str().unwrap_or_default().to_owned(),
                d["holds"].as_bool().unwrap_or_default(),
            );
        }
        if told.len() == before {
            break;
        }
    }
    let mut kept: Option<HashSet<String>> = None;
    if let Some(path) = archive {
        let archive = SqliteArchive::open_read_only(path)?;
        let log = archive.decisions(Page::first(u32::MAX))?;
        kept = Some(log.into_iter().map(|d| d.id).collect());
    }
    let mut out = Vec::new();
    for id in &all.taken {
        if !told.contains_key(id) || kept.as_ref().is_some_and(|k| !k.contains(id)) {
            out.push(id.clone());
        } else if told[id] == all.undone.contains(id) {
            out.push(format!("{id} (holds: {})", told[id]));
        }
    }
    Ok(out)
}
