//! Incidents by id and by filter. Values are always parameters, never SQL.

use super::super::list::{Conditions, Part, near_where, overlaps};
use super::super::search::matching_reports;
use super::super::{Fault, Outcome};
use super::ruled::resolve;
use crate::incidents::incident_id;
use crate::pack::unpack;
use crate::{IncidentFilter, ReportKey, analyser};
use isnad_model::Incident;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

/// What must hold of an incident `i`. `None` where the words that are sought hold no word.
fn conditions(conn: &Connection, f: &IncidentFilter) -> Outcome<Conditions> {
    let mut all = Conditions::default();
    all.and("i.json IS NOT NULL", []);
    overlaps(&mut all, f.days, "i.from_date", "i.to_date");
    if let Some((lat, lon, km)) = f.near {
        let near = near_where(
            conn,
            "SELECT incident, lat, lon FROM incident_places WHERE lat BETWEEN ?1 AND ?2 AND lon IS NOT NULL",
            (lat, lon, km),
        )?;
        let list = near.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        all.and("i.id IN (SELECT value FROM json_each(?))", [Value::Text(format!("[{list}]"))]);
    }
    if let Some(place) = &f.place {
        all.and(
            "i.id IN (SELECT incident FROM incident_places WHERE instr(key, ?) > 0)",
            [Value::Text(words(place))],
        );
    }
    any(&mut all, f.types.iter().map(|t| format!(",{t},")), "instr(i.types, ?) > 0");
    if !f.actors.is_empty() {
        let one = "entity = ? OR instr(key, ?) > 0";
        let sql = vec![one; f.actors.len()].join(" OR ");
        let params = f.actors.iter().flat_map(|a| [Value::Text(a.clone()), Value::Text(words(a))]);
        all.and(&format!("i.id IN (SELECT incident FROM incident_actors WHERE {sql})"), params);
    }
    any(&mut all, f.standings.iter().map(|s| s.to_string()), "i.standing = ?");
    if let Some(least) = f.min_sources {
        all.and("i.sources >= ?", [Value::Integer(least.into())]);
    }
    if f.conflicts {
        all.and("i.conflicts > 0", []);
    }
    if let Some(text) = &f.text {
        let (sql, params) = matching_reports(text)?;
        all.and(&format!("i.id IN (SELECT incident FROM items WHERE report IN ({sql}))"), params);
    }
    Ok(all)
}

/// The folded words with their borders; what holds no word matches nothing.
fn words(name: &str) -> String {
    let key = analyser::key(name);
    if key.trim().is_empty() { "\u{0}".to_owned() } else { key }
}

fn any(all: &mut Conditions, values: impl Iterator<Item = String>, one: &str) {
    let values: Vec<Value> = values.map(Value::Text).collect();
    if !values.is_empty() {
        all.and(&format!("({})", vec![one; values.len()].join(" OR ")), values);
    }
}

fn incident(row: &Row<'_>) -> Outcome<Incident> {
    let id = incident_id(row.get(0)?);
    let fault = |detail: String| Fault::row(format!("incident {id}"), detail);
    let json = unpack(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?).map_err(fault)?;
    serde_json::from_slice(&json).map_err(|e| fault(e.to_string()))
}

pub(in super::super) fn list(conn: &Connection, f: &IncidentFilter, part: &Part) -> Outcome<Vec<Incident>> {
    let mut all = conditions(conn, f)?;
    let tail = part.tail(&mut all, "i.id", "i.to_date");
    let mut statement =
        conn.prepare_cached(&format!("SELECT i.id, i.json FROM incidents i WHERE {} {tail}", all.sql()))?;
    let mut rows = statement.query(params_from_iter(all.params))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(incident(row)?);
    }
    Ok(out)
}

/// Incidents in order of founding, after an id.
pub(in super::super) fn after(
    conn: &Connection,
    f: &IncidentFilter,
    id: Option<i64>,
    limit: u32,
) -> Outcome<Vec<Incident>> {
    list(conn, f, &Part::After(id, limit))
}

pub(in super::super) fn count(conn: &Connection, f: &IncidentFilter) -> Outcome<u64> {
    let all = conditions(conn, f)?;
    let n: i64 = conn
        .prepare_cached(&format!("SELECT count(*) FROM incidents i WHERE {}", all.sql()))?
        .query_row(params_from_iter(all.params), |r| r.get(0))?;
    Ok(n.max(0) as u64)
}

/// The incident that an id leads to.
pub(in super::super) fn one(conn: &Connection, id: &str) -> Outcome<Option<Incident>> {
    let Some(number) = resolve(conn, id)? else { return Ok(None) };
    let mut statement = conn.prepare_cached("SELECT id, json FROM incidents WHERE id = ?1")?;
    let mut rows = statement.query([number])?;
    rows.next()?.map(incident).transpose()
}

/// The report of an item's row.
pub(super) fn report_of_number(conn: &Connection, number: i64) -> Outcome<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT report FROM items WHERE number = ?1")?
        .query_row([number], |r| r.get(0))
        .optional()?)
}

/// The report of an item, by its id.
pub(in super::super) fn report_of(conn: &Connection, item: &str) -> Outcome<Option<ReportKey>> {
    let Some(number) = isnad_incident::online::item_of(item) else { return Ok(None) };
    Ok(report_of_number(conn, super::shelf::row(number))?.map(ReportKey))
}

/// The incidents that a report's items are in.
pub(in super::super) fn of_report(conn: &Connection, key: ReportKey) -> Outcome<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT incident FROM items WHERE report = ?1 AND incident IS NOT NULL ORDER BY 1",
    )?;
    let rows = statement.query_map([key.0], |r| r.get(0).map(incident_id))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
