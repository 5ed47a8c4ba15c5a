//! Claims as JSON lines, CSV, GeoJSON and Parquet.

use crate::cells::{Cell, Kind};
use crate::geojson::{Features, point};
use crate::rows::{CLAIM_COLUMNS, Csv, claim_cells, claim_json};
use crate::{Error, Form, Result, What, parquet};
use isnad_store::StoredClaim;
use std::io::Write;

/// Columns that hold numbers.
const NUMBERS: &[&str] = &["lat", "lon", "confidence"];
/// Columns that hold whole numbers.
const WHOLE: &[&str] = &["start", "end"];

/// Writes claims. A claim's point is that of its first place.
pub fn write(
    claims: impl Iterator<Item = Result<StoredClaim>>,
    form: Form,
    mut out: impl Write + Send,
) -> Result<()> {
    match form {
        Form::Jsonl => {
            for c in claims {
                writeln!(out, "{}", claim_json(&c?)?)?;
            }
            Ok(out.flush()?)
        }
        Form::Csv => {
            let mut csv = Csv::new(out, CLAIM_COLUMNS)?;
            for c in claims {
                csv.row(&claim_cells(&c?))?;
            }
            csv.finish()
        }
        Form::Geojson => {
            let mut features = Features::new(&mut out)?;
            for c in claims {
                let c = c?;
                let at = c.claim.place.first().and_then(|p| p.place.lat.zip(p.place.lon));
                features.add(&point(&c.claim.id, at, claim_json(&c)?))?;
            }
            features.end()
        }
        Form::Parquet => {
            let columns: Vec<(&str, Kind)> = CLAIM_COLUMNS
                .iter()
                .map(|c| match c {
                    c if NUMBERS.contains(c) => (*c, Kind::Number),
                    c if WHOLE.contains(c) => (*c, Kind::Whole),
                    c => (*c, Kind::Text),
                })
                .collect();
            let mut sink = parquet::sink(out, &columns)?;
            for c in claims {
                sink.row(typed(claim_cells(&c?), &columns))?;
            }
            sink.finish()
        }
        _ => Err(Error::NoForm(What::Claims, form)),
    }
}

fn typed(cells: Vec<String>, columns: &[(&str, Kind)]) -> Vec<Cell> {
    let cell = |(text, column): (String, &(&str, Kind))| match column.1 {
        Kind::Number => text.parse::<f64>().ok().into(),
        Kind::Whole => text.parse::<i64>().ok().into(),
        Kind::Text => Cell::from(text),
    };
    cells.into_iter().zip(columns).map(cell).collect()
}
