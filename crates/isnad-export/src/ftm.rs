//! FollowTheMoney: entities as JSON lines, the event with its parties, its place and the reports that prove it.
//!
//! An entity is written once; ids are made from what identifies it, so that two exports of one archive agree. Parties are organisations where
//! the registry knows them, else legal entities by their words; no person is named who is not a party.

use crate::event::{Event, Lookup, Party, link};
use isnad_model::{FigureOf, IncidentPlace, Member, Sha256};
use serde_json::{Value, json};
use std::collections::HashSet;

/// What was written already.
#[derive(Default)]
pub struct Written(HashSet<String>);

fn id(kind: &str, of: &str) -> String {
    format!("isnad-{kind}-{}", Sha256::of(of).short(20))
}

fn entity(id: &str, schema: &str, properties: &[(&str, Vec<String>)]) -> Value {
    let properties: serde_json::Map<String, Value> = properties
        .iter()
        .filter(|p| p.1.iter().any(|v| !v.is_empty()))
        .map(|(name, values)| {
            let values: Vec<&String> = values.iter().filter(|v| !v.is_empty()).collect();
            ((*name).to_owned(), json!(values))
        })
        .collect();
    json!({"id": id, "schema": schema, "properties": properties})
}

/// The entities of an incident that were not written yet.
pub fn entities(e: &Event<'_>, lookup: &Lookup, written: &mut Written) -> Vec<Value> {
    let mut out = Vec::new();
    let mut add = |value: Value, out: &mut Vec<Value>| {
        let id = value["id"].as_str().unwrap_or_default().to_owned();
        if written.0.insert(id.clone()) {
            out.push(value);
        }
        id
    };
    let documents: Vec<String> = e.i.members.iter().map(|m| add(document(m), &mut out)).collect();
    let parties: Vec<String> = e
        .actors
        .iter()
        .filter(|p| !p.name().is_empty())
        .map(|p| add(party(p, e, lookup), &mut out))
        .collect();
    let victims: Vec<String> =
        e.targets.iter().filter(|p| p.actor.is_some()).map(|p| add(party(p, e, lookup), &mut out)).collect();
    let address: Vec<String> = e.place.iter().map(|p| add(place(p, e), &mut out)).collect();
    let day = e.i.day.as_ref();
    let figures =
        e.i.figures
            .iter()
            .filter(|f| f.of == FigureOf::Unknown)
            .map(|f| format!("{}: {}–{}, best {}", f.what, f.range.low, f.range.high, f.range.best));
    let name = format!(
        "{} · {} · {}",
        e.i.types.first().map_or("incident", |t| t.as_str()),
        e.place.map_or("?", |p| p.name.as_str()),
        day.map_or_else(|| "?".to_owned(), |d| d.from.to_string())
    );
    let event = entity(
        &id("event", &e.i.id),
        "Event",
        &[
            ("name", vec![name]),
            ("startDate", day.map(|d| d.from.to_string()).into_iter().collect()),
            ("endDate", day.map(|d| d.to.to_string()).into_iter().collect()),
            ("location", e.place.map(|p| p.name.clone()).into_iter().collect()),
            ("country", country(e)),
            ("addressEntity", address),
            ("involved", [parties, victims].concat()),
            ("proof", documents),
            ("sourceUrl", e.i.members.iter().filter_map(|m| m.url.clone()).collect()),
            ("summary", vec![figures.collect::<Vec<_>>().join("; ")]),
            ("description", vec![e.notes(12)]),
            (
                "keywords",
                e.i.types
                    .iter()
                    .map(|t| t.to_string())
                    .chain([format!("standing: {}", e.i.standing)])
                    .collect(),
            ),
            ("notes", vec![format!("incident {}; claims {}", e.i.id, e.claims().join(" "))]),
        ],
    );
    add(event, &mut out);
    out
}

fn country(e: &Event<'_>) -> Vec<String> {
    // Only what ISO knows: an invented country has no code.
    crate::country::codes(&e.country).map(|_| e.country.to_lowercase()).into_iter().collect()
}

fn document(m: &Member) -> Value {
    entity(
        &id("report", &m.item),
        "Article",
        &[
            ("title", vec![m.title.clone().unwrap_or_else(|| m.report.clone())]),
            ("publisher", m.outlet.clone().into_iter().collect()),
            ("publishedAt", m.published.as_ref().map(|p| p.from.to_string()).into_iter().collect()),
            ("sourceUrl", m.url.clone().into_iter().collect()),
            (
                "language",
                m.language.iter().map(|l| if l == "ar" { "ara".to_owned() } else { l.clone() }).collect(),
            ),
            (
                "notes",
                vec![format!("capture sha256:{}; text sha256:{}; {}", m.capture, m.text_sha256, link(m))],
            ),
        ],
    )
}

fn party(p: &Party<'_>, e: &Event<'_>, lookup: &Lookup) -> Value {
    let words = crate::plain(&p.said.name);
    match p.said.entity.as_deref() {
        Some(known) => {
            let actor = lookup.actor(known);
            let land = actor.map_or("", |a| a.country.as_str());
            entity(
                &id("actor", known),
                "Organization",
                &[
                    ("name", vec![p.name()]),
                    (
                        "alias",
                        [
                            if p.said.loaded { vec![] } else { vec![words] },
                            actor.map(|a| a.name_ar.clone()).into_iter().collect(),
                        ]
                        .concat(),
                    ),
                    (
                        "country",
                        crate::country::codes(land).map(|_| land.to_lowercase()).into_iter().collect(),
                    ),
                    ("notes", vec![known.to_owned()]),
                ],
            )
        }
        // Words that no registry knows are this incident's alone.
        None => entity(&id("party", &format!("{} {words}", e.i.id)), "LegalEntity", &[("name", vec![words])]),
    }
}

fn place(p: &IncidentPlace, e: &Event<'_>) -> Value {
    let key = p.gazetteer_id.clone().unwrap_or_else(|| format!("{} {}", e.i.id, p.name));
    entity(
        &id("place", &key),
        "Address",
        &[
            ("full", vec![p.name.clone()]),
            ("region", vec![e.province.clone()]),
            ("country", country(e)),
            ("latitude", p.lat.map(|v| v.to_string()).into_iter().collect()),
            ("longitude", p.lon.map(|v| v.to_string()).into_iter().collect()),
        ],
    )
}
