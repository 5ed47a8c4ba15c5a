//! What is done to single rows: normalising, gates, probabilities.

/// e to the x, to seven digits: 2 to the power of the whole part by its bits, of the rest by a polynomial. The standard library's
/// is not vectorised, and half of the time would go there; neither is a cast to an integer, which minds what does not fit, so the whole
/// part is read from the bits of the sum that rounds it.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// 1.5 · 2²³: a number to which it is added is rounded to its whole part, which stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let y = (x.clamp(-87.0, 88.0)) * std::f32::consts::LOG2_E;
    let rounded = y + ROUND;
    let f = (y - (rounded - ROUND)) * std::f32::consts::LN_2;
    let p = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f / 720.0)))));
    let whole = rounded.to_bits().wrapping_sub(ROUND.to_bits());
    p * f32::from_bits(whole.wrapping_add(127) << 23)
}

/// The error function to 1.5e-7 (Abramowitz and Stegun 7.1.26), with e to the minus x² which its derivative needs.
#[inline(always)]
fn erf(x: f32) -> (f32, f32) {
    let a = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let e = exp(-a * a);
    let poly =
        t * (0.254_829_6 + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152_1 + t * 1.061_405_4))));
    ((1.0 - poly * e).copysign(x), e)
}

/// The Gaussian error linear unit (Hendrycks, Gimpel 2016).
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2).0)
}

/// Its derivative.
#[cfg(feature = "train")]
#[inline(always)]
pub fn gelu_slope(x: f32) -> f32 {
    let (erf, e) = erf(x * std::f32::consts::FRAC_1_SQRT_2);
    0.5 * (1.0 + erf) + x * e * 0.398_942_3
}

/// Turns scores into probabilities.
pub fn softmax(row: &mut [f32]) {
    let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|x| *x = exp(*x - top));
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|x| *x /= sum);
}

/// Layer normalisation (Ba et al. 2016) of every row, in place. Gives, where wanted, the normalised rows before gain and shift, and
/// the inverse deviation of each row.
pub(crate) fn normalise(
    x: &mut [f32],
    (gain, shift): (&[f32], &[f32]),
    eps: f32,
    mut keep: Option<(&mut Vec<f32>, &mut Vec<f32>)>,
) {
    let width = gain.len();
    for row in x.chunks_exact_mut(width) {
        let mean = row.iter().sum::<f32>() / width as f32;
        let var = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / width as f32;
        let inverse = (var + eps).sqrt().recip();
        row.iter_mut().for_each(|v| *v = (*v - mean) * inverse);
        if let Some((plain, inverses)) = &mut keep {
            plain.extend_from_slice(row);
            inverses.push(inverse);
        }
        for ((v, g), s) in row.iter_mut().zip(gain).zip(shift) {
            *v = *v * g + s;
        }
    }
}

/// Backwards through [`normalise`], in place in `d`.
#[cfg(feature = "train")]
pub(crate) fn normalise_back(
    d: &mut [f32],
    gain: &[f32],
    plain: &[f32],
    inverses: &[f32],
    (d_gain, d_shift): (&mut [f32], &mut [f32]),
) {
    let width = gain.len();
    for ((row, plain), inverse) in d.chunks_exact_mut(width).zip(plain.chunks_exact(width)).zip(inverses) {
        let (mut sum, mut along) = (0.0, 0.0);
        for k in 0..width {
            d_gain[k] += row[k] * plain[k];
            d_shift[k] += row[k];
            row[k] *= gain[k];
            sum += row[k];
            along += row[k] * plain[k];
        }
        let (sum, along) = (sum / width as f32, along / width as f32);
        for k in 0..width {
            row[k] = inverse * (row[k] - sum - plain[k] * along);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        for x in [-80.0f32, -10.0, -1.0, -0.1, 0.0, 0.3, 1.0, 5.0, 20.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
        }
        // Values of erf from Abramowitz and Stegun, table 7.1.
        for (x, y) in [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (-2.0, -0.995_322_3)] {
            assert!((erf(x).0 - y).abs() < 1e-6, "erf {x}");
        }
        assert!((gelu(1.0) - 0.841_345).abs() < 1e-5);
        let mut p = [1.0, 2.0, 3.0];
        softmax(&mut p);
        assert!((p[2] - 0.665_241).abs() < 1e-5);
    }
}
