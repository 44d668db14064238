use rand::Rng;

use super::coding::{Points, Seen};
use super::moves::{Moves, Rows};
use super::perceptrons::Perceptrons;
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

    /// Begins with perceptrons, scaled to the largest integers and rounded.
    pub(crate) fn start_from(&mut self, perceptrons: &Perceptrons) {
        let rows = self.units.iter_mut().chain(&mut self.outputs);
        for (row, weights) in rows.zip(perceptrons.units.iter().chain(&perceptrons.outputs)) {
            *row = rounded(weights, self.states, self.hidden, self.bits);
        }
    }

    /// What each weight is multiplied by, twice; for a free bit what it is on average.
    fn counts_twice(&self, seen: Seen, weight: usize) -> i32 {
        let Some(bit) = weight.checked_sub(1) else { return 2 * self.states.one() };
        let active = seen.bits >> bit & 1 == 1;
        if seen.free >> bit & 1 == 1 {
            self.states.one()
        } else if bit < self.hidden {
            2 * self.states.state(active)
        } else {
            2 * i32::from(active) * self.states.one()
        }
    }

    fn solve(&mut self, points: &Points, mut weights: Vec<i32>) -> (bool, Vec<i32>) {
        let is_free = |seen: Seen, weight: usize| weight > 0 && seen.free >> (weight - 1) & 1 == 1;
        let column = |weight| {
            let counts = |&seen: &Seen| {
                if is_free(seen, weight) { 0 } else { self.counts_twice(seen, weight) / 2 }
            };
            points.seen.iter().map(counts).collect()
        };
        let free = |weight| points.seen.iter().map(|&seen| is_free(seen, weight)).collect();
        let rows = Rows {
            columns: (0..weights.len()).map(column).collect(),
            free: (1 + self.hidden..weights.len()).map(free).collect(),
            free_counts: self.states.one(),
            said: points.said.clone(),
        };
        let solved = Moves::new(rows, &mut weights).solve(self.bits, self.random);
        (solved, weights)
    }
}

/// A perceptron's weights, which count −1 or 1, as integers of so many bits that count as `states` says.
fn rounded(weights: &[f32], states: States, hidden: usize, bits: u32) -> Vec<i32> {
    let (constant, rest) = weights.split_first().expect("a bias");
    let (from_states, from_inputs) = rest.split_at(hidden);
    let inputs: f32 = from_inputs.iter().sum();
    let all: f32 = from_states.iter().sum::<f32>() + inputs;
    // What a perceptron sums up is b + Σ w s + Σ v (2 x − 1) for states s of −1 or 1.
    let (constant, state, input) = match states {
        States::Signed => ((constant - inputs) / 2.0, 1.0, 1.0),
        States::Narrow => (constant - all, -2.0, 2.0),
    };
    let weights = std::iter::once(constant)
        .chain(from_states.iter().map(|weight| weight * state))
        .chain(from_inputs.iter().map(|weight| weight * input));
    let weights: Vec<f32> = weights.collect();
    let max = weights.iter().fold(0.0_f32, |max, weight| max.max(weight.abs()));
    #[expect(clippy::cast_precision_loss, reason = "at most 127")]
    let scale = if max > 0.0 { ((1 << (bits - 1)) - 1) as f32 / max } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "within the bits")]
    weights.iter().map(|weight| (weight * scale).round() as i32).collect()
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

    fn says(&self, unit: usize, seen: Seen) -> bool {
        let weights = self.units[unit].iter().enumerate();
        weights.map(|(at, weight)| weight * self.counts_twice(seen, at)).sum::<i32>() >= 0
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};

    use super::super::perceptrons::margin;
    use super::*;

    #[test]
    fn rounded_perceptrons_say_what_the_perceptrons_say() {
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        for _ in 0..100 {
            let weights: Vec<f32> = (0..6).map(|_| 2.0 * random.random::<f32>() - 1.0).collect();
            let perceptrons = Perceptrons { units: vec![weights.clone(); 3], outputs: vec![] };
            for states in [States::Signed, States::Narrow] {
                let mut integers = Integers::new(8, states, (2, 3, 0), &mut random);
                integers.start_from(&perceptrons);
                assert!(integers.units.iter().flatten().all(|weight| weight.abs() <= 127));
                // Rounding moves a sum by a few hundredths at most.
                let all = (0..32).map(|bits| Seen { bits, free: 0 });
                for seen in all.filter(|&seen| margin(&weights, seen).abs() > 0.2) {
                    let said = integers.says(0, seen);
                    assert_eq!(said, margin(&weights, seen) > 0.0, "{states:?} {seen:?} {weights:?}");
                }
            }
        }
    }
}
