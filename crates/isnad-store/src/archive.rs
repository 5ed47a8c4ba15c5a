//! What an archive does, whatever database holds it.
//!
//! `tests/conformance` holds every implementation to the same behaviour.

use crate::{Entry, Filter, Found, Grouped, IncidentFilter, Page, Result, SearchRequest, incident_number};
use isnad_model::{
    Capture, Decision, Incident, Published, Report, Sha256, Sighting, Versions,
    wire::{ClaimJson, ReadingJson},
};
use std::path::Path;

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

/// An archive of captures, reports, readings, claims and decisions.
///
/// Writing takes `&mut self`: an archive has one writer at a time. A call that fails has changed nothing.
/// Every added record is atomic and, once the call has returned, survives the death of the process.
pub trait Archive {
    /// Adds a record that was made ready.
    ///
    /// A capture that has been read before gets a sighting at most, whatever `entry` holds: new readings of
    /// old captures come by [`replace_readings`](Archive::replace_readings).
    fn add_entry(&mut self, entry: &Entry) -> Result<Added>;

    /// Makes a record ready and adds it.
    fn add(
        &mut self,
        capture: &Capture,
        sighting: &Sighting,
        reports: &[(Report, ReadingJson)],
    ) -> Result<Added> {
        self.add_entry(&Entry::new(capture, sighting, reports)?)
    }

    /// Adds a sighting of a capture that is there (see [`known`](Archive::known)), without its bytes: what a
    /// second run over the same files needs. `false` where the same sighting is there already.
    fn sight(&mut self, capture: &Sha256, sighting: &Sighting) -> Result<bool>;

    /// Makes these the current readings of a capture that is there. Readings and extractions that they
    /// replace are kept; doing it twice changes nothing the second time.
    fn replace_readings(&mut self, capture: &Sha256, reports: &[(Report, ReadingJson)]) -> Result<Replaced>;

    /// How far the capture is known, so that a program need not read it again.
    fn known(&self, capture: &Sha256, versions: &Versions) -> Result<Known>;

    /// Up to `limit` captures that are due for re-reading, in order of their hashes, after `after`.
    fn stale(&self, which: Stale<'_>, after: Option<&Sha256>, limit: u32) -> Result<Vec<Sha256>>;

    /// The versions of the current readings, with how many readings each made.
    fn versions(&self) -> Result<Vec<(Versions, u64)>>;

    /// The capture of this hash.
    fn capture(&self, sha256: &Sha256) -> Result<Option<Capture>>;

    /// Where the capture was met, in order of adding.
    fn sightings(&self, capture: &Sha256) -> Result<Vec<StoredSighting>>;

    /// The current reports of a capture, in order.
    fn reports_of(&self, capture: &Sha256) -> Result<Vec<ReportKey>>;

    /// The reports of this id (ids are given by inputs, so that several reports may bear one).
    fn reports_named(&self, id: &str) -> Result<Vec<ReportKey>>;

    /// The report of this number.
    fn report(&self, key: ReportKey) -> Result<Option<StoredReport>>;

    /// The current reading of a report; `None` for a report that a later extraction replaced.
    fn reading(&self, key: ReportKey) -> Result<Option<ReadingJson>>;

    /// The reading of a report that these versions made.
    fn reading_by(&self, key: ReportKey, versions: &Versions) -> Result<Option<ReadingJson>>;

    /// All readings of a report, oldest first.
    fn readings(&self, key: ReportKey) -> Result<Vec<ReadingLine>>;

    /// All reports of an address, earliest fetched first: the versions of a page.
    fn page_versions(&self, url: &str) -> Result<Vec<PageVersion>>;

    /// Current reports, newest first, undated last.
    fn reports(&self, filter: &Filter, page: Page) -> Result<Vec<ReportLine>>;

    /// How many current reports there are.
    fn count_reports(&self, filter: &Filter) -> Result<u64>;

    /// Current reports in order of adding, after `after`: what [`each_report`] walks with.
    fn reports_after(&self, filter: &Filter, after: Option<ReportKey>, limit: u32)
    -> Result<Vec<ReportLine>>;

    /// Claims of current readings, newest event first, undated last.
    fn claims(&self, filter: &Filter, page: Page) -> Result<Vec<StoredClaim>>;

    /// How many claims of current readings there are.
    fn count_claims(&self, filter: &Filter) -> Result<u64>;

    /// Claims of current readings in order of adding, after `after`: what [`each_claim`] walks with.
    fn claims_after(&self, filter: &Filter, after: Option<ClaimKey>, limit: u32) -> Result<Vec<StoredClaim>>;

    /// Full-text search over current reports.
    fn search(&self, request: &SearchRequest) -> Result<Found>;

    /// Adds a decision to the log. `false` where the same decision is there already.
    fn decide(&mut self, decision: &Decision) -> Result<bool>;

    /// The log of decisions in order of adding: up to `limit`, after passing over `offset`.
    fn decisions(&self, page: Page) -> Result<Vec<Decision>>;

    /// How many reports and decisions the incidents do not know of yet; 0 where they are in step.
    fn incidents_behind(&self) -> Result<u64>;

    /// Brings incidents in step with current readings and decisions: what is new is compared with its candidates alone, and what that
    /// ties together is grouped anew. Where most is new, or other weights made what is there, everything is done anew as by
    /// [`rebuild_incidents`](Archive::rebuild_incidents); the groups are the same. `progress` is told how many of how many reports are done.
    fn update_incidents(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Grouped>;

    /// Compares and groups all anew. Incidents that still have their members keep their ids.
    fn rebuild_incidents(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Grouped>;

    /// Incidents, newest first, those without a day last.
    fn incidents(&self, filter: &IncidentFilter, page: Page) -> Result<Vec<Incident>>;

    /// How many incidents there are.
    fn count_incidents(&self, filter: &IncidentFilter) -> Result<u64>;

    /// Incidents in order of founding, after the one of this number: what [`each_incident`] walks with.
    fn incidents_after(
        &self,
        filter: &IncidentFilter,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Incident>>;

    /// The incident of this id, redirects followed; `None` where there never was one, or its reports are gone.
    fn incident(&self, id: &str) -> Result<Option<Incident>>;

    /// How many rows there are.
    fn counts(&self) -> Result<Counts>;

    /// A hash over everything that was put in, apart from times of adding and the archive's own numbers:
    /// equal for two archives to which the same records were added, in whatever order and however
    /// interrupted, as long as no two records have the same bytes. (A report of bytes that were met at two
    /// places bears the id and address of the place where they were met first.)
    fn fingerprint(&self) -> Result<Sha256>;

    /// Reads the whole archive and tells what is wrong with it; an empty list is a sound archive.
    fn check(&self) -> Result<Vec<Finding>>;

    /// Whether the search index was made by another analyser than this program's, so that words may be missed.
    fn search_is_old(&self) -> Result<bool>;

    /// Makes the search index anew. `progress` is told how many of how many reports are done.
    fn reindex(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<()>;

    /// Writes a copy of the archive, whole as of one moment, to a file that is not there yet.
    fn backup(&self, to: &Path) -> Result<()>;
}

/// How many rows the walks below fetch at a time.
const STRIDE: u32 = 128;

/// All current reports in order of adding, in constant memory. A row that cannot be read ends the walk with its error.
pub fn each_report<'a, A: Archive + ?Sized>(
    archive: &'a A,
    filter: &'a Filter,
) -> impl Iterator<Item = Result<ReportLine>> + 'a {
    walk(move |after| archive.reports_after(filter, after, STRIDE), |r: &ReportLine| r.key)
}

/// The current readings of all current reports, with their texts, in order of adding, in constant memory.
pub fn each_reading<'a, A: Archive + ?Sized>(
    archive: &'a A,
    filter: &'a Filter,
) -> impl Iterator<Item = Result<ReadingJson>> + 'a {
    each_report(archive, filter)
        .filter_map(move |line| line.and_then(|line| archive.reading(line.key)).transpose())
}

/// All claims of current readings in order of adding, in constant memory.
pub fn each_claim<'a, A: Archive + ?Sized>(
    archive: &'a A,
    filter: &'a Filter,
) -> impl Iterator<Item = Result<StoredClaim>> + 'a {
    walk(move |after| archive.claims_after(filter, after, STRIDE), |c: &StoredClaim| c.key)
}

/// All incidents in order of founding, in constant memory.
pub fn each_incident<'a, A: Archive + ?Sized>(
    archive: &'a A,
    filter: &'a IncidentFilter,
) -> impl Iterator<Item = Result<Incident>> + 'a {
    walk(
        move |after| archive.incidents_after(filter, after, STRIDE),
        |i: &Incident| incident_number(&i.id).unwrap_or(i64::MAX),
    )
}

/// All captures that are due for re-reading, in order of their hashes. Captures may be re-read on the way.
pub fn each_stale<'a, A: Archive + ?Sized>(
    archive: &'a A,
    which: Stale<'a>,
) -> impl Iterator<Item = Result<Sha256>> + 'a {
    walk(move |after| archive.stale(which, after.as_ref(), STRIDE), |sha: &Sha256| *sha)
}

/// Walks pages that each start after the last row of the one before.
fn walk<T, K>(
    mut fetch: impl FnMut(Option<K>) -> Result<Vec<T>>,
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = Result<T>> {
    let mut rows = Vec::new().into_iter();
    let mut after = None;
    let mut ended = false;
    std::iter::from_fn(move || {
        if rows.len() == 0 && !ended {
            match fetch(after.take()) {
                Ok(page) => {
                    ended = page.len() < STRIDE as usize;
                    after = page.last().map(&key);
                    rows = page.into_iter();
                }
                Err(error) => {
                    ended = true;
                    return Some(Err(error));
                }
            }
        }
        rows.next().map(Ok)
    })
}
