use std::cell::Cell;

use rand::Rng;

use super::coding::Coding;
use super::integers::{Integers, States};
use super::perceptrons::Perceptrons;
use super::repair::repair;
use super::thresholds::thresholds;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::shape::Shape;

/// Most bits of a weight.
const MAX_BITS: u32 = 8;

/// Points times bits that are looked at to leave units out, and as many again for integers: a second or two of one
/// core.
const BUDGET: u64 = 20_000_000;

/// Rounds of repair after a unit is left out, and for integers.
const ROUNDS: usize = 4;

/// From so many bits the search for integers starts from rounded perceptrons.
const ROUNDED: u32 = 4;

/// The smallest threshold network found for a coding that perceptrons can make, and the coding and perceptrons with as
/// many units: units are left out as long as the others can do without, and weights get as few bits as they can.
pub(crate) fn shrink(
    coding: Coding,
    perceptrons: Perceptrons,
    machine: &Machine,
    random: &mut impl Rng,
) -> Option<(FixedNetwork, Coding, Perceptrons)> {
    let budget = Cell::new(BUDGET);
    let mut best: Option<(FixedNetwork, Coding, Perceptrons)> = None;
    for (coding, perceptrons) in fewer_and_fewer(coding, perceptrons, machine).into_iter().rev() {
        let mut fixed = |bits| {
            // Signs help units that read each other; a single one does without, and its table takes two bits fewer.
            let states = [States::Signed, States::Narrow];
            let states = if coding.hidden == 1 { [states[1], states[0]] } else { states };
            states
                .into_iter()
                .find_map(|states| round((&coding, &perceptrons), machine, bits, states, random, &budget))
        };
        let Some(widest) = fixed(MAX_BITS) else { continue };
        let shape = Shape { inputs: machine.inputs(), hidden: coding.hidden, outputs: machine.outputs() };
        let constants = shape.constants() as u64;
        let hopeful = |bits: &u32| {
            best.as_ref().is_none_or(|(best, ..)| best.bits() > constants * u64::from(*bits) + 2)
        };
        let found = (2..MAX_BITS).take_while(hopeful).find_map(&mut fixed);
        let found = found.or_else(|| hopeful(&MAX_BITS).then_some(widest));
        if let Some(fixed) = found {
            best = Some((fixed, coding, perceptrons));
        }
    }
    best
}

/// Codings of fewer and fewer units, each without a unit that the others can do without.
fn fewer_and_fewer(
    coding: Coding,
    perceptrons: Perceptrons,
    machine: &Machine,
) -> Vec<(Coding, Perceptrons)> {
    let budget = Cell::new(BUDGET);
    let mut codings = vec![(coding, perceptrons)];
    loop {
        let before = codings.len();
        let mut unit = 0;
        while let Some((coding, perceptrons)) =
            codings.last().filter(|(coding, _)| unit < coding.hidden && coding.hidden > 1)
        {
            let (mut fewer, mut rest) = (coding.without(unit), perceptrons.without(unit));
            if repair(&mut fewer, machine.outputs(), ROUNDS, &mut rest, &budget).is_ok() {
                codings.push((fewer, rest));
            } else {
                unit += 1;
            }
        }
        if codings.len() == before {
            return codings;
        }
    }
}

/// The threshold network with weights of so many bits for a coding, which may be changed for it.
fn round(
    (coding, perceptrons): (&Coding, &Perceptrons),
    machine: &Machine,
    bits: u32,
    states: States,
    random: &mut impl Rng,
    budget: &Cell<u64>,
) -> Option<FixedNetwork> {
    let (inputs, hidden, outputs) = (machine.inputs(), coding.hidden, machine.outputs());
    let mut coding = coding.clone();
    let mut integers = Integers::new(bits, states, (inputs, hidden, outputs), random);
    if bits >= ROUNDED {
        integers.start_from(perceptrons);
    }
    if repair(&mut coding, outputs, ROUNDS, &mut integers, budget).is_err() {
        return None;
    }
    let Integers { units, outputs: readouts, .. } = integers;
    let mut network = thresholds((inputs, hidden, outputs), bits, states);
    for (unit, weights) in units.iter().enumerate() {
        network.initial_state[unit] = states.state(coding.codes[coding.initial] >> unit & 1 == 1);
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
