use super::super::arcs::Arcs;
use super::super::cubes::Cube;
use super::*;
use crate::automata::machine::tests::random_machine;

const LOSS: Loss =
    Loss { pull: 1.0, outputs: 0.7, states: 0.4, noise: 0.0, leak: 0.0, grow: 0.0, forget: 0.0 };

fn logistic_loss(z: f64, t: f64) -> f64 {
    z.max(0.0) - z * t + (-z.abs()).exp().ln_1p()
}

/// The mean loss as its definition says; targets of steps are those of `fixed`.
fn reference(network: &Parts, fixed: &Parts, coding: &Coding, sizes: &Sizes) -> f64 {
    let state = |parts: &Parts, code, unit| f64::from(parts.codes.at(code, unit)).tanh();
    let mut total = 0.0;
    for &(from, cube, to) in &coding.steps {
        for unit in 0..sizes.hidden {
            let target = state(fixed, to, unit);
            let sum = |parts| worst_sum(parts, sizes, (from, coding.cubes[cube]), unit, target);
            // Halves, since the derivative by the sum is that of 2·sum.
            let loss = logistic_loss(2.0 * sum(network), f64::midpoint(1.0, target));
            total += loss / coding.steps.len() as f64;
            let said = sum(fixed).tanh() / coding.steps.len() as f64;
            total -= f64::from(LOSS.pull) * said * state(network, to, unit);
        }
    }
    for code in 0..sizes.codes {
        let logit = |to: usize| {
            let mut sum = f64::from(network.readouts.at(0, to));
            for unit in 0..sizes.hidden {
                sum += state(network, code, unit) * f64::from(network.readouts.at(1 + unit, to));
            }
            sum
        };
        let (wanted, care) = coding.outputs[code];
        for output in (0..sizes.outputs).filter(|output| care >> output & 1 == 1) {
            let target = f64::from(wanted >> output & 1);
            total += f64::from(LOSS.outputs) * logistic_loss(logit(output), target) / sizes.codes as f64;
        }
        let powers: f64 = (0..sizes.states).map(|state| logit(sizes.outputs + state).exp()).sum();
        let own = logit(sizes.outputs + coding.states[code]);
        total += f64::from(LOSS.states) * (powers.ln() - own) / sizes.codes as f64;
    }
    total
}

/// A unit's sum in a step, less its target times all that free inputs can change.
fn worst_sum(parts: &Parts, sizes: &Sizes, (from, cube): (usize, Cube), unit: usize, target: f64) -> f64 {
    let mut sum = f64::from(parts.units.at(sizes.inputs, unit));
    for input in 0..sizes.inputs {
        let weight = f64::from(parts.units.at(input, unit));
        let is_free = cube.mask >> input & 1 == 0;
        sum += if is_free { -target * weight.abs() } else { f64::from(sign(cube.value, input)) * weight };
    }
    for other in 0..sizes.hidden {
        let state = f64::from(parts.codes.at(from, other)).tanh();
        sum += state * f64::from(parts.units.at(sizes.inputs + 1 + other, unit));
    }
    sum
}

#[test]
fn the_gradient_is_that_of_the_loss_with_the_targets_held() {
    use rand::{RngExt, SeedableRng};
    let machine = random_machine(5, 2, 2, 4);
    let arcs = Arcs::new(&machine);
    let coding = Coding::new(&machine, &arcs, 3, &arcs.by_step());
    assert!(coding.cubes.iter().any(|cube| cube.mask != 3), "no input is free");
    let sizes = Sizes {
        inputs: 2,
        hidden: 3,
        outputs: 2,
        states: 4,
        codes: coding.codes.len(),
        cubes: coding.cubes.len(),
    };
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let mut fill = |matrix: &mut Matrix, rows: usize, columns: usize| {
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            *matrix.at_mut(row, column) = random.random::<f32>() - 0.5;
        }
    };
    let network = move || {
        let mut parts = Parts::zero(&sizes);
        fill(&mut parts.codes, sizes.codes, 3);
        fill(&mut parts.units, 6, 3);
        fill(&mut parts.readouts, 4, 6);
        parts
    };
    let mut network = network;
    let mut parts = network();
    let fixed =
        Parts { codes: parts.codes.clone(), units: parts.units.clone(), readouts: parts.readouts.clone() };
    let mut workspace = Workspace::new(sizes, coding.steps.len());
    workspace.differentiate(&parts, &coding, &[Row::ZERO; 4], &LOSS);
    let mut checked = 0;
    for part in 0..3 {
        let (rows, columns) = [(sizes.codes, 3), (6, 3), (4, 6)][part];
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let mut at = |by: f32| {
                let matrix = [&mut parts.codes, &mut parts.units, &mut parts.readouts];
                let [codes, units, readouts] = matrix;
                let value = [codes, units, readouts][part].at_mut(row, column);
                let before = *value;
                *value = before + by;
                let moved = f64::from(*value) - f64::from(before);
                let loss = reference(&parts, &fixed, &coding, &sizes);
                let [codes, units, readouts] = [&mut parts.codes, &mut parts.units, &mut parts.readouts];
                *[codes, units, readouts][part].at_mut(row, column) = before;
                (loss, moved)
            };
            let ((up, right), (down, left)) = (at(1e-3), at(-1e-3));
            let numeric = (up - down) / (right - left);
            let gradient = &workspace.gradient;
            let analytic =
                f64::from([&gradient.codes, &gradient.units, &gradient.readouts][part].at(row, column));
            assert!((numeric - analytic).abs() < 1e-5, "{part} {row} {column}: {numeric} {analytic}");
            checked += 1;
        }
    }
    assert!(checked > 50);
}
