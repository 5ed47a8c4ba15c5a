//! Decisions on incidents: resolved once into rows of `rulings`, and read from there.

use super::super::{Fault, Outcome};
use super::shelf::{item, row};
use crate::incidents::{incident_id, incident_number};
use isnad_incident::group::Ruling;
use isnad_incident::online::{Item, Ruled};
use isnad_incident::rulings::{Lookup, holding, meaning};
use isnad_model::{Decision, Sha256, Standing};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The longest chain of redirects that is followed: a damaged archive could hold a circle.
const REDIRECTS: usize = 64;

/// The incident that an id leads to, redirects followed; `None` where it has no members any more or was never given.
pub(super) fn resolve(conn: &Connection, id: &str) -> Outcome<Option<i64>> {
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

struct Here<'c>(&'c Connection);

impl Lookup for Here<'_> {
    type Error = Fault;

    fn members(&self, incident: &str) -> Outcome<Vec<Item>> {
        resolve(self.0, incident)?.map_or(Ok(Vec::new()), |n| members(self.0, n))
    }

    fn incident_of(&self, item: Item) -> Outcome<Option<String>> {
        let found: Option<Option<i64>> = self
            .0
            .prepare_cached("SELECT incident FROM items WHERE number = ?1")?
            .query_row([row(item)], |r| r.get(0))
            .optional()?;
        Ok(found.flatten().map(incident_id))
    }

    fn of_text(&self, text: &Sha256) -> Outcome<Vec<Item>> {
        // Decisions are few; a text's reports are found without an index of their own.
        let mut statement = self.0.prepare_cached(
            "SELECT i.number FROM items i JOIN reports r ON r.id = i.report WHERE r.text_sha256 = ?1 ORDER BY 1",
        )?;
        let rows = statement.query_map([text.0], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn holding(&self, incident: &str, id: &str) -> Outcome<Vec<Item>> {
        let Some(incident) = resolve(self.0, incident)? else { return Ok(Vec::new()) };
        let mut statement = self.0.prepare_cached(
            "SELECT i.number FROM items i JOIN reports r ON r.id = i.report
             WHERE i.incident = ?1 AND (r.report_id = ?2 OR i.number IN
                 (SELECT m.item FROM incident_members m WHERE m.incident = ?1 AND m.claim_id = ?2))
             ORDER BY 1",
        )?;
        let rows = statement.query_map(params![incident, id], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Resolves the decisions that were not heeded yet, in order, each on what is there now. Returns the items that they concern.
pub(super) fn heed(conn: &Connection) -> Outcome<BTreeSet<Item>> {
    let mut statement = conn.prepare_cached(
        "SELECT d.decision_id, d.json FROM decisions d
         WHERE d.kind IN ('move', 'merge', 'split', 'standing', 'undo')
           AND NOT EXISTS (SELECT 1 FROM rulings r WHERE r.decision = d.decision_id) ORDER BY d.id",
    )?;
    let new = statement
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut concerned = BTreeSet::new();
    let mut insert = conn.prepare_cached(
        "INSERT INTO rulings (decision, kind, a, b, incident, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    const NO_ITEM: Option<i64> = None;
    for (id, json) in new {
        let decision: Decision =
            serde_json::from_str(&json).map_err(|e| Fault::row(format!("decision {id}"), e))?;
        let means = meaning(&decision, &Here(conn))?;
        let before = concerned.len();
        for &(a, b, ruling) in &means.pairs {
            let kind = if ruling == Ruling::Together { "together" } else { "apart" };
            insert.execute(params![id, kind, row(a), row(b), NO_ITEM, NO_ITEM])?;
            concerned.extend([a, b]);
        }
        if let Some((of, standing, reason)) = &means.standing
            && let Some(incident) = resolve(conn, of)?
        {
            let value = serde_json::json!([standing, reason]).to_string();
            insert.execute(params![id, "standing", NO_ITEM, NO_ITEM, incident, value])?;
            concerned.extend(members(conn, incident)?);
        }
        for undone in &means.undone {
            concerned.extend(undo(conn, undone)?);
        }
        if concerned.len() == before {
            insert.execute(params![id, "none", NO_ITEM, NO_ITEM, NO_ITEM, NO_ITEM])?;
        } else if !means.undone.is_empty() {
            insert.execute(params![id, "undone", NO_ITEM, NO_ITEM, NO_ITEM, NO_ITEM])?;
        }
    }
    Ok(concerned)
}

/// Takes a decision's rulings back. Returns the items that they concerned.
fn undo(conn: &Connection, decision: &str) -> Outcome<BTreeSet<Item>> {
    let mut statement =
        conn.prepare_cached("SELECT a, b, incident FROM rulings WHERE decision = ?1 AND kind != 'undone'")?;
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
    conn.prepare_cached(
        "UPDATE rulings SET kind = 'none', a = NULL, b = NULL WHERE decision = ?1 AND kind != 'undone'",
    )?
    .execute([decision])?;
    Ok(concerned)
}

/// The rulings on pairs that hold.
pub(super) fn pairs(conn: &Connection) -> Outcome<Vec<Ruled>> {
    let mut statement =
        conn.prepare_cached("SELECT a, b, kind = 'together' FROM rulings WHERE a IS NOT NULL ORDER BY id")?;
    let rows = statement.query_map([], |r| {
        let ruling = if r.get(2)? { Ruling::Together } else { Ruling::Apart };
        Ok((item(r.get(0)?), item(r.get(1)?), ruling))
    })?;
    Ok(holding(&rows.collect::<rusqlite::Result<Vec<_>>>()?))
}

/// The standings that people gave, by the incident to which they lead now; of two the later.
pub(super) fn standings(conn: &Connection) -> Outcome<Vec<(i64, (Standing, String))>> {
    let mut statement =
        conn.prepare_cached("SELECT incident, value FROM rulings WHERE kind = 'standing' ORDER BY id")?;
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
