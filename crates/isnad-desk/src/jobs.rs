//! Adding: files and texts that a page brings, read as `isnad add` reads them.
//!
//! *Comes in*: files with their names, all in memory. *Goes out*: a [`Job`], told of at every step; reports and incidents in the archive. *Does not*:
//! trust a name (it is a label, never a path), or stop at what cannot be read: that is an error of the job, and the rest goes on.

use crate::Desk;
use crate::error::{ApiError, ApiResult};
use crate::events::Happened;
use isnad_model::Sighting;
use isnad_page::{Format, InputError, InputErrorKind, Limits, Record, records};
use isnad_store::{Archive, Entry, Known, LineChange};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use utoipa::ToSchema;

/// Jobs that are remembered.
const KEPT: usize = 100;
/// Jobs that wait or run at once.
const MOST_RUNNING: usize = 4;
/// Errors, reports and incidents that a job names, each at most.
const MOST_NAMED: usize = 1000;
/// Records that are read together.
const BATCH: usize = 64;
/// How often pages are told of a job that goes on.
const EVERY: Duration = Duration::from_millis(200);

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Its files are read.
    Reading,
    /// Incidents are brought in step.
    Grouping,
    /// Done; errors may have been met.
    Done,
    /// Given up.
    Failed,
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobError {
    /// The file, with the line or record.
    pub r#where: String,
    /// What is wrong, for a person.
    pub message: String,
    /// The same as a stable word, where it is the file's fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    pub code: Option<&'static str>,
}

/// A stable word for what is wrong with a file; the page has its own words for each.
fn word(kind: &InputErrorKind) -> Option<&'static str> {
    Some(match kind {
        InputErrorKind::Io(_) => "io",
        InputErrorKind::Compression(_) => "compression",
        InputErrorKind::Json { .. } => "json",
        InputErrorKind::Csv(_) => "csv",
        InputErrorKind::Warc(_) => "warc",
        InputErrorKind::Feed(_) => "feed",
        InputErrorKind::TooLong { .. } => "too_long",
        InputErrorKind::NotText => "not_text",
        _ => return None,
    })
}

/// The adding of some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: JobState,
    /// Files that were brought.
    pub files: usize,
    /// Records met in them so far.
    pub records: u64,
    /// Reports added.
    pub added: u64,
    /// Records that the archive knew already.
    pub known: u64,
    /// What could not be read, the first thousand.
    pub errors: Vec<JobError>,
    /// The reports added, the first thousand.
    pub reports: Vec<i64>,
    /// The incidents that are new or other, the first thousand.
    pub incidents: Vec<String>,
}

/// Jobs by id.
#[derive(Debug, Default)]
pub struct Jobs {
    last: AtomicU64,
    all: Mutex<VecDeque<Job>>,
    stopped: AtomicBool,
}

impl Jobs {
    /// The job of this id.
    pub fn get(&self, id: &str) -> Option<Job> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|j| j.id == id).cloned()
    }

    /// No record is begun any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn new_job(&self, files: usize) -> ApiResult<Job> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let running =
            all.iter().filter(|j| matches!(j.state, JobState::Reading | JobState::Grouping)).count();
        if running >= MOST_RUNNING {
            let message = "files are being added already; wait until they are, then try again";
            return Err(ApiError::new(axum::http::StatusCode::TOO_MANY_REQUESTS, "busy", message));
        }
        let job = Job {
            id: format!("j{}", self.last.fetch_add(1, Ordering::Relaxed) + 1),
            state: JobState::Reading,
            files,
            records: 0,
            added: 0,
            known: 0,
            errors: Vec::new(),
            reports: Vec::new(),
            incidents: Vec::new(),
        };
        if all.len() >= KEPT {
            let ended = all.iter().position(|j| matches!(j.state, JobState::Done | JobState::Failed));
            all.remove(ended.unwrap_or(0));
        }
        all.push_back(job.clone());
        Ok(job)
    }

    fn note(&self, job: &Job) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = all.iter_mut().find(|j| j.id == job.id) {
            slot.clone_from(job);
        }
    }
}

/// Something to read.
#[derive(Debug)]
pub enum Input {
    /// A file with its name.
    File {
        /// The name, made harmless.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A text that was pasted.
    Text(Box<Record>),
}

/// A name that a browser gave, as a label: no folders above, no control or direction characters, not long.
pub fn label(name: &str) -> String {
    let steps = name.split(['/', '\\']).map(str::trim).filter(|s| !matches!(*s, "" | "." | ".."));
    let hidden = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String = steps.collect::<Vec<_>>().join("/").chars().filter(hidden).collect();
    let long = plain.chars().count();
    // The ending tells the form, so the beginning is cut.
    let cut: String = plain.chars().skip(long.saturating_sub(200)).collect();
    if cut.is_empty() { "file".to_owned() } else { cut }
}

/// Starts a job on a thread of its own.
pub fn start(desk: &Desk, inputs: Vec<Input>) -> ApiResult<Job> {
    let job = desk.jobs().new_job(inputs.len())?;
    let run = Run { desk: desk.clone(), job: job.clone(), told: Instant::now() };
    let thread = std::thread::Builder::new().name("adding".to_owned());
    if thread.spawn(move || run.all(inputs)).is_err() {
        let mut failed = job;
        failed.state = JobState::Failed;
        desk.jobs().note(&failed);
        return Err(ApiError::internal());
    }
    Ok(job)
}

struct Run {
    desk: Desk,
    job: Job,
    told: Instant,
}

impl Run {
    fn tell(&mut self, now: bool) {
        self.desk.jobs().note(&self.job);
        if now || self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            self.desk.tell(Happened::Job(self.job.clone()));
        }
    }

    fn error(&mut self, at: String, message: String, code: Option<&'static str>) {
        if self.job.errors.len() < MOST_NAMED {
            self.job.errors.push(JobError { r#where: at, message, code });
        }
    }

    fn all(mut self, inputs: Vec<Input>) {
        self.tell(true);
        let done = self.add(inputs);
        if let Err(e) = done {
            self.error(String::new(), e.body.message, None);
            self.job.state = JobState::Failed;
        }
        self.tell(true);
    }

    fn add(&mut self, inputs: Vec<Input>) -> ApiResult<()> {
        // Smaller than for files on disk: all is in memory already, and two records must not make a machine of it.
        let limits = Limits { capture: crate::MOST_BODY, ..Limits::default() };
        let mut batch = Vec::new();
        for input in inputs {
            match input {
                Input::Text(record) => batch.push(*record),
                Input::File { name, bytes } => {
                    for record in records(&name, bytes.as_slice(), Format::Auto, &limits) {
                        match record {
                            Ok(record) => batch.push(record),
                            Err(e) => self.input_error(&name, &e),
                        }
                        if batch.len() >= BATCH {
                            self.take(std::mem::take(&mut batch))?;
                        }
                    }
                }
            }
            if batch.len() >= BATCH {
                self.take(std::mem::take(&mut batch))?;
            }
        }
        self.take(batch)?;
        self.job.state = JobState::Grouping;
        self.tell(true);
        self.group()?;
        self.job.state = JobState::Done;
        Ok(())
    }

    fn input_error(&mut self, name: &str, e: &InputError) {
        let message = e.to_string();
        // The message begins with the place, which is told apart.
        let (at, what) = match message.strip_prefix(name).and_then(|r| r.split_once(": ")) {
            Some((at, what)) => (format!("{name}{at}"), what.to_owned()),
            None => (name.to_owned(), message.clone()),
        };
        self.error(at, what, word(&e.kind));
    }

    /// Reads a batch on all cores, and writes it in order.
    fn take(&mut self, batch: Vec<Record>) -> ApiResult<()> {
        if batch.is_empty() {
            return Ok(());
        }
        if self.desk.jobs().stopped.load(Ordering::Relaxed) {
            let message = "the desk was closed; what was not read yet can be added again";
            return Err(ApiError::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "ending", message));
        }
        self.job.records += batch.len() as u64;
        let reader = &self.desk.knowledge().reader;
        let fresh: Vec<bool> = self.desk.read_now(|archive| {
            let mut seen = HashSet::new();
            let one = |r: &Record| -> ApiResult<bool> {
                let sha = r.capture.sha256;
                Ok(archive.known(&sha, reader.versions())? == Known::Unread && seen.insert(sha))
            };
            batch.iter().map(one).collect()
        })?;
        let entries: Vec<Option<isnad_store::Result<Entry>>> = batch
            .par_iter()
            .zip(&fresh)
            .map(|(record, fresh)| {
                fresh.then(|| {
                    let read = reader.record(record);
                    let json = read.json();
                    Entry::new(&record.capture, &record.sighting, &[(read.report, json)])
                })
            })
            .collect();
        let work: Vec<(isnad_model::Sha256, Sighting, Option<isnad_store::Result<Entry>>)> =
            batch.into_iter().zip(entries).map(|(r, e)| (r.capture.sha256, r.sighting, e)).collect();
        let room = MOST_NAMED.saturating_sub(self.job.reports.len());
        let (added, known, keys, errors) = self.desk.write_now(move |archive| {
            let (mut added, mut known, mut keys, mut errors) = (0, 0, Vec::new(), Vec::new());
            for (sha, sighting, entry) in work {
                match entry {
                    None => {
                        archive.sight(&sha, &sighting)?;
                        known += 1;
                    }
                    Some(entry) => match entry.and_then(|e| archive.add_entry(&e)) {
                        Ok(done) => {
                            added += done.readings_new as u64;
                            known += u64::from(done.readings_new == 0);
                            if keys.len() < room && done.readings_new > 0 {
                                keys.extend(archive.reports_of(&sha)?.iter().map(|k| k.0));
                            }
                        }
                        Err(e @ isnad_store::Error::Busy { .. }) => return Err(e.into()),
                        Err(e) => errors.push((sighting.to_string(), e.to_string())),
                    },
                }
            }
            Ok((added, known, keys, errors))
        })?;
        self.job.added += added;
        self.job.known += known;
        self.job.reports.extend(keys);
        errors.into_iter().for_each(|(at, message)| self.error(at, message, None));
        self.tell(false);
        Ok(())
    }

    fn group(&mut self) -> ApiResult<()> {
        let incidents = self.desk.write_now(|archive| {
            let (before, _) = archive.changed_lines(i64::MAX)?;
            archive.update_incidents(&mut |_, _| {})?;
            let changes = archive.changed_lines(before)?.1.into_iter();
            let ids = changes.filter_map(|c| match c {
                LineChange::Changed(line) => isnad_store::incident_number(&line.id),
                LineChange::Ended(_) => None,
            });
            Ok(ids.collect::<BTreeSet<i64>>())
        })?;
        self.job.incidents = incidents.iter().take(MOST_NAMED).map(|n| format!("i{n}")).collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels() {
        for (given, want) in [
            ("page.html", "page.html"),
            ("../../etc/passwd", "etc/passwd"),
            ("C:\\Users\\x\\a.txt", "C:/Users/x/a.txt"),
            ("/abs/./b/../c.txt", "abs/b/c.txt"),
            ("a\u{202e}gnp.exe\n\0", "agnp.exe"),
            ("", "file"),
            ("..", "file"),
        ] {
            assert_eq!(label(given), want, "{given:?}");
        }
        let long = format!("{}.jsonl", "x".repeat(5000));
        assert_eq!(label(&long).chars().count(), 200);
        assert!(label(&long).ends_with(".jsonl"));
    }
}
