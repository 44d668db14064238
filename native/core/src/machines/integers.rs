use rand::{Rng, RngExt};

use super::coding::Points;
use super::repair::Solver;

/// Integers of few bits for each unit and output: a bias, and a weight for each bit seen. Of the bits seen, the lowest
/// `hidden` are states, which count −1, and the others inputs, which count 1.
pub(crate) struct Integers<'a, R> {
    pub(crate) bits: u32,
    pub(crate) hidden: usize,
    pub(crate) units: Vec<Vec<i32>>,
    pub(crate) outputs: Vec<Vec<i32>>,
    moves: usize,
    random: &'a mut R,
}

impl<'a, R: Rng> Integers<'a, R> {
    pub(crate) fn new(
        bits: u32,
        (inputs, hidden, outputs): (usize, usize, usize),
        moves: usize,
        random: &'a mut R,
    ) -> Self {
        let units = vec![vec![0; 1 + hidden + inputs]; hidden];
        Self { bits, hidden, units, outputs: vec![vec![0; 1 + hidden]; outputs], moves, random }
    }
}

impl<R: Rng> Solver for Integers<'_, R> {
    fn unit(&mut self, unit: usize, points: &Points) -> bool {
        let Some(points) = points.distinct() else { return false };
        let mut search = Search::new(&points, self.hidden, &mut self.units[unit]);
        search.solve(self.bits, self.moves, self.random)
    }

    fn output(&mut self, output: usize, points: &Points) -> bool {
        let mut search = Search::new(points, self.hidden, &mut self.outputs[output]);
        search.solve(self.bits, self.moves, self.random)
    }

    fn says(&self, unit: usize, seen: u64) -> bool {
        let weights = &self.units[unit];
        let sum: i32 = weights[1..].iter().enumerate().map(|(bit, w)| w * counts(seen, bit, self.hidden)).sum();
        weights[0] + sum >= 0
    }
}

fn counts(seen: u64, bit: usize, hidden: usize) -> i32 {
    let one = if bit < hidden { -1 } else { 1 };
    if seen >> bit & 1 == 1 { one } else { 0 }
}

/// One search for weights whose sums over what is seen are not negative exactly where they should be.
struct Search<'a> {
    /// (bits + 1, points): what each weight is multiplied by; the bias first.
    columns: Vec<Vec<i32>>,
    said: Vec<bool>,
    sums: Vec<i32>,
    /// Points that stay wrong weigh more and more.
    costs: Vec<i32>,
    weights: &'a mut [i32],
}

impl<'a> Search<'a> {
    fn new(points: &Points, hidden: usize, weights: &'a mut [i32]) -> Self {
        let column = |bit: usize| points.seen.iter().map(|&seen| counts(seen, bit, hidden)).collect();
        let mut columns: Vec<Vec<i32>> = vec![vec![1; points.seen.len()]];
        columns.extend((0..weights.len() - 1).map(column));
        let mut sums = vec![0; points.seen.len()];
        for (weight, column) in weights.iter().zip(&columns) {
            sums.iter_mut().zip(column).for_each(|(sum, column)| *sum += weight * column);
        }
        Self { columns, said: points.said.clone(), costs: vec![1; sums.len()], sums, weights }
    }

    fn solve(&mut self, bits: u32, moves: usize, random: &mut impl Rng) -> bool {
        let range = -(1 << (bits - 1))..1 << (bits - 1);
        let mut last = (usize::MAX, 0);
        let mut wrong = Vec::with_capacity(self.said.len());
        for _ in 0..moves {
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
                let by = self.columns[at][point] * up;
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
                wrong.iter().for_each(|&point| self.costs[point] += 1);
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
