//! What an archive gives out beside the plain types: rows with the archive's numbers, lines of lists, results of calls.

use isnad_model::{Published, Report, Sha256, Sighting, Versions, review::ReviewedClaim, wire::ClaimJson};

/// The archive's own number of a report. Grows in the order of adding, is never used twice, and differs
/// between two archives of the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportKey(pub i64);

/// The archive's own number of a claim of a current reading. A re-reading gives new numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimKey(pub i64);

/// What adding a record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// The bytes were not there before.
    pub capture_new: bool,
    /// They had not been met at this place before.
    pub sighting_new: bool,
    /// Readings that were stored: 0 for a capture that has been read before, whatever the version.
    pub readings_new: usize,
}

/// What a re-reading changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Reports whose text or parts are extracted otherwise than before.
    pub reports_new: usize,
    /// Readings that were stored.
    pub readings_new: usize,
}

/// How far an archive knows a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It holds no reading of it, and maybe not the capture either: read it and add it.
    Unread,
    /// Some current reading of it was made by other versions.
    Otherwise,
    /// All its current readings were made by these versions.
    Current,
}

/// Which captures a re-reading is for.
#[derive(Debug, Clone, Copy)]
pub enum Stale<'a> {
    /// Those with a current reading that other versions than these made.
    NotMadeBy(&'a Versions),
    /// Those with a current reading that one of these versions made.
    MadeBy(&'a [Versions]),
}

/// A sighting as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSighting {
    /// The sighting.
    pub sighting: Sighting,
    /// When it was added, RFC 3339 in UTC.
    pub added_at: String,
}

/// A report as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReport {
    /// The archive's number.
    pub key: ReportKey,
    /// The report.
    pub report: Report,
    /// Version of the program that extracted it first.
    pub extractor: String,
    /// Whether no later extraction took its place.
    pub current: bool,
    /// When it was added, RFC 3339 in UTC.
    pub added_at: String,
}

/// A report in a list: without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportLine {
    /// The archive's number.
    pub key: ReportKey,
    /// The report's id.
    pub id: String,
    /// The capture it was read from.
    pub capture: Sha256,
    /// SHA-256 of its text.
    pub text_sha256: Sha256,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication.
    pub published: Option<Published>,
    /// Number of claims of its current reading.
    pub claims: usize,
}

/// A claim of a current reading with its report.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredClaim {
    /// The archive's number.
    pub key: ClaimKey,
    /// The report it stands in.
    pub report: ReportLine,
    /// What made the reading.
    pub versions: Versions,
    /// The claim; positions count characters of the report's text.
    pub claim: ClaimJson,
}

/// A report of an address at one time: a changed page is a new version.
#[derive(Debug, Clone, PartialEq)]
pub struct PageVersion {
    /// The report.
    pub report: ReportLine,
    /// When the capture was fetched, as its first sighting at the address says.
    pub retrieved_at: Option<String>,
    /// Whether no later extraction of the same capture took its place.
    pub current: bool,
}

/// A reading of a report, in the list of its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingLine {
    /// What made it.
    pub versions: Versions,
    /// Whether it is the one that counts.
    pub current: bool,
    /// Number of its claims.
    pub claims: usize,
    /// When it was added, RFC 3339 in UTC.
    pub added_at: String,
}

/// How many rows an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Captures.
    pub captures: u64,
    /// Sightings of captures.
    pub sightings: u64,
    /// Reports, replaced extractions included.
    pub reports: u64,
    /// Readings, old ones included.
    pub readings: u64,
    /// Claims of current readings.
    pub claims: u64,
    /// Decisions.
    pub decisions: u64,
    /// Incidents that have not ended.
    pub incidents: u64,
}

/// Something that [`Archive::check`] found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part of the archive: a table's name, `file`, or `search`.
    pub part: &'static str,
    /// What is wrong, and with which row, for a person.
    pub what: String,
}

/// A claim that waits for review, with why it comes when it does.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueLine {
    /// The report it stands in.
    pub report: ReportLine,
    /// The claim.
    pub claim: ReviewedClaim,
    /// The incident that it belongs to.
    pub incident: Option<String>,
    /// How unsure the reader is of it, 0 to 1: 4p(1−p) of its confidence p.
    pub doubt: f32,
    /// How much depends on it, by the weights of docs/REVIEW.md. The queue goes by doubt × importance.
    pub importance: f32,
}
