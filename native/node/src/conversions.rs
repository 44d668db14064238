use carrybit_core::machines::{Fixed, Machine};

use crate::error::{Result, core_error};
use crate::machine::{FixedConstants, MachineTables};
use crate::options::size;

/// A machine as the search has it.
pub(crate) fn machine_of(tables: &MachineTables) -> Result<Machine> {
    Machine::new(
        size("inputs", tables.inputs)?,
        size("outputs", tables.outputs)?,
        size("initial", tables.initial)?,
        tables.next.to_vec(),
        tables.output.to_vec(),
        tables.care.to_vec(),
    )
    .map_err(core_error)
}

#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "words have at most 12 bits")]
pub(crate) fn words(stream: Vec<usize>) -> Vec<u32> {
    stream.into_iter().map(|word| word as u32).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "at most 256 units, 12 inputs and 16 outputs")]
pub(crate) fn constants(network: &Fixed) -> FixedConstants {
    let network = network.clone();
    FixedConstants {
        inputs: network.inputs as u32,
        hidden: network.hidden as u32,
        outputs: network.outputs as u32,
        weight_bits: network.weight_bits,
        state_bits: network.state_bits,
        table_bits: network.table_bits,
        fraction_bits: network.fraction_bits,
        index_shift: network.index_shift,
        initial_state: network.initial_state,
        input_weights: network.input_weights,
        state_bias: network.state_bias,
        recurrent_weights: network.recurrent_weights,
        output_weights: network.output_weights,
        output_bias: network.output_bias,
        table: network.table,
    }
}

pub(crate) fn fixed(network: FixedConstants) -> Fixed {
    Fixed {
        inputs: network.inputs as usize,
        hidden: network.hidden as usize,
        outputs: network.outputs as usize,
        weight_bits: network.weight_bits,
        state_bits: network.state_bits,
        table_bits: network.table_bits,
        fraction_bits: network.fraction_bits,
        index_shift: network.index_shift,
        initial_state: network.initial_state,
        input_weights: network.input_weights,
        state_bias: network.state_bias,
        recurrent_weights: network.recurrent_weights,
        output_weights: network.output_weights,
        output_bias: network.output_bias,
        table: network.table,
    }
}
