use carrybit_core::{Automaton as CoreAutomaton, Table};
use napi::bindgen_prelude::{Uint8Array, Uint32Array};
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::options::size;

/// A Mealy machine's whole behaviour, indexed by `state << inputs | packed inputs`.
#[napi(object, object_to_js = false)]
pub struct AutomatonTable {
    /// Input bits of a step, 1 to 8.
    pub inputs: f64,
    /// Output bits of a step, 1 to 8.
    pub outputs: f64,
    /// The state after the step, (2^inputs for each of 1 to 256 states).
    pub next: Uint32Array,
    /// The packed output bits of the step, as many.
    pub output: Uint32Array,
}

/// A Mealy machine that takes 64 steps a word. A plane holds one input or output over time: step t is bit t mod 8
/// of byte t / 8.
#[napi]
pub struct Automaton(CoreAutomaton);

#[napi]
impl Automaton {
    /// Starts in state 0. Throws `CARRYBIT_INVALID_ARGUMENT` for sizes, states or outputs that do not fit.
    #[napi(constructor)]
    pub fn new(table: AutomatonTable) -> Result<Self> {
        let table = Table {
            inputs: size("inputs", table.inputs)?,
            outputs: size("outputs", table.outputs)?,
            next: table.next.to_vec(),
            output: table.output.to_vec(),
        };
        CoreAutomaton::new(&table).map(Self).map_err(core_error)
    }

    /// The current state.
    #[napi(getter)]
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "at most 256")]
    pub fn state(&self) -> f64 {
        self.0.state() as f64
    }

    /// Sets the current state. Throws `CARRYBIT_INVALID_ARGUMENT` for a state that the table does not have.
    #[napi(setter)]
    pub fn set_state(&mut self, state: f64) -> Result<()> {
        self.0.set_state(size("state", state)?).map_err(core_error)
    }

    /// Takes steps. Each input is a plane of ⌈steps / 8⌉ bytes, and so is each output that is returned. Bits after the
    /// last step are not read and are returned as 0. Throws `CARRYBIT_INVALID_ARGUMENT` for another number of planes
    /// or bytes; then no step is taken.
    #[napi]
    pub fn run(&mut self, inputs: Vec<Uint8Array>, steps: f64) -> Result<Vec<Uint8Array>> {
        let outputs = self.0.run(&inputs, size("steps", steps)?).map_err(core_error)?;
        Ok(outputs.into_iter().map(Uint8Array::new).collect())
    }
}
