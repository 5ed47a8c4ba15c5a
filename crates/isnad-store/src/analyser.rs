//! The archive's one door to the search analyser of `isnad-text`, with the limits of a query.

use crate::{Error, Result};
use isnad_model::Sha256;
use isnad_text::search;

pub(crate) use search::{Term, index_text, terms};

/// One part of a query: a word, or the words of a phrase (never none).
pub(crate) type Group = search::Clause;

/// A query as its parts; the wanted ones must all stand in a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Query {
    pub groups: Vec<Group>,
}

/// The most characters of a query.
const MOST_CHARACTERS: usize = 2000;

/// The most words of a query: every one is a walk through the index.
const MOST_WORDS: usize = 64;

/// The parts of what a user typed.
pub(crate) fn parse(query: &str) -> Result<Query> {
    let within = |what, found, limit| {
        if found > limit { Err(Error::QueryTooLong { what, found, limit }) } else { Ok(()) }
    };
    within("characters", query.chars().count(), MOST_CHARACTERS)?;
    let mut groups = search::query(query);
    groups.retain(|g| !g.terms.is_empty());
    within("words", groups.iter().map(|g| g.terms.len()).sum(), MOST_WORDS)?;
    Ok(Query { groups })
}

/// A name folded for comparison and not stemmed («الحسكة» is «الحسكه», and «حسك» is another name): its words with a space
/// around each, so that a part of it is sought by whole words. Blank where the name holds no word.
pub(crate) fn key(name: &str) -> String {
    let folded = isnad_text::fold_text(name).to_lowercase();
    let mut key = String::with_capacity(folded.len() + 2);
    key.push(' ');
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        key.push_str(word);
        key.push(' ');
    }
    key
}

/// Words in which analysers differ: clitics, plurals, hamza, ends, vowels, digits, stretching, foreign letters.
const PROBE: &str = "وبالمحتجزين أسماء الرقّة مستشفى لِلأطفال ١٢٬٥٠٠ قصـــف سيكتبونها مدنيون فالقذائف بمخيماتهم \
     إسرائيلي آلاف مسؤول شؤون «NATO» Café 3.5 #هدنة_إنسانية كتبهما والدتها";

/// What tells this analyser from another: an index that bears another mark must be made anew.
pub(crate) fn mark() -> String {
    Sha256::of(format!("{}\n{}", index_text(PROBE), key(PROBE))).short(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_limits() {
        assert!(matches!(parse(&"ا".repeat(3000)), Err(Error::QueryTooLong { what: "characters", .. })));
        assert!(matches!(parse(&"غارة ".repeat(65)), Err(Error::QueryTooLong { what: "words", .. })));
        assert_eq!(parse(&"غارة ".repeat(64)).unwrap().groups.len(), 64);
    }

    #[test]
    fn names_are_folded_and_not_stemmed() {
        for (name, expected) in [
            ("الحسكة", " الحسكه "),
            ("ريف  «الحسكة» الجنوبي", " ريف الحسكه الجنوبي "),
            ("Tell Abyad", " tell abyad "),
            ("؟!", " "),
            ("", " "),
        ] {
            assert_eq!(key(name), expected);
        }
    }

    #[test]
    fn terms_are_what_the_index_takes_as_one_token() {
        for term in index_text(PROBE).split(' ') {
            assert!(term.chars().all(char::is_alphanumeric), "{term}");
        }
    }
}
