//! Who's On First: GeoJSON features (files of its repositories, a feature a line, or a FeatureCollection) and the SQLite
//! distributions with their table `geojson`. Its CSV «meta» files hold no Arabic names and are not read.

use super::geonames::{arabic, province_name};
use super::import::{Line, Province};
use isnad_read::{Feature, PlaceRow};
use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::Path;

/// Bytes of a GeoJSON file or of a feature in SQLite, at most. Coasts of large countries have some tens of megabytes.
pub const LONGEST_FEATURE: u64 = 256 << 20;

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    features: Vec<Document>,
    #[serde(default)]
    properties: Map<String, Value>,
}

/// Reads a GeoJSON document: a feature, or a collection of them. Geometry is passed over.
pub fn features(text: &[u8]) -> Vec<Line> {
    match serde_json::from_slice::<Document>(text) {
        Ok(d) if d.features.is_empty() => vec![feature(&d.properties)],
        Ok(d) => d.features.iter().map(|f| feature(&f.properties)).collect(),
        Err(e) => vec![Line::Bad(format!("not GeoJSON: {e}"))],
    }
}

fn text<'a>(p: &'a Map<String, Value>, key: &str) -> &'a str {
    p.get(key).and_then(Value::as_str).unwrap_or("")
}

/// A number, also one that is written as a string.
fn number(v: Option<&Value>) -> Option<f64> {
    match v? {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
    .filter(|n| n.is_finite())
}

fn whole(v: Option<&Value>) -> String {
    match v {
        Some(Value::Number(n)) => n.as_i64().filter(|n| *n > 0).map_or(String::new(), |n| n.to_string()),
        Some(Value::String(s)) => s.clone(),
        _ => String::new(),
    }
}

/// Reads the properties of a feature.
fn feature(p: &Map<String, Value>) -> Line {
    let id = whole(p.get("wof:id"));
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
        return Line::Bad("the feature has no wof:id: a Who's On First record was expected".to_owned());
    }
    let kind = text(p, "wof:placetype");
    if kind.is_empty() {
        return Line::Bad(format!("record {id}: wof:placetype is missing"));
    }
    let gone = !matches!(text(p, "edtf:deprecated"), "" | "u" | "uuuu")
        || number(p.get("mz:is_current")) == Some(0.0);
    let kind = match kind {
        "dependency" | "disputed" => "country",
        "marketarea" => "area",
        "macrocounty" => "county",
        k => k,
    };
    if gone || Feature::of(kind).is_none() {
        return Line::OtherKind;
    }
    let raw = |key: &str| {
        p.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let mut all: Vec<&str> = Vec::new();
    for key in ["name:ara_x_preferred", "name:ara_x_variant", "name:ara_x_colloquial"] {
        let some: Vec<&str> = raw(key);
        all.extend(some);
    }
    let names = arabic(all.into_iter());
    if names.is_empty() {
        return Line::NoArabic;
    }
    let degrees = |keys: [&str; 2], most: f64| {
        keys.iter().find_map(|k| number(p.get(*k)).filter(|d| d.abs() <= most && *d != 0.0))
    };
    let (Some(lat), Some(lon)) = (
        degrees(["lbl:latitude", "geom:latitude"], 90.0),
        degrees(["lbl:longitude", "geom:longitude"], 180.0),
    ) else {
        return Line::Bad(format!("record {id}: geom:latitude and geom:longitude are not degrees"));
    };
    let concordances = p.get("wof:concordances").and_then(Value::as_object);
    let other = |key: &str| whole(concordances.and_then(|c| c.get(key)));
    let region = p
        .get("wof:hierarchy")
        .and_then(Value::as_array)
        .and_then(|h| h.first())
        .map(|h| whole(h.get("region_id")))
        .filter(|r| !r.is_empty())
        .map(|r| format!("wof.{r}"))
        .unwrap_or_default();
    let country =
        Some(text(p, "wof:country")).filter(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()));
    let people = ["wof:population", "gn:population", "qs:population"].iter().find_map(|k| number(p.get(*k)));
    let own = format!("wof:{id}");
    let row = PlaceRow {
        id: &own,
        geonameid: &other("gn:id"),
        wikidata: &other("wd:id"),
        kind,
        country: country.unwrap_or(""),
        province: &region,
        lat: lat as f32,
        lon: lon as f32,
        population: people.unwrap_or(0.0).clamp(0.0, 4e9) as u32,
        names: &names.join("|"),
        name_en: text(p, "wof:name"),
    };
    let province =
        (kind == "region").then(|| Province { code: format!("wof.{id}"), name: province_name(&names) });
    Line::Place(row.line(), province)
}

/// Hands over the records of a SQLite distribution, numbered from 1.
pub fn each_of_sqlite(
    path: &Path,
    mut take: impl FnMut(usize, Line) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    use anyhow::Context;
    let open = || format!("{}: cannot be read as a SQLite distribution of Who's On First", path.display());
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(open)?;
    let mut query = db
        .prepare("SELECT CAST(body AS BLOB) FROM geojson WHERE length(body) <= ?1 ORDER BY id")
        .with_context(|| format!("{} (its table geojson was expected)", open()))?;
    let mut rows = query.query([LONGEST_FEATURE as i64]).with_context(open)?;
    let mut n = 0;
    while let Some(row) = rows.next().with_context(open)? {
        n += 1;
        let body: Vec<u8> = row.get(0).with_context(open)?;
        for line in features(&body) {
            take(n, line)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"type":"Feature","properties":{"wof:id":900001,"wof:placetype":"locality","wof:country":"SY",
        "wof:name":"Tell al-Ward","name:ara_x_preferred":["تل الورد"],"name:ara_x_variant":["تلة الورد"],"name:eng_x_preferred":["x"],
        "geom:latitude":36.5,"geom:longitude":37.9,"wof:population":900,"wof:concordances":{"gn:id":77,"wd:id":"Q5"},
        "wof:hierarchy":[{"region_id":85}]},"geometry":{"type":"Point","coordinates":[37.9,36.5]}}"#;

    #[test]
    fn a_record_gives_a_row_of_our_form() {
        let lines = features(RECORD.as_bytes());
        let [Line::Place(line, None)] = &lines[..] else { panic!() };
        assert_eq!(
            line,
            "wof:900001\t77\tQ5\tlocality\tSY\twof.85\t36.5\t37.9\t900\tتل الورد|تلة الورد\tTell al-Ward"
        );
        let both = format!("{{\"type\":\"FeatureCollection\",\"features\":[{RECORD},{RECORD}]}}");
        assert_eq!(features(both.as_bytes()).len(), 2);
    }

    #[test]
    fn what_is_gone_or_no_place_or_broken_is_told_apart() {
        let gone = RECORD.replace("\"wof:id\"", "\"mz:is_current\":0,\"wof:id\"");
        assert!(matches!(features(gone.as_bytes())[..], [Line::OtherKind]));
        assert!(matches!(features(b"{\"properties\":{}}")[..], [Line::Bad(_)]));
        assert!(matches!(features(b"{")[..], [Line::Bad(_)]));
        let nowhere = RECORD.replace("36.5,\"geom", "\"x\",\"geom");
        assert!(matches!(features(nowhere.as_bytes())[..], [Line::Bad(_)]));
        let english = RECORD.replace("ara_x", "fra_x");
        assert!(matches!(features(english.as_bytes())[..], [Line::NoArabic]));
    }

    proptest::proptest! {
        #[test]
        fn any_document_is_read_or_told(text in "\\PC{0,200}", name in "\\PC{0,40}", at in proptest::num::f64::ANY) {
            _ = features(text.as_bytes());
            let mut p: Value = serde_json::from_str(RECORD).unwrap();
            p["properties"]["name:ara_x_preferred"][0] = Value::from(name.clone());
            p["properties"]["wof:name"] = Value::from(name);
            p["properties"]["geom:latitude"] = Value::from(at);
            for line in features(p.to_string().as_bytes()) {
                if let Line::Place(row, _) = line {
                    proptest::prop_assert!(PlaceRow::parse(&row).is_ok(), "what is kept can be read again: {row}");
                }
            }
        }
    }
}
