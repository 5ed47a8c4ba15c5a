//! Why an export could not be made.

use crate::{Form, What};

/// Result of an export.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an export could not be made. What was written before stays written: a caller that wants all or nothing writes to a file beside.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such form of it.
    #[error("{}", no_form(*.0, *.1))]
    NoForm(What, Form),
    /// The program was built without Parquet.
    #[error(
        "this isnad was built without Parquet; build it with the feature parquet, which is on by default: cargo build --release -p \
         isnad (or take csv)"
    )]
    NoParquet,
    /// The archive failed.
    #[error(transparent)]
    Store(#[from] isnad_store::Error),
    /// The registry of actors, or the gazetteer.
    #[error("cannot look up places and actors: {0}")]
    Knowledge(String),
    /// The reader of the export refused, or has gone.
    #[error("cannot write the export: {0}")]
    Io(#[source] std::io::Error),
    /// A row could not be written as CSV.
    #[error("cannot write the export as CSV: {0}")]
    Csv(#[source] csv::Error),
    /// A value could not be written as JSON.
    #[error("cannot write the export as JSON: {0}")]
    Json(#[source] serde_json::Error),
    /// The rows could not be written as Parquet.
    #[cfg(feature = "parquet")]
    #[error("cannot write the export as Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
}

fn no_form(what: What, form: Form) -> String {
    let list = |what: What| what.forms().map(|f| f.as_str()).collect::<Vec<_>>().join(", ");
    let mut text = format!("{what} are not written as {form}, but as {}", list(what));
    if let Some(other) = What::ALL.iter().find(|w| w.has(form)) {
        text.push_str(&format!("; {form} is a form of {other}: --what {other}"));
    }
    text
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Error::Csv(error);
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Error::Io(error),
            // `is_io_error` said that it is one.
            other => Error::Io(std::io::Error::other(format!("{other:?}"))),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() { Error::Io(error.into()) } else { Error::Json(error) }
    }
}
