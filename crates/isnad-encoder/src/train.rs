//! Fine-tuning: the gradient of the layers, and steps by Adam with decoupled decay (Loshchilov, Hutter 2019).
//!
//! *Comes in*: texts and the gradient of what was made of their vectors. *Goes out*: changed weights. Embeddings stay as they are. All sums
//! are taken in a fixed order, so that training on the same processor gives the same weights.

use crate::bytes::{ByteReader, ByteWriter};
use crate::encoder::{Encoder, Kept, Layout, Shape};
use crate::matrix::{Matrix, multiply};
use crate::ops::{gelu_slope, normalise_back};
use std::ops::Range;

pub use crate::matrix::linear_back;
pub use crate::ops::gelu_slope as gelu_back;

/// A source of numbers that look random: xorshift64* (Vigna 2016).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// About normal: the sum of four.
    pub fn normal(&mut self) -> f32 {
        ((0..4).map(|_| self.share()).sum::<f32>() - 2.0) * 1.732
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for k in (1..list.len()).rev() {
            list.swap(k, (self.number() % (k as u64 + 1)) as usize);
        }
    }
}

/// What the forward pass of a training step leaves for the backward pass.
#[derive(Debug)]
pub struct Tape {
    lengths: Vec<usize>,
    kept: Vec<Kept>,
    rate: f32,
    /// The first of its layers.
    from: usize,
}

impl Encoder {
    /// As [`Encoder::through`], with a share `rate` of values left out of each sum (dropout: Srivastava et al. 2014), and what is needed
    /// to go back.
    pub fn through_taped(
        &self,
        layers: Range<usize>,
        lengths: Vec<usize>,
        mut x: Vec<f32>,
        rate: f32,
        random: &mut Random,
    ) -> (Vec<f32>, Tape) {
        let mut kept = Vec::new();
        let mut drop = |rate: f32| random.share() < rate;
        let from = layers.start;
        for n in layers {
            let mut k = Kept::default();
            self.layer(n, &lengths, &mut x, Some(&mut k), &mut drop, rate);
            kept.push(k);
        }
        (x, Tape { lengths, kept, rate, from })
    }

    /// Adds the gradients of the weights to `grads`, given that of the vectors that came out; `d` becomes that of the vectors that went in.
    pub fn back(&self, tape: &Tape, d: &mut [f32], grads: &mut [f32]) {
        for (n, kept) in tape.kept.iter().enumerate().rev() {
            self.layer_back(tape.from + n, tape, kept, d, grads);
        }
    }

    fn layer_back(&self, n: usize, tape: &Tape, kept: &Kept, d: &mut [f32], grads: &mut [f32]) {
        let (h, heads, inner) = (self.shape.hidden, self.shape.heads, self.shape.inner);
        let p = Layout::of(&self.shape, n);
        let w = &self.weights;
        let norm_grads =
            |r: &[Range<usize>; 2], grads: &mut [f32], f: &mut dyn FnMut(&mut [f32], &mut [f32])| {
                let (a, b) = grads[r[0].start..r[1].end].split_at_mut(r[0].len());
                f(a, b);
            };
        let drop = |d: &[f32], mask: &[bool]| -> Vec<f32> {
            let keep = (1.0 - tape.rate).recip();
            match mask {
                [] => d.to_vec(),
                _ => d.iter().zip(mask).map(|(v, &m)| if m { 0.0 } else { v * keep }).collect(),
            }
        };
        norm_grads(&p.norm2, grads, &mut |a, b| {
            normalise_back(d, &w[p.norm2[0].clone()], &kept.plain2, &kept.inverse2, (a, b));
        });
        let d_down = drop(d, &kept.dropped[1]);
        let mut d_up = vec![0.0; kept.up.len()];
        let (a, b) = grads[p.down.start..p.down_bias.end].split_at_mut(p.down.len());
        linear_back((&kept.gated, inner), &w[p.down.clone()], &d_down, a, b, Some(&mut d_up));
        d_up.iter_mut().zip(&kept.up).for_each(|(d, &x)| *d *= gelu_slope(x));
        let (a, b) = grads[p.up.start..p.up_bias.end].split_at_mut(p.up.len());
        linear_back((&kept.middle, h), &w[p.up.clone()], &d_up, a, b, Some(d));
        norm_grads(&p.norm1, grads, &mut |a, b| {
            normalise_back(d, &w[p.norm1[0].clone()], &kept.plain1, &kept.inverse1, (a, b));
        });
        let d_out = drop(d, &kept.dropped[0]);
        let mut d_context = vec![0.0; kept.context.len()];
        let (a, b) = grads[p.out.start..p.out_bias.end].split_at_mut(p.out.len());
        linear_back((&kept.context, h), &w[p.out.clone()], &d_out, a, b, Some(&mut d_context));

        let size = h / heads;
        let scale = (size as f32).sqrt().recip();
        let mut d_qkv = vec![0.0; kept.qkv.len()];
        let (mut first, mut at) = (0, 0);
        let mut d_shares = Vec::new();
        for &len in &tape.lengths {
            for head in 0..heads {
                let off = |k: usize| first * 3 * h + k * h + head * size;
                let part = |k: usize| Matrix::strided(&kept.qkv[off(k)..], 3 * h);
                let shares = &kept.shares[at..at + len * len];
                at += len * len;
                let d_c = Matrix::strided(&d_context[first * h + head * size..], h);
                multiply(
                    (len, size, len),
                    Matrix::rows(shares, len).t(),
                    d_c,
                    1.0,
                    false,
                    &mut d_qkv[off(2)..],
                    3 * h,
                );
                d_shares.resize(len * len, 0.0);
                multiply((len, len, size), d_c, part(2).t(), 1.0, false, &mut d_shares, len);
                for (d, s) in d_shares.chunks_exact_mut(len).zip(shares.chunks_exact(len)) {
                    let sum: f32 = d.iter().zip(s).map(|(d, s)| d * s).sum();
                    d.iter_mut().zip(s).for_each(|(d, s)| *d = (*d - sum) * s);
                }
                let d_s = Matrix::rows(&d_shares, len);
                multiply((len, size, len), d_s, part(1), scale, false, &mut d_qkv[off(0)..], 3 * h);
                multiply((len, size, len), d_s.t(), part(0), scale, false, &mut d_qkv[off(1)..], 3 * h);
                d_shares.clear();
            }
            first += len;
        }
        let (a, b) = grads[p.qkv.start..p.qkv_bias.end].split_at_mut(p.qkv.len());
        linear_back((&kept.input, h), &w[p.qkv.clone()], &d_qkv, a, b, Some(d));
    }
}

/// Steps of Adam.
#[derive(Debug, Clone)]
pub struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    now: i32,
}

impl Adam {
    /// For so many weights.
    pub fn new(n: usize) -> Self {
        Adam { first: vec![0.0; n], second: vec![0.0; n], now: 0 }
    }

    /// One step along the gradient times `factor`, which is emptied. In two fixed halves, side by side.
    pub fn step(&mut self, weights: &mut [f32], grads: &mut [f32], factor: f32, rate: f32, decay: f32) {
        self.now += 1;
        let (c1, c2) = (1.0 - B1.powi(self.now), 1.0 - B2.powi(self.now));
        let part = |weights: &mut [f32], grads: &mut [f32], first: &mut [f32], second: &mut [f32]| {
            for (((w, g), m), v) in weights.iter_mut().zip(grads).zip(first).zip(second) {
                let x = *g * factor;
                *m = B1 * *m + (1.0 - B1) * x;
                *v = B2 * *v + (1.0 - B2) * x * x;
                *w -= rate * (*m / c1 / ((*v / c2).sqrt() + 1e-6) + decay * *w);
                *g = 0.0;
            }
        };
        let half = weights.len() / 2;
        let ((w1, w2), (g1, g2)) = (weights.split_at_mut(half), grads.split_at_mut(half));
        let ((m1, m2), (v1, v2)) = (self.first.split_at_mut(half), self.second.split_at_mut(half));
        std::thread::scope(|s| {
            s.spawn(|| part(w2, g2, m2, v2));
            part(w1, g1, m1, v1);
        });
    }
}

/// An encoder with random weights and a vocabulary of so many pieces without meaning, for tests. Panics where the shape is none.
pub fn random_encoder(shape: Shape, pieces: usize, seed: u64) -> Encoder {
    let mut random = Random::new(seed);
    let mut w = ByteWriter::default();
    for n in [shape.hidden, shape.layers, shape.heads, shape.inner, shape.positions] {
        w.size(n);
    }
    w.floats(&[shape.eps]);
    let listed = (0..pieces).map(|k| (format!("p{k}").into(), -1.0)).collect();
    crate::Tokenizer::new(listed, Default::default(), (0, 1, 2)).write(&mut w);
    for _ in 0..pieces * shape.hidden / 32 {
        w.bytes.extend([0x00, 0x2c]); // 1/16
        w.bytes.extend((0..16).map(|_| random.number() as u8));
    }
    let mut floats = |w: &mut ByteWriter, n: usize, around: f32, by: f32| {
        let v: Vec<f32> = (0..n).map(|_| around + by * random.normal()).collect();
        w.floats(&v);
    };
    floats(&mut w, shape.positions * shape.hidden, 0.0, 0.3);
    floats(&mut w, shape.hidden, 1.0, 0.1);
    floats(&mut w, shape.hidden, 0.0, 0.1);
    for n in 0..shape.layers {
        let parts = Layout::of(&shape, n).parts(&shape);
        for (k, (range, width)) in parts.into_iter().enumerate() {
            // The gains of both normalisations stand around 1.
            let around = if matches!(k, 4 | 10) { 1.0 } else { 0.0 };
            let values: Vec<f32> = range.map(|_| around + 0.2 * random.normal()).collect();
            match width {
                Some(width) => w.rows(&values, width),
                None => w.floats(&values),
            }
        }
    }
    Encoder::read(&mut ByteReader::new(&w.bytes)).expect("the form that was just written")
}

/// How slowly the mean of the gradient and of its square change.
const B1: f32 = 0.9;
const B2: f32 = 0.98;

#[cfg(test)]
mod tests {
    use super::*;

    fn small(seed: u64) -> Encoder {
        random_encoder(
            Shape { hidden: 32, layers: 2, heads: 4, inner: 48, positions: 16, eps: 1e-5 },
            20,
            seed,
        )
    }

    #[test]
    fn the_gradient_is_that_of_small_changes() {
        let mut e = small(3);
        let texts = vec![vec![0, 5, 7, 1], vec![0, 9, 1]];
        let mut random = Random::new(5);
        let aim: Vec<f32> = (0..7 * 32).map(|_| random.normal()).collect();
        // The value is the product of the vectors with fixed numbers, so its gradient by the vectors is these numbers.
        let value =
            |e: &Encoder| -> f64 { e.encode(&texts).iter().zip(&aim).map(|(a, b)| f64::from(a * b)).sum() };
        let lengths = vec![4, 3];
        let (x, tape) = e.through_taped(0..2, lengths.clone(), e.embed(&texts), 0.0, &mut random);
        assert_eq!(x, e.encode(&texts));
        let mut grads = vec![0.0; e.weights.len()];
        e.back(&tape, &mut aim.clone(), &mut grads);
        let mut worst = 0f64;
        for k in (0..e.weights.len()).step_by(37) {
            let (was, by) = (e.weights[k], 1e-2);
            e.weights[k] = was + by;
            let up = value(&e);
            e.weights[k] = was - by;
            let down = value(&e);
            e.weights[k] = was;
            let want = (up - down) / (2.0 * f64::from(by));
            let off = (want - f64::from(grads[k])).abs() / (1.0 + want.abs());
            worst = worst.max(off);
        }
        assert!(worst < 0.02, "{worst}");

        // In two parts, one after the other.
        let (low, first) = e.through_taped(0..1, lengths.clone(), e.embed(&texts), 0.0, &mut random);
        let (top, second) = e.through_taped(1..2, lengths, low.clone(), 0.0, &mut random);
        assert_eq!(top, x);
        let (mut d, mut parts) = (aim.clone(), vec![0.0; e.weights.len()]);
        e.back(&second, &mut d, &mut parts);
        assert!(parts[..Layout::size(&e.shape)].iter().all(|g| *g == 0.0));
        // The gradient of what went in is that of small changes too.
        for k in (0..low.len()).step_by(5) {
            let at = |by: f32| -> f64 {
                let mut x = low.clone();
                x[k] += by;
                e.through(1..2, &[4, 3], &mut x);
                x.iter().zip(&aim).map(|(a, b)| f64::from(a * b)).sum()
            };
            let want = (at(1e-2) - at(-1e-2)) / 2e-2;
            assert!((want - f64::from(d[k])).abs() < 0.02 * (1.0 + want.abs()), "{k}: {want} {}", d[k]);
        }
        e.back(&first, &mut d, &mut parts);
        assert_eq!(parts, grads);
    }

    #[test]
    fn a_text_does_not_see_its_neighbours() {
        let e = small(4);
        let both = e.encode(&[vec![0, 5, 7, 1], vec![0, 9, 1]]);
        let alone = e.encode(&[vec![0, 9, 1]]);
        for (a, b) in both[4 * 32..].iter().zip(&alone) {
            assert!((a - b).abs() < 1e-5);
        }
    }

    #[test]
    fn steps_lead_downhill() {
        let mut e = small(5);
        let texts = vec![vec![0, 5, 7, 9, 1]];
        let mut adam = Adam::new(e.weights.len());
        let mut random = Random::new(1);
        let value = |x: &[f32]| x.iter().step_by(32).map(|v| (v - 1.0) * (v - 1.0)).sum::<f32>();
        let before = value(&e.encode(&texts));
        for _ in 0..40 {
            let (x, tape) = e.through_taped(0..2, vec![5], e.embed(&texts), 0.1, &mut random);
            let mut d: Vec<f32> =
                x.iter().enumerate().map(|(k, v)| if k % 32 == 0 { 2.0 * (v - 1.0) } else { 0.0 }).collect();
            let mut grads = vec![0.0; e.weights.len()];
            e.back(&tape, &mut d, &mut grads);
            adam.step(&mut e.weights, &mut grads, 1.0, 3e-3, 0.0);
        }
        let after = value(&e.encode(&texts));
        assert!(after < before / 3.0, "{before} {after}");
    }
}
