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

/// The hash of a string, for [`row`]. Made once a word and used in many features.
pub const fn string(s: &str) -> u64 {
    STRING.bytes(s.as_bytes()).0
}

const STRING: Hasher = Hasher::new("s");

/// The hashes, as of [`string`], of the first one, two and three letters; of the whole where it has fewer.
pub fn beginnings(s: &str) -> [u64; 3] {
    let mut hash = STRING;
    let mut out = [hash.0; 3];
    for (n, c) in s.chars().take(3).enumerate() {
        hash = hash.bytes(c.encode_utf8(&mut [0; 4]).as_bytes());
        out[n..].fill(hash.0);
    }
    out
}

/// The hash of two values in a namespace, for [`row`] or for a further [`pair`]: three multiplications instead of one for
/// each byte, for models that make a feature of every pair of words and roles.
#[inline]
pub const fn pair(namespace: u64, a: u64, b: u64) -> u64 {
    let mut h = namespace.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ a;
    h = (h ^ (h >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    h = (h ^ (h >> 29)).wrapping_add(b).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h ^ (h >> 32)
}

/// The row of a table of 2^`bits` rows for the feature of these values; `bits` is 1 to 31.
#[inline]
pub const fn row(namespace: u64, a: u64, b: u64, bits: u32) -> u32 {
    (pair(namespace, a, b) & ((1 << bits) - 1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_spread_evenly_and_keep_their_order() {
        let mut seen = vec![0u32; 1 << 8];
        for a in 0..128 {
            for b in 0..128 {
                seen[row(3, a, b, 8) as usize] += 1;
            }
        }
        assert!(seen.iter().all(|&n| (20..140).contains(&n)), "{seen:?}");
        assert_ne!(pair(1, 2, 3), pair(1, 3, 2));
        assert_ne!(pair(1, 2, 3), pair(2, 1, 3));
        assert_ne!(string("قصف"), string("قصفت"));
    }

    #[test]
    fn beginnings_are_hashed_as_strings() {
        for (word, parts) in [("", ["", "", ""]), ("في", ["ف", "في", "في"]), ("aقصف", ["a", "aق", "aقص"])]
        {
            assert_eq!(beginnings(word), parts.map(string));
        }
    }

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
