use super::coding::Points;
use super::repair::Solver;

/// Passes over the points before a perceptron gives up.
const MAX_PASSES: usize = 60;

/// A perceptron for each unit and output; weights of a bias and each bit seen, which counts −1 or 1.
#[derive(Clone)]
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
        separable(points, &mut self.units[unit])
    }

    fn output(&mut self, output: usize, points: &Points) -> bool {
        separable(points, &mut self.outputs[output])
    }

    fn says(&self, unit: usize, seen: u64) -> bool {
        margin(&self.units[unit], seen) > 0.0
    }
}

/// Whether a perceptron, going on from these weights, comes to tell the points apart.
fn separable(points: &Points, weights: &mut [f32]) -> bool {
    let size = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let rate = if size > 0.0 { size * 0.1 } else { 1.0 };
    for _ in 0..MAX_PASSES {
        let mut wrong = false;
        for (&seen, &said) in points.seen.iter().zip(&points.said) {
            if (margin(weights, seen) > 0.0) != said {
                wrong = true;
                let by = if said { rate } else { -rate };
                weights[0] += by;
                for (bit, weight) in weights[1..].iter_mut().enumerate() {
                    *weight += if seen >> bit & 1 == 1 { by } else { -by };
                }
            }
        }
        if !wrong {
            return true;
        }
    }
    false
}

/// What weights sum up to for the bits seen.
fn margin(weights: &[f32], seen: u64) -> f32 {
    let mut sum = weights[0];
    for (bit, &weight) in weights[1..].iter().enumerate() {
        sum += if seen >> bit & 1 == 1 { weight } else { -weight };
    }
    sum
}
