//! The file form: little-endian numbers one after another.

/// Why a file is not an encoder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an encoder of this version: {0}")]
pub struct BrokenFile(pub &'static str);

/// Reads numbers off bytes.
#[derive(Debug, Clone)]
pub struct ByteReader<'a> {
    left: &'a [u8],
}

impl<'a> ByteReader<'a> {
    /// Reads from the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        ByteReader { left: bytes }
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// Where fewer are left.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], BrokenFile> {
        let (head, tail) = self.left.split_at_checked(n).ok_or(BrokenFile("it ends too early"))?;
        self.left = tail;
        Ok(head)
    }

    /// A number of 32 bits.
    ///
    /// # Errors
    /// As [`ByteReader::take`].
    pub fn u32(&mut self) -> Result<u32, BrokenFile> {
        self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| BrokenFile("it ends too early"))
    }

    /// A number of 32 bits, as a size.
    ///
    /// # Errors
    /// As [`ByteReader::take`].
    pub fn size(&mut self) -> Result<usize, BrokenFile> {
        self.u32().map(|n| n as usize)
    }

    /// `n` numbers with a fraction.
    ///
    /// # Errors
    /// As [`ByteReader::take`].
    pub fn floats(&mut self, n: usize) -> Result<Vec<f32>, BrokenFile> {
        let bytes = self.take(n.checked_mul(4).ok_or(BrokenFile("a size is too large"))?)?;
        Ok(bytes.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect())
    }

    /// Rows of `width` weights: each a factor and a byte a weight.
    ///
    /// # Errors
    /// As [`ByteReader::take`].
    pub fn rows(&mut self, n: usize, width: usize, out: &mut Vec<f32>) -> Result<(), BrokenFile> {
        for _ in 0..n {
            let factor = self.floats(1)?[0];
            out.extend(self.take(width)?.iter().map(|&b| f32::from(b as i8) * factor));
        }
        Ok(())
    }
}

/// Writes what [`ByteReader`] reads.
#[derive(Debug, Clone, Default)]
pub struct ByteWriter {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl ByteWriter {
    /// A size, as a number of 32 bits; larger ones are cut, which no model of ours reaches.
    pub fn size(&mut self, n: usize) {
        self.bytes.extend((n as u32).to_le_bytes());
    }

    /// Numbers with a fraction.
    pub fn floats(&mut self, values: &[f32]) {
        self.bytes.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    }

    /// Rows of `width` weights, each weight rounded to 1/127 of its row's largest.
    pub fn rows(&mut self, values: &[f32], width: usize) {
        for row in values.chunks(width) {
            let top = row.iter().fold(0f32, |m, v| m.max(v.abs())).max(1e-12);
            let factor = top / 127.0;
            self.floats(&[factor]);
            self.bytes.extend(row.iter().map(|v| (v / factor).round() as i8 as u8));
        }
    }
}
