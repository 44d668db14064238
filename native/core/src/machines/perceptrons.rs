use fearless_simd::{Level, Simd, dispatch};

use super::coding::{Coding, Points};
use super::repair::Solver;
use super::rows::{Matrix, add, dot};

/// Passes over the points before a perceptron gives up.
const MAX_PASSES: usize = 200;

/// A perceptron for each unit and output; weights of a bias and each bit seen, which counts −1 or 1.
#[derive(Debug, Clone)]
pub(crate) struct Perceptrons {
    pub(crate) units: Vec<Vec<f32>>,
    pub(crate) outputs: Vec<Vec<f32>>,
}

impl Perceptrons {
    /// Without one of the units.
    pub(crate) fn without(&self, unit: usize) -> Self {
        let mut fewer = self.clone();
        fewer.units.remove(unit);
        for weights in fewer.units.iter_mut().chain(&mut fewer.outputs) {
            weights.remove(1 + unit);
        }
        fewer
    }
}

impl Solver for Perceptrons {
    fn unit(&mut self, unit: usize, points: &Points) -> bool {
        separate(points, &mut self.units[unit])
    }

    fn output(&mut self, output: usize, points: &Points) -> bool {
        separate(points, &mut self.outputs[output])
    }

    fn says(&self, unit: usize, seen: u64) -> bool {
        margin(&self.units[unit], seen) > 0.0
    }
}

/// What weights sum up to for the bits seen.
pub(crate) fn margin(weights: &[f32], seen: u64) -> f32 {
    let mut sum = weights[0];
    for (bit, &weight) in weights[1..].iter().enumerate() {
        sum += if seen >> bit & 1 == 1 { weight } else { -weight };
    }
    sum
}

/// Perceptrons as one network in the order of [`crate::Parameters`], with inputs 0 and 1, scaled so that tanh of every
/// sum is as good as its sign.
pub(crate) fn float_parameters(coding: &Coding, perceptrons: &Perceptrons, inputs: usize) -> Vec<f64> {
    let (hidden, outputs) = (coding.hidden, perceptrons.outputs.len());
    let scaled = |weights: &[f32], points: &Points| {
        let nearest = points.seen.iter().map(|&seen| f64::from(margin(weights, seen)).abs());
        let scale = SATURATED / nearest.fold(f64::INFINITY, f64::min).max(1e-6);
        let scale = if points.seen.is_empty() { 1.0 } else { scale };
        weights.iter().map(|&weight| f64::from(weight) * scale).collect::<Vec<_>>()
    };
    let units: Vec<_> =
        (0..hidden).map(|unit| scaled(&perceptrons.units[unit], &coding.of_unit(unit))).collect();
    let readouts: Vec<_> =
        (0..outputs).map(|output| scaled(&perceptrons.outputs[output], &coding.of_output(output))).collect();
    let start =
        (0..hidden).map(|unit| if coding.codes[coding.initial] >> unit & 1 == 1 { 1.0 } else { -1.0 });
    let mut parameters: Vec<f64> = start.collect();
    // An input of 0 stands for −1.
    parameters
        .extend((0..inputs).flat_map(|input| units.iter().map(move |unit| 2.0 * unit[1 + hidden + input])));
    parameters.extend(units.iter().map(|unit| unit[0] - unit[1 + hidden..].iter().sum::<f64>()));
    parameters.extend((0..hidden).flat_map(|from| units.iter().map(move |unit| unit[1 + from])));
    parameters.extend((0..hidden).map(|_| 0.0));
    parameters.extend((0..hidden).flat_map(|from| readouts.iter().map(move |output| output[1 + from])));
    parameters.extend(readouts.iter().map(|output| output[0]));
    parameters
}

/// tanh of it is within 3e-8 of 1.
const SATURATED: f64 = 9.0;

/// Whether a perceptron, going on from these weights, comes to tell the points apart.
fn separate(points: &Points, weights: &mut [f32]) -> bool {
    dispatch!(Level::new(), simd => passes(simd, points, weights))
}

#[inline(always)]
fn passes<S: Simd>(_: S, points: &Points, weights: &mut [f32]) -> bool {
    let bits = weights.len() - 1;
    // Each point times what should be said of it, so that every sum should be positive.
    let mut rows = Matrix::new(points.seen.len(), bits + 1);
    for (row, (&seen, &said)) in points.seen.iter().zip(&points.said).enumerate() {
        let one = if said { 1.0 } else { -1.0 };
        *rows.at_mut(row, 0) = one;
        for bit in 0..bits {
            *rows.at_mut(row, 1 + bit) = if seen >> bit & 1 == 1 { one } else { -one };
        }
    }
    let mut own = Matrix::new(1, bits + 1);
    own.values.iter_mut().flat_map(|row| &mut row.0).zip(&*weights).for_each(|(own, weight)| *own = *weight);
    let size = weights.iter().fold(0.0_f32, |max, weight| max.max(weight.abs()));
    let rate = if size > 0.0 { size * 0.05 } else { 1.0 };
    let mut right = false;
    for _ in 0..MAX_PASSES {
        right = true;
        for row in rows.values.chunks_exact(own.width) {
            if dot(&own.values, row) <= rate * 0.01 {
                right = false;
                add(&mut own.values, row, rate);
            }
        }
        if right {
            break;
        }
    }
    weights.iter_mut().zip(own.values.iter().flat_map(|row| row.0)).for_each(|(weight, own)| *weight = own);
    right
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers of tests are small"
)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_told_apart_and_a_parity_is_not() {
        let seen: Vec<u64> = (0..8).collect();
        let majority = Points { said: seen.iter().map(|s| s.count_ones() > 1).collect(), seen: seen.clone() };
        let parity = Points { said: seen.iter().map(|s| s.count_ones() % 2 == 1).collect(), seen };
        let mut weights = vec![0.0; 4];
        assert!(separate(&majority, &mut weights));
        assert!((0..8_u64).all(|s| (margin(&weights, s) > 0.0) == (s.count_ones() > 1)), "{weights:?}");
        assert!(!separate(&parity, &mut [0.0; 4]));
    }
}
