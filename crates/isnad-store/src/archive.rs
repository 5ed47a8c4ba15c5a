//! What an archive does, whatever database holds it.
//!
//! `tests/conformance` holds every implementation to the same behaviour.

use crate::{
    Added, ClaimKey, Counts, Entry, Filter, Finding, Found, Grouped, IncidentFilter, Known, LineChange, Page,
    PageVersion, QueueFilter, QueueLine, ReadingLine, Replaced, ReportKey, ReportLine, Result, SearchRequest,
    Stale, StoredClaim, StoredReport, StoredSighting, incident_number,
};
use isnad_model::{
    Capture, Decision, Incident, IncidentLine, Report, Sha256, Sighting, Versions, review::Reviewed,
    wire::ReadingJson,
};
use std::collections::HashSet;
use std::path::Path;

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

    /// The report with its current reading as the program made it, and the same as people left it; `None` for a report that a later
    /// extraction replaced.
    fn reviewed(&self, key: ReportKey) -> Result<Option<(StoredReport, ReadingJson, Reviewed)>>;

    /// Claims of current readings as people left them (rejected ones are out, added ones in), newest event first, undated last.
    fn claims(&self, filter: &Filter, page: Page) -> Result<Vec<StoredClaim>>;

    /// How many claims of current readings there are.
    fn count_claims(&self, filter: &Filter) -> Result<u64>;

    /// Claims of current readings in order of adding, after `after`: what [`each_claim`] walks with.
    fn claims_after(&self, filter: &Filter, after: Option<ClaimKey>, limit: u32) -> Result<Vec<StoredClaim>>;

    /// Full-text search over current reports.
    fn search(&self, request: &SearchRequest) -> Result<Found>;

    /// Adds a decision to the log. `false` where the same decision is there already. Claims are at once as it says; incidents with the
    /// next [`update_incidents`](Archive::update_incidents).
    fn decide(&mut self, decision: &Decision) -> Result<bool>;

    /// The log of decisions in order of adding: up to `limit`, after passing over `offset`.
    fn decisions(&self, page: Page) -> Result<Vec<Decision>>;

    /// The decision of this id.
    fn decision(&self, id: &str) -> Result<Option<Decision>>;

    /// The decisions on this text, or on what other programs extracted at the same place of its captures, in order of adding, with
    /// those that undo one of them.
    fn decisions_on_text(&self, text: &Sha256) -> Result<Vec<Decision>>;

    /// The decisions that name this incident, or one that leads to it, in order of adding, with those that undo one of them.
    fn decisions_on_incident(&self, id: &str) -> Result<Vec<Decision>>;

    /// The ids of the decisions that do not hold now, since a later one that holds undoes them.
    fn undone(&self) -> Result<HashSet<String>>;

    /// Claims that wait for review: the most doubtful and important first.
    fn review_queue(&self, of: &QueueFilter, page: Page) -> Result<Vec<QueueLine>>;

    /// How many claims wait for review.
    fn count_queue(&self, of: &QueueFilter) -> Result<u64>;

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

    /// Incidents that have not ended as lines of a list, in order of their numbers, after the one of this number.
    fn incident_lines(&self, after: Option<i64>, limit: u32) -> Result<Vec<IncidentLine>>;

    /// What changed in the list of incidents since the counter stood so, in order, with how it stands now. 0 gives all.
    fn changed_lines(&self, since: i64) -> Result<(i64, Vec<LineChange>)>;

    /// The numbers, in order, of the incidents that hold these words: in names of places, parties (those of the registry too) and
    /// outlets, in titles, or in the texts of their reports. The language is that of [`search`](Archive::search); every word must be
    /// found, each of them anywhere in the incident. Words that hold none give none.
    fn incidents_matching(&self, words: &str) -> Result<Vec<i64>>;

    /// The incidents that a report is in: none, one, or one for each of its parts.
    fn incidents_of_report(&self, key: ReportKey) -> Result<Vec<String>>;

    /// The report of an item, as [`Member::item`](isnad_model::Member) names it.
    fn report_of_item(&self, item: &str) -> Result<Option<ReportKey>>;

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
