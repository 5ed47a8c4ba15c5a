//! What is learned and shipped: how rare words and names of places are, the weights of pairs, and those of what a group's happening is.
//!
//! Made by `isnad-lab airwars train`; models/incidents.md says from what.

use crate::choice::Choice;
use crate::pair::{Ready, WIDTH, features};
use crate::rarity::Rarity;
use crate::second::{self, Around, Side};
use isnad_learn::Boosted;
use rayon::prelude::*;

static RARE: &[u8] = include_bytes!("../../../models/incidents.rare");
static PAIRS: &[u8] = include_bytes!("../../../models/incidents.json");
static SECOND: &[u8] = include_bytes!("../../../models/incidents-second.json");
static CHOICE: &[u8] = include_bytes!("../../../models/incidents-choice.json");

/// Log-odds at the first look below which a pair is settled.
pub const NEVER: f32 = second::UNKNOWN;

/// What is wrong with the learned files.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Of the trees.
    #[error("models/incidents.json: {0}")]
    Trees(#[from] isnad_learn::BoostError),
    /// Trees ask for another number of features than there are.
    #[error("models/{0} is over {1} numbers a pair and not {2}: train it anew")]
    Width(&'static str, usize, usize),
    /// Of the choice.
    #[error("models/incidents-choice.json: {0}")]
    Choice(#[from] crate::choice::ChoiceError),
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
    /// Which day, places and figures of a group are its happening's.
    pub choice: Choice,
}

impl Weights {
    /// Reads the files: the tables one after the other, the trees of the first look, of the second, and of the choice.
    ///
    /// # Errors
    ///
    /// Where a file is broken or was made for other features.
    pub fn from_bytes(
        rare: &[u8],
        pairs: &[u8],
        second: &[u8],
        choice: &[u8],
    ) -> Result<Weights, WeightsError> {
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
            choice: Choice::from_json(choice)?,
        })
    }

    /// The files that [`Weights::from_bytes`] reads.
    pub fn to_bytes(&self) -> [Vec<u8>; 4] {
        let rare = [self.words.bytes(), self.places.bytes()].concat();
        [rare, self.pairs.to_json(), self.second.to_json(), self.choice.to_json()]
    }

    /// The weights that ship.
    ///
    /// # Errors
    ///
    /// Never with the files of this repository; a test reads them.
    pub fn shipped() -> Result<Weights, WeightsError> {
        Weights::from_bytes(RARE, PAIRS, SECOND, CHOICE)
    }

    /// Log-odds that two reports tell of one happening, at the first look.
    pub fn score(&self, a: &Ready<'_>, b: &Ready<'_>) -> f32 {
        self.pairs.score(&self.features(a, b))
    }

    fn features(&self, a: &Ready<'_>, b: &Ready<'_>) -> Vec<f32> {
        features(a, b, &self.words, &|n| self.places.of(n))
    }

    /// The same of two with their sides at the second look, where they scored `first` at the first.
    pub(crate) fn again<I: Copy + Ord>(
        &self,
        (a, p, x): (I, &Ready<'_>, &Side<I>),
        (b, q, y): (I, &Ready<'_>, &Side<I>),
        first: f32,
    ) -> f32 {
        let mut row = self.features(p, q);
        second::add((a, x), (b, y), first, &mut row);
        self.second.score(&row)
    }

    /// Both scores of all pairs of `ready` that the first look does not settle.
    pub fn looks(&self, ready: &[Ready<'_>], pairs: &[(u32, u32)]) -> Vec<Looked> {
        let of = |k: u32| &ready[k as usize];
        let first = |&(a, b): &(u32, u32)| (a, b, self.score(of(a), of(b)));
        let first: Vec<(u32, u32, f32)> =
            pairs.par_iter().map(first).filter(|p| p.2 > second::UNKNOWN).collect();
        let around = Around::new(ready, first.iter().copied());
        let again = |(a, b, first)| {
            let score = self.again((a, of(a), around.side(a)), (b, of(b), around.side(b)), first);
            Looked { a, b, first, score }
        };
        first.into_par_iter().map(again).collect()
    }

    /// Log-odds of all pairs of `ready` that the first look does not settle, each looked at twice.
    pub fn scores(&self, ready: &[Ready<'_>], pairs: &[(u32, u32)]) -> Vec<(u32, u32, f32)> {
        self.looks(ready, pairs).into_iter().map(|p| (p.a, p.b, p.score)).collect()
    }
}

/// A pair with its scores at both looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Looked {
    /// The one.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// At the first look.
    pub first: f32,
    /// At the second.
    pub score: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_sound() {
        let w = Weights::shipped().unwrap();
        let [rare, pairs, second, choice] = w.to_bytes();
        assert_eq!([rare.as_slice(), &pairs, &second, &choice], [RARE, PAIRS, SECOND, CHOICE]);
        assert!(Weights::from_bytes(&rare[2..], &pairs, &second, &choice).is_err());
        assert!(Weights::from_bytes(&rare, &second, &pairs, &choice).is_err());
        assert!(Weights::from_bytes(&rare, b"[]", &second, &choice).is_err());
        assert!(Weights::from_bytes(&rare, &pairs, &second, b"[]").is_err());
    }
}
