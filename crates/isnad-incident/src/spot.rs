//! Where a report's happening was: the places that it names, by how much of it speaks for each.
//!
//! *Comes in*: a reading, and which of its claims tell the happening. *Goes out*: [`Spot`]s, the weightiest first. *Does not*: take for a
//! place what only says of what kind it is («المنطقة», «منزلهم»), or believe coordinates far from all else that the report names.

use crate::evidence::name_key;
use isnad_model::wire::{PlaceFields, ReadingJson};
use isnad_model::{BlockKind, MentionKind, PlacePrecision};
use isnad_text::{Analysis, TokenKind};
use serde::{Deserialize, Serialize};

/// Nouns that say what kind of place it is and not which: «المنطقة», «الحي» name nothing.
const GENERIC: &[&str] = &[
    "منطقه",
    "حي",
    "قريه",
    "بلده",
    "مدينه",
    "ريف",
    "محافظه",
    "مخيم",
    "طريق",
    "مناطق",
    "قري",
    "بلدات",
    "مدن",
    "احياء",
    "محيط",
    "اطراف",
    "ناحيه",
    "ارياف",
    "حدود",
    "قاعده",
    "موقع",
    "مواقع",
    "شمال",
    "جنوب",
    "شرق",
    "غرب",
    "شرقي",
    "غربي",
    "شمالي",
    "جنوبي",
    "بعض",
    "عسكريه",
    "داخل",
    "خارج",
    "قرب",
    "وسط",
    "عاجل",
];

/// The same where no gazetteer has the name: «منزلهم», «الأراضي الزراعية», «مناطق سيطرة المعارضة» are words for places and names of none.
const COMMON: &[&str] = &[
    "اراضي",
    "زراعيه",
    "سكنيه",
    "سكني",
    "احد",
    "احدي",
    "عده",
    "منزل",
    "منازل",
    "بيت",
    "بيوت",
    "مبني",
    "مباني",
    "ابنيه",
    "مدني",
    "مدنيين",
    "مشفي",
    "مستشفي",
    "مدرسه",
    "مسجد",
    "مزرعه",
    "مكان",
    "اماكن",
    "سوق",
    "شعبي",
    "محلي",
    "خيمه",
    "خيام",
    "خيمتهم",
    "نقطه",
    "نقاط",
    "مقر",
    "مقرات",
    "مركز",
    "مستهدف",
    "مستهدفه",
    "مذكور",
    "متفرقه",
    "مكتظه",
    "سيطره",
    "نفوذ",
    "معارضه",
    "نظام",
    "خفض",
    "تصعيد",
    "تماس",
    "خطوط",
    "محرره",
    "محتله",
    "بلاد",
    "مصدره",
    "واصل",
    "واقعه",
    "دراجه",
    "ناريه",
    "سياره",
    "امام",
    "ممتلكات",
    "نازحين",
    "مخيمات",
    "شماليه",
    "جنوبيه",
    "شرقيه",
    "غربيه",
    "صناعيه",
    "عامه",
    "اجواء",
    "نزوح",
    "ذات",
    "جهه",
    "سابق",
];

/// Whether a word of a place's name says only what kind of place it is, or is none; of a name that no gazetteer has (`unknown`) also
/// one of [`COMMON`], perhaps with its article and pronoun («منزلهم»).
fn is_generic(a: &Analysis<'_>, i: usize, unknown: bool) -> bool {
    if a.tokens[i].kind != TokenKind::Word || GENERIC.contains(&a.stem(i)) {
        return true;
    }
    let norm = a.norm(i);
    let bare = norm.strip_prefix("ال").unwrap_or(norm);
    let owned = ["هم", "ها", "هما", "ه"].iter().find_map(|p| bare.strip_suffix(p));
    let is = |w: &str| COMMON.contains(&w) || GENERIC.contains(&w);
    unknown && (is(a.stem(i)) || is(bare) || owned.is_some_and(is))
}

/// Most places that are kept of a report.
const MOST_PLACES: usize = 12;

/// A place that a report names for its happening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Its name as the gazetteer has it, or as the report writes it.
    pub name: String,
    /// Hash of the name's folded words.
    pub key: u32,
    /// Latitude and longitude in degrees, where it is settled.
    pub at: Option<(f64, f64)>,
    /// How exactly it is known.
    pub precision: PlacePrecision,
    /// How much of the report speaks for it: claims that have it as their place count one, mere mentions less, and the
    /// first count more.
    pub weight: f32,
}

impl Spot {
    /// Whether it is a settlement or finer. A named place that no gazetteer has is most often a village.
    pub fn is_fine(&self) -> bool {
        !matches!(
            self.precision,
            PlacePrecision::District
                | PlacePrecision::Province
                | PlacePrecision::Region
                | PlacePrecision::Country
        )
    }
}

/// A place's name without the signs of posts: «#جسر_الخيال» is جسر الخيال.
fn plain_name(name: &str) -> String {
    let words =
        name.split(|c: char| c.is_whitespace() || matches!(c, '#' | '_' | '"' | '«' | '»' | '“' | '”'));
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Kilometres from all that a report names of provinces and surroundings beyond which a place of a common name is another one.
const FAR_KM: f64 = 120.0;

/// Takes the coordinates from places that lie far from every province, district and surrounding that the report names: «الكريدية» in
/// the countryside of Aleppo is not the one at the other end of the country that alone the gazetteer has.
fn unsettle(spots: &mut [Spot]) {
    let context: Vec<(f64, f64)> = spots
        .iter()
        .filter(|s| !s.is_fine() || s.precision == PlacePrecision::Near)
        .filter_map(|s| s.at)
        .collect();
    if context.is_empty() {
        return;
    }
    for s in spots.iter_mut().filter(|s| s.is_fine() && s.precision != PlacePrecision::Near) {
        if s.at.is_some_and(|at| context.iter().all(|c| crate::pair::km(at, *c) > FAR_KM)) {
            s.at = None;
        }
    }
}

/// The places of a reading of whose claims `harm` tells the happening, the weightiest first.
pub(crate) fn spots(reading: &ReadingJson, harm: &[usize]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut add = |p: &PlaceFields, weight: f32| {
        if matches!(p.precision, PlacePrecision::Country | PlacePrecision::Region) {
            return;
        }
        let name = plain_name(&p.name);
        let a = Analysis::new(&name);
        if (0..a.len()).all(|i| is_generic(&a, i, p.gazetteer_id.is_none())) {
            return;
        }
        let key = name_key(&name);
        let at = p.lat.zip(p.lon);
        match spots.iter_mut().find(|s| s.key == key) {
            Some(s) => {
                s.weight += weight;
                s.at = s.at.or(at);
            }
            None => spots.push(Spot { name, key, at, precision: p.precision, weight }),
        }
    };
    for (n, &k) in harm.iter().enumerate() {
        let early = 1.0 + 1.0 / (n + 1) as f32;
        for (m, p) in reading.claims[k].place.iter().enumerate() {
            add(&p.place, early / (m + 1) as f32);
        }
    }
    // Places that no claim has: of the headline and the first lines.
    let mut seen = 0;
    for m in &reading.mentions {
        let Some(p) =
            m.place.as_ref().filter(|_| matches!(m.kind, MentionKind::Place | MentionKind::Facility))
        else {
            continue;
        };
        let block =
            reading.blocks.iter().find(|b| b.start <= m.at.start && m.at.start < b.end).map(|b| b.kind);
        let weight = match block {
            Some(BlockKind::Headline) => 0.4,
            Some(BlockKind::Body | BlockKind::Dek | BlockKind::Caption) => 0.25 / (1.0 + seen as f32 / 4.0),
            Some(BlockKind::Dateline | BlockKind::Tags) => 0.1,
            _ => continue,
        };
        seen += 1;
        add(p, weight);
    }
    unsettle(&mut spots);
    // A village says more than its province.
    let rank = |s: &Spot| s.weight * if s.is_fine() { 1.0 } else { 0.35 };
    spots.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    spots.truncate(MOST_PLACES);
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_places_name_none() {
        for (name, unknown, generic) in [
            ("المنطقة", false, true),
            ("منزلهم", true, true),
            ("الأراضي الزراعية", true, true),
            ("مناطق سيطرة المعارضة", true, true),
            ("السوق", false, false),
            ("سوق الجسر", true, false),
        ] {
            let a = Analysis::new(name);
            assert_eq!((0..a.len()).all(|i| is_generic(&a, i, unknown)), generic, "{name}");
        }
    }
}
