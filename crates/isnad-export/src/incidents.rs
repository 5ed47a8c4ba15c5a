//! Incidents in every form.

use crate::cells::{Cell, CsvSink, Kind, Sink};
use crate::event::{Event, Lookup};
use crate::geojson::Features;
use crate::{Error, Form, Result, What, acled, ftm, parquet, plain_rows, plover, ucdp};
use isnad_model::Incident;
use std::io::Write;

/// Makes the cells of an incident.
type Row = fn(&Event<'_>) -> Vec<Cell>;

/// Writes incidents.
pub fn write(
    incidents: impl Iterator<Item = Result<Incident>>,
    form: Form,
    lookup: &Lookup,
    mut out: impl Write + Send,
) -> Result<()> {
    match form {
        Form::Jsonl => {
            for i in incidents {
                writeln!(out, "{}", serde_json::to_string(&i?)?)?;
            }
        }
        Form::Geojson => {
            let mut features = Features::new(&mut out)?;
            for i in incidents {
                features.add(&plain_rows::feature(&lookup.event(&i?)))?;
            }
            features.end()?;
        }
        Form::Plover => {
            for i in incidents {
                if let Some(object) = plover::object(&lookup.event(&i?)) {
                    writeln!(out, "{object}")?;
                }
            }
        }
        Form::Ftm => {
            let mut written = ftm::Written::default();
            for i in incidents {
                for entity in ftm::entities(&lookup.event(&i?), lookup, &mut written) {
                    writeln!(out, "{entity}")?;
                }
            }
        }
        Form::Csv | Form::Acled | Form::Ucdp | Form::Hxl | Form::Parquet => {
            let (row, mut sink) = sink(form, out)?;
            for i in incidents {
                sink.row(row(&lookup.event(&i?)))?;
            }
            return sink.finish();
        }
        Form::Gold => return Err(Error::NoForm(What::Incidents, form)),
    }
    Ok(out.flush()?)
}

/// Where rows of a form with columns go, and what makes them.
fn sink<'a>(form: Form, out: impl Write + Send + 'a) -> Result<(Row, Box<dyn Sink + 'a>)> {
    let plain: Vec<(&str, Kind)> = plain_rows::COLUMNS.iter().map(|c| (c.0, c.2)).collect();
    let names = |columns: &[(&'static str, Kind)]| vec![columns.iter().map(|c| c.0).collect::<Vec<_>>()];
    Ok(match form {
        Form::Acled => (acled::row, Box::new(CsvSink::new(out, &names(acled::COLUMNS))?)),
        Form::Ucdp => (ucdp::row, Box::new(CsvSink::new(out, &names(ucdp::COLUMNS))?)),
        Form::Hxl => {
            let headers = [
                plain_rows::COLUMNS.iter().map(|c| c.0).collect(),
                plain_rows::COLUMNS.iter().map(|c| c.1).collect(),
            ];
            (plain_rows::row, Box::new(CsvSink::new(out, &headers)?))
        }
        Form::Parquet => (plain_rows::row, parquet::sink(out, &plain)?),
        Form::Csv => (plain_rows::row, Box::new(CsvSink::new(out, &names(&plain))?)),
        _ => return Err(Error::NoForm(What::Incidents, form)),
    })
}
