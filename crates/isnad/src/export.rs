//! `isnad export`: what the flags ask for, given to `isnad-export`.

use crate::archive::{self, open};
use crate::args;
use crate::incidents;
use crate::labels::Lang;
use anyhow::{Context, Result};
use isnad_export::{Error, Incidents, Lookup, Of, Rows, What};
use std::fs::File;
use std::io::Write;

/// `isnad export`
pub fn export(a: &args::Export, lang: Lang) -> Result<()> {
    if !a.what.has(a.form) {
        // Before a file is made.
        return Err(Error::NoForm(a.what, a.form).into());
    }
    let archive = open(&a.at)?;
    let out: Box<dyn Write + Send> = match &a.output {
        None => Box::new(std::io::stdout()),
        Some(path) => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
    };
    let claims = archive::filter(&a.filters, true);
    let reports = archive::filter(&a.filters, false);
    let days = (a.filters.from, a.filters.to);
    let chosen = incidents::filter(days, a.filters.place.as_deref(), a.filters.kind.as_deref(), &a.more)?;
    let lookup;
    let of = match a.what {
        What::Incidents => {
            incidents::tell_if_behind(&archive, lang)?;
            lookup = Lookup::shipped()?;
            Of::Incidents(Incidents::Filter(&chosen), &lookup)
        }
        What::Claims => Of::Claims(Rows::Filter(&claims)),
        What::Reports => Of::Reports(Rows::Filter(&reports)),
        What::Decisions => Of::Decisions,
    };
    Ok(isnad_export::write(&archive, of, a.form, out)?)
}
