//! The items of the archive as the shelf of online grouping.

use super::super::{Fault, Outcome};
use isnad_incident::candidates::Row;
use isnad_incident::evidence::{Days, Evidence};
use isnad_incident::group::Options;
use isnad_incident::online::{Brief, Item, Pair, Shelf};
use isnad_incident::pack;
use isnad_model::Sha256;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;

/// Evidences that are kept at hand: beyond this many, start over.
const MOST_AT_HAND: usize = 4096;

/// The number of an item: 63 bits of a hash, so that the same report has the same number in every archive, and the order of numbers
/// says nothing of the order of adding.
pub(super) fn number(capture: &Sha256, ordinal: i64, part: i64) -> Item {
    let mut bytes = capture.0.to_vec();
    bytes.extend(ordinal.to_le_bytes());
    bytes.extend(part.to_le_bytes());
    let hash = Sha256::of(bytes).0;
    hash[..8].iter().fold(0, |n: u64, &b| n << 8 | u64::from(b)) >> 1
}

/// SQLite's numbers are signed; an item's fit.
pub(super) fn row(item: Item) -> i64 {
    item as i64
}

pub(super) fn item(row: i64) -> Item {
    row as Item
}

/// Where an item's report is, for the row that [`Shelf::put`] writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub report: i64,
    pub part: i64,
    pub reading: i64,
    pub incident: Option<i64>,
}

/// The shelf over one transaction.
pub(super) struct Items<'c> {
    conn: &'c Connection,
    at_hand: RefCell<FxHashMap<Item, Arc<Evidence>>>,
    /// The homes of the items that are to be put in.
    pub homes: FxHashMap<Item, Home>,
}

impl<'c> Items<'c> {
    pub fn new(conn: &'c Connection) -> Self {
        Items { conn, at_hand: RefCell::default(), homes: FxHashMap::default() }
    }

    /// Writes the scores of a pair from both sides.
    pub fn keep_pair(&self, a: Item, b: Item, (first, score): (f32, f32)) -> Outcome<()> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO item_pairs (item, other, first, score) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (item, other) DO UPDATE SET first = ?3, score = ?4",
        )?;
        insert.execute(params![row(a), row(b), f64::from(first), f64::from(score)])?;
        insert.execute(params![row(b), row(a), f64::from(first), f64::from(score)])?;
        Ok(())
    }

    /// Writes the row of an item, which has none.
    pub fn insert_row(&self, item: Item, days: Option<Days>, candidates: &Row<Item>) -> Outcome<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO item_rows (item, from_date, to_date, bar, row) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                row(item),
                days.map(|d| d.0.to_string()),
                days.map(|d| d.1.to_string()),
                candidates.bar(),
                pack::row_to_bytes(candidates)
            ])?;
        Ok(())
    }

    /// Writes an item's row.
    pub fn insert(&self, item: Item, evidence: &Evidence) -> Outcome<()> {
        let home =
            self.homes.get(&item).ok_or_else(|| Fault::row(format!("item {item}"), "has no report"))?;
        self.conn
            .prepare_cached(
                "INSERT INTO items (number, report, part, reading, incident, evidence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                row(item),
                home.report,
                home.part,
                home.reading,
                home.incident,
                pack::to_bytes(evidence)
            ])?;
        Ok(())
    }

    /// Lists an item under its keys.
    pub fn list(&self, item: Item, keys: &[u64]) -> Outcome<()> {
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO item_keys (key, item) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for key in keys {
            insert.execute([*key as i64, row(item)])?;
        }
        Ok(())
    }
}

impl Shelf for Items<'_> {
    type Error = Fault;

    fn has(&self, item: Item) -> Outcome<bool> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM items WHERE number = ?1")?.exists([row(item)])?)
    }

    fn under(&self, key: u64, most: usize) -> Outcome<Vec<Item>> {
        let mut statement =
            self.conn.prepare_cached("SELECT item FROM item_keys WHERE key = ?1 ORDER BY item LIMIT ?2")?;
        let rows = statement.query_map([key as i64, most as i64], |r| r.get(0).map(item))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn evidence(&self, item: Item) -> Outcome<Option<Arc<Evidence>>> {
        if let Some(e) = self.at_hand.borrow().get(&item) {
            return Ok(Some(Arc::clone(e)));
        }
        let bytes: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT evidence FROM items WHERE number = ?1")?
            .query_row([row(item)], |r| r.get(0))
            .optional()?;
        let Some(bytes) = bytes else { return Ok(None) };
        let evidence = pack::from_bytes(&bytes)
            .map(Arc::new)
            .ok_or_else(|| Fault::row(format!("item {item}"), "its evidence cannot be read"))?;
        let mut at_hand = self.at_hand.borrow_mut();
        if at_hand.len() >= MOST_AT_HAND {
            at_hand.clear();
        }
        at_hand.insert(item, Arc::clone(&evidence));
        Ok(Some(evidence))
    }

    fn put(&mut self, item: Item, evidence: &Evidence, keys: &[u64]) -> Outcome<()> {
        self.insert(item, evidence)?;
        self.insert_row(item, evidence.days().map(|d| d.0), &Row::default())?;
        self.list(item, keys)
    }

    fn take(&mut self, item: Item, keys: &[u64]) -> Outcome<()> {
        self.at_hand.borrow_mut().remove(&item);
        let mut unlist = self.conn.prepare_cached("DELETE FROM item_keys WHERE key = ?1 AND item = ?2")?;
        for key in keys {
            unlist.execute([*key as i64, row(item)])?;
        }
        self.conn
            .prepare_cached(
                "DELETE FROM item_pairs WHERE other = ?1 AND item IN
                     (SELECT other FROM item_pairs WHERE item = ?1)",
            )?
            .execute([row(item)])?;
        for sql in [
            "DELETE FROM item_pairs WHERE item = ?1",
            "DELETE FROM item_rows WHERE item = ?1",
            "DELETE FROM incident_members WHERE item = ?1 AND incident =
                 (SELECT incident FROM items WHERE number = ?1)",
            "DELETE FROM items WHERE number = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([row(item)])?;
        }
        Ok(())
    }

    fn brief(&self, item: Item) -> Outcome<Option<Brief>> {
        let fault = |detail: String| Fault::row(format!("the row of item {item}"), detail);
        let mut statement =
            self.conn.prepare_cached("SELECT from_date, to_date, bar FROM item_rows WHERE item = ?1")?;
        let mut rows = statement.query([row(item)])?;
        let Some(found) = rows.next()? else { return Ok(None) };
        let date = |k: usize| -> Outcome<Option<jiff::civil::Date>> {
            let text = found.get_ref(k)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            text.map(|t| t.parse().map_err(|e: jiff::Error| fault(e.to_string()))).transpose()
        };
        Ok(Some(Brief { days: date(0)?.zip(date(1)?), bar: found.get(2)? }))
    }

    fn row(&self, item: Item) -> Outcome<Row<Item>> {
        let mut statement = self.conn.prepare_cached("SELECT row FROM item_rows WHERE item = ?1")?;
        let mut rows = statement.query([row(item)])?;
        let Some(found) = rows.next()? else { return Ok(Row::default()) };
        pack::row_from_bytes(found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)
            .ok_or_else(|| Fault::row(format!("the row of item {item}"), "cannot be read"))
    }

    fn set_row(&mut self, item: Item, candidates: &Row<Item>) -> Outcome<()> {
        self.conn
            .prepare_cached("UPDATE item_rows SET bar = ?2, row = ?3 WHERE item = ?1")?
            .execute(params![row(item), candidates.bar(), pack::row_to_bytes(candidates)])?;
        Ok(())
    }

    fn pairs(&self, of: Item) -> Outcome<Vec<Pair>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT other, first, score FROM item_pairs WHERE item = ?1 ORDER BY other")?;
        let rows = statement.query_map([row(of)], |r| {
            Ok(Pair {
                other: item(r.get(0)?),
                first: r.get::<_, f64>(1)? as f32,
                score: r.get::<_, f64>(2)? as f32,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn ties(&self, of: Item, o: Options) -> Outcome<Vec<(Item, f32)>> {
        // The index holds those above -2.
        let mut statement = self.conn.prepare_cached(
            "SELECT other, score FROM item_pairs WHERE item = ?1 AND score > -2 ORDER BY other",
        )?;
        let rows = statement.query_map([row(of)], |r| Ok((item(r.get(0)?), r.get::<_, f64>(1)? as f32)))?;
        let mut out: Vec<(Item, f32)> = rows.collect::<rusqlite::Result<_>>()?;
        out.retain(|p| p.1 > o.unknown);
        Ok(out)
    }

    fn set_pair(&mut self, a: Item, b: Item, scores: Option<(f32, f32)>) -> Outcome<()> {
        let Some(scores) = scores else {
            let mut delete =
                self.conn.prepare_cached("DELETE FROM item_pairs WHERE item = ?1 AND other = ?2")?;
            delete.execute([row(a), row(b)])?;
            delete.execute([row(b), row(a)])?;
            return Ok(());
        };
        self.keep_pair(a, b, scores)
    }
}
