use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::arcs::Arcs;
use super::coding::Coding;
use super::construct::construct;
use super::minimize::minimize;
use super::outcome::{Effort, Learned, Outcome, Start, hardest};
use super::perceptrons::float_parameters;
use super::progress::SearchProgress;
use super::start::{MAX_HIDDEN, Plan, train};
use super::threads::on_threads;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::automata::prove::{Verdict, prove};
use crate::error::Error;
use crate::limits::MAX_PAIRS;
use crate::shape::Shape;

/// Jobs that are looked at together, whatever the number of cores.
const ROUND: usize = 8;

/// So many times the starts of a stage look for fewer units, once more were proven to do.
const FEWER_STARTS: usize = 4;

/// A search for networks that do what one machine specifies.
#[derive(Debug)]
pub struct Search {
    machine: Machine,
    minimal: Machine,
    constructed: Result<FixedNetwork, usize>,
    arcs: Arcs,
    /// Arcs that share a code: those that lead to the same, those of one unit of the construction, or none.
    classes: [Vec<usize>; 3],
    effort: Effort,
}

impl Search {
    /// Minimizes the machine and constructs its network.
    ///
    /// # Errors
    /// [`Error::Range`] for an effort without starts, updates or stages.
    pub fn new(machine: Machine, effort: Effort) -> Result<Self, Error> {
        for (operand, value) in [
            ("starts", effort.starts),
            ("updates", effort.updates),
            ("stages", effort.stages),
            ("max starts", effort.max_starts),
        ] {
            if !(1..=1_000_000).contains(&value) {
                #[expect(clippy::cast_precision_loss, reason = "only printed")]
                return Err(Error::Range { operand, allowed: "1 to 1000000", actual: value as f64 });
            }
        }
        let minimal = minimize(&machine);
        let constructed = construct(&minimal);
        let arcs = Arcs::new(&minimal);
        let classes = [arcs.by_step(), arcs.by_leaf(), arcs.alone()];
        Ok(Self { machine, minimal, constructed, arcs, classes, effort })
    }

    /// What the machine was reduced to.
    #[must_use]
    pub fn minimal(&self) -> &Machine {
        &self.minimal
    }

    /// The network with one unit for each transition cube, or how many units that would take.
    ///
    /// # Errors
    /// The number of units, if it is more than [`super::MAX_UNITS`].
    pub fn constructed(&self) -> Result<&FixedNetwork, usize> {
        self.constructed.as_ref().map_err(|&units| units)
    }

    /// Runs the starts stage by stage, from small sizes to large, on so many threads; the outcome does not depend on
    /// their number. When cancelled, starts under way are dropped.
    pub fn run(&self, threads: usize, progress: &SearchProgress) -> Outcome {
        let mut outcome = Outcome::default();
        let mut wrong: HashMap<(usize, usize), usize> = HashMap::new();
        let yardstick = self.constructed.as_ref().map_or(u64::MAX, FixedNetwork::bits);
        for stage in 0..self.effort.stages {
            let mut sizes = self.sizes();
            let mut count = self.effort.starts;
            let only_fewer = outcome
                .learned
                .as_ref()
                .is_some_and(|learned| learned.fixed.bits() <= yardstick && !self.is_preferred(learned));
            if only_fewer {
                // What is still wanted has few units; some of those it begins with will be left out.
                sizes.retain(|&size| size <= self.effort.preferred + self.effort.preferred / 2);
                count *= FEWER_STARTS;
            }
            let starts: Vec<Start> = sizes
                .iter()
                .flat_map(|&size| (0..count).map(move |start| Start { stage, size, start }))
                .collect();
            for round in starts.chunks(ROUND) {
                let best = outcome.learned.as_ref().filter(|learned| self.is_preferred(learned));
                let best = best.map_or(u64::MAX, |learned| learned.fixed.bits());
                let left = self.effort.max_starts - outcome.tried;
                let hopeful = |start: &Start| self.least_bits(start.size) < best;
                let round: Vec<Start> = round.iter().copied().filter(hopeful).take(left).collect();
                for tried in self.tried(&round, threads, progress) {
                    outcome.tried += 1;
                    match tried {
                        Ok(learned) => {
                            let rank =
                                |learned: &Learned| (!self.is_preferred(learned), learned.fixed.bits());
                            if outcome.learned.as_ref().is_none_or(|best| rank(&learned) < rank(best)) {
                                progress.found(learned.fixed.bits(), &learned);
                                outcome.learned = Some(learned);
                            }
                        }
                        Err(steps) => steps.into_iter().for_each(|step| *wrong.entry(step).or_insert(0) += 1),
                    }
                    progress.tried();
                }
                if progress.is_cancelled() {
                    break;
                }
            }
            let is_done = |learned: &Learned| {
                let is_hopeless = learned.fixed.hidden > 2 * self.effort.preferred;
                learned.fixed.bits() <= yardstick && (self.is_preferred(learned) || is_hopeless || only_fewer)
            };
            if progress.is_cancelled() || outcome.learned.as_ref().is_some_and(is_done) {
                break;
            }
        }
        if outcome.learned.is_none() {
            outcome.hardest = hardest(&self.minimal, &wrong);
        }
        outcome
    }

    fn is_preferred(&self, learned: &Learned) -> bool {
        learned.fixed.hidden <= self.effort.preferred
    }

    /// Runs one start again; nothing if it does not learn.
    #[must_use]
    pub fn repeat(&self, start: Start, progress: &SearchProgress) -> Option<Learned> {
        self.learn(start, progress)?.ok()
    }

    /// Sizes from the fewest units that tell all codes apart, each a quarter larger, to twice those of the
    /// construction: the more there are, the more can be left out.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        let codes = self.classes[0].iter().max().map_or(1, |max| max + 1);
        let min = ((usize::BITS - (codes - 1).leading_zeros()) as usize).clamp(1, MAX_HIDDEN);
        let units = match &self.constructed {
            Ok(network) => network.hidden,
            Err(units) => *units,
        };
        let max = (2 * units).max(min + 3).min(MAX_HIDDEN);
        std::iter::successors(Some(min), |size| Some(size + 1 + size / 4))
            .take_while(|&size| size <= max)
            .collect()
    }

    /// Bits of a network of this size whose units are all needed and whose weights have two bits.
    fn least_bits(&self, size: usize) -> u64 {
        // Some units are usually left out.
        let (inputs, outputs) = (self.machine.inputs(), self.machine.outputs());
        Shape { inputs, hidden: size.div_ceil(2), outputs }.constants() as u64 * 2
    }

    /// What comes of starts, in order; those that were cancelled are missing.
    fn tried(
        &self,
        starts: &[Start],
        threads: usize,
        progress: &SearchProgress,
    ) -> Vec<Result<Learned, Vec<(usize, usize)>>> {
        let next = AtomicUsize::new(0);
        let tried = Mutex::new(vec![]);
        on_threads(threads.min(starts.len()), || {
            while let Some(&start) = starts.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Some(result) = self.learn(start, progress) {
                    tried.lock().unwrap_or_else(PoisonError::into_inner).push((start, result));
                }
            }
        });
        let mut tried = tried.into_inner().unwrap_or_else(PoisonError::into_inner);
        tried.sort_by_key(|(start, _)| *start);
        tried.into_iter().map(|(_, result)| result).collect()
    }

    /// Trains from one start; nothing if cancelled. An error holds the steps of the minimal machine that stay wrong.
    fn learn(&self, start: Start, progress: &SearchProgress) -> Option<Result<Learned, Vec<(usize, usize)>>> {
        let coding = Coding::new(&self.minimal, &self.arcs, start.size, &self.classes[start.start % 3]);
        let plan = Plan::new(self.effort.updates << start.stage.min(20));
        let stream = (start.stage as u64) << 48 | (start.size as u64) << 32 | start.start as u64;
        let mut updates = 0;
        let trained = train(&self.minimal, coding, self.effort.seed, stream, &plan, |more| {
            updates += more;
            progress.updated(start, more);
            !progress.is_cancelled()
        })?;
        Some(match trained {
            Ok((fixed, coding, perceptrons)) => {
                // What was learned is only what is proven.
                match prove(&fixed, &self.machine, MAX_PAIRS) {
                    Verdict::Proven { .. } => {
                        let float = float_parameters(&coding, &perceptrons, self.machine.inputs());
                        Ok(Learned { from: start, updates, fixed, float })
                    }
                    _ => Err(vec![]),
                }
            }
            Err(wrong) => Err(wrong),
        })
    }
}

#[cfg(test)]
mod tests;
