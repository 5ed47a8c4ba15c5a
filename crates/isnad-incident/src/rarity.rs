//! How rare a word is in reports of conflict.
//!
//! *Comes in*: hashes of stems. *Goes out*: the logarithm of texts over texts with the word. *Does not*: count the archive at hand:
//! the table is fixed, so that what two reports have in common does not change when a third is added.

use isnad_learn::string;

/// Rows of the table: 2^16.
const BITS: u32 = 16;
/// Steps of the table for one unit of the logarithm.
pub(crate) const STEPS: f32 = 20.0;

/// 32 bits of the hash of a string.
pub fn hash32(s: &str) -> u32 {
    let h = string(s);
    (h ^ (h >> 32)) as u32
}

/// The table.
#[derive(Debug, Clone, PartialEq)]
pub struct Rarity(Vec<u8>);

/// What is wrong with a table's file.
#[derive(Debug, thiserror::Error)]
#[error("the table of rare words has {0} rows and not {n}", n = 1usize << BITS)]
pub struct RarityError(usize);

impl Rarity {
    /// Reads a table of one byte a row.
    ///
    /// # Errors
    ///
    /// Where it has another number of rows.
    pub fn from_bytes(bytes: &[u8]) -> Result<Rarity, RarityError> {
        if bytes.len() == 1 << BITS { Ok(Rarity(bytes.to_vec())) } else { Err(RarityError(bytes.len())) }
    }

    /// Counts texts, each given by the hashes of its words, each once.
    pub fn count<'t>(texts: impl Iterator<Item = &'t [u32]>) -> Rarity {
        let (mut counts, mut n) = (vec![0u32; 1 << BITS], 0u32);
        for text in texts {
            n += 1;
            text.iter().for_each(|w| counts[row(*w)] += 1);
        }
        let log = |c: u32| (STEPS * ((n as f32 + 1.0) / (c as f32 + 1.0)).ln()).clamp(0.0, 255.0) as u8;
        Rarity(counts.into_iter().map(log).collect())
    }

    /// The file that [`Rarity::from_bytes`] reads.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// How rare a word is: 0 where every text has it, about 7 where one of a thousand has.
    pub fn of(&self, word: u32) -> f32 {
        f32::from(self.0[row(word)]) / STEPS
    }
}

fn row(word: u32) -> usize {
    (word.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_texts_have_is_rare() {
        let texts: Vec<Vec<u32>> =
            (0..500).map(|n| vec![hash32("قصف"), hash32(&format!("قرية{}", n / 5))]).collect();
        let rarity = Rarity::count(texts.iter().map(Vec::as_slice));
        assert!(rarity.of(hash32("قصف")) < 0.1);
        assert!(rarity.of(hash32("قرية7")) > 4.0);
        assert_eq!(Rarity::from_bytes(rarity.bytes()).unwrap(), rarity);
        assert!(Rarity::from_bytes(&[0; 7]).is_err());
    }
}
