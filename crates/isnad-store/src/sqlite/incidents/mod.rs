//! Incidents kept in step with readings and decisions.
//!
//! What is due is told by the rows alone: current readings that no item was made from, items of readings that are no longer current,
//! decisions that were not heeded. So a program that dies between adding a report and grouping it loses nothing: the next update does
//! it. Some dozens of reports are one transaction; a rebuild is one.

#[cfg(feature = "testing")]
mod given;
mod lines;
mod list;
mod matching;
mod parted;
mod record;
mod ruled;
mod shelf;

#[cfg(feature = "testing")]
pub(super) use given::found;
pub(super) use lines::{changed, in_step, lines, make_all};
pub(super) use list::{after, count, list, of_report, one, report_of};
pub(super) use matching::matching;
pub(super) use ruled::resolve;

use super::open::set_meta;
use super::{Fault, Outcome};
use crate::Grouped;
use isnad_incident::clock::Clock;
use isnad_incident::evidence::{Days, Evidence};
use isnad_incident::group::{Ruling, group};
use isnad_incident::online::{All, Item, Ruled, Shelf, keys_of, regroup, update};
use isnad_incident::pack;
use isnad_incident::partition::GROUPING;
use isnad_incident::reconcile::reconcile;
use isnad_incident::record::is_incident;
use isnad_incident::weights::{Looked, Weights};
use rayon::prelude::*;
use record::write;
use rusqlite::{Connection, OptionalExtension, params};
use shelf::{Home, Items, item, row};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The time of changing.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// Readings that a rebuild holds at once before they are read.
const AT_ONCE: usize = 1024;

/// Readings that one transaction compares.
pub(super) const STRIDE: usize = 64;

/// What is learned and shipped, with the mark of what is made with it.
pub(super) struct Learned {
    pub weights: Weights,
    pub clock: Clock,
    pub mark: String,
}

/// It is read once.
pub(super) fn learned() -> Outcome<&'static Learned> {
    static READ: OnceLock<Result<Learned, String>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let weights = Weights::shipped().map_err(|e| e.to_string())?;
        let clock = Clock::shipped().map_err(|e| e.to_string())?;
        let mark = pack::mark(&weights, &clock);
        Ok(Learned { weights, clock, mark })
    });
    read.as_ref().map_err(|e| Fault::row("the weights of pairs that are built into the program", e))
}

/// What is due.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// Current readings of reports of which decisions changed the claims. They come first and at once: whoever is with
    /// them must be made from them as they are now.
    pub ruled: Vec<i64>,
    /// Other current readings that no item was made from, in order of adding.
    pub readings: Vec<i64>,
    /// Items of reports that are gone: those that are read otherwise come with their new readings.
    pub items: Vec<i64>,
    /// How many items there are.
    pub held: u64,
    /// Whether the items were made by another version, so that all must be made anew.
    pub other_mark: bool,
    /// Whether decisions wait.
    pub decisions: bool,
}

impl Due {
    /// Whether nothing is.
    pub fn is_nothing(&self) -> bool {
        self.ruled.is_empty()
            && self.readings.is_empty()
            && self.items.is_empty()
            && !self.other_mark
            && !self.decisions
    }

    /// How much it is.
    pub fn count(&self) -> u64 {
        let all = if self.other_mark { self.held } else { 0 };
        let reports = self.ruled.len() + self.readings.len() + self.items.len();
        all + reports as u64 + u64::from(self.decisions)
    }

    /// Whether it is cheaper to do all anew. Measured: a report more costs as much as some hundreds of a rebuild among fourteen thousand of
    /// which most hang together, since those are grouped anew.
    pub fn asks_for_all(&self) -> bool {
        let reports = (self.ruled.len() + self.readings.len()) as u64;
        self.other_mark || reports > 16.max(self.held / 512)
    }
}

/// Whether an item is of a reading that is no longer current.
const OLD_READINGS: &str =
    "SELECT 1 FROM items WHERE reading NOT IN (SELECT id FROM readings WHERE current = 1)";

/// What is due. Whether readings or items are is told by two indexes, since a walk over the rows themselves takes seconds among hundreds of thousands;
/// `in_step` says that it is known already that none is.
pub(super) fn due(conn: &Connection, in_step: bool) -> Outcome<Due> {
    let list = |sql: &str| -> Outcome<Vec<i64>> {
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| r.get(0))?;
        let mut all = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        all.sort_unstable();
        Ok(all)
    };
    // The indexes are named, and rows sorted here: for an order the planner would walk over all readings with their JSON.
    let held: i64 = conn.prepare_cached("SELECT count(*) FROM items")?.query_row([], |r| r.get(0))?;
    let mark: Option<String> = conn
        .prepare_cached("SELECT value FROM meta WHERE key = 'incidents'")?
        .query_row([], |r| r.get(0))
        .optional()?;
    Ok(Due {
        ruled: list(
            "SELECT n.id FROM reviews_due d CROSS JOIN readings n INDEXED BY readings_current
             WHERE n.report = d.report AND n.current = 1",
        )?,
        readings: match in_step {
            true => Vec::new(),
            false => list(
                "SELECT n.id FROM readings n INDEXED BY readings_current
                 WHERE n.current = 1 AND n.id NOT IN (SELECT reading FROM items)
                 AND n.report NOT IN (SELECT report FROM reviews_due)",
            )?,
        },
        items: match in_step || !conn.prepare_cached(OLD_READINGS)?.exists([])? {
            true => Vec::new(),
            false => list(
                "SELECT i.number FROM items i JOIN readings n ON n.id = i.reading JOIN reports r ON r.id = i.report
                 WHERE n.current = 0 AND NOT EXISTS (SELECT 1 FROM reports s
                     WHERE s.capture = r.capture AND s.ordinal = r.ordinal AND s.current = 1) ORDER BY 1",
            )?,
        },
        held: held.max(0) as u64,
        other_mark: held > 0 && mark.as_deref() != Some(learned()?.mark.as_str()),
        decisions: conn
            .prepare_cached(
                "SELECT 1 FROM decisions d WHERE d.kind IN ('move', 'merge', 'split', 'standing', 'undo')
                   AND NOT EXISTS (SELECT 1 FROM rulings r WHERE r.decision = d.decision_id)",
            )?
            .exists([])?,
    })
}

/// What one step of an update did.
pub(super) enum Step {
    /// Nothing was due.
    Nothing,
    /// Some of it.
    Some,
    /// All of it, anew.
    All,
}

/// Does a part of what is due, in the caller's transaction.
pub(super) fn step(
    conn: &Connection,
    in_step: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Outcome<(Grouped, Step)> {
    let due = due(conn, in_step)?;
    if due.is_nothing() {
        return Ok((Grouped::default(), Step::Nothing));
    }
    if due.asks_for_all() {
        return Ok((rebuild(conn, progress)?, Step::All));
    }
    // What is gone for good goes with the first readings; an item that is read otherwise goes and comes in one transaction.
    let mut some = due.ruled;
    some.extend(due.readings.iter().take(STRIDE));
    Ok((update_some(conn, &some, &due.items)?, Step::Some))
}

/// Incidents with their members, as they are before a change.
#[derive(Default)]
struct Before(BTreeMap<i64, Vec<Item>>);

impl Before {
    fn note(&mut self, conn: &Connection, incident: i64) -> Outcome<()> {
        if let Entry::Vacant(new) = self.0.entry(incident) {
            new.insert(ruled::members(conn, incident)?);
        }
        Ok(())
    }

    fn note_of(&mut self, conn: &Connection, item: Item) -> Outcome<Option<i64>> {
        let incident: Option<Option<i64>> = conn
            .prepare_cached("SELECT incident FROM items WHERE number = ?1")?
            .query_row([row(item)], |r| r.get(0))
            .optional()?;
        let incident = incident.flatten();
        incident.map_or(Ok(()), |i| self.note(conn, i))?;
        Ok(incident)
    }
}

/// Brings some readings and gone items in step, and heeds what decisions wait.
pub(super) fn update_some(conn: &Connection, readings: &[i64], gone: &[i64]) -> Outcome<Grouped> {
    let Learned { weights, clock, mark } = learned()?;
    let mut before = Before::default();
    let mut shelf = Items::new(conn);
    let mut taken: Vec<Item> = gone.iter().map(|n| item(*n)).collect();
    let mut new: Vec<(Item, Evidence)> = Vec::new();
    // What moved claims belonged to is known while items are as they were.
    let ruling = ruled::waiting(conn)?;
    parted::is_made(conn, readings)?;
    for &reading in readings {
        let Some(raw) = parted::raw(conn, reading)? else { continue };
        // Parts that are no more go, the others come again.
        let held = raw.held(conn)?;
        taken.extend(held.into_iter().filter(|i| !taken.contains(i)).collect::<Vec<_>>());
        for f in raw.read(clock)? {
            if !new.iter().any(|n| n.0 == f.item) {
                shelf.homes.insert(f.item, f.home);
                new.push((f.item, f.evidence));
            }
        }
    }
    for &item in &taken {
        let incident = before.note_of(conn, item)?;
        if let Some(home) = shelf.homes.get_mut(&item) {
            home.incident = incident;
        }
    }
    let items = new.len() as u64;
    let changed: BTreeSet<Item> = new.iter().map(|n| n.0).collect();
    let mut seeds = update(&mut shelf, weights, GROUPING, &taken, &new)?;
    seeds.extend(before.0.values().flatten());
    let ruled = ruled::heed(conn, ruling)?;
    seeds.extend(&ruled);
    let rulings = ruled::pairs(conn)?;
    let groups = loop {
        let groups = regroup(&shelf, seeds.iter().copied(), &rulings, GROUPING)?;
        let held: BTreeSet<Item> = groups.iter().flatten().copied().collect();
        for &item in &held {
            before.note_of(conn, item)?;
        }
        // Whoever was with one of these is grouped anew too; with sound pairs all of them are there.
        let missing: Vec<Item> = before.0.values().flatten().filter(|i| !held.contains(i)).copied().collect();
        let known = seeds.len();
        for item in missing {
            if shelf.has(item)? {
                seeds.insert(item);
            }
        }
        if seeds.len() == known {
            break groups;
        }
    };
    let mut done = settle(conn, &shelf, weights, &before, groups, |item| {
        changed.contains(&item) || ruled.contains(&item)
    })?;
    done.items = items;
    set_meta(conn, "incidents", mark)?;
    Ok(done)
}

/// Makes all items anew and groups them at once. `progress` is told how many of how many readings are done.
pub(super) fn rebuild(conn: &Connection, progress: &mut dyn FnMut(u64, u64)) -> Outcome<Grouped> {
    let Learned { weights, clock, mark } = learned()?;
    let mut before = Before::default();
    let incidents = conn
        .prepare("SELECT id FROM incidents WHERE json IS NOT NULL")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    incidents.into_iter().try_for_each(|i| before.note(conn, i))?;
    // Decisions are heeded on what is there before.
    let ruling = ruled::waiting(conn)?;
    ruled::heed(conn, ruling)?;
    let mut home: BTreeMap<Item, i64> = BTreeMap::new();
    for (incident, members) in &before.0 {
        members.iter().for_each(|m| {
            home.insert(*m, *incident);
        });
    }
    for table in ["incident_members", "item_keys", "item_pairs", "item_rows", "items", "reviews_due"] {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let readings = conn
        .prepare("SELECT id FROM readings WHERE current = 1 ORDER BY id")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut shelf = Items::new(conn);
    let mut all: BTreeMap<Item, Evidence> = BTreeMap::new();
    let total = readings.len() as u64;
    for (n, some) in readings.chunks(AT_ONCE).enumerate() {
        progress((n * AT_ONCE) as u64, total);
        let raws =
            some.iter().filter_map(|r| parted::raw(conn, *r).transpose()).collect::<Outcome<Vec<_>>>()?;
        let read = raws.into_par_iter().map(|r| r.read(clock)).collect::<Outcome<Vec<_>>>()?;
        for f in read.into_iter().flatten() {
            if let Entry::Vacant(new) = all.entry(f.item) {
                shelf.homes.insert(f.item, Home { incident: home.get(&f.item).copied(), ..f.home });
                new.insert(f.evidence);
            }
        }
    }
    let all: Vec<(Item, Evidence)> = all.into_iter().collect();
    let compared = All::of(&all, weights);
    // In the order of the tables, so that each page is written once.
    let mut listed: Vec<(u64, Item)> =
        all.par_iter().flat_map_iter(|i| keys_of(&i.1, weights).into_iter().map(|k| (k, i.0))).collect();
    listed.par_sort_unstable();
    for (n, (item, evidence)) in all.iter().enumerate() {
        shelf.insert(*item, evidence)?;
        shelf.insert_row(*item, evidence.days().map(|d| d.0), &compared.row(n, &all))?;
    }
    listed.into_iter().try_for_each(|(key, item)| shelf.list(item, &[key]))?;
    for p in &compared.pairs {
        shelf.keep_pair(all[p.a as usize].0, all[p.b as usize].0, (p.first, p.score))?;
    }
    let (items, days): (Vec<Item>, Vec<Option<Days>>) =
        all.into_iter().map(|(item, e)| (item, e.days().map(|d| d.0))).unzip();
    let groups = grouped(&items, &days, &compared.pairs, &ruled::pairs(conn)?);
    let mut done = settle(conn, &shelf, weights, &before, groups, |_| true)?;
    done.items = items.len() as u64;
    set_meta(conn, "incidents", mark)?;
    progress(total, total);
    Ok(done)
}

/// The groups of all items, which stand in order.
fn grouped(items: &[Item], days: &[Option<Days>], pairs: &[Looked], rulings: &[Ruled]) -> Vec<Vec<Item>> {
    let at = |item: Item| items.binary_search(&item).ok().map(|n| n as u32);
    let scored: Vec<(u32, u32, f32)> = pairs.iter().map(|p| (p.a, p.b, p.score)).collect();
    let ruled: Vec<(u32, u32, Ruling)> =
        rulings.iter().filter_map(|&(a, b, r)| Some((at(a)?, at(b)?, r))).collect();
    let groups = group(days, &scored, &ruled, GROUPING);
    groups.into_iter().map(|g| g.into_iter().map(|n| items[n as usize]).collect()).collect()
}

/// Gives groups their ids, writes the records of those that changed, and the redirects of incidents that ended.
fn settle(
    conn: &Connection,
    shelf: &Items<'_>,
    weights: &Weights,
    before: &Before,
    groups: Vec<Vec<Item>>,
    changed: impl Fn(Item) -> bool,
) -> Outcome<Grouped> {
    let mut done = Grouped::default();
    let mut speaking = Vec::with_capacity(groups.len());
    let mut mute: Vec<Item> = Vec::new();
    let mut place =
        conn.prepare_cached("UPDATE items SET incident = ?2 WHERE number = ?1 AND incident IS NOT ?2")?;
    for group in groups {
        let mut evidence = Vec::with_capacity(group.len());
        for item in &group {
            evidence.extend(shelf.evidence(*item)?);
        }
        if is_incident(evidence.iter().map(|e| &**e)) {
            speaking.push(group);
        } else {
            for item in &group {
                if place.execute(params![row(*item), None::<i64>])? > 0 || changed(*item) {
                    mute.push(*item);
                }
            }
        }
    }
    let old: Vec<(i64, Vec<Item>)> = before.0.iter().map(|(id, m)| (*id, m.clone())).collect();
    let matched = reconcile(&old, &speaking);
    let mut ids = Vec::with_capacity(speaking.len());
    for (kept, split) in matched.kept.iter().zip(&matched.split_from) {
        ids.push(match kept {
            Some(id) => *id,
            None => {
                done.founded += 1;
                conn.prepare_cached(&format!(
                    "INSERT INTO incidents (split_from, types, standing, sources, conflicts, added_at, changed_at)
                     VALUES (?1, '', '', 0, 0, {NOW}, {NOW})"
                ))?
                .execute([split])?;
                conn.last_insert_rowid()
            }
        });
    }
    for (id, to) in &matched.ended {
        done.ended += 1;
        record::end(conn, *id, to.map(|n| ids[n]))?;
    }
    for (group, id) in speaking.iter().zip(&ids) {
        for item in group {
            place.execute(params![row(*item), id])?;
        }
    }
    let mut weighed = mute;
    let standings: BTreeMap<i64, _> = ruled::standings(conn)?.into_iter().collect();
    for ((group, id), kept) in speaking.iter().zip(&ids).zip(&matched.kept) {
        let same = before.0.get(id).is_some_and(|m| m == group);
        if same && !group.iter().any(|i| changed(*i)) {
            continue;
        }
        write(conn, shelf, weights, *id, group, standings.get(id))?;
        weighed.extend(group);
        done.changed += u64::from(kept.is_some());
    }
    let mut reports = BTreeSet::new();
    for item in weighed {
        reports.extend(list::report_of_number(conn, row(item))?);
    }
    reports.into_iter().try_for_each(|r| super::queue::weigh(conn, r))?;
    Ok(done)
}
