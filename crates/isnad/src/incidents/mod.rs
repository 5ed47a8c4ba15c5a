//! `isnad incidents` and `isnad incident`: what many reports say of one happening.

mod show;
mod table;

use crate::archive::{open, tally};
use crate::args;
use crate::labels::{self, Lang};
use crate::table::columns;
use crate::work::bar;
use anyhow::{Result, bail};
use isnad_model::{ClaimType, Standing};
use isnad_read::Registry;
use isnad_store::{Archive, DateRange, Grouped, IncidentFilter, Page, SqliteArchive};
use jiff::civil::Date;
use std::io::Write;

pub use show::show;
pub use table::rows;

/// What the flags ask for. Parties are sought by their words, and where the registry knows them by their identity.
pub fn filter(
    (from, to): (Option<Date>, Option<Date>),
    place: Option<&str>,
    kind: Option<&str>,
    f: &args::IncidentMore,
) -> Result<IncidentFilter> {
    let mut actors: Vec<String> = f.actor.iter().cloned().collect();
    if let Some(name) = &f.actor {
        actors.extend(Registry::shipped()?.named(name).map(|a| a.id.clone()));
    }
    Ok(IncidentFilter {
        days: DateRange { from, to },
        near: f.near.map(|n| (n.lat, n.lon, n.km)),
        place: place.map(str::to_owned),
        types: kind.and_then(ClaimType::from_name).into_iter().collect(),
        actors,
        standings: f.standing.iter().filter_map(|s| Standing::from_name(s)).collect(),
        min_sources: f.min_sources,
        conflicts: f.conflicts,
        text: f.text.clone(),
    })
}

/// Brings the incidents of an archive in step, with progress where a terminal is there.
pub fn keep_in_step(archive: &mut SqliteArchive, quiet: bool, all: bool) -> Result<Grouped> {
    let progress = bar(0, quiet);
    let mut told = |done: u64, total: u64| {
        progress.set_length(total);
        progress.set_position(done);
    };
    let done =
        if all { archive.rebuild_incidents(&mut told)? } else { archive.update_incidents(&mut told)? };
    progress.finish_and_clear();
    Ok(done)
}

/// What a change of the incidents was, on one line.
pub fn changes(done: &Grouped, total: u64, lang: Lang) -> String {
    lang.pick(
        format!(
            "{}: {} جديدة، {} تغيرت، {} انتهت",
            labels::INCIDENTS.count(total as usize, lang),
            done.founded,
            done.changed,
            done.ended
        ),
        format!(
            "{}: {} new, {} changed, {} ended",
            labels::INCIDENTS.count(total as usize, lang),
            done.founded,
            done.changed,
            done.ended
        ),
    )
}

/// Says that incidents do not know of all reports, where it is so.
pub fn tell_if_behind(archive: &SqliteArchive, lang: Lang) -> Result<()> {
    let behind = archive.incidents_behind()?;
    if behind > 0 {
        eprintln!(
            "isnad: {}",
            lang.pick(
                format!("الوقائع لا تعرف بعد {behind} من التقارير أو القرارات: isnad incidents --rebuild"),
                format!(
                    "incidents do not know of {behind} reports or decisions yet: isnad incidents --rebuild"
                )
            )
        );
    }
    Ok(())
}

/// `isnad incidents`
pub fn incidents(a: &args::Incidents, lang: Lang, quiet: bool) -> Result<()> {
    if a.rebuild {
        let mut archive = SqliteArchive::open(&a.at.archive)?;
        let done = keep_in_step(&mut archive, quiet, true)?;
        let total = archive.counts()?.incidents;
        println!("{}: {}", a.at.archive.display(), changes(&done, total, lang));
        return Ok(());
    }
    let archive = open(&a.at)?;
    tell_if_behind(&archive, lang)?;
    let f = &a.filters;
    let f = filter((f.from, f.to), f.place.as_deref(), f.kind.as_deref(), &f.more)?;
    let page = Page { offset: a.offset.into(), limit: a.limit };
    let found = archive.incidents(&f, page)?;
    let mut out = std::io::stdout().lock();
    match a.format {
        args::IncidentFormat::Table => {
            write!(out, "{}", rows(&found, &Registry::shipped()?, columns(), lang))?;
            tally(found.len(), archive.count_incidents(&f)?, lang);
        }
        args::IncidentFormat::Json => writeln!(out, "{}", serde_json::to_string(&found)?)?,
        args::IncidentFormat::Jsonl => {
            for i in &found {
                writeln!(out, "{}", serde_json::to_string(i)?)?;
            }
        }
    }
    Ok(())
}

/// `isnad incident`
pub fn incident(a: &args::IncidentArgs, lang: Lang) -> Result<()> {
    let archive = open(&a.at)?;
    let Some(found) = archive.incident(&a.id)? else {
        bail!("{}: there is no incident '{}'; list them with: isnad incidents", a.at.archive.display(), a.id);
    };
    tell_if_behind(&archive, lang)?;
    let mut out = std::io::stdout().lock();
    match a.format {
        args::IncidentFormat::Table => {
            let asked = isnad_store::incident_number(&a.id);
            if asked != isnad_store::incident_number(&found.id) {
                writeln!(
                    out,
                    "{}",
                    lang.pick(
                        format!("{} صارت ضمن {}", a.id, found.id),
                        format!("{} has become part of {}", a.id, found.id)
                    )
                )?;
            }
            write!(out, "{}", show(&found, &Registry::shipped()?, columns(), lang))?;
        }
        _ => writeln!(out, "{}", serde_json::to_string(&found)?)?,
    }
    Ok(())
}
