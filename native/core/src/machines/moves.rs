use fearless_simd::{Level, Simd, dispatch};
use rand::{Rng, RngExt};

/// Moves before a search gives up.
const MAX_MOVES: usize = 250;

/// What a search for integers is about: weights whose sums over what is seen are not negative exactly where they should
/// be, whatever free bits are.
pub(crate) struct Rows {
    /// (weights, points): what each weight is multiplied by, 0 where its bit is free.
    pub(crate) columns: Vec<Vec<i32>>,
    /// (inputs, points): of the last weights, whether their bits are free.
    pub(crate) free: Vec<Vec<bool>>,
    /// What the weight of a free bit is multiplied by where the bit is 1.
    pub(crate) free_counts: i32,
    pub(crate) said: Vec<bool>,
}

/// A search, one step at a time. Where bits are free, a point's sum is the one that is hardest to get right.
pub(crate) struct Moves<'a> {
    rows: Rows,
    /// (inputs, points): 1 where a bit is free and the sum should not be negative, and where it should be.
    lowest: Vec<Vec<i32>>,
    highest: Vec<Vec<i32>>,
    sums: Vec<i32>,
    /// Points that stay wrong weigh more and more.
    costs: Vec<i32>,
    weights: &'a mut [i32],
    /// What the move looked at adds to each sum.
    added: Vec<i32>,
}

impl<'a> Moves<'a> {
    pub(crate) fn new(rows: Rows, weights: &'a mut [i32]) -> Self {
        let points = rows.said.len();
        let where_said = |said: bool| -> Vec<Vec<i32>> {
            let of = |free: &Vec<bool>| {
                free.iter().zip(&rows.said).map(|(&free, &own)| i32::from(free && own == said)).collect()
            };
            rows.free.iter().map(of).collect()
        };
        let (lowest, highest) = (where_said(true), where_said(false));
        let (sums, costs, added) = (vec![0; points], vec![1; points], vec![0; points]);
        let mut moves = Self { rows, lowest, highest, sums, costs, weights, added };
        for at in 0..moves.weights.len() {
            let weight = std::mem::take(&mut moves.weights[at]);
            moves.take(at, weight);
        }
        moves
    }

    pub(crate) fn solve(&mut self, bits: u32, random: &mut impl Rng) -> bool {
        dispatch!(Level::new(), simd => self.moves(simd, bits, random))
    }

    #[inline(always)]
    fn moves<S: Simd>(&mut self, _: S, bits: u32, random: &mut impl Rng) -> bool {
        let range = -(1 << (bits - 1))..1 << (bits - 1);
        let points = self.rows.said.len();
        let mut last = (usize::MAX, 0);
        let mut wrong = Vec::with_capacity(points);
        for _ in 0..MAX_MOVES {
            wrong.clear();
            wrong.extend((0..points).filter(|&point| (self.sums[point] >= 0) != self.rows.said[point]));
            if wrong.is_empty() {
                return true;
            }
            let point = wrong[random.random_range(0..wrong.len())];
            let offset = random.random_range(0..self.weights.len());
            let mut best = (i32::MAX, usize::MAX, 0);
            for turn in 0..self.weights.len() {
                let at = (turn + offset) % self.weights.len();
                let by = self.better(at, point);
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
                self.take(at, by);
            }
        }
        false
    }

    /// The input of a weight; none for the bias and weights from states, whose bits are never free.
    fn input(&self, at: usize) -> Option<usize> {
        at.checked_sub(self.weights.len() - self.lowest.len())
    }

    /// The step of a weight that makes a wrong point better: towards 0 where its bit is free.
    fn better(&self, at: usize, point: usize) -> i32 {
        match self.input(at) {
            Some(input) if self.rows.free[input][point] => -self.weights[at].signum(),
            _ if self.rows.said[point] => self.rows.columns[at][point].signum(),
            _ => -self.rows.columns[at][point].signum(),
        }
    }

    /// By how much a move changes the cost: how far sums are on the wrong side, times the costs of their points.
    #[inline(always)]
    fn change(&mut self, at: usize, by: i32) -> i32 {
        if self.input(at).is_none() {
            return self.cost(self.rows.columns[at].iter().map(|column| by * column));
        }
        self.add(at, by);
        self.cost(self.added.iter().copied())
    }

    #[inline(always)]
    fn cost(&self, added: impl Iterator<Item = i32>) -> i32 {
        let mut change = 0;
        let points = added.zip(&self.sums).zip(&self.costs).zip(&self.rows.said);
        for (((added, &sum), &cost), &said) in points {
            let distance = |sum: i32| if said { (-sum).max(0) } else { (sum + 1).max(0) };
            change += (distance(sum + added) - distance(sum)) * cost;
        }
        change
    }

    /// Fills what a move adds to each sum. With a free bit a sum is at its lowest or highest if that is 1 and the
    /// weight negative or positive.
    #[inline(always)]
    fn add(&mut self, at: usize, by: i32) {
        self.added.iter_mut().zip(&self.rows.columns[at]).for_each(|(added, column)| *added = by * column);
        let Some(input) = self.input(at) else { return };
        let (before, after) = (self.weights[at], self.weights[at] + by);
        let low = self.rows.free_counts * (after.min(0) - before.min(0));
        let high = self.rows.free_counts * (after.max(0) - before.max(0));
        for ((added, &lowest), &highest) in
            self.added.iter_mut().zip(&self.lowest[input]).zip(&self.highest[input])
        {
            *added += lowest * low + highest * high;
        }
    }

    #[inline(always)]
    fn take(&mut self, at: usize, by: i32) {
        self.add(at, by);
        self.weights[at] += by;
        self.sums.iter_mut().zip(&self.added).for_each(|(sum, added)| *sum += added);
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn points() -> Vec<[i32; 4]> {
        (0..16).map(|at| [0, 1, 2, 3].map(|bit| at >> bit & 1)).collect()
    }

    /// Two states and two inputs, the first of which is free with so many active states.
    fn rows(free: &[i32], said: fn([i32; 4]) -> bool) -> Rows {
        let is_free = |point: &[i32; 4]| free.contains(&(point[0] + point[1]));
        let column = |weight: usize| {
            let counts = |point: &[i32; 4]| match weight {
                0 => 2,
                3 if is_free(point) => 0,
                3 | 4 => 2 * point[weight - 1],
                _ => 2 * point[weight - 1] - 1,
            };
            points().iter().map(counts).collect()
        };
        Rows {
            columns: (0..5).map(column).collect(),
            free: vec![points().iter().map(is_free).collect(), vec![false; 16]],
            free_counts: 2,
            said: points().into_iter().map(said).collect(),
        }
    }

    fn solved(rows: Rows, weights: &mut [i32; 5], bits: u32, seed: u64) -> bool {
        Moves::new(rows, weights).solve(bits, &mut rand_chacha::ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn sums_are_right_whatever_free_bits_are() {
        // With both states active yes, whatever the first input is; with one, if that is 0.
        let said = |point: [i32; 4]| point[0] + point[1] - point[2] > 0 || point[0] + point[1] == 2;
        for seed in 0..20 {
            let mut weights = [0; 5];
            assert!(solved(rows(&[2], said), &mut weights, 4, seed));
            for point in points() {
                let [one, other, first, second] = point;
                let counts = [2, 2 * one - 1, 2 * other - 1, 2 * first, 2 * second];
                let sum: i32 = weights.iter().zip(counts).map(|(weight, counts)| weight * counts).sum();
                assert_eq!(sum >= 0, said(point), "{point:?} {weights:?}");
            }
        }
    }

    #[test]
    fn the_weight_of_a_bit_that_is_always_free_goes_to_0() {
        // Weights of two bits are too small to make up for any other.
        for first in [-2, 1] {
            let mut weights = [0, 0, 0, first, 0];
            assert!(solved(rows(&[0, 1, 2], |point| point[0] == 1), &mut weights, 2, 1));
            assert_eq!(weights[3], 0);
        }
    }

    #[test]
    fn what_no_weights_can_do_is_not_found() {
        let parity = rows(&[], |point| point.iter().sum::<i32>() % 2 == 1);
        assert!(!solved(parity, &mut [0; 5], 4, 1));
    }
}
