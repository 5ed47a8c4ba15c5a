//! Several models over one set of features, packed for speed: each row's weights in `W` bytes, so that a feature costs one look at
//! one cache line for all models together.
//!
//! *Comes in*: stored models with the same number of rows and at most `W` labels together. *Goes out*: their scores of every label at
//! every position. *Does not*: train; weights are rounded to 1/127 of a model's largest, as its file form rounds them.

use crate::Stored;

/// Packed models: `W` is a power of two from 4 to 64.
#[derive(Debug, Clone)]
pub struct Packed<const W: usize> {
    rows: Vec<[i8; W]>,
    scales: [f32; W],
    /// First label of each model.
    starts: Vec<usize>,
}

/// So many rows are added in sixteen bits before the sum is kept in thirty-two: 256 × 127 still fits.
const BATCH: usize = 256;

impl<const W: usize> Packed<W> {
    /// Packs models of the same file. `None` where they have different numbers of rows or too many labels.
    pub fn new(models: &[&Stored<'_>]) -> Option<Self> {
        let bits = models.first()?.bits();
        let labels: usize = models.iter().map(|m| m.labels().len()).sum();
        if labels > W || models.iter().any(|m| m.bits() != bits) {
            return None;
        }
        let mut packed = Packed { rows: vec![[0; W]; 1 << bits], scales: [0.0; W], starts: Vec::new() };
        let mut start = 0;
        for m in models {
            let n = m.labels().len();
            packed.scales[start..start + n].fill(m.scale());
            for (row, steps) in m.rows() {
                for (to, &step) in packed.rows[row][start..start + n].iter_mut().zip(steps) {
                    *to = step as i8;
                }
            }
            packed.starts.push(start);
            start += n;
        }
        Some(packed)
    }

    /// Whether a feature has any weight.
    pub fn knows(&self, feature: u32) -> bool {
        self.rows.get(feature as usize).is_some_and(|r| r.iter().any(|&w| w != 0))
    }

    /// Scores all labels at all positions.
    pub fn emissions<F: AsRef<[u32]>>(&self, features: &[F], out: &mut Vec<[f32; W]>) {
        out.clear();
        out.extend(features.iter().map(|position| self.score(position.as_ref())));
    }

    /// Scores all labels at one position.
    pub fn score(&self, features: &[u32]) -> [f32; W] {
        let mut sum = [0i32; W];
        for batch in features.chunks(BATCH) {
            let mut short = [0i16; W];
            for &f in batch {
                let row = &self.rows[f as usize];
                for (s, &w) in short.iter_mut().zip(row) {
                    *s += i16::from(w);
                }
            }
            for (s, x) in sum.iter_mut().zip(short) {
                *s += i32::from(x);
            }
        }
        let mut scores = [0f32; W];
        for ((score, s), scale) in scores.iter_mut().zip(sum).zip(&self.scales) {
            *score = s as f32 * scale;
        }
        scores
    }

    /// The scores of model `k` among those that [`Packed::emissions`] gave, as [`crate::Model::decode_emitted`] takes them.
    pub fn of(&self, k: usize, labels: usize, scores: &[[f32; W]], out: &mut Vec<f32>) {
        let start = self.starts[k];
        out.clear();
        for s in scores {
            out.extend_from_slice(&s[start..start + labels]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Model, Scratch, Sequence, row, train};

    #[test]
    fn packed_models_decide_as_they_do_alone() {
        let f = |w: u64| vec![row(0, w, 0, 8), row(1, w, 1, 8)];
        let words = [3u64, 5, 7, 5, 3, 7];
        let labelled = |labels: [u8; 6]| Sequence {
            features: words.iter().map(|&w| f(w)).collect(),
            labels: labels.to_vec(),
            weight: 1.0,
        };
        let a = train::train(&["x", "y", "z"], 8, &[labelled([0, 1, 2, 1, 0, 2])], &Default::default());
        let b = train::train(&["p", "q"], 8, &[labelled([1, 0, 0, 0, 1, 0])], &Default::default());
        let (a_bytes, b_bytes) = (a.to_bytes(), b.to_bytes());
        let (a_stored, b_stored) = (Stored::parse(&a_bytes).unwrap(), Stored::parse(&b_bytes).unwrap());
        let packed = Packed::<16>::new(&[&a_stored, &b_stored]).unwrap();
        let features: Vec<Vec<u32>> = words.iter().map(|&w| f(w)).collect();
        let (mut scores, mut scratch) = (Vec::new(), Scratch::default());
        packed.emissions(&features, &mut scores);
        for (k, m) in [&a, &b].into_iter().enumerate() {
            packed.of(k, m.labels().len(), &scores, scratch.emissions());
            let alone = m.decode(&features, &mut Scratch::default());
            assert_eq!(m.decode_emitted(words.len(), 0.0, &mut scratch), alone);
            packed.of(k, m.labels().len(), &scores, scratch.emissions());
            let p = m.marginals_emitted(words.len(), &mut scratch);
            for (x, y) in p.iter().zip(m.marginals(&features, &mut Scratch::default())) {
                assert!((x - y).abs() < 0.05, "{x} {y}");
            }
        }
        let other = Model::empty(&["l"], 9).to_bytes();
        assert!(Packed::<16>::new(&[&a_stored, &Stored::parse(&other).unwrap()]).is_none());
    }
}
