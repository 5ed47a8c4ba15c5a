//! Claims as GeoJSON and Parquet; JSON lines and CSV are of `rows`.

use super::Features;
use super::cells::{Cell, Kind};
use super::{parquet, plain};
use crate::args::ExportForm;
use crate::rows::{CLAIM_COLUMNS, claim_cells, claim_json};
use anyhow::Result;
use isnad_store::{Filter, SqliteArchive, each_claim};
use std::io::Write;

/// Columns that hold numbers.
const NUMBERS: &[&str] = &["lat", "lon", "confidence"];
/// Columns that hold whole numbers.
const WHOLE: &[&str] = &["start", "end"];

/// Writes claims. A claim's point is that of its first place.
pub fn export(
    archive: &SqliteArchive,
    filter: &Filter,
    form: ExportForm,
    mut out: impl Write + Send + 'static,
) -> Result<()> {
    if form == ExportForm::Parquet {
        let columns: Vec<(&str, Kind)> = CLAIM_COLUMNS
            .iter()
            .map(|c| match c {
                c if NUMBERS.contains(c) => (*c, Kind::Number),
                c if WHOLE.contains(c) => (*c, Kind::Whole),
                c => (*c, Kind::Text),
            })
            .collect();
        let mut sink = parquet::sink(out, &columns)?;
        for c in each_claim(archive, filter) {
            let cells = claim_cells(&c?).into_iter().zip(&columns).map(|(text, column)| match column.1 {
                Kind::Number => text.parse::<f64>().ok().into(),
                Kind::Whole => text.parse::<i64>().ok().into(),
                Kind::Text => Cell::from(text),
            });
            sink.row(cells.collect())?;
        }
        return sink.finish();
    }
    let mut features = Features::new(&mut out)?;
    for c in each_claim(archive, filter) {
        let c = c?;
        let at = c.claim.place.first().and_then(|p| p.place.lat.zip(p.place.lon));
        features.add(&plain::point(&c.claim.id, at, claim_json(&c)?))?;
    }
    features.end()?;
    Ok(out.flush()?)
}
