//! The gazetteer as bytes: one block that is searched where it lies, in memory or in a mapped file.
//!
//! *Comes in*: bytes that [`super::build`] wrote. *Goes out*: fields of places, and from the hash of a name the places that
//! bear it. *Does not*: copy the bytes, or trust them: every access is checked, a damaged file gives fewer places, never
//! a panic.
//!
//! All numbers are little-endian. A header of 128 bytes (with the SHA-256 of all that follows it) is followed by six sections: rows of 64 bytes; values (a row's
//! number, highest bit: the name has the article); three tables with open addressing (first word of a name, whole name,
//! identity); strings.

use super::{Feature, GazetteerError};
use crate::key::Key;
use isnad_model::Sha256;
use std::sync::Arc;

/// Highest bit of a value: the name has the article.
pub(super) const ARTICLE: u32 = 1 << 31;

pub(super) const MAGIC: [u8; 8] = *b"ISNADGZ1";
pub(super) const HEADER: usize = 128;
pub(super) const ROW: usize = 64;
pub(super) const FIRST_SLOT: usize = 12;
pub(super) const NAME_SLOT: usize = 16;
pub(super) const ID_SLOT: usize = 12;

/// Fields of a row, by position. Strings are position and length.
pub(super) mod field {
    pub const ID: usize = 0;
    pub const NAME: usize = 8;
    pub const PROVINCE: usize = 16;
    pub const PROVINCE_KEY: usize = 24;
    pub const LAT: usize = 32;
    pub const LON: usize = 36;
    pub const POPULATION: usize = 40;
    pub const COUNTRY: usize = 44;
    pub const FEATURE: usize = 46;
    pub const SEAT: usize = 47;
    pub const GEONAMES: usize = 48;
    pub const WIKIDATA: usize = 56;
}

/// Bytes that several threads share: built into the program, on the heap, or a mapped file.
#[derive(Clone)]
pub struct Bytes(Inner);

#[derive(Clone)]
enum Inner {
    Owned(Arc<[u8]>),
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Bytes {
    /// Bytes of something that lives elsewhere, such as a mapped file.
    pub fn shared(bytes: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Self {
        Bytes(Inner::Shared(bytes))
    }

    fn get(&self) -> &[u8] {
        match &self.0 {
            Inner::Owned(b) => b,
            Inner::Shared(b) => (**b).as_ref(),
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes(Inner::Owned(bytes.into()))
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bytes({})", self.get().len())
    }
}

/// A table with open addressing: where it lies and the logarithm of its number of slots.
#[derive(Debug, Clone, Copy)]
struct Table {
    at: usize,
    bits: u32,
    slot: usize,
}

/// Fewest and most slots of a table, as logarithms.
pub(super) const BITS: std::ops::RangeInclusive<u32> = 4..=28;

/// The slot at which the search for a hash begins.
pub(super) fn start(hash: u64, bits: u32) -> usize {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
}

/// Hashes as tables hold them: 0 marks an empty slot.
pub(super) fn stored(hash: u64) -> u64 {
    hash.max(1)
}

impl Table {
    /// Where the entry of `hash` lies.
    fn find(&self, bytes: &[u8], hash: u64) -> Option<usize> {
        let hash = stored(hash);
        let mask = (1usize << self.bits) - 1;
        let mut slot = start(hash, self.bits);
        for _ in 0..=mask {
            let at = self.at + slot * self.slot;
            match u64_at(bytes, at)? {
                h if h == hash => return Some(at),
                0 => return None,
                _ => slot = (slot + 1) & mask,
            }
        }
        None
    }
}

/// A gazetteer's bytes, opened.
#[derive(Debug, Clone)]
pub(super) struct Image {
    bytes: Bytes,
    pub places: u32,
    pub names: u32,
    rows: usize,
    values: usize,
    first: Table,
    whole: Table,
    ids: Table,
    strings: usize,
    end: usize,
}

impl Image {
    /// Opens the bytes: looks at the header only.
    pub fn open(bytes: Bytes) -> Result<Self, GazetteerError> {
        let b = bytes.get();
        let damaged = |what: &str| GazetteerError::NotAnIndex { what: what.to_owned() };
        if b.get(..8) != Some(&MAGIC[..]) {
            return Err(damaged("it does not begin with ISNADGZ1"));
        }
        let word = |at| u32_at(b, at).ok_or_else(|| damaged("the header is cut off"));
        let at = |n: usize| {
            u64_at(b, 64 + 8 * n)
                .and_then(|x| usize::try_from(x).ok())
                .ok_or_else(|| damaged("the header is cut off"))
        };
        let (places, bits) = (word(40)?, [word(44)?, word(48)?, word(52)?]);
        let sections = [at(0)?, at(1)?, at(2)?, at(3)?, at(4)?, at(5)?, at(6)?];
        if sections[6] != b.len() {
            return Err(damaged(&format!("it should have {} bytes and has {}", sections[6], b.len())));
        }
        if bits.iter().any(|b| !BITS.contains(b)) || sections[0] < HEADER {
            return Err(damaged("its header is not sound"));
        }
        let sizes = [
            places as usize * ROW,
            word(56)? as usize * 4,
            (1usize << bits[0]) * FIRST_SLOT,
            (1usize << bits[1]) * NAME_SLOT,
            (1usize << bits[2]) * ID_SLOT,
        ];
        for (n, size) in sizes.into_iter().enumerate() {
            if sections[n].checked_add(size).is_none_or(|end| end > sections[n + 1]) {
                return Err(damaged("its sections overlap"));
            }
        }
        Ok(Image {
            places,
            names: word(60)?,
            rows: sections[0],
            values: sections[1],
            first: Table { at: sections[2], bits: bits[0], slot: FIRST_SLOT },
            whole: Table { at: sections[3], bits: bits[1], slot: NAME_SLOT },
            ids: Table { at: sections[4], bits: bits[2], slot: ID_SLOT },
            strings: sections[5],
            end: sections[6],
            bytes,
        })
    }

    /// The SHA-256 that the header gives.
    pub fn mark(&self) -> Sha256 {
        let bytes = self.bytes.get().get(8..).and_then(|b| b.first_chunk()).copied();
        Sha256(bytes.unwrap_or_default())
    }

    /// Whether the bytes are those whose hash the header gives. Reads all of them.
    pub fn is_whole(&self) -> bool {
        self.bytes.get().get(40..).is_some_and(|b| Sha256::of(b) == self.mark())
    }

    /// Number of words of the longest name that begins with `first`; 0 where none does.
    pub fn reach(&self, first: Key) -> usize {
        let b = self.bytes.get();
        self.first.find(b, first).and_then(|at| u32_at(b, at + 8)).unwrap_or(0) as usize
    }

    /// The values of the name of this hash: where the first stands and how many there are.
    pub fn whole(&self, hash: u64) -> Option<(u32, u32)> {
        let b = self.bytes.get();
        let at = self.whole.find(b, hash)?;
        Some((u32_at(b, at + 8)?, u32_at(b, at + 12)?))
    }

    /// A value.
    pub fn value(&self, n: u32) -> Option<u32> {
        u32_at(self.bytes.get(), self.values + n as usize * 4).filter(|v| v & !ARTICLE < self.places)
    }

    /// The row of an identity (see [`super::build::identity`]).
    pub fn row_of(&self, identity: u64) -> Option<u32> {
        let b = self.bytes.get();
        let at = self.ids.find(b, identity)?;
        u32_at(b, at + 8).filter(|&r| r < self.places)
    }

    fn at(&self, row: u32, field: usize) -> usize {
        self.rows + row as usize * ROW + field
    }

    pub fn u32(&self, row: u32, field: usize) -> u32 {
        u32_at(self.bytes.get(), self.at(row, field)).unwrap_or(0)
    }

    pub fn u64(&self, row: u32, field: usize) -> u64 {
        u64_at(self.bytes.get(), self.at(row, field)).unwrap_or(0)
    }

    pub fn f32(&self, row: u32, field: usize) -> f32 {
        f32::from_bits(self.u32(row, field))
    }

    pub fn byte(&self, row: u32, field: usize) -> u8 {
        self.bytes.get().get(self.at(row, field)).copied().unwrap_or(0)
    }

    pub fn feature(&self, row: u32) -> Feature {
        Feature::ALL.get(self.byte(row, field::FEATURE) as usize).copied().unwrap_or(Feature::Area)
    }

    pub fn country(&self, row: u32) -> &str {
        let at = self.at(row, field::COUNTRY);
        self.bytes
            .get()
            .get(at..at + 2)
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or("")
            .trim_end_matches('\0')
    }

    /// The two bytes of the country.
    pub fn country_code(&self, row: u32) -> [u8; 2] {
        let at = self.at(row, field::COUNTRY);
        self.bytes.get().get(at..).and_then(|b| b.first_chunk()).copied().unwrap_or_default()
    }

    /// Whether a string of the row begins with these bytes.
    pub fn starts_with(&self, row: u32, field: usize, start: &[u8]) -> bool {
        let (at, len) = (self.u32(row, field) as usize, self.u32(row, field + 4) as usize);
        let from = self.strings + at;
        let string = self.bytes.get().get(from..from.saturating_add(len).min(self.end));
        string.is_some_and(|s| s.starts_with(start))
    }

    pub fn str(&self, row: u32, field: usize) -> &str {
        let (at, len) = (self.u32(row, field) as usize, self.u32(row, field + 4) as usize);
        let from = self.strings + at;
        self.bytes
            .get()
            .get(from..from.saturating_add(len).min(self.end))
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or("")
    }
}

fn u32_at(b: &[u8], at: usize) -> Option<u32> {
    b.get(at..)?.first_chunk().map(|x| u32::from_le_bytes(*x))
}

fn u64_at(b: &[u8], at: usize) -> Option<u64> {
    b.get(at..)?.first_chunk().map(|x| u64::from_le_bytes(*x))
}
