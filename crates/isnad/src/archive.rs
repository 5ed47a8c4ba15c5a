//! The commands over an archive: list, search, export, check, back up, migrate.

use crate::args::{self, ArchiveCommand, At, Filters, RowFormat};
use crate::labels::{self, Lang};
use crate::table::{self, columns};
use crate::terminal::{cell, isolated, plain, shorten};
use anyhow::{Result, bail};
use isnad_export::rows::{self, Csv};
use isnad_model::{ClaimType, Status};
use isnad_store::{Archive, DateRange, Filter, Page, PlaceFilter, SearchRequest, SqliteArchive};
use std::io::Write;

/// The archive for reading.
pub fn open(at: &At) -> Result<SqliteArchive> {
    Ok(SqliteArchive::open_read_only(&at.archive)?)
}

fn page(f: &Filters) -> Page {
    Page { offset: u64::from(f.offset), limit: f.limit }
}

/// What the flags ask for. Days are of the event for claims, of publication for reports and search.
pub fn filter(f: &Filters, days_are_of_claims: bool) -> Filter {
    let days = DateRange { from: f.from, to: f.to };
    Filter {
        published: if days_are_of_claims { DateRange::default() } else { days },
        happened: if days_are_of_claims { days } else { DateRange::default() },
        outlets: f.outlet.iter().cloned().collect(),
        place: f.place.clone().map(PlaceFilter::Name),
        types: f.kind.iter().filter_map(|t| ClaimType::from_name(t)).collect(),
        statuses: f.status.iter().filter_map(|s| Status::from_name(s)).collect(),
        ..Filter::default()
    }
}

/// How many of how many are shown.
pub fn tally(shown: usize, total: u64, lang: Lang) {
    if (shown as u64) < total {
        eprintln!(
            "{}",
            lang.pick(
                format!("عرض {shown} من {total}؛ استعمل ‎--limit و‎--offset للمزيد"),
                format!("{shown} of {total} shown; --limit and --offset give more")
            )
        );
    }
}

/// `isnad claims`
pub fn claims(a: &args::Claims, lang: Lang) -> Result<()> {
    let archive = open(&a.at)?;
    let f = filter(&a.filters, true);
    let found = archive.claims(&f, page(&a.filters))?;
    let mut out = std::io::stdout().lock();
    match a.format {
        RowFormat::Jsonl => {
            for c in &found {
                writeln!(out, "{}", rows::claim_json(c)?)?;
            }
        }
        RowFormat::Csv => {
            let mut csv = Csv::new(out, rows::CLAIM_COLUMNS)?;
            found.iter().try_for_each(|c| csv.row(&rows::claim_cells(c)))?;
            csv.finish()?;
        }
        RowFormat::Table => {
            write!(out, "{}", table::claims(found.iter().map(|c| &c.claim), columns(), lang))?;
            tally(found.len(), archive.count_claims(&f)?, lang);
        }
    }
    Ok(())
}

/// `isnad reports`
pub fn reports(a: &args::Reports, lang: Lang) -> Result<()> {
    let archive = open(&a.at)?;
    let f = filter(&a.filters, false);
    let found = archive.reports(&f, page(&a.filters))?;
    let mut out = std::io::stdout().lock();
    match a.format {
        RowFormat::Jsonl => {
            for r in &found {
                writeln!(out, "{}", rows::report_json(r))?;
            }
        }
        RowFormat::Csv => {
            let mut csv = Csv::new(out, rows::REPORT_COLUMNS)?;
            found.iter().try_for_each(|r| csv.row(&rows::report_cells(r)))?;
            csv.finish()?;
        }
        RowFormat::Table => {
            write!(out, "{}", table::reports(&found, columns(), lang))?;
            tally(found.len(), archive.count_reports(&f)?, lang);
        }
    }
    Ok(())
}

/// `isnad search`
pub fn search(a: &args::Search, lang: Lang) -> Result<()> {
    let archive = open(&a.at)?;
    let request =
        SearchRequest { query: a.query.clone(), filter: filter(&a.filters, false), page: page(&a.filters) };
    let found = archive.search(&request)?;
    if found.no_words {
        bail!("the query '{}' holds no word to look for", plain(&a.query));
    }
    let mut out = std::io::stdout().lock();
    match a.format {
        RowFormat::Jsonl => {
            for h in &found.hits {
                let mut row = rows::report_json(&h.report);
                row["score"] = h.score.into();
                let marks: Vec<[usize; 2]> = h.excerpt.highlights.iter().map(|s| [s.start, s.end]).collect();
                row["excerpt"] = serde_json::json!({"text": h.excerpt.text, "start": h.excerpt.at.start, "end": h.excerpt.at.end, "highlights": marks});
                writeln!(out, "{row}")?;
            }
        }
        RowFormat::Csv => {
            let columns: Vec<&str> = rows::REPORT_COLUMNS.iter().copied().chain(["excerpt"]).collect();
            let mut csv = Csv::new(out, &columns)?;
            for h in &found.hits {
                let mut cells = rows::report_cells(&h.report);
                cells.push(h.excerpt.text.clone());
                csv.row(&cells)?;
            }
            csv.finish()?;
        }
        RowFormat::Table => {
            for h in &found.hits {
                print_hit(h, lang)?;
            }
            tally(found.hits.len(), found.total, lang);
        }
    }
    Ok(())
}

/// One found report: title, outlet, day, and the words around what was found, between ⟦ ⟧.
pub fn print_hit(h: &isnad_store::Hit, lang: Lang) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let r = &h.report;
    let title = r.title.as_deref().unwrap_or(&r.id);
    writeln!(out, "\u{200e}{}", isolated(&shorten(title, columns().saturating_sub(2))))?;
    let day = r.published.as_ref().map(|p| format!("{} · ", p.from)).unwrap_or_default();
    let outlet = r.outlet.as_deref().map(|o| format!("{} · ", isolated(&shorten(o, 40)))).unwrap_or_default();
    writeln!(out, "\u{200e}  {outlet}{day}{}", isolated(&labels::CLAIMS.count(r.claims, lang)))?;
    for line in cell(&marked(&h.excerpt), columns().saturating_sub(4), 4).lines() {
        writeln!(out, "\u{200e}  {line}")?;
    }
    Ok(())
}

/// The excerpt with what was found between ⟦ ⟧.
fn marked(e: &isnad_store::Excerpt) -> String {
    let mut out = String::new();
    for (k, c) in e.text.chars().chain(['\0']).enumerate() {
        let at = e.at.start + k;
        if e.highlights.iter().any(|h| h.end == at) {
            out.push('⟧');
        }
        if e.highlights.iter().any(|h| h.start == at) {
            out.push('⟦');
        }
        out.push(c);
    }
    out
}

/// `isnad archive`
pub fn maintain(a: &args::ArchiveArgs) -> Result<()> {
    match &a.what {
        ArchiveCommand::Check { at } => {
            let archive = open(at)?;
            let findings = archive.check()?;
            let n = archive.counts()?;
            println!(
                "{}: {} captures, {} sightings, {} reports, {} readings, {} claims, {} decisions, {} incidents",
                at.archive.display(),
                n.captures,
                n.sightings,
                n.reports,
                n.readings,
                n.claims,
                n.decisions,
                n.incidents
            );
            println!("content {}", archive.fingerprint()?);
            for f in &findings {
                println!("{}: {}", f.part, f.what);
            }
            if !findings.is_empty() {
                bail!(
                    "{} faults found; restore a backup, or run `isnad reread` where only readings are affected",
                    findings.len()
                );
            }
            println!("no faults found");
        }
        ArchiveCommand::Backup { to, at } => {
            open(at)?.backup(to)?;
            println!("{} written", to.display());
        }
        ArchiveCommand::Migrate { at } => {
            let mut archive = SqliteArchive::open(&at.archive)?;
            if archive.search_is_old()? {
                archive.reindex(&mut |_, _| {})?;
            }
            println!("{} has the schema of this version", at.archive.display());
        }
    }
    Ok(())
}
