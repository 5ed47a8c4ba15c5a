//! An invented world: places in the open Arabian Sea, armed parties, outlets. Names are put together from syllables; no list of real
//! names is read, and no person is named at all.

use super::random::Random;
use isnad_model::PlacePrecision;
use std::collections::HashSet;

/// A place.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name: «تل خرشوم».
    pub name: String,
    /// What it is, as it stands before the name: «بلدة».
    pub noun: &'static str,
    /// Identity, as a gazetteer would give it.
    pub id: String,
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
    /// How fine it is.
    pub precision: PlacePrecision,
}

/// An armed party or a body of a state.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Its name.
    pub name: String,
    /// Identity, as a registry would give it.
    pub id: String,
    /// Whether it flies.
    pub flies: bool,
}

/// An outlet.
#[derive(Debug, Clone)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Its domain, under the reserved `.example`.
    pub domain: String,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct World {
    /// Places.
    pub places: Vec<Place>,
    /// Parties.
    pub actors: Vec<Actor>,
    /// Outlets.
    pub outlets: Vec<Outlet>,
}

const LETTERS: &[&str] = &[
    "ب", "ت", "ج", "ح", "خ", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه",
];
const HEADS: &[&str] =
    &["تل", "عين", "أم", "دير", "خربة", "كفر", "بئر", "رأس", "وادي", "مرج", "جسر", "عقبة", "حصن", "منشية"];
const NOUNS: &[(&str, PlacePrecision)] = &[
    ("بلدة", PlacePrecision::Settlement),
    ("قرية", PlacePrecision::Settlement),
    ("مدينة", PlacePrecision::Settlement),
    ("حي", PlacePrecision::Quarter),
    ("مخيم", PlacePrecision::Exact),
    ("محيط بلدة", PlacePrecision::Near),
    ("ناحية", PlacePrecision::District),
    ("محافظة", PlacePrecision::Province),
];

/// A word that means nothing: four letters in one of the forms that Arabic names have.
fn word(r: &mut Random) -> String {
    let mut l = || *r.of(LETTERS);
    let (a, b, c, d) = (l(), l(), l(), l());
    match r.below(6) {
        0 => format!("{a}{b}{c}ا{d}"),
        1 => format!("{a}{b}{c}و{d}"),
        2 => format!("{a}{b}{c}ي{d}"),
        3 => format!("{a}{b}{c}ان"),
        4 => format!("{a}ا{b}{c}ية"),
        _ => format!("{a}{b}ي{c}{d}ة"),
    }
}

impl World {
    /// The world of a seed.
    pub fn new(seed: u64) -> Self {
        let mut r = Random::new(seed ^ 0x1d);
        let mut taken = HashSet::new();
        let mut fresh = |r: &mut Random| loop {
            let w = word(r);
            if taken.insert(w.clone()) {
                return w;
            }
        };
        let places = (0..3000)
            .map(|n| {
                let w = fresh(&mut r);
                let name = match r.below(3) {
                    0 => format!("{} {w}", r.of(HEADS)),
                    1 => format!("{} ال{w}", r.of(HEADS)),
                    _ => w,
                };
                // Most are villages and towns; a few are areas that are known no better.
                let (noun, precision) = if r.chance(0.85) { *r.of(&NOUNS[..3]) } else { *r.of(NOUNS) };
                Place {
                    name,
                    noun,
                    id: format!("lab:p{n}"),
                    lat: round(8.0 + 9.0 * r.unit()),
                    lon: round(59.0 + 10.0 * r.unit()),
                    precision,
                }
            })
            .collect();
        let kinds = [
            "كتائب",
            "لواء",
            "حركة",
            "قوات",
            "فصيل",
            "جبهة",
            "سرايا",
            "جيش",
            "سلاح جو",
            "طيران",
            "حرس",
            "درع",
        ];
        let actors = (0..48)
            .map(|n| {
                let kind = kinds[n % kinds.len()];
                let name = format!("{kind} {}", fresh(&mut r));
                Actor { name, id: format!("lab:a{n}"), flies: matches!(kind, "سلاح جو" | "طيران") }
            })
            .collect();
        let outlets = (0..90)
            .map(|n| {
                let w = fresh(&mut r);
                let name = match n % 6 {
                    0 => format!("وكالة {w} للأنباء"),
                    1 => format!("صحيفة {w}"),
                    2 => format!("شبكة {w} الإخبارية"),
                    3 => format!("مرصد {w}"),
                    4 => format!("{w} برس"),
                    _ => format!("تلفزيون {w}"),
                };
                Outlet { name, domain: format!("outlet{n:02}.example") }
            })
            .collect();
        World { places, actors, outlets }
    }
}

/// Four digits after the point: some eleven metres.
fn round(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}
