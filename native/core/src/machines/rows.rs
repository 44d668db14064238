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
        at(&self.values[row * self.width..], column)
    }

    #[inline(always)]
    pub(crate) fn at_mut(&mut self, row: usize, column: usize) -> &mut f32 {
        at_mut(&mut self.values[row * self.width..], column)
    }

    pub(crate) fn clear(&mut self) {
        self.values.fill(Lanes::ZERO);
    }
}

/// A column of a row.
#[inline(always)]
pub(crate) fn at(row: &[Row], column: usize) -> f32 {
    row[column / LANES].0[column % LANES]
}

/// See [`at`].
#[inline(always)]
pub(crate) fn at_mut(row: &mut [Row], column: usize) -> &mut f32 {
    &mut row[column / LANES].0[column % LANES]
}

/// Rows that are summed up together, so that each vector of the other matrix is loaded once for all of them.
const BLOCK: usize = 4;

/// What [`add_product`] works with: factors of a block of rows, term by term.
pub(crate) type Factors = Vec<[f32; BLOCK]>;

/// to[row] += Σ a(row, term) · b[term], over the terms in their order; rows of `to` and `b` are `width` vectors.
#[inline(always)]
pub(crate) fn add_product(
    to: &mut [Row],
    b: &[Row],
    width: usize,
    factors: &mut Factors,
    a: impl Fn(usize, usize) -> f32,
) {
    for (block, to) in to.chunks_mut(BLOCK * width).enumerate() {
        let rows = to.len() / width;
        factors.clear();
        for term in 0..b.len() / width {
            let mut of = [0.0; BLOCK];
            for (row, of) in of.iter_mut().enumerate().take(rows) {
                *of = a(block * BLOCK + row, term);
            }
            factors.push(of);
        }
        for column in 0..width {
            let mut sums = [Row::ZERO; BLOCK];
            for row in 0..rows {
                sums[row] = to[row * width + column];
            }
            for (factors, b) in factors.iter().zip(b.chunks_exact(width)) {
                for row in 0..BLOCK {
                    for lane in 0..LANES {
                        sums[row].0[lane] += factors[row] * b[column].0[lane];
                    }
                }
            }
            for row in 0..rows {
                to[row * width + column] = sums[row];
            }
        }
    }
}

/// Rows become the columns of `to`.
#[inline(always)]
pub(crate) fn transpose(rows: &[Row], width: usize, to: &mut Matrix) {
    for (at, row) in rows.chunks_exact(width).enumerate() {
        for column in 0..to.values.len() / to.width {
            *to.at_mut(column, at) = row[column / LANES].0[column % LANES];
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_added_for_any_number_of_rows_and_terms() {
        for (rows, terms, columns) in [(1, 1, 1), (3, 5, 17), (4, 2, 16), (9, 7, 40)] {
            let (mut to, mut b) = (Matrix::new(rows, columns), Matrix::new(terms, columns));
            for column in 0..columns {
                (0..rows).for_each(|row| *to.at_mut(row, column) = (row * column) as f32);
                (0..terms).for_each(|term| *b.at_mut(term, column) = (term + column) as f32);
            }
            let width = to.width;
            let a = |row: usize, term: usize| (row + 2 * term) as f32;
            add_product(&mut to.values, &b.values, width, &mut vec![], a);
            let mut turned = Matrix::new(columns, rows);
            transpose(&to.values, width, &mut turned);
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let sum: usize = (0..terms).map(|term| (row + 2 * term) * (term + column)).sum();
                assert_eq!(to.at(row, column), (row * column + sum) as f32);
                assert_eq!(turned.at(column, row), to.at(row, column));
            }
        }
    }
}
