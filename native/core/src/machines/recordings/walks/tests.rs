use super::super::chunks::Recordings;
use super::*;

fn logistic_loss(z: f64, t: f64) -> f64 {
    z.max(0.0) - z * t + (-z.abs()).exp().ln_1p()
}

/// The mean loss of all recorded bits as its definition says.
fn reference(network: &Parts, recordings: &Recordings, hidden: usize) -> f64 {
    let (inputs, outputs) = (recordings.inputs, recordings.outputs);
    let (mut total, mut bits) = (0.0, 0.0);
    for sequence in recordings.sequences() {
        let mut state: Vec<f64> =
            (0..hidden).map(|unit| f64::from(network.initial.at(0, unit)).tanh()).collect();
        for step in sequence {
            let sum = |unit: usize| {
                let mut sum = f64::from(network.units.at(inputs, unit));
                for input in 0..inputs {
                    sum += f64::from(sign(step.word, input)) * f64::from(network.units.at(input, unit));
                }
                let from = state.iter().enumerate();
                sum + from
                    .map(|(from, s)| s * f64::from(network.units.at(inputs + 1 + from, unit)))
                    .sum::<f64>()
            };
            state = (0..hidden).map(|unit| sum(unit).tanh()).collect();
            for output in (0..outputs).filter(|output| step.care >> output & 1 == 1) {
                let from = state.iter().enumerate();
                let logit = f64::from(network.readouts.at(0, output))
                    + from.map(|(from, s)| s * f64::from(network.readouts.at(1 + from, output))).sum::<f64>();
                total += logistic_loss(logit, f64::from(step.output >> output & 1));
                bits += 1.0;
            }
        }
    }
    total / bits
}

#[test]
fn the_gradient_is_that_of_the_loss() {
    use rand::{RngExt, SeedableRng};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(2);
    let lengths = vec![5, 3];
    let mut drawn =
        |bits: u32| -> Vec<u32> { (0..8).map(|_| random.random::<u32>() >> (32 - bits)).collect() };
    let (words, output, care) = (drawn(2), drawn(2), drawn(2));
    let recordings = Recordings::new(2, 2, lengths, &words, &output, &care).expect("valid");
    let sizes = Sizes { inputs: 2, hidden: 3, outputs: 2 };
    let mut parts = Parts::zero(&sizes);
    for (matrix, rows, columns) in
        [(&mut parts.units, 6, 3), (&mut parts.readouts, 4, 2), (&mut parts.initial, 1, 3)]
    {
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            *matrix.at_mut(row, column) = random.random::<f32>() - 0.5;
        }
    }
    let chunks = Chunks::of(&recordings);
    let mut workspace = Workspace::new(sizes, &chunks);
    let units = Units { hard: false, noise: 0.0 };
    workspace.differentiate(&parts, &chunks, &[0, 1], &[Row::ZERO], units);
    for (part, rows, columns) in [(0, 6, 3), (1, 4, 2), (2, 1, 3)] {
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let mut at = |by: f32| {
                let [units, readouts, initial] = [&mut parts.units, &mut parts.readouts, &mut parts.initial];
                let value = [units, readouts, initial][part].at_mut(row, column);
                let before = *value;
                *value = before + by;
                let moved = f64::from(*value) - f64::from(before);
                let loss = reference(&parts, &recordings, 3);
                let [units, readouts, initial] = [&mut parts.units, &mut parts.readouts, &mut parts.initial];
                *[units, readouts, initial][part].at_mut(row, column) = before;
                (loss, moved)
            };
            let ((up, right), (down, left)) = (at(1e-3), at(-1e-3));
            let numeric = (up - down) / (right - left);
            let gradient = &workspace.gradient;
            let analytic =
                f64::from([&gradient.units, &gradient.readouts, &gradient.initial][part].at(row, column));
            // The leak stands beside the derivative of tanh.
            let bound = 0.1 * numeric.abs() + 2e-3;
            assert!((numeric - analytic).abs() < bound, "{part} {row} {column}: {numeric} {analytic}");
        }
    }
}
