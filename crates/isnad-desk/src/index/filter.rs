//! Which incidents: conditions over the rows, and the rows that meet them.

use super::names::Bits;
use super::{Index, NO_DAY, Row, day_number};
use isnad_text::fold_text;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

/// Whether people ruled on all claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewFilter {
    /// Some claim waits.
    Todo,
    /// None waits.
    Done,
}

/// A polygon, by corners of (longitude, latitude) in degrees. It does not cross the antimeridian.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    corners: Vec<(f64, f64)>,
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Area {
    /// The polygon of these corners; the last is tied to the first.
    pub fn new(corners: Vec<(f64, f64)>) -> Self {
        let least = |f: fn(&(f64, f64)) -> f64| corners.iter().map(f).fold(f64::INFINITY, f64::min);
        let most = |f: fn(&(f64, f64)) -> f64| corners.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
        let (west, south) = (least(|c| c.0), least(|c| c.1));
        let (east, north) = (most(|c| c.0), most(|c| c.1));
        Area { corners, west, south, east, north }
    }

    /// Whether a point lies within, by the even-odd rule.
    pub fn holds(&self, lat: f64, lon: f64) -> bool {
        // A point that is not a number is in no box.
        if !(lon >= self.west && lon <= self.east && lat >= self.south && lat <= self.north) {
            return false;
        }
        let mut inside = false;
        let mut last = self.corners.len().wrapping_sub(1);
        for (n, &(x1, y1)) in self.corners.iter().enumerate() {
            let (x0, y0) = self.corners[last];
            if (y1 > lat) != (y0 > lat) && lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1 {
                inside = !inside;
            }
            last = n;
        }
        inside
    }
}

/// What must hold. Every condition that is given must; within a list any value may.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Words of names, titles and reports, in the language of search.
    pub q: Option<String>,
    /// The day is not before this one. Incidents without a day are out where a side is given.
    pub from: Option<Date>,
    /// The day is not after this one.
    pub to: Option<Date>,
    /// The place is within.
    pub area: Option<Area>,
    /// Types, as bits by their order; 0 is any.
    pub types: u64,
    /// Who is said to have done it: registry ids, or words of the name.
    pub actors: Vec<String>,
    /// Standings, as bits by their order; 0 is any.
    pub standings: u8,
    /// Outlets, by their whole names.
    pub outlets: Vec<String>,
    /// Only where claims differ.
    pub conflicts: bool,
    /// Whether claims wait for review.
    pub review: Option<ReviewFilter>,
    /// At least so many independent sources.
    pub min_sources: Option<u32>,
    /// The best supported place: an identity of the gazetteer, or words of the name.
    pub place: Option<String>,
}

/// Conditions, as bits of a mask.
pub mod fails {
    /// Words.
    pub const Q: u16 = 1;
    /// Day.
    pub const DAYS: u16 = 1 << 1;
    /// Drawn area.
    pub const AREA: u16 = 1 << 2;
    /// Type.
    pub const TYPE: u16 = 1 << 3;
    /// Actor.
    pub const ACTOR: u16 = 1 << 4;
    /// Standing.
    pub const STANDING: u16 = 1 << 5;
    /// Outlet.
    pub const OUTLET: u16 = 1 << 6;
    /// Conflicts.
    pub const CONFLICTS: u16 = 1 << 7;
    /// Review.
    pub const REVIEW: u16 = 1 << 8;
    /// Sources.
    pub const SOURCES: u16 = 1 << 9;
    /// Place.
    pub const PLACE: u16 = 1 << 10;
}

/// For every row the conditions that it fails.
#[derive(Debug)]
pub struct Matches {
    version: u64,
    fails: Vec<u16>,
    total: usize,
}

impl Matches {
    /// Looks at all rows. `words` are the numbers of the incidents that hold the words asked for, where any are.
    pub fn of(index: &Index, filter: &Filter, words: Option<&[i64]>) -> Self {
        let ask = Ask::new(index, filter, words);
        let fails: Vec<u16> = index.rows.iter().map(|row| ask.fails(row)).collect();
        let total = fails.iter().filter(|f| **f == 0).count();
        Matches { version: index.version, fails, total }
    }

    /// The version of the index that they hold for.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many rows meet all conditions.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The rows that meet all conditions but those of the mask.
    pub(super) fn rows(&self, but: u16) -> impl Iterator<Item = usize> + '_ {
        self.fails.iter().enumerate().filter(move |(_, f)| **f & !but == 0).map(|(n, _)| n)
    }

    /// The mask of every row.
    pub(super) fn masks(&self) -> &[u16] {
        &self.fails
    }
}

/// A filter made ready: names as numbers.
struct Ask<'f> {
    words: Option<FxHashSet<i64>>,
    from: i32,
    to: i32,
    dated: bool,
    area: Option<&'f Area>,
    types: u64,
    actors: Option<Bits>,
    standings: u8,
    outlets: Option<Bits>,
    conflicts: bool,
    review: Option<ReviewFilter>,
    sources: u32,
    places: Option<Bits>,
}

impl<'f> Ask<'f> {
    fn new(index: &Index, f: &'f Filter, words: Option<&[i64]>) -> Self {
        let actors = (!f.actors.is_empty()).then(|| {
            let mut bits = Bits::new(index.parties.len());
            for asked in &f.actors {
                // Identities first: «sdf» is one party, and not all whose names hold these letters.
                if let Some(n) = index.party_numbers.get(&format!("={asked}")) {
                    bits.set(n);
                    continue;
                }
                let folded = fold_text(asked).to_lowercase();
                let folded = folded.trim();
                if folded.is_empty() {
                    continue;
                }
                for (n, party) in index.parties.iter().enumerate() {
                    if party.folded.contains(folded) {
                        bits.set(n as u32);
                    }
                }
            }
            bits
        });
        let outlets = (!f.outlets.is_empty()).then(|| {
            let mut bits = Bits::new(index.outlets.len());
            f.outlets.iter().filter_map(|o| index.outlets.get(o)).for_each(|n| bits.set(n));
            bits
        });
        let places = f.place.as_deref().map(|asked| {
            let mut bits = Bits::new(index.places.len());
            let folded = fold_text(asked);
            let folded = folded.trim();
            for n in 0..index.places.len() as u32 {
                let (id, name) = index.places.name(n).split_once('\n').unwrap_or_default();
                if (!id.is_empty() && id == asked) || (!folded.is_empty() && name.contains(folded)) {
                    bits.set(n);
                }
            }
            bits
        });
        Ask {
            words: words.map(|w| w.iter().copied().collect()),
            from: f.from.map_or(NO_DAY + 1, day_number),
            to: f.to.map_or(i32::MAX, day_number),
            dated: f.from.is_some() || f.to.is_some(),
            area: f.area.as_ref(),
            types: f.types,
            actors,
            standings: f.standings,
            outlets,
            conflicts: f.conflicts,
            review: f.review,
            sources: f.min_sources.unwrap_or(0),
            places,
        }
    }

    fn fails(&self, row: &Row) -> u16 {
        let mut out = 0;
        let mut need = |holds: bool, condition: u16| {
            if !holds {
                out |= condition;
            }
        };
        need(self.words.as_ref().is_none_or(|w| w.contains(&row.id)), fails::Q);
        if self.dated {
            let within = row.from != NO_DAY && row.to >= self.from && row.from <= self.to;
            need(within, fails::DAYS);
        }
        need(self.area.is_none_or(|a| a.holds(row.lat, row.lon)), fails::AREA);
        need(self.types == 0 || self.types & row.types != 0, fails::TYPE);
        let any =
            |bits: &Option<Bits>, of: &[u32]| bits.as_ref().is_none_or(|b| of.iter().any(|&n| b.has(n)));
        need(any(&self.actors, &row.actors), fails::ACTOR);
        need(self.standings == 0 || self.standings & row.standing != 0, fails::STANDING);
        need(any(&self.outlets, &row.outlets), fails::OUTLET);
        need(!self.conflicts || row.conflicts != 0, fails::CONFLICTS);
        let todo = row.reviewed < row.claims;
        need(self.review.is_none_or(|r| (r == ReviewFilter::Todo) == todo), fails::REVIEW);
        need(row.sources >= self.sources, fails::SOURCES);
        need(any(&self.places, &[row.place]), fails::PLACE);
        out
    }
}
