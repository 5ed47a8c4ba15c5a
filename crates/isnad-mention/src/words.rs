//! What tagged text and lists of names say about single words, as hashes only.
//!
//! data/words.bin is made by gazetteer/build_words.py, which says from what. It holds no words, so it can only be asked.

use crate::key::Key;
use rustc_hash::FxHashMap;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordFlags(u8);

impl WordFlags {
    /// A given name.
    pub fn given(self) -> bool {
        self.0 & 1 != 0
    }
    /// All that is known, as bits.
    pub fn bits(self) -> u8 {
        self.0
    }
    /// A surname.
    pub fn surname(self) -> bool {
        self.0 & 2 != 0
    }
    /// A surname that is no given name, or in no list.
    pub fn surname_only(self) -> bool {
        self.0 & 1 == 0 && self.0 & 4 == 0
    }
    /// Seldom a place in running text.
    pub fn common(self) -> bool {
        self.0 & 4 != 0
    }
    /// Part of a name, and mostly so in running text.
    pub fn person(self) -> bool {
        self.0 & 3 != 0 && self.0 & 8 == 0
    }
    /// Part of a name at all.
    pub fn name(self) -> bool {
        self.0 & 3 != 0
    }
    /// Nothing is known of it.
    pub fn unknown(self) -> bool {
        self.0 == 0
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Words(FxHashMap<u32, u8>);

impl Words {
    pub fn shipped() -> Self {
        let bytes = include_bytes!("../data/words.bin");
        Words(bytes.chunks_exact(5).map(|r| (u32::from_le_bytes([r[0], r[1], r[2], r[3]]), r[4])).collect())
    }

    pub fn flags(&self, key: Key) -> WordFlags {
        WordFlags(self.0.get(&((key ^ (key >> 32)) as u32)).copied().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::key;

    #[test]
    fn words_are_what_they_should_be() {
        let words = Words::shipped();
        assert!(words.0.len() > 20_000);
        assert!(words.flags(key("محمد")).given() && words.flags(key("محمد")).person());
        assert!(words.flags(key("سنه")).common());
        assert!(!words.flags(key("دمشق")).common());
        assert!(words.flags(key("قزحفغت")).unknown());
    }
}
