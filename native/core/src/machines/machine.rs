use crate::error::{Error, check_length};

/// Most input bits of a step, output bits of a step, and entries of a table.
pub const MAX_INPUTS: usize = 12;
/// See [`MAX_INPUTS`].
pub const MAX_OUTPUTS: usize = 16;
/// See [`MAX_INPUTS`].
pub const MAX_TRANSITIONS: usize = 1 << 22;

/// A Mealy machine as flat tables over `state << inputs | word`. Where `next` is [`Machine::UNSPECIFIED`] the word
/// is assumed never to come in that state; of the outputs only the bits in `care` matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Bits of a step's input.
    pub inputs: usize,
    /// Bits of a step's output.
    pub outputs: usize,
    /// The state at the start.
    pub initial: usize,
    pub(crate) next: Vec<i32>,
    pub(crate) output: Vec<u32>,
    pub(crate) care: Vec<u32>,
}

/// What a machine does in one state on one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Step {
    pub(crate) next: usize,
    pub(crate) output: u32,
    pub(crate) care: u32,
}

impl Machine {
    /// Stands in `next` where a word never comes.
    pub const UNSPECIFIED: i32 = -1;

    /// The tables of next states, output words and which output bits matter.
    #[must_use]
    pub fn tables(&self) -> (&[i32], &[u32], &[u32]) {
        (&self.next, &self.output, &self.care)
    }

    /// Checks that the tables fit each other and hold states and bits that exist. Outputs nobody cares for become 0.
    ///
    /// # Errors
    /// Which table is wrong, and how.
    pub fn new(
        inputs: usize,
        outputs: usize,
        initial: usize,
        next: Vec<i32>,
        mut output: Vec<u32>,
        mut care: Vec<u32>,
    ) -> Result<Self, Error> {
        let range = |operand, allowed, actual: f64| Err(Error::Range { operand, allowed, actual });
        #[expect(clippy::cast_precision_loss, reason = "only printed")]
        let printed = |size: usize| size as f64;
        if !(1..=MAX_INPUTS).contains(&inputs) {
            return range("inputs", "1 to 12 bits", printed(inputs));
        }
        if !(1..=MAX_OUTPUTS).contains(&outputs) {
            return range("outputs", "1 to 16 bits", printed(outputs));
        }
        let states = next.len() >> inputs;
        if states == 0 || next.len() > MAX_TRANSITIONS {
            return range(
                "entries of next",
                "one for each state and word, at most 2^22",
                printed(next.len()),
            );
        }
        for (operand, length) in [("next", next.len()), ("output", output.len()), ("care", care.len())] {
            check_length(operand, length, states << inputs)?;
        }
        if initial >= states {
            return range("initial", "0 to the number of states - 1", printed(initial));
        }
        for ((&next, output), care) in next.iter().zip(&mut output).zip(&mut care) {
            if next != Self::UNSPECIFIED && usize::try_from(next).map_or(true, |state| state >= states) {
                return range("an entry of next", "-1 or 0 to the number of states - 1", f64::from(next));
            }
            for (operand, word) in [("an entry of output", *output), ("an entry of care", *care)] {
                if u64::from(word) >> outputs != 0 {
                    return range(operand, "a word of as many bits as outputs", f64::from(word));
                }
            }
            if next == Self::UNSPECIFIED {
                *care = 0;
            }
            *output &= *care;
        }
        Ok(Self { inputs, outputs, initial, next, output, care })
    }

    /// Number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.next.len() >> self.inputs
    }

    pub(crate) fn words(&self) -> usize {
        1 << self.inputs
    }

    /// Nothing where the word never comes.
    pub(crate) fn step(&self, state: usize, word: usize) -> Option<Step> {
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

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers of tests are small"
)]
pub(crate) mod tests {
    use super::*;

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
        Machine::new(1, 1, 0, next, output, vec![1; 2 * modulus]).expect("valid")
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
        Machine::new(inputs, outputs, 0, next, output, care).expect("valid")
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
    fn tables_that_do_not_fit_are_refused() {
        let refused =
            |next: Vec<i32>, output: Vec<u32>| Machine::new(1, 1, 0, next, output, vec![1; 2]).is_err();
        assert!(refused(vec![0, 1], vec![0, 0]));
        assert!(refused(vec![0, -2], vec![0, 0]));
        assert!(refused(vec![0, 0], vec![0, 2]));
        assert!(refused(vec![0], vec![0]));
        assert!(!refused(vec![0, -1], vec![0, 1]));
    }

    #[test]
    fn outputs_of_steps_that_never_come_do_not_matter() {
        let machine = Machine::new(1, 1, 0, vec![0, -1], vec![1, 1], vec![1, 1]).expect("valid");
        assert_eq!((machine.step(0, 1), machine.care[1]), (None, 0));
        assert_eq!(machine.transitions(), 1);
    }
}
