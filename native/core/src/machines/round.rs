use rand::Rng;

use super::coding::Coding;
use super::fixed::Fixed;
use super::integers::Search;
use super::machine::Machine;

/// Moves in search of one unit's integers of so many bits.
const MOVES: usize = 400;

/// The threshold network that does what a coding says, with weights of as few bits as are found.
pub(crate) fn round(coding: &Coding, machine: &Machine, random: &mut impl Rng) -> Option<Fixed> {
    let (inputs, hidden, outputs) = (machine.inputs, coding.hidden, machine.outputs);
    let mut bits = 2;
    let mut solved = |search: &Search| loop {
        if let Some(weights) = search.solve(bits, MOVES, random) {
            return Some(weights);
        }
        bits += 1;
        if bits > 8 {
            return None;
        }
    };
    let units = (0..hidden)
        .map(|unit| solved(&Search::new(&coding.of_unit(unit)?, hidden, inputs)))
        .collect::<Option<Vec<_>>>()?;
    let readouts = (0..outputs)
        .map(|output| solved(&Search::new(&coding.of_output(output)?, hidden, 0)))
        .collect::<Option<Vec<_>>>()?;
    let mut network = Fixed::thresholds(inputs, hidden, outputs, bits);
    for (unit, weights) in units.iter().enumerate() {
        network.initial_state[unit] = if coding.codes[0] >> unit & 1 == 1 { -1 } else { 0 };
        network.state_bias[unit] = weights[0];
        for (from, &weight) in weights[1..].iter().enumerate() {
            match from.checked_sub(hidden) {
                None => network.recurrent_weights[from * hidden + unit] = weight,
                Some(input) => network.input_weights[input * hidden + unit] = weight,
            }
        }
    }
    for (output, weights) in readouts.iter().enumerate() {
        network.output_bias[output] = weights[0];
        for (from, &weight) in weights[1..].iter().enumerate() {
            network.output_weights[from * outputs + output] = weight;
        }
    }
    Some(network)
}
