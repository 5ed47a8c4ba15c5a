//! A file of places of any form that we read → rows of our own form.
//!
//! *Comes in*: a path. *Goes out*: rows or names, written line by line to a writer, and [`Counts`]. A bad line is told with
//! file, line and what was expected, and the rest goes on.

use super::unpack::each_line;
use super::{geonames, wof};
use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;
use isnad_read::PlaceRow;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Faults of one file that are told one by one; further ones are counted.
const TOLD: u64 = 20;

/// What a line gave.
#[derive(Debug)]
pub enum Line {
    /// A row of our form, and the province that it is.
    Place(String, Option<Province>),
    /// A name for a place of this GeoNames number.
    Name(String, String),
    /// It has no Arabic name.
    NoArabic,
    /// It is of a kind that is not kept.
    OtherKind,
    /// It is not what it should be; the words say what was expected.
    Bad(String),
}

/// A province: the code that rows give for it, and its Arabic name.
#[derive(Debug, PartialEq, Eq)]
pub struct Province {
    pub code: String,
    pub name: String,
}

/// Form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    #[serde(rename = "isnad-tsv")]
    Own,
    #[serde(rename = "geonames")]
    GeoNames,
    #[serde(rename = "geonames-alternate-names")]
    AlternateNames,
    #[serde(rename = "whos-on-first")]
    WhosOnFirst,
}

impl Form {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Form::Own => "Isnad TSV",
            Form::GeoNames => "GeoNames",
            Form::AlternateNames => "GeoNames alternate names",
            Form::WhosOnFirst => "Who's On First",
        }
    }
}

/// What an import did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub kept: u64,
    pub without_arabic: u64,
    pub other_kinds: u64,
    pub bad: u64,
}

/// An import in progress.
struct Import<'a> {
    path: &'a Path,
    out: &'a mut dyn Write,
    progress: &'a ProgressBar,
    counts: Counts,
    provinces: HashMap<String, String>,
}

impl Import<'_> {
    fn take(&mut self, at: &dyn std::fmt::Display, line: Line) -> Result<()> {
        match line {
            Line::Place(row, province) => {
                self.counts.kept += 1;
                if let Some(p) = province.filter(|p| !p.name.is_empty()) {
                    self.provinces.insert(p.code, p.name);
                }
                writeln!(self.out, "{row}")?;
            }
            Line::Name(geonameid, name) => {
                self.counts.kept += 1;
                writeln!(self.out, "{geonameid}\t{name}")?;
            }
            Line::NoArabic => self.counts.without_arabic += 1,
            Line::OtherKind => self.counts.other_kinds += 1,
            Line::Bad(what) => {
                self.counts.bad += 1;
                if self.counts.bad <= TOLD {
                    let what = crate::terminal::plain(&format!("{}{at}: {what}", self.path.display()));
                    self.progress.suspend(|| eprintln!("isnad: {what}"));
                }
            }
        }
        Ok(())
    }
}

/// Tells the form of a file by its first lines.
pub fn form(path: &Path) -> Result<Form> {
    if path.is_dir() {
        return Ok(Form::WhosOnFirst);
    }
    if is_sqlite(path)? {
        return Ok(Form::WhosOnFirst);
    }
    let mut found = None;
    // The first line that is no comment tells; a few are looked at in case the first is bad.
    let looked = each_line(path, &ProgressBar::hidden(), |n, line| {
        let Ok(line) = line else { return Ok(()) };
        found = if line.starts_with("id\t") || (!PlaceRow::is_no_row(line) && PlaceRow::parse(line).is_ok()) {
            Some(Form::Own)
        } else if geonames::is_places(line) {
            Some(Form::GeoNames)
        } else if geonames::is_names(line) {
            Some(Form::AlternateNames)
        } else if line.trim_start().starts_with('{') {
            Some(Form::WhosOnFirst)
        } else {
            None
        };
        if found.is_some() || n >= 50 { Err(anyhow::Error::new(Enough)) } else { Ok(()) }
    });
    match found {
        Some(form) => Ok(form),
        None => {
            if let Err(e) = looked
                && !e.is::<Enough>()
            {
                return Err(e);
            }
            bail!(
                "{}: the form is not known; expected was a GeoNames dump (19 columns) or alternateNamesV2.txt, Who's On First (a folder of .geojson, GeoJSON, or SQLite), or Isnad's own TSV (id, geonameid, wikidata, type, cc, adm1_ar, lat, lon, pop, names_ar, name_en)",
                path.display()
            )
        }
    }
}

/// Enough lines were seen.
#[derive(Debug)]
struct Enough;
impl std::fmt::Display for Enough {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("enough")
    }
}
impl std::error::Error for Enough {}

fn is_sqlite(path: &Path) -> Result<bool> {
    use std::io::Read;
    let mut head = [0; 15];
    let mut file =
        std::fs::File::open(path).with_context(|| format!("{}: cannot be opened", path.display()))?;
    Ok(file.read(&mut head).is_ok_and(|n| &head[..n] == b"SQLite format 3"))
}

/// Reads `path` and writes its rows or names to `out`. Provinces come back by their code, for [`with_provinces`].
pub fn read(
    path: &Path,
    form: Form,
    out: &mut dyn Write,
    progress: &ProgressBar,
) -> Result<(Counts, HashMap<String, String>)> {
    let mut import = Import { path, out, progress, counts: Counts::default(), provinces: HashMap::new() };
    match form {
        Form::WhosOnFirst if path.is_dir() => folder(path, &mut import)?,
        Form::WhosOnFirst if is_sqlite(path)? => {
            wof::each_of_sqlite(path, |n, line| import.take(&format_args!(": record {n}"), line))?;
        }
        Form::WhosOnFirst => geojson(path, &mut import)?,
        Form::Own | Form::GeoNames | Form::AlternateNames => each_line(path, progress, |n, line| {
            let line = match (line, form) {
                (Err(what), _) => Line::Bad(what),
                (Ok(text), _) if text.trim().is_empty() || text.starts_with('#') => return Ok(()),
                (Ok(text), Form::GeoNames) => geonames::place(text),
                (Ok(text), Form::AlternateNames) => geonames::name(text),
                (Ok(text), _) if PlaceRow::is_no_row(text) => return Ok(()),
                (Ok(text), _) => match PlaceRow::parse(text) {
                    Ok(row) if row.each_name().next().is_none() => Line::NoArabic,
                    Ok(row) => Line::Place(row.line(), None),
                    Err(what) => Line::Bad(what),
                },
            };
            import.take(&format_args!(":{n}"), line)
        })?,
    }
    if import.counts.bad > TOLD {
        eprintln!("isnad: {}: {} more lines could not be read", path.display(), import.counts.bad - TOLD);
    }
    Ok((import.counts, import.provinces))
}

/// All .geojson files of a folder, in the order of their names. Alternative geometries («-alt-») are passed over.
fn folder(path: &Path, import: &mut Import<'_>) -> Result<()> {
    let files =
        walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_map(|e| e.ok()).filter(|e| {
            let name = e.file_name().to_string_lossy();
            e.file_type().is_file() && name.ends_with(".geojson") && !name.contains("-alt-")
        });
    let mut any = false;
    for file in files {
        any = true;
        let at = format!("/{}", file.path().strip_prefix(path).unwrap_or(file.path()).display());
        let size = file.metadata().map_or(0, |m| m.len());
        let lines = if size > wof::LONGEST_FEATURE {
            vec![Line::Bad(format!("larger than {} MB", wof::LONGEST_FEATURE >> 20))]
        } else {
            match std::fs::read(file.path()) {
                Ok(bytes) => wof::features(&bytes),
                Err(e) => vec![Line::Bad(format!("cannot be read: {e}"))],
            }
        };
        for line in lines {
            import.take(&at, line)?;
        }
        import.progress.tick();
    }
    if !any {
        bail!("{}: there is no .geojson file in this folder", path.display());
    }
    Ok(())
}

/// A GeoJSON file: one document, or a feature a line.
fn geojson(path: &Path, import: &mut Import<'_>) -> Result<()> {
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    if size <= wof::LONGEST_FEATURE
        && let Ok(bytes) = std::fs::read(path)
        && serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok()
    {
        for (n, line) in wof::features(&bytes).into_iter().enumerate() {
            import.take(&format_args!(": feature {}", n + 1), line)?;
        }
        return Ok(());
    }
    let progress = import.progress.clone();
    each_line(path, &progress, |n, line| {
        let lines = match line {
            Ok(text) if text.trim().is_empty() => return Ok(()),
            Ok(text) => wof::features(text.as_bytes()),
            Err(what) => vec![Line::Bad(what)],
        };
        lines.into_iter().try_for_each(|l| import.take(&format_args!(":{n}"), l))
    })
}

/// A row in which the code of the province is its name; an unknown code becomes nothing.
pub fn with_province(line: &str, provinces: &HashMap<String, String>) -> String {
    let mut cells: Vec<&str> = line.split('\t').collect();
    if let Some(cell) = cells.get_mut(5) {
        *cell = provinces.get(*cell).map_or("", String::as_str);
    }
    cells.join("\t")
}
