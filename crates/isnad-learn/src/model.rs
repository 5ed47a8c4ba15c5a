//! The weights, and their file form.
//!
//! File: the 8 bytes `ISNADCRF`, a little-endian u32 length, that many bytes of JSON header, then for every
//! row that is not all zero its number (u32) and one i8 a label, then the transition weights (f32). A row's weights are
//! the i8 values times the header's `scale`. The same training data gives the same bytes.

use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"ISNADCRF";

/// Why a model file could not be opened.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// The file does not begin as a model does.
    #[error("this is no model of Isnad: it does not begin with ISNADCRF")]
    NotAModel,
    /// The file ends too early or its sizes do not fit together.
    #[error("the model file is broken: {0}")]
    Broken(&'static str),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Header {
    labels: Vec<String>,
    bits: u32,
    scale: f32,
    rows: u32,
}

/// A linear-chain conditional random field over hashed features.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) labels: Vec<String>,
    pub(crate) bits: u32,
    /// 2^bits rows of one weight a label.
    pub(crate) rows: Vec<f32>,
    /// (labels + 1) rows of one weight a label: row `l` from label `l`, the last row from the start.
    pub(crate) transitions: Vec<f32>,
}

impl Model {
    /// A model whose weights are all zero.
    pub fn empty(labels: &[&str], bits: u32) -> Self {
        assert!((1..=24).contains(&bits) && !labels.is_empty() && labels.len() < 255);
        Model {
            labels: labels.iter().map(|l| l.to_string()).collect(),
            bits,
            rows: vec![0.0; labels.len() << bits],
            transitions: vec![0.0; labels.len() * (labels.len() + 1)],
        }
    }

    /// The labels, by index.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Logarithm of the number of feature rows; give it to [`crate::Hasher::index`].
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The file form: weights rounded to i8 steps. Reading it back gives the rounded model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let n = self.labels.len();
        let scale = self.rows.iter().fold(0f32, |m, w| m.max(w.abs())).max(1e-6) / 127.0;
        let step = |w: &f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
        let kept: Vec<(u32, Vec<i8>)> = self
            .rows
            .chunks_exact(n)
            .enumerate()
            .map(|(row, ws)| (row as u32, ws.iter().map(step).collect::<Vec<i8>>()))
            .filter(|(_, ws)| ws.iter().any(|&w| w != 0))
            .collect();
        let header = Header { labels: self.labels.clone(), bits: self.bits, scale, rows: kept.len() as u32 };
        let header = serde_json::to_vec(&header).expect("a header of plain fields");
        let mut out = Vec::with_capacity(16 + header.len() + kept.len() * (4 + n));
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&(header.len() as u32).to_le_bytes());
        out.extend_from_slice(&header);
        for (row, ws) in kept {
            out.extend_from_slice(&row.to_le_bytes());
            out.extend(ws.iter().map(|&w| w as u8));
        }
        for w in &self.transitions {
            out.extend_from_slice(&w.to_le_bytes());
        }
        out
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not a whole model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let (len, rest) = rest.split_first_chunk::<4>().ok_or(ModelError::Broken("it ends in the header"))?;
        let len = u32::from_le_bytes(*len) as usize;
        let (header, mut rest) =
            rest.split_at_checked(len).ok_or(ModelError::Broken("it ends in the header"))?;
        let header: Header = serde_json::from_slice(header)
            .map_err(|_| ModelError::Broken("its header is not the expected JSON"))?;
        let n = header.labels.len();
        if !(1..255).contains(&n) || !(1..=24).contains(&header.bits) || !header.scale.is_finite() {
            return Err(ModelError::Broken("its header has values out of range"));
        }
        let mut rows = vec![0.0; n << header.bits];
        for _ in 0..header.rows {
            let (entry, after) =
                rest.split_at_checked(4 + n).ok_or(ModelError::Broken("it ends in the rows"))?;
            let (row, ws) =
                entry.split_first_chunk::<4>().ok_or(ModelError::Broken("it ends in the rows"))?;
            let row = u32::from_le_bytes(*row) as usize;
            let at = rows.get_mut(row * n..row * n + n).ok_or(ModelError::Broken("a row is out of range"))?;
            for (w, &b) in at.iter_mut().zip(ws) {
                *w = f32::from(b as i8) * header.scale;
            }
            rest = after;
        }
        if rest.len() != n * (n + 1) * 4 {
            return Err(ModelError::Broken("its transition table has the wrong size"));
        }
        let transitions =
            rest.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        Ok(Model { labels: header.labels, bits: header.bits, rows, transitions })
    }

    /// How many feature rows have any weight.
    pub fn rows_in_use(&self) -> usize {
        self.rows.chunks_exact(self.labels.len()).filter(|ws| ws.iter().any(|&w| w != 0.0)).count()
    }

    /// The weights of one feature row, one a label.
    pub fn weights(&self, feature: u32) -> &[f32] {
        self.row(feature)
    }

    /// The weights of each label at the beginning of a sequence: all the transitions that a question of one position has.
    pub fn first(&self) -> &[f32] {
        let n = self.labels.len();
        &self.transitions[n * n..]
    }

    /// The weights of label after label: row `l` from label `l`, the last row from the start.
    pub fn transitions(&self) -> &[f32] {
        &self.transitions
    }

    pub(crate) fn row(&self, feature: u32) -> &[f32] {
        let n = self.labels.len();
        let at = feature as usize * n;
        &self.rows[at..at + n]
    }
}

/// Several models in one file: `magic`, then for each a little-endian u32 length and that many bytes.
pub fn write_models(magic: &[u8; 8], models: &[Model]) -> Vec<u8> {
    let mut out = magic.to_vec();
    for m in models {
        let bytes = m.to_bytes();
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out.extend_from_slice(&bytes);
    }
    out
}

/// Reads what [`write_models`] wrote.
///
/// # Errors
/// [`ModelError`] where the bytes are not `count` whole models behind `magic`.
pub fn read_models(magic: &[u8; 8], bytes: &[u8], count: usize) -> Result<Vec<Model>, ModelError> {
    let mut rest = bytes.strip_prefix(magic).ok_or(ModelError::NotAModel)?;
    let mut models = Vec::with_capacity(count);
    for _ in 0..count {
        let (len, after) = rest.split_first_chunk::<4>().ok_or(ModelError::Broken("a model is missing"))?;
        let (model, after) = after
            .split_at_checked(u32::from_le_bytes(*len) as usize)
            .ok_or(ModelError::Broken("a model is cut short"))?;
        models.push(Model::from_bytes(model)?);
        rest = after;
    }
    Ok(models)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Model {
        let mut m = Model::empty(&["a", "b", "c"], 6);
        for (k, w) in m.rows.iter_mut().enumerate() {
            *w = if k % 7 == 0 { (k as f32 - 90.0) / 40.0 } else { 0.0 };
        }
        m.transitions[4] = 1.25;
        m
    }

    #[test]
    fn the_file_form_reads_back_and_is_stable() {
        let bytes = sample().to_bytes();
        let back = Model::from_bytes(&bytes).unwrap();
        assert_eq!(back.labels(), ["a", "b", "c"]);
        assert_eq!(back.transitions[4], 1.25);
        for (a, b) in sample().rows.iter().zip(&back.rows) {
            assert!((a - b).abs() < 0.02, "{a} {b}");
        }
        assert_eq!(back.to_bytes(), bytes, "rounding again changes nothing");
    }

    #[test]
    fn broken_files_are_told() {
        let bytes = sample().to_bytes();
        assert_eq!(Model::from_bytes(b"hello"), Err(ModelError::NotAModel));
        for cut in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..cut]).is_err());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            bytes.splice(0..0, *MAGIC);
            let _ = Model::from_bytes(&bytes);
        }
    }
}
