use rand::{Rng, RngExt};

use super::coding::Points;
use super::repair::Solver;

/// The two numbers that a threshold unit's state can be, where its sum is not negative and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum States {
    /// −1 and 0, in one bit.
    Narrow,
    /// 1 and −1, in two bits; inputs and biases then count twice.
    Signed,
}

impl States {
    pub(crate) fn state(self, active: bool) -> i32 {
        match self {
            Self::Narrow => -i32::from(active),
            Self::Signed => 2 * i32::from(active) - 1,
        }
    }

    /// What a weight of an input that is 1, or of a bias, is multiplied by.
    pub(crate) fn one(self) -> i32 {
        match self {
            Self::Narrow => 1,
            Self::Signed => 2,
        }
    }
}

/// Integers of few bits for each unit and output: a bias, and a weight for each bit seen, the lowest of which are the
/// states.
pub(crate) struct Integers<'a, R> {
    pub(crate) bits: u32,
    pub(crate) states: States,
    pub(crate) hidden: usize,
    pub(crate) units: Vec<Vec<i32>>,
    pub(crate) outputs: Vec<Vec<i32>>,
    random: &'a mut R,
}

/// Moves of a search before it gives up.
const MAX_MOVES: usize = 250;

impl<'a, R: Rng> Integers<'a, R> {
    pub(crate) fn new(
        bits: u32,
        states: States,
        (inputs, hidden, outputs): (usize, usize, usize),
        random: &'a mut R,
    ) -> Self {
        let units = vec![vec![0; 1 + hidden + inputs]; hidden];
        Self { bits, states, hidden, units, outputs: vec![vec![0; 1 + hidden]; outputs], random }
    }

    /// What each weight is multiplied by.
    fn counts(&self, seen: u64, weight: usize) -> i32 {
        let Some(bit) = weight.checked_sub(1) else { return self.states.one() };
        let active = seen >> bit & 1 == 1;
        if bit < self.hidden { self.states.state(active) } else { i32::from(active) * self.states.one() }
    }

    fn solve(&mut self, points: &Points, mut weights: Vec<i32>) -> (bool, Vec<i32>) {
        let column = |weight| points.seen.iter().map(|&seen| self.counts(seen, weight)).collect();
        let columns = (0..weights.len()).map(column).collect();
        let solved = Search::new(columns, points, &mut weights).solve(self.bits, self.random);
        (solved, weights)
    }
}

impl<R: Rng> Solver for Integers<'_, R> {
    fn unit(&mut self, unit: usize, points: &Points) -> bool {
        let Some(points) = points.distinct() else { return false };
        let (solved, weights) = self.solve(&points, self.units[unit].clone());
        self.units[unit] = weights;
        solved
    }

    fn output(&mut self, output: usize, points: &Points) -> bool {
        let Some(points) = points.distinct() else { return false };
        let (solved, weights) = self.solve(&points, self.outputs[output].clone());
        self.outputs[output] = weights;
        solved
    }

    fn says(&self, unit: usize, seen: u64) -> bool {
        let weights = self.units[unit].iter().enumerate();
        weights.map(|(at, weight)| weight * self.counts(seen, at)).sum::<i32>() >= 0
    }
}

/// One search for weights whose sums over what is seen are not negative exactly where they should be.
struct Search<'a> {
    /// (weights, points): what each weight is multiplied by.
    columns: Vec<Vec<i32>>,
    said: Vec<bool>,
    sums: Vec<i32>,
    /// Points that stay wrong weigh more and more.
    costs: Vec<i32>,
    weights: &'a mut [i32],
}

impl<'a> Search<'a> {
    fn new(columns: Vec<Vec<i32>>, points: &Points, weights: &'a mut [i32]) -> Self {
        let mut sums = vec![0; points.seen.len()];
        for (weight, column) in weights.iter().zip(&columns) {
            sums.iter_mut().zip(column).for_each(|(sum, column)| *sum += weight * column);
        }
        Self { columns, said: points.said.clone(), costs: vec![1; sums.len()], sums, weights }
    }

    fn solve(&mut self, bits: u32, random: &mut impl Rng) -> bool {
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
