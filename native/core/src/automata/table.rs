//! A machine over packed bits, as tables.

use crate::error::{Error, check_length};

/// Words that are evaluated together.
pub(crate) const WORDS: usize = 32;
/// The most inputs, and the most outputs.
pub(crate) const LIMIT: usize = 8;
/// A stretch of a plane.
pub(crate) type Block = [u64; WORDS];

/// A Mealy machine's whole behaviour, indexed by `class << inputs | packed inputs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Input bits of a step, 1 to 8.
    pub inputs: usize,
    /// Output bits of a step, 1 to 8.
    pub outputs: usize,
    /// The class after the step.
    pub next: Vec<u32>,
    /// The packed output bits.
    pub answers: Vec<u32>,
}

impl Table {
    /// How many classes there are.
    ///
    /// # Errors
    /// [`Error::Range`] for more than 8 inputs or outputs, for no class or more than 256, and for a class or an
    /// answer that there is not; [`Error::Length`] when the rows do not fit together.
    #[expect(clippy::cast_precision_loss, reason = "only printed")]
    pub(crate) fn classes(&self) -> Result<usize, Error> {
        let check = |operand, allowed, actual: usize, valid: bool| {
            if valid { Ok(()) } else { Err(Error::Range { operand, allowed, actual: actual as f64 }) }
        };
        check("inputs", "1–8", self.inputs, (1..=LIMIT).contains(&self.inputs))?;
        check("outputs", "1–8", self.outputs, (1..=LIMIT).contains(&self.outputs))?;
        let classes = self.next.len() >> self.inputs;
        check("classes", "1–256", classes, (1..=256).contains(&classes))?;
        check_length("next", self.next.len(), classes << self.inputs)?;
        check_length("answers", self.answers.len(), self.next.len())?;
        for &next in &self.next {
            check("next", "a class of the table", next as usize, (next as usize) < classes)?;
        }
        for &answer in &self.answers {
            check(
                "answers",
                "a number of as many bits as outputs",
                answer as usize,
                answer >> self.outputs == 0,
            )?;
        }
        Ok(classes)
    }
}
