//! A Mealy machine as data: what a network is to do, step by step.

use crate::error::{Error, check_length};
use crate::limits::{
    INPUTS, MAX_INPUTS, MAX_OUTPUTS, MAX_STATES, MAX_TRANSITIONS, OUTPUTS, STATES, TRANSITIONS,
};

/// A Mealy machine as flat tables over `state << inputs | word`, where a word packs a step's bits, the first one
/// lowest. Where `next` is [`Machine::UNSPECIFIED`] the word is assumed never to come in that state; of the outputs
/// only the bits in `care` matter, and the others are 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    inputs: usize,
    outputs: usize,
    initial: usize,
    pub(crate) next: Vec<i32>,
    pub(crate) output: Vec<u32>,
    pub(crate) care: Vec<u32>,
}

/// One step of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// The state after it.
    pub next: usize,
    /// The output bits; those that nobody cares for are 0.
    pub output: u32,
    /// The output bits that matter.
    pub care: u32,
}

/// The tables of a machine as a caller hands them in: (states, 2^inputs) each.
#[derive(Debug, Clone, Copy)]
pub struct MachineTables<'a> {
    /// Input bits of a step, 1 to 12.
    pub inputs: usize,
    /// Output bits of a step, 1 to 16.
    pub outputs: usize,
    /// The state at the start.
    pub initial: usize,
    /// The state after each step; −1 where this input never comes in this state.
    pub next: &'a [i32],
    /// The packed output bits.
    pub output: &'a [u32],
    /// The packed output bits that matter.
    pub care: &'a [u32],
}

impl Machine {
    /// Stands in `next` where a word never comes.
    pub const UNSPECIFIED: i32 = -1;

    /// Checks and keeps the tables.
    ///
    /// # Errors
    /// [`Error::Range`] for a size, state or word that does not fit, [`Error::Length`] for a table that is not
    /// (states, 2^inputs).
    pub fn new(tables: MachineTables<'_>) -> Result<Self, Error> {
        let MachineTables { inputs, outputs, initial, next, output, care } = tables;
        range("machine inputs", inputs, 1, MAX_INPUTS, INPUTS)?;
        range("machine outputs", outputs, 1, MAX_OUTPUTS, OUTPUTS)?;
        let states = next.len() >> inputs;
        range("machine states", states, 1, MAX_STATES, STATES)?;
        range("machine transitions", next.len(), 1, MAX_TRANSITIONS, TRANSITIONS)?;
        check_length("machine next", next.len(), states << inputs)?;
        check_length("machine output", output.len(), next.len())?;
        check_length("machine care", care.len(), next.len())?;
        range("machine initial state", initial, 0, states - 1, "the index of a state")?;
        let (mut output, mut care) = (output.to_vec(), care.to_vec());
        for ((&next, output), care) in next.iter().zip(&mut output).zip(&mut care) {
            let bits = (*output | *care) as usize;
            range("machine output", bits, 0, (1 << outputs) - 1, "a word of its outputs")?;
            if next == Self::UNSPECIFIED {
                *care = 0;
            } else {
                let next = usize::try_from(next).unwrap_or(usize::MAX);
                range("machine next state", next, 0, states - 1, "-1 or the index of a state")?;
            }
            *output &= *care;
        }
        Ok(Self { inputs, outputs, initial, next: next.to_vec(), output, care })
    }

    /// The tables of next states, output words and which output bits matter.
    #[must_use]
    pub fn tables(&self) -> (&[i32], &[u32], &[u32]) {
        (&self.next, &self.output, &self.care)
    }

    /// Input bits of a step.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Output bits of a step.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The state at the start.
    #[must_use]
    pub fn initial(&self) -> usize {
        self.initial
    }

    /// Number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.next.len() >> self.inputs
    }

    pub(crate) fn words(&self) -> usize {
        1 << self.inputs
    }

    /// The step from a state with a word of input bits; nothing where that word never comes.
    #[must_use]
    pub fn step(&self, state: usize, word: usize) -> Option<Step> {
        let index = state << self.inputs | word;
        let next = usize::try_from(self.next[index]).ok()?;
        Some(Step { next, output: self.output[index], care: self.care[index] })
    }

    /// The specified steps of a state, each with its word.
    pub(crate) fn steps(&self, state: usize) -> impl Iterator<Item = (usize, Step)> {
        (0..self.words()).filter_map(move |word| Some((word, self.step(state, word)?)))
    }

    /// Specified transitions.
    #[must_use]
    pub fn transitions(&self) -> usize {
        self.next.iter().filter(|&&next| next != Self::UNSPECIFIED).count()
    }

    /// Bits of the plain transition table: a next state and an output word for each state and word.
    #[must_use]
    pub fn table_bits(&self) -> u64 {
        let state_bits = usize::BITS - (self.states() - 1).leading_zeros();
        self.next.len() as u64 * (u64::from(state_bits) + self.outputs as u64)
    }

    /// For each state the word by which it is first reached and the state it is reached from; breadth first, so
    /// the order of the first component's states is that of their distances.
    pub(crate) fn reached(&self) -> (Vec<usize>, Vec<Option<(usize, usize)>>) {
        let mut order = vec![self.initial];
        let mut from = vec![None; self.states()];
        let mut seen = vec![false; self.states()];
        seen[self.initial] = true;
        let mut at = 0;
        while let Some(&state) = order.get(at) {
            at += 1;
            for (word, step) in self.steps(state) {
                if !seen[step.next] {
                    seen[step.next] = true;
                    from[step.next] = Some((state, word));
                    order.push(step.next);
                }
            }
        }
        (order, from)
    }

    /// The machine whose state `i` is the class `i` of this one's states: `class` of each state, nothing for states
    /// that are left out. States of one class must be compatible; what one leaves open another may fill.
    pub(crate) fn quotient(&self, class: &[Option<usize>], classes: usize) -> Self {
        let size = classes << self.inputs;
        let (mut next, mut output, mut care) = (vec![Self::UNSPECIFIED; size], vec![0; size], vec![0; size]);
        for state in 0..self.states() {
            let Some(into) = class[state] else { continue };
            for (word, step) in self.steps(state) {
                let index = into << self.inputs | word;
                let to = class[step.next].expect("a reached state leads to reached ones");
                next[index] = i32::try_from(to).expect("at most 2^22 states");
                output[index] |= step.output;
                care[index] |= step.care;
            }
        }
        let initial = class[self.initial].expect("the initial state is reached");
        Self { inputs: self.inputs, outputs: self.outputs, initial, next, output, care }
    }
}

/// Checks a size.
pub(crate) fn range(
    operand: &'static str,
    actual: usize,
    min: usize,
    max: usize,
    allowed: &'static str,
) -> Result<(), Error> {
    if (min..=max).contains(&actual) {
        return Ok(());
    }
    #[expect(clippy::cast_precision_loss, reason = "only printed")]
    Err(Error::Range { operand, allowed, actual: actual as f64 })
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "the tables of tests are small")]
pub(crate) mod tests;
