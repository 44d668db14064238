use super::rows::{Choices, Rows};
use super::space::Space;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;

/// The network of a row of weights for each unit and each output, without its initial state.
pub(super) fn network(
    machine: &Machine,
    (space, choices): (&Space, &Choices),
    (units, outputs): (&[u32], &[u32]),
    shift: u32,
    table: Vec<i32>,
) -> FixedNetwork {
    let Space { hidden, widths, .. } = *space;
    let inputs = machine.inputs();
    let constants = |rows: &Rows, chosen: &[u32]| -> Vec<Vec<i32>> {
        chosen.iter().map(|&row| rows.constants(row, widths.weight)).collect()
    };
    let units = constants(&choices.units, units);
    let outputs = constants(&choices.outputs, outputs);
    let column = |rows: &[Vec<i32>], at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
    let columns = |rows: &[Vec<i32>], from: usize, count: usize| {
        (from..from + count).flat_map(|at| column(rows, at)).collect()
    };
    FixedNetwork {
        inputs,
        hidden,
        outputs: machine.outputs(),
        widths,
        fraction_bits: 0,
        index_shift: shift,
        initial_state: Vec::new(),
        input_weights: columns(&units, 1, inputs),
        state_bias: column(&units, 0),
        recurrent_weights: columns(&units, 1 + inputs, hidden),
        output_weights: columns(&outputs, 1, hidden),
        output_bias: column(&outputs, 0),
        table,
    }
}
