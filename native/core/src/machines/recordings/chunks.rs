use crate::error::{Error, check_length};
use crate::limits::{INPUTS, MAX_INPUTS, MAX_OUTPUTS, OUTPUTS};

/// Recorded steps from one reset to the next, one sequence after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recordings {
    /// Bits of a step's input.
    pub inputs: usize,
    /// Bits of a step's output.
    pub outputs: usize,
    /// Steps of each sequence.
    pub(crate) lengths: Vec<usize>,
    pub(crate) steps: Vec<RecordedStep>,
}

/// A step as it was recorded; of the outputs only the bits in `care` were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordedStep {
    pub(crate) word: usize,
    pub(crate) output: u32,
    pub(crate) care: u32,
}

impl Recordings {
    /// Steps of all sequences, in order.
    ///
    /// # Errors
    /// Which of them does not fit, and how.
    pub fn new(
        inputs: usize,
        outputs: usize,
        lengths: Vec<usize>,
        words: &[u32],
        output: &[u32],
        care: &[u32],
    ) -> Result<Self, Error> {
        let range = |operand, allowed, actual| Err(Error::Range { operand, allowed, actual });
        #[expect(clippy::cast_precision_loss, reason = "only printed")]
        let printed = |size: usize| size as f64;
        if !(1..=MAX_INPUTS).contains(&inputs) {
            return range("inputs", INPUTS, printed(inputs));
        }
        if !(1..=MAX_OUTPUTS).contains(&outputs) {
            return range("outputs", OUTPUTS, printed(outputs));
        }
        if let Some(&length) = lengths.iter().find(|&&length| length == 0) {
            return range("a sequence's length", "1 or more steps", printed(length));
        }
        let length = lengths.iter().fold(0_usize, |sum, &length| sum.saturating_add(length));
        if length == 0 {
            return range("steps", "1 or more", 0.0);
        }
        for (operand, actual) in [("words", words.len()), ("output", output.len()), ("care", care.len())] {
            check_length(operand, actual, length)?;
        }
        for (operand, list, bits) in
            [("words", words, inputs), ("output", output, outputs), ("care", care, outputs)]
        {
            if let Some(&word) = list.iter().find(|&&word| word >> bits != 0) {
                return range(operand, "words of as many bits as the side has", f64::from(word));
            }
        }
        let steps = words.iter().zip(output).zip(care);
        let steps = steps.map(|((&word, &output), &care)| RecordedStep {
            word: word as usize,
            output: output & care,
            care,
        });
        Ok(Self { inputs, outputs, lengths, steps: steps.collect() })
    }

    /// The steps of each sequence.
    pub(crate) fn sequences(&self) -> impl Iterator<Item = &[RecordedStep]> {
        let mut rest = self.steps.as_slice();
        self.lengths.iter().map(move |&length| {
            let (sequence, others) = rest.split_at(length);
            rest = others;
            sequence
        })
    }

    /// Output bits that were recorded.
    pub(crate) fn bits(&self) -> u64 {
        self.steps.iter().map(|step| u64::from(step.care.count_ones())).sum()
    }

    /// Words that occur, in order.
    pub(crate) fn words(&self) -> Vec<usize> {
        let mut words: Vec<usize> = self.steps.iter().map(|step| step.word).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Steps of a chunk at most: earlier steps are known, but no gradient goes back to them.
const MAX_STEPS: usize = 48;

/// Recordings, cut for backpropagation.
pub(crate) struct Chunks {
    pub(crate) list: Vec<Chunk>,
}

pub(crate) struct Chunk {
    pub(crate) steps: Vec<RecordedStep>,
    /// Whether it begins at a reset; else where the chunk before it ended.
    pub(crate) begins: bool,
    /// Output bits recorded in it.
    pub(crate) bits: u32,
}

impl Chunks {
    pub(crate) fn of(recordings: &Recordings) -> Self {
        let chunk = |(index, steps): (usize, &[RecordedStep])| Chunk {
            steps: steps.to_vec(),
            begins: index == 0,
            bits: steps.iter().map(|step| step.care.count_ones()).sum(),
        };
        Self {
            list: recordings
                .sequences()
                .flat_map(|sequence| sequence.chunks(MAX_STEPS).enumerate().map(chunk))
                .collect(),
        }
    }

    pub(crate) fn longest(&self) -> usize {
        self.list.iter().map(|chunk| chunk.steps.len()).max().unwrap_or(0)
    }
}
