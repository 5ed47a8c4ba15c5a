//! Decisions laid over readings: which hold, which bear on a report, and the rows of claims kept as people left them.
//!
//! A decision bears on a report where it is anchored on the report's text, or on what another program extracted at the same place of the
//! same capture. Rows of claims follow at once, in the transaction of the decision; items of grouping are noted as due.

use super::{Fault, Outcome, rows, write};
use crate::entry::ClaimRow;
use crate::incidents::{incident_id, incident_number};
use crate::pack::unpack;
use crate::{ReportKey, StoredReport};
use isnad_incident::parts::moves;
use isnad_model::review::{self, Reviewed, is_on_claims};
use isnad_model::wire::ReadingJson;
use isnad_model::{Decision, DecisionKind, Sha256};
use rusqlite::{Connection, Params, params};
use std::collections::{BTreeMap, HashSet};

/// The texts of the place of a report `r`.
const TEXTS: &str =
    "SELECT s.text_sha256 FROM reports r JOIN reports s ON s.capture = r.capture AND s.ordinal = r.ordinal";

/// Decisions by a query that gives their ids and JSON.
fn list(conn: &Connection, sql: &str, params: impl Params) -> Outcome<Vec<Decision>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let json = row.get_ref(1)?.as_bytes().map_err(rusqlite::Error::from)?;
        out.push(
            serde_json::from_slice(json)
                .map_err(|e| Fault::row(format!("decision {:?}", row.get::<_, String>(0)), e))?,
        );
    }
    Ok(out)
}

/// The log from a place on.
pub(super) fn log(conn: &Connection, offset: i64, limit: u32) -> Outcome<Vec<Decision>> {
    let sql = "SELECT decision_id, json FROM decisions ORDER BY id LIMIT ?1 OFFSET ?2";
    list(conn, sql, params![limit, offset])
}

pub(super) fn one(conn: &Connection, id: &str) -> Outcome<Option<Decision>> {
    Ok(list(conn, "SELECT decision_id, json FROM decisions WHERE decision_id = ?1", [id])?.pop())
}

/// The decisions that hold and bear on the text of a report, in order.
pub(super) fn holding(conn: &Connection, report: i64) -> Outcome<Vec<Decision>> {
    let sql = format!(
        "SELECT d.decision_id, d.json FROM decisions d
         WHERE d.text_sha256 IN ({TEXTS} WHERE r.id = ?1)
           AND d.decision_id NOT IN (SELECT decision FROM undone) ORDER BY d.id"
    );
    list(conn, &sql, [report])
}

/// With what is chosen by `base`, the decisions that undo one of them, and those that undo these.
fn with_undos(base: &str) -> String {
    format!(
        "WITH RECURSIVE chosen(id) AS (
             {base}
             UNION SELECT s.decision FROM chosen c JOIN decisions d ON d.id = c.id
                 JOIN decision_subjects s ON s.subject = d.decision_id
                 JOIN decisions u ON u.id = s.decision AND u.kind = 'undo')
         SELECT d.decision_id, d.json FROM decisions d WHERE d.id IN (SELECT id FROM chosen) ORDER BY d.id"
    )
}

/// All decisions on a text, undone ones included.
pub(super) fn on_text(conn: &Connection, text: &Sha256) -> Outcome<Vec<Decision>> {
    let base = format!(
        "SELECT id FROM decisions WHERE text_sha256 = ?1 OR text_sha256 IN
             ({TEXTS} WHERE r.text_sha256 = ?1 AND r.current = 1)"
    );
    list(conn, &with_undos(&base), [text.0])
}

/// All decisions that name an incident or one that leads to it.
pub(super) fn on_incident(conn: &Connection, id: &str) -> Outcome<Vec<Decision>> {
    let Some(number) = super::incidents::resolve(conn, id)?.or_else(|| incident_number(id)) else {
        return Ok(Vec::new());
    };
    let base = "SELECT s.decision FROM decision_subjects s WHERE s.subject IN (
             WITH RECURSIVE leading(id) AS (
                 SELECT ?1 UNION SELECT e.id FROM incidents e JOIN leading l ON e.redirect = l.id)
             SELECT 'i' || id FROM leading)";
    list(conn, &with_undos(base), [number])
}

pub(super) fn undone(conn: &Connection) -> Outcome<HashSet<String>> {
    let mut statement = conn.prepare_cached("SELECT decision FROM undone")?;
    let rows = statement.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The ids that do not hold, as the log says.
pub(super) fn undone_by_log(conn: &Connection) -> Outcome<HashSet<String>> {
    // Of what is not an undo only its place in the log is asked for.
    let mut statement = conn.prepare(
        "SELECT d.decision_id, CASE WHEN d.kind = 'undo' THEN d.json END FROM decisions d
         WHERE d.kind = 'undo' OR d.decision_id IN (SELECT subject FROM decision_subjects) ORDER BY d.id",
    )?;
    let mut rows = statement.query([])?;
    let mut log: Vec<Decision> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        log.push(match row.get::<_, Option<String>>(1)? {
            Some(json) => serde_json::from_str(&json).map_err(|e| Fault::row(format!("decision {id}"), e))?,
            None => Decision {
                id,
                kind: DecisionKind::Comment,
                anchor: None,
                subjects: Vec::new(),
                value: serde_json::Value::Null,
                reason: String::new(),
                user: String::new(),
                at: String::new(),
            },
        });
    }
    Ok(review::undone(&log))
}

/// The form in which a subject is sought: an incident's id by its number.
fn subject(kind: DecisionKind, subject: &str) -> String {
    let number = if kind == DecisionKind::Undo { None } else { incident_number(subject) };
    number.map_or_else(|| subject.to_owned(), incident_id)
}

/// Notes what a decision that was just put in is about. `row` is its number.
pub(super) fn note(conn: &Connection, row: i64, d: &Decision) -> Outcome<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO decision_subjects (subject, decision) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    for s in &d.subjects {
        insert.execute(params![subject(d.kind, s), row])?;
    }
    Ok(())
}

/// Brings the rows of claims in step with a decision that was just put in and noted.
pub(super) fn heed(conn: &Connection, ids: &mut write::Ids, d: &Decision) -> Outcome<()> {
    let mut texts: Vec<Sha256> = changes_claims(d).into_iter().collect();
    if d.kind == DecisionKind::Undo {
        let (was, is) = (undone(conn)?, undone_by_log(conn)?);
        for gone in was.difference(&is) {
            conn.prepare_cached("DELETE FROM undone WHERE decision = ?1")?.execute([gone])?;
        }
        for new in is.difference(&was) {
            conn.prepare_cached("INSERT INTO undone (decision) VALUES (?1)")?.execute([new])?;
        }
        for id in was.symmetric_difference(&is) {
            texts.extend(one(conn, id)?.as_ref().and_then(changes_claims));
        }
    }
    texts.sort_unstable();
    texts.dedup();
    for text in texts {
        for report in reports_of(conn, &text)? {
            refresh(conn, ids, report)?;
            conn.prepare_cached("INSERT INTO reviews_due (report) VALUES (?1) ON CONFLICT DO NOTHING")?
                .execute([report])?;
        }
    }
    Ok(())
}

/// The text of which a decision changes the claims, or the parts that they are in.
fn changes_claims(d: &Decision) -> Option<Sha256> {
    let on_claims = is_on_claims(d.kind) && d.kind != DecisionKind::Comment;
    let text = d.anchor.as_ref()?.text_sha256;
    (on_claims || moves(d).is_some()).then_some(text)
}

/// The current reports on which decisions on a text bear.
pub(super) fn reports_of(conn: &Connection, text: &Sha256) -> Outcome<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT r.id FROM reports s JOIN reports r ON r.capture = s.capture AND r.ordinal = s.ordinal
             AND r.current = 1 WHERE s.text_sha256 = ?1 ORDER BY 1",
    )?;
    let rows = statement.query_map([text.0], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The report, its current reading, and the reading as people left it.
pub(super) fn reviewed(
    conn: &Connection,
    key: ReportKey,
) -> Outcome<Option<(StoredReport, ReadingJson, Reviewed)>> {
    let Some(reading) = rows::reading(conn, key, None)? else { return Ok(None) };
    let Some(report) = rows::report(conn, key)? else { return Ok(None) };
    let decisions = holding(conn, key.0)?;
    let reviewed = review::apply(&reading, &report.report.text, &decisions);
    Ok(Some((report, reading, reviewed)))
}

/// The current reading as people left it with the decisions, where there are any: that the rest is as it was read costs one look-up.
pub(super) fn overlay(conn: &Connection, report: i64) -> Outcome<Option<(Reviewed, Vec<Decision>)>> {
    let decisions = holding(conn, report)?;
    if decisions.is_empty() {
        return Ok(None);
    }
    let found = current(conn, report)?;
    Ok(found.map(|(reading, text)| (review::apply(&reading, &text, &decisions), decisions)))
}

/// The current reading of a report, without the text, and the text.
fn current(conn: &Connection, report: i64) -> Outcome<Option<(ReadingJson, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT n.json, r.text FROM readings n JOIN reports r ON r.id = n.report
         WHERE n.report = ?1 AND n.current = 1",
    )?;
    let mut rows = statement.query([report])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let fault = |detail: String| Fault::row(format!("the reading of report {report}"), detail);
    let json = unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?).map_err(fault)?;
    Ok(Some((serde_json::from_slice(&json).map_err(|e| fault(e.to_string()))?, row.get(1)?)))
}

/// Writes the rows of a report's claims as people left them. A claim that stays keeps its number.
pub(super) fn refresh(conn: &Connection, ids: &mut write::Ids, report: i64) -> Outcome<()> {
    let decisions = holding(conn, report)?;
    let Some((reading, text)) = current(conn, report)? else { return Ok(()) };
    let reviewed = review::apply(&reading, &text, &decisions);
    let rows: Vec<ClaimRow> = reviewed.claims.iter().map(ClaimRow::reviewed).collect();
    let mut held: BTreeMap<String, i64> = conn
        .prepare_cached("SELECT claim_id, id FROM claims WHERE report = ?1")?
        .query_map([report], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let numbers: Vec<Option<i64>> = rows.iter().map(|r| held.remove(&r.id)).collect();
    conn.prepare_cached("DELETE FROM claims WHERE report = ?1")?.execute([report])?;
    write::insert_claims(conn, ids, report, &rows, &numbers)?;
    super::queue::weigh(conn, report)
}

/// The same where a decision bears on the report; else its rows are as they were read.
pub(super) fn refresh_if_ruled(conn: &Connection, ids: &mut write::Ids, report: i64) -> Outcome<()> {
    let sql = format!("SELECT 1 FROM decisions WHERE text_sha256 IN ({TEXTS} WHERE r.id = ?1)");
    if conn.prepare_cached(&sql)?.exists([report])? {
        refresh(conn, ids, report)?;
    }
    Ok(())
}
