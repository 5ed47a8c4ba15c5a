//! `isnad export`: incidents, claims, reports and decisions in the forms that people take elsewhere.
//!
//! Every row leads back to its claims: by id, and through the report's address or the hash of its text. What is not known is left empty.

mod acled;
mod cells;
mod claims;
mod country;
mod event;
mod ftm;
mod parquet;
mod plain;
mod plover;
mod ucdp;

use crate::archive::{self, open};
use crate::args::{self, ExportForm, ExportWhat};
use crate::incidents;
use crate::labels::Lang;
use anyhow::{Context, Result, bail};
use cells::{CsvSink, Kind, Sink};
use event::Lookup;
use isnad_store::{SqliteArchive, each_incident};
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Makes the cells of an incident.
type Row = fn(&event::Event<'_>) -> Vec<cells::Cell>;

/// `isnad export`
pub fn export(a: &args::Export, lang: Lang) -> Result<()> {
    check(a.what, a.form)?;
    let archive = open(&a.at)?;
    let out: Box<dyn Write + Send> = match &a.output {
        None => Box::new(std::io::stdout()),
        Some(path) => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
    };
    let mut out = BufWriter::new(out);
    match (a.what, a.form) {
        (ExportWhat::Incidents, form) => {
            incidents::tell_if_behind(&archive, lang)?;
            of_incidents(&archive, a, form, out)
        }
        (ExportWhat::Claims, ExportForm::Geojson | ExportForm::Parquet) => {
            claims::export(&archive, &archive::filter(&a.filters, true), a.form, out)
        }
        _ => {
            archive::export(&archive, a, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

/// Which forms there are of what.
fn check(what: ExportWhat, form: ExportForm) -> Result<()> {
    use ExportForm::{Csv, Geojson, Jsonl, Parquet};
    let fits = match what {
        ExportWhat::Incidents => true,
        ExportWhat::Claims => matches!(form, Jsonl | Csv | Geojson | Parquet),
        ExportWhat::Reports | ExportWhat::Decisions => matches!(form, Jsonl | Csv),
    };
    if !fits {
        bail!(
            "this form is of incidents: add --what incidents (claims are written as jsonl, csv, geojson and parquet, reports and \
             decisions as jsonl and csv)"
        );
    }
    Ok(())
}

fn of_incidents(
    archive: &SqliteArchive,
    a: &args::Export,
    form: ExportForm,
    mut out: impl Write + Send + 'static,
) -> Result<()> {
    let filter = incidents::filter(
        (a.filters.from, a.filters.to),
        a.filters.place.as_deref(),
        a.filters.kind.as_deref(),
        &a.more,
    )?;
    let lookup = Lookup::shipped()?;
    let found = each_incident(archive, &filter);
    match form {
        ExportForm::Jsonl => {
            for i in found {
                writeln!(out, "{}", serde_json::to_string(&i?)?)?;
            }
        }
        ExportForm::Geojson => {
            let mut features = Features::new(&mut out)?;
            for i in found {
                features.add(&plain::feature(&lookup.event(&i?)))?;
            }
            features.end()?;
        }
        ExportForm::Plover => {
            for i in found {
                if let Some(object) = plover::object(&lookup.event(&i?)) {
                    writeln!(out, "{object}")?;
                }
            }
        }
        ExportForm::Ftm => {
            let mut written = ftm::Written::default();
            for i in found {
                for entity in ftm::entities(&lookup.event(&i?), &lookup, &mut written) {
                    writeln!(out, "{entity}")?;
                }
            }
        }
        ExportForm::Csv | ExportForm::Acled | ExportForm::Ucdp | ExportForm::Hxl | ExportForm::Parquet => {
            let plain: Vec<(&str, Kind)> = plain::COLUMNS.iter().map(|c| (c.0, c.2)).collect();
            let names =
                |columns: &[(&'static str, Kind)]| vec![columns.iter().map(|c| c.0).collect::<Vec<_>>()];
            let (row, mut sink): (Row, Box<dyn Sink>) = match form {
                ExportForm::Acled => (acled::row, Box::new(CsvSink::new(out, &names(acled::COLUMNS))?)),
                ExportForm::Ucdp => (ucdp::row, Box::new(CsvSink::new(out, &names(ucdp::COLUMNS))?)),
                ExportForm::Hxl => {
                    let headers = [
                        plain::COLUMNS.iter().map(|c| c.0).collect(),
                        plain::COLUMNS.iter().map(|c| c.1).collect(),
                    ];
                    (plain::row, Box::new(CsvSink::new(out, &headers)?))
                }
                ExportForm::Parquet => (plain::row, parquet::sink(out, &plain)?),
                _ => (plain::row, Box::new(CsvSink::new(out, &names(&plain))?)),
            };
            for i in found {
                sink.row(row(&lookup.event(&i?)))?;
            }
            return sink.finish();
        }
    }
    Ok(out.flush()?)
}

/// A feature collection (RFC 7946), written feature by feature.
struct Features<W: Write> {
    out: W,
    first: bool,
}

impl<W: Write> Features<W> {
    fn new(mut out: W) -> Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Features { out, first: true })
    }

    fn add(&mut self, feature: &Value) -> Result<()> {
        self.out.write_all(if std::mem::take(&mut self.first) { b"\n" } else { b",\n" })?;
        Ok(write!(self.out, "{feature}")?)
    }

    fn end(mut self) -> Result<()> {
        Ok(self.out.write_all(b"\n]}\n")?)
    }
}
