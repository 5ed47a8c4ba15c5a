//! Sums of rows of bytes, many at once.
//!
//! *Comes in*: rows of sixteen bytes, or of four. *Goes out*: the sum of each column. *Does not*: see more than [`MOST`] rows.
//!
//! Two neighbours are added at once in sixteen bits, and one of them alone; what the first sum has too much for the other is the
//! second. This is where reading spends its time, and whether a compiler finds vectors in plain sums hangs on its settings: what every
//! x86-64 has is named, all others add words of eight bytes.

/// So many rows are added in sixteen bits: 256 × 255 still fits.
pub(crate) const MOST: usize = 256;

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use pulp::core_arch::x86::Sse2;
    use std::arch::x86_64::__m128i;

    /// Sixteen columns.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Sixteen {
        both: __m128i,
        second: __m128i,
    }

    impl Sixteen {
        #[inline(always)]
        pub fn new() -> Self {
            let nothing = pulp::cast([0u8; 16]);
            Sixteen { both: nothing, second: nothing }
        }

        #[inline(always)]
        pub fn add(&mut self, row: [u8; 16]) {
            let Some(simd) = Sse2::try_new() else { unreachable!("a part of x86-64") };
            let row = pulp::cast(row);
            self.both = simd._mm_add_epi16(self.both, row);
            self.second = simd._mm_add_epi16(self.second, simd._mm_srli_epi16::<8>(row));
        }

        #[inline(always)]
        pub fn columns(self) -> [u16; 16] {
            let (both, second): ([u16; 8], [u16; 8]) = (pulp::cast(self.both), pulp::cast(self.second));
            super::columns(both, second)
        }
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
mod words {
    /// Every second byte of a word.
    const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

    /// Sixteen columns.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Sixteen {
        both: [u64; 2],
        second: [u64; 2],
    }

    impl Sixteen {
        #[inline(always)]
        pub fn new() -> Self {
            Sixteen { both: [0; 2], second: [0; 2] }
        }

        #[inline(always)]
        pub fn add(&mut self, row: [u8; 16]) {
            let row = u128::from_le_bytes(row);
            for (k, word) in [row as u64, (row >> 64) as u64].into_iter().enumerate() {
                // What runs over from one pair into the next is the second byte's too much, and is taken off again.
                self.both[k] = self.both[k].wrapping_add(word);
                self.second[k] += word >> 8 & EVEN;
            }
        }

        #[inline(always)]
        pub fn columns(self) -> [u16; 16] {
            let mut out = [0; 16];
            for (k, four) in out.chunks_exact_mut(8).enumerate() {
                let first = self.both[k].wrapping_sub(self.second[k] << 8);
                for (lane, two) in four.chunks_exact_mut(2).enumerate() {
                    two[0] = (first >> (16 * lane)) as u16;
                    two[1] = (self.second[k] >> (16 * lane)) as u16;
                }
            }
            out
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use sse2::Sixteen;
#[cfg(not(target_arch = "x86_64"))]
pub(crate) use words::Sixteen;

/// The columns from the sums of pairs and of their second bytes.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn columns(both: [u16; 8], second: [u16; 8]) -> [u16; 16] {
    let mut out = [0; 16];
    for k in 0..8 {
        out[2 * k] = both[k].wrapping_sub(second[k] << 8);
        out[2 * k + 1] = second[k];
    }
    out
}

/// Four columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Four {
    /// Sums of whole rows, and of their first and third bytes.
    rows: u64,
    even: u64,
}

impl Four {
    #[inline(always)]
    pub fn new() -> Self {
        Four { rows: 0, even: 0 }
    }

    #[inline(always)]
    pub fn add(&mut self, row: [u8; 4]) {
        let row = u32::from_le_bytes(row);
        self.rows += u64::from(row);
        self.even += u64::from(row & 0x00ff_00ff);
    }

    #[inline(always)]
    pub fn columns(self) -> [u16; 4] {
        let odd = (self.rows - self.even) >> 8;
        [self.even as u16, odd as u16, (self.even >> 16) as u16, (odd >> 16) as u16]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ways_of_adding_give_the_sums(rows in prop::collection::vec(any::<[u8; 16]>(), 0..=MOST)) {
            let (mut here, mut everywhere, mut four) = (Sixteen::new(), words::Sixteen::new(), Four::new());
            let mut want = [0u16; 16];
            for &row in &rows {
                here.add(row);
                everywhere.add(row);
                four.add([row[0], row[1], row[2], row[3]]);
                want.iter_mut().zip(row).for_each(|(sum, x)| *sum += u16::from(x));
            }
            prop_assert_eq!(here.columns(), want);
            prop_assert_eq!(everywhere.columns(), want);
            prop_assert_eq!(&four.columns()[..], &want[..4]);
        }
    }

    #[test]
    fn as_many_of_the_largest_as_there_may_be_still_fit() {
        let (mut here, mut everywhere, mut four) = (Sixteen::new(), words::Sixteen::new(), Four::new());
        for _ in 0..MOST {
            here.add([u8::MAX; 16]);
            everywhere.add([u8::MAX; 16]);
            four.add([u8::MAX; 4]);
        }
        assert_eq!(here.columns(), [65_280; 16]);
        assert_eq!(everywhere.columns(), [65_280; 16]);
        assert_eq!(four.columns(), [65_280; 4]);
    }
}
