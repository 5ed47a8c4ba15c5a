//! The archive: what was captured, what was read in it, what people ruled.
//!
//! *Comes in*: captures with their sightings, reports and readings; decisions. *Goes out*: the same again, by
//! key, by filter, by full-text search, or as a walk over everything in constant memory. *Does not*: read
//! pages, or know of HTTP or the terminal. Grouping is done by `isnad-incident`; here its results are kept in step.
//!
//! [`Archive`] is what any database must do; [`SqliteArchive`] does it in one file.
//!
//! ```
//! use isnad_model::{Capture, Sighting};
//! use isnad_store::{Archive, SqliteArchive};
//! # fn main() -> isnad_store::Result<()> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("isnad.db");
//! let mut archive = SqliteArchive::open_or_create(&path)?;
//! let capture = Capture::new("text/plain", "تجدد القصف على أطراف البلدة".into());
//! let sighting = Sighting { file: "report.txt".into(), ..Sighting::default() };
//! assert!(archive.add(&capture, &sighting, &[])?.capture_new);
//! assert!(!archive.add(&capture, &sighting, &[])?.sighting_new, "a second time adds nothing");
//! assert!(archive.check()?.is_empty());
//! # Ok(()) }
//! ```

mod analyser;
mod archive;
mod entry;
mod error;
mod excerpt;
mod filter;
mod incidents;
mod pack;
mod queue;
mod search;
mod sqlite;
mod stored;

pub use archive::{Archive, each_claim, each_incident, each_reading, each_report, each_stale};
pub use entry::{Entry, MAX_COLUMN};
pub use error::{Error, Result};
pub use filter::{DateRange, Filter, Page, PlaceFilter, QueueFilter};
pub use incidents::{Grouped, IncidentFilter, LineChange, incident_number};
pub use search::{CharSpan, Excerpt, Found, Hit, SearchRequest};
pub use sqlite::{SCHEMA, SqliteArchive};
pub use stored::{
    Added, ClaimKey, Counts, Finding, Known, PageVersion, QueueLine, ReadingLine, Replaced, ReportKey,
    ReportLine, Stale, StoredClaim, StoredReport, StoredSighting,
};
