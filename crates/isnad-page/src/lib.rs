//! Bytes to report: what a file, an archive or an export holds, as typed blocks with outlet and date.
//!
//! *Comes in*: a name and a stream of bytes ([`records`]), or a capture from the archive ([`Record::from_capture`]).
//! *Goes out*: [`Record`]s, and of each one a [`Report`](isnad_model::Report) ([`read_record`]).
//! *Does not*: open files, fetch anything, know Arabic grammar beyond cue words, or find claims.
//!
//! Reading never fails: what is wrong with a record is a problem of its report. Only what is no record at all (a line that
//! is not JSON, a broken archive member) is an [`InputError`], and the records after it are still read.
//!
//! ```
//! use isnad_page::{Format, Limits, read_record, records};
//! let lines = b"{\"id\":\"a\",\"text\":\"one\"}\nnot json\n{\"id\":\"b\",\"text\":\"two\"}\n";
//! let limits = Limits::default();
//! let all: Vec<_> = records("in.jsonl", &lines[..], Format::Auto, &limits).collect();
//! assert_eq!(all.len(), 3);
//! assert!(all[1].as_ref().is_err_and(|e| e.to_string().starts_with("in.jsonl:2: ")));
//! let report = read_record(all[2].as_ref().unwrap(), &limits);
//! assert_eq!((report.id.as_str(), report.text.as_str()), ("b", "two"));
//! ```

pub mod anatomy;
pub mod dates;
pub mod decode;
pub mod html;
mod input;
mod language;
mod letter;
mod limits;
mod outlet;
mod published;
mod report;

pub use input::{Body, Format, InputError, InputErrorKind, Record, TextRecord, detect, records};
pub use language::language;
pub use limits::Limits;
pub use outlet::outlet_of_url;
pub use report::read_record;
