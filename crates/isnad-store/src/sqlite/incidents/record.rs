//! The record of an incident: assembled from its members' readings, and written with the columns by which it is found.

use super::super::{Fault, Outcome};
use super::NOW;
use super::parted::reading_behind;
use super::shelf::{Items, row};
use super::{lines, matching};
use crate::incidents::incident_id;
use crate::pack::pack;
use crate::{Error, analyser};
use isnad_incident::evidence::Evidence;
use isnad_incident::online::{Item, Shelf};
use isnad_incident::record::{Given, Source, assemble};
use isnad_incident::weights::Weights;
use isnad_model::wire::ReadingJson;
use isnad_model::{Incident, Standing};
use rusqlite::{Connection, params};
use std::sync::Arc;

/// Assembles and writes the record of an incident.
pub(super) fn write(
    conn: &Connection,
    shelf: &Items<'_>,
    weights: &Weights,
    id: i64,
    group: &[Item],
    standing: Option<&(Standing, String)>,
) -> Outcome<()> {
    let mut members: Vec<(Item, ReadingJson, Arc<Evidence>)> = Vec::with_capacity(group.len());
    for &item in group {
        let evidence = shelf
            .evidence(item)?
            .ok_or_else(|| Fault::row(format!("item {item}"), "is in an incident and not there"))?;
        members.push((item, reading_behind(conn, item)?, evidence));
    }
    let sources: Vec<Source<'_>> =
        members.iter().map(|(item, reading, evidence)| Source { item: *item, reading, evidence }).collect();
    let split: Option<i64> = conn
        .prepare_cached("SELECT split_from FROM incidents WHERE id = ?1")?
        .query_row([id], |r| r.get(0))?;
    let given =
        Given { id: incident_id(id), split_from: split.map(incident_id), standing: standing.cloned() };
    save(conn, id, &assemble(&sources, weights, given))
}

/// Names as `,name,name,`, so that one can be sought with its borders.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut out = String::new();
    for name in names {
        if out.is_empty() {
            out.push(',');
        }
        out.push_str(name);
        out.push(',');
    }
    out
}

fn save(conn: &Connection, id: i64, incident: &Incident) -> Outcome<()> {
    let json = serde_json::to_vec(incident).map_err(|source| Error::Json { what: "incident", source })?;
    let packed = pack(&json);
    // What is made anew and is the same did not change.
    let same = conn
        .prepare_cached("SELECT 1 FROM incidents WHERE id = ?1 AND json = ?2")?
        .exists(params![id, packed])?;
    let now = if same { "changed_at" } else { NOW };
    conn.prepare_cached(&format!(
        "UPDATE incidents SET from_date = ?2, to_date = ?3, types = ?4, standing = ?5, sources = ?6, conflicts = ?7,
             changed_at = {now}, json = ?8, redirect = NULL WHERE id = ?1"
    ))?
    .execute(params![
        id,
        incident.day.as_ref().map(|d| d.from.to_string()),
        incident.day.as_ref().map(|d| d.to.to_string()),
        listed(incident.types.iter().map(|t| t.as_str())),
        incident.standing.as_str(),
        incident.sources as i64,
        incident.conflicts.len() as i64,
        packed,
    ])?;
    forget(conn, id)?;
    let mut member = conn.prepare_cached(
        "INSERT INTO incident_members (incident, item, claim_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
    )?;
    for m in &incident.members {
        let item = isnad_incident::online::item_of(&m.item)
            .ok_or_else(|| Fault::row(format!("incident {id}"), "a member's item is no number"))?;
        if m.claims.is_empty() {
            member.execute(params![id, row(item), ""])?;
        }
        for c in &m.claims {
            member.execute(params![id, row(item), c.id])?;
        }
    }
    let mut place = conn.prepare_cached(
        "INSERT INTO incident_places (incident, ordinal, key, lat, lon) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (n, p) in incident.places.iter().enumerate() {
        place.execute(params![id, n as i64, analyser::key(&p.name), p.lat, p.lon])?;
    }
    let mut actor = conn.prepare_cached(
        "INSERT INTO incident_actors (incident, ordinal, entity, key) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (n, a) in incident.actors.iter().enumerate() {
        actor.execute(params![id, n as i64, a.entity, analyser::key(&a.name)])?;
    }
    matching::list(conn, id, incident)?;
    lines::set(conn, id, incident)
}

/// Takes the rows by which an incident is found out.
fn forget(conn: &Connection, id: i64) -> Outcome<()> {
    for table in ["incident_members", "incident_places", "incident_actors"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE incident = ?1"))?.execute([id])?;
    }
    Ok(())
}

/// Ends an incident: it has no record any more, and leads to where its members went.
pub(super) fn end(conn: &Connection, id: i64, to: Option<i64>) -> Outcome<()> {
    forget(conn, id)?;
    matching::unlist(conn, id)?;
    lines::end(conn, id)?;
    conn.prepare_cached(&format!(
        "UPDATE incidents SET json = NULL, redirect = ?2, conflicts = 0, sources = 0, changed_at = {NOW} WHERE id = ?1"
    ))?
    .execute(params![id, to])?;
    // An item that is gone with it may still point to it.
    conn.prepare_cached("UPDATE items SET incident = NULL WHERE incident = ?1")?.execute([id])?;
    Ok(())
}
