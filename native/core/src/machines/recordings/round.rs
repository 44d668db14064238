//! From a float network to the integers of a threshold network.

use super::walks::{Parts, Sizes};
use crate::automata::fixed::FixedNetwork;
use crate::machines::integers::States;
use crate::machines::thresholds::thresholds;

/// Bits of weights.
const WEIGHT_BITS: u32 = 8;

/// The threshold network of these signs: each unit's weights, and each output's, scaled to the range of theirs.
pub(super) fn round(network: &Parts, sizes: &Sizes) -> FixedNetwork {
    let Sizes { inputs, hidden, outputs } = *sizes;
    let states = States::Signed;
    let mut fixed = thresholds((inputs, hidden, outputs), WEIGHT_BITS, states);
    for unit in 0..hidden {
        let from_input: Vec<f32> = (0..inputs).map(|input| network.units.at(input, unit)).collect();
        // An input of 0 stands for −1, and inputs and biases count twice.
        let bias = (network.units.at(inputs, unit) - from_input.iter().sum::<f32>()) / 2.0;
        let from_state = (0..hidden).map(|from| network.units.at(inputs + 1 + from, unit));
        let weights: Vec<f32> = std::iter::once(bias).chain(from_input).chain(from_state).collect();
        let weights = scaled(&weights);
        fixed.state_bias[unit] = weights[0];
        for input in 0..inputs {
            fixed.input_weights[input * hidden + unit] = weights[1 + input];
        }
        for from in 0..hidden {
            fixed.recurrent_weights[from * hidden + unit] = weights[1 + inputs + from];
        }
        fixed.initial_state[unit] = states.state(network.initial.at(0, unit) >= 0.0);
    }
    for output in 0..outputs {
        let from_state = (0..hidden).map(|from| network.readouts.at(1 + from, output));
        let weights: Vec<f32> =
            std::iter::once(network.readouts.at(0, output) / 2.0).chain(from_state).collect();
        let weights = scaled(&weights);
        fixed.output_bias[output] = weights[0];
        for from in 0..hidden {
            fixed.output_weights[from * outputs + output] = weights[1 + from];
        }
    }
    fixed
}

/// Weights as whole numbers of [`WEIGHT_BITS`], the largest as large as they can be.
#[expect(clippy::cast_possible_truncation, reason = "within 8 bits")]
fn scaled(weights: &[f32]) -> Vec<i32> {
    let largest = weights.iter().fold(0.0_f32, |max, weight| max.max(weight.abs()));
    let scale = if largest > 0.0 { 127.0 / largest } else { 0.0 };
    weights.iter().map(|weight| (weight * scale).round_ties_even() as i32).collect()
}
