//! Measures claims against annotated texts: gold/score.py over the newswire and the short reports, and the seed.

use crate::reading::{Row, read_all};
use crate::shared::Shared;
use anyhow::Result;
use isnad_model::wire::ReadingJson;
use isnad_read::Reader;
use std::ffi::OsStr;
use std::path::Path;

/// Scores the shipped reader on both annotated sets.
pub fn score(shared: &Shared, work: &Path, errors: usize, reader: &Reader) -> Result<()> {
    for (name, file) in
        [("newswire sentences", "gold/dev.jsonl"), ("short reports", "gold/airwars_dev.jsonl")]
    {
        println!("# {name}: ../shared/{file}");
        let rows: Vec<Row> = shared.rows(file)?;
        let out = work.join("gold-readings.jsonl");
        read_all(reader, &rows, &out)?;
        run_score(shared, &shared.path(file), &out, errors)?;
    }
    Ok(())
}

pub fn run_score(shared: &Shared, gold: &Path, readings: &Path, errors: usize) -> Result<()> {
    let count = errors.to_string();
    let mut args: Vec<&OsStr> = vec![gold.as_os_str(), readings.as_os_str()];
    if errors > 0 {
        args.extend([OsStr::new("--errors"), OsStr::new(&count)]);
    }
    shared.score("gold/score.py", &args)
}

/// Reads the seed page: block kinds line by line, then claims, then the chains found.
pub fn seed(shared: &Shared, work: &Path, errors: usize, reader: &Reader) -> Result<()> {
    let text = std::fs::read_to_string(shared.path("seed/000_8ca4544711e121df.txt"))?;
    let want: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(shared.path("seed/reading.json"))?)?;
    let gold: Vec<serde_json::Value> = shared.rows("seed/gold.jsonl")?;
    let id = gold[0]["id"].as_str().unwrap_or("seed").to_owned();
    let row = Row {
        id,
        text: text.clone(),
        published: None,
        title: None,
        url: None,
        outlet: None,
        retrieved_at: None,
    };
    let reading = crate::reading::read(reader, &row);
    let mut right = 0;
    let blocks = want["blocks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    for b in blocks {
        let line = b["line"].as_u64().unwrap_or(0) as usize - 1;
        let start: usize = text.split('\n').take(line).map(|l| l.chars().count() + 1).sum();
        let got = reading.blocks.iter().find(|x| x.start >= start && x.start < start + 4);
        let got = got.map_or("none", |x| x.kind.as_str());
        let want = b["kind"].as_str().unwrap_or("");
        right += usize::from(got == want);
        let words: String = chars[start..].iter().take(40).take_while(|c| **c != '\n').collect();
        println!(
            "{} line {:>2} {want:14} {got:14} {words}",
            if got == want { "ok   " } else { "WRONG" },
            line + 1
        );
    }
    println!("blocks right: {right} of {}", blocks.len());
    let out = work.join("seed-reading.jsonl");
    crate::shared::write_rows(&out, [&reading])?;
    run_score(shared, &shared.path("seed/gold.jsonl"), &out, errors)?;
    print_chains(&reading);
    Ok(())
}

fn print_chains(reading: &ReadingJson) {
    for c in reading.claims.iter().chain(reading.links.iter().flat_map(|l| &l.claims)) {
        let says: Vec<String> = c.says.iter().map(|l| format!("{} ({})", l.at.text, l.kind)).collect();
        let block = reading.blocks.get(c.block).map_or("", |b| b.kind.as_str());
        println!("{block:9} {:20} {:9} «{}» says: {}", c.kind, c.status, c.trigger.text, says.join(" ← "));
    }
}
