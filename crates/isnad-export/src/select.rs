//! Which rows are written: those of a filter, or those of incidents that are named one by one.

use crate::{Lookup, Result, What};
use isnad_model::{Incident, wire::ReadingJson};
use isnad_store::{
    Archive, ClaimKey, Filter, IncidentFilter, ReportKey, ReportLine, StoredClaim, each_claim, each_incident,
    each_reading, each_report,
};
use std::collections::BTreeSet;

/// What is written, and which of it.
#[derive(Clone, Copy)]
pub enum Of<'a> {
    /// Incidents, with what is known of their actors and places.
    Incidents(Incidents<'a>, &'a Lookup),
    /// Claims.
    Claims(Rows<'a>),
    /// Reports.
    Reports(Rows<'a>),
    /// All decisions.
    Decisions,
}

impl Of<'_> {
    /// What it is.
    pub const fn what(&self) -> What {
        match self {
            Of::Incidents(..) => What::Incidents,
            Of::Claims(_) => What::Claims,
            Of::Reports(_) => What::Reports,
            Of::Decisions => What::Decisions,
        }
    }
}

/// Which incidents.
#[derive(Debug, Clone, Copy)]
pub enum Incidents<'a> {
    /// Those that the archive's filter lets through, in order of founding.
    Filter(&'a IncidentFilter),
    /// Those of these numbers, in this order. One that has ended is left out, as is one that there never was.
    Ids(&'a [i64]),
}

/// Which claims or reports.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    /// Those that the archive's filter lets through, in order of adding.
    Filter(&'a Filter),
    /// Those that belong to the incidents of these numbers: their members' claims, their members' reports. Each once, in this order.
    OfIncidents(&'a [i64]),
}

type Each<'a, T> = Box<dyn Iterator<Item = Result<T>> + 'a>;

impl<'a> Incidents<'a> {
    /// Walks them in constant memory.
    pub(crate) fn each(self, archive: &'a dyn Archive) -> Each<'a, Incident> {
        match self {
            Incidents::Filter(f) => Box::new(each_incident(archive, f).map(|i| Ok(i?))),
            Incidents::Ids(ids) => Box::new(numbered(archive, ids)),
        }
    }
}

impl<'a> Rows<'a> {
    pub(crate) fn claims(self, archive: &'a dyn Archive) -> Each<'a, StoredClaim> {
        match self {
            Rows::Filter(f) => Box::new(each_claim(archive, f).map(|c| Ok(c?))),
            Rows::OfIncidents(ids) => Box::new(flat(claims_of(archive, ids))),
        }
    }

    pub(crate) fn reports(self, archive: &'a dyn Archive) -> Each<'a, ReportLine> {
        match self {
            Rows::Filter(f) => Box::new(each_report(archive, f).map(|r| Ok(r?))),
            Rows::OfIncidents(ids) => {
                Box::new(keys(archive, ids).filter_map(move |k| k.and_then(|k| line(archive, k)).transpose()))
            }
        }
    }

    pub(crate) fn readings(self, archive: &'a dyn Archive) -> Each<'a, ReadingJson> {
        match self {
            Rows::Filter(f) => Box::new(each_reading(archive, f).map(|r| Ok(r?))),
            Rows::OfIncidents(ids) => Box::new(
                keys(archive, ids).filter_map(move |k| k.and_then(|k| Ok(archive.reading(k)?)).transpose()),
            ),
        }
    }
}

/// The incidents of these numbers that have not ended.
fn numbered<'a>(archive: &'a dyn Archive, ids: &'a [i64]) -> impl Iterator<Item = Result<Incident>> + 'a {
    ids.iter().filter_map(move |n| {
        let id = format!("i{n}");
        match archive.incident(&id) {
            // An id that leads elsewhere has ended: where it leads is in the list itself or was filtered out.
            Ok(found) => found.filter(|i| i.id == id).map(Ok),
            Err(error) => Some(Err(error.into())),
        }
    })
}

fn flat<T>(of: impl Iterator<Item = Result<Vec<T>>>) -> impl Iterator<Item = Result<T>> {
    of.flat_map(|some| match some {
        Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(error) => vec![Err(error)],
    })
}

/// The reports of an incident's members with the claims of them that belong to it.
fn members(archive: &dyn Archive, i: &Incident) -> Result<Vec<(ReportKey, BTreeSet<String>)>> {
    let mut out = Vec::with_capacity(i.members.len());
    for m in &i.members {
        if let Some(key) = archive.report_of_item(&m.item)? {
            out.push((key, m.claims.iter().map(|c| c.id.clone()).collect()));
        }
    }
    Ok(out)
}

/// The reports of the incidents, each once.
fn keys<'a>(archive: &'a dyn Archive, ids: &'a [i64]) -> impl Iterator<Item = Result<ReportKey>> + 'a {
    let mut seen = BTreeSet::new();
    flat(numbered(archive, ids).map(move |i| Ok(members(archive, &i?)?.into_iter().map(|m| m.0).collect())))
        .filter(move |key| key.as_ref().map_or(true, |k| seen.insert(*k)))
}

/// The claims of the incidents as people left them, an incident at a time, each once.
fn claims_of<'a>(
    archive: &'a dyn Archive,
    ids: &'a [i64],
) -> impl Iterator<Item = Result<Vec<StoredClaim>>> + 'a {
    let mut seen = BTreeSet::new();
    numbered(archive, ids).map(move |i| {
        let mut out = Vec::new();
        for (key, wanted) in members(archive, &i?)? {
            let (Some(report), Some(reading)) = (line(archive, key)?, archive.reading(key)?) else {
                continue;
            };
            for claim in reading.claims {
                if wanted.contains(&claim.id) && seen.insert((key, claim.id.clone())) {
                    // The number of the row is not asked for, and nothing that is written holds it.
                    let (report, versions) = (report.clone(), reading.versions.clone());
                    out.push(StoredClaim { key: ClaimKey(0), report, versions, claim });
                }
            }
        }
        Ok(out)
    })
}

/// The line of a report that no later extraction replaced.
fn line(archive: &dyn Archive, key: ReportKey) -> Result<Option<ReportLine>> {
    let before = ReportKey(key.0 - 1);
    let next = archive.reports_after(&Filter::default(), Some(before), 1)?;
    Ok(next.into_iter().next().filter(|line| line.key == key))
}
