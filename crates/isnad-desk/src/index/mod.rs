//! All incidents in memory, as rows of numbers: what lists, facets, map and time-line are made of within milliseconds.
//!
//! *Comes in*: [`IncidentLine`]s, and what changed in them. *Goes out*: for a [`Filter`] its [`Matches`], and of those a sorted page, counts,
//! points, bins. *Does not*: read the archive; which incidents hold certain words is told by the caller ([`Matches::of`]).
//!
//! A filter is one pass over all rows. Each row gets a mask of the conditions that it fails ([`fails`]), so that a facet, which is
//! counted with its own condition left out, needs no pass of its own.

mod facets;
mod filter;
mod list;
mod map;
mod names;
mod timeline;

pub use facets::{Counted, Facets};
pub use filter::{Area, Filter, Matches, ReviewFilter, fails};
pub use list::{Order, Sort};
pub(crate) use map::km_between;
pub use map::{Bounds, MapPoint};
pub use timeline::{Bin, TimeUnit, Timeline};

use isnad_model::{ClaimType, ConflictKind, IncidentLine, LineParty, Standing};
use isnad_read::Registry;
use isnad_store::{LineChange, incident_number};
use isnad_text::fold_text;
use jiff::civil::Date;
use names::Names;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A day that there is not.
pub const NO_DAY: i32 = i32::MIN;

/// Days since the first of January 1970.
pub fn day_number(day: Date) -> i32 {
    let since = day.since(Date::constant(1970, 1, 1)).map(|s| s.get_days());
    since.unwrap_or_default()
}

/// The day of a number.
pub fn day_of(number: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// One incident, as numbers.
#[derive(Debug, Clone)]
struct Row {
    id: i64,
    from: i32,
    to: i32,
    /// Degrees; not a number where there is no place.
    lat: f64,
    lon: f64,
    types: u64,
    standing: u8,
    conflicts: u8,
    sources: u32,
    claims: u32,
    reviewed: u32,
    /// Not a number where no figure is given.
    killed: f32,
    doubt: f32,
    /// Seconds since 1970.
    changed: i64,
    place: u32,
    actors: Box<[u32]>,
    outlets: Box<[u32]>,
}

/// A party that incidents name.
#[derive(Debug)]
struct Party {
    entity: Option<Box<str>>,
    name: Box<str>,
    /// All its names, folded, each between line ends.
    folded: Box<str>,
}

/// The list of all incidents.
#[derive(Debug)]
pub struct Index {
    rows: Vec<Row>,
    lines: Vec<Arc<IncidentLine>>,
    at: FxHashMap<i64, u32>,
    party_numbers: Names,
    parties: Vec<Party>,
    outlets: Names,
    places: Names,
    registry: Arc<Registry>,
    version: u64,
}

/// The bit of a value of a closed list.
fn bit<T: PartialEq>(all: &[T], value: &T) -> u64 {
    all.iter().position(|v| v == value).map_or(0, |n| 1 << n)
}

impl Index {
    /// An empty list. The registry gives the other names of parties, by which they are found.
    pub fn new(registry: Arc<Registry>) -> Self {
        Index {
            rows: Vec::new(),
            lines: Vec::new(),
            at: FxHashMap::default(),
            party_numbers: Names::default(),
            parties: Vec::new(),
            outlets: Names::default(),
            places: Names::default(),
            registry,
            version: 0,
        }
    }

    /// How many incidents there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Grows with each change: [`Matches`] hold for one version only.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The line of an incident.
    pub fn line(&self, id: &str) -> Option<&Arc<IncidentLine>> {
        self.at.get(&incident_number(id)?).map(|&n| &self.lines[n as usize])
    }

    /// Takes changes in, in order.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = LineChange>) {
        for change in changes {
            self.version += 1;
            match change {
                LineChange::Changed(line) => self.put(*line),
                LineChange::Ended(id) => self.remove(id),
            }
        }
    }

    /// Puts a line in, or in the place of the one of its id.
    pub fn put(&mut self, line: IncidentLine) {
        let Some(id) = incident_number(&line.id) else { return };
        self.version += 1;
        let row = self.row(id, &line);
        match self.at.get(&id) {
            Some(&n) => {
                self.rows[n as usize] = row;
                self.lines[n as usize] = Arc::new(line);
            }
            None => {
                self.at.insert(id, self.rows.len() as u32);
                self.rows.push(row);
                self.lines.push(Arc::new(line));
            }
        }
    }

    fn remove(&mut self, id: i64) {
        let Some(n) = self.at.remove(&id) else { return };
        self.rows.swap_remove(n as usize);
        self.lines.swap_remove(n as usize);
        if let Some(moved) = self.rows.get(n as usize) {
            self.at.insert(moved.id, n);
        }
    }

    fn row(&mut self, id: i64, line: &IncidentLine) -> Row {
        let place = line.place.as_ref();
        let (lat, lon) = place.and_then(|p| p.lat.zip(p.lon)).unwrap_or((f64::NAN, f64::NAN));
        let place = place.map_or_else(String::new, |p| {
            format!("{}\n{}", p.gazetteer_id.as_deref().unwrap_or_default(), fold_text(&p.name))
        });
        let actors = line.actors.iter().map(|a| self.party(a)).collect();
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Row {
            id,
            from: line.day.map_or(NO_DAY, |d| day_number(d.from)),
            to: line.day.map_or(NO_DAY, |d| day_number(d.to)),
            lat,
            lon,
            types: line.types.iter().fold(0, |mask, t| mask | bit(ClaimType::ALL, t)),
            standing: bit(Standing::ALL, &line.standing) as u8,
            conflicts: line.conflicts.iter().fold(0, |mask, k| mask | bit(ConflictKind::ALL, k)) as u8,
            sources: small(line.sources),
            claims: small(line.claims),
            reviewed: small(line.reviewed),
            killed: line.killed.map_or(f32::NAN, |k| k.best as f32),
            doubt: doubt(line),
            changed: line.changed_at.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second),
            place: self.places.put(&place),
            actors,
            outlets: line.outlets.iter().map(|o| self.outlets.put(o)).collect(),
        }
    }

    /// The number of a party: of one that is registered by its identity, else by its folded words.
    fn party(&mut self, party: &LineParty) -> u32 {
        let folded = fold_text(&party.name);
        let key = match &party.entity {
            Some(entity) => format!("={entity}"),
            None => format!("~{folded}"),
        };
        let n = self.party_numbers.put(&key);
        if n as usize == self.parties.len() {
            let mut names = format!("\n{folded}\n");
            if let Some(actor) = party.entity.as_deref().and_then(|e| self.registry.get(e)) {
                for name in [&actor.name_ar, &actor.name_en].into_iter().chain(&actor.aliases) {
                    names.push_str(&fold_text(name).to_lowercase());
                    names.push('\n');
                }
            }
            self.parties.push(Party {
                entity: party.entity.as_deref().map(Into::into),
                name: party.name.as_str().into(),
                folded: names.into(),
            });
        }
        n
    }

    /// Incidents that may be the same happening as this one: within three days and thirty kilometres, the nearest first.
    pub fn neighbours(&self, id: &str, most: usize) -> Vec<Arc<IncidentLine>> {
        let own = incident_number(id).and_then(|n| self.at.get(&n)).map(|&n| &self.rows[n as usize]);
        let Some(own) = own.filter(|r| r.from != NO_DAY && r.lat.is_finite()) else { return Vec::new() };
        let mut near: Vec<(f64, usize)> = Vec::new();
        for (n, row) in self.rows.iter().enumerate() {
            let apart = (row.from.saturating_sub(own.to)).max(own.from.saturating_sub(row.to)).max(0);
            if row.id == own.id || row.from == NO_DAY || apart > 3 || !row.lat.is_finite() {
                continue;
            }
            let km = km_between((own.lat, own.lon), (row.lat, row.lon));
            if km <= 30.0 {
                // A day apart counts as ten kilometres; another kind of happening as twenty.
                let other = if row.types & own.types == 0 { 20.0 } else { 0.0 };
                near.push((km + 10.0 * f64::from(apart) + other, n));
            }
        }
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.into_iter().take(most).map(|(_, n)| Arc::clone(&self.lines[n])).collect()
    }
}

/// How much a person's look is worth, for sorting: the share of claims that nobody ruled on, more where claims differ or few
/// sources stand behind it.
fn doubt(line: &IncidentLine) -> f32 {
    if line.claims == 0 {
        return 0.0;
    }
    let open = line.claims.saturating_sub(line.reviewed) as f32 / line.claims as f32;
    let weight = match line.standing {
        Standing::Contested => 2.0,
        Standing::Weak => 1.0,
        _ => 0.5,
    };
    open * (weight + line.conflicts.len() as f32)
}

#[cfg(test)]
mod tests;
