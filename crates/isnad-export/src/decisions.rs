//! The log of decisions as JSON lines and CSV, in order of adding; undone ones and undoings stand in it like all others.

use crate::rows::Csv;
use crate::{Error, Form, Result, What};
use isnad_model::Decision;
use isnad_store::{Archive, Page};
use std::io::Write;

const COLUMNS: &[&str] =
    &["id", "kind", "text_sha256", "quotation", "subjects", "value", "reason", "user", "at"];

/// Writes the log.
pub fn write(archive: &dyn Archive, form: Form, mut out: impl Write) -> Result<()> {
    match form {
        Form::Jsonl => {
            each(archive, |d| Ok(writeln!(out, "{}", serde_json::to_string(d)?)?))?;
            Ok(out.flush()?)
        }
        Form::Csv => {
            let mut csv = Csv::new(out, COLUMNS)?;
            each(archive, |d| csv.row(&cells(d)))?;
            csv.finish()
        }
        _ => Err(Error::NoForm(What::Decisions, form)),
    }
}

/// Walks the log in constant memory.
fn each(archive: &dyn Archive, mut of: impl FnMut(&Decision) -> Result<()>) -> Result<()> {
    let mut at = Page::first(500);
    loop {
        let some = archive.decisions(at)?;
        if some.is_empty() {
            return Ok(());
        }
        some.iter().try_for_each(&mut of)?;
        at = at.next();
    }
}

fn cells(d: &Decision) -> Vec<String> {
    let anchor = d.anchor.as_ref();
    vec![
        d.id.clone(),
        d.kind.to_string(),
        anchor.map(|a| a.text_sha256.to_string()).unwrap_or_default(),
        anchor.map(|a| a.quotation.clone()).unwrap_or_default(),
        d.subjects.join(" | "),
        d.value.to_string(),
        d.reason.clone(),
        d.user.clone(),
        d.at.clone(),
    ]
}
