//! Incidents by words: names in them, and the texts of their reports.

use super::super::Outcome;
use super::super::search::phrase;
use crate::analyser::{self, Group};
use isnad_mention::Registry;
use isnad_model::{Incident, IncidentParty};
use rusqlite::{Connection, params};
use std::sync::OnceLock;

/// Names of the actor that ships under an id.
fn registered(id: &str) -> Vec<String> {
    static REGISTRY: OnceLock<Option<Registry>> = OnceLock::new();
    // A fault of the lexicon is found by its own tests; here names are missing at worst.
    let registry = REGISTRY.get_or_init(|| Registry::shipped().ok());
    let actor = registry.as_ref().and_then(|r| r.get(id));
    actor.map_or_else(Vec::new, |a| [&a.name_ar, &a.name_en].into_iter().chain(&a.aliases).cloned().collect())
}

/// The terms of all names in an incident.
fn terms(incident: &Incident) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    incident.places.iter().for_each(|p| add(p.name.clone()));
    let party = |p: &IncidentParty| {
        let known = p.entity.as_deref().map_or_else(Vec::new, registered);
        known.into_iter().chain([p.name.clone()]).collect::<Vec<_>>()
    };
    incident.actors.iter().chain(&incident.targets).flat_map(party).for_each(&mut add);
    for m in &incident.members {
        m.outlet.iter().chain(&m.title).cloned().for_each(&mut add);
    }
    let mut out = String::new();
    for name in names {
        let terms = analyser::index_text(&name);
        if !terms.is_empty() {
            // A word between two names, so that no phrase runs over their border.
            out.push_str(if out.is_empty() { "" } else { " | " });
            out.push_str(&terms);
        }
    }
    out
}

/// Lists an incident under its names.
pub(super) fn list(conn: &Connection, id: i64, incident: &Incident) -> Outcome<()> {
    unlist(conn, id)?;
    conn.prepare_cached("INSERT INTO incident_search (rowid, names) VALUES (?1, ?2)")?
        .execute(params![id, terms(incident)])?;
    Ok(())
}

/// Takes an incident out from under its names.
pub(super) fn unlist(conn: &Connection, id: i64) -> Outcome<()> {
    conn.prepare_cached("DELETE FROM incident_search WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}

/// The incidents that hold a word or phrase, in order.
fn holding(conn: &Connection, group: &Group) -> Outcome<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT rowid FROM incident_search WHERE incident_search MATCH ?1
         UNION SELECT incident FROM items INDEXED BY items_report
             WHERE report IN (SELECT rowid FROM search WHERE search MATCH ?1) AND incident IS NOT NULL
         ORDER BY 1",
    )?;
    let rows = statement.query_map([phrase(group)], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The incidents that hold all words that are wanted and none that are not, in order.
pub(in super::super) fn matching(conn: &Connection, words: &str) -> Outcome<Vec<i64>> {
    let query = analyser::parse(words)?;
    let mut found: Option<Vec<i64>> = None;
    let (wanted, unwanted): (Vec<&Group>, Vec<&Group>) = query.groups.iter().partition(|g| !g.negated);
    for group in wanted {
        let these = holding(conn, group)?;
        found = Some(match found {
            None => these,
            Some(before) => before.into_iter().filter(|id| these.binary_search(id).is_ok()).collect(),
        });
    }
    if found.is_none() && !unwanted.is_empty() {
        let mut statement =
            conn.prepare_cached("SELECT id FROM incidents WHERE json IS NOT NULL ORDER BY id")?;
        let rows = statement.query_map([], |r| r.get(0))?;
        found = Some(rows.collect::<rusqlite::Result<_>>()?);
    }
    let mut found = found.unwrap_or_default();
    for group in unwanted {
        let these = holding(conn, group)?;
        found.retain(|id| these.binary_search(id).is_err());
    }
    Ok(found)
}
