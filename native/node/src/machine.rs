use carrybit_core::{FixedNetwork, Machine, MachineTables as CoreTables, Widths};
use napi::bindgen_prelude::{Int32Array, Uint32Array};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::options::size;

/// A Mealy machine, indexed by `state << inputs | packed inputs`.
#[napi(object, object_to_js = false)]
pub struct MachineTables {
    /// Input bits of a step, 1 to 12.
    pub inputs: f64,
    /// Output bits of a step, 1 to 16.
    pub outputs: f64,
    /// The initial state.
    pub initial: f64,
    /// The state after the step, (states, 2^inputs); -1 where the step is not specified.
    pub next: Int32Array,
    /// The packed output bits of the step, as many.
    pub output: Uint32Array,
    /// Which of these bits matter, as many.
    pub care: Uint32Array,
}

impl MachineTables {
    pub fn machine(&self) -> Result<Machine> {
        Machine::new(CoreTables {
            inputs: size("machine inputs", self.inputs)?,
            outputs: size("machine outputs", self.outputs)?,
            initial: size("machine initial state", self.initial)?,
            next: &self.next,
            output: &self.output,
            care: &self.care,
        })
        .map_err(core_error)
    }
}

/// Widths of a fixed network's constants, in bits.
#[napi(object, object_to_js = false)]
#[allow(clippy::struct_field_names, reason = "the names that JavaScript sees")]
pub struct ConstantWidths {
    /// 2 to 8.
    pub weight_bits: u32,
    /// 1 to 8.
    pub state_bits: u32,
    /// 1 to 8.
    pub table_bits: u32,
}

impl ConstantWidths {
    pub fn widths(&self) -> Widths {
        Widths { weight: self.weight_bits, state: self.state_bits, table: self.table_bits }
    }
}

/// A network of small integers; matrices are row-major, (from, to).
#[napi(object)]
pub struct FixedConstants {
    pub inputs: u32,
    pub hidden: u32,
    pub outputs: u32,
    pub weight_bits: u32,
    pub state_bits: u32,
    pub table_bits: u32,
    pub fraction_bits: i32,
    pub index_shift: u32,
    #[napi(ts_type = "readonly number[]")]
    pub initial_state: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub input_weights: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub state_bias: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub recurrent_weights: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub output_weights: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub output_bias: Vec<i32>,
    #[napi(ts_type = "readonly number[]")]
    pub table: Vec<i32>,
}

impl FixedConstants {
    pub fn network(self) -> FixedNetwork {
        FixedNetwork {
            inputs: self.inputs as usize,
            hidden: self.hidden as usize,
            outputs: self.outputs as usize,
            widths: Widths { weight: self.weight_bits, state: self.state_bits, table: self.table_bits },
            fraction_bits: self.fraction_bits,
            index_shift: self.index_shift,
            initial_state: self.initial_state,
            input_weights: self.input_weights,
            state_bias: self.state_bias,
            recurrent_weights: self.recurrent_weights,
            output_weights: self.output_weights,
            output_bias: self.output_bias,
            table: self.table,
        }
    }
}

impl From<FixedNetwork> for FixedConstants {
    fn from(network: FixedNetwork) -> Self {
        let count = |size: usize| u32::try_from(size).expect("sizes are small");
        Self {
            inputs: count(network.inputs),
            hidden: count(network.hidden),
            outputs: count(network.outputs),
            weight_bits: network.widths.weight,
            state_bits: network.widths.state,
            table_bits: network.widths.table,
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
}
