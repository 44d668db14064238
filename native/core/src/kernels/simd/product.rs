//! Blocked matrix products over vectors of samples: the sums of a block stay in registers while they grow.

use fearless_simd::{Simd, f32x4, f32x8, f32x16, prelude::*};

use super::vector::{load, load_first, mul_add, splat, store_first, sums_of, sums_of_some};
use crate::kernels::lanes::{LANES, Lanes};

/// Factors of a product: x (n, from), w (from, to).
#[derive(Clone, Copy)]
pub(super) struct Product<'a> {
    pub(super) x: &'a [Lanes<f32>],
    pub(super) w: &'a [f32],
}

/// What a sum of products starts from.
#[derive(Clone, Copy)]
pub(super) enum Start<'a> {
    Zero,
    /// (to)
    Bias(&'a [f32]),
    /// (n, to)
    From(&'a [Lanes<f32>]),
}

/// `start[n][j] + Σ_products Σ_i w[i][j] · x[n][i]`, summed from the first i of the first product to the last one;
/// times 1 − s² with the states s (n, to) of `slope_at`, the slope of tanh there.
#[derive(Clone, Copy)]
pub(super) struct Sum<'a, const P: usize> {
    pub(super) start: Start<'a>,
    pub(super) products: [Product<'a>; P],
    pub(super) slope_at: Option<&'a [Lanes<f32>]>,
    /// Samples of the last vector. When they fill at most half of it, the rest is left out: 0 stands there.
    pub(super) last: usize,
}

impl<const P: usize> Sum<'_, P> {
    /// out (n, to).
    #[inline(always)]
    pub(super) fn store<S: Simd>(&self, simd: S, out: &mut [Lanes<f32>], to: usize) {
        let full = out.len() / to - usize::from(self.last <= LANES / 2);
        let mut n = 0;
        // As many sums at a time as registers have room for.
        match <S::f32s as SimdBase<S>>::LEN {
            LANES => {
                while to < 4 && n + 8 <= full {
                    self.columns::<S, f32x16<S>, 8, 1>(simd, out, to, n);
                    n += 8;
                }
                while n + 2 <= full {
                    self.columns::<S, f32x16<S>, 2, 8>(simd, out, to, n);
                    n += 2;
                }
                if n < full {
                    self.columns::<S, f32x16<S>, 1, 8>(simd, out, to, n);
                }
            }
            8 => {
                for n in 0..full {
                    self.columns::<S, f32x16<S>, 1, 6>(simd, out, to, n);
                }
            }
            _ => {
                for n in 0..full {
                    self.columns::<S, f32x16<S>, 1, 3>(simd, out, to, n);
                }
            }
        }
        if self.last <= LANES / 4 {
            self.columns::<S, f32x4<S>, 1, 8>(simd, out, to, full);
        } else if self.last <= LANES / 2 {
            self.columns::<S, f32x8<S>, 1, 8>(simd, out, to, full);
        }
    }

    /// N vectors from n, by blocks of C, 4 and 1 columns.
    #[inline(always)]
    fn columns<S: Simd, V: SimdFloat<S, Element = f32>, const N: usize, const C: usize>(
        &self,
        simd: S,
        out: &mut [Lanes<f32>],
        to: usize,
        n: usize,
    ) {
        let mut column = 0;
        while column + C <= to {
            self.block::<S, V, N, C>(simd, out, to, (n, column));
            column += C;
        }
        while column + 4 <= to {
            self.block::<S, V, N, 4>(simd, out, to, (n, column));
            column += 4;
        }
        while column < to {
            self.block::<S, V, N, 1>(simd, out, to, (n, column));
            column += 1;
        }
    }

    /// N vectors from n and C columns from `column`.
    #[inline(always)]
    fn block<S: Simd, V: SimdFloat<S, Element = f32>, const N: usize, const C: usize>(
        &self,
        simd: S,
        out: &mut [Lanes<f32>],
        to: usize,
        (first, column): (usize, usize),
    ) {
        let at = |n: usize, c: usize| (first + n) * to + column + c;
        let mut sums = [[V::splat(simd, 0.0); C]; N];
        for n in 0..N {
            for c in 0..C {
                match self.start {
                    Start::Zero => {}
                    Start::Bias(bias) => sums[n][c] = V::splat(simd, bias[column + c]),
                    Start::From(start) => sums[n][c] = load_first(simd, &start[at(n, c)]),
                }
            }
        }
        for Product { x, w } in self.products {
            let from = w.len() / to;
            let x = &x[first * from..(first + N) * from];
            for (i, w) in w.chunks_exact(to).enumerate() {
                let w: &[f32; C] = w[column..].first_chunk().expect("column + C <= to");
                for n in 0..N {
                    let x: V = load_first(simd, &x[n * from + i]);
                    for c in 0..C {
                        sums[n][c] = mul_add(V::splat(simd, w[c]), x, sums[n][c]);
                    }
                }
            }
        }
        for n in 0..N {
            for c in 0..C {
                if let Some(states) = self.slope_at {
                    let s: V = load_first(simd, &states[at(n, c)]);
                    sums[n][c] *= mul_add(-s, s, V::splat(simd, 1.0));
                }
                store_first(sums[n][c], &mut out[at(n, c)]);
            }
        }
    }
}

/// `dw[i][j] += scale · Σ_n Σ_lanes x[n][i] · d[n][j]`, last n first. x (n, from), d (n, to), dw (from, to).
#[inline(always)]
pub(super) fn accumulate_weights<S: Simd>(
    simd: S,
    x: &[Lanes<f32>],
    d: &[Lanes<f32>],
    scale: f32,
    dw: &mut [f32],
    (from, to): (usize, usize),
) {
    let mut row = 0;
    while row + 4 <= from {
        weight_columns::<S, 4>(simd, x, d, scale, dw, (from, to), row);
        row += 4;
    }
    while row + 2 <= from {
        weight_columns::<S, 2>(simd, x, d, scale, dw, (from, to), row);
        row += 2;
    }
    while row < from {
        weight_columns::<S, 1>(simd, x, d, scale, dw, (from, to), row);
        row += 1;
    }
}

#[inline(always)]
fn weight_columns<S: Simd, const R: usize>(
    simd: S,
    x: &[Lanes<f32>],
    d: &[Lanes<f32>],
    scale: f32,
    dw: &mut [f32],
    (from, to): (usize, usize),
    row: usize,
) {
    let mut column = 0;
    while column + 4 <= to {
        weight_block::<S, R, 4>(simd, x, d, scale, dw, (from, to), (row, column));
        column += 4;
    }
    while column < to {
        weight_block::<S, R, 1>(simd, x, d, scale, dw, (from, to), (row, column));
        column += 1;
    }
}

/// [`accumulate_weights`] for R rows and C columns.
#[inline(always)]
fn weight_block<S: Simd, const R: usize, const C: usize>(
    simd: S,
    x: &[Lanes<f32>],
    d: &[Lanes<f32>],
    scale: f32,
    dw: &mut [f32],
    (from, to): (usize, usize),
    (row, column): (usize, usize),
) {
    let mut sums = [splat(simd, 0.0); LANES];
    for (x, d) in x.chunks_exact(from).zip(d.chunks_exact(to)).rev() {
        let x: &[Lanes<f32>; R] = x[row..].first_chunk().expect("row + R <= from");
        let d: &[Lanes<f32>; C] = d[column..].first_chunk().expect("column + C <= to");
        for r in 0..R {
            let x = load(simd, &x[r]);
            for c in 0..C {
                sums[r * C + c] = mul_add(x, load(simd, &d[c]), sums[r * C + c]);
            }
        }
    }
    let sums = sums_of_some(simd, sums, R * C, scale);
    for r in 0..R {
        for c in 0..C {
            dw[(row + r) * to + column + c] += sums[r * C + c];
        }
    }
}

/// `db[j] += scale · Σ_n Σ_lanes d[n][j]`, from the last n to the first. d (n, to), db (to).
#[inline(always)]
pub(super) fn accumulate_bias<S: Simd>(simd: S, d: &[Lanes<f32>], scale: f32, db: &mut [f32]) {
    let to = db.len();
    let (blocks, rest) = db.as_chunks_mut::<4>();
    for (block, db) in blocks.iter_mut().enumerate() {
        bias_block(simd, d, scale, db, to, 4 * block);
    }
    let first = to - rest.len();
    for (column, db) in rest.as_chunks_mut::<1>().0.iter_mut().enumerate() {
        bias_block(simd, d, scale, db, to, first + column);
    }
}

/// [`accumulate_bias`] for the C columns from `column`.
#[inline(always)]
fn bias_block<S: Simd, const C: usize>(
    simd: S,
    d: &[Lanes<f32>],
    scale: f32,
    db: &mut [f32; C],
    to: usize,
    column: usize,
) {
    let mut sums = [splat(simd, 0.0); C];
    for d in d.chunks_exact(to).rev() {
        let d: &[Lanes<f32>; C] = d[column..].first_chunk().expect("column + C <= to");
        for c in 0..C {
            sums[c] += load(simd, &d[c]);
        }
    }
    let sums = sums_of(simd, sums, scale);
    for c in 0..C {
        db[c] += sums[c];
    }
}
