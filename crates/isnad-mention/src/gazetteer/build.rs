//! Building the bytes of a gazetteer from rows.
//!
//! *Comes in*: [`PlaceRow`]s in the order of their lists. *Goes out*: the bytes that [`super::image`] searches, the same for
//! the same rows. *Does not*: write files.
//!
//! One place is one row: a row with the `id` of an earlier one takes its place; a row with the GeoNames number or the
//! Wikidata item of an earlier one of the same kind nearby adds its names to it.

use super::image::{ARTICLE, BITS, FIRST_SLOT, HEADER, ID_SLOT, MAGIC, NAME_SLOT, ROW, field, start, stored};
use super::row::PlaceRow;
use super::{Feature, GazetteerError, km};
use crate::index::Phrase;
use isnad_model::Sha256;
use isnad_text::fold_text;
use rustc_hash::FxHashMap;

/// Most places of one gazetteer.
pub const MOST_PLACES: usize = 3_000_000;
/// Most names of one gazetteer, spellings counted.
const MOST_NAMES: usize = 20_000_000;
/// Most bytes of text of one gazetteer.
pub const MOST_TEXT: usize = 1 << 30;

/// First words of names that are also written together with the second («كفر لاتة», «كفرلاتة»).
const JOINED: [&str; 16] = [
    "كفر", "عبد", "ابو", "ام", "تل", "بيت", "دير", "معره", "خان", "خربه", "عين", "جسر", "نور", "طول", "بو",
    "راس",
];

/// Whether a word may be written together with the next.
pub(crate) fn joins(folded: &str) -> bool {
    JOINED.contains(&folded)
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A place that was not there.
    New,
    /// It took the place of an earlier row with its id.
    Replaced,
    /// Its names were added to an earlier row of the same place.
    Merged,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    id: (u32, u32),
    name: (u32, u32),
    province: (u32, u32),
    province_key: u64,
    /// Hashes of the identities; 0 where there is none.
    geonames: u64,
    wikidata: u64,
    country: [u8; 2],
    feature: Feature,
    seat: bool,
    lat: f32,
    lon: f32,
    population: u32,
}

/// Collects rows and writes the bytes of a gazetteer.
#[derive(Debug, Default)]
pub struct GazetteerBuilder {
    strings: String,
    rows: Vec<Record>,
    phrases: Vec<(Phrase, u32)>,
    identities: FxHashMap<u64, u32>,
    provinces: FxHashMap<String, ((u32, u32), u64)>,
    /// Rows that a later one replaced: their names up to this number of phrases are void.
    replaced: FxHashMap<u32, usize>,
}

/// Hash of an identity: an `id`, `gn:` and a GeoNames number, or a Wikidata item.
pub(super) fn identity(parts: &[&str]) -> u64 {
    parts.iter().fold(0, |h, p| crate::key::chain(h, crate::key::hash(p)))
}

/// The identities that a GeoNames number and a Wikidata item give.
fn identities(geonameid: &str, wikidata: &str) -> [Option<u64>; 2] {
    [
        Some(geonameid).filter(|g| !g.is_empty() && *g != "0").map(|g| identity(&["gn", g])),
        Some(wikidata).filter(|w| w.starts_with('Q')).map(|w| identity(&["wd", w])),
    ]
}

impl GazetteerBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of places so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no place yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a place of this GeoNames number is there.
    pub fn has_geonameid(&self, geonameid: &str) -> bool {
        self.identities.contains_key(&identity(&["gn", geonameid]))
    }

    /// Adds a place. Fails only where the gazetteer becomes too large.
    pub fn add(&mut self, row: &PlaceRow<'_>) -> Result<Added, GazetteerError> {
        if self.rows.len() >= MOST_PLACES
            || self.phrases.len() >= MOST_NAMES
            || self.strings.len() + row.names.len() + 1024 > MOST_TEXT
        {
            return Err(GazetteerError::TooLarge);
        }
        let own = identity(&["id", row.id]);
        let [geonames, wikidata] = identities(row.geonameid, row.wikidata);
        let (place, added) = if let Some(&place) = self.identities.get(&own) {
            self.replaced.insert(place, self.phrases.len());
            let record = self.record(row, geonames, wikidata);
            self.rows[place as usize] = record;
            (place, Added::Replaced)
        } else if let Some(place) = [geonames, wikidata]
            .into_iter()
            .flatten()
            .filter_map(|i| self.identities.get(&i).copied())
            .find(|&p| self.same(p, row))
        {
            let there = &mut self.rows[place as usize];
            there.population = there.population.max(row.population);
            there.seat |= is_seat(row.kind);
            (place, Added::Merged)
        } else {
            let record = self.record(row, geonames, wikidata);
            self.rows.push(record);
            (self.rows.len() as u32 - 1, Added::New)
        };
        self.identities.insert(own, place);
        for i in [geonames, wikidata].into_iter().flatten() {
            self.identities.entry(i).or_insert(place);
        }
        for name in row.each_name() {
            self.add_name(name, place);
        }
        Ok(added)
    }

    /// One more name for the place of this GeoNames number; `false` where there is none.
    pub fn add_name_of(&mut self, geonameid: &str, name: &str) -> Result<bool, GazetteerError> {
        let Some(&place) = self.identities.get(&identity(&["gn", geonameid])) else { return Ok(false) };
        if self.phrases.len() >= MOST_NAMES {
            return Err(GazetteerError::TooLarge);
        }
        self.add_name(name, place);
        Ok(true)
    }

    /// Whether a row that shares an identity with place `p` is that place.
    fn same(&self, p: u32, row: &PlaceRow<'_>) -> bool {
        let there = &self.rows[p as usize];
        Feature::of(row.kind).is_some_and(|f| f.scale() == there.feature.scale())
            && km(there.lat, there.lon, row.lat, row.lon) <= there.feature.slack()
    }

    fn record(&mut self, row: &PlaceRow<'_>, geonames: Option<u64>, wikidata: Option<u64>) -> Record {
        let (province, province_key) = match self.provinces.get(row.province) {
            Some(known) => *known,
            None => {
                let known =
                    (self.intern(row.province), Phrase::of(&fold_text(row.province)).map_or(0, |p| p.hash));
                self.provinces.insert(row.province.to_owned(), known);
                known
            }
        };
        let mut country = [0; 2];
        if let [a, b] = row.country.as_bytes() {
            country = [*a, *b];
        }
        Record {
            id: self.intern(row.id),
            name: self.intern(row.each_name().next().unwrap_or("")),
            province,
            province_key,
            geonames: geonames.unwrap_or(0),
            wikidata: wikidata.unwrap_or(0),
            country,
            feature: Feature::of(row.kind).unwrap_or(Feature::Area),
            seat: is_seat(row.kind),
            lat: row.lat,
            lon: row.lon,
            population: row.population,
        }
    }

    fn intern(&mut self, s: &str) -> (u32, u32) {
        let from = self.strings.len() as u32;
        self.strings.push_str(s);
        (from, s.len() as u32)
    }

    fn add_name(&mut self, name: &str, place: u32) {
        let folded = fold_text(name);
        let Some(phrase) = Phrase::of(&folded) else { return };
        // A single letter is no name.
        if folded.chars().count() < 2 {
            return;
        }
        let value = place | if folded.starts_with("ال") { ARTICLE } else { 0 };
        self.phrases.push((phrase, value));
        // «كنصفرة» for «كن صفرة»: two words that are too long together to be another word.
        if let Some((head, tail)) = folded.split_once(' ')
            && !tail.contains(' ')
            && (joins(head) || folded.chars().count() >= 8)
            && let Some(joined) = Phrase::of(&format!("{head}{tail}"))
        {
            self.phrases.push((joined, value));
        }
    }

    /// The bytes of the gazetteer. They carry their own SHA-256, which is the list's version.
    pub fn finish(self) -> Vec<u8> {
        let GazetteerBuilder { strings, rows, mut phrases, identities, replaced, .. } = self;
        let mut n = 0;
        phrases.retain(|(_, v)| {
            n += 1;
            replaced.get(&(v & !ARTICLE)).is_none_or(|&until| n > until)
        });
        // Of many places of one name the better known stand first, so that a limit cuts off the others.
        let known = |v: u32| {
            let r = &rows[(v & !ARTICLE) as usize];
            (std::cmp::Reverse(r.population), v)
        };
        phrases.sort_unstable_by_key(|&(p, v)| (p.hash, known(v)));
        phrases.dedup();

        let mut first: FxHashMap<u64, u32> = FxHashMap::default();
        let mut names: Vec<(u64, u32, u32)> = Vec::with_capacity(phrases.len());
        for (at, (phrase, _)) in phrases.iter().enumerate() {
            let longest = first.entry(stored(phrase.first)).or_default();
            *longest = (*longest).max(phrase.words.into());
            match names.last_mut().filter(|n| n.0 == stored(phrase.hash)) {
                Some(name) => name.2 += 1,
                None => names.push((stored(phrase.hash), at as u32, 1)),
            }
        }
        let mut first: Vec<(u64, u32)> = first.into_iter().collect();
        first.sort_unstable();
        let mut ids: Vec<(u64, u32)> = identities.into_iter().map(|(h, r)| (stored(h), r)).collect();
        ids.sort_unstable();

        let mut out = vec![0; HEADER];
        let mut sections = [0usize; 7];
        sections[0] = out.len();
        rows.iter().for_each(|r| write_row(&mut out, r));
        sections[1] = out.len();
        phrases.iter().for_each(|(_, v)| out.extend(v.to_le_bytes()));
        sections[2] = out.len();
        let first_bits = table::<FIRST_SLOT>(&mut out, first.iter().map(|&(h, n)| (h, [n, 0])));
        sections[3] = out.len();
        let name_bits = table::<NAME_SLOT>(&mut out, names.iter().map(|&(h, at, n)| (h, [at, n])));
        sections[4] = out.len();
        let id_bits = table::<ID_SLOT>(&mut out, ids.iter().map(|&(h, r)| (h, [r, 0])));
        sections[5] = out.len();
        out.extend(strings.as_bytes());
        sections[6] = out.len();

        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &MAGIC);
        for (n, word) in
            [rows.len() as u32, first_bits, name_bits, id_bits, phrases.len() as u32, names.len() as u32]
                .into_iter()
                .enumerate()
        {
            put(40 + 4 * n, &word.to_le_bytes());
        }
        for (n, at) in sections.into_iter().enumerate() {
            put(64 + 8 * n, &(at as u64).to_le_bytes());
        }
        let mark = Sha256::of(&out[40..]);
        out[8..40].copy_from_slice(&mark.0);
        out
    }
}

fn is_seat(kind: &str) -> bool {
    kind.ends_with(":PPLA") || kind.ends_with(":PPLC")
}

fn write_row(out: &mut Vec<u8>, r: &Record) {
    let from = out.len();
    out.resize(from + ROW, 0);
    let mut put = |at: usize, bytes: &[u8]| out[from + at..from + at + bytes.len()].copy_from_slice(bytes);
    for (at, (a, len)) in [(field::ID, r.id), (field::NAME, r.name), (field::PROVINCE, r.province)] {
        put(at, &a.to_le_bytes());
        put(at + 4, &len.to_le_bytes());
    }
    put(field::PROVINCE_KEY, &r.province_key.to_le_bytes());
    put(field::LAT, &r.lat.to_le_bytes());
    put(field::LON, &r.lon.to_le_bytes());
    put(field::POPULATION, &r.population.to_le_bytes());
    put(field::COUNTRY, &r.country);
    put(field::FEATURE, &[r.feature as u8]);
    put(field::SEAT, &[u8::from(r.seat)]);
    put(field::GEONAMES, &r.geonames.to_le_bytes());
    put(field::WIKIDATA, &r.wikidata.to_le_bytes());
}

/// Writes a table of at most half its slots and gives the logarithm of their number. `SLOT` is 12 (one number) or 16 (two).
fn table<const SLOT: usize>(
    out: &mut Vec<u8>,
    entries: impl ExactSizeIterator<Item = (u64, [u32; 2])>,
) -> u32 {
    let bits = (entries.len() * 2).next_power_of_two().trailing_zeros().clamp(*BITS.start(), *BITS.end());
    let (from, mask) = (out.len(), (1usize << bits) - 1);
    out.resize(from + SLOT * (mask + 1), 0);
    for (hash, numbers) in entries {
        let mut slot = start(hash, bits);
        while out[from + slot * SLOT..][..8] != [0; 8] {
            slot = (slot + 1) & mask;
        }
        let at = from + slot * SLOT;
        out[at..at + 8].copy_from_slice(&hash.to_le_bytes());
        out[at + 8..at + 12].copy_from_slice(&numbers[0].to_le_bytes());
        if SLOT == NAME_SLOT {
            out[at + 12..at + 16].copy_from_slice(&numbers[1].to_le_bytes());
        }
    }
    bits
}
