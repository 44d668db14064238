//! Matrices whose rows are whole vectors of 16. Sums grow in one order, with plain multiplications and additions:
//! the same bits everywhere.

use crate::kernels::lanes::{LANES, Lanes};

/// 16 columns of a row.
pub(crate) type Row = Lanes<f32>;

/// (rows, columns), each row padded with zeros.
#[derive(Clone)]
pub(crate) struct Matrix {
    /// Vectors of a row.
    pub(crate) width: usize,
    pub(crate) values: Vec<Row>,
}

impl Matrix {
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        let width = columns.div_ceil(LANES);
        Self { width, values: vec![Lanes::ZERO; rows * width] }
    }

    #[inline(always)]
    pub(crate) fn row(&self, row: usize) -> &[Row] {
        &self.values[row * self.width..][..self.width]
    }

    #[inline(always)]
    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [Row] {
        &mut self.values[row * self.width..][..self.width]
    }

    #[inline(always)]
    pub(crate) fn at(&self, row: usize, column: usize) -> f32 {
        self.values[row * self.width + column / LANES].0[column % LANES]
    }

    #[inline(always)]
    pub(crate) fn at_mut(&mut self, row: usize, column: usize) -> &mut f32 {
        &mut self.values[row * self.width + column / LANES].0[column % LANES]
    }

    pub(crate) fn clear(&mut self) {
        self.values.fill(Lanes::ZERO);
    }
}

/// row += by · other
#[inline(always)]
pub(crate) fn add(row: &mut [Row], other: &[Row], by: f32) {
    for (row, other) in row.iter_mut().zip(other) {
        for lane in 0..LANES {
            row.0[lane] += by * other.0[lane];
        }
    }
}

/// Σ a · b, neighbouring lanes first.
#[inline(always)]
#[expect(clippy::needless_range_loop, reason = "lanes by number, as they are summed")]
pub(crate) fn dot(a: &[Row], b: &[Row]) -> f32 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a.0[lane] * b.0[lane];
        }
    }
    let mut left = LANES / 2;
    while left > 0 {
        for lane in 0..left {
            sums[lane] = sums[2 * lane] + sums[2 * lane + 1];
        }
        left /= 2;
    }
    sums[0]
}
