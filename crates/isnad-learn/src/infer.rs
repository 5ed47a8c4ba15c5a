//! Viterbi and forward–backward, in log space for the first and scaled for the second.

use crate::Model;

/// Buffers that are used again from sequence to sequence, so that decoding does not allocate.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    pub(crate) emit: Vec<f32>,
    score: Vec<f32>,
    moves: Vec<f32>,
    pub(crate) alpha: Vec<f64>,
    pub(crate) beta: Vec<f64>,
    pub(crate) scale: Vec<f64>,
    pub(crate) exp_emit: Vec<f64>,
    pub(crate) exp_trans: Vec<f64>,
}

impl Scratch {
    /// The buffer of scores, one a position and label, for [`crate::Packed::of`].
    pub fn emissions(&mut self) -> &mut Vec<f32> {
        &mut self.emit
    }
}

impl Model {
    pub(crate) fn emissions<F: AsRef<[u32]>>(&self, features: &[F], out: &mut Vec<f32>) {
        // Yes or no is asked most: with their number known the sums of the two stay at hand.
        match self.labels.len() {
            2 => self.emissions_of(2, features, out),
            n => self.emissions_of(n, features, out),
        }
    }

    #[inline(always)]
    fn emissions_of<F: AsRef<[u32]>>(&self, n: usize, features: &[F], out: &mut Vec<f32>) {
        out.clear();
        out.resize(features.len() * n, 0.0);
        for (position, at) in features.iter().zip(out.chunks_exact_mut(n)) {
            for &f in position.as_ref() {
                let row = &self.rows[f as usize * n..][..n];
                for l in 0..n {
                    at[l] += row[l];
                }
            }
        }
    }

    /// The best label sequence for the given features, one list of feature rows a position.
    pub fn decode<F: AsRef<[u32]>>(&self, features: &[F], scratch: &mut Scratch) -> Vec<u8> {
        self.decode_with(features, 0.0, scratch)
    }

    /// As [`Model::decode`], with `bias` added to the score of the first label at every position: below zero, a first label
    /// «none of them» is chosen less often, which moves precision towards recall.
    pub fn decode_with<F: AsRef<[u32]>>(&self, features: &[F], bias: f32, scratch: &mut Scratch) -> Vec<u8> {
        self.emissions(features, &mut scratch.emit);
        self.decode_emitted(features.len(), bias, scratch)
    }

    /// As [`Model::decode_with`], from scores that are in the buffer already.
    pub fn decode_emitted(&self, len: usize, bias: f32, scratch: &mut Scratch) -> Vec<u8> {
        let n = self.labels.len();
        if len == 0 || scratch.emit.len() != len * n {
            return vec![0; len];
        }
        scratch.emit.iter_mut().step_by(n).for_each(|e| *e += bias);
        // Labels are taken four by four: with their number known the best scores of all stay at hand.
        match n {
            1..=4 => self.viterbi::<4>(len, scratch),
            5..=8 => self.viterbi::<8>(len, scratch),
            9..=12 => self.viterbi::<12>(len, scratch),
            13..=16 => self.viterbi::<16>(len, scratch),
            _ => self.viterbi::<256>(len, scratch),
        }
    }

    /// The best label sequence for the scores in the buffer; `P` is the number of labels or more.
    fn viterbi<const P: usize>(&self, len: usize, scratch: &mut Scratch) -> Vec<u8> {
        let n = self.labels.len();
        let Scratch { emit, score, moves, .. } = scratch;
        assert!(n <= P);
        // Labels that there are not are never come to.
        const NEVER: f32 = f32::NEG_INFINITY;
        moves.clear();
        moves.resize((n + 1) * P, NEVER);
        for (row, from) in moves.chunks_exact_mut(P).zip(self.transitions.chunks_exact(n)) {
            row[..n].copy_from_slice(from);
        }
        let (moves, start) = moves.split_at(n * P);
        score.clear();
        score.resize(len * P, NEVER);
        let (scores, rows) = (score.as_chunks_mut::<P>().0, moves.as_chunks::<P>().0);
        let mut before = [NEVER; P];
        for l in 0..n {
            before[l] = emit[l] + start[l];
        }
        scores[0] = before;
        for t in 1..len {
            let mut here = [NEVER; P];
            for (k, moves) in rows.iter().enumerate() {
                for l in 0..P {
                    let s = before[k] + moves[l];
                    here[l] = if s > here[l] { s } else { here[l] };
                }
            }
            for (l, &e) in emit[t * n..][..n].iter().enumerate() {
                here[l] += e;
            }
            scores[t] = here;
            before = here;
        }
        // The first of equal scores wins, so that the result does not depend on the platform.
        let (mut last, mut top) = (0, NEVER);
        for l in 0..n {
            if score[(len - 1) * P + l] > top {
                (last, top) = (l, score[(len - 1) * P + l]);
            }
        }
        let mut labels = vec![last as u8; len];
        // Where each label came from is asked only of those on the way: most are not.
        for t in (1..len).rev() {
            let (mut from, mut top) = (0, NEVER);
            for (k, &s) in score[(t - 1) * P..][..n].iter().enumerate() {
                let s = s + moves[k * P + last];
                if s > top {
                    (from, top) = (k, s);
                }
            }
            last = from;
            labels[t - 1] = last as u8;
        }
        labels
    }

    /// The probability of every label at every position: `len × labels` values, row by row.
    pub fn marginals<F: AsRef<[u32]>>(&self, features: &[F], scratch: &mut Scratch) -> Vec<f32> {
        self.emissions(features, &mut scratch.emit);
        self.marginals_emitted(features.len(), scratch)
    }

    /// As [`Model::marginals`], from scores that are in the buffer already.
    pub fn marginals_emitted(&self, len: usize, scratch: &mut Scratch) -> Vec<f32> {
        if scratch.emit.len() != len * self.labels.len() {
            return vec![0.0; len * self.labels.len()];
        }
        if len == 1 {
            return self.shares(&scratch.emit);
        }
        self.forward_backward(len, scratch);
        scratch.alpha.iter().zip(&scratch.beta).map(|(a, b)| (a * b) as f32).collect()
    }

    /// Adds the weights of a feature to the scores of both labels at a position that stands alone; only for models of two labels.
    #[inline]
    pub fn add_to_pair(&self, feature: u32, scores: &mut [f32; 2]) {
        let [no, yes] = self.rows.as_chunks::<2>().0[feature as usize];
        *scores = [scores[0] + no, scores[1] + yes];
    }

    /// The probability of the second of two labels at a position that stands alone, from their scores; `None` where it is below `least`,
    /// which most are: then nothing needs to be reckoned exactly.
    pub fn second_of_pair(&self, scores: [f32; 2], least: f32) -> Option<f32> {
        let ahead = scores[1] + self.first()[1] - scores[0] - self.first()[0];
        // Rounding is a thousand times smaller than what is given away here.
        if f64::from(ahead) < f64::from(least / (1.0 - least)).ln() - 0.01 {
            return None;
        }
        self.shares(&scores).get(1).copied().filter(|p| *p >= least)
    }

    /// The probabilities at one position that stands alone: what [`Model::forward_backward`] comes to there.
    fn shares(&self, emit: &[f32]) -> Vec<f32> {
        let top = emit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let weigh = |(&e, &t): (&f32, &f32)| f64::from(t).exp() * below(e, top);
        let alone: Vec<f64> = emit.iter().zip(self.first()).map(weigh).collect();
        let total = alone.iter().fold(0.0, |sum, x| sum + x);
        alone.iter().map(|x| (x / total) as f32).collect()
    }

    /// Fills alpha, beta and scale from `scratch.emit`; alpha × beta are the marginals. Returns log Z.
    pub(crate) fn forward_backward(&self, len: usize, scratch: &mut Scratch) -> f64 {
        // Three labels, as begin, inside and outside have, are the most asked: with their number known the loops become straight.
        match self.labels.len() {
            3 => self.forward_backward_of(3, len, scratch),
            n => self.forward_backward_of(n, len, scratch),
        }
    }

    #[inline(always)]
    fn forward_backward_of(&self, n: usize, len: usize, scratch: &mut Scratch) -> f64 {
        let Scratch { emit, alpha, beta, scale, exp_emit, exp_trans, .. } = scratch;
        for v in [&mut *alpha, &mut *beta, &mut *exp_emit] {
            v.clear();
            v.resize(len * n, 0.0);
        }
        scale.clear();
        scale.resize(len, 0.0);
        if len == 0 {
            return 0.0;
        }
        // One position has no transition but the first: a question of many labels would spend all its time on the others.
        let used = if len == 1 { n * n..self.transitions.len() } else { 0..self.transitions.len() };
        exp_trans.clear();
        exp_trans.resize(self.transitions.len(), 0.0);
        for k in used {
            exp_trans[k] = f64::from(self.transitions[k]).exp();
        }
        let mut log_z = 0.0;
        for t in 0..len {
            let row = &emit[t * n..t * n + n];
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            log_z += f64::from(top);
            for l in 0..n {
                exp_emit[t * n + l] = below(row[l], top);
            }
        }
        for t in 0..len {
            let mut total = 0.0;
            for l in 0..n {
                let come = if t == 0 {
                    exp_trans[n * n + l]
                } else {
                    (0..n).map(|k| alpha[(t - 1) * n + k] * exp_trans[k * n + l]).sum()
                };
                alpha[t * n + l] = come * exp_emit[t * n + l];
                total += alpha[t * n + l];
            }
            scale[t] = total;
            log_z += total.ln();
            alpha[t * n..t * n + n].iter_mut().for_each(|a| *a /= total);
        }
        beta[(len - 1) * n..].fill(1.0);
        for t in (0..len - 1).rev() {
            for k in 0..n {
                beta[t * n + k] = (0..n)
                    .map(|l| exp_trans[k * n + l] * exp_emit[(t + 1) * n + l] * beta[(t + 1) * n + l])
                    .sum::<f64>()
                    / scale[t + 1];
            }
        }
        log_z
    }
}

/// What a score weighs beside the highest, which weighs one.
#[inline(always)]
fn below(score: f32, top: f32) -> f64 {
    if score == top { 1.0 } else { f64::from(score - top).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every label sequence, scored by hand.
    fn brute(model: &Model, features: &[Vec<u32>]) -> (Vec<u8>, Vec<f32>) {
        let (n, len) = (model.labels.len(), features.len());
        let (mut best, mut best_score, mut marg, mut z) = (vec![], f32::MIN, vec![0.0; n * len], 0.0);
        for code in 0..n.pow(len as u32) {
            let seq: Vec<usize> = (0..len).map(|t| code / n.pow(t as u32) % n).collect();
            let mut s = model.transitions[n * n + seq[0]];
            for t in 0..len {
                s += features[t].iter().map(|&f| model.row(f)[seq[t]]).sum::<f32>();
                if t > 0 {
                    s += model.transitions[seq[t - 1] * n + seq[t]];
                }
            }
            z += s.exp();
            (0..len).for_each(|t| marg[t * n + seq[t]] += s.exp());
            if s > best_score {
                (best_score, best) = (s, seq.iter().map(|&l| l as u8).collect());
            }
        }
        (best, marg.iter().map(|m| m / z).collect())
    }

    #[test]
    fn agrees_with_all_paths() {
        let mut model = Model::empty(&["a", "b", "c"], 4);
        let mut x = 7u32;
        for w in model.rows.iter_mut().chain(&mut model.transitions) {
            x = x.wrapping_mul(1_103_515_245).wrapping_add(12345);
            *w = (x >> 16) as f32 / 32768.0 - 1.0;
        }
        let features: Vec<Vec<u32>> = vec![vec![1, 5], vec![2], vec![], vec![9, 3, 1], vec![15]];
        let mut scratch = Scratch::default();
        let (best, marg) = brute(&model, &features);
        assert_eq!(model.decode(&features, &mut scratch), best);
        for (a, b) in model.marginals(&features, &mut scratch).iter().zip(marg) {
            assert!((a - b).abs() < 1e-4, "{a} {b}");
        }
        assert!(model.decode::<Vec<u32>>(&[], &mut scratch).is_empty());
        assert!(model.marginals::<Vec<u32>>(&[], &mut scratch).is_empty());
    }
}
