//! Names of many words under one integer each: the automaton of the whole crate.
//!
//! *Comes in*: sequences of word keys with a value. *Goes out*: from a place in a text, the longest sequence that
//! begins there. Two look-ups decide: whether any name begins with this word (and how long such names are), then the
//! rolling hash of two, three, … words. Nothing is allocated while searching.

use crate::key::{Key, chain};
use rustc_hash::FxHashMap;

/// Longest name, in words. Longer names are not indexed.
pub(crate) const LONGEST: usize = 9;

#[derive(Debug, Clone, Default)]
pub(crate) struct PhraseIndex {
    /// First word → which numbers of words the names have that begin so: bit `n` for `n + 1` words.
    first: FxHashMap<Key, u16>,
    /// Sequence → range of `values`.
    names: FxHashMap<u64, (u32, u32)>,
    values: Vec<u32>,
}

impl PhraseIndex {
    /// Builds the index from pairs of words and value. Equal names keep all their values, in order of insertion.
    pub fn build(mut pairs: Vec<(Phrase, u32)>) -> Self {
        pairs.sort_by_key(|(p, _)| p.hash);
        let mut index = PhraseIndex { values: Vec::with_capacity(pairs.len()), ..Self::default() };
        index.names.reserve(pairs.len());
        for (phrase, value) in pairs {
            *index.first.entry(phrase.first).or_default() |= 1 << (phrase.words - 1);
            let at = index.values.len() as u32;
            index.values.push(value);
            index.names.entry(phrase.hash).or_insert((at, at)).1 = at + 1;
        }
        index
    }

    /// The values of the name that is exactly this sequence.
    pub fn get(&self, hash: u64) -> &[u32] {
        self.names.get(&hash).map_or(&[], |&(a, b)| &self.values[a as usize..b as usize])
    }

    /// Whether any name begins with `first`.
    pub fn begins(&self, first: Key) -> bool {
        self.first.contains_key(&first)
    }

    /// The longest name that begins with `first` and goes on with the words of `rest`: its number of words and values.
    pub fn longest(&self, first: Key, rest: impl Iterator<Item = Key>) -> Option<(usize, &[u32])> {
        let mut lengths = *self.first.get(&first)?;
        let mut hash = chain(0, first);
        let mut best = if lengths & 1 == 1 { self.names.get(&hash).map(|&r| (1, r)) } else { None };
        for (n, key) in rest.enumerate() {
            lengths >>= 1;
            if lengths == 0 {
                break;
            }
            hash = chain(hash, key);
            if lengths & 1 == 1
                && let Some(&r) = self.names.get(&hash)
            {
                best = Some((n + 2, r));
            }
        }
        best.map(|(n, (a, b))| (n, &self.values[a as usize..b as usize]))
    }
}

/// A name as the index keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub hash: u64,
    pub first: Key,
    pub words: u8,
}

impl Phrase {
    /// The phrase of a folded name whose words may lose or gain the article («تل أبيض», «تل الأبيض»); `None` where it has no
    /// word or too many.
    pub fn of(folded: &str) -> Option<Self> {
        Self::with(folded, crate::key::key)
    }

    /// The phrase of a folded name in which every word but the first keeps its article («الحشد الشعبي» is not «حشد شعبي»).
    pub fn exact(folded: &str) -> Option<Self> {
        Self::with(folded, crate::key::exact)
    }

    fn with(folded: &str, rest: impl Fn(&str) -> Key) -> Option<Self> {
        let mut parts = folded
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\u{0640}' | '\u{064b}'..='\u{065f}'))
            .filter(|w| !w.is_empty());
        let first = crate::key::key(parts.next()?);
        let (mut hash, mut words) = (chain(0, first), 1u8);
        for word in parts {
            hash = chain(hash, rest(word));
            words += 1;
            if words as usize > LONGEST {
                return None;
            }
        }
        Some(Phrase { hash, first, words })
    }
}
