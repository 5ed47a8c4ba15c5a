//! Scores of the words of a sentence for one trigger after the other, without scoring twice what is the same for all of them.
//!
//! *Comes in*: features, word by word. *Goes out*: scores. *Does not*: know what a feature means.
//!
//! A third of the features that tell a word's role depend on the word and not on the trigger. Their weights are summed once a
//! sentence; weights are whole numbers, so that the sum is the same to the bit.

use super::feature::{Features, Sink, Sums};
use isnad_learn::Packed;

/// No word has more features: some eighty, and two for each of 64 classes.
const _: () = assert!(80 + 2 * 64 <= isnad_learn::BATCH);

type Summed = [i32; 16];

/// The sums of the words' own features in one sentence.
#[derive(Debug, Default)]
pub(crate) struct Own {
    /// By word and side of the trigger: for which sentence and key they were made.
    sums: Vec<(u64, Summed)>,
    /// Sentences so far.
    count: u64,
    /// Where the sentence begins, and its length.
    at: (usize, usize),
}

impl Own {
    /// Trigger `k` of a sentence comes next.
    pub fn sentence(&mut self, k: usize, first: usize, len: usize) {
        if k == 0 || self.at != (first, len) {
            self.count += 1;
            self.at = (first, len);
            if self.sums.len() < len * 2 {
                self.sums.resize(len * 2, (0, [0; 16]));
            }
        }
    }
}

/// Scores the words as their features come.
pub(crate) struct Scorer<'a, const BITS: u32> {
    packed: &'a Packed<16>,
    own: &'a mut Own,
    adding: Sums<'a, BITS, 16>,
    scores: &'a mut Vec<[f32; 16]>,
    /// Of the word's own features.
    sums: Summed,
    /// Where these are kept, and for what.
    at: usize,
    key: u64,
}

impl<'a, const BITS: u32> Scorer<'a, BITS> {
    /// A scorer of the next words.
    pub fn new(packed: &'a Packed<16>, own: &'a mut Own, scores: &'a mut Vec<[f32; 16]>) -> Self {
        Scorer { packed, own, adding: Sums::new(packed), scores, sums: [0; 16], at: 0, key: 0 }
    }
}

impl<const BITS: u32> Features for Scorer<'_, BITS> {
    #[inline(always)]
    fn add(&mut self, namespace: u64, a: u64, b: u64) {
        self.adding.add(namespace, a, b);
    }
}

impl<const BITS: u32> Sink for Scorer<'_, BITS> {
    #[inline(always)]
    fn known(&mut self, word: usize, key: u64) -> bool {
        (self.at, self.key) = (word * 2 + (key & 1) as usize, self.own.count << 8 | key);
        let (of, sums) = &self.own.sums[self.at];
        self.sums = *sums;
        *of == self.key
    }

    #[inline(always)]
    fn note(&mut self) {
        self.sums = self.adding.take();
        self.own.sums[self.at] = (self.key, self.sums);
    }

    #[inline(always)]
    fn end(&mut self) {
        let rest = self.adding.take();
        for (sum, rest) in self.sums.iter_mut().zip(&rest) {
            *sum += rest;
        }
        self.scores.push(self.packed.scaled(&self.sums));
        self.sums = [0; 16];
    }
}
