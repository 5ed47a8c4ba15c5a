//! The same bytes whatever the number of threads.

use assert_cmd::Command;

fn read(threads: &str) -> Vec<u8> {
    let reports = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/reports");
    let mut c = Command::cargo_bin("isnad").unwrap();
    c.env("ISNAD_GAZETTEER", "none").env("ISNAD_READER", "fast").args([
        "read",
        "--format",
        "jsonl",
        "--quiet",
        "--threads",
        threads,
    ]);
    // Many small inputs, so that eight threads have something to do each.
    for _ in 0..4 {
        c.arg(reports);
    }
    let out = c.output().unwrap();
    assert!(!out.stdout.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

#[test]
fn readings_do_not_depend_on_the_number_of_threads() {
    let one = read("1");
    assert!(one.iter().filter(|b| **b == b'\n').count() >= 18, "the demo's reports");
    for threads in ["2", "8"] {
        assert!(read(threads) == one, "{threads} threads");
    }
}
