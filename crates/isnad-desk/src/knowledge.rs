//! What the desk knows besides the archive: actors, places, neutral words, the codes of types.
//!
//! *Comes in*: the reader's knowledge. *Goes out*: answers to what a person types into a search box, and labels. *Does not*: decide anything.

use isnad_model::{ClaimType, wire::WordingJson};
use isnad_read::{Actor, Feature, Gazetteer, Place, Reader, Registry};
use isnad_text::fold_text;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Places that are looked through, at most, for a part of a name; whole names are found among all.
const LOOKED_THROUGH: usize = 400_000;

/// The knowledge, shared by all requests.
pub struct Knowledge {
    /// Actors; shared with the index.
    pub registry: Arc<Registry>,
    /// Reads what is added; its gazetteer is searched.
    pub reader: Reader,
    /// Places and actors for exports.
    pub lookup: isnad_export::Lookup,
    english: FxHashMap<&'static str, &'static str>,
    neutral: FxHashMap<String, String>,
    codes: FxHashMap<ClaimType, (Option<String>, Option<String>)>,
}

impl std::fmt::Debug for Knowledge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Knowledge").finish_non_exhaustive()
    }
}

/// How well a name fits what was typed: smaller is better.
fn fit(name: &str, typed: &str) -> Option<u8> {
    if name == typed {
        return Some(0);
    }
    let at = name.find(typed)?;
    Some(match at {
        0 => 1,
        _ if name[..at].ends_with(' ') => 2,
        _ => 3,
    })
}

/// What is compared: folded Arabic, Latin in small letters.
fn key(words: &str) -> String {
    fold_text(words.trim()).to_lowercase()
}

impl Knowledge {
    /// What this reader knows.
    pub fn new(reader: Reader) -> Self {
        let registry = Arc::new(reader.knowledge().registry.clone());
        let english = Gazetteer::packaged_rows().filter(|r| !r.name_en.is_empty()).map(|r| (r.id, r.name_en));
        let codes = isnad_read::claim_codes().into_iter().map(|c| (c.kind, (c.plover, c.acled)));
        let neutral = isnad_read::neutral_terms().into_iter().map(|(form, term)| (fold_text(&form), term));
        Knowledge {
            english: english.collect(),
            neutral: neutral.collect(),
            codes: codes.collect(),
            lookup: isnad_export::Lookup::new((*registry).clone(), reader.knowledge().gazetteer.clone()),
            registry,
            reader,
        }
    }

    fn gazetteer(&self) -> &Gazetteer {
        &self.reader.knowledge().gazetteer
    }

    /// PLOVER and ACLED codes of a type.
    pub fn codes(&self, kind: ClaimType) -> (Option<String>, Option<String>) {
        self.codes.get(&kind).cloned().unwrap_or_default()
    }

    /// What a neutral writer would put for a loaded word, where the lexicon says it.
    pub fn neutral(&self, wording: &WordingJson) -> Option<&str> {
        let folded = fold_text(&wording.at.text);
        // The lexicon's forms stand without clitics and often without the article.
        let mut rest = folded.as_str();
        for _ in 0..4 {
            if let Some(term) = self.neutral.get(rest) {
                return Some(term);
            }
            let cut = ["ال", "لل", "و", "ف", "ب", "ل", "ك"].iter().find_map(|p| rest.strip_prefix(p));
            rest = cut.filter(|r| r.chars().count() > 2)?;
        }
        None
    }

    /// The English name of a place, where packages hold one.
    pub fn name_en(&self, gazetteer_id: &str) -> Option<&'static str> {
        self.english.get(gazetteer_id).copied()
    }

    /// Places for what was typed, in Arabic or English: the best fit first, then the nearest to `near` (latitude, longitude), else the
    /// most populous.
    pub fn places(&self, typed: &str, near: Option<(f64, f64)>, limit: usize) -> Vec<Place<'_>> {
        let typed_key = key(typed);
        if typed_key.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, Place<'_>)> = self.gazetteer().named(typed).map(|p| (0, p)).collect();
        let whole = found.len();
        let latin = typed_key.is_ascii();
        for place in self.gazetteer().places().take(LOOKED_THROUGH) {
            let fit = if latin {
                self.name_en(place.id()).and_then(|n| fit(&n.to_lowercase(), &typed_key))
            } else {
                fit(&fold_text(place.name()), &typed_key)
            };
            if let Some(fit) = fit
                && !found[..whole].iter().any(|(_, p)| p.id() == place.id())
            {
                found.push((fit, place));
            }
        }
        let far = |p: &Place<'_>| {
            near.map_or(-f64::from(p.population()), |at| crate::index::km_between(at, (p.lat(), p.lon())))
        };
        let mut keyed: Vec<(u8, f64, Place<'_>)> =
            found.into_iter().map(|(fit, p)| (fit, far(&p), p)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.id().cmp(b.2.id())));
        keyed.into_iter().take(limit).map(|(_, _, p)| p).collect()
    }

    /// Actors for what was typed: by identity, or by any of their names; the best fit first.
    pub fn actors(&self, typed: &str, limit: usize) -> Vec<&Actor> {
        let typed_key = key(typed);
        if typed_key.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, usize, &Actor)> = Vec::new();
        for (n, actor) in self.registry.actors().iter().enumerate() {
            let names = [&actor.name_ar, &actor.name_en, &actor.id].into_iter();
            let others = actor.aliases.iter().chain(&actor.in_context).chain(&actor.marked);
            let best = names.chain(others).filter_map(|name| fit(&key(name), &typed_key)).min();
            if let Some(fit) = best {
                found.push((fit, n, actor));
            }
        }
        found.sort_by_key(|(fit, n, _)| (*fit, *n));
        found.into_iter().take(limit).map(|(_, _, a)| a).collect()
    }
}

/// The name of a feature in the interface.
pub fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Country => "country",
        Feature::Area => "area",
        Feature::Province => "province",
        Feature::District => "district",
        Feature::Settlement => "settlement",
        Feature::Quarter => "quarter",
        Feature::Camp => "camp",
        Feature::Facility => "facility",
        Feature::Water => "water",
    }
}
