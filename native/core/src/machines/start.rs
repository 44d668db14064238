use std::cell::Cell;
use std::collections::BTreeSet;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::adam::Adam;
use super::coding::{Bits, Coding};
use super::parts::{Loss, Parts, Sizes};
use super::perceptrons::Perceptrons;
use super::repair::repair;
use super::rows::{Matrix, Row};
use super::shrink::shrink;
use super::training::Workspace;
use crate::automata::fixed::FixedNetwork;
use crate::automata::machine::Machine;
use crate::kernels::lanes::Lanes;
use crate::limits::MAX_INPUTS;

/// Most hidden units of a start: its codes fit their type.
pub(crate) const MAX_HIDDEN: usize = Bits::BITS as usize - MAX_INPUTS;

/// How a start is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) updates: usize,
    /// Learning rate of the first update and of the last.
    pub(crate) rates: [f32; 2],
    /// Updates between two attempts to make the network exact.
    pub(crate) check: usize,
    /// Updates between two moments when units that are wrong begin anew: a multiple of those above.
    pub(crate) redraw: usize,
    pub(crate) loss: Loss,
}

impl Plan {
    pub(crate) fn new(updates: usize) -> Self {
        let loss =
            Loss { pull: 2.0, outputs: 2.0, states: 2.0, noise: 0.3, leak: 0.02, grow: 0.5, forget: 0.01 };
        Self { updates, rates: [0.02, 0.004], check: 50, redraw: 250, loss }
    }
}

/// A network that does what the coding says, and the float network it was rounded from; or the steps that were wrong
/// at the end, as states of the machine and words.
pub(crate) type Trained = Result<(FixedNetwork, Coding, Perceptrons), Vec<(usize, usize)>>;

/// Points times bits that a start may look at to become exact: a second or two of one core.
const BUDGET: u64 = 30_000_000;

/// After this share of its updates no unit begins anew.
const LAST_REDRAW: f32 = 0.8;

/// A code's number before its tanh that training does not turn at once.
const FIRM: f32 = 3.0;

/// Rounds of repair once few units are wrong.
const ROUNDS: usize = 16;

/// Trains a network from one fresh start, which draws from a stream of its own. `go_on` is asked after so many updates;
/// if not, there is nothing.
pub(crate) fn train(
    machine: &Machine,
    mut coding: Coding,
    seed: u64,
    stream: u64,
    plan: &Plan,
    mut go_on: impl FnMut(usize) -> bool,
) -> Option<Trained> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    let sizes = Sizes {
        inputs: machine.inputs(),
        hidden: coding.hidden,
        outputs: machine.outputs(),
        states: machine.states(),
        codes: coding.codes.len(),
        cubes: coding.cubes.len(),
    };
    let mut network = fresh(&sizes, &mut random);
    let noise: Vec<Row> = (0..1021)
        .map(|_| {
            Lanes(std::array::from_fn(|_| 2.0 * (0..3).map(|_| random.random::<f32>() - 0.5).sum::<f32>()))
        })
        .collect();
    let mut workspace = Workspace::new(sizes, coding.steps.len());
    let mut optimizers =
        [&network.codes, &network.units, &network.readouts].map(|matrix| Adam::new(matrix.values.len()));
    let budget = Cell::new(BUDGET);
    // Wrong units when it last tried to become exact.
    let mut fewest = usize::MAX;
    for update in 0..plan.updates {
        // Another place in the noise each time.
        let noise = &noise[update * 131 % (noise.len() - 100)..];
        workspace.differentiate(&network, &coding, noise, &plan.loss);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^24")]
        let part = update as f32 / plan.updates as f32;
        let rate = plan.rates[0] + (plan.rates[1] - plan.rates[0]) * part;
        let gradient = &workspace.gradient;
        let parts = [
            (&mut network.codes, &gradient.codes),
            (&mut network.units, &gradient.units),
            (&mut network.readouts, &gradient.readouts),
        ];
        for (optimizer, (parameters, gradient)) in optimizers.iter_mut().zip(parts) {
            optimizer.update(&mut parameters.values, &gradient.values, rate);
        }
        if (update + 1) % plan.check == 0 {
            if !go_on(plan.check) {
                return None;
            }
            let wrong = workspace.wrong_units();
            read_codes(&network.codes, &mut coding);
            if wrong.len() < fewest && wrong.len() * 4 <= sizes.hidden + 8 {
                fewest = wrong.len();
                let perceptrons = perceptrons(&network, &sizes);
                if let Some((coding, perceptrons)) =
                    exact(coding.clone(), perceptrons, sizes.outputs, &budget)
                    && let Some(found) = shrink(coding, perceptrons, machine, &mut random)
                {
                    return Some(Ok(found));
                }
            }
            if (update + 1) % plan.redraw == 0 && part < LAST_REDRAW {
                let mut alike = coding.alike(&wrong);
                for unit in wrong {
                    redraw(&mut network, unit, &mut alike, &sizes, &mut random);
                    workspace.forget(unit);
                }
            }
        }
    }
    let wrong = coding.steps.iter().filter(|&&step| workspace.is_wrong(step)).map(|&(from, cube, _)| {
        let (state, cube) = (coding.states[from], coding.cubes[cube]);
        let mut words = machine.steps(state).map(|(word, _)| word);
        (state, words.find(|&word| cube.contains(word)).expect("a step is for a word that comes"))
    });
    Some(Err(wrong.collect::<BTreeSet<_>>().into_iter().collect()))
}

/// Bound of uniform weights after Glorot and Bengio (2010), from how many numbers a row and a column have together.
#[expect(clippy::cast_precision_loss, reason = "sizes below 2^13")]
fn glorot(size: usize) -> f32 {
    (6.0 / size as f32).sqrt()
}

/// Random codes and weights.
fn fresh(sizes: &Sizes, random: &mut ChaCha8Rng) -> Parts {
    let Sizes { inputs, hidden, outputs, states, codes, .. } = *sizes;
    let mut network = Parts::zero(sizes);
    let readouts = outputs + states;
    let sources = inputs + 1 + hidden;
    for (matrix, rows, columns, bound) in [
        (&mut network.codes, codes, hidden, 1.0),
        (&mut network.units, sources, hidden, glorot(sources + hidden)),
        (&mut network.readouts, 1 + hidden, readouts, glorot(hidden + readouts)),
    ] {
        for row in 0..rows {
            for column in 0..columns {
                *matrix.at_mut(row, column) = bound * (2.0 * random.random::<f32>() - 1.0);
            }
        }
    }
    network
}

/// A unit that stays wrong begins anew; the others go on as they are. Where these leave codes alike and there are units
/// enough to tell every code from all others, it begins with the sign of one of these codes alone, which is taken off
/// the list; else with codes near 0.
fn redraw(network: &mut Parts, unit: usize, alike: &mut Vec<usize>, sizes: &Sizes, random: &mut impl Rng) {
    let alone = sizes.hidden >= sizes.codes && !alike.is_empty();
    let alone = alone.then(|| alike.swap_remove(random.random_range(0..alike.len())));
    for row in 0..sizes.codes {
        *network.codes.at_mut(row, unit) = match alone {
            Some(code) if code == row => FIRM,
            Some(_) => -FIRM,
            None => random.random::<f32>() - 0.5,
        };
    }
    let sources = sizes.inputs + 1 + sizes.hidden;
    let bound = glorot(sources + sizes.hidden);
    for row in 0..sources {
        *network.units.at_mut(row, unit) = bound * (2.0 * random.random::<f32>() - 1.0);
    }
}

/// A coding and perceptrons that make it, without the units that cannot be made.
fn exact(
    mut coding: Coding,
    mut perceptrons: Perceptrons,
    outputs: usize,
    budget: &Cell<u64>,
) -> Option<(Coding, Perceptrons)> {
    loop {
        let Err(wrong) = repair(&mut coding, outputs, ROUNDS, &mut perceptrons, budget) else {
            return Some((coding, perceptrons));
        };
        if wrong.is_empty() || wrong.len() == coding.hidden {
            return None;
        }
        for unit in wrong.into_iter().rev() {
            (coding, perceptrons) = (coding.without(unit), perceptrons.without(unit));
        }
        if !coding.alike(&[]).is_empty() {
            return None;
        }
    }
}

fn read_codes(codes: &Matrix, coding: &mut Coding) {
    for (row, code) in coding.codes.iter_mut().enumerate() {
        *code = (0..coding.hidden).fold(0, |code, bit| code | Bits::from(codes.at(row, bit) >= 0.0) << bit);
    }
}

fn perceptrons(network: &Parts, sizes: &Sizes) -> Perceptrons {
    let Sizes { inputs, hidden, outputs, .. } = *sizes;
    // Bias, states, inputs.
    let sources = || std::iter::once(inputs).chain(inputs + 1..inputs + 1 + hidden).chain(0..inputs);
    let unit = |unit| sources().map(|source| network.units.at(source, unit)).collect();
    let output = |output| (0..=hidden).map(|source| network.readouts.at(source, output)).collect();
    Perceptrons { units: (0..hidden).map(unit).collect(), outputs: (0..outputs).map(output).collect() }
}
