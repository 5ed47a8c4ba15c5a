//! The desk: the page that a researcher keeps open over an archive.
//!
//! *Comes in*: an archive's file, a reader with its knowledge, a user's name ([`Config`]). *Goes out*: a server of the page and of the JSON
//! interface that the page is made of ([`Desk::open`], [`serve`]). *Does not*: read reports or group incidents itself: it asks `isnad-read`
//! and `isnad-store`, and shows what they say.
//!
//! - [`index`]: all incidents in memory as rows of numbers. Lists, facets, map and time-line come from it.
//! - `pool`, `writer`: archives for reading, a few; one for writing, on its own thread.
//! - `guard`, `session`: who may ask, and the headers of every answer.
//! - `api`: one file a resource; `document` is the OpenAPI document that is made from them.
//! - `refusal`: why what was asked does not hold, by stable words.
//! - `jobs`, `events`: adding files, and telling open pages what happens.
//! - `page`: the files of the page, built by `build.rs` and embedded.

pub mod api;
mod cites;
mod edit;
mod error;
mod events;
mod guard;
pub mod index;
mod jobs;
mod knowledge;
mod log;
mod page;
mod pool;
mod refusal;
mod sentence;
mod serve;
mod session;
mod state;
mod watch;
mod whole;
mod writer;

pub use api::document;
pub use error::{ApiError, ErrorBody};
pub use page::has_page;
pub use serve::{Ended, bind, serve};
pub use session::secret;
pub use state::{Config, Desk, OpenError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;

/// Bytes of a request's body, at most.
pub const MOST_BODY: usize = 64 << 20;

/// The whole of the desk as a service: the interface under `/api`, the page under everything else.
pub fn router(desk: &Desk) -> Router {
    api::router()
        .fallback(page::page)
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk.clone())
}
