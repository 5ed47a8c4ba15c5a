//! Incidents and their exports, by runs of the real program over the demo's invented reports.

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn isnad() -> Command {
    let mut c = Command::cargo_bin("isnad").unwrap();
    c.env("COLUMNS", "110")
        .env_remove("ISNAD_ARCHIVE")
        .env_remove("ISNAD_LANG")
        .env("ISNAD_GAZETTEER", "none");
    c
}

fn out(c: &mut Command) -> (i32, String, String) {
    let o = c.output().unwrap();
    let text = |b: &[u8]| String::from_utf8(b.to_vec()).unwrap();
    (o.status.code().unwrap(), text(&o.stdout), text(&o.stderr))
}

fn ok(c: &mut Command) -> String {
    let (code, text, err) = out(c);
    assert_eq!(code, 0, "{err}");
    text
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The demo's archive, made once for all tests.
fn demo() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &MADE
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let db = dir.path().join("demo.db");
            ok(isnad().args(["demo", "--no-desk", "--archive"]).arg(&db));
            (dir, db)
        })
        .1
}

fn all() -> Vec<Value> {
    lines(&ok(isnad().args(["incidents", "--format", "jsonl", "--archive"]).arg(demo())))
}

/// The incident of the demo's market: the one with most members.
fn market() -> Value {
    all().into_iter().max_by_key(|i| i["members"].as_array().unwrap().len()).unwrap()
}

fn export(form: &str) -> String {
    ok(isnad().args(["export", "--what", "incidents", "--as", form, "--archive"]).arg(demo()))
}

#[test]
fn the_demo_is_told_as_incidents() {
    let text = ok(isnad().args(["incidents", "--archive"]).arg(demo()));
    insta::assert_snapshot!(text);
    let arabic = ok(isnad().args(["--lang", "ar", "incidents", "--conflicts", "--archive"]).arg(demo()));
    assert!(arabic.contains("متنازع فيها") && arabic.contains("مصادر"), "{arabic}");
}

#[test]
fn one_incident_shows_sources_figures_conflicts_and_story() {
    let i = market();
    let id = i["id"].as_str().unwrap();
    let show = |lang: &str| ok(isnad().args(["--lang", lang, "incident", id, "--archive"]).arg(demo()));
    insta::assert_snapshot!(show("en"));
    let arabic = show("ar");
    for words in ["الأعداد، وعلى عهدة من", "حيث تختلف الروايات", "المصادر", "تسلسل الرواية"]
    {
        assert!(arabic.contains(words), "{words}");
    }
    // Every run of words is isolated, and no direction mark of a report gets through.
    for line in arabic.lines() {
        assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{line}");
        assert!(!line.contains(['\u{202e}', '\u{1b}']));
    }
}

#[test]
fn every_value_of_an_incident_has_its_claims() {
    for i in all() {
        let claims: BTreeSet<&str> = i["members"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|m| m["claims"].as_array().unwrap())
            .map(|c| c["id"].as_str().unwrap())
            .collect();
        let items: BTreeSet<&str> =
            i["members"].as_array().unwrap().iter().map(|m| m["item"].as_str().unwrap()).collect();
        let (mut seen, mut stack) = (0, vec![&i]);
        while let Some(v) = stack.pop() {
            match v {
                Value::Array(all) => stack.extend(all),
                Value::Object(fields) => {
                    for (key, value) in fields {
                        let known = match key.as_str() {
                            "claim" => &claims,
                            "item" | "copy_of" => &items,
                            _ => {
                                let list =
                                    value.as_array().filter(|_| key == "claims" || key == "taken_from");
                                for id in list.into_iter().flatten().filter_map(Value::as_str) {
                                    assert!(claims.contains(id), "{key} {id}");
                                    seen += 1;
                                }
                                continue;
                            }
                        };
                        assert!(known.contains(value.as_str().unwrap()), "{key} {value}");
                        seen += 1;
                    }
                    stack.extend(fields.values());
                }
                _ => {}
            }
        }
        assert!(seen > 5, "{i}");
        let sides = i["conflicts"].as_array().unwrap().iter().map(|c| c["sides"].as_array().unwrap().len());
        assert!(sides.into_iter().all(|n| n > 1));
        assert_eq!(i["story"].as_array().unwrap().len(), items.len());
    }
}

#[test]
fn copies_are_folded_and_no_source_of_their_own() {
    // Reports 03 and 04 are copies of 02.
    let i = all()
        .into_iter()
        .find(|i| {
            i["members"]
                .as_array()
                .unwrap()
                .iter()
                .any(|m| m["report"].as_str().unwrap().contains("madaran-prison"))
        })
        .unwrap();
    let members = i["members"].as_array().unwrap();
    let copies: Vec<&Value> = members.iter().filter(|m| !m["copy_of"].is_null()).collect();
    assert!(copies.len() >= 2, "{}", members.len());
    for c in copies {
        let origin = members.iter().find(|m| m["item"] == c["copy_of"]).unwrap();
        assert_eq!(origin["source"], c["source"]);
        assert!(c["copied"].as_f64().unwrap() >= 0.4);
    }
    assert!((i["sources"].as_u64().unwrap() as usize) < members.len());
}

#[test]
fn incidents_are_filtered() {
    let count = |args: &[&str]| {
        lines(&ok(isnad().args(["incidents", "--format", "jsonl", "--archive"]).arg(demo()).args(args))).len()
    };
    let total = count(&[]);
    assert!(total >= 3);
    assert_eq!(count(&["--from", "2026-07-01"]), 1);
    assert_eq!(count(&["--near", "12.39,64.1,20"]), 1);
    assert_eq!(count(&["--near", "-12.39,64.1,20"]), 0);
    assert!(count(&["--conflicts", "--min-sources", "2"]) >= 2);
    assert!(count(&["--standing", "contested"]) >= 1);
    assert!(count(&["--type", "airstrike"]) >= 1);
    // An undated report of the prison, with other figures, belongs to the dated ones.
    assert_eq!(count(&["--text", "الغربال"]), 1);
    assert_eq!(count(&["--text", "زعبوطل"]), 0);
    assert_eq!(count(&["--limit", "1"]), 1);
    assert_eq!(out(isnad().args(["incidents", "--near", "1,2"])).0, 2);
    let (code, _, err) = out(isnad().args(["incident", "i999", "--archive"]).arg(demo()));
    assert!(code == 1 && err.contains("isnad incidents"), "{err}");
}

const MORE: &str = r#"{"id":"x1","text":"أفادت مصادر محلية بمقتل خمسة مدنيين في قصف مدفعي على قرية تل الورد بريف حلب أمس الأربعاء، وقال الدفاع المدني إن القذائف سقطت قرب المدرسة والمخبز القديم.","outlet":"المنارة","published":"2026-02-12","url":"https://a.example/1"}
{"id":"x2","text":"قتل خمسة مدنيين وأصيب تسعة في قصف مدفعي على قرية تل الورد بريف حلب الأربعاء، بحسب الدفاع المدني الذي قال إن القذائف سقطت قرب المدرسة والمخبز القديم.","outlet":"=cmd|'/c calc'!A1","published":"2026-02-12"}
"#;

#[test]
fn adding_and_reading_again_keep_incidents_in_step() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("a.db");
    let add = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        ok(isnad().args(["add", "--archive"]).arg(&db).arg(&path))
    };
    let rows: Vec<&str> = MORE.lines().collect();
    assert!(add("1.jsonl", rows[0]).contains("1 incident: 1 new, 0 changed, 0 ended"));
    assert!(add("2.jsonl", rows[1]).contains("1 incident: 0 new, 1 changed, 0 ended"));
    assert!(add("2.jsonl", rows[1]).contains("0 new, 0 changed"));
    let list = |args: &[&str]| {
        lines(&ok(isnad().args(["incidents", "--format", "jsonl", "--archive"]).arg(&db).args(args)))
    };
    let before = list(&[]);
    assert_eq!(before[0]["members"].as_array().unwrap().len(), 2);
    assert!(ok(isnad().args(["incidents", "--rebuild", "--archive"]).arg(&db)).contains("1 incident: 0 new"));
    assert_eq!(list(&[]), before, "a rebuild gives the same");
    assert!(ok(isnad().args(["reread", "--archive"]).arg(&db)).contains("0 new, 0 changed, 0 ended"));
    assert!(ok(isnad().args(["archive", "check", "--archive"]).arg(&db)).contains("1 incidents"));
    // Scraped text is disarmed in every CSV.
    for form in ["csv", "acled", "ucdp", "hxl"] {
        let text = ok(isnad().args(["export", "--what", "incidents", "--as", form, "--archive"]).arg(&db));
        assert!(text.contains("https://a.example/1") && text.contains("sha256:"), "{form}: {text}");
        assert!(!text.contains(",=cmd") && !text.contains("\"=cmd"), "{form}: {text}");
    }
}

#[test]
fn exports_have_the_columns_of_their_forms_and_lead_back_to_claims() {
    let incidents = all();
    for (form, columns) in [("acled", 34), ("ucdp", 52), ("csv", 33), ("hxl", 33)] {
        let text = export(form);
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let header = csv.headers().unwrap().clone();
        assert_eq!(header.len(), columns, "{form}");
        let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), incidents.len() + usize::from(form == "hxl"), "{form}");
        let first = rows.last().unwrap();
        let row: Vec<(&str, &str)> = header.iter().zip(first.iter()).collect();
        let claims = row.iter().find(|c| c.0 == "isnad_claims" || c.0 == "claims").unwrap().1;
        assert!(claims.split(' ').all(|c| form == "hxl" || c.len() == 16), "{form}: {claims}");
    }
    let hxl = export("hxl");
    let tags = hxl.lines().nth(1).unwrap();
    assert!(tags.split(',').all(|t| t.starts_with('#')), "{tags}");
    insta::assert_snapshot!("acled", export("acled"));
    insta::assert_snapshot!("ucdp", export("ucdp"));
}

#[test]
fn geojson_is_rfc_7946() {
    for what in ["incidents", "claims"] {
        let text = ok(isnad().args(["export", "--what", what, "--as", "geojson", "--archive"]).arg(demo()));
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["type"], "FeatureCollection");
        let features = json["features"].as_array().unwrap();
        assert!(features.len() >= 3);
        for f in features {
            assert_eq!(f["type"], "Feature");
            if !f["geometry"].is_null() {
                let at = f["geometry"]["coordinates"].as_array().unwrap();
                // Longitude first: the invented country lies at 63 E, 13 N.
                assert!(at[0].as_f64().unwrap() > 60.0 && at[1].as_f64().unwrap() < 15.0, "{at:?}");
            }
        }
    }
}

#[test]
fn plover_and_ftm_are_objects_a_line() {
    let plover = lines(&export("plover"));
    assert!(!plover.is_empty());
    for p in &plover {
        assert_eq!(p.as_object().unwrap().len(), 41);
        assert!(p["isnad"]["claims"].as_array().is_some_and(|c| !c.is_empty()));
    }
    let ftm = lines(&export("ftm"));
    let ids: BTreeSet<&str> = ftm.iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), ftm.len(), "each entity once");
    for e in ftm.iter().filter(|e| e["schema"] == "Event") {
        for field in ["involved", "proof", "addressEntity"] {
            for id in e["properties"][field].as_array().into_iter().flatten() {
                assert!(ids.contains(id.as_str().unwrap()), "{field} {id}");
            }
        }
        assert!(!e["properties"]["proof"].as_array().unwrap().is_empty());
    }
}

#[test]
fn forms_that_do_not_fit_say_what_does() {
    let (code, _, err) =
        out(isnad().args(["export", "--what", "reports", "--as", "acled", "--archive"]).arg(demo()));
    assert!(code == 1 && err.contains("--what incidents"), "{err}");
    #[cfg(not(feature = "parquet"))]
    {
        let (code, _, err) =
            out(isnad().args(["export", "--what", "incidents", "--as", "parquet", "--archive"]).arg(demo()));
        assert!(code == 1 && err.contains("feature parquet"), "{err}");
    }
}
