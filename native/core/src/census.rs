//! What becomes of many starts: trained, tested and judged on all cores.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::automata::prove::Verdict;
use crate::error::{Error, check_length};
use crate::judge::Judge;
use crate::kernels::Kernels;
use crate::progress::Progress;
use crate::training::restarts::{Minibatches, Restarts, Underway};

/// How many starts came how far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// Trained and judged to the end.
    pub starts: u64,
    /// Answered every test sample right.
    pub learned: u64,
    /// Proven in the first rounding.
    pub proven: u64,
    /// Have no scale in the first rounding.
    pub not_quantizable: u64,
    /// Reach too many pairs in the first rounding.
    pub undecided: u64,
    /// Disproved in the first rounding, by the steps of the shortest counterexample.
    pub disproved: BTreeMap<usize, u64>,
    /// Not proven in the first rounding, but in another one.
    pub rounded: u64,
    /// Proven after fine-tuning.
    pub tuned: u64,
}

impl Census {
    fn add(&mut self, other: &Self) {
        self.starts += other.starts;
        self.learned += other.learned;
        self.proven += other.proven;
        self.not_quantizable += other.not_quantizable;
        self.undecided += other.undecided;
        for (&steps, &count) in &other.disproved {
            *self.disproved.entry(steps).or_default() += count;
        }
        self.rounded += other.rounded;
        self.tuned += other.tuned;
    }
}

impl<R: Kernels> Restarts<R> {
    /// # Errors
    /// [`Error::Length`] when the judge is of another shape.
    pub fn check_judge(&self, judge: &Judge) -> Result<(), Error> {
        let (expected, actual) = (self.shape(), judge.shape());
        check_length("judged inputs", actual.inputs, expected.inputs)?;
        check_length("judged hidden states", actual.hidden, expected.hidden)?;
        check_length("judged outputs", actual.outputs, expected.outputs)
    }

    /// Counts what becomes of `count` starts from `first`. It does not depend on the number of threads. When
    /// cancelled, the starts that were under way are not counted.
    ///
    /// # Panics
    /// When the judge is of another shape.
    pub fn census(
        &self,
        first: u64,
        count: u64,
        threads: usize,
        progress: &Progress,
        judge: &Judge,
    ) -> Census {
        let next = AtomicU64::new(first);
        let end = first.saturating_add(count);
        let minibatches = self.minibatches();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.max(1))
                .map(|_| {
                    scope.spawn(|| {
                        let (mut underway, mut judge) = (self.underway_with(&minibatches), judge.clone());
                        let mut counted = Census::default();
                        loop {
                            let start = next.fetch_add(1, Ordering::Relaxed);
                            if start >= end || progress.is_cancelled() {
                                return counted;
                            }
                            self.begin(start, &mut underway);
                            let finished = loop {
                                // One wrong answer is enough: how many there are is not counted.
                                if self.advance(&mut underway, progress) || underway.has_erred() {
                                    break true;
                                }
                                if progress.is_cancelled() {
                                    break false;
                                }
                            };
                            if !finished {
                                return counted;
                            }
                            counted.starts += 1;
                            if !underway.has_erred() {
                                self.judge(&underway, &minibatches, &mut judge, &mut counted);
                            }
                        }
                    })
                })
                .collect();
            threads.into_iter().fold(Census::default(), |mut sum, thread| {
                sum.add(&thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
                sum
            })
        })
    }

    fn judge(
        &self,
        underway: &Underway<R>,
        minibatches: &Minibatches<R>,
        judge: &mut Judge,
        counted: &mut Census,
    ) {
        counted.learned += 1;
        let parameters = &underway.parameters();
        match judge.judge(parameters, 1).expect("of this shape").verdict {
            Some(Verdict::Proven { .. }) => {
                counted.proven += 1;
                return;
            }
            Some(Verdict::Disproved(stream)) => *counted.disproved.entry(stream.len()).or_default() += 1,
            Some(Verdict::Undecided(_)) => counted.undecided += 1,
            None => counted.not_quantizable += 1,
        }
        let minibatches = &minibatches.all(self);
        let tuned = judge.judge_and_tune(parameters, self.rule(), minibatches).expect("of this shape");
        if tuned.is_proven() {
            *(if tuned.rounds > 0 { &mut counted.tuned } else { &mut counted.rounded }) += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::fixed::Widths;
    use crate::automata::machine::tests::parity;
    use crate::judge::ROUNDINGS;
    use crate::kernels::batch::Samples;
    use crate::shape::Shape;
    use crate::training::restarts::Schedule;
    use crate::training::rule::Rule;

    const BYTES: Widths = Widths { weight: 8, state: 8, table: 8 };

    /// Parity of streams of four bits, which some starts learn, and a judge of it.
    fn parities() -> (Restarts<f32>, Judge) {
        let inputs: Vec<f64> = (0..640u32).map(|i| f64::from(i * i / 7 % 2)).collect();
        let targets: Vec<f64> = inputs
            .chunks_exact(4)
            .flat_map(|bits| (1..=4).map(|steps| bits[..steps].iter().sum::<f64>() % 2.0).collect::<Vec<_>>())
            .collect();
        let samples = Samples { samples: 160, steps: 4, inputs: &inputs, targets: &targets };
        let rule = Rule::Rmsprop { decay: 0.5, learning_rate: 0.05, momentum: 0.8, epsilon: 1e-6 };
        let schedule = Schedule { batch: 20, epochs: 20, overlapping: false };
        let shape = Shape::new(1, 3, 1).expect("valid sizes");
        let restarts = Restarts::new(shape, rule, 1, schedule, &samples, &samples).expect("valid");
        (restarts, Judge::new(parity(), shape, BYTES).expect("fits"))
    }

    #[test]
    fn a_census_counts_what_becomes_of_each_start_on_any_number_of_threads() {
        let (restarts, mut judge) = parities();
        let progress = Progress::default();
        let mut expected = Census::default();
        for trained in restarts.run_all(0, 60, 2, &progress) {
            expected.starts += 1;
            if trained.accuracy < 1.0 {
                continue;
            }
            expected.learned += 1;
            match judge.judge(&trained.parameters, 1).expect("fits").verdict {
                Some(Verdict::Proven { .. }) => expected.proven += 1,
                Some(Verdict::Disproved(stream)) => {
                    *expected.disproved.entry(stream.len()).or_default() += 1;
                    let all = judge.judge(&trained.parameters, ROUNDINGS.len()).expect("fits");
                    let tuned = judge
                        .judge_and_tune(
                            &trained.parameters,
                            restarts.rule(),
                            &restarts.minibatches().all(&restarts),
                        )
                        .expect("fits");
                    expected.rounded += u64::from(all.is_proven());
                    expected.tuned += u64::from(!all.is_proven() && tuned.is_proven());
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(expected.proven > 0 && expected.learned < expected.starts);
        assert!(expected.rounded + expected.tuned > 0);
        for threads in [1, 3] {
            assert_eq!(restarts.census(0, 60, threads, &progress, &judge), expected);
        }
    }

    #[test]
    fn a_cancelled_census_counts_nothing_and_a_judge_of_another_shape_is_refused() {
        let (restarts, judge) = parities();
        let progress = Progress::default();
        progress.cancel();
        assert_eq!(restarts.census(0, 60, 2, &progress, &judge), Census::default());
        let other = Judge::new(parity(), Shape::new(1, 2, 1).expect("valid"), BYTES).expect("fits");
        assert!(restarts.check_judge(&judge).is_ok() && restarts.check_judge(&other).is_err());
    }
}
