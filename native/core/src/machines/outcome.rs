//! What a search is asked for, and what it comes to.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::start::MAX_HIDDEN;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::error::Error;

/// Steps that are named.
const MAX_HARDEST: usize = 3;

/// How long a search goes on. In each stage every size gets `starts` starts of `updates` updates, twice as many as in
/// the stage before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Numbers the streams of random numbers that starts draw from.
    pub seed: u64,
    /// Starts of each size and stage.
    pub starts: usize,
    /// Updates of a start in the first stage.
    pub updates: usize,
    /// Stages at most; a search that has learned a network no larger than the constructed one ends with its stage, or
    /// with one more that looks for no more units than preferred.
    pub stages: usize,
    /// Starts of all sizes and stages together.
    pub max_starts: usize,
    /// A network of no more units than these is taken before a smaller one of more.
    pub preferred: usize,
}

/// Which start: with the seed and the machine it determines all that comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// Counted from 0.
    pub stage: usize,
    /// Hidden units that it begins with.
    pub size: usize,
    /// Counted from 0 for each size and stage.
    pub start: usize,
}

impl Start {
    /// Checks that there can be such a start.
    ///
    /// # Errors
    /// [`Error::Range`] for a stage, size or number out of range.
    pub fn check(self) -> Result<(), Error> {
        for (operand, allowed, value, range) in [
            ("stage", "0 to 20", self.stage, 0..=20),
            ("size", "1 to 116", self.size, 1..=MAX_HIDDEN),
            ("start", "0 to 999999", self.start, 0..=999_999),
        ] {
            if !range.contains(&value) {
                #[expect(clippy::cast_precision_loss, reason = "only printed")]
                return Err(Error::Range { operand, allowed, actual: value as f64 });
            }
        }
        Ok(())
    }
}

/// A network that was learned and proven.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// Where it comes from.
    pub from: Start,
    /// Updates until it was found.
    pub updates: usize,
    /// The proven integers.
    pub fixed: FixedNetwork,
    /// What they were rounded from, in the order of [`crate::Parameters`].
    pub float: Vec<f64>,
}

/// What a search came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The smallest; of two alike the one that came first.
    pub learned: Option<Learned>,
    /// Starts that were tried to their end.
    pub tried: usize,
    /// The steps that were wrong at the end of most of them; empty if one has learned.
    pub hardest: Vec<Hard>,
}

/// A step that starts did not learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hard {
    /// A shortest stream that ends with it.
    pub stream: Vec<usize>,
    /// Starts at whose end it was wrong.
    pub starts: usize,
}

/// The steps that most starts had wrong, the worst first.
pub(super) fn hardest(minimal: &Machine, wrong: &HashMap<(usize, usize), usize>) -> Vec<Hard> {
    let (_, from) = minimal.reached();
    let mut steps: Vec<_> = wrong.iter().map(|(&step, &starts)| (Reverse(starts), step)).collect();
    steps.sort_unstable();
    steps.truncate(MAX_HARDEST);
    let hard = |(Reverse(starts), (state, word))| {
        let mut stream = vec![word];
        let mut at: usize = state;
        while let Some((before, word)) = from[at] {
            stream.push(word);
            at = before;
        }
        stream.reverse();
        Hard { stream, starts }
    };
    steps.into_iter().map(hard).collect()
}
