//! What is of SQLite alone: files of all kinds at the door, migration, backup, damage, crashes, several programs.

use isnad_model::*;
use isnad_store::*;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::record;

mod support;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The ways into an archive that is there.
const WAYS_IN: [fn(&Path) -> isnad_store::Result<SqliteArchive>; 3] =
    [|p| SqliteArchive::open(p), |p| SqliteArchive::open_or_create(p), |p| SqliteArchive::open_read_only(p)];

fn add(archive: &mut SqliteArchive, n: usize) -> Added {
    let (c, s, r) = record(n);
    archive.add(&c, &s, &r).unwrap()
}

fn filled(path: &Path, count: usize) -> SqliteArchive {
    let mut archive = SqliteArchive::open_or_create(path).unwrap();
    for n in 0..count {
        add(&mut archive, n);
    }
    archive
}

#[test]
fn files_that_are_no_archive_are_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.db");
    std::fs::write(&text, "ملاحظات عن الاجتماع".repeat(20)).unwrap();
    let other = folder.path().join("other.db");
    let conn = Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").unwrap();
    drop(conn);
    for path in [&text, &other] {
        let before = std::fs::read(path).unwrap();
        for open in WAYS_IN {
            assert!(matches!(open(path), Err(Error::NotAnArchive { .. })));
        }
        assert!(matches!(SqliteArchive::create(path), Err(Error::NotAnArchive { .. })));
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    assert!(matches!(SqliteArchive::open_or_create(folder.path()), Err(Error::NotAnArchive { .. })));
    let absent = folder.path().join("absent.db");
    assert!(matches!(SqliteArchive::open(&absent), Err(Error::NotFound { .. })));
    assert!(!absent.exists(), "looking for an archive makes none");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    assert!(matches!(SqliteArchive::open(&empty), Err(Error::NotAnArchive { .. })));
    drop(filled(&empty, 1));
    assert_eq!(SqliteArchive::open(&empty).unwrap().counts().unwrap().reports, 1);
    assert!(matches!(SqliteArchive::create(&empty), Err(Error::Exists { .. })));
}

#[test]
fn an_archive_of_a_newer_program_says_which_and_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    std::fs::copy(fixture("v2.db"), &path).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 99; UPDATE meta SET value = '7.5.0' WHERE key = 'opens_with'")
        .unwrap();
    drop(conn);
    let before = std::fs::read(&path).unwrap();
    for open in WAYS_IN {
        let error = open(&path).unwrap_err();
        assert!(
            matches!(&error, Error::Newer { found: 99, known: SCHEMA, opens_with, .. } if opens_with == "7.5.0")
        );
        assert!(error.to_string().contains("isnad 7.5.0"));
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// What the fixtures hold, by any schema.
fn holds_the_fixture(archive: &mut SqliteArchive) {
    assert_eq!(
        archive.counts().unwrap(),
        Counts { captures: 6, sightings: 6, reports: 6, readings: 6, claims: 6, decisions: 0, incidents: 0 }
    );
    for n in 0..6 {
        let (capture, sighting, reports) = record(n);
        assert_eq!(archive.capture(&capture.sha256).unwrap(), Some(capture.clone()));
        assert_eq!(archive.sightings(&capture.sha256).unwrap()[0].sighting, sighting);
        let key = archive.reports_of(&capture.sha256).unwrap()[0];
        assert_eq!(archive.report(key).unwrap().unwrap().report, reports[0].0);
        assert_eq!(archive.reading(key).unwrap().unwrap(), reports[0].1);
        assert_eq!(add(archive, n), Added::default(), "the old rows are known");
    }
    if archive.search_is_old().unwrap() {
        archive.reindex(&mut |_, _| {}).unwrap();
    }
    assert_eq!(archive.check().unwrap(), []);
    let place = |name: &str| Filter { place: Some(PlaceFilter::Name(name.into())), ..Filter::default() };
    assert_eq!(archive.count_claims(&place("وادي السنديان")).unwrap(), 1);
    assert_eq!(archive.count_claims(&place("الحسكه")).unwrap(), 1, "folded as schema 1 could not");
    let near = PlaceFilter::Near { lat: 36.2, lon: 37.15, km: 5.0 };
    assert_eq!(archive.count_claims(&Filter { place: Some(near), ..Filter::default() }).unwrap(), 2);
    let outlet = Filter { outlets: vec!["صحيفة المرفا".into()], ..Filter::default() };
    assert_eq!(archive.count_reports(&outlet).unwrap(), 2);
    assert_eq!(archive.search(&SearchRequest::new("السنديان")).unwrap().total, 1);
    archive.update_incidents(&mut |_, _| {}).unwrap();
    assert!(archive.counts().unwrap().incidents > 0, "readings of any schema are grouped");
    assert_eq!(archive.incidents_behind().unwrap(), 0);
    add(archive, 6);
    assert_eq!(archive.incidents_behind().unwrap(), 1);
    assert_eq!(archive.check().unwrap(), []);
}

#[test]
fn the_first_schema_is_brought_up_after_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    std::fs::copy(fixture("v1.db"), &path).unwrap();
    assert!(matches!(
        SqliteArchive::open_read_only(&path),
        Err(Error::NeedsMigration { found: 1, known: SCHEMA, .. })
    ));
    let mut archive = SqliteArchive::open(&path).unwrap();
    let backup = folder.path().join("isnad.db.v1.bak");
    let old = Connection::open(&backup).unwrap();
    let (version, rows): (u32, u32) = old
        .query_row(
            "SELECT v.user_version, (SELECT count(place_name) FROM claims) FROM pragma_user_version v",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    assert_eq!((version, rows), (1, 6), "the backup is the archive as it was");
    holds_the_fixture(&mut archive);
    drop(archive);

    // Nothing is left that a new archive has not, in another form.
    let fresh = folder.path().join("fresh.db");
    drop(SqliteArchive::create(&fresh).unwrap());
    assert_eq!(columns(&path), columns(&fresh));

    // A second migration in the same place overwrites no backup.
    std::fs::remove_file(&path).unwrap();
    std::fs::copy(fixture("v1.db"), &path).unwrap();
    drop(SqliteArchive::open(&path).unwrap());
    assert!(folder.path().join("isnad.db.v1.2.bak").exists());
}

/// All tables, columns, indexes and triggers.
fn columns(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    let mut statement = conn
        .prepare(
            "SELECT s.type || ' ' || s.name || ' ' || ifnull(c.name || ' ' || c.type || c.pk || c.\"notnull\", '')
             FROM sqlite_schema s LEFT JOIN pragma_table_info(s.name) c ORDER BY 1",
        )
        .unwrap();
    statement.query_map([], |r| r.get(0)).unwrap().map(|name| name.unwrap()).collect()
}

#[test]
fn the_newest_schema_opens_as_it_shipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    std::fs::copy(fixture(&format!("v{SCHEMA}.db")), &path).unwrap();
    holds_the_fixture(&mut SqliteArchive::open(&path).unwrap());
    assert!(!folder.path().join(format!("isnad.db.v{SCHEMA}.bak")).exists(), "nothing was migrated");
}

#[test]
fn later_schemas_are_brought_up_after_a_backup() {
    for version in [2, 3, 4] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("isnad.db");
        std::fs::copy(fixture(&format!("v{version}.db")), &path).unwrap();
        let mut archive = SqliteArchive::open(&path).unwrap();
        assert!(folder.path().join(format!("isnad.db.v{version}.bak")).exists());
        assert_eq!(archive.incidents_behind().unwrap(), 6, "incidents are made by the next update");
        holds_the_fixture(&mut archive);
        drop(archive);
        let fresh = folder.path().join("fresh.db");
        drop(SqliteArchive::create(&fresh).unwrap());
        assert_eq!(columns(&path), columns(&fresh));
    }
}

/// An archive of schema 4 as it was in use: with incidents, and decisions of which that schema kept other rows.
#[test]
fn incidents_and_decisions_of_the_fourth_schema_are_brought_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    let mut archive = filled(&path, 6);
    archive.update_incidents(&mut |_, _| {}).unwrap();
    let (before, lines) = (
        archive.incidents(&IncidentFilter::default(), Page::default()).unwrap(),
        archive.incident_lines(None, 100).unwrap(),
    );
    let queue = archive.review_queue(&QueueFilter::default(), Page::default()).unwrap();
    let claim = &queue[0].claim.claim;
    let text = archive.report(queue[0].report.key).unwrap().unwrap().report;
    let at = text.text.find(&claim.trigger.text).unwrap();
    let reject = Decision {
        id: "r".into(),
        kind: DecisionKind::Reject,
        anchor: Some(Anchor {
            text_sha256: text.text_sha256,
            span: Span::new(at, at + claim.trigger.text.len()),
            quotation: claim.trigger.text.clone(),
            before: String::new(),
            after: String::new(),
        }),
        subjects: vec![],
        value: serde_json::json!({"was": {"id": claim.id, "type": claim.kind}}),
        reason: String::new(),
        user: "مراجع".into(),
        at: "2031-05-05T10:00:00Z".into(),
    };
    let json = serde_json::to_string(&reject).unwrap();
    drop(archive);
    // What schema 5 brought is taken away, and a decision put in as schema 4 did.
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "DROP INDEX claims_queue; ALTER TABLE claims DROP COLUMN base; ALTER TABLE claims DROP COLUMN priority;
         ALTER TABLE claims DROP COLUMN reviewed; DROP INDEX reports_text; DROP TABLE decision_subjects; DROP TABLE undone;
         DROP TABLE reviews_due; DROP INDEX items_report; CREATE INDEX items_report ON items (report);
         DROP INDEX incidents_redirect; DROP TABLE incident_lines; DROP TABLE incident_search; PRAGMA user_version = 4;",
    )
    .unwrap();
    conn.execute(
        "INSERT INTO decisions (decision_id, kind, text_sha256, user, at, json) VALUES ('r', 'reject', ?1, '', '', ?2)",
        rusqlite::params![text.text_sha256.0, json],
    )
    .unwrap();
    drop(conn);
    let mut archive = SqliteArchive::open(&path).unwrap();
    assert_eq!(archive.check().unwrap(), []);
    assert_eq!(archive.incidents(&IncidentFilter::default(), Page::default()).unwrap(), before);
    assert_eq!(archive.incident_lines(None, 100).unwrap(), lines);
    assert_eq!(
        archive.count_queue(&QueueFilter::default()).unwrap() as usize,
        queue.len() - 1,
        "it is heeded now"
    );
    assert_eq!(archive.incidents_behind().unwrap(), 1);
    archive.update_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(archive.check().unwrap(), []);
}

/// Two writers, as the desk and `isnad add`, each bringing incidents in step, while others read.
#[test]
fn two_programs_may_add_decide_and_group() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    drop(filled(&path, 2));
    std::thread::scope(|scope| {
        for n in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut archive = SqliteArchive::open(path).unwrap();
                for k in 0..12 {
                    add(&mut archive, 10 + 2 * k + n);
                    archive.update_incidents(&mut |_, _| {}).unwrap();
                    let note = Decision {
                        id: format!("{n}-{k}"),
                        kind: DecisionKind::Comment,
                        anchor: None,
                        subjects: vec!["i1".into()],
                        value: serde_json::json!({"text": "x"}),
                        reason: String::new(),
                        user: "مراجع".into(),
                        at: "2031-05-05T10:00:00Z".into(),
                    };
                    archive.decide(&note).unwrap();
                }
            });
        }
        scope.spawn(|| {
            let archive = SqliteArchive::open_read_only(&path).unwrap();
            let mut since = 0;
            for _ in 0..60 {
                let (now, _) = archive.changed_lines(since).unwrap();
                assert!(now >= since);
                since = now;
                archive.review_queue(&QueueFilter::default(), Page::default()).unwrap();
                archive.incidents_matching("صباح").unwrap();
            }
        });
    });
    let mut archive = SqliteArchive::open(&path).unwrap();
    archive.update_incidents(&mut |_, _| {}).unwrap();
    assert_eq!((archive.incidents_behind().unwrap(), archive.counts().unwrap().decisions), (0, 24));
    let before = archive.incidents(&IncidentFilter::default(), Page::first(100)).unwrap();
    archive.rebuild_incidents(&mut |_, _| {}).unwrap();
    assert_eq!(archive.incidents(&IncidentFilter::default(), Page::first(100)).unwrap(), before);
    assert_eq!(archive.check().unwrap(), []);
}

/// Not a test of its own: makes the fixture of the newest schema where it is asked to, before that schema ships.
#[test]
fn fixture_of_the_newest_schema() {
    let Some(path) = std::env::var_os("ISNAD_TEST_MAKE_FIXTURE") else { return };
    drop(filled(Path::new(&path), 6));
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; VACUUM;").unwrap();
}

#[test]
fn a_failed_migration_leaves_the_archive_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    std::fs::copy(fixture("v1.db"), &path).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("UPDATE readings SET json = x'0102' WHERE id = 4").unwrap();
    drop(conn);
    let before = columns(&path);
    assert!(matches!(SqliteArchive::open(&path), Err(Error::Damaged { .. })));
    assert_eq!(columns(&path), before);
    let conn = Connection::open(&path).unwrap();
    assert_eq!(conn.pragma_query_value(None, "user_version", |r| r.get::<_, u32>(0)).unwrap(), 1);
}

#[test]
fn a_backup_is_the_archive_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = filled(&folder.path().join("isnad.db"), 30);
    let to = folder.path().join("copy.db");
    archive.backup(&to).unwrap();
    assert!(matches!(archive.backup(&to), Err(Error::Exists { .. })));
    add(&mut archive, 30);
    let copy = SqliteArchive::open(&to).unwrap();
    assert_eq!(copy.check().unwrap(), []);
    assert_eq!(copy.counts().unwrap().reports, 30);
    assert_ne!(copy.fingerprint().unwrap(), archive.fingerprint().unwrap());
    assert!(matches!(archive.backup(Path::new("/nowhere/at/all.db")), Err(Error::Sqlite { .. })));
}

#[test]
fn damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for (k, (harm, part)) in [
        ("DROP TRIGGER captures_stay; UPDATE captures SET bytes = zeroblob(40) WHERE id = 2", "captures"),
        ("DROP TRIGGER reports_stay; UPDATE reports SET text = 'نص آخر' WHERE id = 2", "reports"),
        ("UPDATE readings SET json = x'00' WHERE id = 2", "readings"),
        ("UPDATE readings SET current = 0 WHERE id = 2", "readings"),
        ("DELETE FROM claims WHERE id = 2", "readings"),
        ("UPDATE claims SET type = 'arrest' WHERE id = 2", "readings"),
        ("DELETE FROM search_docsize WHERE id = 2", "search"),
        ("INSERT INTO search (rowid, title, body) VALUES (90, 'x', 'y')", "search"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM versions", "file"),
        ("DELETE FROM sightings WHERE id = 2", "captures"),
        ("UPDATE meta SET value = 'other' WHERE key = 'analyser'", "search"),
        ("UPDATE incidents SET json = x'00' WHERE json IS NOT NULL", "incidents"),
        ("UPDATE items SET incident = NULL", "incidents"),
        ("DELETE FROM item_keys WHERE 1; INSERT INTO item_keys VALUES (1, 1)", "incidents"),
        ("UPDATE incident_lines SET json = json_set(json, '$.sources', 77)", "incidents"),
        ("DELETE FROM incident_lines", "incidents"),
        ("DELETE FROM incident_search", "incidents"),
        ("UPDATE claims SET reviewed = 1", "readings"),
        ("INSERT INTO undone VALUES ('x')", "decisions"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.path().join(format!("{k}.db"));
        filled(&path, 3).update_incidents(&mut |_, _| {}).unwrap();
        Connection::open(&path).unwrap().execute_batch(harm).unwrap();
        let findings = SqliteArchive::open(&path).unwrap().check().unwrap();
        assert!(findings.iter().any(|f| f.part == part), "{harm}: {findings:?}");
    }
}

#[test]
fn broken_bytes_are_an_error_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    let sound = std::fs::read(fixture("v2.db")).unwrap();
    let mut x = 1u64;
    for _ in 0..150 {
        let mut bytes = sound.clone();
        for _ in 0..20 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = 100 + (x >> 33) as usize % (bytes.len() - 100);
            bytes[at] = (x >> 20) as u8;
        }
        for leftover in ["isnad.db", "isnad.db-wal", "isnad.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(leftover));
        }
        std::fs::write(&path, &bytes).unwrap();
        let Ok(mut archive) = SqliteArchive::open(&path) else { continue };
        let _ = archive.check();
        let _ = archive.fingerprint();
        let _ = archive.search(&SearchRequest::new("غارة الحسكة"));
        let _ = archive.claims(&Filter::default(), Page::default());
        let _ = each_reading(&archive, &Filter::default()).count();
        let _ = archive.incidents(&IncidentFilter::default(), Page::default());
        let _ = archive.update_incidents(&mut |_, _| {});
        let _ = archive.rebuild_incidents(&mut |_, _| {});
        let (c, s, r) = record(9);
        let _ = archive.add(&c, &s, &r);
    }
}

#[test]
fn rows_that_never_change_cannot_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    let mut archive = filled(&path, 1);
    let decision = Decision {
        id: "1".into(),
        kind: DecisionKind::Accept,
        anchor: None,
        subjects: vec![],
        value: serde_json::Value::Null,
        reason: String::new(),
        user: "مراجع".into(),
        at: "2031-05-05T10:00:00Z".into(),
    };
    archive.decide(&decision).unwrap();
    let conn = Connection::open(&path).unwrap();
    for change in [
        "UPDATE decisions SET user = 'x'",
        "DELETE FROM decisions",
        "UPDATE captures SET bytes = x''",
        "DELETE FROM captures",
        "UPDATE reports SET text = ''",
        "DELETE FROM reports",
    ] {
        assert!(conn.execute_batch(change).unwrap_err().to_string().contains("never"), "{change}");
    }
}

#[test]
fn several_programs_may_read_while_one_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("isnad.db");
    let mut writer = filled(&path, 10);
    let mut reader = SqliteArchive::open_read_only(&path).unwrap();
    let mut second = SqliteArchive::open(&path).unwrap();
    add(&mut writer, 10);
    add(&mut second, 11);
    add(&mut writer, 12);
    assert_eq!(reader.counts().unwrap().reports, 13);
    assert_eq!(writer.search(&SearchRequest::new("صباح")).unwrap().total, 13);
    assert_eq!(reader.search(&SearchRequest::new("صباح")).unwrap().total, 13);
    let (c, s, r) = record(13);
    assert!(matches!(reader.add(&c, &s, &r), Err(Error::ReadOnly { .. })));
    assert_eq!(reader.check().unwrap(), []);
    drop((writer, second));
    assert_eq!(SqliteArchive::open(&path).unwrap().check().unwrap(), []);
}

const CHILD: &str = "ISNAD_TEST_CRASH_ARCHIVE";
const RECORDS: usize = 400;

/// Not a test of its own: the program that [`killed_at_any_moment_the_archive_is_whole`] kills.
#[test]
fn crash_child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    drop(filled(Path::new(&path), RECORDS));
}

#[test]
fn killed_at_any_moment_the_archive_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let clean = filled(&folder.path().join("clean.db"), RECORDS).fingerprint().unwrap();
    let path = folder.path().join("isnad.db");
    let run = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash_child"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let remove = || {
        for end in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(folder.path().join(format!("isnad.db{end}")));
        }
    };
    // How long a whole run takes sets the moments at which the others die.
    let start = Instant::now();
    assert!(run().wait().unwrap().success());
    let whole = start.elapsed();
    remove();
    let mut grew = 0;
    let mut before = 0;
    for k in 0..24u32 {
        let mut child = run();
        // From the first moments (the making of the file) to the last, in no order.
        std::thread::sleep(whole * (k * 7 % 24) / 24 + Duration::from_micros(u64::from(k) * 173));
        child.kill().unwrap(); // SIGKILL
        child.wait().unwrap();
        if !path.exists() || std::fs::metadata(&path).unwrap().len() == 0 {
            continue;
        }
        let archive = SqliteArchive::open_or_create(&path).unwrap();
        assert_eq!(archive.check().unwrap(), [], "after kill {k}");
        let counts = archive.counts().unwrap();
        assert!(counts.captures >= before, "kill {k} lost what was committed");
        assert_eq!(
            (counts.reports, counts.readings, counts.claims),
            (counts.captures, counts.captures, counts.captures)
        );
        grew += u32::from(counts.captures > before);
        before = counts.captures;
        if counts.captures == RECORDS as u64 {
            assert_eq!(archive.fingerprint().unwrap(), clean);
            before = 0;
            drop(archive);
            remove();
        }
    }
    assert!(grew > 3, "the kills fell while records were being added");
    let archive = filled(&path, RECORDS);
    assert_eq!(archive.check().unwrap(), []);
    assert_eq!(archive.fingerprint().unwrap(), clean);
}
