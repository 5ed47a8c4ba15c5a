//! Decisions on incidents: resolved once into rows of `rulings`, and read from there.

use super::super::{Fault, Outcome, review, rows};
use super::shelf::{item, number, row};
use crate::incidents::{incident_id, incident_number};
use isnad_incident::group::Ruling;
use isnad_incident::online::{Item, Ruled};
use isnad_incident::parts::{moves, number_of};
use isnad_incident::rulings::{Lookup, holding, meaning};
use isnad_model::{Decision, DecisionKind, Sha256, Standing};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The longest chain of redirects that is followed: a damaged archive could hold a circle.
const REDIRECTS: usize = 64;

/// The incident that an id leads to, redirects followed; `None` where it has no members any more or was never given.
pub(in super::super) fn resolve(conn: &Connection, id: &str) -> Outcome<Option<i64>> {
    let Some(mut at) = incident_number(id) else { return Ok(None) };
    for _ in 0..REDIRECTS {
        let found: Option<(Option<i64>, bool)> = conn
            .prepare_cached("SELECT redirect, json IS NOT NULL FROM incidents WHERE id = ?1")?
            .query_row([at], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        match found {
            Some((_, true)) => return Ok(Some(at)),
            Some((Some(to), false)) => at = to,
            Some((None, false)) | None => return Ok(None),
        }
    }
    Err(Fault::row(format!("incident {id}"), "its redirects go in a circle"))
}

pub(super) fn members(conn: &Connection, incident: i64) -> Outcome<Vec<Item>> {
    let mut statement =
        conn.prepare_cached("SELECT number FROM items WHERE incident = ?1 ORDER BY number")?;
    let rows = statement.query_map([incident], |r| r.get(0).map(item))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

struct Here<'c> {
    conn: &'c Connection,
    parted: Vec<(Item, Vec<Item>)>,
}

impl Lookup for Here<'_> {
    type Error = Fault;

    fn members(&self, incident: &str) -> Outcome<Vec<Item>> {
        resolve(self.conn, incident)?.map_or(Ok(Vec::new()), |n| members(self.conn, n))
    }

    fn incident_of(&self, item: Item) -> Outcome<Option<String>> {
        let found: Option<Option<i64>> = self
            .conn
            .prepare_cached("SELECT incident FROM items WHERE number = ?1")?
            .query_row([row(item)], |r| r.get(0))
            .optional()?;
        Ok(found.flatten().map(incident_id))
    }

    fn of_text(&self, text: &Sha256) -> Outcome<Vec<Item>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT i.number FROM items i JOIN reports r ON r.id = i.report WHERE r.text_sha256 = ?1 ORDER BY 1",
        )?;
        let rows = statement.query_map([text.0], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn parted(&self, _: &Decision) -> Outcome<Vec<(Item, Vec<Item>)>> {
        Ok(self.parted.clone())
    }

    fn holding(&self, incident: &str, id: &str) -> Outcome<Vec<Item>> {
        let Some(incident) = resolve(self.conn, incident)? else { return Ok(Vec::new()) };
        let mut statement = self.conn.prepare_cached(
            "SELECT i.number FROM items i JOIN reports r ON r.id = i.report
             WHERE i.incident = ?1 AND (r.report_id = ?2 OR i.number IN
                 (SELECT m.item FROM incident_members m WHERE m.incident = ?1 AND m.claim_id = ?2))
             ORDER BY 1",
        )?;
        let rows = statement.query_map(params![incident, id], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Decisions that were not heeded yet, with what is known of them only while items are as they were.
pub(super) struct Waiting(Vec<(Decision, Vec<(Item, Vec<Item>)>)>);

/// The decisions that wait, in order.
pub(super) fn waiting(conn: &Connection) -> Outcome<Waiting> {
    let mut statement = conn.prepare_cached(
        "SELECT d.decision_id, d.json FROM decisions d
         WHERE d.kind IN ('move', 'merge', 'split', 'standing', 'undo')
           AND NOT EXISTS (SELECT 1 FROM rulings r WHERE r.decision = d.decision_id) ORDER BY d.id",
    )?;
    let new = statement
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut out = Vec::with_capacity(new.len());
    for (id, json) in new {
        let decision: Decision =
            serde_json::from_str(&json).map_err(|e| Fault::row(format!("decision {id}"), e))?;
        let parted = parted(conn, &decision)?;
        out.push((decision, parted));
    }
    Ok(Waiting(out))
}

/// For each report of a decision that moves claims: the item that these become, and those that hold them now.
fn parted(conn: &Connection, d: &Decision) -> Outcome<Vec<(Item, Vec<Item>)>> {
    let (Some(ids), Some(anchor)) = (moves(d), &d.anchor) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for report in review::reports_of(conn, &anchor.text_sha256)? {
        let (capture, ordinal) = conn
            .prepare_cached(
                "SELECT k.sha256, r.ordinal FROM reports r JOIN captures k ON k.id = r.capture WHERE r.id = ?1",
            )?
            .query_row([report], |r| Ok((rows::sha(r, 0)?, r.get(1)?)))?;
        let mut statement = conn.prepare_cached(
            "SELECT DISTINCT i.number FROM items i JOIN incident_members m ON m.item = i.number
             WHERE i.report = ?1 AND m.claim_id IN (SELECT value FROM json_each(?2)) ORDER BY 1",
        )?;
        let held = statement
            .query_map(params![report, serde_json::json!(ids).to_string()], |r| r.get(0).map(item))?
            .collect::<rusqlite::Result<Vec<Item>>>()?;
        let rest = number(&capture, ordinal, 0);
        let part = number(&capture, ordinal, number_of(&d.id));
        out.push((part, if held.is_empty() { vec![rest] } else { held }));
    }
    Ok(out)
}

/// Resolves decisions, in order, each on what is there now. Returns the items that they concern.
pub(super) fn heed(conn: &Connection, waiting: Waiting) -> Outcome<BTreeSet<Item>> {
    let mut concerned = BTreeSet::new();
    for (decision, parted) in waiting.0 {
        resolve_one(conn, &decision, parted, &mut concerned)?;
        let mut undone = taken_back(conn, &decision)?;
        while let Some(d) = undone.pop() {
            concerned.extend(items_of(conn, &d.id)?);
            // Schema 4 kept nothing of what was undone: what holds again is resolved on what is there now.
            let holds = !conn.prepare_cached("SELECT 1 FROM undone WHERE decision = ?1")?.exists([&d.id])?;
            let empty = "DELETE FROM rulings WHERE decision = ?1 AND kind = 'none' AND NOT EXISTS
                 (SELECT 1 FROM rulings r WHERE r.decision = ?1 AND r.kind != 'none')";
            if holds && d.kind != DecisionKind::Undo && conn.prepare_cached(empty)?.execute([&d.id])? > 0 {
                let parted = self::parted(conn, &d)?;
                resolve_one(conn, &d, parted, &mut concerned)?;
            }
        }
    }
    Ok(concerned)
}

/// Writes the rulings of one decision.
fn resolve_one(
    conn: &Connection,
    d: &Decision,
    parted: Vec<(Item, Vec<Item>)>,
    concerned: &mut BTreeSet<Item>,
) -> Outcome<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO rulings (decision, kind, a, b, incident, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    const NO_ITEM: Option<i64> = None;
    let means = meaning(d, &Here { conn, parted })?;
    let mut written = false;
    for &(a, b, ruling) in &means.pairs {
        let kind = if ruling == Ruling::Together { "together" } else { "apart" };
        insert.execute(params![d.id, kind, row(a), row(b), NO_ITEM, NO_ITEM])?;
        concerned.extend([a, b]);
        written = true;
    }
    if let Some((of, standing, reason)) = &means.standing
        && let Some(incident) = resolve(conn, of)?
    {
        let value = serde_json::json!([standing, reason]).to_string();
        insert.execute(params![d.id, "standing", NO_ITEM, NO_ITEM, incident, value])?;
        concerned.extend(members(conn, incident)?);
        written = true;
    }
    if !written {
        let kind = if means.undone.is_empty() { "none" } else { "undone" };
        insert.execute(params![d.id, kind, NO_ITEM, NO_ITEM, NO_ITEM, NO_ITEM])?;
    }
    Ok(())
}

/// The decisions that an undo takes back or, by taking back another undo, brings back; in order of adding.
fn taken_back(conn: &Connection, undo: &Decision) -> Outcome<Vec<Decision>> {
    let mut out: Vec<Decision> = Vec::new();
    if undo.kind != DecisionKind::Undo {
        return Ok(out);
    }
    let mut open = undo.subjects.clone();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        if let Some(d) = review::one(conn, &id)? {
            if d.kind == DecisionKind::Undo {
                open.extend(d.subjects.iter().cloned());
            } else {
                out.push(d);
            }
        }
    }
    Ok(out)
}

/// The items that the rulings of a decision concern.
fn items_of(conn: &Connection, decision: &str) -> Outcome<BTreeSet<Item>> {
    let mut statement = conn.prepare_cached("SELECT a, b, incident FROM rulings WHERE decision = ?1")?;
    let found = statement
        .query_map([decision], |r| Ok((r.get::<_, Option<i64>>(0)?, r.get::<_, Option<i64>>(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(Option<i64>, Option<i64>, Option<i64>)>>>()?;
    let mut concerned = BTreeSet::new();
    for (a, b, incident) in found {
        concerned.extend(a.into_iter().chain(b).map(item));
        if let Some(to) = incident.map(incident_id).map(|id| resolve(conn, &id)).transpose()?.flatten() {
            concerned.extend(members(conn, to)?);
        }
    }
    Ok(concerned)
}

/// The rulings on pairs that hold.
pub(super) fn pairs(conn: &Connection) -> Outcome<Vec<Ruled>> {
    let mut statement = conn.prepare_cached(
        "SELECT a, b, kind = 'together' FROM rulings WHERE a IS NOT NULL
             AND decision NOT IN (SELECT decision FROM undone) ORDER BY id",
    )?;
    let rows = statement.query_map([], |r| {
        let ruling = if r.get(2)? { Ruling::Together } else { Ruling::Apart };
        Ok((item(r.get(0)?), item(r.get(1)?), ruling))
    })?;
    Ok(holding(&rows.collect::<rusqlite::Result<Vec<_>>>()?))
}

/// The standings that people gave, by the incident to which they lead now; of two the later.
pub(super) fn standings(conn: &Connection) -> Outcome<Vec<(i64, (Standing, String))>> {
    let mut statement = conn.prepare_cached(
        "SELECT incident, value FROM rulings WHERE kind = 'standing'
             AND decision NOT IN (SELECT decision FROM undone) ORDER BY id",
    )?;
    let rows = statement
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut out = Vec::new();
    for (incident, value) in rows {
        let value: (Standing, String) = serde_json::from_str(&value)
            .map_err(|e| Fault::row(format!("a ruling on incident {incident}"), e))?;
        if let Some(to) = resolve(conn, &incident_id(incident))? {
            out.push((to, value));
        }
    }
    Ok(out)
}
