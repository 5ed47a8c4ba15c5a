//! Runs of the real program. All texts are invented.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

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

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

const TWO: &str = r#"{"id":"a","text":"أفادت مصادر محلية بمقتل خمسة مدنيين في قصف مدفعي على القرية أمس.\n\nوقال أحمد إن المحتجزين نقلوا إلى سجن آخر.","outlet":"المنارة","published":"2026-02-11","url":"https://a.example/1"}
{"id":"b","text":"تظاهر مئات الأشخاص في المدينة للمطالبة بالإفراج عن محتجز.","outlet":"=cmd|'/c calc'!A1","published":"2026-02-12"}
"#;

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("two.jsonl"), TWO).unwrap();
    dir
}

#[test]
fn wrong_use_is_2_and_says_what_to_do() {
    assert_eq!(out(isnad().arg("--help")).0, 0);
    assert_eq!(out(isnad().args(["read", "--format", "poem", "x"])).0, 2);
    let (code, _, err) = out(isnad().args(["claims", "--type", "airstryke"]));
    assert_eq!(code, 2);
    assert!(err.contains("airstrike"), "the nearest known value is named: {err}");
}

#[test]
fn what_is_missing_is_told_the_rest_goes_on_and_the_exit_code_tells() {
    let dir = folder();
    let bad = dir.path().join("bad.jsonl");
    std::fs::write(&bad, format!("{}\nnot json\n{{\"id\":\"x\"}}\n", TWO.lines().next().unwrap())).unwrap();
    let (code, text, err) =
        out(isnad().args(["read", "--format", "jsonl"]).arg(&bad).arg(dir.path().join("none.txt")));
    assert_eq!(code, 1);
    assert_eq!(lines(&text).len(), 1);
    assert!(err.contains("bad.jsonl:2:") && err.contains("bad.jsonl:3:"), "{err}");
    assert!(err.contains("none.txt: there is no such file"), "{err}");
}

#[test]
fn every_value_of_a_reading_is_a_quotation() {
    let dir = folder();
    let (code, text, _) = out(isnad().args(["read", "--format", "jsonl"]).arg(dir.path().join("two.jsonl")));
    assert_eq!(code, 0);
    let rows = lines(&text);
    let given: Vec<Value> = lines(TWO);
    assert_eq!(rows.len(), 2);
    let mut quotations = 0;
    for (row, given) in rows.iter().zip(&given) {
        let chars: Vec<char> = given["text"].as_str().unwrap().chars().collect();
        let mut stack = vec![row];
        while let Some(v) = stack.pop() {
            match v {
                Value::Array(all) => stack.extend(all),
                Value::Object(fields) => {
                    if let (Some(text), Some(a), Some(b)) =
                        (v["text"].as_str(), v["start"].as_u64(), v["end"].as_u64())
                    {
                        assert_eq!(chars[a as usize..b as usize].iter().collect::<String>(), text);
                        quotations += 1;
                    }
                    stack.extend(fields.values());
                }
                _ => {}
            }
        }
    }
    assert!(quotations > 10, "{quotations}");
    let claim = rows[0]["claims"].as_array().unwrap().iter().find(|c| c["figures"][0]["min"] == 5.0).unwrap();
    assert_eq!(claim["says"][0]["text"], "مصادر محلية");
    assert_eq!(claim["says"][0]["kind"], "unnamed");
    assert_eq!(claim["time"][0]["from"], "2026-02-10");
    assert_eq!(claim["status"], "actual");
}

#[test]
fn standard_input_is_read() {
    let (code, text, _) = out(isnad()
        .args(["read", "--format", "jsonl", "-"])
        .write_stdin("قتل مدني برصاص قناص في الحي القديم أمس."));
    assert_eq!((code, lines(&text).len()), (0, 1));
}

#[test]
fn adding_twice_adds_nothing_and_search_finds_all_forms() {
    let dir = folder();
    let db = dir.path().join("a.db");
    let add = || out(isnad().args(["add", "--archive"]).arg(&db).arg(dir.path().join("two.jsonl")));
    assert!(add().1.contains("2 new readings"), "{:?}", add());
    assert!(add().1.contains("0 new captures, 0 new sightings, 0 new readings"));
    let search = |q: &str| {
        let (code, text, err) =
            out(isnad().args(["search", "--format", "jsonl", "--archive"]).arg(&db).arg("--").arg(q));
        assert_eq!(code, 0, "{q}: {err}");
        lines(&text).iter().map(|r| r["report"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(search("احمد"), ["a"]);
    assert_eq!(search("أحمد"), ["a"]);
    let mut both = search("محتجز");
    both.sort();
    assert_eq!(both, ["a", "b"], "«محتجز» finds «المحتجزين»");
    assert_eq!(search("\"قصف مدفعي\""), ["a"]);
    assert_eq!(search("\"مدفعي قصف\""), [""; 0]);
    assert_eq!(search("محتجز -قصف"), ["b"]);
    assert_eq!(search("' OR 1=1 -- \" NEAR( *"), [""; 0]);

    let reports = |args: &[&str]| {
        lines(&out(isnad().args(["reports", "--format", "jsonl", "--archive"]).arg(&db).args(args)).1).len()
    };
    assert_eq!(reports(&[]), 2);
    assert_eq!(reports(&["--outlet", "المنارة"]), 1);
    assert_eq!(reports(&["--from", "2026-02-12"]), 1);
    assert_eq!(reports(&["--type", "protest"]), 1);

    let (code, text, _) = out(isnad().args(["archive", "check", "--archive"]).arg(&db));
    assert_eq!(code, 0, "{text}");
    let copy = dir.path().join("copy.db");
    assert_eq!(out(isnad().args(["archive", "backup"]).arg(&copy).arg("--archive").arg(&db)).0, 0);
    let (code, _, err) = out(isnad().args(["archive", "backup"]).arg(&copy).arg("--archive").arg(&db));
    assert_eq!(code, 1);
    assert!(err.contains("not overwritten"), "{err}");
    let (code, text, _) = out(isnad().args(["reread", "--archive"]).arg(&db));
    assert!(code == 0 && text.contains("0 captures read again"), "{text}");
}

#[test]
fn exports_disarm_formulas() {
    let dir = folder();
    let db = dir.path().join("a.db");
    assert_eq!(out(isnad().args(["add", "--archive"]).arg(&db).arg(dir.path().join("two.jsonl"))).0, 0);
    for what in ["claims", "reports"] {
        let (code, text, _) =
            out(isnad().args(["export", "--what", what, "--as", "csv", "--archive"]).arg(&db));
        assert_eq!(code, 0);
        assert!(text.contains("'=cmd"), "{text}");
        assert!(!text.contains(",=cmd"));
    }
    let (_, text, _) = out(isnad().args(["export", "--what", "claims", "--archive"]).arg(&db));
    let rows = lines(&text);
    assert!(rows.iter().any(|r| r["type"] == "protest" && r["report"]["report"] == "b"), "{text}");
}

#[test]
fn the_page_of_a_report_runs_nothing_of_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("hostile.txt");
    let text = "قتل مدني في قصف على القرية <script>alert(1)</script> أمس.\n\n<img src=x onerror=alert(2)> \"'> \u{202e}قصف\u{202c} أصاب مدرسة.";
    std::fs::write(&page, text).unwrap();
    let (code, html, _) = out(isnad().args(["read", "--format", "html"]).arg(&page));
    assert_eq!(code, 0);
    assert!(html.contains("Content-Security-Policy"));
    assert!(!html.contains("<script>alert") && !html.contains("<img"), "scraped markup is escaped");
    assert!(!html.contains('\u{202e}'), "direction overrides are shown, not obeyed");
    assert!(html.contains("U+202E"));
    assert!(html.contains("dir=\"rtl\""));
    assert_eq!(html.matches("<script>").count(), 1);
    let (_, table, _) = out(isnad().arg("read").arg(&page));
    assert!(!table.contains('\u{202e}') && !table.contains('\u{1b}'));
}

#[test]
fn an_archive_that_is_none_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.db");
    std::fs::write(&path, "hello").unwrap();
    let (code, _, err) = out(isnad().args(["claims", "--archive"]).arg(&path));
    assert!(code == 1 && err.contains("not an Isnad archive"), "{err}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "hello");
    let (code, _, err) = out(isnad().args(["claims", "--archive"]).arg(dir.path().join("none.db")));
    assert!(code == 1 && err.contains("isnad add"), "{err}");
}

#[test]
fn other_languages_are_kept_and_searchable_without_claims() {
    let dir = tempfile::tempdir().unwrap();
    let row = r#"{"id":"en","text":"The army said that five people were killed in shelling on the village on Tuesday, and the hospital confirmed the number."}"#;
    let path = dir.path().join("en.jsonl");
    std::fs::write(&path, row).unwrap();
    let (_, text, _) = out(isnad().args(["read", "--format", "jsonl"]).arg(&path));
    let read = &lines(&text)[0];
    assert_eq!(read["language"], "en");
    assert_eq!(read["claims"].as_array().unwrap().len(), 0);
    assert!(read["problems"].as_array().unwrap().iter().any(|p| p["code"] == "language_not_read"), "{read}");
    let db = dir.path().join("a.db");
    assert_eq!(out(isnad().args(["add", "--archive"]).arg(&db).arg(&path)).0, 0);
    let (_, text, _) =
        out(isnad().args(["search", "--format", "jsonl", "--archive"]).arg(&db).arg("Shelling"));
    assert_eq!(lines(&text).len(), 1);
}

#[test]
fn tokens_have_the_outer_form() {
    let (code, text, _) = out(isnad().args(["tokens", "-"]).write_stdin("وبالقرية"));
    assert_eq!(code, 0);
    let row = &lines(&text)[0];
    assert_eq!(row["tokens"][0]["parts"], serde_json::json!(["و", "ب", "القرية"]));
    assert_eq!((row["tokens"][0]["start"].as_u64(), row["tokens"][0]["end"].as_u64()), (Some(0), Some(8)));
}

#[test]
fn the_same_reading_whatever_the_number_of_threads() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/reports");
    let read = |n: &str| out(isnad().args(["read", "--format", "jsonl", "--threads", n]).arg(&demo)).1;
    let one = read("1");
    assert!(one.lines().count() > 20);
    assert_eq!(one, read("4"));
}

#[test]
fn the_demo_shows_invented_reports_and_keeps_an_archive() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("demo.db");
    let (code, text, err) = out(isnad().args(["demo", "--no-desk", "--archive"]).arg(&db));
    assert_eq!(code, 0, "{err}");
    assert!(text.contains("invented"));
    assert!(text.contains("سوق أم الشنابل"));
    let (code, check, _) = out(isnad().args(["archive", "check", "--archive"]).arg(&db));
    assert_eq!(code, 0, "{check}");
    assert!(dir.path().join("demo.html").exists());
    let (_, arabic, _) = out(isnad().args(["--lang", "ar", "reports", "--archive"]).arg(&db));
    assert!(arabic.contains("العنوان"));
}
