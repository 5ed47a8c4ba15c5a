//! Measures what single sentences cannot show, on our own annotated reports (annotations/claims/reports.jsonl): first what stands
//! in the trigger's own sentence, by gold/score.py; then what is carried from the headline or from earlier.

use crate::gold::run_score;
use crate::reading::Row;
use crate::shared::{Shared, rows, write_rows};
use anyhow::Result;
use isnad_model::wire::ReadingJson;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

const FIELDS: [&str; 5] = ["actor", "target", "place", "time", "says"];

/// The sentence of each character, as annotations/claims/README.md cuts them: at . ؟ ! … and at line ends.
fn sentences(text: &str) -> Vec<usize> {
    let mut n = 0;
    text.chars()
        .map(|c| {
            let own = n;
            n += usize::from(matches!(c, '.' | '؟' | '!' | '…' | '\n'));
            own
        })
        .collect()
}

fn words(s: &str) -> HashSet<String> {
    isnad_text::fold_text(s)
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect()
}

/// As gold/score.py: the longer of two quotations shares at least half of its words.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() * 2 >= a.len().max(b.len()) && !a.is_empty() && !b.is_empty()
}

/// Scores one part (`dev` or `held`) of the reports, as `read` reads them.
pub fn score(
    shared: &Shared,
    work: &Path,
    errors: usize,
    part: &str,
    read: &dyn Fn(&Row) -> ReadingJson,
) -> Result<()> {
    let gold: Vec<Value> = rows(Path::new("annotations/claims/reports.jsonl"))?;
    let gold: Vec<Value> = gold.into_iter().filter(|g| g["part"] == part).collect();
    let mut plain = Vec::new();
    // By field: right, found, in gold.
    let mut carried: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut missed = Vec::new();
    for g in &gold {
        let text = g["text"].as_str().unwrap_or("").to_owned();
        let row = Row {
            id: g["id"].as_str().unwrap_or("").to_owned(),
            text: text.clone(),
            published: None,
            title: None,
            url: None,
            outlet: None,
            retrieved_at: None,
        };
        let mut reading = serde_json::to_value(read(&row))?;
        let sentence = sentences(&text);
        let of = |at: &Value| at.as_u64().and_then(|k| sentence.get(k as usize)).copied();
        let mut outside: Vec<(Value, BTreeMap<&str, Vec<Value>>)> = Vec::new();
        for c in reading["claims"].as_array_mut().into_iter().flatten() {
            let own = of(&c["trigger"]["start"]);
            let mut far = BTreeMap::new();
            for f in FIELDS {
                let Some(values) = c[f].as_array_mut() else { continue };
                let (near, other): (Vec<Value>, Vec<Value>) =
                    values.drain(..).partition(|x| of(&x["start"]) == own);
                // What stands for something earlier says from what.
                let mut all = other;
                all.extend(near.iter().filter_map(|x| {
                    let (a, b) = (x["taken_from"]["start"].as_u64()?, x["taken_from"]["end"].as_u64()?);
                    let words: String = text.chars().skip(a as usize).take((b - a) as usize).collect();
                    Some(json!({ "text": words }))
                }));
                far.insert(f, all);
                *values = near;
            }
            outside.push((c["trigger"].clone(), far));
        }
        for c in g["claims"].as_array().into_iter().flatten() {
            let trigger = c["trigger"].as_str().unwrap_or("");
            let at = text.match_indices(trigger).nth(c["occ"].as_u64().unwrap_or(0) as usize);
            let start = at.map_or(0, |(k, _)| text[..k].chars().count()) as u64;
            let end = start + trigger.chars().count() as u64;
            let found = outside.iter().find(|(t, _)| {
                t["start"].as_u64().is_some_and(|s| s < end) && t["end"].as_u64().is_some_and(|e| e > start)
            });
            for f in FIELDS {
                for want in c["carried"][f].as_array().into_iter().flatten() {
                    let count = carried.entry(f).or_default();
                    count[2] += 1;
                    let quote = want["quote"].as_str().unwrap_or("");
                    let hit = found
                        .and_then(|(_, far)| far.get(f))
                        .is_some_and(|v| v.iter().any(|x| same(x["text"].as_str().unwrap_or(""), quote)));
                    count[0] += usize::from(hit);
                    if !hit {
                        missed.push(format!("{} {f} of «{trigger}»: {quote}", row.id));
                    }
                }
            }
        }
        for (_, far) in &outside {
            for (f, v) in far {
                carried.entry(f).or_default()[1] += v.len();
            }
        }
        plain.push(reading);
    }
    println!("# own sentence: {} invented reports, part {part}", gold.len());
    let (want, got) = (work.join("reports-gold.jsonl"), work.join("reports.jsonl"));
    write_rows(&want, gold.iter().map(|g| json!({"id": g["id"], "text": g["text"], "claims": g["claims"]})))?;
    write_rows(&got, plain)?;
    run_score(shared, &want, &got, 0)?;
    println!("# carried from the headline or from earlier");
    for (f, [right, found, all]) in &carried {
        let f1 = 2.0 * *right as f64 / (found + all).max(1) as f64;
        println!("{f:7} right {right} of {found} found, {all} annotated: F1 {f1:.3}");
    }
    for m in missed.iter().take(errors) {
        println!("{m}");
    }
    Ok(())
}
