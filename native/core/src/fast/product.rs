//! Blocked matrix products over vectors of samples: the sums of a block stay in registers while they grow.

use fearless_simd::Simd;

use super::vector::{load, mul_add, splat, store, sums_of};
use crate::lanes::Lanes;

/// `out[n][j] += Σ_i w[i][j] · x[n][i]`, summed from the first i to the last. x (n, from), w (from, to), out (n, to).
#[inline(always)]
pub(super) fn accumulate<S: Simd>(
    simd: S,
    x: &[Lanes<f32>],
    w: &[f32],
    out: &mut [Lanes<f32>],
    (from, to): (usize, usize),
) {
    let (mut x, mut out) = (x.chunks_exact(2 * from), out.chunks_exact_mut(2 * to));
    for (x, out) in (&mut x).zip(&mut out) {
        columns::<S, 2>(simd, x, w, out, (from, to));
    }
    if !x.remainder().is_empty() {
        columns::<S, 1>(simd, x.remainder(), w, out.into_remainder(), (from, to));
    }
}

/// [`accumulate`] for N vectors, by blocks of 8, 4 and 1 columns.
#[inline(always)]
fn columns<S: Simd, const N: usize>(
    simd: S,
    x: &[Lanes<f32>],
    w: &[f32],
    out: &mut [Lanes<f32>],
    (from, to): (usize, usize),
) {
    let mut column = 0;
    while column + 8 <= to {
        block::<S, N, 8>(simd, x, w, out, (from, to), column);
        column += 8;
    }
    if column + 4 <= to {
        block::<S, N, 4>(simd, x, w, out, (from, to), column);
        column += 4;
    }
    while column < to {
        block::<S, N, 1>(simd, x, w, out, (from, to), column);
        column += 1;
    }
}

/// [`accumulate`] for N vectors and the C columns from `column`.
#[inline(always)]
fn block<S: Simd, const N: usize, const C: usize>(
    simd: S,
    x: &[Lanes<f32>],
    w: &[f32],
    out: &mut [Lanes<f32>],
    (from, to): (usize, usize),
    column: usize,
) {
    let mut sums = [[splat(simd, 0.0); C]; N];
    for n in 0..N {
        for c in 0..C {
            sums[n][c] = load(simd, &out[n * to + column + c]);
        }
    }
    for (i, w) in w.chunks_exact(to).enumerate() {
        let w: &[f32; C] = w[column..].first_chunk().expect("column + C <= to");
        for n in 0..N {
            let x = load(simd, &x[n * from + i]);
            for c in 0..C {
                sums[n][c] = mul_add(splat(simd, w[c]), x, sums[n][c]);
            }
        }
    }
    for n in 0..N {
        for c in 0..C {
            out[n * to + column + c] = store(sums[n][c]);
        }
    }
}

/// `dw[i][j] += scale · Σ_n Σ_lanes x[n][i] · d[n][j]`, from the last n to the first. x (n, from), d (n, to), dw (from, to).
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
    let mut sums = [[splat(simd, 0.0); C]; R];
    for (x, d) in x.chunks_exact(from).zip(d.chunks_exact(to)).rev() {
        let x: &[Lanes<f32>; R] = x[row..].first_chunk().expect("row + R <= from");
        let d: &[Lanes<f32>; C] = d[column..].first_chunk().expect("column + C <= to");
        for r in 0..R {
            let x = load(simd, &x[r]);
            for c in 0..C {
                sums[r][c] = mul_add(x, load(simd, &d[c]), sums[r][c]);
            }
        }
    }
    for r in 0..R {
        let sums = sums_of(simd, sums[r], scale);
        for c in 0..C {
            dw[(row + r) * to + column + c] += sums[c];
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
