//! An archive as the first schema had it, written without the crate: what the fixture `v1.db` was made with.
#![allow(dead_code)]

use super::Record;
use rusqlite::{Connection, params};
use std::path::Path;

/// Packs as schema 1 and 2 do, plainly: a mark, the length, the bytes.
fn plain(bytes: &[u8]) -> Vec<u8> {
    [&[0][..], &(bytes.len() as u64).to_le_bytes(), bytes].concat()
}

/// Writes `records` as an archive of schema 1. `content` gives each report's content hash.
pub fn write(path: &Path, records: &[Record]) -> rusqlite::Result<()> {
    let conn = Connection::open(path)?;
    conn.execute_batch(include_str!("v1.sql"))?;
    for (k, (capture, s, reports)) in records.iter().enumerate() {
        let id = k as i64 + 1;
        conn.execute(
            "INSERT INTO captures VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                id,
                capture.sha256.0,
                capture.media_type,
                capture.bytes.len() as i64,
                plain(&capture.bytes)
            ],
        )?;
        conn.execute(
            "INSERT INTO sightings VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, '2031-07-01T00:00:00.000Z')",
            params![id, s.url, s.retrieved_at, s.file, s.line.map(|n| n as i64), s.record.map(|n| n as i64)],
        )?;
        let (report, reading) = &reports[0];
        let blocks = serde_json::to_vec(&report.blocks).expect("blocks");
        let problems = serde_json::to_string(&report.problems).expect("problems");
        let published = report.published.as_ref().map(|p| serde_json::to_string(p).expect("published"));
        conn.execute(
            "INSERT INTO reports VALUES (?1, ?1, 0, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                 '2031-07-01T00:00:00.000Z', ?14, ?15, ?16)",
            params![
                id,
                // Any 32 bytes that tell reports apart will do for a fixture.
                isnad_model::Sha256::of(format!("{} {}", report.id, report.text_sha256)).0,
                report.id,
                reading.versions.program,
                report.extracted,
                report.text_sha256.0,
                report.url,
                report.title,
                report.language,
                report.outlet,
                report.published.as_ref().map(|p| p.from.to_string()),
                report.published.as_ref().map(|p| p.to.to_string()),
                published,
                problems,
                plain(&blocks),
                report.text,
            ],
        )?;
        let v = &reading.versions;
        conn.execute(
            "INSERT OR IGNORE INTO versions (program, lexicon, models) VALUES (?1, ?2, ?3)",
            [&v.program, &v.lexicon, &v.models],
        )?;
        let json = serde_json::to_vec(reading).expect("reading");
        conn.execute(
            "INSERT INTO readings VALUES (?1, ?1, 1, 1, ?2, '2031-07-01T00:00:00.000Z', ?3)",
            params![id, reading.claims.len() as i64, plain(&json)],
        )?;
        for (ordinal, c) in reading.claims.iter().enumerate() {
            let place = c.place.first().map(|p| &p.place);
            let day = c.time.first().and_then(|t| t.time.from).map(|d| d.to_string());
            conn.execute(
                "INSERT INTO claims (report, ordinal, claim_id, type, status, background, trigger_text, from_date,
                     to_date, says, confidence, place_name, lat, lon)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13)",
                params![
                    id,
                    ordinal as i64,
                    c.id,
                    c.kind.as_str(),
                    c.status.as_str(),
                    c.background,
                    c.trigger.text,
                    day,
                    c.says.iter().map(|l| format!(",{},", l.kind)).collect::<String>(),
                    f64::from(c.confidence),
                    place.map(|p| &p.name),
                    place.and_then(|p| p.lat),
                    place.and_then(|p| p.lon),
                ],
            )?;
        }
        conn.execute(
            "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)",
            params![
                id,
                isnad_text::search::index_text(report.title.as_deref().unwrap_or("")),
                isnad_text::search::index_text(&report.text)
            ],
        )?;
    }
    Ok(())
}
