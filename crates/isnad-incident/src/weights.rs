//! What is learned and shipped: how rare words and names of places are, and the weights of pairs.
//!
//! Made by `isnad-lab airwars train`; models/incidents.md says from what.

use crate::pair::{Ready, WIDTH, features};
use crate::rarity::Rarity;
use isnad_learn::Boosted;

static RARE: &[u8] = include_bytes!("../../../models/incidents.rare");
static PAIRS: &[u8] = include_bytes!("../../../models/incidents.json");

/// What is wrong with the learned files.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Of the trees.
    #[error("models/incidents.json: {0}")]
    Trees(#[from] isnad_learn::BoostError),
    /// The trees ask for another number of features than [`WIDTH`].
    #[error("models/incidents.json is over {0} numbers a pair and not {WIDTH}: train it anew")]
    Width(usize),
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
    /// Log-odds that two reports tell of one happening.
    pub pairs: Boosted,
}

impl Weights {
    /// Reads the two files: the tables one after the other, and the trees.
    ///
    /// # Errors
    ///
    /// Where a file is broken or was made for other features.
    pub fn from_bytes(rare: &[u8], pairs: &[u8]) -> Result<Weights, WeightsError> {
        let (words, places) = rare.split_at(rare.len() / 2);
        let pairs = Boosted::from_json(pairs)?;
        if pairs.width() != WIDTH {
            return Err(WeightsError::Width(pairs.width()));
        }
        Ok(Weights { words: Rarity::from_bytes(words)?, places: Rarity::from_bytes(places)?, pairs })
    }

    /// The files that [`Weights::from_bytes`] reads.
    pub fn to_bytes(&self) -> (Vec<u8>, Vec<u8>) {
        ([self.words.bytes(), self.places.bytes()].concat(), self.pairs.to_json())
    }

    /// The weights that ship.
    ///
    /// # Errors
    ///
    /// Never with the files of this repository; a test reads them.
    pub fn shipped() -> Result<Weights, WeightsError> {
        Weights::from_bytes(RARE, PAIRS)
    }

    /// Log-odds that two reports tell of one happening.
    pub fn score(&self, a: &Ready<'_>, b: &Ready<'_>) -> f32 {
        self.pairs.score(&features(a, b, &self.words, &|n| self.places.of(n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_sound() {
        let w = Weights::shipped().unwrap();
        let (rare, pairs) = w.to_bytes();
        assert_eq!((rare.as_slice(), pairs.as_slice()), (RARE, PAIRS));
        assert!(Weights::from_bytes(&rare[2..], &pairs).is_err());
        assert!(Weights::from_bytes(&rare, b"[]").is_err());
    }
}
