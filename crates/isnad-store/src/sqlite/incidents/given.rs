//! Incidents whose members are given, for archives that are made for measuring (feature `testing`).
//!
//! *Comes in*: records with the evidence of their reports, those of one happening together. *Goes out*: the same rows as grouping writes: items, keys,
//! pairs, records of incidents and all by which they are found. *Does not*: compare anything. That members belong together is noted as a score of each
//! pair, so that what a person rules later regroups them as it does those that were compared. Of candidates that no pair came of nothing is noted:
//! a report that is added later is compared as ever.

use super::super::Outcome;
use super::super::write::{Ids, Unindexed, add};
use super::shelf::{Home, Items, number};
use super::{Before, learned, settle};
use crate::sqlite::open::set_meta;
use crate::{Entry, Grouped};
use isnad_incident::candidates::Row;
use isnad_incident::evidence::Evidence;
use isnad_incident::online::{Item, item_id, keys_of};
use rayon::prelude::*;
use rusqlite::Connection;

/// The score of two that are given as one happening: as sure as pairs come.
const SURE: f32 = 6.0;

/// A record with the evidence of its only report.
pub(in super::super) type Given = (Entry, Evidence);

/// Adds records and founds an incident of each group.
pub(in super::super) fn found(
    conn: &Connection,
    ids: &mut Ids,
    mut groups: Vec<Vec<Given>>,
) -> Outcome<(Grouped, Vec<Unindexed>)> {
    let learned = learned()?;
    let mut shelf = Items::new(conn);
    let mut unindexed = Vec::new();
    let keys: Vec<Vec<Vec<u64>>> =
        groups.par_iter().map(|g| g.iter().map(|(_, e)| keys_of(e, &learned.weights)).collect()).collect();
    let mut listed: Vec<(u64, Item)> = Vec::new();
    let mut members = Vec::with_capacity(groups.len());
    for (group, keys) in groups.iter_mut().zip(keys) {
        let mut items: Vec<Item> = Vec::with_capacity(group.len());
        for ((entry, evidence), keys) in group.iter_mut().zip(keys) {
            let (_, new) = add(conn, ids, entry)?;
            let Some(report) = new.first().map(|u| u.report) else { continue };
            unindexed.extend(new);
            let item = number(&entry.capture(), 0, 0);
            evidence.id = item_id(item);
            let reading = conn
                .prepare_cached("SELECT id FROM readings WHERE report = ?1 AND current = 1")?
                .query_row([report], |r| r.get(0))?;
            shelf.homes.insert(item, Home { report, part: 0, reading, incident: None });
            shelf.insert(item, evidence)?;
            shelf.insert_row(item, evidence.days().map(|d| d.0), &Row::default())?;
            listed.extend(keys.into_iter().map(|k| (k, item)));
            for &other in &items {
                shelf.keep_pair(other, item, (SURE, SURE))?;
            }
            items.push(item);
        }
        items.sort_unstable();
        members.push(items);
    }
    // In the order of the table, so that each page is written once.
    listed.sort_unstable();
    listed.into_iter().try_for_each(|(key, item)| shelf.list(item, &[key]))?;
    members.retain(|m| !m.is_empty());
    let items = members.iter().map(|m| m.len() as u64).sum();
    let mut done = settle(conn, &shelf, &learned.weights, &Before::default(), members, |_| true)?;
    done.items = items;
    set_meta(conn, "incidents", &learned.mark)?;
    Ok((done, unindexed))
}
