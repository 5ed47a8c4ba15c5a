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
        let stored = Stored::parse(bytes)?;
        let n = stored.labels().len();
        let mut model = stored.lean();
        model.rows = vec![0.0; n << model.bits];
        for (row, weights) in stored.rows() {
            for (w, &b) in model.rows[row * n..row * n + n].iter_mut().zip(weights) {
                *w = f32::from(b as i8) * stored.scale();
            }
        }
        Ok(model)
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

/// A model as it lies in its file form: what packing needs, without a table of all its rows.
#[derive(Debug, Clone)]
pub struct Stored<'a> {
    header: Header,
    rows: &'a [u8],
    transitions: Vec<f32>,
}

impl<'a> Stored<'a> {
    /// Reads the file form.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not a whole model.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let (len, rest) = rest.split_first_chunk::<4>().ok_or(ModelError::Broken("it ends in the header"))?;
        let len = u32::from_le_bytes(*len) as usize;
        let (header, rest) = rest.split_at_checked(len).ok_or(ModelError::Broken("it ends in the header"))?;
        let header: Header = serde_json::from_slice(header)
            .map_err(|_| ModelError::Broken("its header is not the expected JSON"))?;
        let n = header.labels.len();
        if !(1..255).contains(&n) || !(1..=24).contains(&header.bits) || !header.scale.is_finite() {
            return Err(ModelError::Broken("its header has values out of range"));
        }
        let (rows, rest) = rest
            .split_at_checked((header.rows as usize).saturating_mul(4 + n))
            .ok_or(ModelError::Broken("it ends in the rows"))?;
        let number = |r: &[u8]| u32::from_le_bytes([r[0], r[1], r[2], r[3]]);
        if rows.chunks_exact(4 + n).any(|r| number(r) >> header.bits != 0) {
            return Err(ModelError::Broken("a row is out of range"));
        }
        if rest.len() != n * (n + 1) * 4 {
            return Err(ModelError::Broken("its transition table has the wrong size"));
        }
        let transitions =
            rest.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        Ok(Stored { header, rows, transitions })
    }

    /// The labels, by index.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// Logarithm of the number of feature rows.
    pub fn bits(&self) -> u32 {
        self.header.bits
    }

    /// What a step of a row's weight is worth.
    pub(crate) fn scale(&self) -> f32 {
        self.header.scale
    }

    /// The rows that are not all zero: number and steps, one byte (signed) a label.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &'a [u8])> {
        self.rows.chunks_exact(4 + self.header.labels.len()).map(|r| {
            let (row, steps) = r.split_at(4);
            (u32::from_le_bytes([row[0], row[1], row[2], row[3]]) as usize, steps)
        })
    }

    /// The model without its rows: labels and transitions, which decode what a [`crate::Packed`] scored.
    pub fn lean(&self) -> Model {
        Model {
            labels: self.header.labels.clone(),
            bits: self.header.bits,
            rows: Vec::new(),
            transitions: self.transitions.clone(),
        }
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

/// The file forms of the models that [`write_models`] wrote.
///
/// # Errors
/// [`ModelError`] where the bytes are not `count` pieces behind `magic`.
pub fn stored_models<'a>(
    magic: &[u8; 8],
    bytes: &'a [u8],
    count: usize,
) -> Result<Vec<&'a [u8]>, ModelError> {
    let mut rest = bytes.strip_prefix(magic).ok_or(ModelError::NotAModel)?;
    let mut models = Vec::with_capacity(count);
    for _ in 0..count {
        let (len, after) = rest.split_first_chunk::<4>().ok_or(ModelError::Broken("a model is missing"))?;
        let (model, after) = after
            .split_at_checked(u32::from_le_bytes(*len) as usize)
            .ok_or(ModelError::Broken("a model is cut short"))?;
        models.push(model);
        rest = after;
    }
    Ok(models)
}
