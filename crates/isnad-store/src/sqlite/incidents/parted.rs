//! A current reading as the items that are made from it: the report, or its parts.

use super::super::{Fault, Outcome, review, rows};
use super::shelf::{Home, item, number, row};
use crate::pack::unpack;
use isnad_incident::clock::{self, Clock};
use isnad_incident::evidence::Evidence;
use isnad_incident::online::{Item, item_id};
use isnad_incident::parts::{Part, parts, passage, reading_of};
use isnad_model::wire::ReadingJson;
use isnad_model::{Decision, Sha256, review::apply};
use rusqlite::{Connection, OptionalExtension, params};

/// One item with its evidence.
pub(super) struct Fresh {
    pub item: Item,
    pub home: Home,
    pub evidence: Evidence,
}

/// A reading as it stands in the archive.
pub(super) struct Raw {
    capture: Sha256,
    ordinal: i64,
    report: i64,
    reading: i64,
    json: Vec<u8>,
    text: String,
    decisions: Vec<Decision>,
}

/// A current reading; `None` where the number of its item is another report's, which happens by design of a stranger only: that report
/// is then compared with none.
pub(super) fn raw(conn: &Connection, reading: i64) -> Outcome<Option<Raw>> {
    let mut statement = conn.prepare_cached(
        "SELECT n.json, r.text, r.id, r.ordinal, k.sha256 FROM readings n JOIN reports r ON r.id = n.report
         JOIN captures k ON k.id = r.capture WHERE n.id = ?1 AND n.current = 1",
    )?;
    let mut rows = statement.query([reading])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    let (report, ordinal): (i64, i64) = (found.get(2)?, found.get(3)?);
    let raw = Raw {
        capture: rows::sha(found, 4)?,
        ordinal,
        report,
        reading,
        json: found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?.to_vec(),
        text: found.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?.to_owned(),
        decisions: review::holding(conn, report)?,
    };
    let taken: Option<bool> = conn
        .prepare_cached(
            "SELECT r.capture = s.capture AND r.ordinal = s.ordinal FROM items i JOIN reports r ON r.id = i.report
             JOIN reports s ON s.id = ?2 WHERE i.number = ?1",
        )?
        .query_row([row(number(&raw.capture, ordinal, 0)), report], |r| r.get(0))
        .optional()?;
    Ok((taken != Some(false)).then_some(raw))
}

impl Raw {
    /// The items that stand for the report's place now.
    pub fn held(&self, conn: &Connection) -> Outcome<Vec<Item>> {
        let mut statement = conn.prepare_cached(
            "SELECT i.number FROM items i JOIN reports s ON s.id = i.report
             WHERE i.report IN (SELECT q.id FROM reports r JOIN reports q ON q.capture = r.capture AND q.ordinal = r.ordinal
                 WHERE r.id = ?1) ORDER BY 1",
        )?;
        let rows = statement.query_map([self.report], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes that its items are made with the decisions as they are.
    pub fn is_made(&self, conn: &Connection) -> Outcome<()> {
        conn.prepare_cached("DELETE FROM reviews_due WHERE report = ?1")?.execute([self.report])?;
        Ok(())
    }

    /// Reads the reading. This takes most of the time of a rebuild, and can be done by many at once.
    pub fn read(self, clock: &Clock) -> Outcome<Vec<Fresh>> {
        let fault = |detail: String| Fault::row(format!("reading {}", self.reading), detail);
        let read: ReadingJson =
            serde_json::from_slice(&unpack(&self.json).map_err(fault)?).map_err(|e| fault(e.to_string()))?;
        let mut out = Vec::with_capacity(1);
        let mut put = |part: i64, mut evidence: Evidence| {
            let item = number(&self.capture, self.ordinal, part);
            evidence.id = item_id(item);
            let home = Home { report: self.report, part, reading: self.reading, incident: None };
            out.push(Fresh { item, home, evidence });
        };
        if self.decisions.is_empty() {
            put(0, clock::evidence(&read, &self.text, clock));
            return Ok(out);
        }
        let (whole, all) = cut(read, &self.text, &self.decisions);
        for part in &all {
            let reading = reading_of(whole.clone(), part);
            let reading = if part.number == 0 { reading } else { passage(&reading, &self.text) };
            put(part.number, clock::evidence(&reading, &self.text, clock));
        }
        Ok(out)
    }
}

/// A reading as people left it, with its parts.
fn cut(read: ReadingJson, text: &str, decisions: &[Decision]) -> (ReadingJson, Vec<Part>) {
    let reviewed = apply(&read, text, decisions);
    let all = parts(&read, text, &reviewed, decisions);
    (reviewed.reading(&read), all)
}

/// The reading that an item's evidence names claims of: as people left it, and of a part its claims alone.
pub(super) fn reading_behind(conn: &Connection, item: Item) -> Outcome<ReadingJson> {
    let fault = |detail: String| Fault::row(format!("the reading of item {item}"), detail);
    let mut statement = conn.prepare_cached(
        "SELECT n.json, i.report, i.part, r.text FROM items i JOIN readings n ON n.id = i.reading
         JOIN reports r ON r.id = i.report WHERE i.number = ?1",
    )?;
    let mut rows = statement.query(params![row(item)])?;
    let found = rows.next()?.ok_or_else(|| fault("is not there".into()))?;
    let json = unpack(found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?).map_err(fault)?;
    let read: ReadingJson = serde_json::from_slice(&json).map_err(|e| fault(e.to_string()))?;
    let decisions = review::holding(conn, found.get(1)?)?;
    if decisions.is_empty() {
        return Ok(read);
    }
    let number: i64 = found.get(2)?;
    let text = found.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
    let (whole, all) = cut(read, text, &decisions);
    let part = all.into_iter().find(|p| p.number == number);
    Ok(reading_of(whole, &part.unwrap_or(Part { number, claims: Vec::new() })))
}
