use crate::automata::fixed::{FixedNetwork, Widths};
use crate::machines::integers::States;

/// A network of threshold units, all of whose weights are 0 and states inactive.
pub(crate) fn thresholds(
    (inputs, hidden, outputs): (usize, usize, usize),
    weight_bits: u32,
    states: States,
) -> FixedNetwork {
    let state_bits = if states == States::Narrow { 1 } else { 2 };
    FixedNetwork {
        inputs,
        hidden,
        outputs,
        widths: Widths { weight: weight_bits, state: state_bits, table: 1 },
        fraction_bits: 0,
        index_shift: 0,
        initial_state: vec![states.state(false); hidden],
        input_weights: vec![0; inputs * hidden],
        state_bias: vec![0; hidden],
        recurrent_weights: vec![0; hidden * hidden],
        output_weights: vec![0; hidden * outputs],
        output_bias: vec![0; outputs],
        table: vec![states.state(true), states.state(false)],
    }
}
