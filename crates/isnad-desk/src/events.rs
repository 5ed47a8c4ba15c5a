//! What happens meanwhile, told to every open page.

use crate::Desk;
use crate::jobs::Job;
use axum::response::sse::Event;
use futures_util::Stream;
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast;
use utoipa::ToSchema;

/// How often a sign of life is sent.
const PING: Duration = Duration::from_secs(15);

/// The archive changed: here, or by another program.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Changed {
    /// The incidents that are new, other or gone; null where they are too many to name.
    pub incidents: Option<Vec<String>>,
    /// Reports in the archive now.
    pub reports: u64,
    /// Decisions in the archive now.
    pub decisions: u64,
}

/// Something that pages are told.
#[derive(Debug, Clone)]
pub enum Happened {
    /// The archive changed.
    Changed(Changed),
    /// A job went on.
    Job(Job),
    /// The desk ends.
    End,
}

fn event(name: &str, data: &impl Serialize) -> Event {
    // What these types hold can always be written.
    Event::default().event(name).json_data(data).unwrap_or_default()
}

/// The stream of one page. It ends with the desk.
pub fn stream(desk: &Desk) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let heard = desk.listen();
    let ping = tokio::time::interval(PING);
    futures_util::stream::unfold((heard, ping, desk.clone()), |(mut heard, mut ping, desk)| async move {
        let event = tokio::select! {
            happened = heard.recv() => match happened {
                Ok(Happened::Changed(c)) => event("changed", &c),
                Ok(Happened::Job(j)) => event("job", &j),
                // A page that fell behind is told that anything may have changed.
                Err(broadcast::error::RecvError::Lagged(_)) => event("changed", &desk.changed(None)),
                Ok(Happened::End) | Err(broadcast::error::RecvError::Closed) => return None,
            },
            _ = ping.tick() => Event::default().event("ping").data("{}"),
        };
        Some((Ok(event), (heard, ping, desk)))
    })
}
