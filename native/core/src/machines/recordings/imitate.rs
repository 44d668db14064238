use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::chunks::{Chunks, Recordings};
use super::extract::{errors, extract};
use super::round::round;
use super::walks::{Parts, Sizes, Units, Workspace};
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::error::Error;
use crate::kernels::lanes::Lanes;
use crate::limits::{MAX_UNITS_FROM_RECORDINGS, UNITS_FROM_RECORDINGS};
use crate::machines::adam::Adam;
use crate::machines::minimize::minimize;
use crate::machines::outcome::Start;
use crate::machines::progress::SearchProgress;
use crate::machines::rows::Row;
use crate::machines::threads::on_threads;

/// Network states that an imitation may reach.
const MAX_STATES: usize = 4096;
/// States of its minimal machine.
const MAX_MINIMAL: usize = 256;
/// Starts that are looked at together, whatever the number of cores.
const ROUND: usize = 8;
/// Of so many recorded bits one may be wrong.
const FEW: u64 = 20;
/// Updates between two looks at what the rounded network does.
const CHECK: usize = 50;
/// Steps of an update, about.
const STEPS: usize = 480;

/// How long networks are looked for that do what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imitation {
    seed: u64,
    sizes: Vec<usize>,
    starts: usize,
    updates: usize,
}

/// A network that was learned from recordings.
#[derive(Debug, Clone, PartialEq)]
pub struct Imitated {
    /// Which start it comes from; its stage is 0.
    pub from: Start,
    /// Updates until it was found.
    pub updates: usize,
    /// Its integers: threshold units.
    pub fixed: FixedNetwork,
    /// Recorded output bits that it does otherwise.
    pub errors: u64,
    /// The minimal machine that it is, for words that were recorded.
    pub machine: Machine,
}

impl Imitation {
    /// For each of the sizes, hidden units, so many starts of so many updates. The seed numbers the streams of random
    /// numbers that they draw from.
    ///
    /// # Errors
    /// [`Error::Range`] for numbers that are not allowed.
    pub fn new(seed: u64, sizes: Vec<usize>, starts: usize, updates: usize) -> Result<Self, Error> {
        #[expect(clippy::cast_precision_loss, reason = "only printed")]
        let range = |operand, allowed, actual| Err(Error::Range { operand, allowed, actual: actual as f64 });
        for (operand, value) in [("starts", starts), ("updates", updates)] {
            if !(1..=1_000_000).contains(&value) {
                return range(operand, "1 to 1000000", value);
            }
        }
        if let Some(&size) = sizes.iter().find(|size| !(1..=MAX_UNITS_FROM_RECORDINGS).contains(*size)) {
            return range("sizes", UNITS_FROM_RECORDINGS, size);
        }
        if sizes.is_empty() {
            return range("sizes", "1 or more of them", 0);
        }
        Ok(Self { seed, sizes, starts, updates })
    }

    /// Runs the starts on so many threads. Of the networks they come to, the one that takes the fewest bits to describe
    /// together with what was recorded otherwise; the outcome does not depend on the number of threads. Ends early once
    /// a network does all that was recorded. When cancelled, starts under way are dropped.
    #[must_use]
    pub fn run(
        &self,
        recordings: &Recordings,
        threads: usize,
        progress: &SearchProgress<Imitated>,
    ) -> Option<Imitated> {
        let chunks = Chunks::of(recordings);
        let words = recordings.words();
        let starts: Vec<Start> = (0..self.starts)
            .flat_map(|start| self.sizes.iter().map(move |&size| Start { stage: 0, size, start }))
            .collect();
        let mut best: Option<(f64, Imitated)> = None;
        for round in starts.chunks(ROUND) {
            let next = AtomicUsize::new(0);
            let found = Mutex::new(vec![]);
            let shortest = best.as_ref().map_or(f64::INFINITY, |(length, _)| *length);
            on_threads(threads.min(round.len()), || {
                while let Some(&start) = round.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let imitated = self.learn(start, recordings, &chunks, &words, progress);
                    if let Some((length, imitated)) = imitated {
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        if found.iter().all(|(other, _)| length < *other) && length < shortest {
                            progress.found(imitated.errors, &imitated);
                        }
                        found.push((length, imitated));
                    }
                    progress.tried();
                }
            });
            let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
            found.sort_by_key(|(_, imitated): &(f64, Imitated)| imitated.from);
            let mut is_better = false;
            for (length, imitated) in found {
                if best.as_ref().is_none_or(|(shortest, _)| length < *shortest) {
                    best = Some((length, imitated));
                    is_better = true;
                }
            }
            // Few bits that differ, and nobody finds fewer: these are wrong.
            let is_done = |errors: u64| errors == 0 || !is_better && errors * FEW <= recordings.bits();
            if progress.is_cancelled() || best.as_ref().is_some_and(|(_, best)| is_done(best.errors)) {
                break;
            }
        }
        best.map(|(_, imitated)| imitated)
    }

    /// Runs one start again; nothing if it comes to no network, or was cancelled.
    #[must_use]
    pub fn repeat(
        &self,
        recordings: &Recordings,
        start: Start,
        progress: &SearchProgress<Imitated>,
    ) -> Option<Imitated> {
        let found = self.learn(start, recordings, &Chunks::of(recordings), &recordings.words(), progress);
        found.map(|(_, imitated)| imitated)
    }

    /// Trains one start; the network that it came to which is shortest to describe.
    fn learn(
        &self,
        from: Start,
        recordings: &Recordings,
        chunks: &Chunks,
        words: &[usize],
        progress: &SearchProgress<Imitated>,
    ) -> Option<(f64, Imitated)> {
        let sizes = Sizes { inputs: recordings.inputs, hidden: from.size, outputs: recordings.outputs };
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream((from.size as u64) << 32 | from.start as u64);
        let mut network = fresh(&sizes, &mut random);
        let noise: Vec<Row> = (0..1021)
            .map(|_| {
                Lanes(std::array::from_fn(|_| {
                    2.0 * (0..3).map(|_| random.random::<f32>() - 0.5).sum::<f32>()
                }))
            })
            .collect();
        let mut workspace = Workspace::new(sizes, chunks);
        let mut optimizers =
            [&network.units, &network.readouts, &network.initial].map(|part| Adam::new(part.values.len()));
        let mut order: Vec<usize> = vec![];
        let mut best: Option<(f64, Imitated)> = None;
        for update in 0..self.updates {
            let mut chosen = vec![];
            let mut steps = 0;
            while steps < STEPS && chosen.len() < chunks.list.len() {
                if order.is_empty() {
                    order = (0..chunks.list.len()).collect();
                    order.shuffle(&mut random);
                }
                let chunk = order.pop().expect("just filled");
                steps += chunks.list[chunk].steps.len();
                chosen.push(chunk);
            }
            #[expect(clippy::cast_precision_loss, reason = "far below 2^24")]
            let part = update as f32 / self.updates as f32;
            let units = Units { hard: part >= 0.5, noise: if part >= 0.5 { 0.0 } else { part } };
            workspace.differentiate(&network, chunks, &chosen, &noise[update * 131 % 900..], units);
            let rate = 0.02 - 0.016 * part;
            let gradient = &workspace.gradient;
            let parts = [
                (&mut network.units, &gradient.units),
                (&mut network.readouts, &gradient.readouts),
                (&mut network.initial, &gradient.initial),
            ];
            for (optimizer, (parameters, gradient)) in optimizers.iter_mut().zip(parts) {
                optimizer.update(&mut parameters.values, &gradient.values, rate);
            }
            if (update + 1) % CHECK == 0 {
                progress.updated(from, CHECK);
                if progress.is_cancelled() {
                    return None;
                }
                let fixed = round(&network, &sizes);
                let wrong = errors(&fixed, recordings);
                let shortest = best.as_ref().map_or(f64::INFINITY, |(length, _)| *length);
                if bits_of_errors(wrong, recordings) >= shortest {
                    continue;
                }
                let Some(machine) = extract(&fixed, words, MAX_STATES) else { continue };
                let machine = minimize(&machine);
                let states = machine.states();
                let length = length(states, words.len(), wrong, recordings);
                if states <= MAX_MINIMAL && length < shortest {
                    let imitated = Imitated { from, updates: update + 1, fixed, errors: wrong, machine };
                    best = Some((length, imitated));
                    if wrong == 0 {
                        break;
                    }
                }
            }
        }
        best
    }
}

/// Bits that say which recorded bits are otherwise.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn bits_of_errors(errors: u64, recordings: &Recordings) -> f64 {
    errors as f64 * libm::log2(recordings.bits().max(2) as f64)
}

/// Bits of a machine's table, and of what was recorded otherwise.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn length(states: usize, words: usize, errors: u64, recordings: &Recordings) -> f64 {
    let entry = libm::log2(states.max(2) as f64) + recordings.outputs as f64;
    (states * words) as f64 * entry + bits_of_errors(errors, recordings)
}

/// Weights uniform in the bounds of Glorot and Bengio (2010).
fn fresh(sizes: &Sizes, random: &mut ChaCha8Rng) -> Parts {
    let Sizes { inputs, hidden, outputs } = *sizes;
    #[expect(clippy::cast_precision_loss, reason = "sizes below 2^13")]
    let bound = |size: usize| (6.0 / size as f32).sqrt();
    let mut network = Parts::zero(sizes);
    let sources = inputs + 1 + hidden;
    for (matrix, rows, columns, bound) in [
        (&mut network.units, sources, hidden, bound(sources + hidden)),
        (&mut network.readouts, 1 + hidden, outputs, bound(hidden + outputs)),
        (&mut network.initial, 1, hidden, 1.0),
    ] {
        for row in 0..rows {
            for column in 0..columns {
                *matrix.at_mut(row, column) = bound * (2.0 * random.random::<f32>() - 1.0);
            }
        }
    }
    network
}

#[cfg(test)]
mod tests;
