//! A Mealy machine as data: what a network is to do, step by step.

use crate::error::{Error, check_length};

/// A Mealy machine. Tables are indexed by `state << inputs | word`, where a word packs a step's bits, the first one
/// lowest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    inputs: usize,
    outputs: usize,
    states: usize,
    initial: usize,
    steps: Vec<Option<Step>>,
}

/// One step of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Checks and keeps the tables.
    ///
    /// # Errors
    /// [`Error::Range`] for a size, state or word that does not fit, [`Error::Length`] for a table that is not
    /// (states, 2^inputs).
    pub fn new(tables: MachineTables<'_>) -> Result<Self, Error> {
        let MachineTables { inputs, outputs, initial, next, output, care } = tables;
        range("machine inputs", inputs, 1, 12, "1–12")?;
        range("machine outputs", outputs, 1, 16, "1–16")?;
        let words = 1 << inputs;
        let states = next.len() / words;
        range("machine states", states, 1, 1 << 20, "1–1048576")?;
        check_length("machine next", next.len(), states * words)?;
        check_length("machine output", output.len(), next.len())?;
        check_length("machine care", care.len(), next.len())?;
        range("machine initial state", initial, 0, states - 1, "the index of a state")?;
        let mut steps = Vec::with_capacity(next.len());
        for ((&next, &output), &care) in next.iter().zip(output).zip(care) {
            range(
                "machine output",
                (output | care) as usize,
                0,
                (1 << outputs) - 1,
                "a word of its outputs",
            )?;
            steps.push(if next == -1 {
                None
            } else {
                let next = usize::try_from(next).unwrap_or(usize::MAX);
                range("machine next state", next, 0, states - 1, "-1 or the index of a state")?;
                Some(Step { next, output: output & care, care })
            });
        }
        Ok(Self { inputs, outputs, states, initial, steps })
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

    /// Number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.states
    }

    /// The state at the start.
    #[must_use]
    pub fn initial(&self) -> usize {
        self.initial
    }

    /// The step from a state with a word of input bits; nothing where that input never comes.
    #[must_use]
    pub fn step(&self, state: usize, word: usize) -> Option<Step> {
        self.steps[state << self.inputs | word]
    }

    /// The states that some stream leads to, in breadth-first order.
    #[must_use]
    pub fn reachable(&self) -> Vec<usize> {
        let mut seen = vec![false; self.states];
        seen[self.initial] = true;
        let mut order = vec![self.initial];
        let mut at = 0;
        while let Some(&state) = order.get(at) {
            at += 1;
            for word in 0..1 << self.inputs {
                if let Some(step) = self.step(state, word)
                    && !std::mem::replace(&mut seen[step.next], true)
                {
                    order.push(step.next);
                }
            }
        }
        order
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
pub(crate) mod tests {
    use super::*;

    /// A machine of one output that cares for everything, from a step function.
    pub(crate) fn machine(
        inputs: usize,
        states: usize,
        step: impl Fn(usize, usize) -> (usize, u32),
    ) -> Machine {
        let all: Vec<_> =
            (0..states << inputs).map(|index| step(index >> inputs, index & ((1 << inputs) - 1))).collect();
        let next: Vec<i32> = all.iter().map(|&(next, _)| i32::try_from(next).expect("small")).collect();
        let output: Vec<u32> = all.iter().map(|&(_, output)| output).collect();
        let care = vec![1; output.len()];
        let tables =
            MachineTables { inputs, outputs: 1, initial: 0, next: &next, output: &output, care: &care };
        Machine::new(tables).expect("valid")
    }

    pub(crate) fn adder() -> Machine {
        machine(2, 2, |carry, word| {
            let total = carry + (word & 1) + (word >> 1);
            (total >> 1, u32::from(total & 1 == 1))
        })
    }

    pub(crate) fn subtractor() -> Machine {
        machine(2, 2, |borrow, word| {
            let (a, b) = (word & 1, (word >> 1) + borrow);
            (usize::from(a < b), u32::from((a + b) & 1 == 1))
        })
    }

    pub(crate) fn comparator() -> Machine {
        machine(2, 2, |greater, word| {
            let output = if word & 1 == word >> 1 { greater } else { word & 1 };
            (output, u32::from(output == 1))
        })
    }

    pub(crate) fn parity() -> Machine {
        machine(1, 2, |odd, word| (odd ^ word, u32::from(odd ^ word == 1)))
    }

    #[test]
    fn tables_that_do_not_fit_are_refused() {
        let tables = MachineTables {
            inputs: 1,
            outputs: 1,
            initial: 0,
            next: &[0, 0],
            output: &[0, 1],
            care: &[1, 1],
        };
        assert!(Machine::new(tables).is_ok());
        for bad in [
            MachineTables { inputs: 0, ..tables },
            MachineTables { outputs: 17, ..tables },
            MachineTables { initial: 1, ..tables },
            MachineTables { next: &[0], ..tables },
            MachineTables { next: &[0, 1], ..tables },
            MachineTables { next: &[0, -2], ..tables },
            MachineTables { output: &[0, 2], ..tables },
            MachineTables { care: &[1], ..tables },
        ] {
            assert!(Machine::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn unspecified_steps_lead_nowhere() {
        let tables = MachineTables {
            inputs: 1,
            outputs: 1,
            initial: 0,
            next: &[0, -1, 1, 1],
            output: &[0, 0, 0, 0],
            care: &[1, 0, 0, 0],
        };
        let machine = Machine::new(tables).expect("valid");
        assert_eq!(machine.step(0, 1), None);
        assert_eq!(machine.reachable(), [0]);
    }
}
