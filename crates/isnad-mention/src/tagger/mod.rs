//! The learned tagger of names: which words name a person, an organisation, a place, a facility or a people.
//!
//! *Comes in*: the words of a report ([`Analysis`]) and what lists know of them ([`Knowledge`]). *Goes out*: [`Tagged`] runs of
//! whole words. *Does not*: know who or where is meant; that is for the registry and the gazetteer.
//!
//! A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) trained by `isnad-learn`. Each token gives
//! [`atoms`](Atoms): hashes of its forms, affixes, clitics, word classes and list memberships, made once; `templates` combine
//! the atoms of neighbours into features; [`Weights`] holds the features that carry weight, as eight-bit steps.

mod atoms;
mod lists;
mod pairs;
mod templates;
mod weights;

pub use atoms::{Atoms, Form, Seen};
pub use templates::{BLOCKS, features};
pub use weights::{Weights, WeightsError};

use crate::facts::Facts;
use crate::knowledge::Knowledge;
use crate::memo::Memo;
use crate::scan::Scan;
use isnad_text::{Analysis, TokenKind};
use std::ops::Range;

pub(crate) use atoms::form;
pub(crate) use lists::NameLists;
pub(crate) use pairs::{CLASSES, Pairs};
pub(crate) use templates::SIDE;
pub(crate) use weights::Sums;

/// What the tagger tells apart, in the order of the weights' columns. `B-` begins a name, `I-` goes on with it.
pub const LABELS: [&str; 12] =
    ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-FAC", "I-FAC", "PPL", "B-OTH", "I-OTH"];

/// The kind of a tagged run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagKind {
    /// A person.
    Person,
    /// An organisation or an armed or political group.
    Organisation,
    /// A place.
    Place,
    /// A facility.
    Facility,
    /// A people or nationality.
    People,
    /// Another name: a book, a weapon, a product.
    Other,
}

impl TagKind {
    /// Kind of label number `label`; `None` for `O` and what is no label.
    pub const fn of(label: u8) -> Option<Self> {
        Some(match label {
            1 | 2 => TagKind::Person,
            3 | 4 => TagKind::Organisation,
            5 | 6 => TagKind::Place,
            7 | 8 => TagKind::Facility,
            9 => TagKind::People,
            10 | 11 => TagKind::Other,
            _ => return None,
        })
    }

    /// The label that begins such a run.
    pub const fn first(self) -> u8 {
        match self {
            TagKind::Person => 1,
            TagKind::Organisation => 3,
            TagKind::Place => 5,
            TagKind::Facility => 7,
            TagKind::People => 9,
            TagKind::Other => 10,
        }
    }
}

/// A run of tokens that is one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// Indices into [`Analysis::tokens`], first and one past the last.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: TagKind,
}

/// One sentence as the tagger sees it: the tokens that are tagged, as indices into [`Analysis::tokens`]. Hashtags and their
/// words are left out: they are no running text.
pub fn sentences<'a>(analysis: &'a Analysis<'_>) -> impl Iterator<Item = Vec<usize>> + 'a {
    analysis.sentences.iter().map(|s| {
        let mut tokens = Vec::new();
        running(analysis, s.tokens.clone(), &mut tokens);
        tokens
    })
}

/// Those of `tokens` that are no hashtag and stand in none.
fn running(analysis: &Analysis<'_>, tokens: Range<usize>, out: &mut Vec<usize>) {
    let mut tag_end = 0;
    out.extend(tokens.filter(|&i| {
        let token = &analysis.tokens[i];
        if token.kind == TokenKind::Hashtag {
            tag_end = token.span.end;
        }
        token.span.start >= tag_end
    }));
}

/// The atoms of every token of a text.
pub fn atoms(knowledge: &Knowledge, analysis: &Analysis<'_>) -> Vec<Atoms> {
    let mut memo = Memo::new();
    let scan = Scan::new(analysis, knowledge, &mut memo);
    let seen = atoms::all(knowledge, &scan);
    let form = |i: usize, e: u32| {
        let readings = &scan.memo.entry(e).readings;
        atoms::form(analysis, i, readings, &Facts::all(knowledge, readings))
    };
    seen.into_iter()
        .zip(&scan.entries)
        .enumerate()
        .map(|(i, (seen, &e))| Atoms { form: form(i, e), seen })
        .collect()
}

/// A name of the tagger, as words of the scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub from: usize,
    pub to: usize,
    pub kind: TagKind,
}

/// The names that the tagger of `knowledge` sees, in the order of the text.
pub(crate) fn tags(knowledge: &Knowledge, scan: &Scan<'_, '_>, pairs: &mut Pairs) -> Vec<Tag> {
    let analysis = scan.analysis;
    let seen = atoms::all(knowledge, scan);
    let (mut out, mut tokens) = (Vec::new(), Vec::new());
    let mut path = weights::Path::default();
    for s in &analysis.sentences {
        tokens.clear();
        running(analysis, s.tokens.clone(), &mut tokens);
        if tokens.is_empty() {
            continue;
        }
        let text = (seen.as_slice(), scan.entries.as_slice());
        knowledge.tagger.decode_with(&tokens, text, (scan.memo, pairs), &mut path);
        weights::runs(&path.labels(&knowledge.tagger), |r, kind| {
            let (first, last) = (tokens[r.start] as u32, tokens[r.end - 1] as u32);
            let from = scan.words.partition_point(|w| w.token < first);
            let to = scan.words.partition_point(|w| w.token <= last);
            if from < to {
                out.push(Tag { from, to, kind });
            }
        });
    }
    out
}
