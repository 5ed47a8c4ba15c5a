//! Names as small numbers, so that rows hold numbers and a name is compared once, not once a row.

use rustc_hash::FxHashMap;

/// A list of different names.
#[derive(Debug, Default)]
pub struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    /// The number of a name, a new one where it was not met before.
    pub fn put(&mut self, name: &str) -> u32 {
        if let Some(&n) = self.numbers.get(name) {
            return n;
        }
        let n = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.into(), n);
        self.names.push(name.into());
        n
    }

    /// The number of a name, if it was met.
    pub fn get(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a number.
    pub fn name(&self, n: u32) -> &str {
        self.names.get(n as usize).map_or("", |s| s)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}

/// A set of numbers, as bits.
#[derive(Debug, Clone)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The empty set, with room for numbers below `n`.
    pub fn new(n: usize) -> Self {
        Bits(vec![0; n.div_ceil(64)])
    }

    /// Puts a number in; one without room is left out.
    pub fn set(&mut self, n: u32) {
        if let Some(word) = self.0.get_mut(n as usize / 64) {
            *word |= 1 << (n % 64);
        }
    }

    /// Whether a number is in.
    pub fn has(&self, n: u32) -> bool {
        self.0.get(n as usize / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }
}
