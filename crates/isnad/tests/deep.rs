//! The deep reader in the real program, over the invented reports of the demo.

use assert_cmd::Command;
use serde_json::Value;

fn isnad(args: &[&str]) -> String {
    let mut c = Command::cargo_bin("isnad").unwrap();
    c.env("ISNAD_GAZETTEER", "none").env_remove("ISNAD_READER").args(args);
    let o = c.output().unwrap();
    assert!(o.status.success(), "{}", String::from_utf8_lossy(&o.stderr));
    String::from_utf8(o.stdout).unwrap()
}

const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/reports/01-ansam-prison.html");

fn read(more: &[&str]) -> String {
    let reports = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/reports");
    isnad(&[&["read", "--format", "jsonl", "--quiet"], more, &[reports]].concat())
}

#[test]
fn it_reads_the_same_in_any_number_of_threads_and_says_that_it_read() {
    let one = read(&["--threads", "1"]);
    assert!(
        one == read(&["--reader", "deep", "--threads", "4"]),
        "`read` reads deeply unless told otherwise"
    );
    let fast = read(&["--reader", "fast"]);
    let models = |text: &str| -> Vec<String> {
        let of = |l: &str| {
            serde_json::from_str::<Value>(l).unwrap()["versions"]["models"].as_str().unwrap().to_owned()
        };
        text.lines().map(of).collect()
    };
    assert_eq!(models(&one).len(), models(&fast).len());
    for (deep, fast) in models(&one).iter().zip(models(&fast)) {
        assert_eq!(*deep, format!("{fast}+deep"));
    }
    let claims = |text: &str| -> Vec<Value> {
        text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["claims"].clone()).collect()
    };
    assert_ne!(claims(&one), claims(&fast), "the encoder has a say");
}

#[test]
fn an_archive_can_be_read_again_deeply() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("a.db");
    let db = db.to_str().unwrap();
    isnad(&["add", "--quiet", "--archive", db, REPORT]);
    assert!(isnad(&["reread", "--quiet", "--archive", db]).contains("0 captures"));
    let again = || isnad(&["reread", "--quiet", "--reader", "deep", "--archive", db]);
    assert!(again().contains("1 captures read again"));
    assert!(again().contains("0 captures"), "nothing is due any more");
}
