//! `isnad add` and `isnad reread`: into the archive.

use crate::args;
use crate::incidents::{changes, keep_in_step};
use crate::labels::{self, Lang};
use crate::work::{Tally, bar, each_batch, threads};
use anyhow::{Context, Result};
use isnad_model::{Report, Versions, wire::ReadingJson};
use isnad_read::Reader;
use isnad_store::{Added, Archive, Entry, Known, SqliteArchive, Stale};
use rayon::prelude::*;
use std::collections::HashSet;

/// What adding did.
#[derive(Debug, Default)]
pub struct Sum {
    captures: u64,
    sightings: u64,
    readings: u64,
}

impl Sum {
    fn count(&mut self, added: &Added) {
        self.captures += u64::from(added.capture_new);
        self.sightings += u64::from(added.sighting_new);
        self.readings += added.readings_new as u64;
    }
}

/// Reads everything into `archive`. Captures that are known get a sighting at most.
pub fn add_all(
    archive: &mut SqliteArchive,
    inputs: &args::Inputs,
    reader: &Reader,
    quiet: bool,
) -> Result<(Tally, Sum)> {
    let mut sum = Sum::default();
    let tally = each_batch(inputs, quiet, |batch| {
        // Bytes that have been read before are only seen again; within a batch, too, only the first is read.
        let mut seen = HashSet::new();
        let mut fresh = Vec::with_capacity(batch.len());
        for record in &batch {
            let sha = record.capture.sha256;
            fresh.push(archive.known(&sha, reader.versions())? == Known::Unread && seen.insert(sha));
        }
        // Packing and term making happen on all cores; the one writer only writes rows, in the order of the input, record
        // by record, so that what a crash can lose is the record in hand.
        let entries: Vec<Option<isnad_store::Result<Entry>>> = batch
            .par_iter()
            .zip(&fresh)
            .map(|(record, fresh)| {
                fresh.then(|| {
                    let read = reader.record(record);
                    let json = read.json();
                    Entry::new(&record.capture, &record.sighting, &[(read.report, json)])
                })
            })
            .collect();
        for (record, entry) in batch.iter().zip(entries) {
            let adding = || format!("adding {}", record.sighting);
            match entry {
                Some(entry) => sum.count(&archive.add_entry(&entry?).with_context(adding)?),
                None => {
                    sum.sightings += u64::from(
                        archive.sight(&record.capture.sha256, &record.sighting).with_context(adding)?,
                    );
                }
            }
        }
        Ok(())
    })?;
    Ok((tally, sum))
}

/// `isnad add`
pub fn add(a: &args::Add, lang: Lang, quiet: bool) -> Result<Tally> {
    let reader = crate::gazetteer::reader(&a.reading, crate::args::ReaderKind::Fast)?;
    let mut archive = SqliteArchive::open_or_create(&a.at.archive)?;
    let (tally, sum) = add_all(&mut archive, &a.inputs, &reader, quiet)?;
    let grouped = keep_in_step(&mut archive, quiet, false)?;
    let path = a.at.archive.display();
    println!(
        "{}",
        lang.pick(
            format!(
                "{path}: {} جديدة من {} سجل، {} مشاهدة جديدة",
                labels::REPORTS.count(sum.readings as usize, lang),
                tally.records,
                sum.sightings
            ),
            format!(
                "{path}: {} records read, {} new captures, {} new sightings, {} new readings",
                tally.records, sum.captures, sum.sightings, sum.readings
            )
        )
    );
    println!("{path}: {}", changes(&grouped, archive.counts()?.incidents, lang));
    Ok(tally)
}

/// `isnad reread`
pub fn reread(a: &args::Reread, lang: Lang, quiet: bool) -> Result<Tally> {
    threads(a.threads)?;
    let reader = crate::gazetteer::reader(&a.reading, crate::args::ReaderKind::Fast)?;
    let mut archive = SqliteArchive::open(&a.at.archive)?;
    let all = archive.versions()?;
    let total = archive.counts()?.captures;
    let chosen: Option<Vec<Versions>> = match &a.older_than {
        None => None,
        Some(limit) => {
            let limit =
                version(limit).with_context(|| format!("'{limit}' is not a version such as 0.2.0"))?;
            Some(
                all.into_iter()
                    .map(|v| v.0)
                    .filter(|v| version(&v.program).is_some_and(|p| p < limit))
                    .collect(),
            )
        }
    };
    let which = match &chosen {
        None => Stale::NotMadeBy(reader.versions()),
        Some(list) => Stale::MadeBy(list),
    };
    let progress = bar(total, quiet);
    let (mut after, mut readings, mut captures) = (None, 0, 0u64);
    loop {
        let due = archive.stale(which, after.as_ref(), 128)?;
        let Some(last) = due.last() else { break };
        after = Some(*last);
        let mut records = Vec::with_capacity(due.len());
        for sha in &due {
            let Some(capture) = archive.capture(sha)? else { continue };
            let sighting = archive.sightings(sha)?.into_iter().next().map(|s| s.sighting).unwrap_or_default();
            records.push(isnad_page::Record::from_capture(capture, sighting)?);
        }
        let read: Vec<(Report, ReadingJson)> = records
            .par_iter()
            .map(|record| {
                let read = reader.record(record);
                let json = read.json();
                (read.report, json)
            })
            .collect();
        for (record, pair) in records.iter().zip(read) {
            let done = archive.replace_readings(&record.capture.sha256, std::slice::from_ref(&pair))?;
            readings += done.readings_new;
            captures += 1;
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    if archive.search_is_old()? {
        archive.reindex(&mut |_, _| {})?;
    }
    let grouped = keep_in_step(&mut archive, quiet, false)?;
    println!("{}: {captures} captures read again, {readings} new readings", a.at.archive.display());
    println!("{}: {}", a.at.archive.display(), changes(&grouped, archive.counts()?.incidents, lang));
    Ok(Tally { records: captures, errors: 0 })
}

/// The numbers of a version, for comparing.
fn version(text: &str) -> Option<(u64, u64, u64)> {
    let core = text.split(['-', '+']).next()?;
    let mut parts = core.split('.').map(|p| p.parse().ok());
    Some((parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(version("0.9.1") < version("0.10.0"));
        assert_eq!(version("1.2"), Some((1, 2, 0)));
        assert_eq!(version("x"), None);
    }
}
