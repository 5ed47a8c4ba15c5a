//! Products of matrices.

use gemm::Parallelism;

/// A matrix within a slice: where each element stands.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    values: &'a [f32],
    row_step: usize,
    column_step: usize,
}

impl<'a> Matrix<'a> {
    /// Rows of `width` values one after another.
    pub fn rows(values: &'a [f32], width: usize) -> Self {
        Matrix { values, row_step: width, column_step: 1 }
    }

    /// Rows that begin `step` values apart.
    pub fn strided(values: &'a [f32], step: usize) -> Self {
        Matrix { values, row_step: step, column_step: 1 }
    }

    /// Rows and columns exchanged.
    #[must_use]
    pub fn t(self) -> Self {
        Matrix { row_step: self.column_step, column_step: self.row_step, ..self }
    }

    fn last(&self, rows: usize, columns: usize) -> usize {
        (rows - 1) * self.row_step + (columns - 1) * self.column_step
    }
}

/// `out = a · b` or, with `add`, `out += a · b`, times `factor`; `out` has `m` rows of `n` that begin `out_step` apart, `a` is
/// `m` by `k`.
///
/// Panics where a slice is too short: the caller's own fault.
pub(crate) fn multiply(
    (m, n, k): (usize, usize, usize),
    a: Matrix<'_>,
    b: Matrix<'_>,
    factor: f32,
    add: bool,
    out: &mut [f32],
    out_step: usize,
) {
    if m == 0 || n == 0 {
        return;
    }
    assert!(n <= out_step || m == 1);
    assert!((m - 1) * out_step + n <= out.len());
    if k == 0 {
        if !add {
            (0..m).for_each(|r| out[r * out_step..r * out_step + n].fill(0.0));
        }
        return;
    }
    assert!(a.last(m, k) < a.values.len() && b.last(k, n) < b.values.len());
    #[expect(
        unsafe_code,
        reason = "gemm takes pointers; the asserts above hold every index inside its slice"
    )]
    // SAFETY: `out` is borrowed mutably and so overlaps neither `a` nor `b`; the largest index of each was checked above.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            out_step as isize,
            add,
            a.values.as_ptr(),
            a.column_step as isize,
            a.row_step as isize,
            b.values.as_ptr(),
            b.column_step as isize,
            b.row_step as isize,
            1.0,
            factor,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

/// `out = x · wᵀ + bias` for rows `x` of `width` values and weights of one row an output.
pub fn linear(x: &[f32], width: usize, weights: &[f32], bias: &[f32], out: &mut Vec<f32>) {
    let (rows, outs) = (x.len() / width, bias.len());
    out.clear();
    for _ in 0..rows {
        out.extend_from_slice(bias);
    }
    multiply(
        (rows, outs, width),
        Matrix::rows(x, width),
        Matrix::rows(weights, width).t(),
        1.0,
        true,
        out,
        outs,
    );
}

/// Backwards through [`linear`]: adds to the gradients of weights and bias and, where wanted, to that of the input.
#[cfg(feature = "train")]
pub fn linear_back(
    (x, width): (&[f32], usize),
    weights: &[f32],
    d_out: &[f32],
    d_weights: &mut [f32],
    d_bias: &mut [f32],
    d_x: Option<&mut [f32]>,
) {
    let (rows, outs) = (x.len() / width, d_bias.len());
    multiply(
        (outs, width, rows),
        Matrix::rows(d_out, outs).t(),
        Matrix::rows(x, width),
        1.0,
        true,
        d_weights,
        width,
    );
    for row in d_out.chunks_exact(outs) {
        d_bias.iter_mut().zip(row).for_each(|(b, d)| *b += d);
    }
    if let Some(d_x) = d_x {
        multiply(
            (rows, width, outs),
            Matrix::rows(d_out, outs),
            Matrix::rows(weights, width),
            1.0,
            true,
            d_x,
            width,
        );
    }
}
