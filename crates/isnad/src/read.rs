//! `isnad read` and `isnad tokens`: read and print; nothing is stored.

use crate::args::{self, ReadFormat};
use crate::html;
use crate::labels::Lang;
use crate::table::{columns, reading};
use crate::work::{Tally, each_batch};
use anyhow::Result;
use rayon::prelude::*;
use std::io::{BufWriter, Write};

/// `isnad read`
pub fn read(a: &args::Read, lang: Lang, quiet: bool) -> Result<Tally> {
    let reader = crate::gazetteer::reader(&a.reading, crate::args::ReaderKind::Deep)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut pages = Vec::new();
    let mut first = true;
    let tally = each_batch(&a.inputs, quiet, |batch| {
        match a.format {
            ReadFormat::Html => pages.par_extend(batch.par_iter().map(|r| {
                let read = reader.record(r);
                (read.json(), read.report.text)
            })),
            ReadFormat::Table => {
                let parts: Vec<String> =
                    batch.par_iter().map(|r| reading(&reader.record(r).json(), columns(), lang)).collect();
                for part in parts {
                    if !std::mem::take(&mut first) {
                        writeln!(out)?;
                    }
                    out.write_all(part.as_bytes())?;
                }
            }
            ReadFormat::Json | ReadFormat::Jsonl => {
                let lines: Vec<serde_json::Result<String>> =
                    batch.par_iter().map(|r| serde_json::to_string(&reader.record(r).json())).collect();
                for line in lines {
                    if a.format == ReadFormat::Json {
                        out.write_all(if std::mem::take(&mut first) { b"[" } else { b",\n" })?;
                        out.write_all(line?.as_bytes())?;
                    } else {
                        writeln!(out, "{}", line?)?;
                    }
                }
            }
        }
        Ok(())
    })?;
    match a.format {
        ReadFormat::Html if !pages.is_empty() => out.write_all(html::page(&pages, lang)?.as_bytes())?,
        ReadFormat::Json => out.write_all(if first { b"[]\n" } else { b"]\n" })?,
        _ => {}
    }
    out.flush()?;
    Ok(tally)
}

/// `isnad tokens`
pub fn tokens(a: &args::Tokens, quiet: bool) -> Result<Tally> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let tally = each_batch(&a.inputs, quiet, |batch| {
        let lines: Vec<String> = batch
            .par_iter()
            .map(|r| {
                let report = isnad_page::read_record(r, &isnad_page::Limits::default());
                isnad_read::tokens_json(&report.id, &report.text).to_string()
            })
            .collect();
        Ok(lines.iter().try_for_each(|l| writeln!(out, "{l}"))?)
    })?;
    out.flush()?;
    Ok(tally)
}
