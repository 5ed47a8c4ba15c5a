//! Names that say by themselves what they are: clubs, companies, media, bodies, persons and cities of the world.
//!
//! *Comes in*: gazetteer/organisations.tsv (our own) and gazetteer/names.tsv (see gazetteer/build_names.py). *Goes out*: an index
//! of phrases whose value is a kind. The lists are features of the tagger and decide nothing alone.

use crate::index::{Phrase, PhraseIndex};
use isnad_text::fold_text;

/// Kinds of listed names, in the order of their codes.
const KINDS: [&str; 10] =
    ["club", "company", "media", "body", "team", "wikiclub", "person", "city", "fullname", "family"];

/// The index of listed names.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameLists(PhraseIndex);

impl NameLists {
    pub fn shipped() -> Self {
        let own = include_str!("../../../../gazetteer/organisations.tsv");
        let world = include_str!("../../../../gazetteer/names.tsv");
        let persons = include_str!("../../../../gazetteer/persons.tsv");
        let mut pairs = Vec::new();
        for (text, world) in [(own, false), (world, true), (persons, false)] {
            for line in text.lines().filter(|l| !l.starts_with('#')) {
                let Some((kind, names)) = line.split_once('\t') else { continue };
                let kind = if world && kind == "club" { "wikiclub" } else { kind };
                let Some(code) = KINDS.iter().position(|k| *k == kind) else { continue };
                for name in names.split('|') {
                    if let Some(phrase) = Phrase::exact(&fold_text(name)) {
                        pairs.push((phrase, code as u32 | u32::from(fold_text(name).starts_with("ال")) << 8));
                    }
                }
            }
        }
        NameLists(PhraseIndex::build(pairs))
    }

    /// From names to codes; bit 8 of a code says that the name begins with the article.
    pub fn index(&self) -> &PhraseIndex {
        &self.0
    }
}
