//! Lists of feature rows, one a position, in one buffer.

use isnad_learn::row;

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
        self.rows.push(row(namespace, a, b, self.bits));
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
