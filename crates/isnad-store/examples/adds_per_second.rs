//! Measures adding: invented reports of newspaper length into a new archive, then into the same again.
//!
//! `cargo run --release -p isnad-store --example adds_per_second -- [REPORTS] [WORDS]`

use isnad_model::ClaimType;
use isnad_store::{Archive, Entry, Filter, Page, PlaceFilter, SearchRequest, SqliteArchive, each_claim};
use std::time::Instant;

/// Claims of each report.
const CLAIMS: usize = 8;

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|a| a.parse::<usize>());
    let reports = numbers.next().transpose()?.unwrap_or(10_000);
    let words = numbers.next().transpose()?.unwrap_or(400);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("isnad.db");
    let versions = support::versions("0.1.0");

    let records: Vec<_> = (0..reports)
        .map(|n| {
            let mut draft = support::draft(n, words);
            let (_, trigger, day, place, says) = draft.claims[0];
            // As many claims as a newspaper article has.
            draft.claims =
                ClaimType::ALL[..CLAIMS].iter().map(|&kind| (kind, trigger, day, place, says)).collect();
            draft.read(&versions)
        })
        .collect();
    let mean = records.iter().map(|r| r.2[0].0.text.chars().count()).sum::<usize>() / reports.max(1);
    println!("{reports} reports of {mean} characters and {CLAIMS} claims");

    let start = Instant::now();
    let entries = records.iter().map(|(c, s, r)| Entry::new(c, s, r)).collect::<Result<Vec<_>, _>>()?;
    let told = |what: &str, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{what}: {seconds:.2} s, {:.0} a second", reports as f64 / seconds);
    };
    told("made ready (one thread)", start);

    let mut archive = SqliteArchive::create(&path)?;
    let start = Instant::now();
    for entry in &entries {
        archive.add_entry(entry)?;
    }
    told("written, one transaction a report", start);
    drop(archive);
    told("written and closed", start);

    let mut archive = SqliteArchive::open(&path)?;
    let start = Instant::now();
    for entry in &entries {
        archive.add_entry(entry)?;
    }
    told("the same again", start);

    let start = Instant::now();
    let found = archive.search(&SearchRequest::new("قصف الريحان"))?;
    println!("search: {} found in {:.0} ms", found.total, start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let near =
        Filter { place: Some(PlaceFilter::Near { lat: 36.2, lon: 37.1, km: 20.0 }), ..Filter::default() };
    let claims = archive.claims(&near, Page::default())?.len();
    let reports_near = archive.reports(&near, Page::default())?.len();
    let millis = start.elapsed().as_secs_f64() * 1e3;
    println!("a page of {claims} claims and one of {reports_near} reports near a place: {millis:.0} ms");
    let start = Instant::now();
    let walked = each_claim(&archive, &Filter::default()).filter(Result::is_ok).count();
    println!("walk over {walked} claims: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let print = archive.fingerprint()?;
    println!("fingerprint {} in {:.0} ms", print.short(8), start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let findings = archive.check()?;
    println!("check: {} findings in {:.0} ms", findings.len(), start.elapsed().as_secs_f64() * 1e3);
    println!("file: {} bytes a report", std::fs::metadata(&path)?.len() / reports.max(1) as u64);
    Ok(())
}
