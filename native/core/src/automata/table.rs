//! A machine over packed bits, as tables.

use crate::error::{Error, check_length};

/// Words that are evaluated together.
pub(crate) const WORDS: usize = 32;
/// The most inputs, and the most outputs.
pub(crate) const MAX_BITS: usize = 8;
/// A stretch of a plane.
pub(crate) type Block = [u64; WORDS];

/// A Mealy machine's whole behaviour, indexed by `state << inputs | packed inputs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Input bits of a step, 1 to 8.
    pub inputs: usize,
    /// Output bits of a step, 1 to 8.
    pub outputs: usize,
    /// The state after the step.
    pub next: Vec<u32>,
    /// The packed output bits.
    pub output: Vec<u32>,
}

impl Table {
    /// How many states there are.
    ///
    /// # Errors
    /// [`Error::Range`] for more than 8 inputs or outputs, for no state or more than 256, and for a state or an
    /// output that there is not; [`Error::Length`] when the rows do not fit together.
    #[expect(clippy::cast_precision_loss, reason = "only printed")]
    pub(crate) fn states(&self) -> Result<usize, Error> {
        let check = |operand, allowed, actual: usize, valid: bool| {
            if valid { Ok(()) } else { Err(Error::Range { operand, allowed, actual: actual as f64 }) }
        };
        check("inputs", "1–8", self.inputs, (1..=MAX_BITS).contains(&self.inputs))?;
        check("outputs", "1–8", self.outputs, (1..=MAX_BITS).contains(&self.outputs))?;
        let states = self.next.len() >> self.inputs;
        check("states", "1–256", states, (1..=256).contains(&states))?;
        check_length("next", self.next.len(), states << self.inputs)?;
        check_length("output", self.output.len(), self.next.len())?;
        for &next in &self.next {
            check("next", "a state of the table", next as usize, (next as usize) < states)?;
        }
        for &output in &self.output {
            check(
                "output",
                "a number of as many bits as outputs",
                output as usize,
                output >> self.outputs == 0,
            )?;
        }
        Ok(states)
    }
}
