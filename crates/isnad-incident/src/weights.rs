//! What is learned and shipped: how rare words and names of places are, and the weights of pairs.
//!
//! Made by `isnad-lab airwars train`; models/incidents.md says from what.

use crate::pair::{Ready, WIDTH, features};
use crate::rarity::Rarity;
use crate::second::{self, Around};
use isnad_learn::Boosted;

static RARE: &[u8] = include_bytes!("../../../models/incidents.rare");
static PAIRS: &[u8] = include_bytes!("../../../models/incidents.json");
static SECOND: &[u8] = include_bytes!("../../../models/incidents-second.json");

/// Log-odds at the first look below which a pair is settled.
pub const NEVER: f32 = -4.0;

/// What is wrong with the learned files.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Of the trees.
    #[error("models/incidents.json: {0}")]
    Trees(#[from] isnad_learn::BoostError),
    /// Trees ask for another number of features than there are.
    #[error("models/{0} is over {1} numbers a pair and not {2}: train it anew")]
    Width(&'static str, usize, usize),
    /// Of the tables.
    #[error("models/incidents.rare: {0}")]
    Rare(#[from] crate::rarity::RarityError),
}

/// The learned weights.
#[derive(Debug, Clone)]
pub struct Weights {
    /// How rare a word is.
    pub words: Rarity,
    /// How rare the name of a place is.
    pub places: Rarity,
    /// Log-odds that two reports tell of one happening, at the first look.
    pub pairs: Boosted,
    /// The same at the second look ([`crate::second`]).
    pub second: Boosted,
}

impl Weights {
    /// Reads the files: the tables one after the other, the trees of the first look and of the second.
    ///
    /// # Errors
    ///
    /// Where a file is broken or was made for other features.
    pub fn from_bytes(rare: &[u8], pairs: &[u8], second: &[u8]) -> Result<Weights, WeightsError> {
        let (words, places) = rare.split_at(rare.len() / 2);
        let trees = |file, bytes, width| {
            let trees = Boosted::from_json(bytes)?;
            if trees.width() == width {
                Ok(trees)
            } else {
                Err(WeightsError::Width(file, trees.width(), width))
            }
        };
        Ok(Weights {
            words: Rarity::from_bytes(words)?,
            places: Rarity::from_bytes(places)?,
            pairs: trees("incidents.json", pairs, WIDTH)?,
            second: trees("incidents-second.json", second, WIDTH + second::WIDTH)?,
        })
    }

    /// The files that [`Weights::from_bytes`] reads.
    pub fn to_bytes(&self) -> [Vec<u8>; 3] {
        [[self.words.bytes(), self.places.bytes()].concat(), self.pairs.to_json(), self.second.to_json()]
    }

    /// The weights that ship.
    ///
    /// # Errors
    ///
    /// Never with the files of this repository; a test reads them.
    pub fn shipped() -> Result<Weights, WeightsError> {
        Weights::from_bytes(RARE, PAIRS, SECOND)
    }

    /// Log-odds that two reports tell of one happening, at the first look.
    pub fn score(&self, a: &Ready<'_>, b: &Ready<'_>) -> f32 {
        self.pairs.score(&self.features(a, b))
    }

    fn features(&self, a: &Ready<'_>, b: &Ready<'_>) -> Vec<f32> {
        features(a, b, &self.words, &|n| self.places.of(n))
    }

    /// The same of pair `(a, b)` of `ready` at the second look, where it scored `first` at the first.
    pub fn again(&self, ready: &[Ready<'_>], around: &Around, (a, b): (u32, u32), first: f32) -> f32 {
        // What is far from being a pair is not looked at again.
        if first < NEVER {
            return first;
        }
        let mut x = self.features(&ready[a as usize], &ready[b as usize]);
        around.add(a, b, first, &mut x);
        self.second.score(&x)
    }

    /// Log-odds of all pairs of `ready`, each looked at twice.
    pub fn scores(&self, ready: &[Ready<'_>], pairs: &[(u32, u32)]) -> Vec<(u32, u32, f32)> {
        let first = |&(a, b): &(u32, u32)| (a, b, self.score(&ready[a as usize], &ready[b as usize]));
        let mut scored: Vec<(u32, u32, f32)> = pairs.iter().map(first).collect();
        let around = Around::new(ready, scored.iter().copied());
        for (a, b, score) in &mut scored {
            *score = self.again(ready, &around, (*a, *b), *score);
        }
        scored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_sound() {
        let w = Weights::shipped().unwrap();
        let [rare, pairs, second] = w.to_bytes();
        assert_eq!([rare.as_slice(), pairs.as_slice(), second.as_slice()], [RARE, PAIRS, SECOND]);
        assert!(Weights::from_bytes(&rare[2..], &pairs, &second).is_err());
        assert!(Weights::from_bytes(&rare, &second, &pairs).is_err());
        assert!(Weights::from_bytes(&rare, b"[]", &second).is_err());
    }
}
