use super::*;
use crate::kernels::network::accuracy;
use crate::kernels::workspace::Workspace;
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

fn fingerprint(starts: &[TrainedStart]) -> Vec<(u64, Vec<u64>)> {
    starts.iter().map(|a| (a.start, a.parameters.iter().map(|p| p.to_bits()).collect())).collect()
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
    let starts = copying(1).run(0, 50, 4, &Progress::default());
    let (last, dropped) = starts.split_last().expect("at least one start");
    assert!(last.accuracy >= 1.0 && dropped.iter().all(|a| a.accuracy < 1.0));
    assert!(starts.iter().zip(0..).all(|(a, start)| a.start == start));
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
        let starts = restarts.run_all(0, 5, 2, &progress);
        let updates: usize = starts.iter().map(|trained| trained.losses.len()).sum();
        let (_, reported, loss) = progress.read();
        assert_eq!(reported, updates as u64);
        assert!(starts.iter().any(|trained| trained.losses.last() == Some(&loss)));
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
    let whole = samples.cut(shape, 0, 90).expect("in range").test();
    let tests = [0, 40, 80].map(|first| samples.cut(shape, first, 40.min(90 - first)).expect("in range"));
    let restarts = Restarts { tests: tests.to_vec(), ..restarts };
    for trained in restarts.run(0, 9, 2, &Progress::default()) {
        let parameters: Vec<f32> = trained.parameters.iter().map(|&p| f32::of(p)).collect();
        let mut workspace = Workspace::for_batch(shape, whole.batch());
        let correct = accuracy(shape, &parameters, &whole, &mut workspace);
        assert!((trained.accuracy - correct).abs() < 1e-12 && trained.finished);
    }
}

#[test]
fn minibatches_are_those_of_the_samples_whether_a_start_has_made_them_or_not() {
    let bits: Vec<f64> = (0..400u32).map(|i| f64::from(i * i / 3 % 2)).collect();
    let samples = Samples { samples: 100, steps: 4, inputs: &bits, targets: &bits };
    let restarts = copying(1);
    let batches: Result<Vec<Batch<f32>>, _> =
        (0..5).map(|k| samples.batch(restarts.shape, k * 20, 20)).collect();
    let expected = format!("{:?}", batches.expect("in range"));
    let made = |minibatches: &Minibatches<f32>| {
        let all: Vec<_> = minibatches.all(&restarts).collect();
        format!("{all:?}")
    };
    assert_eq!(made(&restarts.minibatches()), expected);
    let minibatches = restarts.minibatches();
    restarts.run_start(3, &mut restarts.underway_with(&minibatches), &Progress::default());
    assert_eq!(made(&minibatches), expected);
}

#[test]
fn threads_share_minibatches_instead_of_making_their_own() {
    let restarts = copying(1);
    let minibatches = restarts.minibatches();
    let mut each = [restarts.underway_with(&minibatches), restarts.underway_with(&minibatches)];
    let mut addresses = vec![];
    for underway in &mut each {
        restarts.run_start(3, underway, &Progress::default());
        let Minibatches { batches, tests } = &*underway.minibatches;
        let batches = batches.iter().map(|made| made.get().map(|batch| batch.inputs.as_ptr()));
        let tests = tests.iter().map(|made| made.get().map(|test| test.batch().inputs.as_ptr()));
        addresses.push(batches.chain(tests).collect::<Option<Vec<_>>>().expect("all are made"));
    }
    assert_eq!(addresses[0], addresses[1]);
}

#[test]
fn an_attempt_under_way_ends_unfinished_when_cancelled() {
    let restarts = copying(1);
    let progress = Progress::default();
    progress.cancel();
    let mut underway = restarts.underway();
    let trained = restarts.run_start(0, &mut underway, &progress);
    assert!(!trained.finished && trained.losses.is_empty() && trained.accuracy <= 1.0);
    assert!(restarts.run_start(0, &mut underway, &Progress::default()).finished);
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
