//! Lists of feature rows, one a position, in one buffer.

use isnad_learn::{Adding, Packed, row};

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

/// The sums of the features of one position under packed models of 2^`BITS` rows. For what is asked at every word: where all is inlined
/// nothing is counted, grown or looked up twice.
pub(crate) struct Sums<'a, const BITS: u32, const W: usize>(Adding<'a, W>);

impl<'a, const BITS: u32, const W: usize> Sums<'a, BITS, W> {
    /// A position without features.
    #[inline(always)]
    pub fn new(packed: &'a Packed<W>) -> Self {
        Sums(packed.adding())
    }

    /// The sums of what was added; the next position begins.
    #[inline(always)]
    pub fn take(&mut self) -> [i32; W] {
        self.0.take()
    }
}

impl<const BITS: u32, const W: usize> Features for Sums<'_, BITS, W> {
    #[inline(always)]
    fn add(&mut self, namespace: u64, a: u64, b: u64) {
        self.0.add(row(namespace, a, b, BITS));
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
