//! Incidents as lines of a list, kept in step with their records, with a counter of changes.

use super::super::{Fault, Outcome};
use crate::incidents::incident_id;
use crate::pack::unpack;
use crate::{Error, LineChange};
use isnad_model::{
    FigureOf, FigureWhat, Incident, IncidentLine, IncidentParty, LineDay, LineParty, LinePlace,
};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Lines from which on they are read by all threads.
const MANY: usize = 512;

/// What a record says in one line. `reviewed` is on how many of its claims a person ruled.
pub(super) fn line_of(
    incident: &Incident,
    reviewed: usize,
    added_at: String,
    changed_at: String,
) -> IncidentLine {
    let party =
        |p: &IncidentParty| LineParty { entity: p.entity.clone(), name: p.name.clone(), loaded: p.loaded };
    let each = |values: &mut dyn Iterator<Item = &String>| {
        let mut out: Vec<String> = Vec::new();
        for v in values {
            if !out.contains(v) {
                out.push(v.clone());
            }
        }
        out
    };
    let mut conflicts = Vec::new();
    for c in &incident.conflicts {
        if !conflicts.contains(&c.kind) {
            conflicts.push(c.kind);
        }
    }
    let total = |what| incident.figures(what, FigureOf::Unknown).map(|f| f.range);
    let origins = || incident.members.iter().filter(|m| m.copy_of.is_none());
    IncidentLine {
        id: incident.id.clone(),
        day: incident.day.as_ref().map(|d| LineDay { from: d.from, to: d.to, basis: d.basis }),
        types: incident.types.clone(),
        place: incident.places.first().map(|p| LinePlace {
            name: p.name.clone(),
            lat: p.lat,
            lon: p.lon,
            precision: p.precision,
            gazetteer_id: p.gazetteer_id.clone(),
            radius_km: p.radius_km,
        }),
        places: incident.places.len(),
        actors: incident.actors.iter().map(party).collect(),
        targets: incident.targets.iter().map(party).collect(),
        killed: total(FigureWhat::Killed),
        injured: total(FigureWhat::Injured),
        standing: incident.standing,
        sources: incident.sources,
        reports: incident.members.len(),
        copies: incident.members.iter().filter(|m| m.copy_of.is_some()).count(),
        conflicts,
        outlets: each(&mut incident.members.iter().filter_map(|m| m.outlet.as_ref())),
        title: origins().find_map(|m| m.title.clone()),
        languages: each(&mut incident.members.iter().filter_map(|m| m.language.as_ref())),
        claims: incident.members.iter().map(|m| m.claims.len()).sum(),
        reviewed,
        added_at,
        changed_at,
    }
}

/// The line of an incident as its record and the rows of its claims are now.
fn now(conn: &Connection, id: i64, incident: &Incident) -> Outcome<String> {
    let (added_at, changed_at) = conn
        .prepare_cached("SELECT added_at, changed_at FROM incidents WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let reviewed: i64 = conn
        .prepare_cached(
            "SELECT count(*) FROM incident_members m JOIN items i ON i.number = m.item
             JOIN claims c ON c.report = i.report AND c.claim_id = m.claim_id AND c.reviewed = 1
             WHERE m.incident = ?1",
        )?
        .query_row([id], |r| r.get(0))?;
    let line = line_of(incident, reviewed.max(0) as usize, added_at, changed_at);
    Ok(serde_json::to_string(&line).map_err(|source| Error::Json { what: "line of an incident", source })?)
}

/// Writes the line of an incident whose record was just written.
pub(super) fn set(conn: &Connection, id: i64, incident: &Incident) -> Outcome<()> {
    let json = now(conn, id, incident)?;
    put(conn, id, Some(&json))
}

/// Notes that an incident ended.
pub(super) fn end(conn: &Connection, id: i64) -> Outcome<()> {
    put(conn, id, None)
}

fn put(conn: &Connection, id: i64, json: Option<&str>) -> Outcome<()> {
    conn.prepare_cached(
        "INSERT INTO incident_lines (incident, change, json)
         VALUES (?1, 1 + ifnull((SELECT max(change) FROM incident_lines), 0), ?2)
         ON CONFLICT (incident) DO UPDATE SET change = excluded.change, json = excluded.json
             WHERE json IS NOT excluded.json",
    )?
    .execute(params![id, json])?;
    Ok(())
}

/// Makes the lines and the listed names of all incidents from their records, for archives that had none.
pub(in super::super) fn make_all(conn: &Connection) -> Outcome<()> {
    let mut statement = conn.prepare("SELECT id, json FROM incidents ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Some(packed) = row.get_ref(1)?.as_blob_or_null().map_err(rusqlite::Error::from)? else {
            end(conn, id)?;
            continue;
        };
        let fault = |detail: String| Fault::row(format!("incident {id}"), detail);
        let json = unpack(packed).map_err(fault)?;
        let incident: Incident = serde_json::from_slice(&json).map_err(|e| fault(e.to_string()))?;
        set(conn, id, &incident)?;
        super::matching::list(conn, id, &incident)?;
    }
    Ok(())
}

/// Whether the line of an incident is what its record says.
pub(in super::super) fn in_step(conn: &Connection, id: i64, incident: &Incident) -> Outcome<bool> {
    let held: Option<Option<String>> = conn
        .prepare_cached("SELECT json FROM incident_lines WHERE incident = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    Ok(held.flatten() == Some(now(conn, id, incident)?))
}

fn parse(id: i64, json: &str) -> Outcome<IncidentLine> {
    serde_json::from_str(json).map_err(|e| Fault::row(format!("the line of incident {}", incident_id(id)), e))
}

/// Number and JSON of a row.
fn raw(row: &Row<'_>) -> rusqlite::Result<(i64, Option<String>)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Lines in order of their incidents' numbers.
pub(in super::super) fn lines(
    conn: &Connection,
    after: Option<i64>,
    limit: u32,
) -> Outcome<Vec<IncidentLine>> {
    let found = conn
        .prepare_cached(
            "SELECT incident, json FROM incident_lines WHERE incident > ?1 AND json IS NOT NULL
             ORDER BY incident LIMIT ?2",
        )?
        .query_map(params![after.unwrap_or(0), limit], raw)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let read = |(id, json): &(i64, Option<String>)| parse(*id, json.as_deref().unwrap_or_default());
    if found.len() < MANY { found.iter().map(read).collect() } else { found.par_iter().map(read).collect() }
}

/// What changed since the counter stood so, and how it stands now.
pub(in super::super) fn changed(conn: &Connection, since: i64) -> Outcome<(i64, Vec<LineChange>)> {
    let now: i64 = conn
        .prepare_cached("SELECT ifnull(max(change), 0) FROM incident_lines")?
        .query_row([], |r| r.get(0))?;
    let found = conn
        .prepare_cached("SELECT incident, json FROM incident_lines WHERE change > ?1 ORDER BY change")?
        .query_map([since], raw)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let read = |(id, json): &(i64, Option<String>)| {
        Ok(match json {
            Some(json) => LineChange::Changed(Box::new(parse(*id, json)?)),
            None => LineChange::Ended(*id),
        })
    };
    let changes: Outcome<Vec<LineChange>> = if found.len() < MANY {
        found.iter().map(read).collect()
    } else {
        found.par_iter().map(read).collect()
    };
    Ok((now, changes?))
}
