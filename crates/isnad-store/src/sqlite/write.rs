//! Rows put in. Every function runs inside the caller's transaction.

use super::{Fault, Outcome, review, rows::ReadingId};
use crate::entry::{ClaimRow, Entry, PlaceRow, ReportRow};
use crate::{Added, Error, Replaced};
use isnad_model::{Decision, Sha256, Sighting, Versions};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

/// The time of adding.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// Row numbers that are asked for again and again. Forgotten when a transaction fails, since they may be of
/// rows that were rolled back.
#[derive(Debug, Default)]
pub(super) struct Ids {
    versions: FxHashMap<Versions, i64>,
    places: FxHashMap<String, i64>,
    outlets: FxHashSet<String>,
}

/// Places are bounded only by the gazetteer, and outlets by nothing: beyond this many, start over.
const MOST_IDS: usize = 100_000;

impl Ids {
    pub(super) fn forget(&mut self) {
        *self = Ids::default();
    }
}

/// A report that was written and whose words are still to be put into the search index.
pub(super) struct Unindexed {
    pub report: i64,
    pub title_terms: String,
    pub text_terms: String,
}

/// Adds a record.
pub(super) fn add(conn: &Connection, ids: &mut Ids, entry: &Entry) -> Outcome<(Added, Vec<Unindexed>)> {
    let held = capture_id(conn, &entry.sha256)?;
    let capture = match held {
        Some(id) => id,
        None => {
            conn.prepare_cached(
                "INSERT INTO captures (sha256, media_type, length, bytes) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                entry.sha256.0,
                entry.media_type,
                entry.length as i64,
                entry.packed
            ])?;
            conn.last_insert_rowid()
        }
    };
    let sighting_new = insert_sighting(conn, capture, &entry.sighting)?;
    let mut added = Added { capture_new: held.is_none(), sighting_new, readings_new: 0 };
    let mut unindexed = Vec::new();
    if held.is_none() || !has_reports(conn, capture)? {
        for (ordinal, row) in entry.reports.iter().enumerate() {
            let (report, _) = insert_report(conn, ids, capture, ordinal, row)?;
            insert_reading(conn, ids, report, row)?;
            added.readings_new += 1;
            unindexed.push(Unindexed {
                report,
                title_terms: row.title_terms.clone(),
                text_terms: row.text_terms.clone(),
            });
        }
    }
    Ok((added, unindexed))
}

/// Whether the sighting is new.
fn insert_sighting(conn: &Connection, capture: i64, s: &Sighting) -> rusqlite::Result<bool> {
    let rows = conn
        .prepare_cached(&format!(
            "INSERT INTO sightings (capture, url, retrieved_at, file, line, record, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW}) ON CONFLICT DO NOTHING"
        ))?
        .execute(params![
            capture,
            s.url,
            s.retrieved_at,
            s.file,
            s.line.map(|n| n as i64),
            s.record.map(|n| n as i64)
        ])?;
    Ok(rows > 0)
}

/// Adds a sighting of a capture that is there.
pub(super) fn sight(conn: &Connection, capture: &Sha256, sighting: &Sighting) -> Outcome<bool> {
    let capture = capture_id(conn, capture)?.ok_or_else(|| Error::Inconsistent {
        what: format!("capture {capture} was met at {sighting}, but is not in the archive"),
    })?;
    Ok(insert_sighting(conn, capture, sighting)?)
}

pub(super) fn capture_id(conn: &Connection, sha256: &Sha256) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT id FROM captures WHERE sha256 = ?1")?
        .query_row([sha256.0], |r| r.get(0))
        .optional()
}

fn has_reports(conn: &Connection, capture: i64) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM reports WHERE capture = ?1")?.exists([capture])
}

/// The report's row, and whether it is new.
fn insert_report(
    conn: &Connection,
    ids: &mut Ids,
    capture: i64,
    ordinal: usize,
    row: &ReportRow,
) -> Outcome<(i64, bool)> {
    let held: Option<i64> = conn
        .prepare_cached("SELECT id FROM reports WHERE capture = ?1 AND ordinal = ?2 AND content_sha256 = ?3")?
        .query_row(params![capture, ordinal as i64, row.content.0], |r| r.get(0))
        .optional()?;
    if let Some(id) = held {
        return Ok((id, false));
    }
    if let (Some(name), Some(key)) = (&row.outlet, &row.outlet_key)
        && !ids.outlets.contains(name)
    {
        conn.prepare_cached("INSERT INTO outlets (name, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute([name, key])?;
        if ids.outlets.len() >= MOST_IDS {
            ids.outlets.clear();
        }
        ids.outlets.insert(name.clone());
    }
    conn.prepare_cached(&format!(
        "INSERT INTO reports (capture, ordinal, content_sha256, current, report_id, extractor, extracted,
             text_sha256, url, title, language, outlet, published_from, published_to, published, added_at,
             problems, blocks, text)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, {NOW}, ?15, ?16, ?17)"
    ))?
    .execute(params![
        capture,
        ordinal as i64,
        row.content.0,
        row.id,
        row.extractor,
        row.extracted,
        row.text_sha256.0,
        row.url,
        row.title,
        row.language,
        row.outlet,
        row.published_from,
        row.published_to,
        row.published,
        row.problems,
        row.blocks,
        row.text,
    ])?;
    Ok((conn.last_insert_rowid(), true))
}

/// Puts the reading of `row` in as the current one of `report`, which has no other current one.
fn insert_reading(conn: &Connection, ids: &mut Ids, report: i64, row: &ReportRow) -> Outcome<()> {
    let version = version_id(conn, ids, &row.versions)?;
    conn.prepare_cached(&format!(
        "INSERT INTO readings (report, version, current, claims, added_at, json)
         VALUES (?1, ?2, 1, ?3, {NOW}, ?4)"
    ))?
    .execute(params![report, version, row.claims.len() as i64, row.reading])?;
    insert_claims(conn, ids, report, &row.claims, &[])?;
    review::refresh_if_ruled(conn, ids, report)
}

fn version_id(conn: &Connection, ids: &mut Ids, v: &Versions) -> Outcome<i64> {
    if let Some(&id) = ids.versions.get(v) {
        return Ok(id);
    }
    conn.execute(
        "INSERT INTO versions (program, lexicon, models) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        [&v.program, &v.lexicon, &v.models],
    )?;
    let id =
        find_version(conn, v)?.ok_or_else(|| Fault::row("versions", "a row that was put in is not there"))?;
    ids.versions.insert(v.clone(), id);
    Ok(id)
}

pub(super) fn find_version(conn: &Connection, v: &Versions) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT id FROM versions WHERE program = ?1 AND lexicon = ?2 AND models = ?3")?
        .query_row([&v.program, &v.lexicon, &v.models], |r| r.get(0))
        .optional()
}

/// Puts the claims of a report in, of which it has none. `numbers` are those that they had before.
pub(super) fn insert_claims(
    conn: &Connection,
    ids: &mut Ids,
    report: i64,
    claims: &[ClaimRow],
    numbers: &[Option<i64>],
) -> Outcome<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO claims (report, ordinal, claim_id, type, status, background, trigger_text, from_date,
             to_date, says, confidence, base, priority, reviewed, id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14)",
    )?;
    let number = |ordinal: usize| numbers.get(ordinal).copied().flatten();
    // Those with numbers first, or a new one could take theirs.
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|k| number(*k).is_none());
    for ordinal in order {
        let c = &claims[ordinal];
        insert.execute(params![
            report,
            ordinal as i64,
            c.id,
            c.kind,
            c.status,
            c.background,
            c.trigger,
            c.from,
            c.to,
            c.says,
            c.confidence,
            c.base,
            c.reviewed,
            number(ordinal),
        ])?;
        let claim = conn.last_insert_rowid();
        for (k, place) in c.places.iter().enumerate() {
            insert_claim_place(conn, ids, claim, k, place)?;
        }
    }
    Ok(())
}

/// Says that `place` is place number `ordinal` of a claim.
pub(super) fn insert_claim_place(
    conn: &Connection,
    ids: &mut Ids,
    claim: i64,
    ordinal: usize,
    place: &PlaceRow,
) -> Outcome<()> {
    let name = format!(
        "{}\0{}\0{:?}\0{:?}",
        place.name,
        place.gazetteer_id.as_deref().unwrap_or(""),
        place.lat,
        place.lon
    );
    let id = match ids.places.get(&name) {
        Some(&id) => id,
        None => {
            let row = params![place.name, place.key, place.gazetteer_id, place.lat, place.lon];
            conn.prepare_cached(
                "INSERT INTO places (name, key, gazetteer_id, lat, lon) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(row)?;
            let id: i64 = conn
                .prepare_cached(
                    "SELECT id FROM places WHERE name = ?1 AND ifnull(gazetteer_id, '') = ifnull(?2, '')
                     AND ifnull(lat, 999) = ifnull(?3, 999) AND ifnull(lon, 999) = ifnull(?4, 999)",
                )?
                .query_row(params![place.name, place.gazetteer_id, place.lat, place.lon], |r| r.get(0))?;
            if ids.places.len() >= MOST_IDS {
                ids.places.clear();
            }
            ids.places.insert(name, id);
            id
        }
    };
    conn.prepare_cached("INSERT INTO claim_places (claim, ordinal, place) VALUES (?1, ?2, ?3)")?
        .execute(params![claim, ordinal as i64, id])?;
    Ok(())
}

/// Makes `reports` the current ones of a capture, with their readings.
pub(super) fn replace(
    conn: &Connection,
    ids: &mut Ids,
    capture: &Sha256,
    reports: &[ReportRow],
) -> Outcome<(Replaced, Vec<Unindexed>)> {
    let capture = capture_id(conn, capture)?.ok_or_else(|| Error::Inconsistent {
        what: format!("capture {capture} is to be read again, but is not in the archive"),
    })?;
    let mut replaced = Replaced::default();
    let mut unindexed = Vec::new();
    for (ordinal, row) in reports.iter().enumerate() {
        let (report, new) = insert_report(conn, ids, capture, ordinal, row)?;
        if new {
            replaced.reports_new += 1;
            unindexed.push(Unindexed {
                report,
                title_terms: row.title_terms.clone(),
                text_terms: row.text_terms.clone(),
            });
        }
        retire_reports(conn, capture, ordinal, Some(report))?;
        conn.prepare_cached("UPDATE reports SET current = 1 WHERE id = ?1 AND current = 0")?
            .execute([report])?;
        let version = version_id(conn, ids, &row.versions)?;
        match ReadingId::of(conn, report, version)? {
            Some(reading) if reading.current => {}
            Some(reading) => {
                retire_reading(conn, report)?;
                conn.prepare_cached("UPDATE readings SET current = 1 WHERE id = ?1")?
                    .execute([reading.id])?;
                let held = reading.claims(conn)?;
                insert_claims(conn, ids, report, &held, &[])?;
                review::refresh_if_ruled(conn, ids, report)?;
            }
            None => {
                retire_reading(conn, report)?;
                insert_reading(conn, ids, report, row)?;
                replaced.readings_new += 1;
            }
        }
    }
    // The new program may see fewer reports in the same bytes.
    let most: Option<i64> = conn
        .prepare_cached("SELECT max(ordinal) FROM reports WHERE capture = ?1 AND current = 1")?
        .query_row([capture], |r| r.get(0))?;
    for ordinal in reports.len()..most.map_or(0, |m| m as usize + 1) {
        retire_reports(conn, capture, ordinal, None)?;
    }
    Ok((replaced, unindexed))
}

/// Takes the mark of the current from all reports at this place of a capture but `keep`.
fn retire_reports(conn: &Connection, capture: i64, ordinal: usize, keep: Option<i64>) -> Outcome<()> {
    let old = conn
        .prepare_cached(
            "SELECT id FROM reports WHERE capture = ?1 AND ordinal = ?2 AND current = 1 AND id IS NOT ?3",
        )?
        .query_map(params![capture, ordinal as i64, keep], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    for report in old {
        retire_reading(conn, report)?;
        conn.prepare_cached("UPDATE reports SET current = 0 WHERE id = ?1")?.execute([report])?;
    }
    Ok(())
}

/// Takes the mark of the current from the report's reading, and its claims out of the lists.
fn retire_reading(conn: &Connection, report: i64) -> Outcome<()> {
    conn.prepare_cached("DELETE FROM claims WHERE report = ?1")?.execute([report])?;
    conn.prepare_cached("UPDATE readings SET current = 0 WHERE report = ?1 AND current = 1")?
        .execute([report])?;
    Ok(())
}

/// Adds a decision; `false` where the same is there already.
pub(super) fn decide(conn: &Connection, ids: &mut Ids, d: &Decision) -> Outcome<bool> {
    let json = serde_json::to_string(d).map_err(|source| Error::Json { what: "decision", source })?;
    let held: Option<String> = conn
        .prepare_cached("SELECT json FROM decisions WHERE decision_id = ?1")?
        .query_row([&d.id], |r| r.get(0))
        .optional()?;
    if let Some(held) = held {
        let same = serde_json::from_str::<Decision>(&held).is_ok_and(|held| held == *d);
        return if same { Ok(false) } else { Err(Error::DecisionExists { id: d.id.clone() }.into()) };
    }
    conn.prepare_cached(
        "INSERT INTO decisions (decision_id, kind, text_sha256, user, at, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        d.id,
        d.kind.as_str(),
        d.anchor.as_ref().map(|a| a.text_sha256.0),
        d.user,
        d.at,
        json
    ])?;
    review::note(conn, conn.last_insert_rowid(), d)?;
    review::heed(conn, ids, d)?;
    Ok(true)
}
