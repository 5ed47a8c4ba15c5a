//! Notices that another program changed the archive.
//!
//! SQLite keeps a number that changes with every commit of another connection (`PRAGMA data_version`); asking for it reads one page of
//! memory, so it is asked each second, and only where it changed is the archive looked at.

use crate::Desk;
use rusqlite::{Connection, OpenFlags};
use std::time::Duration;

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(1);

/// Watches until the desk ends.
pub async fn watch(desk: Desk) {
    let Ok(mut conn) = open(&desk) else { return };
    let mut seen = None;
    let mut clock = tokio::time::interval(EVERY);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let desk = desk.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let now: Option<i64> = conn.pragma_query_value(None, "data_version", |r| r.get(0)).ok();
            // What cannot be read now (another program migrates) is read at the next look.
            let done = now == seen || desk.sync().and_then(|()| desk.ask_behind()).is_ok();
            (conn, if done { now } else { None })
        });
        match asked.await {
            Ok((back, now)) => (conn, seen) = (back, now),
            Err(_) => return,
        }
    }
}

fn open(desk: &Desk) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(desk.path(), flags)
}
