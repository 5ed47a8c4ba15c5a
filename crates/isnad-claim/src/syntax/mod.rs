//! The structure of a sentence: for each word its part of speech, the word it hangs on, and how.
//!
//! *Comes in*: the words of a sentence as [`Item`]s. *Goes out*: a [`Tree`]. *Does not*: decide who did what: roles take paths of
//! the tree as features and may overrule them.
//!
//! Universal Dependencies over written words: a word with clitics is one node and hangs where its main part does («وبالرصاص» as
//! «الرصاص»); punctuation hangs on nothing. Parts of speech come from a linear-chain model, heads from a greedy arc-hybrid parser
//! (Kuhlmann, Gómez-Rodríguez, Satta 2011) with features after Zhang and Nivre 2011, trained on states that it reaches itself with a
//! dynamic oracle (Goldberg, Nivre 2013). Linear in the length of the sentence. models/syntax.md has data and figures.

#[cfg(feature = "train")]
pub mod examples;
mod parser;
mod state;
mod tagger;

use crate::learned::scene::Item;
use crate::view::View;
use isnad_learn::{Model, ModelError, Packed, Scratch, Stored};
use std::ops::Range;

/// Parts of speech, by number.
pub const POS: [&str; 10] = ["V", "N", "PN", "ADJ", "NUM", "ADP", "PART", "PRON", "ADV", "X"];

/// Ways to hang on a word, by number.
pub const RELATIONS: [&str; 25] = [
    "root",
    "nsubj",
    "pass",
    "obj",
    "obl",
    "nmod",
    "idafa",
    "amod",
    "appos",
    "flat",
    "conj",
    "cc",
    "case",
    "mark",
    "acl",
    "ccomp",
    "xcomp",
    "advcl",
    "advmod",
    "det",
    "nummod",
    "fixed",
    "cop",
    "aux",
    "parataxis",
];

/// No word.
pub(crate) const NONE: u16 = u16::MAX;

/// The structure of a sentence, by word from the sentence's first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// The word that each hangs on; [`NONE`] for the root and for punctuation.
    pub heads: Vec<u16>,
    /// How it hangs: index into [`RELATIONS`]; punctuation and the root have 0.
    pub rels: Vec<u8>,
    /// Its part of speech: index into [`POS`]; punctuation has the last.
    pub pos: Vec<u8>,
}

/// The three questions of the syntax models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxTask {
    /// Parts of speech of a sentence.
    Pos,
    /// The parser's next move: shift, left, right.
    Move,
    /// How a word hangs on its head.
    Relation,
}

impl SyntaxTask {
    /// All, in the order of the file.
    pub const ALL: [SyntaxTask; 3] = [SyntaxTask::Pos, SyntaxTask::Move, SyntaxTask::Relation];

    /// The labels of its model.
    pub fn labels(self) -> Vec<&'static str> {
        match self {
            SyntaxTask::Pos => POS.to_vec(),
            SyntaxTask::Move => vec!["shift", "left", "right"],
            SyntaxTask::Relation => RELATIONS.to_vec(),
        }
    }

    /// Logarithm of the number of feature rows of its model.
    pub const fn bits(self) -> u32 {
        match self {
            SyntaxTask::Pos => 17,
            SyntaxTask::Move => 19,
            SyntaxTask::Relation => 17,
        }
    }
}

/// The models of syntax.
#[derive(Debug, Clone)]
pub struct Syntax {
    /// Labels and transitions; the weights are in what follows.
    models: Vec<Model>,
    pos: Packed<16>,
    moves: Packed<4>,
    relations: Packed<32>,
}

static SHIPPED: &[u8] = include_bytes!("../../../../models/syntax.crf");

const MAGIC: &[u8; 8] = b"ISNADSYN";

/// Buffers that are used again from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct SyntaxBuffers {
    scratch: Scratch,
    scores: Vec<[f32; 16]>,
}

impl Syntax {
    /// The models that ship with the program.
    ///
    /// # Errors
    /// As [`Syntax::from_bytes`]; not for the bytes that are built in.
    pub fn shipped() -> Result<Syntax, ModelError> {
        Syntax::from_bytes(SHIPPED)
    }

    /// Reads the file form: `ISNADSYN`, then for each of [`SyntaxTask::ALL`] a little-endian u32 length and that many bytes of its
    /// model.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not the models of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Syntax, ModelError> {
        let parts = isnad_learn::stored_models(MAGIC, bytes, SyntaxTask::ALL.len())?;
        let stored = parts.into_iter().map(Stored::parse).collect::<Result<Vec<_>, _>>()?;
        for (task, m) in SyntaxTask::ALL.into_iter().zip(&stored) {
            if m.bits() != task.bits() || !m.labels().iter().map(String::as_str).eq(task.labels()) {
                return Err(ModelError::Broken("a model of syntax has other labels or sizes"));
            }
        }
        let wide = || ModelError::Broken("a model of syntax has too many labels");
        Ok(Syntax {
            pos: Packed::new(&[&stored[0]]).ok_or_else(wide)?,
            moves: Packed::new(&[&stored[1]]).ok_or_else(wide)?,
            relations: Packed::new(&[&stored[2]]).ok_or_else(wide)?,
            models: stored.iter().map(Stored::lean).collect(),
        })
    }

    /// The file form of trained models, one a task.
    #[cfg(feature = "train")]
    pub fn write(models: &[Model]) -> Vec<u8> {
        isnad_learn::write_models(MAGIC, models)
    }

    fn of(&self, task: SyntaxTask) -> &Model {
        &self.models[task as usize]
    }

    /// The structure of a sentence; `items` are its words.
    pub(crate) fn parse(
        &self,
        v: &View<'_>,
        sentence: &Range<usize>,
        items: &[Item],
        buffers: &mut SyntaxBuffers,
    ) -> Tree {
        let words = words(v, sentence);
        let tags = tagger::tag(self, v, sentence, items, &words, buffers);
        let atoms = parser::atoms(v, sentence, items, &words, &tags);
        let state = parser::parse(self, &atoms);
        let mut tree = Tree {
            heads: vec![NONE; items.len()],
            rels: vec![0; items.len()],
            pos: vec![POS.len() as u8 - 1; items.len()],
        };
        for (n, &k) in words.iter().enumerate() {
            tree.pos[k as usize] = tags[n];
            let (head, rel) = state.hung(n as u16 + 1);
            tree.rels[k as usize] = rel;
            if let Some(&h) = usize::from(head).checked_sub(1).and_then(|h| words.get(h)) {
                tree.heads[k as usize] = h;
            }
        }
        tree
    }
}

/// The words of a sentence that are nodes, from the sentence's first: all but punctuation, and hashtags, whose words stand after them.
pub(crate) fn words(v: &View<'_>, sentence: &Range<usize>) -> Vec<u16> {
    sentence
        .clone()
        .filter(|&i| !v.punctuation(i) && v.a.tokens[i].kind != isnad_text::TokenKind::Hashtag)
        .map(|i| (i - sentence.start).min(usize::from(NONE) - 1) as u16)
        .collect()
}

/// Relations inside a phrase: a word that hangs so belongs to the phrase of its head.
const WITHIN: u32 = {
    let names = ["idafa", "amod", "flat", "nummod", "det", "case", "fixed", "appos", "nmod"];
    let mut bits = 0u32;
    let mut n = 0;
    while n < names.len() {
        let mut k = 0;
        while k < RELATIONS.len() {
            if same(names[n], RELATIONS[k]) {
                bits |= 1 << k;
            }
            k += 1;
        }
        n += 1;
    }
    bits
};

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut k = 0;
    while k < a.len() && k < b.len() && a[k] == b[k] {
        k += 1;
    }
    k == a.len() && k == b.len()
}

/// How one word stands to another in the tree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Way {
    /// Hash of the relations from one to the other, in order; far ways are alike.
    pub exact: u64,
    /// The relations upwards and downwards, as bits.
    pub up: u32,
    pub down: u32,
    /// Relations passed.
    pub steps: u8,
}

/// The ways from one word to all: to each itself, and to the head of the phrase that it is part of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways {
    /// By word.
    pub to: Vec<Way>,
    /// By word: the head of its phrase, as seen from the start.
    pub phrase: Vec<u16>,
}

/// Ways longer than this are not told apart.
const FAR: u8 = 6;

impl Tree {
    /// The relations of what hangs on each word, as bits.
    pub fn relations(&self) -> Vec<u32> {
        let mut out = vec![0u32; self.heads.len()];
        for (&h, &r) in self.heads.iter().zip(&self.rels) {
            if let Some(x) = out.get_mut(usize::from(h)) {
                *x |= 1 << r;
            }
        }
        out
    }

    /// The ways from word `from` to all words.
    pub fn ways(&self, from: usize, order: &Order) -> Ways {
        let n = self.heads.len();
        let mut out = Ways { to: vec![Way::default(); n], phrase: (0..n).map(|k| k as u16).collect() };
        let mut seen = vec![false; n];
        let step = |w: Way, rel: u8, up: bool| {
            let steps = (w.steps + 1).min(FAR + 1);
            let exact = if steps > FAR {
                isnad_learn::pair(96, u64::from(up), 0)
            } else {
                isnad_learn::pair(95, w.exact, u64::from(rel) << 1 | u64::from(up))
            };
            let (mut a, mut b) = (w.up, w.down);
            if up {
                a |= 1 << rel;
            } else {
                b |= 1 << rel;
            }
            Way { exact, up: a, down: b, steps }
        };
        // Up to the root first, then down from all of these.
        let start = Way { exact: 1, ..Way::default() };
        let (mut at, mut way) = (from, start);
        loop {
            if at >= n || seen[at] {
                break;
            }
            out.to[at] = way;
            seen[at] = true;
            way = step(way, self.rels[at], true);
            at = usize::from(self.heads[at]);
        }
        for &k in &order.0 {
            let k = usize::from(k);
            let h = usize::from(self.heads[k]);
            if seen[k] || h >= n || !seen[h] {
                continue;
            }
            seen[k] = true;
            out.to[k] = step(out.to[h], self.rels[k], false);
            // What goes up from the start to its own phrase's head is no part of another phrase.
            let own = out.to[h].down == 0 && out.to[h].steps > 0 || h == from;
            if WITHIN >> self.rels[k] & 1 == 1 && !own {
                out.phrase[k] = out.phrase[h];
            }
        }
        out
    }

    /// The words so that each comes after the one that it hangs on.
    pub fn order(&self) -> Order {
        let n = self.heads.len();
        // The first word that hangs on each, and the next that hangs where a word does: last to first, so that they stand in their order.
        let (mut first, mut next) = (vec![NONE; n], vec![NONE; n]);
        let mut out = Vec::with_capacity(n);
        for (k, &h) in self.heads.iter().enumerate().rev() {
            match first.get_mut(usize::from(h)) {
                Some(f) => next[k] = std::mem::replace(f, k as u16),
                None => out.push(k as u16),
            }
        }
        out.reverse();
        let mut at = 0;
        while let Some(&k) = out.get(at) {
            let mut child = first[usize::from(k)];
            while child != NONE {
                out.push(child);
                child = next[usize::from(child)];
            }
            at += 1;
        }
        Order(out)
    }
}

/// Words in an order in which heads come first: see [`Tree::order`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Order(Vec<u16>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learned::read::items;
    use crate::testing::reader;
    use isnad_text::Analysis;
    use proptest::prelude::*;

    fn parsed(text: &str) -> (Vec<String>, Tree) {
        let analysis = Analysis::new(text);
        let reader = reader();
        let v = View::new(&analysis, &reader.table, &[]);
        let sentence = 0..analysis.len();
        let tree = reader.syntax.parse(&v, &sentence, &items(&v, &sentence), &mut SyntaxBuffers::default());
        ((0..analysis.len()).map(|i| analysis.word(i).to_owned()).collect(), tree)
    }

    #[test]
    fn subjects_and_clauses_hang_where_they_belong() {
        let (words, tree) = parsed("قالت الشرطة إن مسلحين خطفوا ثلاثة عمال في بلدة بعيدة أمس.");
        let hang = |word: &str| {
            let k = words.iter().position(|w| w == word).unwrap();
            let head = words.get(usize::from(tree.heads[k])).map_or("", String::as_str);
            format!("{head} {}", RELATIONS[usize::from(tree.rels[k])])
        };
        for (word, want) in [
            ("قالت", " root"),
            ("الشرطة", "قالت nsubj"),
            ("مسلحين", "خطفوا nsubj"),
            ("خطفوا", "قالت ccomp"),
            ("عمال", "خطفوا obj"),
            ("في", "بلدة case"),
        ] {
            assert_eq!(hang(word), want, "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_word_has_a_way_to_every_word(text in "(\\PC|[ء-ي]{1,6} |قتل |و|في |ان |،|\\.|«|»|#|12){0,40}") {
            let (words, tree) = parsed(&text);
            prop_assert_eq!(words.len(), tree.heads.len());
            let order = tree.order();
            prop_assert_eq!(order.0.len(), words.len());
            for k in 0..words.len() {
                let ways = tree.ways(k, &order);
                prop_assert_eq!(ways.to.len(), words.len());
                prop_assert!(ways.phrase.iter().all(|&p| usize::from(p) < words.len()));
            }
        }
    }
}
