//! Several models over one set of features, packed for speed: each row's weights in `W` bytes, so that a feature costs one look at
//! one cache line for all models together.
//!
//! *Comes in*: stored models with the same number of rows and at most `W` labels together. *Goes out*: their scores of every label at
//! every position. *Does not*: train; weights are rounded to 1/127 of a model's largest, as its file form rounds them.

use crate::Stored;
use crate::lanes::{Four, MOST, Sixteen};

/// Packed models: `W` is 4, or 16, 32, 48 or 64.
#[derive(Debug, Clone)]
pub struct Packed<const W: usize> {
    /// Each weight plus [`NIL`], so that rows are added without signs.
    rows: Vec<[u8; W]>,
    scales: [f32; W],
    /// First label of each model.
    starts: Vec<usize>,
}

/// So many features at most are added at once.
pub const BATCH: usize = MOST;

/// The byte of a weight of nothing.
const NIL: u8 = 128;

/// The sums of rows that come one by one, so that the look at one row runs beside the hashing of the next.
#[derive(Debug)]
pub struct Adding<'a, const W: usize> {
    rows: &'a [[u8; W]],
    /// Of these `W / 16` are in use, or the other.
    wide: [Sixteen; 4],
    narrow: Four,
    /// Rows so far.
    len: usize,
}

impl<const W: usize> Adding<'_, W> {
    /// Adds the row of a feature; at most [`BATCH`] of them fit.
    #[inline(always)]
    pub fn add(&mut self, feature: u32) {
        let row = &self.rows[feature as usize];
        if W == 4 {
            self.narrow.add([row[0], row[1], row[2], row[3]]);
        } else {
            for (k, sixteen) in row.as_chunks::<16>().0.iter().enumerate() {
                self.wide[k].add(*sixteen);
            }
        }
        self.len += 1;
    }

    /// The sums, as [`Packed::sums`] gives them; what comes next begins anew.
    #[inline(always)]
    pub fn take(&mut self) -> [i32; W] {
        debug_assert!(self.len <= BATCH);
        let nil = self.len as i32 * i32::from(NIL);
        let mut sums = [-nil; W];
        if W == 4 {
            let columns = self.narrow.columns();
            for k in 0..4 {
                sums[k] += i32::from(columns[k]);
            }
        }
        for at in 0..W / 16 {
            let columns = self.wide[at].columns();
            for k in 0..16 {
                sums[at * 16 + k] += i32::from(columns[k]);
            }
        }
        *self = Adding { rows: self.rows, wide: [Sixteen::new(); 4], narrow: Four::new(), len: 0 };
        sums
    }
}

impl<const W: usize> Packed<W> {
    /// Packs models of the same file. `None` where they have different numbers of rows or too many labels.
    pub fn new(models: &[&Stored<'_>]) -> Option<Self> {
        const { assert!(W == 4 || W.is_multiple_of(16) && W <= 64) };
        let bits = models.first()?.bits();
        let labels: usize = models.iter().map(|m| m.labels().len()).sum();
        if labels > W || models.iter().any(|m| m.bits() != bits) {
            return None;
        }
        let mut packed = Packed { rows: vec![[NIL; W]; 1 << bits], scales: [0.0; W], starts: Vec::new() };
        let mut start = 0;
        for m in models {
            let n = m.labels().len();
            packed.scales[start..start + n].fill(m.scale());
            for (row, steps) in m.rows() {
                for (to, &step) in packed.rows[row][start..start + n].iter_mut().zip(steps) {
                    *to = step.wrapping_add(NIL);
                }
            }
            packed.starts.push(start);
            start += n;
        }
        Some(packed)
    }

    /// Whether a feature has any weight.
    pub fn knows(&self, feature: u32) -> bool {
        self.rows.get(feature as usize).is_some_and(|r| r.iter().any(|&w| w != NIL))
    }

    /// Scores all labels at one position.
    pub fn score(&self, features: &[u32]) -> [f32; W] {
        self.scaled(&self.sums(features))
    }

    /// The sums of the features' weights before they are scaled: whole numbers, so that sums over parts of the features add up to
    /// exactly the sum over all.
    pub fn sums(&self, features: &[u32]) -> [i32; W] {
        let mut sums = [0; W];
        for batch in features.chunks(BATCH) {
            let mut adding = self.adding();
            batch.iter().for_each(|&f| adding.add(f));
            for (sum, of_batch) in sums.iter_mut().zip(adding.take()) {
                *sum += of_batch;
            }
        }
        sums
    }

    /// Nothing added yet.
    #[inline(always)]
    pub fn adding(&self) -> Adding<'_, W> {
        Adding { rows: &self.rows, wide: [Sixteen::new(); 4], narrow: Four::new(), len: 0 }
    }

    /// The scores of all labels from their sums.
    #[inline]
    pub fn scaled(&self, sums: &[i32; W]) -> [f32; W] {
        let mut scores = [0.0; W];
        for k in 0..W {
            scores[k] = sums[k] as f32 * self.scales[k];
        }
        scores
    }

    /// The scores of model `k` among those that [`Packed::score`] gave for the positions, as [`crate::Model::decode_emitted`] takes them.
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
        let (mut scores, mut scratch) = (Vec::<[f32; 16]>::new(), Scratch::default());
        scores.extend(features.iter().map(|f| packed.score(f)));
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

    #[test]
    fn sums_are_those_of_the_steps() {
        let labels = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let mut model = Model::empty(&labels, 6);
        for (k, w) in model.rows.iter_mut().enumerate() {
            *w = ((k * 7919 + k / 10 * 31) % 255) as f32 - 127.0;
        }
        // All of the largest, more than a batch holds.
        model.rows[..10].fill(127.0);
        model.rows[10..20].fill(-127.0);
        let bytes = model.to_bytes();
        let stored = Stored::parse(&bytes).unwrap();
        let packed = Packed::<16>::new(&[&stored]).unwrap();
        let mixed: Vec<u32> = (0..700).map(|k| k * k % 64).collect();
        for features in [&[][..], &[0; 600], &[1; 600], &mixed] {
            let sums = packed.sums(features);
            for (l, &sum) in sums.iter().enumerate() {
                let wanted: f32 = features.iter().map(|&f| *model.row(f).get(l).unwrap_or(&0.0)).sum();
                assert_eq!(sum as f32, wanted, "label {l}");
            }
        }
    }
}
