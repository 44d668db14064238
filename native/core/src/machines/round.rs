use rand::Rng;

use super::coding::Coding;
use super::fixed::{Fixed, parameters};
use super::integers::Integers;
use super::machine::Machine;
use super::repair::repair;
use super::separate::Perceptrons;

/// The smallest threshold network found for a coding whose units perceptrons can make: units are left out as long as
/// the others can do without, and weights get as few bits as they can do with.
pub(crate) fn shrink(
    coding: Coding,
    perceptrons: &Perceptrons,
    machine: &Machine,
    random: &mut impl Rng,
) -> Option<Fixed> {
    let mut codings = vec![(coding, perceptrons.clone())];
    'fewer: loop {
        let (coding, perceptrons) = codings.last().expect("the first");
        for unit in 0..coding.hidden {
            if coding.hidden == 1 {
                break 'fewer;
            }
            let (mut fewer, mut rest) = (coding.without(unit), perceptrons.without(unit));
            if repair(&mut fewer, machine.outputs, 3, &mut rest) {
                codings.push((fewer, rest));
                continue 'fewer;
            }
        }
        break;
    }
    let mut best: Option<Fixed> = None;
    for (coding, _) in codings.iter().rev() {
        for bits in 2..=8 {
            let size = parameters(machine.inputs, coding.hidden, machine.outputs) * u64::from(bits) + 2;
            if best.as_ref().is_some_and(|best| best.bits() <= size) {
                break;
            }
            if let Some(fixed) = round(coding, machine, bits, random) {
                best = Some(fixed);
                break;
            }
        }
    }
    best
}

/// The threshold network with weights of so many bits for a coding, which may be changed for it.
fn round(coding: &Coding, machine: &Machine, bits: u32, random: &mut impl Rng) -> Option<Fixed> {
    let (inputs, hidden, outputs) = (machine.inputs, coding.hidden, machine.outputs);
    let mut coding = coding.clone();
    let mut integers = Integers::new(bits, (inputs, hidden, outputs), 200, random);
    if !repair(&mut coding, outputs, 4, &mut integers) {
        return None;
    }
    let Integers { units, outputs: readouts, .. } = integers;
    let mut network = Fixed::thresholds(inputs, hidden, outputs, bits);
    for (unit, weights) in units.iter().enumerate() {
        network.initial_state[unit] = if coding.codes[0] >> unit & 1 == 1 { -1 } else { 0 };
        network.state_bias[unit] = weights[0];
        for (from, &weight) in weights[1..].iter().enumerate() {
            match from.checked_sub(hidden) {
                None => network.recurrent_weights[from * hidden + unit] = weight,
                Some(input) => network.input_weights[input * hidden + unit] = weight,
            }
        }
    }
    for (output, weights) in readouts.iter().enumerate() {
        network.output_bias[output] = weights[0];
        for (from, &weight) in weights[1..].iter().enumerate() {
            network.output_weights[from * outputs + output] = weight;
        }
    }
    Some(network)
}
