//! How much of a record is read, and how far hostile input may go.

/// Limits of reading. The defaults suit the open web; all sizes are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How much of one record is read. What is longer is captured whole, and the rest is a `read_to_limit` problem.
    pub read: usize,
    /// How long one record may be at all. What is longer is skipped with an error, without being held in memory.
    pub capture: usize,
    /// How deep HTML elements may nest; deeper ones are flattened into the element at this depth.
    pub depth: usize,
    /// How many HTML elements one page may have; the tags of later ones are ignored, their text is kept.
    pub elements: usize,
    /// How long the header lines of one WARC record or HTTP answer may be together.
    pub headers: usize,
    /// How many times larger compressed data may become, once more than [`Limits::expansion_free`] has come out.
    pub expansion: u64,
    /// How much may come out of compressed data before its expansion is looked at.
    pub expansion_free: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            read: 10_000_000,
            capture: 128_000_000,
            depth: 512,
            elements: 200_000,
            headers: 64 << 10,
            expansion: 200,
            expansion_free: 16_000_000,
        }
    }
}
