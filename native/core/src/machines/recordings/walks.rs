//! Gradients of a network that walks through recordings: backpropagation through time over chunks of them.

use fearless_simd::{Level, Simd, dispatch};

use super::chunks::{Chunk, Chunks, RecordedStep};
use crate::kernels::lanes::{LANES, Lanes};
use crate::machines::activation::{logistic, tanh};
use crate::machines::rows::{Matrix, Row, add, dot};

/// The parts of a network, or of their gradient.
pub(crate) struct Parts {
    /// (inputs + 1 + hidden, hidden): from inputs, bias, from states. Inputs are −1 or 1, states between them.
    pub(crate) units: Matrix,
    /// (1 + hidden, outputs): bias, from states.
    pub(crate) readouts: Matrix,
    /// (1, hidden): the initial state before its tanh.
    pub(crate) initial: Matrix,
}

/// Sizes of a network.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) inputs: usize,
    pub(crate) hidden: usize,
    pub(crate) outputs: usize,
}

impl Parts {
    pub(crate) fn zero(&Sizes { inputs, hidden, outputs }: &Sizes) -> Self {
        Self {
            units: Matrix::new(inputs + 1 + hidden, hidden),
            readouts: Matrix::new(1 + hidden, outputs),
            initial: Matrix::new(1, hidden),
        }
    }
}

/// What units do with their sums.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units {
    /// Their sign instead of their tanh; the derivative remains that of tanh.
    pub(crate) hard: bool,
    /// What is added to the sums, times random numbers.
    pub(crate) noise: f32,
}

/// What an update works with.
pub(crate) struct Workspace {
    sizes: Sizes,
    pub(crate) gradient: Parts,
    /// (words, hidden): what a word adds to the sums, and the gradient of it.
    words: Matrix,
    d_words: Matrix,
    /// (steps + 1, hidden): states of a chunk, their derivatives by the sums, and the gradient of each.
    states: Matrix,
    derivatives: Matrix,
    d_states: Matrix,
    /// (chunks, hidden): the state that each chunk begins with, as the one before it last ended.
    begins: Matrix,
}

impl Workspace {
    pub(crate) fn new(sizes: Sizes, chunks: &Chunks) -> Self {
        let steps = Matrix::new(chunks.longest() + 1, sizes.hidden);
        let words = Matrix::new(1 << sizes.inputs, sizes.hidden);
        Self {
            sizes,
            gradient: Parts::zero(&sizes),
            words: words.clone(),
            d_words: words,
            states: steps.clone(),
            derivatives: steps.clone(),
            d_states: steps,
            begins: Matrix::new(chunks.list.len() + 1, sizes.hidden),
        }
    }

    /// Fills the gradient of the mean loss of a recorded bit in these chunks.
    pub(crate) fn differentiate(
        &mut self,
        network: &Parts,
        chunks: &Chunks,
        chosen: &[usize],
        noise: &[Row],
        units: Units,
    ) {
        dispatch!(Level::new(), simd => self.pass(simd, network, chunks, chosen, noise, units));
    }

    #[inline(always)]
    fn pass<S: Simd>(
        &mut self,
        _: S,
        network: &Parts,
        chunks: &Chunks,
        chosen: &[usize],
        noise: &[Row],
        units: Units,
    ) {
        let Sizes { inputs, .. } = self.sizes;
        for word in 0..1 << inputs {
            let row = self.words.row_mut(word);
            row.copy_from_slice(network.units.row(inputs));
            for input in 0..inputs {
                add(row, network.units.row(input), sign(word, input));
            }
        }
        let Self { gradient, d_words, .. } = self;
        for matrix in [&mut gradient.units, &mut gradient.readouts, &mut gradient.initial, d_words] {
            matrix.clear();
        }
        let bits: u32 = chosen.iter().map(|&chunk| chunks.list[chunk].bits).sum();
        #[expect(clippy::cast_precision_loss, reason = "at most 2^20")]
        let share = 1.0 / bits.max(1) as f32;
        for (turn, &number) in chosen.iter().enumerate() {
            let chunk = &chunks.list[number];
            self.forward(network, number, chunk, &noise[turn * 37 % noise.len()..], units);
            self.read_out(&network.readouts, &chunk.steps, share);
            self.backward(&network.units, chunk);
        }
        let gradient = &mut self.gradient.units;
        for word in 0..1 << inputs {
            let row = self.d_words.row(word);
            add(gradient.row_mut(inputs), row, 1.0);
            for input in 0..inputs {
                add(gradient.row_mut(input), row, sign(word, input));
            }
        }
    }

    #[inline(always)]
    fn forward(&mut self, network: &Parts, number: usize, chunk: &Chunk, noise: &[Row], units: Units) {
        let Sizes { inputs, hidden, .. } = self.sizes;
        if chunk.begins {
            activate(network.initial.row(0), units.hard, 0, &mut self.states, &mut self.derivatives);
        } else {
            self.states.row_mut(0).copy_from_slice(self.begins.row(number));
        }
        let mut sums = Matrix::new(1, hidden);
        let mut drawn = noise.iter().cycle();
        for (step, recorded) in chunk.steps.iter().enumerate() {
            sums.values.copy_from_slice(self.words.row(recorded.word));
            for unit in 0..hidden {
                add(&mut sums.values, network.units.row(inputs + 1 + unit), self.states.at(step, unit));
            }
            if units.noise > 0.0 {
                for sum in &mut sums.values {
                    let random = drawn.next().expect("noise goes round");
                    for lane in 0..LANES {
                        sum.0[lane] += units.noise * random.0[lane];
                    }
                }
            }
            activate(&sums.values, units.hard, step + 1, &mut self.states, &mut self.derivatives);
        }
        self.begins.row_mut(number + 1).copy_from_slice(self.states.row(chunk.steps.len()));
    }

    /// The loss of each recorded bit, handed back to the states.
    #[inline(always)]
    fn read_out(&mut self, readouts: &Matrix, steps: &[RecordedStep], share: f32) {
        let Sizes { hidden, outputs, .. } = self.sizes;
        let mut logits = Matrix::new(1, outputs);
        self.d_states.clear();
        for (step, recorded) in steps.iter().enumerate() {
            logits.values.copy_from_slice(readouts.row(0));
            for unit in 0..hidden {
                add(&mut logits.values, readouts.row(1 + unit), self.states.at(step + 1, unit));
            }
            let y = logistic(logits.values[0]);
            for lane in 0..LANES {
                let target = if recorded.output >> lane & 1 == 1 { 1.0 } else { 0.0 };
                let cares = recorded.care >> lane & 1 == 1;
                logits.values[0].0[lane] = if cares { (y.0[lane] - target) * share } else { 0.0 };
            }
            add(self.gradient.readouts.row_mut(0), &logits.values, 1.0);
            for unit in 0..hidden {
                let state = self.states.at(step + 1, unit);
                add(self.gradient.readouts.row_mut(1 + unit), &logits.values, state);
                *self.d_states.at_mut(step + 1, unit) = dot(readouts.row(1 + unit), &logits.values);
            }
        }
    }

    #[inline(always)]
    fn backward(&mut self, units: &Matrix, chunk: &Chunk) {
        let Sizes { inputs, hidden, .. } = self.sizes;
        let mut d_sums = Matrix::new(1, hidden);
        for (step, recorded) in chunk.steps.iter().enumerate().rev() {
            let d = self.d_states.row(step + 1).iter().zip(self.derivatives.row(step + 1));
            for (sum, (d, derivative)) in d_sums.values.iter_mut().zip(d) {
                *sum = Lanes(std::array::from_fn(|lane| d.0[lane] * derivative.0[lane]));
            }
            add(self.d_words.row_mut(recorded.word), &d_sums.values, 1.0);
            for unit in 0..hidden {
                let state = self.states.at(step, unit);
                add(self.gradient.units.row_mut(inputs + 1 + unit), &d_sums.values, state);
                *self.d_states.at_mut(step, unit) += dot(units.row(inputs + 1 + unit), &d_sums.values);
            }
        }
        if chunk.begins {
            let d = self.d_states.row(0).iter().zip(self.derivatives.row(0));
            for (initial, (d, derivative)) in self.gradient.initial.values.iter_mut().zip(d) {
                for lane in 0..LANES {
                    initial.0[lane] += d.0[lane] * derivative.0[lane];
                }
            }
        }
    }
}

/// What a saturated unit still hands back.
const LEAK: f32 = 0.02;

#[inline(always)]
fn activate(sums: &[Row], hard: bool, step: usize, states: &mut Matrix, derivatives: &mut Matrix) {
    let states = states.row_mut(step).iter_mut().zip(derivatives.row_mut(step));
    for ((state, derivative), &sum) in states.zip(sums) {
        let soft = tanh(sum);
        *derivative = Lanes(std::array::from_fn(|lane| 1.0 - soft.0[lane] * soft.0[lane] + LEAK));
        *state = if hard { Lanes(sum.0.map(|sum| if sum >= 0.0 { 1.0 } else { -1.0 })) } else { soft };
    }
}

fn sign(word: usize, input: usize) -> f32 {
    if word >> input & 1 == 1 { 1.0 } else { -1.0 }
}

#[cfg(test)]
mod tests;
