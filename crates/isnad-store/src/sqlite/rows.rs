//! Rows taken out by key.

use super::{Fault, Outcome};
use crate::entry::ClaimRow;
use crate::pack::unpack;
use crate::{PageVersion, ReadingLine, ReportKey, ReportLine, StoredReport, StoredSighting};
use isnad_model::{
    Block, Capture, Problem, Published, Report, Sha256, Sighting, Versions,
    wire::{ClaimJson, ReadingJson},
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Deserialize;

/// The columns of a [`ReportLine`], of reports `r` and captures `k`.
pub(super) const LINE: &str = "r.id, r.report_id, k.sha256, r.text_sha256, r.url, r.title, r.language, \
     r.outlet, r.published, (SELECT count(*) FROM claims c WHERE c.report = r.id)";

/// The line that a row of [`LINE`] holds.
pub(super) fn line(row: &Row<'_>) -> rusqlite::Result<ReportLine> {
    Ok(ReportLine {
        key: ReportKey(row.get(0)?),
        id: row.get(1)?,
        capture: sha(row, 2)?,
        text_sha256: sha(row, 3)?,
        url: row.get(4)?,
        title: row.get(5)?,
        language: row.get(6)?,
        outlet: row.get(7)?,
        published: published(row, 8)?,
        claims: row.get::<_, Option<i64>>(9)?.unwrap_or(0).max(0) as usize,
    })
}

pub(super) fn sha(row: &Row<'_>, column: usize) -> rusqlite::Result<Sha256> {
    row.get(column).map(Sha256)
}

fn published(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Published>> {
    let json: Option<String> = row.get(column)?;
    json.map(|json| serde_json::from_str(&json).map_err(|e| misread(column, e))).transpose()
}

fn misread(column: usize, e: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e))
}

fn count(n: Option<i64>) -> Option<u64> {
    n.and_then(|n| u64::try_from(n).ok())
}

pub(super) fn capture(conn: &Connection, sha256: &Sha256) -> Outcome<Option<Capture>> {
    let mut statement = conn.prepare_cached("SELECT media_type, bytes FROM captures WHERE sha256 = ?1")?;
    let mut rows = statement.query([sha256.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let bytes = unpack(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
        .map_err(|detail| Fault::row(format!("capture {sha256}"), detail))?;
    Ok(Some(Capture { sha256: *sha256, media_type: row.get(0)?, bytes }))
}

pub(super) fn sightings(conn: &Connection, capture: &Sha256) -> Outcome<Vec<StoredSighting>> {
    let mut statement = conn.prepare_cached(
        "SELECT s.url, s.retrieved_at, s.file, s.line, s.record, s.added_at
         FROM sightings s JOIN captures k ON k.id = s.capture WHERE k.sha256 = ?1 ORDER BY s.id",
    )?;
    let rows = statement.query_map([capture.0], |row| {
        Ok(StoredSighting {
            sighting: Sighting {
                url: row.get(0)?,
                retrieved_at: row.get(1)?,
                file: row.get(2)?,
                line: count(row.get(3)?),
                record: count(row.get(4)?),
            },
            added_at: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn report(conn: &Connection, key: ReportKey) -> Outcome<Option<StoredReport>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.report_id, k.sha256, r.text, r.text_sha256, r.extracted, r.url, r.title, r.language,
             r.outlet, r.published, r.blocks, r.problems, r.extractor, r.current, r.added_at
         FROM reports r JOIN captures k ON k.id = r.capture WHERE r.id = ?1",
    )?;
    let mut rows = statement.query([key.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let fault = |detail: String| Fault::row(format!("report {}", key.0), detail);
    let blocks = unpack(row.get_ref(10)?.as_blob().map_err(rusqlite::Error::from)?).map_err(fault)?;
    let blocks: Vec<Block> = serde_json::from_slice(&blocks).map_err(|e| fault(e.to_string()))?;
    let problems: String = row.get(11)?;
    let problems: Vec<Problem> = serde_json::from_str(&problems).map_err(|e| fault(e.to_string()))?;
    Ok(Some(StoredReport {
        key,
        report: Report {
            id: row.get(0)?,
            capture: sha(row, 1)?,
            text: row.get(2)?,
            text_sha256: sha(row, 3)?,
            extracted: row.get(4)?,
            url: row.get(5)?,
            title: row.get(6)?,
            language: row.get(7)?,
            outlet: row.get(8)?,
            published: published(row, 9)?,
            blocks,
            problems,
        },
        extractor: row.get(12)?,
        current: row.get(13)?,
        added_at: row.get(14)?,
    }))
}

/// The reading of a report: the current one, or the one of a version.
pub(super) fn reading(
    conn: &Connection,
    key: ReportKey,
    version: Option<i64>,
) -> Outcome<Option<ReadingJson>> {
    let mut statement = conn.prepare_cached(
        "SELECT n.json, CASE WHEN r.extracted THEN r.text END FROM readings n JOIN reports r ON r.id = n.report
         WHERE n.report = ?1 AND CASE WHEN ?2 IS NULL THEN n.current = 1 ELSE n.version = ?2 END",
    )?;
    let mut rows = statement.query(params![key.0, version])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let fault = |detail: String| Fault::row(format!("the reading of report {}", key.0), detail);
    let json = unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?).map_err(fault)?;
    let mut reading: ReadingJson = serde_json::from_slice(&json).map_err(|e| fault(e.to_string()))?;
    reading.text = row.get(1)?;
    Ok(Some(reading))
}

pub(super) fn readings(conn: &Connection, key: ReportKey) -> Outcome<Vec<ReadingLine>> {
    let mut statement = conn.prepare_cached(
        "SELECT v.program, v.lexicon, v.models, n.current, n.claims, n.added_at
         FROM readings n JOIN versions v ON v.id = n.version WHERE n.report = ?1 ORDER BY n.id",
    )?;
    let rows = statement.query_map([key.0], |row| {
        Ok(ReadingLine {
            versions: versions(row, 0)?,
            current: row.get(3)?,
            claims: row.get::<_, i64>(4)?.max(0) as usize,
            added_at: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn versions(row: &Row<'_>, first: usize) -> rusqlite::Result<Versions> {
    Ok(Versions { program: row.get(first)?, lexicon: row.get(first + 1)?, models: row.get(first + 2)? })
}

pub(super) fn page_versions(conn: &Connection, url: &str) -> Outcome<Vec<PageVersion>> {
    // The address may be what the record said (a sighting) or what the page itself said (its report).
    let mut statement = conn.prepare_cached(&format!(
        "WITH met (capture, at) AS (
             SELECT capture, min(ifnull(retrieved_at, '9')) FROM sightings WHERE url = ?1 GROUP BY capture
         ), pages (id, at) AS (
             SELECT r.id, m.at FROM met m JOIN reports r ON r.capture = m.capture
             UNION
             SELECT r.id, (SELECT min(ifnull(s.retrieved_at, '9')) FROM sightings s WHERE s.capture = r.capture)
             FROM reports r WHERE r.url = ?1 AND r.capture NOT IN (SELECT capture FROM met)
         )
         SELECT {LINE}, nullif(p.at, '9'), r.current
         FROM pages p JOIN reports r ON r.id = p.id JOIN captures k ON k.id = r.capture ORDER BY p.at, r.id"
    ))?;
    let rows = statement.query_map([url], |row| {
        Ok(PageVersion { report: line(row)?, retrieved_at: row.get(10)?, current: row.get(11)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What of a reading the lists of claims need; the rest is passed over.
#[derive(Deserialize)]
pub(super) struct ClaimsOnly {
    pub versions: Versions,
    pub claims: Vec<ClaimJson>,
}

/// The claims of a packed reading.
pub(super) fn claims_of(packed: &[u8]) -> Result<ClaimsOnly, String> {
    serde_json::from_slice(&unpack(packed)?).map_err(|e| e.to_string())
}

/// A reading's row.
pub(super) struct ReadingId {
    pub id: i64,
    pub current: bool,
}

impl ReadingId {
    /// The row of the reading of `report` that `version` made.
    pub(super) fn of(conn: &Connection, report: i64, version: i64) -> Outcome<Option<Self>> {
        Ok(conn
            .prepare_cached("SELECT id, current FROM readings WHERE report = ?1 AND version = ?2")?
            .query_row([report, version], |r| Ok(ReadingId { id: r.get(0)?, current: r.get(1)? }))
            .optional()?)
    }

    /// The columns of its claims, from its JSON.
    pub(super) fn claims(&self, conn: &Connection) -> Outcome<Vec<ClaimRow>> {
        let packed: Vec<u8> = conn
            .prepare_cached("SELECT json FROM readings WHERE id = ?1")?
            .query_row([self.id], |r| r.get(0))?;
        let read = claims_of(&packed).map_err(|detail| Fault::row(format!("reading {}", self.id), detail))?;
        Ok(read.claims.iter().map(ClaimRow::new).collect())
    }
}
