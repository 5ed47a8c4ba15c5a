//! The full record of an incident: what its members say, side by side, and what follows from it.
//!
//! *Comes in*: the readings of one group with their evidences. *Goes out*: an [`Incident`]: members with their claims, copies under
//! their origin, day, places, parties and figures with the claims they come from, conflicts with their sides, standing with reasons,
//! the time-line. *Does not*: group, give ids, or leave out what a member says because others say otherwise.
//!
//! A member is the part of a report that speaks of this happening: the claims that its evidence holds, and its denials of such. So a
//! round-up that is cut into several evidences is a member of several incidents.

mod conflict;
mod figures;
mod sources;
mod story;

use crate::copies::{COPY, Text, copies, origins};
use crate::evidence::{Evidence, HARM, name_key};
use crate::incident::{Incident as Together, Voted};
use crate::online::{Item, item_id};
use crate::weights::Weights;
use isnad_model::wire::{ClaimJson, PartyJson, ReadingJson, SpanJson};
use isnad_model::{
    Basis, Borrowed, ClaimType, Incident, IncidentDay, IncidentParty, IncidentPlace, Member, MemberClaim,
    PlacePrecision, Standing, Status, WordingKind,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days that publication may lie after what is told, for a report without a day of its own.
const LAG: i64 = 3;
/// Most parties that are listed.
const PARTIES: usize = 12;

/// One member as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The item.
    pub item: Item,
    /// The reading of its report.
    pub reading: &'a ReadingJson,
    /// The evidence of the item, whose claims are places in the reading.
    pub evidence: &'a Evidence,
}

/// What is known of an incident beside its members.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Its id.
    pub id: String,
    /// From which it was split off.
    pub split_from: Option<String>,
    /// A person's standing of it, with the reason.
    pub standing: Option<(Standing, String)>,
}

/// A member under work: indices of claims in its reading.
pub(crate) struct Part<'a> {
    pub id: String,
    pub reading: &'a ReadingJson,
    pub evidence: &'a Evidence,
    /// The member whose words it took: itself where none.
    pub origin: usize,
    /// Claims that it denies, by place in the reading.
    pub denied: Vec<usize>,
}

impl Part<'_> {
    /// Its claims of the happening.
    pub fn told(&self) -> impl Iterator<Item = &ClaimJson> {
        self.evidence.claims.iter().filter_map(|&k| self.reading.claims.get(k))
    }

    /// Its denials.
    pub fn denials(&self) -> impl Iterator<Item = &ClaimJson> {
        self.denied.iter().filter_map(|&k| self.reading.claims.get(k))
    }

    /// The first day of publication.
    pub fn published(&self) -> Option<Date> {
        self.reading.published.as_ref().map(|p| p.from)
    }
}

/// Whether a group is an incident: some member claims harm.
pub fn is_incident<'e>(mut group: impl Iterator<Item = &'e Evidence>) -> bool {
    group.any(|e| !e.claims.is_empty())
}

/// The record of a group. Of the weights it needs how rare the names of places are, and the choice of day, places and figures.
pub fn assemble(sources: &[Source<'_>], weights: &Weights, given: Given) -> Incident {
    let mut sources = sources.to_vec();
    let published = |s: &Source<'_>| s.reading.published.as_ref().map_or(Date::MAX, |p| p.from);
    sources.sort_by_key(|s| (published(s), s.item));
    let group: Vec<&Evidence> = sources.iter().map(|s| s.evidence).collect();
    let texts: Vec<Text<'_>> =
        group.iter().map(|e| Text { shingles: &e.shingles, published: e.published.map(|p| p.1) }).collect();
    let taken = copies(&texts);
    let origin = origins(&taken);
    let kinds: Vec<ClaimType> = types(&group);
    let parts: Vec<Part<'_>> = sources
        .iter()
        .zip(&origin)
        .map(|(s, o)| Part {
            id: item_id(s.item),
            reading: s.reading,
            evidence: s.evidence,
            origin: *o as usize,
            denied: denied(s.reading, &kinds),
        })
        .collect();
    let together = Together::of(&group, &|n| weights.places.of(n), Some(&weights.choice));
    let day = day(&parts, &together);
    let places = places_of(&parts, &together);
    let actors = actors(&parts, &together);
    let source = sources::independent(&parts);
    let figures = figures::figures(&parts, &weights.choice);
    let conflicts = conflict::conflicts(&parts, &group, &together, &places);
    let (standing, reasons) = conflict::standing(
        &parts,
        &group,
        &together,
        &source,
        &conflicts,
        day.as_ref(),
        &places,
        given.standing,
    );
    let members = parts
        .iter()
        .enumerate()
        .map(|(n, p)| Member {
            copy_of: (p.origin != n).then(|| parts[p.origin].id.clone()),
            copied: taken[n].first().filter(|t| t.share >= COPY).map(|t| t.share),
            ..member(p, source[n], day.as_ref(), places.first())
        })
        .collect();
    Incident {
        story: story::story(&parts),
        id: given.id,
        split_from: given.split_from,
        types: kinds,
        targets: parties(&parts, |c| &c.target, &[]),
        sources: source.iter().max().map_or(0, |m| m + 1),
        day,
        places,
        actors,
        figures,
        conflicts,
        standing,
        reasons,
        members,
    }
}

/// Types of the claims, the commonest first.
fn types(group: &[&Evidence]) -> Vec<ClaimType> {
    let mut of: BTreeMap<ClaimType, f32> = BTreeMap::new();
    for e in group {
        e.kinds.iter().for_each(|(k, n)| *of.entry(*k).or_default() += n);
    }
    let mut out: Vec<(ClaimType, f32)> = of.into_iter().collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    out.into_iter().map(|k| k.0).collect()
}

/// The denials of a reading that concern claims of these types.
fn denied(reading: &ReadingJson, kinds: &[ClaimType]) -> Vec<usize> {
    let denies = |c: &ClaimJson| {
        c.status == Status::Negated && !c.background && HARM.contains(&c.kind) && kinds.contains(&c.kind)
    };
    (0..reading.claims.len()).filter(|&k| denies(&reading.claims[k])).collect()
}

fn member(p: &Part<'_>, source: usize, day: Option<&IncidentDay>, place: Option<&IncidentPlace>) -> Member {
    let r = p.reading;
    let claim = |c: &ClaimJson| MemberClaim {
        id: c.id.clone(),
        kind: c.kind,
        status: c.status,
        trigger: c.trigger.clone(),
        actor: c.actor.clone(),
        target: c.target.clone(),
        says: c.says.clone(),
        plover: c.plover.clone(),
        acled: c.acled.clone(),
        confidence: c.confidence,
    };
    Member {
        item: p.id.clone(),
        report: r.id.clone(),
        capture: r.capture,
        text_sha256: r.text_sha256,
        url: r.url.clone(),
        title: r.title.clone(),
        language: r.language.clone(),
        outlet: r.outlet.clone(),
        published: r.published.clone(),
        copy_of: None,
        copied: None,
        source,
        day: day.and_then(|d| borrowed_day(p, d)),
        place: place.and_then(|s| borrowed_place(p, s)),
        claims: p.told().chain(p.denials()).map(claim).collect(),
    }
}

/// The day that a member without one takes from the others. A report is of the day of its publication or of few days before.
fn borrowed_day(p: &Part<'_>, day: &IncidentDay) -> Option<Borrowed> {
    if !p.evidence.stated.is_empty() || day.claims.is_empty() {
        return None;
    }
    let fits = match p.evidence.published {
        // Of bounds any day may be that of publication.
        Some(d) => day.to <= d.1 && crate::evidence::span_days((day.from, d.0)) <= LAG,
        None => true,
    };
    fits.then(|| Borrowed { value: day.from.to_string(), taken_from: day.claims.clone() })
}

/// The place that a member without a settlement takes from the others.
fn borrowed_place(p: &Part<'_>, place: &IncidentPlace) -> Option<Borrowed> {
    let own = p.evidence.places.iter().any(crate::spot::Spot::is_fine);
    (!own && !place.claims.is_empty())
        .then(|| Borrowed { value: place.name.clone(), taken_from: place.claims.clone() })
}

fn day(parts: &[Part<'_>], together: &Together) -> Option<IncidentDay> {
    let Voted { value: (from, to), by, .. } = together.days.as_ref()?;
    let mut claims = Vec::new();
    for c in by.iter().filter_map(|&k| parts.get(k)).flat_map(Part::told) {
        let stated = c.time.iter().find_map(|t| Some((t.time.from?, t.time.to?)));
        if stated.is_some_and(|d| d.0 <= *to && *from <= d.1) {
            claims.push(c.id.clone());
        }
    }
    let dated = |k: &usize| parts.get(*k).is_some_and(|p| p.reading.published.is_some());
    let basis = match () {
        () if !claims.is_empty() => Basis::Stated,
        () if by.iter().any(dated) => Basis::Metadata,
        // Bounded by the numbers of their addresses alone.
        () => Basis::Url,
    };
    Some(IncidentDay { from: *from, to: *to, basis, claims, items: items(parts, by) })
}

pub(crate) fn items(parts: &[Part<'_>], by: &[usize]) -> Vec<String> {
    by.iter().filter_map(|&k| parts.get(k)).map(|p| p.id.clone()).collect()
}

fn places_of(parts: &[Part<'_>], together: &Together) -> Vec<IncidentPlace> {
    let mut out: Vec<IncidentPlace> = Vec::new();
    for v in &together.places {
        let mut claims = Vec::new();
        let (mut id, mut radius) = (None, None);
        for c in v.by.iter().filter_map(|&k| parts.get(k)).flat_map(Part::told) {
            for p in c.place.iter().filter(|p| name_key(&p.place.name) == v.value.key) {
                if id.is_none() {
                    id.clone_from(&p.place.gazetteer_id);
                }
                // Of the point that stands for the incident, and not of another of the same name.
                if p.place.lat.zip(p.place.lon) == v.value.at && p.place.precision == v.value.precision {
                    radius = radius.or(p.place.radius_km);
                }
                if claims.last() != Some(&c.id) {
                    claims.push(c.id.clone());
                }
            }
        }
        // A place that no claim has is mentioned in the headline or beside.
        let mentioned = || {
            v.by.iter()
                .filter_map(|&k| parts.get(k))
                .flat_map(|p| &p.reading.mentions)
                .filter_map(|m| m.place.as_ref())
                .find(|p| p.gazetteer_id.is_some() && name_key(&p.name) == v.value.key)
                .and_then(|p| p.gazetteer_id.clone())
        };
        out.push(IncidentPlace {
            name: v.value.name.clone(),
            lat: v.value.at.map(|a| a.0),
            lon: v.value.at.map(|a| a.1),
            gazetteer_id: id.or_else(mentioned),
            precision: v.value.precision,
            radius_km: radius,
            votes: v.votes,
            claims,
            items: items(parts, &v.by),
        });
    }
    out
}

/// Whether a place is a settlement or finer.
pub(crate) fn is_fine(p: PlacePrecision) -> bool {
    matches!(
        p,
        PlacePrecision::Exact | PlacePrecision::Quarter | PlacePrecision::Settlement | PlacePrecision::Near
    )
}

/// Who is said to have done it: the registered, in the order of the votes, then those of whom only words are known.
fn actors(parts: &[Part<'_>], together: &Together) -> Vec<IncidentParty> {
    let order: Vec<&str> = together.culprits.iter().map(|v| v.value.as_str()).collect();
    parties(parts, |c| &c.actor, &order)
}

/// Whether words hold one that judges.
fn judged(reading: &ReadingJson, at: &SpanJson) -> bool {
    reading.wording.iter().any(|w| {
        matches!(w.kind, WordingKind::Label | WordingKind::Pejorative)
            && w.at.start < at.end
            && at.start < w.at.end
    })
}

/// Parties of claims by identity, or by name where they have none; those of `order` first, then the most named.
fn parties(
    parts: &[Part<'_>],
    of: impl Fn(&ClaimJson) -> &Vec<PartyJson>,
    order: &[&str],
) -> Vec<IncidentParty> {
    let mut at: BTreeMap<Result<String, u32>, usize> = BTreeMap::new();
    let mut found: Vec<IncidentParty> = Vec::new();
    for p in parts {
        for c in p.told() {
            for party in of(c) {
                let loaded = judged(p.reading, &party.at);
                let key = party.entity.clone().ok_or_else(|| name_key(&party.at.text));
                let n = *at.entry(key).or_insert_with(|| {
                    found.push(IncidentParty {
                        entity: party.entity.clone(),
                        name: party.at.text.clone(),
                        loaded,
                        claims: Vec::new(),
                        items: Vec::new(),
                    });
                    found.len() - 1
                });
                let f = &mut found[n];
                if f.loaded && !loaded {
                    f.name.clone_from(&party.at.text);
                    f.loaded = false;
                }
                if f.claims.last() != Some(&c.id) {
                    f.claims.push(c.id.clone());
                }
                if f.items.last() != Some(&p.id) {
                    f.items.push(p.id.clone());
                }
            }
        }
    }
    let place = |p: &IncidentParty| {
        let listed = p.entity.as_deref().and_then(|e| order.iter().position(|o| *o == e));
        listed.unwrap_or(usize::MAX)
    };
    found.sort_by(|a, b| {
        let named = |p: &IncidentParty| (std::cmp::Reverse(p.items.len()), std::cmp::Reverse(p.claims.len()));
        (place(a), a.entity.is_none(), named(a)).cmp(&(place(b), b.entity.is_none(), named(b)))
    });
    found.truncate(PARTIES);
    found
}
