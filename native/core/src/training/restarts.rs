//! Whole trainings from fresh starts, on all cores.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::error::Error;
use crate::kernels::Kernels;
use crate::kernels::batch::{Batch, Cut, Samples, Test, elements};
use crate::progress::Progress;
use crate::shape::Shape;
use crate::training::init::glorot;
use crate::training::rule::Rule;
use crate::training::trainer::Trainer;

/// So many states are computed between two reports, or those of one update: a fraction of a millisecond.
const STATES_OF_A_REPORT: usize = 1 << 16;

/// How the training samples are cut into minibatches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Samples of a minibatch.
    pub batch: usize,
    /// Passes over the minibatches.
    pub epochs: usize,
    /// The k-th minibatch starts at sample k (as the tutorial's code does) instead of k · batch.
    pub overlapping: bool,
}

/// What a start has come to.
#[derive(Debug, Clone)]
pub struct TrainedStart {
    /// Number of the start; with the seed it determines the run.
    pub start: u64,
    /// Loss of each update's minibatch, where its gradient was taken.
    pub losses: Vec<f64>,
    /// Share of test samples with every output correct.
    pub accuracy: f64,
    /// Parameters at the end.
    pub parameters: Vec<f64>,
    /// Whether every update was made and every test sample tried; if not, it was cancelled.
    pub finished: bool,
}

/// Everything that all starts share.
#[derive(Debug)]
pub struct Restarts<R> {
    shape: Shape,
    rule: Rule,
    seed: u64,
    epochs: usize,
    batches: Vec<Cut<R>>,
    /// Updates between two reports: one costs what an update of a small network does.
    report_after: usize,
    /// The test samples, cut like the minibatches: between two of them a test can be cancelled.
    tests: Vec<Cut<R>>,
}

impl<R: Kernels> Restarts<R> {
    /// Checks and cuts the samples once, for all starts.
    ///
    /// # Errors
    /// What is wrong with the rule, the sizes or the schedule.
    pub fn new(
        shape: Shape,
        rule: Rule,
        seed: u64,
        schedule: Schedule,
        training: &Samples<'_>,
        test: &Samples<'_>,
    ) -> Result<Self, Error> {
        rule.check::<R>()?;
        let Schedule { batch, epochs, overlapping } = schedule;
        #[expect(clippy::cast_precision_loss, reason = "only printed")]
        if batch == 0 || batch > training.samples {
            return Err(Error::Range {
                operand: "batch",
                allowed: "1 to the number of samples",
                actual: batch as f64,
            });
        }
        let batches = (0..training.samples / batch)
            .map(|k| training.cut(shape, if overlapping { k } else { k * batch }, batch))
            .collect::<Result<_, _>>()?;
        if test.samples == 0 {
            return Err(Error::Range { operand: "test samples", allowed: "1 or more", actual: 0.0 });
        }
        let tests = (0..test.samples)
            .step_by(batch)
            .map(|first| test.cut(shape, first, batch.min(test.samples - first)))
            .collect::<Result<_, _>>()?;
        elements("losses", &[epochs, training.samples / batch])?;
        let states = batch.saturating_mul(training.steps).saturating_mul(shape.hidden);
        let report_after = (STATES_OF_A_REPORT / states).max(1);
        Ok(Self { shape, rule, seed, epochs, batches, report_after, tests })
    }

    /// Runs the starts `first, first + 1, …` in parallel until one has every output of the test samples correct, at
    /// most `limit` of them. Returns the starts from `first` up to that one, in order; the result does not depend on
    /// the number of threads. When cancelled, it returns those that were under way, unfinished, too.
    pub fn run(&self, first: u64, limit: u64, threads: usize, progress: &Progress) -> Vec<TrainedStart> {
        self.run_while(first, limit, threads, progress, |trained| !trained.finished || trained.accuracy < 1.0)
    }

    /// [`Restarts::run`] without an end before `count` starts.
    pub fn run_all(&self, first: u64, count: u64, threads: usize, progress: &Progress) -> Vec<TrainedStart> {
        self.run_while(first, count, threads, progress, |_| true)
    }

    fn run_while(
        &self,
        first: u64,
        limit: u64,
        threads: usize,
        progress: &Progress,
        go_on: impl Fn(&TrainedStart) -> bool + Sync,
    ) -> Vec<TrainedStart> {
        let next = AtomicU64::new(first);
        // One past the last start worth running.
        let end = AtomicU64::new(first.saturating_add(limit));
        let starts = Mutex::new(Vec::new());
        let minibatches = self.minibatches();
        std::thread::scope(|scope| {
            for _ in 0..threads.max(1) {
                scope.spawn(|| {
                    let mut underway = self.underway_with(&minibatches);
                    loop {
                        let start = next.fetch_add(1, Ordering::Relaxed);
                        if start >= end.load(Ordering::Relaxed) || progress.is_cancelled() {
                            break;
                        }
                        let trained = self.run_start(start, &mut underway, progress);
                        if !go_on(&trained) {
                            end.fetch_min(start + 1, Ordering::Relaxed);
                        }
                        starts.lock().unwrap_or_else(PoisonError::into_inner).push(trained);
                    }
                });
            }
        });
        let mut starts = starts.into_inner().unwrap_or_else(PoisonError::into_inner);
        starts.retain(|trained| trained.start < end.load(Ordering::Relaxed));
        starts.sort_unstable_by_key(|trained| trained.start);
        starts
    }

    /// Minibatches to be made, each when one of the threads that share them needs it.
    pub(crate) fn minibatches(&self) -> Arc<Minibatches<R>> {
        Arc::new(Minibatches {
            batches: self.batches.iter().map(|_| OnceLock::new()).collect(),
            tests: self.tests.iter().map(|_| OnceLock::new()).collect(),
        })
    }

    /// What a start is run with; it serves one after the other.
    #[must_use]
    pub fn underway(&self) -> Underway<R> {
        self.underway_with(&self.minibatches())
    }

    /// The same with minibatches that other threads have, too.
    pub(crate) fn underway_with(&self, minibatches: &Arc<Minibatches<R>>) -> Underway<R> {
        let zeros = vec![0.0; self.shape.parameters()];
        Underway {
            start: 0,
            trainer: Trainer::new(self.shape, &zeros, self.rule).expect("checked by new"),
            losses: Vec::new(),
            minibatches: Arc::clone(minibatches),
            tested: 0,
            right: 0.0,
            tried: 0.0,
        }
    }

    /// Begins a start.
    ///
    /// # Panics
    /// When `underway` is of restarts of another shape.
    pub fn begin(&self, start: u64, underway: &mut Underway<R>) {
        underway.start = start;
        underway.trainer.restart(&glorot(self.shape, self.seed, start)).expect("as many as the shape says");
        underway.losses = Vec::with_capacity(self.updates());
        (underway.tested, underway.right, underway.tried) = (0, 0.0, 0.0);
    }

    /// Makes the updates of one report or, when all are made, tests one minibatch: a fraction of a
    /// millisecond with a small network. Returns whether the start is finished.
    pub fn advance(&self, underway: &mut Underway<R>, progress: &Progress) -> bool {
        let Underway { start, trainer, losses, minibatches, tested, .. } = underway;
        let made = losses.len();
        let count = self.report_after.min(self.updates() - made);
        if count > 0 {
            let mut last = 0.0;
            for update in made..made + count {
                let at = update % self.batches.len();
                last = trainer.update(minibatches.batch(self, at));
                losses.push(last);
            }
            progress.report(*start, count, last);
        } else if *tested < self.tests.len() {
            self.test_next(underway);
        }
        underway.losses.len() == self.updates() && underway.tested == self.tests.len()
    }

    /// What the start has come to.
    pub fn end(&self, underway: &mut Underway<R>) -> TrainedStart {
        let finished = underway.losses.len() == self.updates() && underway.tested == self.tests.len();
        if underway.tested == 0 {
            self.test_next(underway);
        }
        TrainedStart {
            start: underway.start,
            losses: std::mem::take(&mut underway.losses),
            accuracy: underway.right / underway.tried,
            parameters: underway.parameters(),
            finished,
        }
    }

    fn run_start(&self, start: u64, underway: &mut Underway<R>, progress: &Progress) -> TrainedStart {
        self.begin(start, underway);
        while !progress.is_cancelled() && !self.advance(underway, progress) {}
        self.end(underway)
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    pub(crate) fn rule(&self) -> Rule {
        self.rule
    }

    fn updates(&self) -> usize {
        self.epochs * self.batches.len()
    }

    /// Tries one more minibatch of the test samples.
    fn test_next(&self, Underway { trainer, minibatches, tested, right, tried, .. }: &mut Underway<R>) {
        let cut = &self.tests[*tested];
        let test = minibatches.tests[*tested].get_or_init(|| cut.test());
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
        let samples = cut.samples as f64;
        *right += (trainer.accuracy(test) * samples).round();
        *tried += samples;
        *tested += 1;
    }
}

/// Minibatches as the kernels want them, each made once, when it is due. They are not part of [`Restarts`] because they
/// are many times larger than what they are made from: memory that the next run has again.
#[derive(Debug)]
pub(crate) struct Minibatches<R> {
    batches: Vec<OnceLock<Batch<R>>>,
    tests: Vec<OnceLock<Test<R>>>,
}

impl<R: Kernels> Minibatches<R> {
    fn batch(&self, restarts: &Restarts<R>, at: usize) -> &Batch<R> {
        self.batches[at].get_or_init(|| restarts.batches[at].batch())
    }

    /// All minibatches of the training.
    pub(crate) fn all<'a>(&'a self, restarts: &'a Restarts<R>) -> impl Iterator<Item = &'a Batch<R>> + Clone {
        (0..self.batches.len()).map(move |at| self.batch(restarts, at))
    }
}

/// A start on its way, with every buffer it needs: who has no threads can do other things between its updates.
#[derive(Debug)]
pub struct Underway<R> {
    start: u64,
    trainer: Trainer<R>,
    losses: Vec<f64>,
    minibatches: Arc<Minibatches<R>>,
    /// Minibatches of the test that were tried, and of their samples those with every output correct, and all.
    tested: usize,
    right: f64,
    tried: f64,
}

impl<R: Kernels> Underway<R> {
    /// Whether an output of the test samples was wrong so far.
    pub(crate) fn has_erred(&self) -> bool {
        self.right < self.tried
    }

    pub(crate) fn parameters(&self) -> Vec<f64> {
        self.trainer.parameters().iter().map(|p| p.to_f64()).collect()
    }
}

#[cfg(test)]
mod tests;
