use fearless_simd::{Level, Simd, dispatch};
use rand::{Rng, RngExt};

use super::coding::Points;

/// Moves before a search gives up.
const MAX_MOVES: usize = 250;

/// A search, one step at a time, for weights whose sums over what is seen are not negative exactly where they should be.
pub(crate) struct Moves<'a> {
    /// (weights, points): what each weight is multiplied by.
    columns: Vec<Vec<i32>>,
    said: Vec<bool>,
    sums: Vec<i32>,
    /// Points that stay wrong weigh more and more.
    costs: Vec<i32>,
    weights: &'a mut [i32],
}

impl<'a> Moves<'a> {
    pub(crate) fn new(columns: Vec<Vec<i32>>, points: &Points, weights: &'a mut [i32]) -> Self {
        let mut sums = vec![0; points.seen.len()];
        for (weight, column) in weights.iter().zip(&columns) {
            sums.iter_mut().zip(column).for_each(|(sum, column)| *sum += weight * column);
        }
        Self { columns, said: points.said.clone(), costs: vec![1; sums.len()], sums, weights }
    }

    pub(crate) fn solve(&mut self, bits: u32, random: &mut impl Rng) -> bool {
        dispatch!(Level::new(), simd => self.moves(simd, bits, random))
    }

    #[inline(always)]
    fn moves<S: Simd>(&mut self, _: S, bits: u32, random: &mut impl Rng) -> bool {
        let range = -(1 << (bits - 1))..1 << (bits - 1);
        let mut last = (usize::MAX, 0);
        let mut wrong = Vec::with_capacity(self.said.len());
        for _ in 0..MAX_MOVES {
            wrong.clear();
            wrong.extend((0..self.said.len()).filter(|&point| (self.sums[point] >= 0) != self.said[point]));
            if wrong.is_empty() {
                return true;
            }
            let point = wrong[random.random_range(0..wrong.len())];
            let up = if self.said[point] { 1 } else { -1 };
            let offset = random.random_range(0..self.weights.len());
            let mut best = (i32::MAX, usize::MAX, 0);
            for turn in 0..self.weights.len() {
                let at = (turn + offset) % self.weights.len();
                let by = self.columns[at][point].signum() * up;
                if by == 0 || !range.contains(&(self.weights[at] + by)) || last == (at, -by) {
                    continue;
                }
                let change = self.change(at, by);
                if change < best.0 {
                    best = (change, at, by);
                }
            }
            let (change, at, by) = best;
            if change >= 0 {
                for &point in &wrong {
                    self.costs[point] += 1;
                }
            }
            last = (at, by);
            if at != usize::MAX {
                self.weights[at] += by;
                self.sums.iter_mut().zip(&self.columns[at]).for_each(|(sum, column)| *sum += by * column);
            }
        }
        false
    }

    /// By how much a move changes the cost: how far sums are on the wrong side, times the costs of their points.
    #[inline(always)]
    fn change(&self, at: usize, by: i32) -> i32 {
        let mut change = 0;
        let points = self.columns[at].iter().zip(&self.sums).zip(&self.costs).zip(&self.said);
        for (((&column, &sum), &cost), &said) in points {
            let moved = sum + by * column;
            let distance = |sum: i32| if said { (-sum).max(0) } else { (sum + 1).max(0) };
            change += (distance(moved) - distance(sum)) * cost;
        }
        change
    }
}
