//! `isnad-lab desk generate`: the invented incidents, written into an archive.
//!
//! Reports, readings and evidence are made by all threads and written by one. Members are given to the store (its feature `testing`), since
//! comparing a quarter of a million reports takes hours and is measured elsewhere (`isnad-lab scale`).

use super::story::happening;
use super::tell::write;
use super::world::World;
use anyhow::{Context, Result};
use isnad_incident::clock::{Clock, evidence};
use isnad_model::Versions;
use isnad_store::{Archive, Entry, SqliteArchive};
use rayon::prelude::*;
use std::path::Path;
use std::time::Instant;

/// Incidents of one transaction.
const AT_ONCE: u64 = 2000;

/// Writes the archive.
pub fn generate(incidents: u64, out: &Path, seed: u64) -> Result<()> {
    let world = World::new(seed);
    let clock = Clock::shipped()?;
    let versions = Versions {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        lexicon: "invented".to_owned(),
        models: format!("seed {seed}"),
    };
    let mut archive = SqliteArchive::create(out).with_context(|| format!("cannot make {}", out.display()))?;
    let start = Instant::now();
    for from in (0..incidents).step_by(AT_ONCE as usize) {
        let to = (from + AT_ONCE).min(incidents);
        let groups = (from..to)
            .into_par_iter()
            .map(|number| {
                let h = happening(&world, seed, number);
                (0..h.told.len())
                    .map(|k| {
                        let w = write(&world, &versions, seed, &h, k);
                        let evidence = evidence(&w.reading, &w.report.text, &clock);
                        let entry = Entry::new(&w.capture, &w.sighting, &[(w.report, w.reading)])?;
                        Ok((entry, evidence))
                    })
                    .collect::<Result<Vec<_>>>()
            })
            .collect::<Result<Vec<_>>>()?;
        archive.found_incidents(groups)?;
        eprint!("\r{to} of {incidents} incidents, {:.0} s", start.elapsed().as_secs_f64());
    }
    eprintln!();
    let n = archive.counts()?;
    println!(
        "{}: {} incidents, {} reports, {} claims in {:.0} s; {} reports wait for grouping",
        out.display(),
        n.incidents,
        n.reports,
        n.claims,
        start.elapsed().as_secs_f64(),
        archive.incidents_behind()?
    );
    archive.close()?;
    Ok(())
}
