//! Errors inside the SQLite archive, before the file's name is put to them.

use crate::Error;
use std::path::Path;

/// What went wrong within one call.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    /// A row does not hold what it should.
    Row {
        row: String,
        detail: String,
    },
    Ready(Error),
}

pub(crate) type Outcome<T> = std::result::Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Fault::Sqlite(e)
    }
}

impl From<Error> for Fault {
    fn from(e: Error) -> Self {
        Fault::Ready(e)
    }
}

impl Fault {
    pub(crate) fn row(row: impl Into<String>, detail: impl std::fmt::Display) -> Self {
        Fault::Row { row: row.into(), detail: detail.to_string() }
    }

    /// The error for the caller: `doing` completes «cannot …».
    pub(crate) fn at(self, path: &Path, doing: &'static str) -> Error {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match self {
            Fault::Ready(error) => error,
            Fault::Row { row, detail } => Error::Damaged { path, row, detail },
            Fault::Sqlite(source) => match source.sqlite_error_code() {
                Some(Code::DatabaseBusy | Code::DatabaseLocked) => Error::Busy { path },
                Some(Code::ReadOnly) => Error::ReadOnly { path, doing },
                Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
                    Error::Damaged { path, row: "the file".into(), detail: source.to_string() }
                }
                _ => Error::Sqlite { path, doing, source },
            },
        }
    }
}
