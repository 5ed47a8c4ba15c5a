//! The texts that stand in this repository were written for it: none shares a long run of characters with a text of ../shared. Without
//! that folder nothing is compared, and the test says so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Characters of a run that is no accident: names of institutions and stock phrases are shorter.
const RUN: usize = 60;

/// Calls `each` with the hash of every run of a text; a hash that rolls on (Karp, Rabin 1987), so that time is linear.
fn runs(text: &str, mut each: impl FnMut(u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let out = (1..RUN).fold(1u64, |p, _| p.wrapping_mul(BASE));
    let letters: Vec<u64> = text.chars().map(u64::from).collect();
    let mut hash = 0u64;
    for (k, letter) in letters.iter().enumerate() {
        if k >= RUN {
            hash = hash.wrapping_sub(letters[k - RUN].wrapping_mul(out));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(*letter);
        if k + 1 >= RUN {
            each(hash);
        }
    }
}

/// All strings of a JSON value.
fn strings(value: &serde_json::Value, each: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(s) => each(s),
        serde_json::Value::Array(list) => list.iter().for_each(|v| strings(v, each)),
        serde_json::Value::Object(map) => map.values().for_each(|v| strings(v, each)),
        _ => {}
    }
}

/// The texts of a file: the strings of its lines of JSON, or the whole of it.
fn texts(file: &Path, each: &mut dyn FnMut(&str)) {
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    if file.extension().is_some_and(|e| e == "jsonl") {
        for line in text.lines().filter_map(|l| serde_json::from_str(l).ok()) {
            strings(&line, each);
        }
    } else {
        each(&text);
    }
}

/// The files of a folder and of those in it that have one of the endings.
fn files(folder: &Path, endings: &[&str], out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, endings, out);
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e)) {
            out.push(path);
        }
    }
}

#[test]
fn no_text_of_shared_stands_in_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = root.join("../shared");
    if !shared.is_dir() {
        eprintln!("{} is not there: nothing to compare with", shared.display());
        return;
    }
    let mut ours = Vec::new();
    files(&root.join("annotations"), &["jsonl"], &mut ours);
    files(&root.join("demo"), &["jsonl", "html", "txt"], &mut ours);
    let mut whose: HashMap<u64, usize> = HashMap::new();
    for (k, file) in ours.iter().enumerate() {
        texts(file, &mut |text| {
            runs(text, |hash| {
                whose.entry(hash).or_insert(k);
            })
        });
    }
    assert!(whose.len() > 100_000, "only {} runs of our own", whose.len());
    let mut theirs = Vec::new();
    files(&shared, &["jsonl", "txt"], &mut theirs);
    let mut found: HashMap<usize, usize> = HashMap::new();
    for file in theirs {
        texts(&file, &mut |text| {
            runs(text, |hash| {
                if let Some(k) = whose.get(&hash) {
                    *found.entry(*k).or_default() += 1;
                }
            });
        });
    }
    let found: Vec<String> =
        found.iter().map(|(k, n)| format!("{}: {n} runs of {RUN}", ours[*k].display())).collect();
    assert!(found.is_empty(), "text of ../shared: {found:#?}");
}

#[test]
fn a_run_is_found_wherever_it_stands() {
    let run: String = ('a'..='z').cycle().take(RUN).collect();
    let hashes = |text: &str| {
        let mut out = Vec::new();
        runs(text, |h| out.push(h));
        out
    };
    let alone = hashes(&run);
    assert_eq!(alone.len(), 1);
    assert!(hashes(&format!("قبل {run} بعد")).contains(&alone[0]));
    assert!(!hashes(&run.replace('k', "K")).contains(&alone[0]));
    assert!(hashes(&run[1..]).is_empty());
}
