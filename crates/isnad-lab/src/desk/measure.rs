//! `isnad-lab desk measure`: how fast the desk is over loopback.
//!
//! The first view is what a browser asks for before anything can be seen: the page, what it loads, then the data of the list side by side. A filter is
//! the four requests that follow when one is chosen, all at once; its time is that of the slowest.

use super::client::{Answer, Desk};
use super::filters::{Filter, KINDS, Values};
use super::random::Random;
use anyhow::{Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// Asked for together at first.
const FIRST: &[&str] = &[
    "/api/meta",
    "/api/incidents?sort=-day&limit=50",
    "/api/incidents/map?zoom=5&bbox=-180,-85,180,85",
    "/api/incidents/timeline",
    "/api/incidents/facets",
];

/// What four requests of a filter ask for.
const PARTS: [&str; 4] = ["list", "map", "time-line", "facets"];

/// Times of one kind, in milliseconds.
#[derive(Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1000.0);
    }

    /// Takes another's in.
    pub fn join(&mut self, other: Times) {
        self.0.extend(other.0);
    }

    /// The value below which a share of them lie.
    fn quantile(&self, share: f64) -> f64 {
        let mut all = self.0.clone();
        all.sort_by(f64::total_cmp);
        let last = all.len().saturating_sub(1);
        all.get(((all.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last))
            .copied()
            .unwrap_or(0.0)
    }

    /// A row of the table.
    pub fn row(&self, name: &str) -> String {
        let q = |share| self.quantile(share);
        format!(
            "| {name} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
            self.0.len(),
            q(0.5),
            q(0.95),
            q(0.99),
            q(1.0)
        )
    }
}

/// The head of the table.
pub const HEAD: &str = "| | n | p50 ms | p95 ms | p99 ms | worst ms |\n|---|---:|---:|---:|---:|---:|";

/// Measures and prints tables.
pub fn measure(archive: Option<&Path>, url: Option<&str>, filters: usize, seed: u64) -> Result<()> {
    let desk = Desk::open(url, archive)?;
    if !desk.started.is_zero() {
        println!("first answer {:.0} ms after the start of the program", desk.started.as_secs_f64() * 1000.0);
    }
    let mut first = Times::default();
    let mut cold = None;
    for _ in 0..20 {
        let (took, bytes) = first_view(&desk)?;
        cold.get_or_insert((took, bytes));
        first.add(took);
    }
    if let Some((took, bytes)) = cold {
        println!("first view, first time: {:.0} ms, {} kB\n", took.as_secs_f64() * 1000.0, bytes / 1000);
    }
    let mut r = Random::new(seed);
    let values = Values::of(&desk, &mut r)?;
    println!("{} incidents\n\n{HEAD}\n{}", values.total, first.row("first view"));
    let mut all = Times::default();
    let mut parts: [Times; 4] = Default::default();
    let mut worst: Option<(Duration, Filter)> = None;
    for kind in KINDS {
        let mut times = Times::default();
        for _ in 0..filters.div_ceil(KINDS.len()) {
            let filter = values.filter(kind, &mut r);
            let (took, answers) = desk.together(&filter.paths(&mut r))?;
            check(&filter, &answers)?;
            parts.iter_mut().zip(&answers).for_each(|(p, a)| p.add(a.took));
            times.add(took);
            all.add(took);
            if worst.as_ref().is_none_or(|w| w.0 < took) {
                worst = Some((took, filter));
            }
        }
        println!("{}", times.row(kind));
    }
    println!("{}\n\nthe four requests of a filter, asked at once\n\n{HEAD}", all.row("**all filters**"));
    parts.iter().zip(PARTS).for_each(|(times, name)| println!("{}", times.row(name)));
    let mut opened = Times::default();
    for _ in 0..50 {
        let page = desk.get(&format!("/api/incidents?limit=1&offset={}", r.below(values.total)))?.json()?;
        let Some(id) = page["items"][0]["id"].as_str() else { continue };
        let answer = desk.get(&format!("/api/incidents/{id}"))?;
        answer.json()?;
        opened.add(answer.took);
    }
    println!("{}", opened.row("one incident"));
    if let Some((took, filter)) = worst {
        println!("\nslowest: {:.1} ms, {} ({})", took.as_secs_f64() * 1000.0, filter.kind, filter.query);
    }
    if let Some(mb) = desk.peak() {
        println!("peak memory of the desk: {mb:.0} MB");
    }
    Ok(())
}

fn check(filter: &Filter, answers: &[Answer]) -> Result<()> {
    for (answer, part) in answers.iter().zip(PARTS) {
        if let Err(error) = answer.json() {
            bail!("{part} of the filter {}: {error:#}", filter.query);
        }
    }
    Ok(())
}

/// The page, what it loads, and its data; how long it took and how many bytes came.
fn first_view(desk: &Desk) -> Result<(Duration, usize)> {
    let start = Instant::now();
    let page = desk.get("/")?;
    let html = String::from_utf8_lossy(&page.body);
    let mut paths: Vec<String> = html
        .split(['"', '\''])
        .filter(|p| p.starts_with('/') && [".js", ".css"].iter().any(|e| p.ends_with(e)))
        .map(str::to_owned)
        .collect();
    paths.dedup();
    let (_, assets) = desk.together(&paths)?;
    let first: Vec<String> = FIRST.iter().map(|p| (*p).to_owned()).collect();
    let (_, data) = desk.together(&first)?;
    let took = start.elapsed();
    for (path, answer) in paths.iter().chain(&first).zip(assets.iter().chain(&data)) {
        if answer.status != 200 {
            bail!("{path}: status {}", answer.status);
        }
    }
    Ok((took, page.body.len() + assets.iter().chain(&data).map(|a| a.body.len()).sum::<usize>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let mut times = Times::default();
        (1..=100).for_each(|n| times.add(Duration::from_millis(n)));
        assert_eq!(times.row("x"), "| x | 100 | 50.0 | 95.0 | 99.0 | 100.0 |");
        assert_eq!(Times::default().row("none"), "| none | 0 | 0.0 | 0.0 | 0.0 | 0.0 |");
    }
}
