//! Places that have names: loading them, and finding them by name.
//!
//! *Comes in*: tab-separated rows (the shipped gazetteer/places.tsv and overrides.tsv, or a file of the user's in the same
//! form). *Goes out*: [`Gazetteer`], an index from names to places. *Does not*: read files, or choose between places of
//! one name.
//!
//! ```
//! use isnad_mention::Gazetteer;
//! let rows = "id\tgeonameid\twikidata\ttype\tcc\tadm1_ar\tlat\tlon\tpop\tnames_ar\tname_en\n\
//!             x:1\t\t\tlocality\tSY\tحلب\t36.5\t37.9\t900\tتل الورد|تلة الورد\tTell al-Ward\n";
//! let gazetteer = Gazetteer::from_tsv(rows.as_bytes()).unwrap();
//! assert_eq!(gazetteer.named("تل الورد").next().unwrap().id(), "x:1");
//! ```

mod build;
mod feature;
mod image;
mod row;

pub(crate) use build::joins;
pub use build::{Added, GazetteerBuilder};
pub use feature::Feature;
pub use image::Bytes;
pub use row::{COLUMNS, PlaceRow, degrees, news_name};

use crate::index::Phrase;
use crate::key::{Key, chain};
use build::identity;
use image::{ARTICLE, Image, field};
use isnad_model::Sha256;
use isnad_text::fold_text;
use rustc_hash::FxHashMap;

/// One place of a [`Gazetteer`].
#[derive(Clone, Copy)]
pub struct Place<'g> {
    image: &'g Image,
    row: u32,
}

impl<'g> Place<'g> {
    /// Identity: `gn:` GeoNames, `wof:` Who's On First, `cc:` country, `is:` Isnad's own list.
    pub fn id(&self) -> &'g str {
        self.image.str(self.row, field::ID)
    }

    /// First of its Arabic names.
    pub fn name(&self) -> &'g str {
        self.image.str(self.row, field::NAME)
    }

    /// Arabic name of its province; empty where unknown.
    pub fn province(&self) -> &'g str {
        self.image.str(self.row, field::PROVINCE)
    }

    /// Two letters of ISO 3166; empty where it is in no one country.
    pub fn country(&self) -> &'g str {
        self.image.country(self.row)
    }

    /// The two letters of its country; zeros where it is in no one.
    pub(crate) fn country_code(&self) -> [u8; 2] {
        self.image.country_code(self.row)
    }

    /// Whether it is of Isnad's own list.
    pub(crate) fn is_own(&self) -> bool {
        self.image.starts_with(self.row, field::ID, b"is:")
    }

    /// What it is.
    pub fn feature(&self) -> Feature {
        self.image.feature(self.row)
    }

    /// Whether it is the seat of a province or a country.
    pub fn is_seat(&self) -> bool {
        self.image.byte(self.row, field::SEAT) != 0
    }

    /// Latitude in degrees, WGS 84.
    pub fn lat(&self) -> f64 {
        rounded(self.image.f32(self.row, field::LAT))
    }

    /// Longitude in degrees, WGS 84.
    pub fn lon(&self) -> f64 {
        rounded(self.image.f32(self.row, field::LON))
    }

    /// People; 0 where unknown.
    pub fn population(&self) -> u32 {
        self.image.u32(self.row, field::POPULATION)
    }

    pub(crate) fn province_key(&self) -> u64 {
        self.image.u64(self.row, field::PROVINCE_KEY)
    }

    /// Whether two rows that share a number are one place.
    fn is_same(&self, other: Place<'_>) -> bool {
        self.feature().scale() == other.feature().scale() && self.km_to(other) <= self.feature().slack()
    }

    /// Kilometres on the sphere to another place.
    pub fn km_to(&self, other: Place<'_>) -> f64 {
        let at = |p: &Place<'_>| (p.image.f32(p.row, field::LAT), p.image.f32(p.row, field::LON));
        let ((lat1, lon1), (lat2, lon2)) = (at(self), at(&other));
        km(lat1, lon1, lat2, lon2)
    }
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({:.3}, {:.3})", self.id(), self.name(), self.lat(), self.lon())
    }
}

/// Four decimals, which is ten metres: single precision holds no more.
fn rounded(degrees: f32) -> f64 {
    (f64::from(degrees) * 1e4).round() / 1e4
}

fn km(lat1: f32, lon1: f32, lat2: f32, lon2: f32) -> f64 {
    let (p, q) = (f64::from(lat1).to_radians(), f64::from(lat2).to_radians());
    let (x, y) = ((q - p) / 2.0, (f64::from(lon2) - f64::from(lon1)).to_radians() / 2.0);
    let h = x.sin().powi(2) + p.cos() * q.cos() * y.sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

/// Why a gazetteer could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The bytes are not UTF-8.
    #[error("the gazetteer is not UTF-8: bad byte at {at}")]
    NotUtf8 {
        /// Position of the first bad byte.
        at: usize,
    },
    /// A row lacks a column, or a column does not hold what it should.
    #[error("line {line} of the gazetteer: {what}")]
    Row {
        /// 1-based line.
        line: usize,
        /// What is wrong, for a person.
        what: String,
    },
    /// More places or text than the index can number.
    #[error("the gazetteer is too large: at most 3,000,000 places, 20,000,000 names and 1 GiB of text")]
    TooLarge,
    /// Bytes that should be an index of places and are not.
    #[error("this is not an index of places of this version: {what}")]
    NotAnIndex {
        /// What is wrong, for a person.
        what: String,
    },
    /// More gazetteers on top of each other than can be numbered.
    #[error("at most {MOST_LAYERS} gazetteers can be used together")]
    TooMany,
}

/// The places that packages hold.
const PACKAGED: &str = include_str!("../../../gazetteer/places.tsv");

/// Gazetteers that are used together, at most.
const MOST_LAYERS: usize = 4;
/// Places of one name that are looked at, at most.
const MOST_VALUES: u32 = 1000;
/// A value is: the article's bit, two bits for the layer, the row.
const LAYER_SHIFT: u32 = 29;
const ROW_MASK: u32 = (1 << LAYER_SHIFT) - 1;

/// Values of one name: in each layer the first and how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Named([(u32, u32); MOST_LAYERS]);

/// Named places, found by name. One gazetteer, or several on top of each other.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// The lowest first.
    layers: Vec<Image>,
    /// A place of a layer that is also in a higher one → the place there, which stands for both.
    same: FxHashMap<u32, u32>,
}

impl Gazetteer {
    /// The gazetteer that ships with the program: places.tsv with our own overrides.tsv over it.
    pub fn shipped() -> Result<Self, GazetteerError> {
        let mut builder = GazetteerBuilder::new();
        read(&mut builder, PACKAGED.as_bytes())?;
        read(&mut builder, include_bytes!("../../../gazetteer/overrides.tsv"))?;
        Self::open(builder.finish().into())
    }

    /// The rows of places.tsv: what packages hold, without our own list.
    pub fn packaged_rows() -> impl Iterator<Item = PlaceRow<'static>> {
        PACKAGED.lines().filter(|l| !PlaceRow::is_no_row(l)).filter_map(|l| PlaceRow::parse(l).ok())
    }

    /// Reads rows of [`COLUMNS`], separated by tabs. A first line of column names and lines that begin with `#` are passed
    /// over; several names of a place are separated by `|`.
    pub fn from_tsv(bytes: &[u8]) -> Result<Self, GazetteerError> {
        let mut builder = GazetteerBuilder::new();
        read(&mut builder, bytes)?;
        Self::open(builder.finish().into())
    }

    /// Opens what [`GazetteerBuilder::finish`] wrote, without reading it: only the header is looked at.
    pub fn open(bytes: Bytes) -> Result<Self, GazetteerError> {
        Ok(Gazetteer { layers: vec![Image::open(bytes)?], same: FxHashMap::default() })
    }

    /// Both together: a place that both have (by `id`, GeoNames number or Wikidata item) is one place, with the values of
    /// `over` and the names of both. But what Isnad's own list holds (`is:`) and countries (`cc:`)
    /// stand over everything.
    pub fn merged(mut self, over: &Gazetteer) -> Result<Self, GazetteerError> {
        let base = self.layers.len();
        if base + over.layers.len() > MOST_LAYERS {
            return Err(GazetteerError::TooMany);
        }
        self.layers.extend(over.layers.iter().cloned());
        let shift = (base as u32) << LAYER_SHIFT;
        self.same.extend(over.same.iter().map(|(a, b)| (a + shift, b + shift)));
        for high in base..self.layers.len() {
            for low in 0..base {
                self.join(low, high);
            }
        }
        Ok(self)
    }

    /// Finds the places that two layers share.
    fn join(&mut self, low: usize, high: usize) {
        let (a, b) = (&self.layers[low], &self.layers[high]);
        // The shorter list asks the longer.
        let turned = a.places > b.places;
        let (short, long) = if turned { (b, a) } else { (a, b) };
        let mut pairs = Vec::new();
        for row in 0..short.places {
            let own = identity(&["id", short.str(row, field::ID)]);
            let numbers = [own, short.u64(row, field::GEONAMES), short.u64(row, field::WIKIDATA)];
            let twin = numbers.into_iter().filter(|&i| i != 0).find_map(|i| {
                long.row_of(i).filter(|&r| {
                    i == own || Place { image: long, row: r }.is_same(Place { image: short, row })
                })
            });
            if let Some(twin) = twin {
                pairs.push(if turned { (twin, row) } else { (row, twin) });
            }
        }
        let number = |layer: usize, row: u32| ((layer as u32) << LAYER_SHIFT) | row;
        for (below, above) in pairs {
            let (below, above) = if is_ours(self.layers[low].str(below, field::ID)) {
                (number(high, above), number(low, below))
            } else {
                (number(low, below), number(high, above))
            };
            if self.same.get(&above) != Some(&below) {
                self.same.insert(below, above);
            }
        }
    }

    /// The version of the list on top: the SHA-256 of its bytes, as they carry it.
    pub fn mark(&self) -> Option<Sha256> {
        self.layers.last().map(Image::mark)
    }

    /// Whether all bytes are as they were written. Reads all of them, so it is not asked at every opening.
    pub fn is_whole(&self) -> bool {
        self.layers.iter().all(Image::is_whole)
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.layers.iter().map(|l| l.places as usize).sum::<usize>() - self.same.len()
    }

    /// Whether it holds no place.
    pub fn is_empty(&self) -> bool {
        self.layers.iter().all(|l| l.places == 0)
    }

    /// Number of different names; a name that two layers hold counts twice.
    pub fn names(&self) -> usize {
        self.layers.iter().map(|l| l.names as usize).sum()
    }

    /// The places of this name, however it is spelt.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Place<'_>> {
        let found = Phrase::of(&fold_text(name)).and_then(|p| self.exactly(p.hash)).unwrap_or_default();
        let mut seen: Vec<u32> = self.values(found).map(|v| v & !ARTICLE).collect();
        let mut n = 0;
        // Few bear one name: quadratic is well.
        while n < seen.len() {
            if seen[..n].contains(&seen[n]) { _ = seen.remove(n) } else { n += 1 }
        }
        seen.into_iter().map(|v| self.place(v))
    }

    /// All places, those of higher layers first. A place that two layers hold is met once, with what stands for both.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        self.layers.iter().enumerate().rev().flat_map(move |(n, image)| {
            let number = move |row: u32| ((n as u32) << LAYER_SHIFT) | row;
            (0..image.places)
                .filter(move |row| !self.same.contains_key(&number(*row)))
                .map(move |row| Place { image, row })
        })
    }

    /// The longest name that begins with `first` and goes on with the words of `rest`: its number of words and its values.
    pub(crate) fn longest(&self, first: Key, rest: impl Iterator<Item = Key>) -> Option<(usize, Named)> {
        let reach = self.layers.iter().map(|l| l.reach(first)).max().filter(|&r| r > 0)?;
        let mut hash = chain(0, first);
        let mut best = self.exactly(hash).map(|n| (1, n));
        for (n, key) in rest.take(reach - 1).enumerate() {
            hash = chain(hash, key);
            if let Some(named) = self.exactly(hash) {
                best = Some((n + 2, named));
            }
        }
        best
    }

    /// Whether any name begins with this word.
    pub(crate) fn begins(&self, first: Key) -> bool {
        self.layers.iter().any(|l| l.reach(first) > 0)
    }

    /// The values of the name of this hash.
    pub(crate) fn exactly(&self, hash: u64) -> Option<Named> {
        let mut named = Named::default();
        let mut any = false;
        for (layer, slot) in self.layers.iter().zip(&mut named.0) {
            if let Some(range) = layer.whole(hash) {
                *slot = range;
                any = true;
            }
        }
        any.then_some(named)
    }

    /// The values behind a name, of the highest layer first: each says which place, and whether this name of it has the article.
    pub(crate) fn values(&self, named: Named) -> impl Iterator<Item = u32> + '_ {
        self.layers.iter().enumerate().rev().flat_map(move |(n, layer)| {
            let (from, count) = named.0[n];
            (from..from.saturating_add(count.min(MOST_VALUES))).map_while(|at| layer.value(at)).map(
                move |v| {
                    let place = ((n as u32) << LAYER_SHIFT) | (v & !ARTICLE);
                    self.same.get(&place).copied().unwrap_or(place) | (v & ARTICLE)
                },
            )
        })
    }

    /// The place of a value.
    pub(crate) fn place(&self, value: u32) -> Place<'_> {
        let value = value & !ARTICLE;
        Place { image: &self.layers[(value >> LAYER_SHIFT) as usize], row: value & ROW_MASK }
    }

    /// A value without its article's bit: the number of its place.
    pub(crate) fn without_article(value: u32) -> u32 {
        value & !ARTICLE
    }

    /// Whether the name behind a value has the article.
    pub(crate) fn has_article(value: u32) -> bool {
        value & ARTICLE != 0
    }
}

/// Whether a row is of our own list or a country, whose ids the actor registry knows: these stand over other lists.
fn is_ours(id: &str) -> bool {
    id.starts_with("is:") || id.starts_with("cc:")
}

/// Reads rows into a builder.
fn read(builder: &mut GazetteerBuilder, bytes: &[u8]) -> Result<(), GazetteerError> {
    let text = std::str::from_utf8(bytes).map_err(|e| GazetteerError::NotUtf8 { at: e.valid_up_to() })?;
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !PlaceRow::is_no_row(l)) {
        let row = PlaceRow::parse(line).map_err(|what| GazetteerError::Row { line: n + 1, what })?;
        builder.add(&row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id\tgeonameid\twikidata\ttype\tcc\tadm1_ar\tlat\tlon\tpop\tnames_ar\tname_en\n";

    #[test]
    fn shipped_rows_are_sound() {
        let shipped = Gazetteer::shipped().unwrap();
        assert!(shipped.len() > 12_000 && shipped.names() > 12_000);
        for (name, lat, lon) in
            [("كوباني", 36.9, 38.35), ("الشدادي", 36.05, 40.73), ("خان يونس", 31.35, 34.3)]
        {
            let found: Vec<_> = shipped.named(name).collect();
            assert!(
                found.iter().any(|p| (p.lat() - lat).abs() < 0.1 && (p.lon() - lon).abs() < 0.1),
                "{name}: {found:?}"
            );
        }
    }

    #[test]
    fn spelling_and_spacing_do_not_matter() {
        let g =
            Gazetteer::from_tsv(format!("{HEAD}x:1\t\t\tlocality\tSY\t\t36\t37\t0\tكفر زهرة\t\n").as_bytes())
                .unwrap();
        for name in ["كفر زهرة", "كفر زهره", "كفرزهرة", "كَفر زهرة"] {
            assert_eq!(g.named(name).count(), 1, "{name}");
        }
        assert_eq!(g.named("زهرة").count(), 0);
    }

    #[test]
    fn a_later_row_of_one_list_takes_the_place_of_an_earlier() {
        let row = |lat: &str, name: &str| format!("x:1\t\t\tlocality\tSY\t\t{lat}\t37\t0\t{name}\t\n");
        let text = format!("{HEAD}{}{}", row("36", "تل الورد"), row("35", "تل النرجس"));
        let g = Gazetteer::from_tsv(text.as_bytes()).unwrap();
        assert_eq!((g.len(), g.named("تل الورد").count()), (1, 0));
        assert_eq!(g.named("تل النرجس").next().unwrap().lat(), 35.0);
    }

    #[test]
    fn one_place_is_one_candidate_whatever_lists_it_is_in() {
        let row = |id: &str, gn: &str, wd: &str, kind: &str, lat: &str, name: &str| {
            format!("{id}\t{gn}\t{wd}\t{kind}\tSY\t\t{lat}\t37\t0\t{name}\t\n")
        };
        let list =
            |rows: &[String]| Gazetteer::from_tsv(format!("{HEAD}{}", rows.concat()).as_bytes()).unwrap();
        let a = [
            row("gn:5", "5", "", "locality", "36", "تل الورد"),
            row("is:9", "", "Q9", "camp", "36", "مخيم الورد"),
        ];
        let b = [
            row("wof:1", "5", "", "locality", "36.01", "تلة الورد"),
            row("wof:2", "", "Q9", "locality", "36.02", "مخيم الورد"),
            row("wof:3", "5", "", "county", "36.01", "تل الورد"),
        ];
        let ids = |g: &Gazetteer, name: &str| {
            let mut ids: Vec<String> = g.named(name).map(|p| p.id().to_owned()).collect();
            ids.sort();
            ids
        };
        for (both, stands) in [
            (list(&a).merged(&list(&b)).unwrap(), "wof:1"),
            // In one list the first stands.
            (list(&[&a[..], &b[..]].concat()), "gn:5"),
            (list(&b).merged(&list(&a)).unwrap(), "gn:5"),
        ] {
            assert_eq!(both.len(), 3);
            assert_eq!(ids(&both, "تلة الورد"), [stands], "the same number");
            let mut want = vec![stands, "wof:3"];
            want.sort();
            assert_eq!(ids(&both, "تل الورد"), want, "a district is not its town");
            assert_eq!(ids(&both, "مخيم الورد"), ["is:9"], "our own list stands over others");
        }
    }

    #[test]
    fn damaged_bytes_open_with_an_error_or_give_nothing() {
        let mut builder = GazetteerBuilder::new();
        read(&mut builder, format!("{HEAD}x:1\t5\t\tlocality\tSY\tحلب\t36\t37\t0\tتل الورد\t\n").as_bytes())
            .unwrap();
        let good = builder.finish();
        assert!(Gazetteer::open(good.clone().into()).unwrap().is_whole());
        for cut in 0..good.len() {
            assert!(Gazetteer::open(good[..cut].to_vec().into()).is_err(), "{cut}");
        }
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            if let Ok(g) = Gazetteer::open(bad.into()) {
                let seen: Vec<String> =
                    g.named("تل الورد").map(|p| format!("{p:?} {}", p.province())).collect();
                assert!(seen.len() <= 1 << 16);
            }
        }
    }

    #[test]
    fn bad_rows_say_where() {
        assert_eq!(Gazetteer::from_tsv(b"\xff").unwrap_err(), GazetteerError::NotUtf8 { at: 0 });
        for bad in [
            "x\tlocality\n",
            "x:1\t\t\tplanet\tSY\t\t1\t2\t0\tا\t\n",
            "x:1\t\t\tlocality\tSY\t\t91\t2\t0\tاب\t\n",
        ] {
            let error = Gazetteer::from_tsv(format!("{HEAD}{bad}").as_bytes()).unwrap_err();
            assert!(matches!(error, GazetteerError::Row { line: 2, .. }), "{error}");
        }
    }
}
