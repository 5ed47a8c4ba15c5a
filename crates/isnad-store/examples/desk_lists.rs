//! How fast the desk's lists are over many incidents. The rows are invented and written straight into the tables, since what is measured is reading.
//!
//! `cargo run --release -p isnad-store --example desk_lists -- FILE [INCIDENTS]`

use isnad_store::{Archive, Page, QueueFilter, SqliteArchive};
use rusqlite::{Connection, params};
use std::time::Instant;

const REPORTS: i64 = 2;
const CLAIMS: i64 = 5;

fn fill(path: &str, incidents: i64) -> Result<(), Box<dyn std::error::Error>> {
    let conn = Connection::open(path)?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;")?;
    let types = ["shelling", "airstrike", "attack", "arrest", "protest", "displacement", "aid"];
    conn.execute(
        "INSERT INTO captures VALUES (1, zeroblob(32), 'text/plain', 0, x'000000000000000000')",
        [],
    )?;
    let mut report = conn.prepare(
        "INSERT INTO reports VALUES (?1, 1, ?1, zeroblob(32), 1, 'r' || ?1, '0', 0, zeroblob(32), NULL, 'عنوان', 'ar', 'نبأ',
             NULL, NULL, NULL, '', '[]', x'', ?2)",
    )?;
    let mut words = conn.prepare("INSERT INTO search (rowid, title, body) VALUES (?1, 'عنوان', ?2)")?;
    let mut item = conn.prepare("INSERT INTO items VALUES (?1, ?1, 0, ?1, ?2, zeroblob(600))")?;
    let mut reading = conn.prepare("INSERT INTO readings VALUES (?1, ?1, 1, 1, 0, '', ?2)")?;
    let mut incident = conn.prepare(
        "INSERT INTO incidents (id, types, standing, sources, conflicts, added_at, changed_at, json)
         VALUES (?1, '', 'Weak', 1, 0, '', '', zeroblob(2000))",
    )?;
    let mut line = conn.prepare("INSERT INTO incident_lines VALUES (?1, ?1, ?2)")?;
    let mut names = conn.prepare("INSERT INTO incident_search (rowid, names) VALUES (?1, ?2)")?;
    let mut claim = conn.prepare(
        "INSERT INTO claims (report, ordinal, claim_id, type, status, background, trigger_text, says, confidence, base, priority)
         VALUES (?1, ?2, ?3, ?4, 'actual', 0, 'قصف', '', 0.5, ?5, ?5)",
    )?;
    let mut x = 1u64;
    let mut next = |n: u64| {
        x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (x >> 33) % n
    };
    // Words of three letters, which no analyser cuts.
    let word = |n: u64| -> String {
        let letter = |k: u64| char::from(b'a' + (n / 26u64.pow(k as u32) % 26) as u8);
        format!("x{}{}{} ", letter(2), letter(1), letter(0))
    };
    let claims_json = |report: i64| {
        let one = |n: i64| {
            serde_json::json!({"id": format!("{report}-{n}"), "block": 0, "type": "shelling", "status": "actual", "background": false,
                "trigger": {"text": "قصف", "start": 0, "end": 3}, "actor": [], "target": [], "place": [], "time": [], "figures": [],
                "says": [], "cue": null, "plover": null, "acled": null, "confidence": 0.5})
        };
        let claims: Vec<_> = (0..CLAIMS).map(one).collect();
        let json = serde_json::json!({"versions": {"program": "0", "lexicon": "0", "models": "0"}, "claims": claims}).to_string();
        [&[0][..], &(json.len() as u64).to_le_bytes(), json.as_bytes()].concat()
    };
    for i in 1..=incidents {
        let (day, lat) = (1 + next(28), 33.0 + next(4000) as f64 / 1000.0);
        incident.execute([i])?;
        let json = serde_json::json!({
            "id": format!("i{i}"), "day": {"from": format!("2031-05-{day:02}"), "to": format!("2031-05-{day:02}"), "basis": "stated"},
            "types": [types[next(7) as usize], "casualty"],
            "place": {"name": format!("قرية {}", next(9000)), "lat": lat, "lon": 36.5, "precision": "settlement", "gazetteer_id": format!("x:{}", next(9000)), "radius_km": null},
            "places": 2, "actors": [{"entity": "somebody", "name": "القوات", "loaded": false}],
            "targets": [{"entity": null, "name": "مدنيون", "loaded": false}, {"entity": null, "name": "منازل", "loaded": false}],
            "killed": {"low": 1.0, "high": 3.0, "best": 2.0}, "injured": null, "standing": "Weak", "sources": 2, "reports": 2, "copies": 0,
            "conflicts": ["figure"], "outlets": ["نبأ الشمال", "صحيفة المرفأ"], "title": format!("قصف على قرية رقم {i}"), "languages": ["ar"],
            "claims": 5, "reviewed": 0, "added_at": "2031-06-01T00:00:00.000Z", "changed_at": "2031-06-01T00:00:00.000Z"
        });
        line.execute(params![i, json.to_string()])?;
        names.execute(params![i, format!("قرية{} قوات نبأ شمال قصف", next(9000))])?;
        for r in 0..REPORTS {
            let number = (i - 1) * REPORTS + r + 1;
            let body: String = (0..60).map(|_| word(next(20_000))).collect();
            report.execute(params![number, format!("{body}{body}")])?;
            words.execute(params![number, format!("قصف {body}")])?;
            reading.execute(params![number, claims_json(number)])?;
            item.execute(params![number, i])?;
            for c in 0..CLAIMS {
                let priority = next(10_000) as f64 / 1000.0;
                claim.execute(params![
                    number,
                    c,
                    format!("{number}-{c}"),
                    types[next(7) as usize],
                    priority
                ])?;
            }
        }
    }
    conn.execute_batch("INSERT INTO versions VALUES (1, '0', '0', '0'); COMMIT;")?;
    Ok(())
}

/// Milliseconds of processor that the program took so far, where Linux tells: on a busy machine the clock on the wall says little.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() * 10.0
}

const RUNS: u32 = 10;

fn timed<T>(what: &str, mut f: impl FnMut() -> T) -> T {
    let mut best = f64::MAX;
    let mut last = None;
    let before = processor();
    for _ in 0..RUNS {
        let start = Instant::now();
        last = Some(f());
        best = best.min(start.elapsed().as_secs_f64());
    }
    let busy = (processor() - before) / f64::from(RUNS);
    println!("{what}: {:.1} ms at best, {busy:.1} ms of processor on average", best * 1000.0);
    last.expect("ran")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("name a file that is not there yet")?;
    let incidents = args.next().map_or(Ok(100_000), |n| n.parse())?;
    if !std::path::Path::new(&path).exists() {
        drop(SqliteArchive::create(&path)?);
        fill(&path, incidents)?;
    }
    let a = SqliteArchive::open_read_only(&path)?;
    let lines = timed("all lines", || a.incident_lines(None, u32::MAX).map(|l| l.len()))?;
    println!("  {lines} lines");
    timed("changes since the last hundred", || a.changed_lines(incidents - 100).map(|c| c.1.len()))?;
    for words in ["قصف", "xabc", "xab*", "قصف xabc", "\"قصف xabc\"", "قصف -xabc"] {
        let n = timed(&format!("matching «{words}»"), || a.incidents_matching(words).map(|m| m.len()))?;
        println!("  {n} incidents");
    }
    let none = QueueFilter::default();
    let some = QueueFilter { types: vec![isnad_model::ClaimType::Aid], ..QueueFilter::default() };
    for (what, of) in [("all", &none), ("of one type", &some)] {
        for offset in [0, 1000, 60_000] {
            let page = Page { offset, limit: 50 };
            timed(&format!("queue {what} from {offset}"), || a.review_queue(of, page).map(|q| q.len()))?;
        }
        let n = timed(&format!("count {what}"), || a.count_queue(of))?;
        println!("  {n} claims");
    }
    Ok(())
}
