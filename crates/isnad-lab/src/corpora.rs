//! Measures names, places, times, numbers, clitics and events with ../shared/corpora/score.py.

use crate::reading::{Row, read_all};
use crate::shared::{Shared, rows, write_rows};
use anyhow::{Result, bail};
use isnad_read::Reader;
use std::ffi::OsStr;
use std::path::Path;

/// The kinds that the scorer knows.
pub const KINDS: &[&str] = &["names", "places", "times", "numbers", "clitics", "events"];

/// Reads and scores one kind, or all.
pub fn score(shared: &Shared, work: &Path, kind: &str, errors: usize, reader: &Reader) -> Result<()> {
    if kind == "all" {
        return KINDS.iter().try_for_each(|k| score(shared, work, k, errors, reader));
    }
    if !KINDS.contains(&kind) {
        bail!("'{kind}' is not one of: all, {}", KINDS.join(", "));
    }
    println!("# {kind}");
    let input = work.join(format!("{kind}-input.jsonl"));
    let output = work.join(format!("{kind}-output.jsonl"));
    let script = "corpora/score.py";
    shared.score(script, &[OsStr::new("prepare"), OsStr::new(kind), input.as_os_str()])?;
    let texts: Vec<Row> = rows(&input)?;
    if kind == "clitics" {
        write_rows(&output, texts.iter().map(|r| isnad_read::tokens_json(&r.id, &r.text)))?;
    } else {
        read_all(reader, &texts, &output)?;
    }
    let count = errors.to_string();
    let mut args = vec![OsStr::new(kind), output.as_os_str()];
    if errors > 0 {
        args.extend([OsStr::new("--errors"), OsStr::new(&count)]);
    }
    shared.score(script, &args)
}
