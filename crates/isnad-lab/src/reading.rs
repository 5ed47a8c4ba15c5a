//! Reads rows of {"id","text"} as `isnad read --input jsonl --format jsonl` does.

use crate::shared::write_rows;
use anyhow::Result;
use isnad_model::wire::ReadingJson;
use isnad_read::Reader;
use rayon::prelude::*;
use serde::Deserialize;
use std::path::Path;

/// One text to read.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// The text.
    pub text: String,
    /// Date of publication, where the set gives a trustworthy one.
    #[serde(default)]
    pub published: Option<String>,
    /// Title of the page.
    #[serde(default)]
    pub title: Option<String>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
    /// Outlet.
    #[serde(default)]
    pub outlet: Option<String>,
    /// When it was crawled.
    #[serde(default)]
    pub retrieved_at: Option<String>,
}

/// One text, read.
pub fn read(reader: &Reader, row: &Row) -> ReadingJson {
    let record = isnad_page::Record::from_text(isnad_page::TextRecord {
        id: row.id.clone(),
        text: row.text.clone(),
        url: row.url.clone(),
        title: row.title.clone(),
        outlet: row.outlet.clone(),
        published: row.published.clone(),
        retrieved_at: row.retrieved_at.clone(),
    });
    reader.record(&record).json()
}

/// Reads all rows and writes the readings.
pub fn read_all(reader: &Reader, rows: &[Row], out: &Path) -> Result<()> {
    let readings: Vec<ReadingJson> = rows.par_iter().map(|r| read(reader, r)).collect();
    write_rows(out, readings)
}
