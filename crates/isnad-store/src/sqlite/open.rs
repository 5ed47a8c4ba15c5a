//! Opening: what the file is, before anything of it is touched; making a new one; bringing an old one up.

use super::{Fault, Outcome, migrate};
use crate::{Error, Result, analyser};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// The newest schema, which this program writes.
pub const SCHEMA: u32 = 5;

/// «Isnd» in the file's head (`PRAGMA application_id`): tells `file` and us whose file it is.
pub(crate) const APPLICATION_ID: i32 = 0x4973_6e64;

/// The oldest version of the program that opens files of [`SCHEMA`].
pub(crate) const OPENS_WITH: &str = "0.1.0";

/// How long a call waits for another writer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a file is, by its first bytes.
enum Kind {
    Absent,
    /// No bytes: a new file, or one whose making was cut off.
    Empty,
    Archive,
}

fn kind_of(path: &Path) -> Result<Kind> {
    let io = |source| Error::Io { path: path.to_owned(), doing: "read its head", source };
    let not = |why| Error::NotAnArchive { path: path.to_owned(), why };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Kind::Absent),
        Err(e) => return Err(io(e)),
    };
    if file.metadata().map_err(io)?.is_dir() {
        return Err(not("it is a folder"));
    }
    let mut head = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut head).map_err(io)?;
    if head.is_empty() {
        return Ok(Kind::Empty);
    }
    if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
        return Err(not("it is no SQLite file"));
    }
    if head[68..72] != APPLICATION_ID.to_be_bytes() {
        return Err(not("it is a SQLite file of another program"));
    }
    Ok(Kind::Archive)
}

/// How to open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It must be there; older schemas are migrated.
    Existing,
    /// Made where it is not there.
    OrCreate,
    /// It must not be there.
    New,
    /// For reading only.
    ReadOnly,
}

/// A connection to an archive of [`SCHEMA`].
pub(crate) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    let kind = kind_of(path)?;
    match (&kind, mode) {
        (Kind::Absent, Mode::Existing | Mode::ReadOnly) => {
            return Err(Error::NotFound { path: path.to_owned() });
        }
        (Kind::Empty, Mode::Existing | Mode::ReadOnly) => {
            return Err(Error::NotAnArchive { path: path.to_owned(), why: "it is empty" });
        }
        (Kind::Empty | Kind::Archive, Mode::New) => return Err(Error::Exists { path: path.to_owned() }),
        _ => {}
    }
    let found = match kind {
        Kind::Archive => Some(peek(path)?),
        _ => None,
    };
    if mode == Mode::ReadOnly {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        return match found {
            Some(known) if known == SCHEMA => Ok(conn),
            found => {
                Err(Error::NeedsMigration { path: path.to_owned(), found: found.unwrap_or(0), known: SCHEMA })
            }
        };
    }
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    if found.unwrap_or(0) == 0 {
        create_if_empty(&mut conn).map_err(|f| f.at(path, "make the archive"))?;
    }
    if found.is_some_and(|v| v != 0 && v < SCHEMA) {
        migrate::migrate(&mut conn, path)?;
    }
    settle(&conn).map_err(|e| Fault::from(e).at(path, "open it for writing"))?;
    Ok(conn)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let fault = |e| Fault::from(e).at(path, "open it");
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fault)?;
    conn.busy_timeout(PATIENCE).map_err(fault)?;
    // An archive may come from a stranger: nothing stored in its schema may call functions with effects.
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;")
        .map_err(fault)?;
    conn.set_prepared_statement_cache_capacity(96);
    Ok(conn)
}

/// The schema of an archive, read without writing; an error if it is newer than this program.
fn peek(path: &Path) -> Result<u32> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found = schema_of(&conn).map_err(|e| Fault::from(e).at(path, "read its schema version"))?;
    if found > SCHEMA {
        let opens_with = conn
            .query_row("SELECT value FROM meta WHERE key = 'opens_with'", [], |r| r.get(0))
            .unwrap_or_else(|_| "of a later version".to_owned());
        return Err(Error::Newer { path: path.to_owned(), found, known: SCHEMA, opens_with });
    }
    Ok(found)
}

pub(crate) fn schema_of(conn: &Connection) -> rusqlite::Result<u32> {
    conn.pragma_query_value(None, "user_version", |r| r.get(0))
}

/// Makes the tables, in one transaction with the file's marks, so that a file is an archive or is empty.
/// That happens before the switch to WAL, which would put a head without marks into the file.
fn create_if_empty(conn: &mut Connection) -> Outcome<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if tables > 0 {
        return Ok(());
    }
    tx.execute_batch(include_str!("schema.sql"))?;
    tx.execute_batch(include_str!("incidents.sql"))?;
    tx.execute_batch(include_str!("candidates.sql"))?;
    tx.execute_batch(include_str!("review.sql"))?;
    set_meta(&tx, "created_by", env!("CARGO_PKG_VERSION"))?;
    set_meta(&tx, "opens_with", OPENS_WITH)?;
    set_meta(&tx, "analyser", &analyser::mark())?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", SCHEMA)?;
    tx.commit()?;
    Ok(())
}

pub(crate) fn set_meta(conn: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    )?
    .execute([key, value])?;
    Ok(())
}

/// The way of writing.
///
/// WAL with `synchronous = NORMAL`: a commit is one write to the log, in the care of the operating system
/// once the call returns. The death of the process loses no committed record. A power cut may lose the last
/// commits since the log was last flushed, never the archive's soundness; the next run reads those again.
/// `FULL` would flush at every report, some hundred a second on a disk, for inputs that are still there.
fn settle(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )
}
