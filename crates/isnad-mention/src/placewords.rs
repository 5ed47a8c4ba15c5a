//! Words around place names: generic nouns, directions, and names that need support.
//!
//! *Comes in*: lexicon/places.toml. *Goes out*: [`PlaceWords`], asked by word key.

use crate::key::{Key, key};
use isnad_text::fold_text;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// What a generic noun says of the place it introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NounClass {
    Village,
    Town,
    City,
    Quarter,
    Camp,
    District,
    Province,
    Country,
    Land,
    Around,
    Water,
    Road,
    Facility,
}

/// A generic noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noun {
    pub class: NounClass,
    /// Whether a name that no gazetteer holds is still a place after it.
    pub names: bool,
    /// Whether it takes the article before a name.
    pub article: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    noun: Vec<NounRow>,
    directions: Directions,
    events: Events,
    names: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRow {
    forms: Vec<String>,
    class: NounClass,
    names: bool,
    #[serde(default)]
    article: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Directions {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    heads: Vec<String>,
    adjectives: Vec<String>,
    common: Vec<String>,
    well_known: Vec<String>,
}

/// The words around place names.
#[derive(Debug, Clone)]
pub(crate) struct PlaceWords {
    nouns: FxHashMap<Key, Noun>,
    before: FxHashSet<Key>,
    after: FxHashSet<Key>,
    heads: FxHashSet<(Key, bool)>,
    adjectives: FxHashSet<Key>,
    common: FxHashSet<Key>,
    well_known: FxHashSet<Key>,
    prepositions: FxHashSet<Key>,
    events: FxHashSet<Key>,
}

/// Words before a name that say that a place follows.
const PREPOSITIONS: [&str; 14] =
    ["في", "من", "الي", "على", "نحو", "باتجاه", "صوب", "قرب", "بين", "حتى", "داخل", "عبر", "خارج", "وسط"];

impl PlaceWords {
    pub fn shipped() -> Result<Self, toml::de::Error> {
        Self::from_toml(include_str!("../../../lexicon/places.toml"))
    }

    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let set = |words: &[String]| words.iter().map(|w| key(&fold_text(w))).collect::<FxHashSet<_>>();
        let mut nouns = FxHashMap::default();
        for row in &file.noun {
            // Nouns of two words are found through their last word.
            for form in row.forms.iter().filter(|f| !f.contains(' ')) {
                let noun = Noun { class: row.class, names: row.names, article: row.article };
                nouns.entry(key(&fold_text(form))).or_insert(noun);
            }
        }
        let before =
            file.directions.before.iter().flat_map(|d| d.split(' ')).map(|w| key(&fold_text(w))).collect();
        Ok(PlaceWords {
            nouns,
            before,
            after: set(&file.directions.after),
            heads: file
                .names
                .heads
                .iter()
                .map(|w| fold_text(w))
                .map(|w| (key(&w), w.starts_with("ال")))
                .collect(),
            adjectives: set(&file.names.adjectives),
            common: set(&file.names.common),
            well_known: set(&file.names.well_known),
            events: set(&file.events.before),
            prepositions: PREPOSITIONS.iter().map(|w| key(&fold_text(w))).collect(),
        })
    }

    pub fn noun(&self, key: Key) -> Option<Noun> {
        self.nouns.get(&key).copied()
    }
    pub fn direction(&self, key: Key) -> bool {
        self.before.contains(&key)
    }
    pub fn direction_adjective(&self, key: Key) -> bool {
        self.after.contains(&key)
    }
    pub fn head(&self, key: Key, article: bool) -> bool {
        self.heads.contains(&(key, article))
    }
    pub fn adjective(&self, key: Key) -> bool {
        self.adjectives.contains(&key)
    }
    pub fn common(&self, key: Key) -> bool {
        self.common.contains(&key)
    }
    pub fn well_known(&self, key: Key) -> bool {
        self.well_known.contains(&key)
    }
    /// Whether a noun of a happening may stand in construct before the name of its place.
    pub fn event(&self, key: Key) -> bool {
        self.events.contains(&key)
    }
    pub fn preposition(&self, key: Key) -> bool {
        self.prepositions.contains(&key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_words_are_sound() {
        let words = PlaceWords::shipped().unwrap();
        assert_eq!(words.noun(key("قريه")).unwrap().class, NounClass::Village);
        assert_eq!(words.noun(key("سجن")).unwrap().class, NounClass::Facility);
        assert!(words.direction(key("شمالي")) && words.direction_adjective(key("الشمالي")));
        assert!(words.common(key("النصر")) && words.well_known(key("صور")));
    }
}
