//! Incidents, claims, reports and decisions in the forms that people take elsewhere.
//!
//! *Comes in*: an archive, what of it, a form. *Goes out*: the bytes of the file, row by row in constant memory. Every row leads back to its
//! claims: by id, and through the report's address or the hash of its text. What is not known is left empty. *Does not*: know of the command
//! line or of HTTP; `isnad export` and the desk call the same [`write`].
//!
//! ```
//! use isnad_export::{Form, Incidents, Lookup, Of, What, file_name};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let archive = isnad_store::SqliteArchive::open_or_create(&folder.path().join("isnad.db"))?;
//! let lookup = Lookup::shipped()?;
//! let mut file = Vec::new();
//! isnad_export::write(&archive, Of::Incidents(Incidents::Ids(&[12, 7]), &lookup), Form::Acled, &mut file)?;
//! assert!(String::from_utf8(file)?.starts_with("event_id_cnty,"));
//! assert_eq!(file_name(What::Incidents, Form::Acled), "incidents.acled.csv");
//! # Ok(()) }
//! ```

mod acled;
mod cells;
mod claims;
mod clean;
mod country;
mod decisions;
mod error;
mod event;
mod form;
mod ftm;
mod geojson;
mod gold;
mod incidents;
mod parquet;
mod plain_rows;
mod plover;
pub mod rows;
mod select;
mod ucdp;

pub use clean::{plain, safe_cell};
pub use error::{Error, Result};
pub use event::Lookup;
pub use form::{Form, What, file_name};
pub use select::{Incidents, Of, Rows};

use isnad_store::Archive;
use std::io::{BufWriter, Write};

/// Writes what is asked for in a form that it has. A form that it does not have is refused before anything is written.
pub fn write(archive: &dyn Archive, of: Of<'_>, form: Form, out: impl Write + Send) -> Result<()> {
    let what = of.what();
    if !what.has(form) {
        return Err(Error::NoForm(what, form));
    }
    let mut out = BufWriter::new(out);
    match of {
        Of::Incidents(which, lookup) => incidents::write(which.each(archive), form, lookup, out),
        Of::Claims(which) => claims::write(which.claims(archive), form, out),
        Of::Reports(which) => match form {
            Form::Csv => {
                let mut csv = rows::Csv::new(out, rows::REPORT_COLUMNS)?;
                for r in which.reports(archive) {
                    csv.row(&rows::report_cells(&r?))?;
                }
                csv.finish()
            }
            _ => {
                for r in which.readings(archive) {
                    writeln!(out, "{}", serde_json::to_string(&r?)?)?;
                }
                Ok(out.flush()?)
            }
        },
        Of::Decisions if form == Form::Gold => gold::write(archive, out),
        Of::Decisions => decisions::write(archive, form, out),
    }
}
