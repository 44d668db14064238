//! ns per update of `RMSProp` with Nesterov momentum, batches of 100: `cargo bench -p carrybit-core`.

#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::time::Duration;

use carrybit_core::{Kernels, Rule, Samples, Shape, Trainer, glorot};
use criterion::{Criterion, criterion_group, criterion_main};

const SAMPLES: usize = 100;

fn update<R: Kernels>(criterion: &mut Criterion, precision: &str, hidden: usize, steps: usize) {
    let shape = Shape::new(2, hidden, 1).expect("valid sizes");
    // Drawn, since samples that begin alike share steps.
    let mut state = 1_u64;
    let mut bits = |count: usize| -> Vec<f64> {
        let bit = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from(u8::from(state >> 63 == 1))
        };
        (0..count).map(bit).collect()
    };
    let (inputs, targets) = (bits(SAMPLES * steps * 2), bits(SAMPLES * steps));
    let samples = Samples { samples: SAMPLES, steps, inputs: &inputs, targets: &targets };
    let batch = samples.batch::<R>(shape, 0, SAMPLES).expect("fits");
    let rule = Rule::Rmsprop { decay: 0.5, learning_rate: 0.001, momentum: 0.8, epsilon: 1e-6 };
    let mut trainer = Trainer::<R>::new(shape, &glorot(shape, 1, 0), rule).expect("fits");
    let name = format!("update, {precision}, {hidden} states, {steps} steps");
    criterion.bench_function(&name, |bencher| bencher.iter(|| trainer.update(&batch)));
}

fn updates(criterion: &mut Criterion) {
    for hidden in [3, 16, 64] {
        for steps in [7, 64, 512] {
            update::<f32>(criterion, "f32", hidden, steps);
        }
    }
    update::<f64>(criterion, "f64", 3, 7);
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .without_plots();
    targets = updates
}
criterion_main!(benches);
