//! Machines of many classes: a few steps a look-up, in a table that composes them.

use std::ops::Range;

use crate::automata::table::{Block, LIMIT, Table};

/// A machine of any number of classes.
#[derive(Debug)]
pub(crate) struct ManyClasses {
    /// One step a look-up, for the last ones.
    one: Composed,
    /// As many as there is room for.
    several: Composed,
}

/// What each class makes of every input of `stride` steps.
#[derive(Debug)]
struct Composed {
    /// A divisor of 64.
    stride: usize,
    /// Indexed by `class << (inputs · stride)` and the steps' bits of each input side by side: the class after them
    /// and the steps' bits of each output side by side.
    entries: Vec<(u32, u64)>,
}

impl ManyClasses {
    /// From a sound table.
    pub(crate) fn new(table: &Table) -> Self {
        // At most eight bits of input a look-up: the table of a few classes stays in the first cache.
        let stride = match table.inputs {
            1 => 8,
            2 => 4,
            3 | 4 => 2,
            _ => 1,
        };
        Self { one: Composed::new(table, 1), several: Composed::new(table, stride) }
    }

    /// Takes `steps` steps and returns the class after them.
    pub(crate) fn run(
        &self,
        mut class: usize,
        inputs: &[Block],
        outputs: &mut [Block],
        steps: usize,
    ) -> usize {
        for word in 0..steps.div_ceil(64) {
            let mut read = [0; LIMIT];
            let mut written = [0; LIMIT];
            for (input, block) in read.iter_mut().zip(inputs) {
                *input = block[word];
            }
            let end = (steps - word * 64).min(64);
            let whole = end - end % self.several.stride;
            class = self.several.walk(class, &read[..inputs.len()], &mut written[..outputs.len()], 0..whole);
            class = self.one.walk(class, &read[..inputs.len()], &mut written[..outputs.len()], whole..end);
            for (output, block) in written.iter().zip(outputs.iter_mut()) {
                block[word] = *output;
            }
        }
        class
    }
}

impl Composed {
    fn new(table: &Table, stride: usize) -> Self {
        let entries = (0..table.next.len() >> table.inputs << (table.inputs * stride)).map(|index| {
            let mut class = index >> (table.inputs * stride);
            let mut answers = 0;
            for step in 0..stride {
                let symbol: usize =
                    (0..table.inputs).map(|input| (index >> (input * stride + step) & 1) << input).sum();
                let row = class << table.inputs | symbol;
                for output in 0..table.outputs {
                    answers |= u64::from(table.answers[row] >> output & 1) << (output * stride + step);
                }
                class = table.next[row] as usize;
            }
            #[expect(clippy::cast_possible_truncation, reason = "at most 256 classes")]
            (class as u32, answers)
        });
        Self { stride, entries: entries.collect() }
    }

    /// Takes these steps of a word and returns the class after them.
    #[inline]
    fn walk(&self, mut class: usize, inputs: &[u64], outputs: &mut [u64], steps: Range<usize>) -> usize {
        let mask = (1 << self.stride) - 1;
        for step in steps.step_by(self.stride) {
            let mut index = class;
            for input in inputs.iter().rev() {
                #[expect(clippy::cast_possible_truncation, reason = "at most eight bits")]
                let symbols = (input >> step & mask) as usize;
                index = index << self.stride | symbols;
            }
            let (next, answers) = self.entries[index];
            for (output, word) in outputs.iter_mut().enumerate() {
                *word |= (answers >> (output * self.stride) & mask) << step;
            }
            class = next as usize;
        }
        class
    }
}
