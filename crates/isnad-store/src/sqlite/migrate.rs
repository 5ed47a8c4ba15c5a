//! Older schemas brought up in place: first a backup beside the file, then all steps in one transaction.

use super::open::{OPENS_WITH, SCHEMA, schema_of, set_meta};
use super::{Fault, Outcome, incidents, queue, review, rows, write};
use crate::entry::{ClaimRow, PlaceRow};
use crate::{Error, Result, analyser};
use isnad_model::Decision;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};
use std::path::{Path, PathBuf};

/// Step number k brings schema k + 1 to schema k + 2.
const STEPS: [fn(&Transaction<'_>) -> Outcome<()>; SCHEMA as usize - 1] =
    [places_of_their_own, tables_of_incidents, rows_of_candidates, review_of_claims];

/// Brings the archive to [`SCHEMA`]. While it works no other program can write; if it fails or is killed, the
/// archive is as it was.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<()> {
    let fault = |f: Fault| f.at(path, "migrate it");
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| fault(e.into()))?;
    // Another program may have done it while this one waited for its turn.
    let found = schema_of(&tx).map_err(|e| fault(e.into()))?;
    if found >= SCHEMA {
        return Ok(());
    }
    keep(path, found)?;
    steps(&tx, found).map_err(fault)?;
    tx.commit().map_err(|e| fault(e.into()))
}

fn steps(tx: &Transaction<'_>, found: u32) -> Outcome<()> {
    for step in &STEPS[found.saturating_sub(1) as usize..] {
        step(tx)?;
    }
    if tx.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(Fault::row("a reference", "points to a row that is not there, after the migration"));
    }
    set_meta(tx, "opens_with", OPENS_WITH)?;
    tx.pragma_update(None, "user_version", SCHEMA)?;
    Ok(())
}

/// Copies the archive to the first free of `NAME.vN.bak`, `NAME.vN.2.bak`, … The caller holds the write lock.
fn keep(path: &Path, version: u32) -> Result<PathBuf> {
    let name = |n: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(if n == 1 { format!(".v{version}.bak") } else { format!(".v{version}.{n}.bak") });
        PathBuf::from(name)
    };
    let mut n = 1;
    while name(n).exists() {
        n += 1;
    }
    let to = name(n);
    let from = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|e| Fault::from(e).at(path, "open it for a backup"))?;
    copy(&from, path, &to)?;
    Ok(to)
}

/// Copies an open archive, whole as of one moment, into a new file, which appears under its name only when
/// it is complete and on the disk.
pub(super) fn copy(from: &Connection, path: &Path, to: &Path) -> Result<()> {
    let io = |doing| move |source| Error::Io { path: to.to_owned(), doing, source };
    if to.exists() {
        return Err(Error::Exists { path: to.to_owned() });
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    match std::fs::remove_file(&part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(io("remove what an earlier backup left")(e));
        }
        _ => {}
    }
    let fault = |e: rusqlite::Error| Fault::from(e).at(path, "back it up");
    let mut target = Connection::open(&part).map_err(|e| Fault::from(e).at(&part, "write a backup"))?;
    // One step for all pages: a reader's snapshot, so that a writer in between does not start it anew.
    rusqlite::backup::Backup::new(from, &mut target).and_then(|b| b.step(-1)).map_err(fault)?;
    // The copy carries the mark of WAL; a single file without companions is easier to keep.
    target.execute_batch("PRAGMA journal_mode = DELETE;").map_err(fault)?;
    target.close().map_err(|(_, e)| fault(e))?;
    std::fs::File::open(&part).and_then(|f| f.sync_all()).map_err(io("flush the backup"))?;
    std::fs::rename(&part, to).map_err(io("name the backup"))
}

/// 2 to 3. Tables of incidents come beside the others; they are filled by the next update, from the readings that are there.
fn tables_of_incidents(tx: &Transaction<'_>) -> Outcome<()> {
    Ok(tx.execute_batch(include_str!("incidents.sql"))?)
}

/// 3 to 4. Scores of both looks, and rows of candidates. All of it is made anew by the next update, since its mark is another.
fn rows_of_candidates(tx: &Transaction<'_>) -> Outcome<()> {
    Ok(tx.execute_batch(include_str!("candidates.sql"))?)
}

/// 4 to 5. Review: places in the queue for all claims, lines for all incidents, and what decisions are about, with the claims that they change.
fn review_of_claims(tx: &Transaction<'_>) -> Outcome<()> {
    tx.execute_batch(include_str!("review.sql"))?;
    let mut ids = write::Ids::default();
    let mut weigh =
        tx.prepare("UPDATE claims SET base = ?3, priority = ?3 WHERE report = ?1 AND ordinal = ?2")?;
    let mut readings = tx.prepare("SELECT report, json FROM readings WHERE current = 1")?;
    let mut found = readings.query([])?;
    while let Some(row) = found.next()? {
        let report: i64 = row.get(0)?;
        let read = rows::claims_of(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
            .map_err(|detail| Fault::row(format!("the reading of report {report}"), detail))?;
        for (ordinal, claim) in read.claims.iter().enumerate() {
            weigh.execute(params![report, ordinal as i64, ClaimRow::new(claim).base])?;
        }
        queue::weigh(tx, report)?;
    }
    let mut decisions = tx.prepare("SELECT id, json FROM decisions ORDER BY id")?;
    let mut log = Vec::new();
    let mut found = decisions.query([])?;
    while let Some(row) = found.next()? {
        let id: i64 = row.get(0)?;
        let decision: Decision =
            serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)
                .map_err(|e| Fault::row(format!("decision number {id}"), e))?;
        review::note(tx, id, &decision)?;
        log.push(decision);
    }
    log.iter().try_for_each(|d| review::heed(tx, &mut ids, d))?;
    incidents::make_all(tx)
}

/// 1 to 2. Schema 1 kept one place a claim, by its spelling; a claim has several, and «الرقة» is «الرقه». Places get a
/// table of their own with folded names, outlets likewise, and every place of a claim counts.
fn places_of_their_own(tx: &Transaction<'_>) -> Outcome<()> {
    tx.execute_batch(
        "CREATE TABLE outlets (name TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE places (
             id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, gazetteer_id TEXT, lat REAL, lon REAL
         ) STRICT;
         CREATE UNIQUE INDEX places_once ON places
             (name, ifnull(gazetteer_id, ''), ifnull(lat, 999), ifnull(lon, 999));
         CREATE INDEX places_at ON places (lat, lon) WHERE lat IS NOT NULL;
         CREATE TABLE claim_places (
             claim INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
             ordinal INTEGER NOT NULL,
             place INTEGER NOT NULL REFERENCES places (id),
             PRIMARY KEY (claim, ordinal)
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX claim_places_place ON claim_places (place, claim);
         DROP INDEX claims_place;
         ALTER TABLE claims DROP COLUMN place_name;
         ALTER TABLE claims DROP COLUMN lat;
         ALTER TABLE claims DROP COLUMN lon;",
    )?;
    let mut outlets = tx.prepare("SELECT DISTINCT outlet FROM reports WHERE outlet IS NOT NULL")?;
    let names = outlets.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for name in names {
        tx.execute("INSERT INTO outlets (name, key) VALUES (?1, ?2)", params![name, analyser::key(&name)])?;
    }
    let mut places = write::Ids::default();
    let mut readings = tx.prepare("SELECT report, json FROM readings WHERE current = 1")?;
    let mut claim_at = tx.prepare("SELECT id FROM claims WHERE report = ?1 AND ordinal = ?2")?;
    let mut found = readings.query([])?;
    while let Some(row) = found.next()? {
        let report: i64 = row.get(0)?;
        let read = rows::claims_of(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
            .map_err(|detail| Fault::row(format!("the reading of report {report}"), detail))?;
        for (ordinal, claim) in read.claims.iter().enumerate() {
            let claim_id: i64 = claim_at.query_row(params![report, ordinal as i64], |r| r.get(0))?;
            let mut seen: Vec<PlaceRow> = Vec::new();
            for place in &claim.place {
                let place = PlaceRow::new(&place.place);
                if !seen.contains(&place) {
                    write::insert_claim_place(tx, &mut places, claim_id, seen.len(), &place)?;
                    seen.push(place);
                }
            }
        }
    }
    Ok(())
}
