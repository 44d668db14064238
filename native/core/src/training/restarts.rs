//! Whole trainings from fresh starts, on all cores.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::kernels::Kernels;
use crate::kernels::batch::{Batch, Samples, elements};
use crate::kernels::network::exact_fraction;
use crate::kernels::workspace::Workspace;
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

/// One training run, from a fresh start to its test.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Number of the start; with the seed it determines the run.
    pub start: u64,
    /// Loss of each update's minibatch, where its gradient was taken.
    pub losses: Vec<f64>,
    /// Share of test samples with every bit right.
    pub exact: f64,
    /// Parameters at the end.
    pub parameters: Vec<f64>,
    /// Whether every update was made and every test sample answered; if not, the run was cancelled.
    pub finished: bool,
}

/// Everything that all starts share.
#[derive(Debug)]
pub struct Restarts<R> {
    shape: Shape,
    rule: Rule,
    seed: u64,
    epochs: usize,
    batches: Vec<Batch<R>>,
    /// Updates between two reports: one costs what an update of a small network does.
    report_after: usize,
    /// The test samples, cut like the minibatches: between two of them a test can be cancelled.
    tests: Vec<Batch<R>>,
}

impl<R: Kernels> Restarts<R> {
    /// Cuts the minibatches once, for all starts.
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
            .map(|k| training.batch(shape, if overlapping { k } else { k * batch }, batch))
            .collect::<Result<_, _>>()?;
        if test.samples == 0 {
            return Err(Error::Range { operand: "test samples", allowed: "1 or more", actual: 0.0 });
        }
        let tests = (0..test.samples)
            .step_by(batch)
            .map(|first| test.batch(shape, first, batch.min(test.samples - first)))
            .collect::<Result<_, _>>()?;
        elements("losses", &[epochs, training.samples / batch])?;
        let states = batch.saturating_mul(training.steps).saturating_mul(shape.hidden);
        let report_after = (STATES_OF_A_REPORT / states).max(1);
        Ok(Self { shape, rule, seed, epochs, batches, report_after, tests })
    }

    /// Runs the starts `first, first + 1, …` in parallel until one answers every test sample right, at most `limit`
    /// of them. Returns the attempts from `first` up to that one, in order; the result does not depend on the
    /// number of threads. When cancelled, it returns those that were under way, unfinished, too.
    pub fn run(&self, first: u64, limit: u64, threads: usize, progress: &Progress) -> Vec<Attempt> {
        self.run_while(first, limit, threads, progress, |attempt| !attempt.finished || attempt.exact < 1.0)
    }

    /// [`Restarts::run`] without an end before `count` starts.
    pub fn run_all(&self, first: u64, count: u64, threads: usize, progress: &Progress) -> Vec<Attempt> {
        self.run_while(first, count, threads, progress, |_| true)
    }

    fn run_while(
        &self,
        first: u64,
        limit: u64,
        threads: usize,
        progress: &Progress,
        go_on: impl Fn(&Attempt) -> bool + Sync,
    ) -> Vec<Attempt> {
        let next = AtomicU64::new(first);
        // One past the last start worth running.
        let end = AtomicU64::new(first.saturating_add(limit));
        let attempts = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads.max(1) {
                scope.spawn(|| {
                    let mut underway = self.underway();
                    loop {
                        let start = next.fetch_add(1, Ordering::Relaxed);
                        if start >= end.load(Ordering::Relaxed) || progress.is_cancelled() {
                            break;
                        }
                        let attempt = self.attempt(start, &mut underway, progress);
                        if !go_on(&attempt) {
                            end.fetch_min(start + 1, Ordering::Relaxed);
                        }
                        attempts.lock().unwrap_or_else(PoisonError::into_inner).push(attempt);
                    }
                });
            }
        });
        let mut attempts = attempts.into_inner().unwrap_or_else(PoisonError::into_inner);
        attempts.retain(|attempt| attempt.start < end.load(Ordering::Relaxed));
        attempts.sort_unstable_by_key(|attempt| attempt.start);
        attempts
    }

    /// What a start is run with; it serves one after the other.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "checked by new")]
    pub fn underway(&self) -> Underway<R> {
        let zeros = vec![0.0; self.shape.parameters()];
        Underway {
            start: 0,
            trainer: Trainer::new(self.shape, &zeros, self.rule).expect("checked by new"),
            losses: Vec::new(),
            test: Workspace::for_batch(self.shape, &self.tests[0]),
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

    /// Makes the updates of one report or, when all are made, answers one minibatch of the test: a fraction of a
    /// millisecond with a small network. Returns whether the start is finished.
    pub fn advance(&self, underway: &mut Underway<R>, progress: &Progress) -> bool {
        let Underway { start, trainer, losses, tested, .. } = underway;
        let made = losses.len();
        let count = self.report_after.min(self.updates() - made);
        if count > 0 {
            let mut last = 0.0;
            for update in made..made + count {
                last = trainer.update(&self.batches[update % self.batches.len()]);
                losses.push(last);
            }
            progress.report(*start, count, last);
        } else if *tested < self.tests.len() {
            self.test_next(underway);
        }
        underway.losses.len() == self.updates() && underway.tested == self.tests.len()
    }

    /// What the start has come to.
    pub fn end(&self, underway: &mut Underway<R>) -> Attempt {
        let finished = underway.losses.len() == self.updates() && underway.tested == self.tests.len();
        if underway.tested == 0 {
            self.test_next(underway);
        }
        Attempt {
            start: underway.start,
            losses: std::mem::take(&mut underway.losses),
            exact: underway.right / underway.tried,
            parameters: underway.parameters(),
            finished,
        }
    }

    fn attempt(&self, start: u64, underway: &mut Underway<R>, progress: &Progress) -> Attempt {
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

    pub(crate) fn minibatches(&self) -> &[Batch<R>] {
        &self.batches
    }

    fn updates(&self) -> usize {
        self.epochs * self.batches.len()
    }

    /// Answers one more minibatch of the test samples.
    fn test_next(&self, Underway { trainer, test, tested, right, tried, .. }: &mut Underway<R>) {
        let batch = &self.tests[*tested];
        if !test.fits(batch) {
            *test = Workspace::for_batch(self.shape, batch);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
        let samples = batch.samples as f64;
        *right += (exact_fraction(self.shape, trainer.parameters(), batch, test) * samples).round();
        *tried += samples;
        *tested += 1;
    }
}

/// A start on its way, with every buffer it needs: who has no threads can do other things between its updates.
#[derive(Debug)]
pub struct Underway<R> {
    start: u64,
    trainer: Trainer<R>,
    losses: Vec<f64>,
    test: Workspace<R>,
    /// Minibatches of the test that were answered, and of their samples those with every bit right, and all.
    tested: usize,
    right: f64,
    tried: f64,
}

impl<R: Kernels> Underway<R> {
    /// Whether a test sample so far was answered wrong.
    pub(crate) fn has_erred(&self) -> bool {
        self.right < self.tried
    }

    pub(crate) fn parameters(&self) -> Vec<f64> {
        self.trainer.parameters().iter().map(|p| p.to_f64()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real as _;

    /// Copying the input is learned by some starts and not by others within few updates.
    fn copying(seed: u64) -> Restarts<f32> {
        let bits: Vec<f64> = (0..400u32).map(|i| f64::from(i * i / 3 % 2)).collect();
        let samples = Samples { samples: 100, steps: 4, inputs: &bits, targets: &bits };
        let rule = Rule::Rmsprop { decay: 0.5, learning_rate: 0.05, momentum: 0.8, epsilon: 1e-6 };
        let schedule = Schedule { batch: 20, epochs: 2, overlapping: false };
        let shape = Shape::new(1, 2, 1).expect("valid sizes");
        Restarts::new(shape, rule, seed, schedule, &samples, &samples).expect("valid")
    }

    fn fingerprint(attempts: &[Attempt]) -> Vec<(u64, Vec<u64>)> {
        attempts.iter().map(|a| (a.start, a.parameters.iter().map(|p| p.to_bits()).collect())).collect()
    }

    #[test]
    fn the_number_of_threads_does_not_change_a_bit() {
        for seed in 0..10 {
            let restarts = copying(seed);
            let alone = restarts.run(0, 9, 1, &Progress::default());
            let together = restarts.run(0, 9, 8, &Progress::default());
            assert_eq!(fingerprint(&alone), fingerprint(&together));
        }
    }

    #[test]
    fn attempts_end_with_the_first_that_passes() {
        let attempts = copying(1).run(0, 50, 4, &Progress::default());
        let (last, dropped) = attempts.split_last().expect("at least one attempt");
        assert!(last.exact >= 1.0 && dropped.iter().all(|a| a.exact < 1.0));
        assert!(attempts.iter().zip(0..).all(|(a, start)| a.start == start));
    }

    #[test]
    fn running_all_starts_does_not_end_at_the_first_that_passes_and_changes_none() {
        let some = copying(1).run(0, 50, 2, &Progress::default());
        let all = copying(1).run_all(0, 50, 2, &Progress::default());
        assert_eq!(all.len(), 50);
        assert_eq!(fingerprint(&all[..some.len()]), fingerprint(&some));
    }

    #[test]
    fn every_update_is_reported_by_the_end_however_many_go_into_a_report() {
        for report_after in [1, 3, 10, 1000] {
            let restarts = Restarts { report_after, ..copying(1) };
            let progress = Progress::default();
            let attempts = restarts.run_all(0, 5, 2, &progress);
            let updates: usize = attempts.iter().map(|attempt| attempt.losses.len()).sum();
            let (_, reported, loss) = progress.read();
            assert_eq!(reported, updates as u64);
            assert!(attempts.iter().any(|attempt| attempt.losses.last() == Some(&loss)));
        }
    }

    #[test]
    fn a_cancelled_run_starts_nothing_new() {
        let progress = Progress::default();
        progress.cancel();
        assert!(copying(1).run(0, 50, 2, &progress).is_empty());
    }

    #[test]
    fn the_test_counts_every_sample_though_it_is_cut() {
        let bits: Vec<f64> = (0..360u32).map(|i| f64::from(i * i / 3 % 2)).collect();
        let samples = Samples { samples: 90, steps: 4, inputs: &bits, targets: &bits };
        let restarts = copying(3);
        let shape = restarts.shape;
        let whole = samples.batch(shape, 0, 90).expect("in range");
        let tests =
            [0, 40, 80].map(|first| samples.batch(shape, first, 40.min(90 - first)).expect("in range"));
        let restarts = Restarts { tests: tests.to_vec(), ..restarts };
        for attempt in restarts.run(0, 9, 2, &Progress::default()) {
            let parameters: Vec<f32> = attempt.parameters.iter().map(|&p| f32::of(p)).collect();
            let mut workspace = Workspace::for_batch(shape, &whole);
            let exact = exact_fraction(shape, &parameters, &whole, &mut workspace);
            assert!((attempt.exact - exact).abs() < 1e-12 && attempt.finished);
        }
    }

    #[test]
    fn an_attempt_under_way_ends_unfinished_when_cancelled() {
        let restarts = copying(1);
        let progress = Progress::default();
        progress.cancel();
        let mut underway = restarts.underway();
        let attempt = restarts.attempt(0, &mut underway, &progress);
        assert!(!attempt.finished && attempt.losses.is_empty() && attempt.exact <= 1.0);
        assert!(restarts.attempt(0, &mut underway, &Progress::default()).finished);
    }

    #[test]
    fn a_batch_larger_than_the_samples_is_refused() {
        let bits = [0.0; 4];
        let samples = Samples { samples: 4, steps: 1, inputs: &bits, targets: &bits };
        let rule = Rule::Sgd { learning_rate: 0.1, momentum: 0.0 };
        let schedule = Schedule { batch: 5, epochs: 1, overlapping: false };
        let shape = Shape::new(1, 1, 1).expect("valid sizes");
        assert!(Restarts::<f32>::new(shape, rule, 1, schedule, &samples, &samples).is_err());
    }
}
