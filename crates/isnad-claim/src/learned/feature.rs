//! Lists of feature rows, one a position, in one buffer.

use isnad_learn::row;

/// Takes the features of the position being made.
pub(crate) trait Features {
    /// Adds the feature of two values in a namespace.
    fn add(&mut self, namespace: u64, a: u64, b: u64);
}

/// Takes the features of the words of a sentence, one after the other.
pub(crate) trait Sink: Features {
    /// Whether those features of a word that depend on the word and this key alone were added before: then they count, and are not
    /// to be added again. The key's lowest bit tells on which side of the trigger the word stands; keys are below 256.
    fn known(&mut self, word: usize, key: u64) -> bool;

    /// What was added since [`Sink::known`] is what depends on the word and the key alone.
    fn note(&mut self);

    /// Ends the word.
    fn end(&mut self);
}

/// Feature rows of one position, for a model of 2^`BITS` rows, in a space of `N`: no more are ever added. For what is asked at every
/// word: where all is inlined the features have their fixed places, and nothing is counted or grown.
pub(crate) struct Few<'a, const BITS: u32, const N: usize> {
    rows: &'a mut [u32; N],
    len: usize,
}

impl<'a, const BITS: u32, const N: usize> Few<'a, BITS, N> {
    /// An empty position. The space is overwritten; made once and handed in again and again it need not be cleared.
    #[inline(always)]
    pub fn new(space: &'a mut [u32; N]) -> Self {
        Few { rows: space, len: 0 }
    }

    /// Empties it.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// The rows.
    #[inline(always)]
    pub fn rows(&self) -> &[u32] {
        &self.rows[..self.len]
    }
}

impl<const BITS: u32, const N: usize> Features for Few<'_, BITS, N> {
    #[inline(always)]
    fn add(&mut self, namespace: u64, a: u64, b: u64) {
        self.rows[self.len] = row(namespace, a, b, BITS);
        self.len += 1;
    }
}

impl Features for Rows {
    fn add(&mut self, namespace: u64, a: u64, b: u64) {
        self.rows.push(row(namespace, a, b, self.bits));
    }
}

/// For training all features are wanted, each time.
impl Sink for Rows {
    fn known(&mut self, _: usize, _: u64) -> bool {
        false
    }

    fn note(&mut self) {}

    fn end(&mut self) {
        Rows::end(self);
    }
}

/// Feature rows of the positions of a sequence.
#[derive(Debug, Default, Clone)]
pub(crate) struct Rows {
    rows: Vec<u32>,
    ends: Vec<u32>,
    bits: u32,
}

impl Rows {
    /// Empties it for a model of 2^`bits` rows.
    pub fn start(&mut self, bits: u32) {
        self.rows.clear();
        self.ends.clear();
        self.bits = bits;
    }

    /// Adds the feature of two values in a namespace to the position being made.
    pub fn add(&mut self, namespace: u64, a: u64, b: u64) {
        Features::add(self, namespace, a, b);
    }

    /// Ends the position being made.
    pub fn end(&mut self) {
        self.ends.push(self.rows.len() as u32);
    }

    /// The positions.
    pub fn positions(&self) -> Vec<&[u32]> {
        let mut start = 0;
        self.ends
            .iter()
            .map(|&end| {
                let s = &self.rows[start as usize..end as usize];
                start = end;
                s
            })
            .collect()
    }

    /// The features of all positions together: of the one, where only one was made.
    pub fn all(&self) -> &[u32] {
        &self.rows
    }

    /// The positions as lists of their own, for training.
    #[cfg(feature = "train")]
    pub fn lists(&self) -> Vec<Vec<u32>> {
        self.positions().into_iter().map(<[u32]>::to_vec).collect()
    }
}
