//! The two products of a network with 16 walks at once. Every sum grows in one order, with plain multiplications and
//! additions: the same bits everywhere.

use crate::lanes::{LANES, Lanes};

/// out := weights · source; weights are (from, to), row-major.
#[inline(always)]
pub(crate) fn multiply(weights: &[f32], source: &[Lanes<f32>], out: &mut [Lanes<f32>]) {
    let to = out.len();
    let mut first = 0;
    while first + 4 <= to {
        columns::<4>(weights, to, first, source, out);
        first += 4;
    }
    match to - first {
        1 => columns::<1>(weights, to, first, source, out),
        2 => columns::<2>(weights, to, first, source, out),
        3 => columns::<3>(weights, to, first, source, out),
        _ => {}
    }
}

#[inline(always)]
fn columns<const N: usize>(
    weights: &[f32],
    to: usize,
    first: usize,
    source: &[Lanes<f32>],
    out: &mut [Lanes<f32>],
) {
    let mut sums = [[0.0_f32; LANES]; N];
    for (source, row) in source.iter().zip(weights.chunks_exact(to)) {
        let row = &row[first..first + N];
        for column in 0..N {
            for lane in 0..LANES {
                sums[column][lane] += row[column] * source.0[lane];
            }
        }
    }
    for (out, sums) in out[first..first + N].iter_mut().zip(sums) {
        *out = Lanes(sums);
    }
}

/// Blocks of so many vectors a step, of which some columns are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a> {
    pub(crate) blocks: &'a [Lanes<f32>],
    pub(crate) stride: usize,
    pub(crate) first: usize,
    pub(crate) count: usize,
}

/// sums (from, to) += Σ over steps and walks of from · to.
#[inline(always)]
pub(crate) fn add_products(from: Columns<'_>, to: Columns<'_>, sums: &mut [f32]) {
    for row in (0..from.count).step_by(2) {
        for column in (0..to.count).step_by(2) {
            match (from.count - row, to.count - column) {
                (1, 1) => block::<1, 1>(from, row, to, column, sums),
                (1, _) => block::<1, 2>(from, row, to, column, sums),
                (_, 1) => block::<2, 1>(from, row, to, column, sums),
                _ => block::<2, 2>(from, row, to, column, sums),
            }
        }
    }
}

#[inline(always)]
fn block<const R: usize, const C: usize>(
    from: Columns<'_>,
    row: usize,
    to: Columns<'_>,
    column: usize,
    sums: &mut [f32],
) {
    let mut lanes = [[[0.0_f32; LANES]; C]; R];
    for (f, t) in from.blocks.chunks_exact(from.stride).zip(to.blocks.chunks_exact(to.stride)) {
        let (f, t) = (&f[from.first + row..][..R], &t[to.first + column..][..C]);
        for r in 0..R {
            for c in 0..C {
                for lane in 0..LANES {
                    lanes[r][c][lane] += f[r].0[lane] * t[c].0[lane];
                }
            }
        }
    }
    for r in 0..R {
        for c in 0..C {
            sums[(row + r) * to.count + column + c] += sum(&lanes[r][c]);
        }
    }
}

/// Neighbours first.
#[inline(always)]
pub(crate) fn sum(lanes: &[f32; LANES]) -> f32 {
    let mut sums = *lanes;
    let mut left = LANES / 2;
    while left > 0 {
        for lane in 0..left {
            sums[lane] = sums[2 * lane] + sums[2 * lane + 1];
        }
        left /= 2;
    }
    sums[0]
}
