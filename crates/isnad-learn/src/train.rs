//! Training by stochastic gradient with per-weight step sizes (AdaGrad: Duchi, Hazan, Singer 2011) on the
//! conditional log-likelihood, with L2 on the weights in use. The model is the mean of the weights over all steps
//! (Polyak, Juditsky 1992), which depends less on the order of examples than the last weights do. One thread and a
//! fixed order, so the same data gives the same model to the byte.

use crate::{Model, Scratch, Sequence};

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// First step size.
    pub rate: f32,
    /// Strength of the L2 penalty on each touched weight.
    pub l2: f32,
    /// Seed of the order of examples.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { epochs: 20, rate: 0.2, l2: 1e-3, seed: 1 }
    }
}

/// Learns a model with these labels and 2^`bits` feature rows from `data`.
///
/// Panics where a sequence has more features than labels or a label out of range: the caller's own fault.
pub fn train(labels: &[&str], bits: u32, data: &[Sequence], options: &Options) -> Model {
    let mut model = Model::empty(labels, bits);
    let mut rows = Weights::new(model.rows.len());
    let mut transitions = Weights::new(model.transitions.len());
    let mut now = 0u32;
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut random = options.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut scratch = Scratch::default();
    for _ in 0..options.epochs {
        for k in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(k, (random % (k as u64 + 1)) as usize);
        }
        for &k in &order {
            step(&mut model, &data[k], options, now, &mut rows, &mut transitions, &mut scratch);
            now += 1;
        }
    }
    rows.mean(&mut model.rows, now);
    transitions.mean(&mut model.transitions, now);
    model
}

/// What training keeps beside each weight.
struct Weights {
    /// Sum of squared gradients.
    squares: Vec<f32>,
    /// Sum of each change times the step at which it was made, from which the mean over all steps follows.
    changes: Vec<f32>,
}

impl Weights {
    fn new(len: usize) -> Self {
        Weights { squares: vec![1e-6; len], changes: vec![0.0; len] }
    }

    fn update(&mut self, at: usize, weight: &mut f32, gradient: f32, options: &Options, now: u32) {
        let g = gradient - options.l2 * *weight;
        self.squares[at] += g * g;
        let change = options.rate * g / self.squares[at].sqrt();
        *weight += change;
        self.changes[at] += change * now as f32;
    }

    /// Turns the last weights into their mean over `steps` steps.
    fn mean(&self, weights: &mut [f32], steps: u32) {
        for (w, c) in weights.iter_mut().zip(&self.changes) {
            *w -= c / steps.max(1) as f32;
        }
    }
}

fn step(
    model: &mut Model,
    seq: &Sequence,
    options: &Options,
    now: u32,
    rows: &mut Weights,
    transitions: &mut Weights,
    scratch: &mut Scratch,
) {
    let (n, len) = (model.labels.len(), seq.labels.len());
    assert_eq!(len, seq.features.len());
    if len == 0 {
        return;
    }
    model.emissions(&seq.features, &mut scratch.emit);
    model.forward_backward(len, scratch);
    let mut pairs = vec![0f32; n * n];
    for t in 1..len {
        for a in 0..n {
            for b in 0..n {
                let p = scratch.alpha[(t - 1) * n + a]
                    * scratch.exp_trans[a * n + b]
                    * scratch.exp_emit[t * n + b]
                    * scratch.beta[t * n + b]
                    / scratch.scale[t];
                pairs[a * n + b] -= p as f32;
            }
        }
        pairs[seq.labels[t - 1] as usize * n + seq.labels[t] as usize] += 1.0;
    }
    for (k, &g) in pairs.iter().enumerate() {
        transitions.update(k, &mut model.transitions[k], g * seq.weight, options, now);
    }
    for l in 0..n {
        let g = f32::from(seq.labels[0] as usize == l) - (scratch.alpha[l] * scratch.beta[l]) as f32;
        let k = n * n + l;
        transitions.update(k, &mut model.transitions[k], g * seq.weight, options, now);
    }
    for (t, features) in seq.features.iter().enumerate() {
        for l in 0..n {
            let p = (scratch.alpha[t * n + l] * scratch.beta[t * n + l]) as f32;
            let g = f32::from(seq.labels[t] as usize == l) - p;
            // A label that is as good as right teaches nothing; passing over it saves most of the time.
            if g.abs() < 1e-4 {
                continue;
            }
            for &f in features {
                let at = f as usize * n + l;
                rows.update(at, &mut model.rows[at], g * seq.weight, options, now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hasher;

    #[test]
    fn learns_what_only_the_neighbour_tells() {
        // The second word is the same; its label depends on the label of the first.
        let f = |w: &str| vec![Hasher::new("w").str(w).index(8)];
        let seq = |a: &str, labels: [u8; 2]| Sequence {
            features: vec![f(a), f("same")],
            labels: labels.to_vec(),
            weight: 1.0,
        };
        let data = [seq("x", [0, 0]), seq("y", [1, 1])];
        let model = train(&["L", "R"], 8, &data, &Options::default());
        let mut scratch = Scratch::default();
        for s in &data {
            assert_eq!(model.decode(&s.features, &mut scratch), s.labels);
        }
        assert_eq!(
            train(&["L", "R"], 8, &data, &Options::default()).to_bytes(),
            model.to_bytes(),
            "training is repeatable to the byte"
        );
    }
}
