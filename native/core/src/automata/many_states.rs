//! Machines of many states: a few steps a look-up, in a table that composes them.

use std::ops::Range;

use crate::automata::table::{Block, MAX_BITS, Table};

/// A machine of any number of states.
#[derive(Debug)]
pub(crate) struct ManyStates {
    /// One step a look-up, for the last ones.
    one: Composed,
    /// As many as there is room for.
    several: Composed,
}

/// What each state makes of every input of `stride` steps.
#[derive(Debug)]
struct Composed {
    /// A divisor of 64.
    stride: usize,
    /// Indexed by `state << (inputs · stride)` and the steps' bits of each input side by side: the state after them
    /// and the steps' bits of each output side by side.
    entries: Vec<(u32, u64)>,
}

impl ManyStates {
    /// From a sound table.
    pub(crate) fn new(table: &Table) -> Self {
        // At most eight bits of input a look-up: the table of a few states stays in the first cache.
        let stride = match table.inputs {
            1 => 8,
            2 => 4,
            3 | 4 => 2,
            _ => 1,
        };
        Self { one: Composed::new(table, 1), several: Composed::new(table, stride) }
    }

    /// Takes `steps` steps and returns the state after them.
    pub(crate) fn run(
        &self,
        mut state: usize,
        inputs: &[Block],
        outputs: &mut [Block],
        steps: usize,
    ) -> usize {
        for word in 0..steps.div_ceil(64) {
            let mut read = [0; MAX_BITS];
            let mut written = [0; MAX_BITS];
            for (input, block) in read.iter_mut().zip(inputs) {
                *input = block[word];
            }
            let end = (steps - word * 64).min(64);
            let whole = end - end % self.several.stride;
            state = self.several.walk(state, &read[..inputs.len()], &mut written[..outputs.len()], 0..whole);
            state = self.one.walk(state, &read[..inputs.len()], &mut written[..outputs.len()], whole..end);
            for (output, block) in written.iter().zip(outputs.iter_mut()) {
                block[word] = *output;
            }
        }
        state
    }
}

impl Composed {
    fn new(table: &Table, stride: usize) -> Self {
        let entries = (0..table.next.len() >> table.inputs << (table.inputs * stride)).map(|index| {
            let mut state = index >> (table.inputs * stride);
            let mut packed = 0;
            for step in 0..stride {
                let symbol: usize =
                    (0..table.inputs).map(|input| (index >> (input * stride + step) & 1) << input).sum();
                let row = state << table.inputs | symbol;
                for output in 0..table.outputs {
                    packed |= u64::from(table.output[row] >> output & 1) << (output * stride + step);
                }
                state = table.next[row] as usize;
            }
            #[expect(clippy::cast_possible_truncation, reason = "at most 256 states")]
            (state as u32, packed)
        });
        Self { stride, entries: entries.collect() }
    }

    /// Takes these steps of a word and returns the state after them.
    #[inline]
    fn walk(&self, mut state: usize, inputs: &[u64], outputs: &mut [u64], steps: Range<usize>) -> usize {
        let mask = (1 << self.stride) - 1;
        for step in steps.step_by(self.stride) {
            let mut index = state;
            for input in inputs.iter().rev() {
                #[expect(clippy::cast_possible_truncation, reason = "at most eight bits")]
                let symbols = (input >> step & mask) as usize;
                index = index << self.stride | symbols;
            }
            let (next, packed) = self.entries[index];
            for (output, word) in outputs.iter_mut().enumerate() {
                *word |= (packed >> (output * self.stride) & mask) << step;
            }
            state = next as usize;
        }
        state
    }
}
