//! Feature hashing: FNV-1a with a finishing mix, so that low bits depend on every byte.

/// Builds the hash of one feature from a namespace and its parts.
#[derive(Debug, Clone, Copy)]
pub struct Hasher(u64);

impl Hasher {
    /// A feature of this namespace: equal values in two namespaces are two features.
    pub const fn new(namespace: &str) -> Self {
        Hasher(0xcbf2_9ce4_8422_2325).bytes(namespace.as_bytes()).byte(0xff)
    }

    const fn byte(self, b: u8) -> Self {
        Hasher((self.0 ^ b as u64).wrapping_mul(0x0000_0100_0000_01b3))
    }

    const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut k = 0;
        while k < bytes.len() {
            self = self.byte(bytes[k]);
            k += 1;
        }
        self
    }

    /// Adds a string and a border after it.
    pub const fn str(self, part: &str) -> Self {
        self.bytes(part.as_bytes()).byte(0xfe)
    }

    /// Adds a number.
    pub const fn num(self, n: u64) -> Self {
        self.bytes(&n.to_le_bytes())
    }

    /// The row of a table of 2^`bits` rows; `bits` is 1 to 31.
    pub const fn index(self, bits: u32) -> u32 {
        let mut h = self.0;
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^= h >> 33;
        (h & ((1 << bits) - 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_and_namespaces_tell_features_apart() {
        let row = |h: Hasher| h.index(30);
        assert_ne!(row(Hasher::new("a").str("bc").str("d")), row(Hasher::new("a").str("b").str("cd")));
        assert_ne!(row(Hasher::new("a").str("x")), row(Hasher::new("b").str("x")));
        assert_eq!(row(Hasher::new("a").num(7)), row(Hasher::new("a").num(7)));
    }

    #[test]
    fn rows_spread_evenly() {
        let mut seen = vec![0u32; 1 << 8];
        for n in 0..256 * 64 {
            seen[Hasher::new("n").num(n).index(8) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (20..140).contains(&n)), "{seen:?}");
    }
}
