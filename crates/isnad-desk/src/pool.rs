//! Archives opened for reading, a few, shared by all requests.
//!
//! *Comes in*: a closure over an archive. *Goes out*: what it gives, from a thread that may wait. *Does not*: write.

use crate::error::{ApiError, ApiResult};
use isnad_store::SqliteArchive;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Archives that are open at once, at most: each keeps a cache of its own.
const MOST: usize = 6;

/// The pool.
#[derive(Debug)]
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<SqliteArchive>>,
    gate: Semaphore,
}

impl Pool {
    /// A pool over the archive at `path`; nothing is opened yet.
    pub fn new(path: PathBuf) -> Self {
        Pool { path, idle: Mutex::default(), gate: Semaphore::new(MOST) }
    }

    /// Runs `f` over an archive, on a thread for work that waits. Waits while all archives are in use.
    pub async fn read<T, F>(self: &Arc<Self>, f: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&SqliteArchive) -> ApiResult<T> + Send + 'static,
    {
        let pool = Arc::clone(self);
        let _permit = self.gate.acquire().await.map_err(|_| ApiError::internal())?;
        tokio::task::spawn_blocking(move || pool.read_now(f)).await.map_err(|_| ApiError::internal())?
    }

    /// The same, on this thread.
    pub fn read_now<T>(&self, f: impl FnOnce(&SqliteArchive) -> ApiResult<T>) -> ApiResult<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let archive = match idle {
            Some(archive) => archive,
            None => SqliteArchive::open_read_only(&self.path)?,
        };
        let done = f(&archive);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST {
            idle.push(archive);
        }
        done
    }
}
