//! Whole trainings from fresh starts, on all cores.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::batch::{Batch, Samples};
use crate::error::Error;
use crate::init::glorot;
use crate::network::{Workspace, exact_fraction};
use crate::optimizer::Rule;
use crate::progress::Progress;
use crate::real::Real;
use crate::shape::Shape;
use crate::trainer::Trainer;

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

impl<R: Real> Restarts<R> {
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
                    let mut bench = self.bench();
                    loop {
                        let start = next.fetch_add(1, Ordering::Relaxed);
                        if start >= end.load(Ordering::Relaxed) || progress.is_cancelled() {
                            break;
                        }
                        let attempt = self.attempt(start, &mut bench, progress);
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

    fn bench(&self) -> Bench<R> {
        let zeros = vec![0.0; self.shape.parameters()];
        Bench {
            trainer: Trainer::new(self.shape, &zeros, self.rule).expect("checked by new"),
            test: Workspace::for_batch(self.shape, &self.tests[0]),
        }
    }

    fn attempt(&self, start: u64, Bench { trainer, test }: &mut Bench<R>, progress: &Progress) -> Attempt {
        trainer.restart(&glorot(self.shape, self.seed, start)).expect("as many as the shape says");
        let updates = self.epochs * self.batches.len();
        let mut losses = Vec::with_capacity(updates);
        let mut reported = 0;
        for batch in (0..self.epochs).flat_map(|_| &self.batches) {
            if progress.is_cancelled() {
                break;
            }
            let loss = trainer.update(batch);
            losses.push(loss);
            if losses.len() - reported == self.report_after || losses.len() == updates {
                progress.report(start, losses.len() - reported, loss);
                reported = losses.len();
            }
        }
        let (exact, tested) = self.test(trainer.parameters(), test, progress);
        let parameters = trainer.parameters().iter().map(|p| p.to_f64()).collect();
        let finished = tested && losses.len() == updates;
        Attempt { start, losses, exact, parameters, finished }
    }

    /// The share of test samples with every bit right, and whether all were tried; when cancelled, the first
    /// minibatch of them still is.
    fn test(&self, parameters: &[R], workspace: &mut Workspace<R>, progress: &Progress) -> (f64, bool) {
        let (mut right, mut tried) = (0.0, 0.0);
        for (batch, left) in self.tests.iter().zip((0..self.tests.len()).rev()) {
            if !workspace.fits(batch) {
                *workspace = Workspace::for_batch(self.shape, batch);
            }
            #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
            let samples = batch.samples as f64;
            right += (exact_fraction(self.shape, parameters, batch, workspace) * samples).round();
            tried += samples;
            if left > 0 && progress.is_cancelled() {
                return (right / tried, false);
            }
        }
        (right / tried, true)
    }
}

/// What one thread works with, for all its starts.
struct Bench<R> {
    trainer: Trainer<R>,
    test: Workspace<R>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Copying the input is learned by some starts and not by others within few updates.
    fn copying(seed: u64) -> Restarts<f32> {
        let bits: Vec<f64> = (0..400u32).map(|i| f64::from(i * i / 3 % 2)).collect();
        let samples = Samples { samples: 100, steps: 4, inputs: &bits, targets: &bits };
        let rule = Rule::RmspropNesterov { decay: 0.5, learning_rate: 0.05, momentum: 0.8, epsilon: 1e-6 };
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
        let mut bench = restarts.bench();
        let attempt = restarts.attempt(0, &mut bench, &progress);
        assert!(!attempt.finished && attempt.losses.is_empty() && attempt.exact <= 1.0);
        assert!(restarts.attempt(0, &mut bench, &Progress::default()).finished);
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
