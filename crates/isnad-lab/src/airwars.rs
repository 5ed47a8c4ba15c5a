//! The Airwars set: from readings to the two files that ../shared/airwars/score.py reads.
//!
//! Grouping here is the simplest rule (same first day, same place); `isnad-incident` will replace it.

use crate::reading::{Row, read};
use crate::shared::{Shared, SourceText, rows, write_rows};
use anyhow::Result;
use isnad_model::wire::{ClaimJson, ReadingJson};
use isnad_model::{ClaimType, FigureWhat};
use isnad_read::Reader;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

/// Types of claim of which an incident of harm is made.
const HARM: &[ClaimType] = &[
    ClaimType::Airstrike,
    ClaimType::Shelling,
    ClaimType::Bombing,
    ClaimType::SuicideBombing,
    ClaimType::ChemicalAttack,
    ClaimType::Attack,
    ClaimType::Clash,
    ClaimType::Killing,
    ClaimType::Casualty,
    ClaimType::Raid,
    ClaimType::Arrest,
    ClaimType::PropertyDestruction,
];

/// Names of belligerents in the set, by the head of a registry id. A party that is not here is not among those that
/// Airwars accuses.
fn belligerent(entity: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("russia", "Russian Military"),
        ("turkey", "Turkish Military"),
        ("turkiye", "Turkish Military"),
        ("syrian-national-army", "Turkish Military"),
        ("sna", "Turkish Military"),
        ("us-coalition", "U.S.-led Coalition"),
        ("global-coalition", "U.S.-led Coalition"),
        ("coalition", "U.S.-led Coalition"),
        ("united-states", "U.S.-led Coalition"),
        ("usa", "U.S.-led Coalition"),
        ("sdf", "YPG"),
        ("ypg", "YPG"),
        ("israel", "Israeli Military"),
        ("iran", "Iranian Military"),
        ("irgc", "Iranian Military"),
        ("jordan", "Jordanian Military"),
    ];
    NAMES
        .iter()
        .find(|(id, _)| entity == *id || entity.strip_prefix(id).is_some_and(|r| r.starts_with('-')))
        .map(|n| n.1)
}

/// A source text as a row to read.
pub fn row(s: &SourceText) -> Row {
    Row {
        id: s.id.clone(),
        text: s.text.clone(),
        published: Some(s.published_raw.clone()).filter(|p| !p.is_empty()),
        title: Some(s.page_title.clone()),
        url: Some(s.url.clone()),
        outlet: Some(s.publisher.clone()),
        retrieved_at: Some(s.retrieved_at.clone()),
    }
}

/// Reads SOURCES.jsonl and writes claims.jsonl and incidents.jsonl into `out`.
pub fn predict(sources: &Path, out: &Path, reader: &Reader) -> Result<()> {
    let sources: Vec<SourceText> = rows(sources)?;
    let all: Vec<Vec<Value>> = sources
        .par_iter()
        .map(|s| {
            let row = row(s);
            let reading = read(reader, &row);
            claims(&reading)
        })
        .collect();
    std::fs::create_dir_all(out)?;
    write_rows(&out.join("claims.jsonl"), all.iter().flatten())?;
    write_rows(&out.join("incidents.jsonl"), incidents(all.iter().flatten()))
}

/// Claims of harm of one reading in the scorer's form. A day or place that a claim does not have is taken from the report.
fn claims(reading: &ReadingJson) -> Vec<Value> {
    let report_day = reading.published.as_ref().map(|p| (p.from, p.to));
    let harm = || reading.claims.iter().filter(|c| HARM.contains(&c.kind));
    let report_places: Vec<Value> = harm().flat_map(places).take(4).collect();
    harm()
        .map(|c| {
            let stated = c.time.iter().find_map(|t| Some((t.time.from?, t.time.to?)));
            let day = stated.or(report_day);
            let own: Vec<Value> = places(c).collect();
            let count = |what: FigureWhat| {
                c.figures.iter().find(|f| f.what == what).map(|f| json!([f.min, f.max.or(f.min)]))
            };
            let accused: Vec<&str> =
                c.actor.iter().filter_map(|p| belligerent(p.entity.as_deref()?)).collect();
            json!({
                "source": reading.id,
                "date": day.map(|(a, b)| json!([a, b])),
                "places": if own.is_empty() { report_places.clone() } else { own },
                "killed": count(FigureWhat::Killed),
                "injured": count(FigureWhat::Injured),
                "accused": accused,
            })
        })
        .collect()
}

fn places(c: &ClaimJson) -> impl Iterator<Item = Value> + '_ {
    c.place.iter().map(|p| json!({"name": p.place.name, "lat": p.place.lat, "lon": p.place.lon}))
}

fn incidents<'a>(claims: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    let mut groups: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for c in claims {
        let (Some(day), Some(place)) = (c["date"][0].as_str(), c["places"].get(0)) else { continue };
        let at = match (place["lat"].as_f64(), place["lon"].as_f64()) {
            (Some(lat), Some(lon)) => format!("{:.1} {:.1}", lat, lon),
            _ => place["name"].as_str().unwrap_or("").to_owned(),
        };
        groups.entry(format!("{day} {at}")).or_default().push(c);
    }
    let first = |cs: &[&Value], key: &str| {
        cs.iter().map(|c| c[key].clone()).find(|v| !v.is_null() && v != &json!([]))
    };
    groups
        .into_iter()
        .map(|(id, cs)| {
            let mut sources: Vec<&str> = cs.iter().filter_map(|c| c["source"].as_str()).collect();
            sources.sort_unstable();
            sources.dedup();
            json!({
                "id": id, "sources": sources, "date": cs[0]["date"], "places": cs[0]["places"],
                "killed": first(&cs, "killed"), "injured": first(&cs, "injured"),
                "accused": first(&cs, "accused").unwrap_or(json!([])), "assessment": Value::Null,
            })
        })
        .collect()
}

/// Predicts on the dev part and scores it.
pub fn score(shared: &Shared, work: &Path, reader: &Reader) -> Result<()> {
    let out = work.join("airwars");
    predict(&shared.path("airwars/dev/sources.jsonl"), &out, reader)?;
    shared.score("airwars/score.py", &[shared.path("airwars/dev").as_os_str(), OsStr::new(&out)])
}
