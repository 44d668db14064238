use rand::{Rng, RngExt};

use super::coding::Points;

/// Looks for integers of few bits: a bias and a weight for each bit seen, with which the sum over points' bits, of
/// states with the opposite sign, is not negative exactly where it should be.
pub(crate) struct Search {
    points: usize,
    /// (bits + 1, points): what each weight is multiplied by; the bias first.
    columns: Vec<Vec<i32>>,
    said: Vec<bool>,
}

impl Search {
    /// Of the bits seen, the lowest `hidden` are states, which are −1 where their bit is 1, and the others inputs.
    pub(crate) fn new(points: &Points, hidden: usize, inputs: usize) -> Self {
        let column = |bit: usize| {
            let one = if bit < hidden { -1 } else { 1 };
            points.seen.iter().map(|seen| if seen >> bit & 1 == 1 { one } else { 0 }).collect()
        };
        let mut columns = vec![vec![1; points.seen.len()]];
        columns.extend((0..hidden + inputs).map(column));
        Self { points: points.seen.len(), columns, said: points.said.clone() }
    }

    /// Weights of `bits` bits, if found within so many moves.
    pub(crate) fn solve(&self, bits: u32, moves: usize, random: &mut impl Rng) -> Option<Vec<i32>> {
        let (least, most) = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
        let mut weights = vec![0_i32; self.columns.len()];
        let mut sums = vec![0_i32; self.points];
        // Points that stay wrong weigh more and more.
        let mut costs = vec![1_i32; self.points];
        let mut last = (usize::MAX, 0);
        for _ in 0..moves {
            let wrong = (0..self.points).filter(|&point| (sums[point] >= 0) != self.said[point]);
            let wrong: Vec<usize> = wrong.collect();
            if wrong.is_empty() {
                return Some(weights);
            }
            let point = wrong[random.random_range(0..wrong.len())];
            let up = if self.said[point] { 1 } else { -1 };
            let offset = random.random_range(0..weights.len());
            let mut best = (i32::MAX, usize::MAX, 0);
            for turn in 0..weights.len() {
                let at = (turn + offset) % weights.len();
                let by = self.columns[at][point] * up;
                if by == 0 || !(least..=most).contains(&(weights[at] + by)) || last == (at, -by) {
                    continue;
                }
                let change = self.change(&self.columns[at], by, &sums, &costs);
                if change < best.0 {
                    best = (change, at, by);
                }
            }
            let (change, at, by) = best;
            if change >= 0 {
                wrong.iter().for_each(|&point| costs[point] += 1);
            }
            if at == usize::MAX {
                last = (usize::MAX, 0);
                continue;
            }
            weights[at] += by;
            sums.iter_mut().zip(&self.columns[at]).for_each(|(sum, column)| *sum += by * column);
            last = (at, by);
        }
        None
    }

    /// By how much a move changes the cost: how far sums are on the wrong side, times the costs of their points.
    fn change(&self, column: &[i32], by: i32, sums: &[i32], costs: &[i32]) -> i32 {
        let mut change = 0;
        for (((&column, &sum), &cost), &said) in column.iter().zip(sums).zip(costs).zip(&self.said) {
            let moved = sum + by * column;
            // On the right side of −½.
            let distance = |sum: i32| if said { (-sum).max(0) } else { (sum + 1).max(0) };
            change += (distance(moved) - distance(sum)) * cost;
        }
        change
    }
}
