//! Places that are said by their relation to another: distance, direction, «between».
//!
//! *Comes in*: place expressions and the words around them. *Goes out*: the [`Relation`] of each, the expression widened over
//! the words that say it («على بعد 3 كم جنوب …»), and from a relation and a point the area that is meant. *Does not*: make
//! a point where the words give an area: how far off the point may be is the radius.

use crate::key::key;
use crate::knowledge::Knowledge;
use crate::placeexpr::PlaceHit;
use crate::scan::{Gap, Scan};
use isnad_model::PlacePrecision;
use isnad_text::number;
use std::sync::LazyLock;

/// Words between a distance and the place that it is counted from.
const BACK: usize = 9;
/// A distance beyond this many kilometres says nothing of where a thing is.
const FARTHEST: f64 = 1000.0;
/// Two places between which something is lie at most this far apart (kilometres), where it is said of villages and towns.
const BETWEEN: f64 = 60.0;
/// How far in its direction the middle of a part of a countryside lies from its town (kilometres): of a province, of a town.
const PART_OF_PROVINCE: f64 = 20.0;
const PART_OF_DISTRICT: f64 = 8.0;

/// How an expression stands to the place that it names.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Relation {
    /// Kilometres from it, where said.
    pub km: Option<f64>,
    /// Direction from it in degrees (north 0, east 90), where said.
    pub bearing: Option<f64>,
    /// It is one of two places between which something is; says whether the other follows or precedes.
    pub between: Option<Other>,
}

/// Where the other of two places stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    Next,
    Last,
}

/// A point with the radius within which what is meant lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub lat: f64,
    pub lon: f64,
    pub radius: f64,
}

struct Words {
    units: [(u64, f64); 12],
    duals: [(u64, f64); 4],
    distance: [u64; 2],
    links: [u64; 7],
    on: u64,
    between: u64,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    units: [
        ("كم", 1.0),
        ("كلم", 1.0),
        ("كيلومتر", 1.0),
        ("كيلومترا", 1.0),
        ("كيلومترات", 1.0),
        ("كيلو", 1.0),
        ("كيلومترين", 1.0),
        ("متر", 0.001),
        ("مترا", 0.001),
        ("امتار", 0.001),
        ("ميل", 1.609),
        ("اميال", 1.609),
    ]
    .map(|(w, km)| (key(w), km)),
    duals: [("كيلومترين", 2.0), ("مترين", 0.002), ("ميلين", 3.218), ("كيلومتران", 2.0)]
        .map(|(w, km)| (key(w), km)),
    distance: ["بعد", "مسافه"].map(key),
    links: ["الي", "من", "عن", "متر", "مترا", "نحو", "حوالي"].map(key),
    on: key("علي"),
    between: key("بين"),
});

/// The direction that a folded word names, in degrees.
fn bearing_of(norm: &str) -> Option<f64> {
    let word = norm.strip_prefix('و').unwrap_or(norm);
    let word = word.strip_prefix("لل").or_else(|| word.strip_prefix(['ب', 'ل'])).unwrap_or(word);
    match word.strip_prefix("ال").unwrap_or(word) {
        "شمال" | "شمالي" | "شماليه" | "شمالا" => Some(0.0),
        "شرق" | "شرقي" | "شرقيه" | "شرقا" => Some(90.0),
        "جنوب" | "جنوبي" | "جنوبيه" | "جنوبا" => Some(180.0),
        "غرب" | "غربي" | "غربيه" | "غربا" => Some(270.0),
        _ => None,
    }
}

/// The direction of some words together («شمال غربي»); `None` where there is none, or where they cancel out.
fn bearing(scan: &Scan<'_, '_>, words: impl Iterator<Item = usize>) -> Option<f64> {
    let (mut north, mut east, mut any) = (0.0, 0.0, false);
    for degrees in words.filter_map(|i| bearing_of(scan.norm(i))) {
        north += f64::cos(f64::to_radians(degrees));
        east += f64::sin(f64::to_radians(degrees));
        any = true;
    }
    (any && f64::hypot(north, east) > 0.1).then(|| f64::atan2(east, north).to_degrees().rem_euclid(360.0))
}

/// Finds the relations of all expressions, and widens those whose distance stands before them.
pub(crate) fn find(k: &Knowledge, scan: &Scan<'_, '_>, hits: &mut [PlaceHit]) {
    let mut numbers = None;
    for n in 0..hits.len() {
        let least = n.checked_sub(1).map_or(0, |m| hits[m].to);
        let hit = &hits[n];
        let around = bearing(scan, (hit.from..hit.core.0).chain(hit.core.1..hit.to));
        let mut relation = Relation { bearing: around, ..Relation::default() };
        let mut from = None;
        if let Some((unit, factor)) = unit_before(scan, hit.from, least, k) {
            let numbers = numbers.get_or_insert_with(|| number::find(scan.analysis, &[]));
            if let Some((first, km)) = counted(scan, numbers, unit, factor, least) {
                relation.bearing = bearing(scan, (unit + 1..hit.core.0).chain(hit.core.1..hit.to));
                if let Some(first) = said(scan, first, least).or(relation.bearing.map(|_| first)) {
                    relation.km = Some(km).filter(|km| (0.0..=FARTHEST).contains(km));
                    from = Some(first);
                }
            }
        }
        let hit = &mut hits[n];
        hit.relation = relation;
        if let Some(from) = from {
            (hit.from, hit.letters, hit.around) = (from, 0, true);
        }
    }
    for n in 1..hits.len() {
        let (a, b) = (&hits[n - 1], &hits[n]);
        let joined = a.to == b.from && scan.norm(b.from).starts_with('و') && b.letters > 0;
        let after =
            a.from.checked_sub(1).filter(|&i| scan.words[a.from].gap != Gap::Break && scan.words[i].arabic);
        let between = after.is_some_and(|i| scan.words[i].readings.iter().any(|r| r.key == WORDS.between));
        if joined && between {
            hits[n - 1].relation.between = Some(Other::Next);
            hits[n].relation.between = Some(Other::Last);
        }
    }
}

/// The word of a unit of length before word `from`, with nothing but directions and links between.
fn unit_before(scan: &Scan<'_, '_>, from: usize, least: usize, k: &Knowledge) -> Option<(usize, f64)> {
    let mut i = from;
    while i > least && from - i < BACK && scan.words[i].gap != Gap::Break {
        i -= 1;
        let word = &scan.words[i];
        let known = WORDS.units.iter().chain(&WORDS.duals).find(|(u, _)| *u == word.key());
        if let Some(&(_, factor)) = known {
            return Some((i, factor));
        }
        let link = word.readings.iter().any(|r| WORDS.links.contains(&r.key) || k.places.direction(r.key));
        if !link && bearing_of(scan.norm(i)).is_none() {
            return None;
        }
    }
    None
}

/// How many of the unit at word `unit`: the first word of the number, and kilometres.
fn counted(
    scan: &Scan<'_, '_>,
    numbers: &[number::NumberExpr],
    unit: usize,
    factor: f64,
    least: usize,
) -> Option<(usize, f64)> {
    if let Some(&(_, km)) = WORDS.duals.iter().find(|(d, _)| *d == scan.words[unit].key()) {
        return Some((unit, km));
    }
    let before = unit.checked_sub(1).filter(|&i| i >= least)?;
    let last = scan.analysis.tokens[scan.words[before].token as usize].span;
    let number = numbers.iter().find(|n| n.span.holds(last.start) || n.span.overlaps(last))?;
    let (min, max) = (number.min.or(number.max)?, number.max.or(number.min)?);
    let first = (least..=before)
        .rev()
        .take_while(|&i| scan.analysis.tokens[scan.words[i].token as usize].span.overlaps(number.span))
        .last()?;
    Some((first, (min + max) / 2.0 * factor))
}

/// The first word of «على بعد (نحو)» or «على مسافة» before word `first`.
fn said(scan: &Scan<'_, '_>, first: usize, least: usize) -> Option<usize> {
    let mut i = first;
    for _ in 0..3 {
        if i <= least || scan.words[i].gap == Gap::Break {
            return None;
        }
        i -= 1;
        let word = &scan.words[i];
        if word.readings.iter().any(|r| WORDS.distance.contains(&r.key)) {
            let on = i > least && scan.words[i].gap != Gap::Break && scan.words[i - 1].key() == WORDS.on;
            return Some(if on { i - 1 } else { i });
        }
        if !WORDS.links.contains(&word.key()) {
            return None;
        }
    }
    None
}

/// The point `km` from another in a direction.
fn moved(lat: f64, lon: f64, km: f64, bearing: f64) -> (f64, f64) {
    const KM_A_DEGREE: f64 = 111.2;
    let (sin, cos) = bearing.to_radians().sin_cos();
    let east = km * sin / (KM_A_DEGREE * lat.to_radians().cos().max(0.05));
    let round = |d: f64| (d * 1e4).round() / 1e4;
    (round((lat + km * cos / KM_A_DEGREE).clamp(-90.0, 90.0)), round(lon + east))
}

impl Relation {
    /// The area that is meant, around a settled point. `around` is the radius of «near» for a place of this size.
    pub fn area(&self, lat: f64, lon: f64, around: f64) -> Area {
        match (self.km, self.bearing) {
            (Some(km), Some(bearing)) => {
                let (lat, lon) = moved(lat, lon, km, bearing);
                Area { lat, lon, radius: (km * 0.3).max(1.0) }
            }
            (Some(km), None) => Area { lat, lon, radius: km.max(1.0) },
            // «شمال منبج» may be anything from its northern edge on.
            _ => Area { lat, lon, radius: around },
        }
    }

    /// The middle of a part of the countryside of a town («ريف حلب الشمالي»).
    pub fn part(&self, lat: f64, lon: f64, of_province: bool) -> Area {
        let (km, radius) = if of_province { (PART_OF_PROVINCE, 50.0) } else { (PART_OF_DISTRICT, 20.0) };
        match self.bearing {
            Some(bearing) => {
                let (lat, lon) = moved(lat, lon, km, bearing);
                Area { lat, lon, radius: radius * 0.7 }
            }
            None => Area { lat, lon, radius },
        }
    }
}

/// The radius (kilometres) of «near» a place of so many people.
pub(crate) fn near(people: u32) -> f64 {
    match people {
        0..20_000 => 5.0,
        20_000..300_000 => 10.0,
        _ => 15.0,
    }
}

/// The radius of what lies between two places this far apart; `None` where that is no place.
pub(crate) fn between(km: f64) -> Option<f64> {
    (km <= BETWEEN).then_some(km.max(2.0))
}

/// How fine an area of this radius is.
pub(crate) fn precision(radius: f64) -> PlacePrecision {
    match radius {
        r if r <= 15.0 => PlacePrecision::Near,
        r if r <= 50.0 => PlacePrecision::District,
        r if r <= 150.0 => PlacePrecision::Province,
        _ => PlacePrecision::Region,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_degrees() {
        for (word, want) in [("شمال", 0.0), ("الشرقي", 90.0), ("وجنوبي", 180.0), ("غربا", 270.0)]
        {
            assert_eq!(bearing_of(word), Some(want), "{word}");
        }
        assert_eq!(bearing_of("وسط"), None);
    }

    #[test]
    fn a_point_moves_by_its_kilometres() {
        let (lat, lon) = moved(36.0, 37.0, 11.12, 180.0);
        assert!((lat - 35.9).abs() < 1e-3 && (lon - 37.0).abs() < 1e-3);
        assert!(moved(90.0, 0.0, 100.0, 90.0).0 <= 90.0);
    }
}
