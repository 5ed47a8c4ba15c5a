//! `isnad gazetteer` in runs of the real program. All places are invented.

use assert_cmd::Command;
use serde_json::Value;
use std::io::Write;
use std::path::Path;

fn isnad(home: &Path) -> Command {
    let mut c = Command::cargo_bin("isnad").unwrap();
    c.env("COLUMNS", "110")
        .env("XDG_DATA_HOME", home)
        .env_remove("ISNAD_GAZETTEER")
        .env_remove("ISNAD_ARCHIVE");
    c
}

fn out(c: &mut Command) -> (i32, String, String) {
    let o = c.output().unwrap();
    let text = |b: &[u8]| String::from_utf8(b.to_vec()).unwrap();
    (o.status.code().unwrap(), text(&o.stdout), text(&o.stderr))
}

const OWN: &str = "id\tgeonameid\twikidata\ttype\tcc\tadm1_ar\tlat\tlon\tpop\tnames_ar\tname_en
x:1\t\t\tlocality\tSY\tحلب\t36.5\t37.9\t30000\tتل النرجس\tTell al-Narjis
x:2\t\t\tplanet\tSY\t\t1\t2\t0\tخطأ\t
x:3\t900000077\t\tlocality\tSY\tحلب\t36.6\t37.8\t900\tتلة الورد\t
";

/// A row of a GeoNames dump.
fn dump(id: u32, names: &str, lat: &str, class: &str, code: &str) -> String {
    format!(
        "{id}\tn{id}\tn{id}\t{names}\t{lat}\t37.8\t{class}\t{code}\tSY\t\t77\t\t\t\t40000\t\t300\tAsia/Damascus\t2026-01-01\n"
    )
}

fn geonames() -> String {
    [
        dump(900000077, "Tell,تل الورد", "36.61", "P", "PPL"),
        dump(900000078, "محافظة السنابل", "36.0", "A", "ADM1"),
        dump(900000079, "فندق الورد", "36.0", "S", "HTL"),
        dump(900000080, "Village", "36.0", "P", "PPL"),
        dump(900000081, "تل الخطأ", "north", "P", "PPL"),
    ]
    .concat()
}

/// The place mention of a text that holds `word`, and the version of the lexicon.
fn place(home: &Path, text: &str, word: &str) -> (Value, String) {
    let row = serde_json::json!({"id": "a", "text": text}).to_string();
    let mut c = isnad(home);
    let (code, read, err) =
        out(c.args(["read", "--input", "jsonl", "--format", "jsonl", "-"]).write_stdin(row));
    assert_eq!(code, 0, "{err}");
    let read: Value = serde_json::from_str(&read).unwrap();
    let found = read["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|m| m["text"].as_str().unwrap().contains(word) && m["kind"] == "place");
    (found.cloned().unwrap_or(Value::Null), read["versions"]["lexicon"].as_str().unwrap().to_owned())
}

#[test]
fn lists_are_added_used_listed_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let (own, gn) = (home.path().join("my-places.tsv"), home.path().join("SY.txt"));
    std::fs::write(&own, OWN).unwrap();
    std::fs::write(&gn, geonames()).unwrap();
    let text = "انفجار في بلدة تل النرجس وآخر في بلدة تل الورد";
    let (before, shipped) = place(home.path(), text, "النرجس");
    assert!(before["lat"].is_null());

    let (code, told, err) = out(isnad(home.path()).args(["gazetteer", "add"]).arg(&own).arg(&gn));
    assert_eq!(code, 1, "bad rows are told by the exit code: {told} {err}");
    assert!(err.contains("my-places.tsv:3: the type 'planet' is not known"), "{err}");
    assert!(err.contains("SY.txt:5: 'north' are not degrees"), "{err}");
    assert!(told.contains("my-places: 2 places (Isnad TSV)"), "{told}");
    assert!(
        told.contains("SY: 2 places (GeoNames); passed over: 1 without an Arabic name, 1 of kinds"),
        "{told}"
    );
    assert!(told.contains("3 places,"), "one place of two lists is one place: {told}");

    let (after, version) = place(home.path(), text, "النرجس");
    assert_eq!(after["gazetteer_id"], "x:1");
    assert!(version.starts_with(&shipped) && version != shipped, "{version}");
    let (ward, _) = place(home.path(), text, "الورد");
    assert_eq!((&ward["gazetteer_id"], ward["lat"].as_f64()), (&Value::from("x:3"), Some(36.6)));

    // Doing it twice changes nothing, not even the version.
    out(isnad(home.path()).args(["gazetteer", "add"]).arg(&own).arg(&gn));
    assert_eq!(place(home.path(), text, "النرجس").1, version);

    let (code, listed, _) = out(isnad(home.path()).args(["gazetteer", "list"]));
    assert_eq!(code, 0);
    assert!(listed.contains("shipped: ") && listed.contains("my-places: 2 places"), "{listed}");
    let none = |c: &mut Command| c.args(["--gazetteer", "none"]).output().unwrap().status.code();
    assert_eq!(none(isnad(home.path()).args(["read", "--input", "jsonl", "-"]).write_stdin("")), Some(0));

    let (code, _, err) = out(isnad(home.path()).args(["gazetteer", "remove", "mine"]));
    assert!(code == 1 && err.contains("there is: my-places, SY"), "{err}");
    assert_eq!(out(isnad(home.path()).args(["gazetteer", "remove", "my-places", "SY"])).0, 0);
    let (gone, version) = place(home.path(), text, "النرجس");
    assert!(gone["lat"].is_null() && version == shipped);
}

#[test]
fn packed_files_and_names_apart_and_whos_on_first() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let mut zip = zip::ZipWriter::new(std::fs::File::create(at("SY.zip")).unwrap());
    let plain = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [("readme.txt", "readme ".repeat(900)), ("SY.txt", geonames())] {
        zip.start_file(name, plain).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    std::fs::write(at("alternateNamesV2.txt"), "1\t900000077\tar\tتل القرنفل\t\t\t\t\t\t\n2\t5\tar\tلا مكان\t\t\t\t\t\t\n3\t900000077\tfr\tTell\t\t\t\t\t\t\n")
        .unwrap();
    std::fs::create_dir(at("wof")).unwrap();
    let record = r#"{"properties":{"wof:id":900001,"wof:placetype":"locality","wof:country":"SY","wof:name":"x",
        "name:ara_x_preferred":["تل الزنبق"],"geom:latitude":36.5,"geom:longitude":37.9,"wof:population":40000}}"#;
    std::fs::write(at("wof/900001.geojson"), record).unwrap();
    std::fs::write(at("wof/900001-alt-quattroshapes.geojson"), "not read").unwrap();
    let db = rusqlite::Connection::open(at("whosonfirst.db")).unwrap();
    db.execute_batch("CREATE TABLE geojson (id INTEGER, body TEXT)").unwrap();
    db.execute(
        "INSERT INTO geojson VALUES (1, ?1)",
        [record.replace("900001", "900002").replace("الزنبق", "الخزامى")],
    )
    .unwrap();
    drop(db);
    let mut xz = Vec::new();
    let packed: &[u8] = include_bytes!("fixtures/places.tsv.xz");
    xz.extend(packed);
    std::fs::write(at("packed.tsv.xz"), xz).unwrap();

    let files = ["SY.zip", "alternateNamesV2.txt", "wof", "whosonfirst.db", "packed.tsv.xz"].map(at);
    let (code, told, err) = out(isnad(home.path()).args(["gazetteer", "add"]).args(&files));
    assert_eq!(code, 1, "one row of the dump is bad: {told} {err}");
    assert_eq!(err.lines().count(), 2, "{err}");
    for (text, id) in [
        ("قصف على بلدة تل القرنفل", "gn:900000077"),
        ("قصف على بلدة تل الزنبق", "wof:900001"),
        ("قصف على بلدة تل الخزامى", "wof:900002"),
        ("قصف على بلدة تل الياسمين", "x:9"),
    ] {
        let word = text.split(' ').next_back().unwrap();
        assert_eq!(place(home.path(), text, word).0["gazetteer_id"], id, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_what_was_expected() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (at("a.txt", b"some words\n"), "the form is not known; expected was"),
        (at("b.zip", b"PK\x03\x04 and no more"), "cannot be unpacked as zip"),
        (at("c.xz", b"\xfd7zXZ\0 and no more"), "cannot be unpacked as xz"),
        (at("d.db", b"SQLite format 3\0 and no more"), "SQLite distribution of Who's On First"),
        (at("e.bz2", b"BZh91AY"), "bunzip2"),
        (home.path().join("none.txt"), "there is no such file"),
        (at("f.txt", dump(1, "Tell", "36", "P", "PPL").as_bytes()), "no place with an Arabic name"),
    ];
    for (path, want) in cases {
        let (code, _, err) = out(isnad(home.path()).args(["gazetteer", "add"]).arg(&path));
        assert!(code == 1 && err.contains(want), "{}: {err}", path.display());
    }
    let (code, _, err) =
        out(isnad(home.path()).args(["read", "--gazetteer", "/nowhere/at/all", "-"]).write_stdin("x"));
    assert!(code == 1 && err.contains("isnad gazetteer add"), "{err}");

    // An index that is not ours, or of another version, is told with what to do.
    let own = at("own.tsv", OWN.replace("planet", "camp").as_bytes());
    assert_eq!(out(isnad(home.path()).args(["gazetteer", "add"]).arg(&own)).0, 0);
    std::fs::write(home.path().join("isnad/gazetteer/places.idx"), b"ISNADGZ0").unwrap();
    let (code, _, err) = out(isnad(home.path()).args(["read", "-"]).write_stdin("x"));
    assert!(code == 1 && err.contains("isnad gazetteer rebuild"), "{err}");
    assert_eq!(out(isnad(home.path()).args(["gazetteer", "rebuild"])).0, 0);
    assert_eq!(out(isnad(home.path()).args(["read", "-"]).write_stdin("x")).0, 0);
}

#[test]
fn reread_knows_that_places_were_added() {
    let home = tempfile::tempdir().unwrap();
    let archive = home.path().join("a.db");
    let row = r#"{"id":"a","text":"قتل شخصان في قصف على بلدة تل النرجس أمس.","published":"2026-02-11"}"#;
    let run = |args: &[&str]| {
        let mut c = isnad(home.path());
        c.args(args).env("ISNAD_ARCHIVE", &archive).write_stdin(row);
        out(&mut c)
    };
    assert_eq!(run(&["add", "--input", "jsonl", "-"]).0, 0);
    assert!(run(&["reread"]).1.contains("0 captures"), "nothing is due");
    let own = home.path().join("own.tsv");
    std::fs::write(&own, OWN.replace("planet", "camp")).unwrap();
    assert_eq!(run(&["gazetteer", "add", own.to_str().unwrap()]).0, 0);
    let (_, told, _) = run(&["reread"]);
    assert!(told.contains("1 captures read again"), "{told}");
    assert!(run(&["export"]).1.contains("x:1"), "the place is known now");
}
