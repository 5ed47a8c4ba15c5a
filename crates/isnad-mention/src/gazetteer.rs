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

use crate::index::{Phrase, PhraseIndex};
use isnad_model::PlacePrecision;
use isnad_text::fold_text;

/// The columns, in their order.
pub const COLUMNS: [&str; 11] =
    ["id", "geonameid", "wikidata", "type", "cc", "adm1_ar", "lat", "lon", "pop", "names_ar", "name_en"];

/// What a place of the gazetteer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// A country.
    Country,
    /// Wider than a province, or without a border of its own: seas, ranges, «شمال شرقي سوريا».
    Area,
    /// A province (admin1).
    Province,
    /// A district or sub-district (admin2, admin3).
    District,
    /// A village, town or city.
    Settlement,
    /// A quarter of a town.
    Quarter,
    /// A camp of refugees or displaced people.
    Camp,
    /// A prison, base, airport, hospital, crossing, port, bridge, dam or other facility.
    Facility,
    /// A river or lake.
    Water,
}

impl Feature {
    fn of(kind: &str) -> Option<Self> {
        Some(match kind.split_once(':').map_or(kind, |(head, _)| head) {
            "country" => Feature::Country,
            "area" | "continent" | "macroregion" | "ocean" | "empire" => Feature::Area,
            "region" => Feature::Province,
            "county" | "district" | "localadmin" | "macrocounty" => Feature::District,
            "locality" | "borough" => Feature::Settlement,
            "neighbourhood" | "macrohood" | "microhood" => Feature::Quarter,
            "camp" => Feature::Camp,
            "prison" | "airbase" | "airport" | "base" | "bridge" | "dam" | "crossing" | "hospital"
            | "port" | "place" | "campus" | "venue" => Feature::Facility,
            "river" | "lake" | "water" => Feature::Water,
            _ => return None,
        })
    }

    /// How fine a mention of such a place is.
    pub const fn precision(self) -> PlacePrecision {
        match self {
            Feature::Country => PlacePrecision::Country,
            Feature::Area | Feature::Water => PlacePrecision::Region,
            Feature::Province => PlacePrecision::Province,
            Feature::District => PlacePrecision::District,
            Feature::Settlement | Feature::Camp => PlacePrecision::Settlement,
            // The point of a facility is right to a kilometre or two, like that of a quarter.
            Feature::Quarter | Feature::Facility => PlacePrecision::Quarter,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    id: (u32, u32),
    name: (u32, u32),
    province: (u32, u32),
    country: [u8; 2],
    feature: Feature,
    /// Whether it is the seat of a province or a country.
    seat: bool,
    lat: f32,
    lon: f32,
    population: u32,
    province_key: u64,
}

/// One place of a [`Gazetteer`].
#[derive(Clone, Copy)]
pub struct Place<'g> {
    gazetteer: &'g Gazetteer,
    row: &'g Row,
}

impl<'g> Place<'g> {
    /// Identity: `gn:` GeoNames, `wof:` Who's On First, `cc:` country, `is:` Isnad's own list.
    pub fn id(&self) -> &'g str {
        self.gazetteer.string(self.row.id)
    }

    /// First of its Arabic names.
    pub fn name(&self) -> &'g str {
        self.gazetteer.string(self.row.name)
    }

    /// Arabic name of its province; empty where unknown.
    pub fn province(&self) -> &'g str {
        self.gazetteer.string(self.row.province)
    }

    /// Two letters of ISO 3166; empty where it is in no one country.
    pub fn country(&self) -> &'g str {
        std::str::from_utf8(&self.row.country).unwrap_or("").trim_end_matches('\0')
    }

    /// What it is.
    pub fn feature(&self) -> Feature {
        self.row.feature
    }

    /// Whether it is the seat of a province or a country.
    pub fn is_seat(&self) -> bool {
        self.row.seat
    }

    /// Latitude in degrees, WGS 84.
    pub fn lat(&self) -> f64 {
        rounded(self.row.lat)
    }

    /// Longitude in degrees, WGS 84.
    pub fn lon(&self) -> f64 {
        rounded(self.row.lon)
    }

    /// People; 0 where unknown.
    pub fn population(&self) -> u32 {
        self.row.population
    }

    pub(crate) fn province_key(&self) -> u64 {
        self.row.province_key
    }

    /// Kilometres on the sphere to another place.
    pub fn km_to(&self, other: Place<'_>) -> f64 {
        km(self.row.lat, self.row.lon, other.row.lat, other.row.lon)
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
    #[error("the gazetteer is too large: at most 2,000,000 places and 1 GiB of text")]
    TooLarge,
}

const ARTICLE: u32 = 1 << 31;
const MOST_PLACES: usize = 2_000_000;

/// First words of names that are also written together with the second («كفر لاتة», «كفرلاتة»).
const JOINED: [&str; 16] = [
    "كفر", "عبد", "ابو", "ام", "تل", "بيت", "دير", "معره", "خان", "خربه", "عين", "جسر", "نور", "طول", "بو",
    "راس",
];

/// Whether a word may be written together with the next.
pub(crate) fn joins(folded: &str) -> bool {
    JOINED.contains(&folded)
}

/// Named places, found by name.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    strings: String,
    rows: Vec<Row>,
    phrases: Vec<(Phrase, u32)>,
    index: PhraseIndex,
}

impl Gazetteer {
    /// The gazetteer that ships with the program: places.tsv with our own overrides.tsv over it.
    pub fn shipped() -> Result<Self, GazetteerError> {
        Self::packages()?.merged(&Self::overrides()?)
    }

    /// places.tsv alone: what packages hold.
    pub fn packages() -> Result<Self, GazetteerError> {
        Self::from_tsv(include_bytes!("../../../gazetteer/places.tsv"))
    }

    /// overrides.tsv alone: what packages lack or misspell, which stands over any other gazetteer.
    pub fn overrides() -> Result<Self, GazetteerError> {
        Self::from_tsv(include_bytes!("../../../gazetteer/overrides.tsv"))
    }

    /// Reads rows of [`COLUMNS`], separated by tabs. A first line of column names and lines that begin with `#` are passed
    /// over; several names of a place are separated by `|`.
    pub fn from_tsv(bytes: &[u8]) -> Result<Self, GazetteerError> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.read(bytes)?;
        gazetteer.finish();
        Ok(gazetteer)
    }

    /// Both together. Where both have a place of one id, that of `over` stands.
    pub fn merged(mut self, over: &Gazetteer) -> Result<Self, GazetteerError> {
        let new: rustc_hash::FxHashSet<&str> = over.rows.iter().map(|r| over.string(r.id)).collect();
        // Rows that are replaced stay in place and lose their names, so that numbers need no change.
        let gone: Vec<bool> = self.rows.iter().map(|r| new.contains(self.string(r.id))).collect();
        self.phrases.retain(|(_, v)| !gone[(v & !ARTICLE) as usize]);
        let (shift, base) = (self.strings.len() as u32, self.rows.len() as u32);
        if self.rows.len() + over.rows.len() > MOST_PLACES
            || self.strings.len() + over.strings.len() > 1 << 30
        {
            return Err(GazetteerError::TooLarge);
        }
        self.strings.push_str(&over.strings);
        let moved = |(a, b): (u32, u32)| (a + shift, b + shift);
        self.rows.extend(over.rows.iter().map(|r| Row {
            id: moved(r.id),
            name: moved(r.name),
            province: moved(r.province),
            ..*r
        }));
        self.phrases.extend(over.phrases.iter().map(|&(p, v)| (p, ((v & !ARTICLE) + base) | (v & ARTICLE))));
        self.finish();
        Ok(self)
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds no place.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of different names.
    pub fn names(&self) -> usize {
        self.index.len()
    }

    /// The places of this name, however it is spelt.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Place<'_>> {
        let values = Phrase::of(&fold_text(name)).map_or(&[][..], |p| self.index.get(p.hash));
        values.iter().map(|&v| self.place(v))
    }

    pub(crate) fn index(&self) -> &PhraseIndex {
        &self.index
    }

    /// The place of an index value.
    pub(crate) fn place(&self, value: u32) -> Place<'_> {
        Place { gazetteer: self, row: &self.rows[(value & !ARTICLE) as usize] }
    }

    /// Whether the name behind an index value has the article.
    pub(crate) fn has_article(value: u32) -> bool {
        value & ARTICLE != 0
    }

    fn string(&self, (a, b): (u32, u32)) -> &str {
        self.strings.get(a as usize..b as usize).unwrap_or("")
    }

    fn intern(&mut self, s: &str) -> (u32, u32) {
        let from = self.strings.len() as u32;
        self.strings.push_str(s);
        (from, self.strings.len() as u32)
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), GazetteerError> {
        let text = std::str::from_utf8(bytes).map_err(|e| GazetteerError::NotUtf8 { at: e.valid_up_to() })?;
        if text.len() > 1 << 30 {
            return Err(GazetteerError::TooLarge);
        }
        let mut last_province = (String::new(), (0, 0), 0);
        for (n, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() || (line.starts_with("id\t")) {
                continue;
            }
            let row = |what: &str| GazetteerError::Row { line: n + 1, what: what.to_owned() };
            let mut columns = [""; COLUMNS.len()];
            let mut cells = line.split('\t');
            for (name, slot) in COLUMNS.iter().zip(&mut columns) {
                *slot = cells.next().ok_or_else(|| row(&format!("the column {name} is missing")))?;
            }
            let [id, _, _, kind, country, province, lat, lon, population, names, _] = columns;
            let feature = Feature::of(kind).ok_or_else(|| row(&format!("the type '{kind}' is not known")))?;
            let degrees = |text: &str, most: f32| {
                text.parse::<f32>()
                    .ok()
                    .filter(|d| d.abs() <= most)
                    .ok_or_else(|| row(&format!("'{text}' are not degrees")))
            };
            if last_province.0 != province {
                let key = Phrase::of(&fold_text(province)).map_or(0, |p| p.hash);
                last_province = (province.to_owned(), self.intern(province), key);
            }
            let mut cc = [0; 2];
            if let [a, b] = country.as_bytes() {
                cc = [*a, *b];
            }
            let place = self.rows.len() as u32;
            if self.rows.len() >= MOST_PLACES {
                return Err(GazetteerError::TooLarge);
            }
            let record = Row {
                id: self.intern(id),
                name: self.intern(names.split('|').next().unwrap_or("")),
                province: last_province.1,
                country: cc,
                feature,
                seat: kind.ends_with(":PPLA") || kind.ends_with(":PPLC"),
                lat: degrees(lat, 90.0)?,
                lon: degrees(lon, 180.0)?,
                population: population.parse::<f64>().unwrap_or(0.0).clamp(0.0, 4e9) as u32,
                province_key: last_province.2,
            };
            self.rows.push(record);
            for name in names.split('|') {
                self.add_name(name, place);
            }
        }
        Ok(())
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

    fn finish(&mut self) {
        self.phrases.sort_unstable_by_key(|&(p, v)| (p.hash, v));
        self.phrases.dedup();
        self.index = PhraseIndex::build(self.phrases.clone());
    }
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
    fn merged_takes_the_row_of_the_second() {
        let row = |lat: &str, name: &str| format!("{HEAD}x:1\t\t\tlocality\tSY\t\t{lat}\t37\t0\t{name}\t\n");
        let a = Gazetteer::from_tsv(row("36", "تل الورد").as_bytes()).unwrap();
        let b = Gazetteer::from_tsv(row("35", "تل النرجس").as_bytes()).unwrap();
        let both = a.merged(&b).unwrap();
        assert_eq!(both.named("تل الورد").count(), 0);
        assert_eq!(both.named("تل النرجس").next().unwrap().lat(), 35.0);
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
