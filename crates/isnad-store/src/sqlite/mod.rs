//! The archive in one SQLite file.

mod check;
mod fault;
mod fingerprint;
mod incidents;
mod list;
mod migrate;
mod open;
mod queue;
mod review;
mod rows;
mod search;
mod write;

pub use open::SCHEMA;

use crate::entry::{Entry, report_rows};
use crate::{
    Added, Archive, ClaimKey, Counts, Error, Filter, Finding, Found, Grouped, IncidentFilter, Known,
    LineChange, Page, PageVersion, QueueFilter, QueueLine, ReadingLine, Replaced, ReportKey, ReportLine,
    Result, SearchRequest, Stale, StoredClaim, StoredReport, StoredSighting,
};
use fault::{Fault, Outcome};
use isnad_model::{
    Capture, Decision, Incident, IncidentLine, Report, Sha256, Sighting, Versions, review::Reviewed,
    wire::ReadingJson,
};
use open::Mode;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params, params_from_iter};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// An archive in one SQLite file (with its `-wal` and `-shm` beside it while it is open).
///
/// One value holds one connection and belongs to one thread at a time; a program that reads on several
/// threads opens one for reading on each. Any number of programs may read while one writes.
///
/// Each added record is one transaction, so that a crash at any moment loses at most the record in hand and
/// never leaves half of one; words for search follow by the hundred ([`search`](Archive::search) puts in what
/// still waits, and so does the next opening for writing after a crash).
pub struct SqliteArchive {
    path: PathBuf,
    conn: Connection,
    writable: bool,
    ids: write::Ids,
    waiting: RefCell<search::Waiting>,
    /// The version of the data at which no reading or item was due; empty where this connection added some since.
    in_step: Cell<Option<i64>>,
}

/// Entries are made on any thread and brought to the archive's own.
const _: () = {
    const fn moves_between_threads<T: Send>() {}
    moves_between_threads::<SqliteArchive>();
    moves_between_threads::<Entry>();
};

impl std::fmt::Debug for SqliteArchive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteArchive").field("path", &self.path).field("writable", &self.writable).finish()
    }
}

impl SqliteArchive {
    /// Opens an archive that is there, for writing. An older schema is migrated, after a backup
    /// (`NAME.vN.bak`) beside it; a newer one, or a file that is no archive, is an error and stays untouched.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::with(path.as_ref(), Mode::Existing)
    }

    /// Opens an archive for writing, and makes it where there is no file or an empty one.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        Self::with(path.as_ref(), Mode::OrCreate)
    }

    /// Makes a new archive; an error where there is a file of that name.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        Self::with(path.as_ref(), Mode::New)
    }

    /// Opens an archive for reading only. Searches find what its writer has put into the index: all but the
    /// last few hundred reports while one is adding.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        Self::with(path.as_ref(), Mode::ReadOnly)
    }

    fn with(path: &Path, mode: Mode) -> Result<Self> {
        let archive = SqliteArchive {
            path: path.to_owned(),
            conn: open::open(path, mode)?,
            writable: mode != Mode::ReadOnly,
            ids: write::Ids::default(),
            waiting: RefCell::default(),
            in_step: Cell::default(),
        };
        archive.index_waiting()?;
        Ok(archive)
    }

    /// The archive's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the words that still wait into the search index and closes. Dropping does the same, but cannot
    /// tell what went wrong.
    pub fn close(self) -> Result<()> {
        self.index_waiting()
    }

    /// Adds records of one report each and founds an incident of each group, without comparing them: for archives that are made for
    /// measuring. All groups are one transaction. The evidence is that of the record's report
    /// ([`isnad_incident::evidence::Evidence`]). A record that is there already is passed over.
    #[cfg(feature = "testing")]
    pub fn found_incidents(
        &mut self,
        groups: Vec<Vec<(Entry, isnad_incident::evidence::Evidence)>>,
    ) -> Result<Grouped> {
        let (done, unindexed) = self.write("found incidents", |tx, ids| incidents::found(tx, ids, groups))?;
        self.wait_for_index(unindexed);
        Ok(done)
    }

    /// Runs `f` as one transaction for writing.
    fn write<T>(
        &mut self,
        doing: &'static str,
        f: impl FnOnce(&Transaction<'_>, &mut write::Ids) -> Outcome<T>,
    ) -> Result<T> {
        if !self.writable {
            return Err(Error::ReadOnly { path: self.path.clone(), doing });
        }
        let ids = &mut self.ids;
        let done = (|| {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = f(&tx, ids)?;
            tx.commit()?;
            Ok(value)
        })();
        done.map_err(|fault: Fault| {
            self.ids.forget();
            fault.at(&self.path, doing)
        })
    }

    /// Runs `f` over one moment of the archive.
    fn read<T>(&self, doing: &'static str, f: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T> {
        (|| {
            // Ends with the value's life; a transaction that only read has nothing to commit.
            let moment = self.conn.unchecked_transaction()?;
            f(&moment)
        })()
        .map_err(|fault: Fault| fault.at(&self.path, doing))
    }

    /// A number that changes when another connection writes.
    fn data_version(&self) -> Result<i64> {
        self.read("ask whether others wrote", |conn| {
            Ok(conn.pragma_query_value(None, "data_version", |r| r.get(0))?)
        })
    }

    /// Puts the words of reports that still wait into the search index.
    fn index_waiting(&self) -> Result<()> {
        self.index_with(&mut |_, _| {})
    }

    fn index_with(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        if !self.writable {
            return Ok(());
        }
        let mut waiting = self.waiting.borrow_mut();
        let done: Outcome<()> = (|| {
            loop {
                let (last, indexed) = search::ends(&self.conn)?;
                progress(indexed.max(0) as u64, last.max(0) as u64);
                if last <= indexed {
                    return Ok(());
                }
                let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
                search::index_some(&tx, &mut waiting)?;
                tx.commit()?;
            }
        })();
        *waiting = search::Waiting::default();
        done.map_err(|fault| fault.at(&self.path, "put words into its search index"))
    }

    /// Notes reports whose words are to go into the index. The record is in the archive already, so an index
    /// that cannot be written now is no failure of adding: the next search or opening tries again and tells.
    fn wait_for_index(&self, new: Vec<write::Unindexed>) {
        let full = {
            let mut waiting = self.waiting.borrow_mut();
            new.into_iter().for_each(|u| waiting.push(u));
            waiting.is_full()
        };
        if full {
            let _ = self.index_waiting();
        }
    }
}

impl Drop for SqliteArchive {
    fn drop(&mut self) {
        // What fails here is made good by the next opening.
        let _ = self.index_waiting();
    }
}

impl Archive for SqliteArchive {
    fn add_entry(&mut self, entry: &Entry) -> Result<Added> {
        self.in_step.set(None);
        let (added, unindexed) = self.write("add a record", |tx, ids| write::add(tx, ids, entry))?;
        self.wait_for_index(unindexed);
        Ok(added)
    }

    fn sight(&mut self, capture: &Sha256, sighting: &Sighting) -> Result<bool> {
        self.write("add a sighting", |tx, _| write::sight(tx, capture, sighting))
    }

    fn replace_readings(&mut self, capture: &Sha256, reports: &[(Report, ReadingJson)]) -> Result<Replaced> {
        let rows = report_rows(capture, reports)?;
        self.in_step.set(None);
        let (replaced, unindexed) =
            self.write("replace readings", |tx, ids| write::replace(tx, ids, capture, &rows))?;
        self.wait_for_index(unindexed);
        Ok(replaced)
    }

    fn known(&self, capture: &Sha256, versions: &Versions) -> Result<Known> {
        self.read("look a capture up", |conn| {
            let (readings, others): (i64, i64) = conn
                .prepare_cached(
                    "SELECT count(*), count(*) FILTER
                         (WHERE NOT (v.program = ?2 AND v.lexicon = ?3 AND v.models = ?4))
                     FROM captures k JOIN reports r ON r.capture = k.id
                     JOIN readings n ON n.report = r.id AND n.current = 1
                     JOIN versions v ON v.id = n.version WHERE k.sha256 = ?1",
                )?
                .query_row(params![capture.0, versions.program, versions.lexicon, versions.models], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })?;
            Ok(match (readings, others) {
                (0, _) => Known::Unread,
                (_, 0) => Known::Current,
                _ => Known::Otherwise,
            })
        })
    }

    fn stale(&self, which: Stale<'_>, after: Option<&Sha256>, limit: u32) -> Result<Vec<Sha256>> {
        self.read("list captures to read again", |conn| {
            let mut made_by = Vec::new();
            let (not, list) = match which {
                Stale::NotMadeBy(v) => ("NOT", std::slice::from_ref(v)),
                Stale::MadeBy(list) => ("", list),
            };
            for v in list {
                made_by.extend(write::find_version(conn, v)?);
            }
            let made_by = made_by.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
            let mut statement = conn.prepare_cached(&format!(
                "SELECT k.sha256 FROM captures k WHERE k.sha256 > ?1 AND EXISTS (
                     SELECT 1 FROM reports r JOIN readings n ON n.report = r.id AND n.current = 1
                     WHERE r.capture = k.id AND n.version {not} IN (SELECT value FROM json_each(?2)))
                 ORDER BY k.sha256 LIMIT ?3"
            ))?;
            let after = after.map_or(&[][..], |sha| &sha.0[..]);
            let rows =
                statement.query_map(params![after, format!("[{made_by}]"), limit], |r| rows::sha(r, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn versions(&self) -> Result<Vec<(Versions, u64)>> {
        self.read("list versions", |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT v.program, v.lexicon, v.models, count(*) FROM versions v
                 JOIN readings n ON n.version = v.id AND n.current = 1 GROUP BY v.id ORDER BY 1, 2, 3",
            )?;
            let rows = statement
                .query_map([], |r| Ok((rows::versions(r, 0)?, r.get::<_, i64>(3)?.max(0) as u64)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn capture(&self, sha256: &Sha256) -> Result<Option<Capture>> {
        self.read("read a capture", |conn| rows::capture(conn, sha256))
    }

    fn sightings(&self, capture: &Sha256) -> Result<Vec<StoredSighting>> {
        self.read("list sightings", |conn| rows::sightings(conn, capture))
    }

    fn reports_of(&self, capture: &Sha256) -> Result<Vec<ReportKey>> {
        self.read("list the reports of a capture", |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT r.id FROM reports r JOIN captures k ON k.id = r.capture
                 WHERE k.sha256 = ?1 AND r.current = 1 ORDER BY r.ordinal",
            )?;
            let rows = statement.query_map([capture.0], |r| r.get(0).map(ReportKey))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn reports_named(&self, id: &str) -> Result<Vec<ReportKey>> {
        self.read("find reports by id", |conn| {
            let mut statement = conn
                .prepare_cached("SELECT id FROM reports WHERE report_id = ?1 AND current = 1 ORDER BY id")?;
            let rows = statement.query_map([id], |r| r.get(0).map(ReportKey))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn reports_of_text(&self, text: &Sha256) -> Result<Vec<ReportKey>> {
        self.read("find reports by text", |conn| {
            let mut statement = conn
                .prepare_cached("SELECT id FROM reports WHERE text_sha256 = ?1 ORDER BY current DESC, id")?;
            let rows = statement.query_map([text.0], |r| r.get(0).map(ReportKey))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn report(&self, key: ReportKey) -> Result<Option<StoredReport>> {
        self.read("read a report", |conn| rows::report(conn, key))
    }

    fn reading(&self, key: ReportKey) -> Result<Option<ReadingJson>> {
        self.read("read a reading", |conn| rows::reading(conn, key, None))
    }

    fn reading_by(&self, key: ReportKey, versions: &Versions) -> Result<Option<ReadingJson>> {
        self.read("read a reading", |conn| match write::find_version(conn, versions)? {
            Some(version) => rows::reading(conn, key, Some(version)),
            None => Ok(None),
        })
    }

    fn readings(&self, key: ReportKey) -> Result<Vec<ReadingLine>> {
        self.read("list readings", |conn| rows::readings(conn, key))
    }

    fn page_versions(&self, url: &str) -> Result<Vec<PageVersion>> {
        self.read("list the versions of a page", |conn| rows::page_versions(conn, url))
    }

    fn reports(&self, filter: &Filter, page: Page) -> Result<Vec<ReportLine>> {
        self.read("list reports", |conn| list::reports(conn, filter, &list::Part::Newest(page)))
    }

    fn count_reports(&self, filter: &Filter) -> Result<u64> {
        self.read("count reports", |conn| list::count_reports(conn, filter))
    }

    fn reports_after(
        &self,
        filter: &Filter,
        after: Option<ReportKey>,
        limit: u32,
    ) -> Result<Vec<ReportLine>> {
        let part = list::Part::After(after.map(|k| k.0), limit);
        self.read("list reports", |conn| list::reports(conn, filter, &part))
    }

    fn claims(&self, filter: &Filter, page: Page) -> Result<Vec<StoredClaim>> {
        self.read("list claims", |conn| list::claims(conn, filter, &list::Part::Newest(page)))
    }

    fn count_claims(&self, filter: &Filter) -> Result<u64> {
        self.read("count claims", |conn| list::count_claims(conn, filter))
    }

    fn claims_after(&self, filter: &Filter, after: Option<ClaimKey>, limit: u32) -> Result<Vec<StoredClaim>> {
        let part = list::Part::After(after.map(|k| k.0), limit);
        self.read("list claims", |conn| list::claims(conn, filter, &part))
    }

    fn search(&self, request: &SearchRequest) -> Result<Found> {
        self.index_waiting()?;
        self.read("search", |conn| search::search(conn, request))
    }

    fn decide(&mut self, decision: &Decision) -> Result<bool> {
        self.write("add a decision", |tx, ids| write::decide(tx, ids, decision))
    }

    fn decisions(&self, page: Page) -> Result<Vec<Decision>> {
        let offset = i64::try_from(page.offset).unwrap_or(i64::MAX);
        self.read("list decisions", |conn| review::log(conn, offset, page.limit))
    }

    fn incidents_behind(&self) -> Result<u64> {
        Ok(self.read("ask what incidents do not know of", |conn| incidents::due(conn, false))?.count())
    }

    fn update_incidents(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Grouped> {
        // Who searches on another connection finds what is grouped.
        self.index_waiting()?;
        // Since it was last asked, readings came by this connection or by others, or none did.
        let version = self.data_version()?;
        let in_step = self.in_step.get() == Some(version);
        let due = self.read("ask what incidents do not know of", |conn| incidents::due(conn, in_step))?;
        let in_step = due.readings.is_empty() && due.items.is_empty();
        self.in_step.set(in_step.then_some(version));
        let mut done = Grouped::default();
        if due.is_nothing() {
            return Ok(done);
        }
        // Another program may add and group meanwhile: what is due is asked again within each transaction, and what came since
        // is left to the next call.
        let total = (due.ruled.len() + due.readings.len()) as u64;
        let mut left = due.readings.len();
        loop {
            let (step, some) =
                self.write("bring incidents in step", |tx, _| incidents::step(tx, in_step, progress))?;
            done.add(step);
            left = left.saturating_sub(incidents::STRIDE);
            match some {
                incidents::Step::Nothing | incidents::Step::All => return Ok(done),
                incidents::Step::Some if left == 0 => {
                    progress(total, total);
                    return Ok(done);
                }
                incidents::Step::Some => progress(total - left as u64, total),
            }
        }
    }

    fn rebuild_incidents(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Grouped> {
        self.write("group incidents anew", |tx, _| incidents::rebuild(tx, progress))
    }

    fn incidents(&self, filter: &IncidentFilter, page: Page) -> Result<Vec<Incident>> {
        self.index_waiting()?;
        self.read("list incidents", |conn| incidents::list(conn, filter, &list::Part::Newest(page)))
    }

    fn count_incidents(&self, filter: &IncidentFilter) -> Result<u64> {
        self.read("count incidents", |conn| incidents::count(conn, filter))
    }

    fn incidents_after(
        &self,
        filter: &IncidentFilter,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Incident>> {
        self.read("list incidents", |conn| incidents::after(conn, filter, after, limit))
    }

    fn incident(&self, id: &str) -> Result<Option<Incident>> {
        self.read("read an incident", |conn| incidents::one(conn, id))
    }

    fn reviewed(&self, key: ReportKey) -> Result<Option<(StoredReport, ReadingJson, Reviewed)>> {
        self.read("read a reviewed reading", |conn| review::reviewed(conn, key))
    }

    fn decision(&self, id: &str) -> Result<Option<Decision>> {
        self.read("read a decision", |conn| review::one(conn, id))
    }

    fn decisions_on_text(&self, text: &Sha256) -> Result<Vec<Decision>> {
        self.read("list decisions on a text", |conn| review::on_text(conn, text))
    }

    fn decisions_on_incident(&self, id: &str) -> Result<Vec<Decision>> {
        self.read("list decisions on an incident", |conn| review::on_incident(conn, id))
    }

    fn undone(&self) -> Result<HashSet<String>> {
        self.read("list what is undone", review::undone)
    }

    fn review_queue(&self, of: &QueueFilter, page: Page) -> Result<Vec<QueueLine>> {
        self.read("list claims to review", |conn| queue::list(conn, of, page))
    }

    fn count_queue(&self, of: &QueueFilter) -> Result<u64> {
        self.read("count claims to review", |conn| queue::count(conn, of))
    }

    fn incident_lines(&self, after: Option<i64>, limit: u32) -> Result<Vec<IncidentLine>> {
        self.read("list incidents", |conn| incidents::lines(conn, after, limit))
    }

    fn changed_lines(&self, since: i64) -> Result<(i64, Vec<LineChange>)> {
        self.read("list what changed", |conn| incidents::changed(conn, since))
    }

    fn incidents_matching(&self, words: &str) -> Result<Vec<i64>> {
        self.index_waiting()?;
        self.read("find incidents by words", |conn| incidents::matching(conn, words))
    }

    fn incidents_of_report(&self, key: ReportKey) -> Result<Vec<String>> {
        self.read("list the incidents of a report", |conn| incidents::of_report(conn, key))
    }

    fn report_of_item(&self, item: &str) -> Result<Option<ReportKey>> {
        self.read("find the report of an item", |conn| incidents::report_of(conn, item))
    }

    fn counts(&self) -> Result<Counts> {
        self.read("count its rows", |conn| {
            let mut counts = Counts::default();
            for (table, n) in [
                ("captures", &mut counts.captures),
                ("sightings", &mut counts.sightings),
                ("reports", &mut counts.reports),
                ("readings", &mut counts.readings),
                ("claims", &mut counts.claims),
                ("decisions", &mut counts.decisions),
                ("incidents WHERE json IS NOT NULL", &mut counts.incidents),
            ] {
                let rows: Option<i64> = conn
                    .prepare_cached(&format!("SELECT count(*) FROM {table}"))?
                    .query_row(params_from_iter([0i64; 0]), |r| r.get(0))
                    .optional()?;
                *n = rows.unwrap_or(0).max(0) as u64;
            }
            Ok(counts)
        })
    }

    fn fingerprint(&self) -> Result<Sha256> {
        self.read("take its fingerprint", fingerprint::fingerprint)
    }

    fn check(&self) -> Result<Vec<Finding>> {
        // An index that cannot be written is a finding, not the end of the check.
        let index = self.index_waiting().err();
        let mut findings = self.read("check it", |conn| check::check(conn, self.writable))?;
        findings.extend(index.map(|e| Finding { part: "search", what: e.to_string() }));
        Ok(findings)
    }

    fn search_is_old(&self) -> Result<bool> {
        self.read("ask for the maker of its search index", check::is_old)
    }

    fn reindex(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        self.write("make its search index anew", |tx, _| search::start_anew(tx))?;
        self.index_with(progress)
    }

    fn backup(&self, to: &Path) -> Result<()> {
        self.index_waiting()?;
        migrate::copy(&self.conn, &self.path, to)
    }
}
