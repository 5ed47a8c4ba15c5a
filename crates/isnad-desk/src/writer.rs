//! The one thread that writes.
//!
//! *Comes in*: closures over the archive, in the order they come. *Goes out*: what each gives. *Does not*: know what they do. One writer means
//! that a decision is checked against what stands, and written, without another between.

use crate::error::{ApiError, ApiResult};
use isnad_store::SqliteArchive;
use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&mut SqliteArchive) + Send>;

/// A hand on the writing thread.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    /// Starts the thread. It ends, and closes the archive, when the last hand on it is gone.
    pub fn start(mut archive: SqliteArchive) -> std::io::Result<(Writer, JoinHandle<()>)> {
        let (jobs, todo) = channel::<Job>();
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            for job in todo {
                // A job that fails badly is answered with an error (its sender is dropped); the next one goes on. What it wrote halfway
                // was a transaction, and is gone.
                let _ = std::panic::catch_unwind(AssertUnwindSafe(|| job(&mut archive)));
            }
        })?;
        Ok((Writer { jobs }, thread))
    }

    /// Runs `f` on the writing thread, after what was asked before, and waits for it. Not for a thread of the server.
    pub fn write_now<T, F>(&self, f: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteArchive) -> ApiResult<T> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |archive| {
            let _ = answer.send(f(archive));
        });
        self.jobs.send(job).map_err(|_| ApiError::internal())?;
        wait.blocking_recv().map_err(|_| ApiError::internal())?
    }
}
