//! What can go wrong at the archive's border: each error names the file, what was expected, and what to do.

use std::path::PathBuf;

/// Result of a call on an archive.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call on an archive failed. A failed call has changed nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{path}: there is no archive here; name another file, or make an archive with `isnad add`")]
    NotFound {
        /// The archive.
        path: PathBuf,
    },
    /// The file is something else. It was not touched.
    #[error("{path} is not an Isnad archive: {why}. It was left as it is; name another file")]
    NotAnArchive {
        /// The file.
        path: PathBuf,
        /// How that is known.
        why: &'static str,
    },
    /// The archive was written by a newer program. It was not touched.
    #[error(
        "{path} has archive schema {found}, and this program knows schemas up to {known}: \
         open it with isnad {opens_with} or newer"
    )]
    Newer {
        /// The archive.
        path: PathBuf,
        /// The schema of the file.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
        /// The oldest version of the program that opens the file, as the file itself says.
        opens_with: String,
    },
    /// The archive is older and was opened for reading only.
    #[error(
        "{path} has archive schema {found} and must be brought to {known} first: run `isnad archive migrate` \
         (a backup is kept beside it)"
    )]
    NeedsMigration {
        /// The archive.
        path: PathBuf,
        /// The schema of the file.
        found: u32,
        /// The schema of this program.
        known: u32,
    },
    /// Another program holds the archive for writing.
    #[error("{path} is being written by another program; wait for it to end, then try again")]
    Busy {
        /// The archive.
        path: PathBuf,
    },
    /// A write on an archive that was opened for reading.
    #[error("{path} was opened for reading only; open it for writing to {doing}")]
    ReadOnly {
        /// The archive.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
    },
    /// The file to be written is there already.
    #[error("{path} exists already and is not overwritten; name another file")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Larger than the archive can hold in one row.
    #[error("the {what} is {length} bytes; an archive holds at most {limit} in one record: split the input")]
    TooLarge {
        /// `capture`, `text`, `reading`.
        what: &'static str,
        /// Its size in bytes.
        length: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// What was handed over does not fit together: a fault of the caller, not of the archive.
    #[error("{what}: nothing was added")]
    Inconsistent {
        /// What does not fit.
        what: String,
    },
    /// A decision of this id is there already, and says something else.
    #[error(
        "decision {id} is in the archive already with other content, and decisions are never changed: give it a new id"
    )]
    DecisionExists {
        /// The decision's id.
        id: String,
    },
    /// The query has more parts than the limit.
    #[error("the query has {found} {what}; at most {limit} are taken: shorten it")]
    QueryTooLong {
        /// `words` or `characters`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A row does not hold what it should.
    #[error(
        "{path}: {row} is damaged ({detail}); run `isnad archive check`, and restore a backup if it confirms"
    )]
    Damaged {
        /// The archive.
        path: PathBuf,
        /// Which row.
        row: String,
        /// What is wrong.
        detail: String,
    },
    /// A value could not be written as JSON.
    #[error("the {what} cannot be written as JSON: {source}")]
    Json {
        /// What was to be written.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The file system refused.
    #[error("{path}: cannot {doing}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error("{path}: cannot {doing}: {source}")]
    Sqlite {
        /// The archive.
        path: PathBuf,
        /// What was to be done.
        doing: &'static str,
        /// Why.
        source: rusqlite::Error,
    },
}
