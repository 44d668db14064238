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
pub(crate) mod tests {
    use super::*;

    /// The machine of these tables.
    pub(crate) fn listed(
        inputs: usize,
        outputs: usize,
        initial: usize,
        next: Vec<i32>,
        output: Vec<u32>,
        care: Vec<u32>,
    ) -> Machine {
        let tables = MachineTables { inputs, outputs, initial, next: &next, output: &output, care: &care };
        Machine::new(tables).expect("valid")
    }

    /// Ones so far modulo `modulus`; the output says that they are a multiple after the step.
    pub(crate) fn counter(modulus: usize) -> Machine {
        let (mut next, mut output) = (vec![], vec![]);
        for state in 0..modulus {
            for word in 0..2 {
                let to = (state + word) % modulus;
                next.push(i32::try_from(to).expect("small"));
                output.push(u32::from(to == 0));
            }
        }
        listed(1, 1, 0, next, output, vec![1; 2 * modulus])
    }

    /// Any machine of these sizes; some steps are unspecified and some outputs open.
    pub(crate) fn random_machine(seed: u64, inputs: usize, outputs: usize, states: usize) -> Machine {
        use rand::{RngExt, SeedableRng};
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let size = states << inputs;
        let mask = (1 << outputs) - 1;
        let next = (0..size)
            .map(|_| if random.random_range(0..6) == 0 { -1 } else { random.random_range(0..states as i32) })
            .collect();
        let output = (0..size).map(|_| random.random::<u32>() & mask).collect();
        let care = (0..size)
            .map(|_| if random.random_range(0..4) == 0 { random.random::<u32>() & mask } else { mask })
            .collect();
        listed(inputs, outputs, 0, next, output, care)
    }

    #[test]
    fn a_counter_says_when_it_wraps() {
        let machine = counter(3);
        assert_eq!((machine.states(), machine.transitions()), (3, 6));
        assert_eq!(machine.step(2, 1), Some(Step { next: 0, output: 1, care: 1 }));
        assert_eq!(machine.table_bits(), 6 * 3);
        assert_eq!(machine.reached().0, [0, 1, 2]);
    }

    #[test]
    fn outputs_of_steps_that_never_come_do_not_matter() {
        let machine = listed(1, 1, 0, vec![0, -1], vec![1, 1], vec![1, 1]);
        assert_eq!((machine.step(0, 1), machine.care[1]), (None, 0));
        assert_eq!(machine.transitions(), 1);
    }

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
        listed(inputs, 1, 0, next, output, care)
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
        assert_eq!(machine.reached().0, [0]);
    }
}
