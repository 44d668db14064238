//! Finite-state transducers over packed bits: 64 steps a word, least significant first.
//!
//! A plane holds one input or output over time: step t is bit t mod 8 of byte t / 8. Machines of one or two states
//! are evaluated a word at once (`two_states`), larger ones a few steps a look-up (`many_states`).

use crate::automata::many_states::ManyStates;
use crate::automata::table::{Block, Table, WORDS};
use crate::automata::two_states::TwoStates;
use crate::error::{Error, check_length};

/// A Mealy machine in motion.
#[derive(Debug)]
pub struct Automaton {
    inputs: usize,
    states: usize,
    state: usize,
    machine: Machine,
    /// One block for each input and output.
    blocks: (Vec<Block>, Vec<Block>),
}

#[derive(Debug)]
enum Machine {
    Two(TwoStates),
    Many(ManyStates),
}

impl Automaton {
    /// The machine of this table, in its state 0.
    ///
    /// # Errors
    /// [`Error::Range`] for sizes outside what [`Table`] says, for more than 256 states, and for a state or an
    /// output that there is not; [`Error::Length`] when the table's rows do not fit together.
    pub fn new(table: &Table) -> Result<Self, Error> {
        let states = table.states()?;
        let machine = if states <= 2 {
            Machine::Two(TwoStates::new(table))
        } else {
            Machine::Many(ManyStates::new(table))
        };
        let blocks = (vec![[0; WORDS]; table.inputs], vec![[0; WORDS]; table.outputs]);
        Ok(Self { inputs: table.inputs, states, state: 0, machine, blocks })
    }

    /// The state it is in.
    #[must_use]
    pub fn state(&self) -> usize {
        self.state
    }

    /// Goes on from another state.
    ///
    /// # Errors
    /// [`Error::Range`] when there is none of this number.
    pub fn set_state(&mut self, state: usize) -> Result<(), Error> {
        if state >= self.states {
            #[expect(clippy::cast_precision_loss, reason = "only printed")]
            return Err(Error::Range {
                operand: "state",
                allowed: "a state of the table",
                actual: state as f64,
            });
        }
        self.state = state;
        Ok(())
    }

    /// Takes `steps` steps. Each plane has ⌈steps / 8⌉ bytes; bits after the last step are not read, and are 0 in
    /// the outputs.
    ///
    /// # Errors
    /// [`Error::Length`] for another number of planes or bytes; no step is taken then.
    pub fn run<P: AsRef<[u8]>>(&mut self, inputs: &[P], steps: usize) -> Result<Vec<Vec<u8>>, Error> {
        check_length("inputs", inputs.len(), self.inputs)?;
        let bytes = steps.div_ceil(8);
        for plane in inputs {
            check_length("a plane", plane.as_ref().len(), bytes)?;
        }
        let (read, written) = &mut self.blocks;
        let mut outputs = vec![vec![0; bytes]; written.len()];
        for first in (0..bytes).step_by(WORDS * 8) {
            let last = bytes.min(first + WORDS * 8);
            let count = (steps - first * 8).min(WORDS * 64);
            for (plane, block) in inputs.iter().zip(read.iter_mut()) {
                load(&plane.as_ref()[first..last], block);
            }
            self.state = match &mut self.machine {
                Machine::Two(machine) => machine.run(self.state, read, written, count),
                Machine::Many(machine) => machine.run(self.state, read, written, count),
            };
            for (block, plane) in written.iter().zip(&mut outputs) {
                store(block, &mut plane[first..last]);
            }
        }
        if !steps.is_multiple_of(8) {
            for byte in outputs.iter_mut().filter_map(|plane| plane.last_mut()) {
                *byte &= (1 << (steps % 8)) - 1;
            }
        }
        Ok(outputs)
    }
}

/// Reads up to a block of bytes, zeros after them.
fn load(bytes: &[u8], block: &mut Block) {
    let (words, tail) = bytes.as_chunks::<8>();
    block.fill(0);
    for (word, &bytes) in block.iter_mut().zip(words) {
        *word = u64::from_le_bytes(bytes);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        block[words.len()] = u64::from_le_bytes(last);
    }
}

/// Writes the block's first bytes.
fn store(block: &Block, bytes: &mut [u8]) {
    let (words, tail) = bytes.as_chunks_mut::<8>();
    for (bytes, word) in words.iter_mut().zip(block) {
        *bytes = word.to_le_bytes();
    }
    if !tail.is_empty() {
        tail.copy_from_slice(&block[words.len()].to_le_bytes()[..tail.len()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// The table, one step after the other.
    fn walk(table: &Table, state: &mut usize, inputs: &[Vec<u8>], steps: usize) -> Vec<Vec<u8>> {
        let mut outputs = vec![vec![0; steps.div_ceil(8)]; table.outputs];
        for step in 0..steps {
            let bits = inputs.iter().enumerate();
            let symbol: usize =
                bits.map(|(input, plane)| usize::from(plane[step / 8] >> (step % 8) & 1) << input).sum();
            let index = *state << table.inputs | symbol;
            for (output, plane) in outputs.iter_mut().enumerate() {
                plane[step / 8] |= u8::from(table.output[index] >> output & 1 == 1) << (step % 8);
            }
            *state = table.next[index] as usize;
        }
        outputs
    }

    fn any_table(random: &mut ChaCha8Rng, inputs: usize, outputs: usize, states: u32) -> Table {
        let rows = (states as usize) << inputs;
        Table {
            inputs,
            outputs,
            next: (0..rows).map(|_| random.random_range(0..states)).collect(),
            output: (0..rows).map(|_| random.random_range(0..1 << outputs)).collect(),
        }
    }

    fn check_against_walk(table: &Table, random: &mut ChaCha8Rng) {
        let mut automaton = Automaton::new(table).expect("a sound table");
        let mut state = 0;
        for _ in 0..3 {
            let steps = random.random_range(0..3000);
            let mut plane = || (0..usize::div_ceil(steps, 8)).map(|_| random.random()).collect::<Vec<u8>>();
            let inputs: Vec<_> = (0..table.inputs).map(|_| plane()).collect();
            let outputs = automaton.run(&inputs, steps).expect("planes that fit");
            assert_eq!(outputs, walk(table, &mut state, &inputs, steps), "{table:?}");
            assert_eq!(automaton.state(), state);
        }
    }

    #[test]
    fn every_machine_of_two_classes_and_one_input_is_its_table() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for code in 0..256_u32 {
            let bits = |from: u32| (from..from + 4).map(|bit| code >> bit & 1).collect();
            let table = Table { inputs: 1, outputs: 1, next: bits(0), output: bits(4) };
            check_against_walk(&table, &mut random);
        }
    }

    #[test]
    fn machines_of_any_size_are_their_tables() {
        let mut random = ChaCha8Rng::seed_from_u64(2);
        for states in [1, 2, 3, 5, 256] {
            for inputs in 1..=8 {
                for outputs in [1, 8] {
                    let table = any_table(&mut random, inputs, outputs, states);
                    check_against_walk(&table, &mut random);
                }
            }
        }
    }

    #[test]
    fn it_goes_on_from_any_class() {
        // One input that is not read; the output tells the state, which flips.
        let table = Table { inputs: 1, outputs: 1, next: vec![1, 1, 0, 0], output: vec![0, 0, 1, 1] };
        let mut automaton = Automaton::new(&table).expect("a sound table");
        automaton.set_state(1).expect("a state of the table");
        assert_eq!(automaton.run(&[[0]], 3), Ok(vec![vec![0b101]]));
        assert_eq!(automaton.state(), 0);
        assert!(automaton.set_state(2).is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let sound = Table { inputs: 1, outputs: 1, next: vec![0, 0], output: vec![0, 1] };
        for (table, message) in [
            (Table { inputs: 9, ..sound.clone() }, "inputs: expected 1–8, got 9"),
            (Table { outputs: 0, ..sound.clone() }, "outputs: expected 1–8, got 0"),
            (Table { next: vec![], ..sound.clone() }, "states: expected 1–256, got 0"),
            (Table { next: vec![0; 3], ..sound.clone() }, "next: expected 2 values, got 3"),
            (Table { output: vec![0], ..sound.clone() }, "output: expected 2 values, got 1"),
            (Table { next: vec![0, 1], ..sound.clone() }, "next: expected a state of the table, got 1"),
            (
                Table { output: vec![0, 2], ..sound.clone() },
                "output: expected a number of as many bits as outputs, got 2",
            ),
        ] {
            assert_eq!(Automaton::new(&table).expect_err("unsound").to_string(), message);
        }
        let mut automaton = Automaton::new(&sound).expect("a sound table");
        assert!(automaton.run(&[[0], [0]], 8).is_err());
        assert!(automaton.run(&[[0]], 9).is_err());
    }
}
