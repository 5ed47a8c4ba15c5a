//! What all requests share.

use crate::error::{ApiError, ApiResult};
use crate::events::{Changed, Happened};
use crate::index::{Filter, Index, Matches};
use crate::jobs::Jobs;
use crate::knowledge::Knowledge;
use crate::log::Log;
use crate::pool::Pool;
use crate::session::Session;
use crate::writer::Writer;
use isnad_read::Reader;
use isnad_store::{Archive, Counts, LineChange, Page, SqliteArchive};
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use tokio::sync::broadcast;

/// Incidents that an event names, at most; of more it says that any may have changed.
const MOST_NAMED: usize = 500;
/// Filters whose matches are kept: a page asks for list, facets, map and time-line of one filter at once.
const KEPT: usize = 16;
/// Lines and decisions that are read at a time.
const STRIDE: u32 = 4096;

/// What a desk is made of.
pub struct Config {
    /// The archive. It is made where it is not there.
    pub archive: PathBuf,
    /// Who rules, where a request does not say.
    pub user: String,
    /// Reads what is added, and knows places and actors.
    pub reader: Reader,
    /// The token that requests must bring; `None` for a desk that listens on loopback only.
    pub token: Option<String>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("archive", &self.archive)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Why a desk could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] isnad_store::Error),
    /// The thread that writes.
    #[error("cannot start the thread that writes: {0}")]
    Thread(#[from] std::io::Error),
    /// The archive, on the way to the index.
    #[error("{0}")]
    Index(String),
}

impl From<ApiError> for OpenError {
    fn from(e: ApiError) -> Self {
        OpenError::Index(e.body.message)
    }
}

/// Matches of a filter, by its words.
type Kept = VecDeque<(String, Arc<Matches>)>;

struct Inner {
    path: PathBuf,
    user: String,
    session: Session,
    knowledge: Arc<Knowledge>,
    pool: Arc<Pool>,
    writer: Mutex<Option<Writer>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    index: RwLock<Index>,
    log: RwLock<Log>,
    counts: RwLock<Counts>,
    /// How many reports and decisions the incidents do not know of yet, when others wrote last: asking takes a walk over all readings.
    behind: AtomicU64,
    /// The counter of changed lines up to which the index is in step; held while it is brought in step.
    since: Mutex<i64>,
    kept: Mutex<Kept>,
    happened: broadcast::Sender<Happened>,
    jobs: Jobs,
}

/// A desk over one archive; clones are the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("path", &self.0.path).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the archive, brings its incidents in step, and loads the index.
    ///
    /// # Errors
    ///
    /// The archive cannot be opened for writing, or holds a row that cannot be read.
    pub fn open(config: Config) -> Result<Desk, OpenError> {
        let mut archive = SqliteArchive::open_or_create(&config.archive)?;
        // What was added by a program that did not live to group it is grouped now.
        archive.update_incidents(&mut |_, _| {})?;
        let (since, _) = archive.changed_lines(i64::MAX)?;
        let knowledge = Arc::new(Knowledge::new(config.reader));
        let mut index = Index::new(Arc::clone(&knowledge.registry));
        let mut after = None;
        loop {
            let lines = archive.incident_lines(after, STRIDE)?;
            let Some(last) = lines.last() else { break };
            after = isnad_store::incident_number(&last.id);
            lines.into_iter().for_each(|l| index.put(l));
        }
        let (counts, behind) = (archive.counts()?, archive.incidents_behind()?);
        let (writer, thread) = Writer::start(archive)?;
        let (happened, _) = broadcast::channel(256);
        let desk = Desk(Arc::new(Inner {
            pool: Arc::new(Pool::new(config.archive.clone())),
            path: config.archive,
            user: config.user,
            session: Session::new(config.token.as_deref()),
            knowledge,
            writer: Mutex::new(Some(writer)),
            thread: Mutex::new(Some(thread)),
            index: RwLock::new(index),
            log: RwLock::default(),
            counts: RwLock::new(counts),
            behind: AtomicU64::new(behind),
            since: Mutex::new(since),
            kept: Mutex::default(),
            happened,
            jobs: Jobs::default(),
        }));
        desk.sync()?;
        Ok(desk)
    }

    /// The archive's file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// How many incidents it shows.
    pub fn incidents(&self) -> usize {
        self.index().len()
    }

    /// Who rules, where a request does not say.
    pub(crate) fn user(&self) -> &str {
        &self.0.user
    }

    pub(crate) fn session(&self) -> &Session {
        &self.0.session
    }

    pub(crate) fn knowledge(&self) -> &Arc<Knowledge> {
        &self.0.knowledge
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.0.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> RwLockReadGuard<'_, Log> {
        self.0.log.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many reports and decisions the incidents do not know of yet.
    pub(crate) fn behind(&self) -> u64 {
        self.0.behind.load(Ordering::Relaxed)
    }

    /// Asks anew how far the incidents are behind.
    pub(crate) fn ask_behind(&self) -> ApiResult<()> {
        let behind = self.read_now(|archive| Ok(archive.incidents_behind()?))?;
        self.0.behind.store(behind, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn counts(&self) -> Counts {
        *self.0.counts.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `f` over an archive that is open for reading.
    pub(crate) async fn read<T, F>(&self, f: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&SqliteArchive) -> ApiResult<T> + Send + 'static,
    {
        self.0.pool.read(f).await
    }

    /// The same on this thread.
    pub(crate) fn read_now<T>(&self, f: impl FnOnce(&SqliteArchive) -> ApiResult<T>) -> ApiResult<T> {
        self.0.pool.read_now(f)
    }

    /// Runs `f` on the writing thread, and brings the index in step with what it did.
    pub(crate) async fn write<T, F>(&self, f: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteArchive) -> ApiResult<T> + Send + 'static,
    {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || desk.write_now(f)).await.map_err(|_| ApiError::internal())?
    }

    /// The same from a thread that may wait.
    pub(crate) fn write_now<T, F>(&self, f: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteArchive) -> ApiResult<T> + Send + 'static,
    {
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let writer = writer.ok_or_else(|| {
            ApiError::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "ending", "the desk is closing")
        })?;
        let done = writer.write_now(f);
        self.sync()?;
        done
    }

    /// Takes in what changed in the archive, whoever changed it, and tells open pages.
    pub(crate) fn sync(&self) -> ApiResult<()> {
        let mut since = self.0.since.lock().unwrap_or_else(PoisonError::into_inner);
        let from = *since;
        let before = self.counts();
        let known = self.log().len() as u64;
        let (now, changes, decisions, counts) = self.read_now(move |archive| {
            let (now, changes) = archive.changed_lines(from)?;
            let mut decisions = Vec::new();
            loop {
                let page = Page { offset: known + decisions.len() as u64, limit: STRIDE };
                let more = archive.decisions(page)?;
                let last = more.len() < STRIDE as usize;
                decisions.extend(more);
                if last {
                    break;
                }
            }
            Ok((now, changes, decisions, archive.counts()?))
        })?;
        *since = now;
        let ids: BTreeSet<i64> = changes
            .iter()
            .filter_map(|c| match c {
                LineChange::Changed(line) => isnad_store::incident_number(&line.id),
                LineChange::Ended(id) => Some(*id),
            })
            .collect();
        if !changes.is_empty() {
            self.0.index.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
        }
        if !decisions.is_empty() {
            self.0.log.write().unwrap_or_else(PoisonError::into_inner).extend(&decisions);
        }
        *self.0.counts.write().unwrap_or_else(PoisonError::into_inner) = counts;
        if !ids.is_empty() || !decisions.is_empty() || counts != before {
            let named = ids.len() <= MOST_NAMED;
            let names = named.then(|| ids.iter().map(|n| format!("i{n}")).collect());
            self.tell(Happened::Changed(self.changed(names)));
        }
        Ok(())
    }

    /// The event of a change.
    pub(crate) fn changed(&self, incidents: Option<Vec<String>>) -> Changed {
        let counts = self.counts();
        Changed { incidents, reports: counts.reports, decisions: counts.decisions }
    }

    /// Tells all open pages.
    pub(crate) fn tell(&self, happened: Happened) {
        // Nobody listens where no page is open.
        let _ = self.0.happened.send(happened);
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Happened> {
        self.0.happened.subscribe()
    }

    /// The incidents that a filter finds.
    async fn find(&self, filter: Filter) -> ApiResult<Arc<Matches>> {
        let key = format!("{filter:?}");
        let version = self.index().version();
        if let Some(found) = self.kept(&key, version) {
            return Ok(found);
        }
        let words = match filter.q.clone() {
            Some(q) => Some(self.read(move |a| Ok(a.incidents_matching(&q)?)).await?),
            None => None,
        };
        let found = Arc::new(Matches::of(&self.index(), &filter, words.as_deref()));
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(k, _)| *k != key);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, Arc::clone(&found)));
        Ok(found)
    }

    fn kept(&self, key: &str, version: u64) -> Option<Arc<Matches>> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(k, m)| k == key && m.version() == version).map(|(_, m)| Arc::clone(m))
    }

    /// Runs `f` over what a filter finds. Where the index changed between, it is looked at again, so that rows and matches belong together.
    pub(crate) async fn over<T>(&self, filter: Filter, f: impl Fn(&Index, &Matches) -> T) -> ApiResult<T> {
        for _ in 0..8 {
            let found = self.find(filter.clone()).await?;
            let index = self.index();
            if index.version() == found.version() {
                return Ok(f(&index, &found));
            }
        }
        Err(ApiError::new(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "the archive changes too fast just now; try again",
        ))
    }

    /// Tells pages that the desk ends, waits for what is being written, and closes the archive.
    pub(crate) fn close(&self) {
        self.tell(Happened::End);
        self.0.jobs.stop();
        drop(self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}
