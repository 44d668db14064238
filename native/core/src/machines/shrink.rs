use std::cell::Cell;

use rand::Rng;

use super::coding::Coding;
use super::fixed::{Fixed, parameters};
use super::integers::{Integers, States};
use super::machine::Machine;
use super::perceptrons::Perceptrons;
use super::repair::repair;

/// Rounds of repair after a unit is left out, and for integers.
const ROUNDS: usize = 4;

/// The smallest threshold network found for a coding that perceptrons can make, and the coding and perceptrons with as
/// many units: units are left out as long as the others can do without, and weights get as few bits as they can.
pub(crate) fn shrink(
    coding: Coding,
    perceptrons: Perceptrons,
    machine: &Machine,
    random: &mut impl Rng,
    budget: &Cell<u64>,
) -> Option<(Fixed, Coding, Perceptrons)> {
    let mut codings = vec![(coding, perceptrons)];
    while let Some(fewer) =
        codings.last().and_then(|(coding, perceptrons)| leave_out(coding, perceptrons, machine, budget))
    {
        codings.push(fewer);
    }
    let mut best: Option<(Fixed, Coding, Perceptrons)> = None;
    for (coding, perceptrons) in codings.into_iter().rev() {
        for bits in 2..=8 {
            let size = parameters(machine.inputs, coding.hidden, machine.outputs) * u64::from(bits);
            if best.as_ref().is_some_and(|(best, ..)| best.bits() <= size + 2) {
                break;
            }
            let found = [States::Signed, States::Narrow]
                .into_iter()
                .find_map(|states| round(&coding, machine, bits, states, random, budget));
            if let Some(fixed) = found {
                best = Some((fixed, coding, perceptrons));
                break;
            }
        }
    }
    best
}

/// Without the first unit that the others can do without.
fn leave_out(
    coding: &Coding,
    perceptrons: &Perceptrons,
    machine: &Machine,
    budget: &Cell<u64>,
) -> Option<(Coding, Perceptrons)> {
    if coding.hidden == 1 {
        return None;
    }
    (0..coding.hidden).find_map(|unit| {
        let (mut fewer, mut rest) = (coding.without(unit), perceptrons.without(unit));
        repair(&mut fewer, machine.outputs, ROUNDS, &mut rest, budget).then_some((fewer, rest))
    })
}

/// The threshold network with weights of so many bits for a coding, which may be changed for it.
fn round(
    coding: &Coding,
    machine: &Machine,
    bits: u32,
    states: States,
    random: &mut impl Rng,
    budget: &Cell<u64>,
) -> Option<Fixed> {
    let (inputs, hidden, outputs) = (machine.inputs, coding.hidden, machine.outputs);
    let mut coding = coding.clone();
    let mut integers = Integers::new(bits, states, (inputs, hidden, outputs), random);
    if !repair(&mut coding, outputs, ROUNDS, &mut integers, budget) {
        return None;
    }
    let Integers { units, outputs: readouts, .. } = integers;
    let mut network = Fixed::thresholds((inputs, hidden, outputs), bits, states);
    for (unit, weights) in units.iter().enumerate() {
        network.initial_state[unit] = states.state(coding.codes[0] >> unit & 1 == 1);
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
