//! The fixed network of docs/spec.md: small integers, and the cell that they make.

use crate::automata::machine::range;
use crate::error::{Error, check_length};
use crate::limits::{INPUTS, MAX_INPUTS, MAX_OUTPUTS, MAX_UNITS, OUTPUTS, UNITS};
use crate::real::power;
use crate::shape::Shape;

/// The widths of a fixed network's constants, in bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Widths {
    /// 2 to 8.
    pub weight: u32,
    /// 1 to 8.
    pub state: u32,
    /// 1 to 8: the table has 2^table entries.
    pub table: u32,
}

impl Widths {
    /// # Errors
    /// [`Error::Range`] for a width that is not allowed.
    pub fn check(&self) -> Result<(), Error> {
        range("weight bits", self.weight as usize, 2, 8, "2–8")?;
        range("state bits", self.state as usize, 1, 8, "1–8")?;
        range("table bits", self.table as usize, 1, 8, "1–8")
    }
}

/// What an accumulator may hold.
pub(crate) const MAX_ACCUMULATOR: i32 = 32_767;

/// A network of small integers, docs/spec.md section 1. Matrices are row-major, (from, to).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedNetwork {
    /// Input bits of a step.
    pub inputs: usize,
    /// Hidden units.
    pub hidden: usize,
    /// Output bits of a step.
    pub outputs: usize,
    /// Widths of the constants.
    pub widths: Widths,
    /// A weight w stands for w / 2^`fraction_bits`.
    pub fraction_bits: i32,
    /// The table's index is the accumulator shifted right by this.
    pub index_shift: u32,
    /// (hidden).
    pub initial_state: Vec<i32>,
    /// (inputs, hidden).
    pub input_weights: Vec<i32>,
    /// (hidden).
    pub state_bias: Vec<i32>,
    /// (hidden, hidden).
    pub recurrent_weights: Vec<i32>,
    /// (hidden, outputs).
    pub output_weights: Vec<i32>,
    /// (outputs).
    pub output_bias: Vec<i32>,
    /// (2^table), addressed by the index as an unsigned number.
    pub table: Vec<i32>,
}

/// Allowed fraction bits, least and most.
pub(crate) const FRACTION_BITS: [i32; 2] = [-8, 15];

/// The nearest whole number, halves towards +∞: docs/spec.md's `round`.
#[expect(clippy::cast_possible_truncation, reason = "saturates; every caller clamps to fewer bits")]
pub(crate) fn round(value: f64) -> i32 {
    let below = value.floor();
    (if value - below >= 0.5 { below + 1.0 } else { below }) as i32
}

/// A number in −1 … 1 as a fraction of 2^(bits − 1), saturated.
pub(crate) fn to_state(value: f64, bits: u32) -> i32 {
    let one = 1 << (bits - 1);
    round(value * f64::from(one)).clamp(-one, one - 1)
}

/// tanh at the middle of each interval of accumulators that falls on an entry, docs/spec.md section 3.
pub(crate) fn tanh_table(widths: Widths, fraction_bits: i32, index_shift: i32) -> Vec<i32> {
    let Widths { state, table, .. } = widths;
    let size = 1 << table;
    let exponent = index_shift - fraction_bits - state.cast_signed() + 1;
    let width = power(2.0, exponent);
    (0..size)
        .map(|address| {
            let index = if address < size / 2 { address } else { address - size };
            to_state(libm::tanh((f64::from(index) + 0.5) * width), state)
        })
        .collect()
}

impl FixedNetwork {
    /// Bits of all constants: docs/spec.md section 3.
    #[must_use]
    pub fn bits(&self) -> u64 {
        let Self { inputs, hidden, outputs, widths, .. } = *self;
        let weights = Shape { inputs, hidden, outputs }.constants() as u64;
        weights * u64::from(widths.weight) + (u64::from(widths.state) << widths.table)
    }

    /// Checks lengths, ranges and the row rule.
    ///
    /// # Errors
    /// [`Error::Length`] or [`Error::Range`] for the first that is not as docs/spec.md section 1 says.
    pub fn check(&self) -> Result<(), Error> {
        let Self { inputs, hidden, outputs, widths, .. } = *self;
        widths.check()?;
        range("inputs", inputs, 1, MAX_INPUTS, INPUTS)?;
        range("hidden", hidden, 1, MAX_UNITS, UNITS)?;
        range("outputs", outputs, 1, MAX_OUTPUTS, OUTPUTS)?;
        let [min, max] = FRACTION_BITS;
        if !(min..=max).contains(&self.fraction_bits) {
            let actual = self.fraction_bits.into();
            return Err(Error::Range { operand: "fraction bits", allowed: "-8 to 15", actual });
        }
        range("index shift", self.index_shift as usize, 0, 15, "0–15")?;
        for (operand, values, length, bits) in [
            ("initial state", &self.initial_state, hidden, widths.state),
            ("input weights", &self.input_weights, inputs * hidden, widths.weight),
            ("state bias", &self.state_bias, hidden, widths.weight),
            ("recurrent weights", &self.recurrent_weights, hidden * hidden, widths.weight),
            ("output weights", &self.output_weights, hidden * outputs, widths.weight),
            ("output bias", &self.output_bias, outputs, widths.weight),
            ("table", &self.table, 1 << widths.table, widths.state),
        ] {
            check_length(operand, values.len(), length)?;
            let half = 1 << (bits - 1);
            if let Some(&odd) = values.iter().find(|value| !(-half..half).contains(*value)) {
                return Err(Error::Range { operand, allowed: "what its bits can hold", actual: odd.into() });
            }
        }
        let row = |bias: &[i32], matrices: [&[i32]; 2], at: usize| -> i32 {
            let weights = matrices.into_iter().flat_map(|matrix| matrix.iter().skip(at).step_by(bias.len()));
            bias[at].abs() + weights.map(|weight| weight.abs()).sum::<i32>()
        };
        let states =
            (0..hidden).map(|at| row(&self.state_bias, [&self.input_weights, &self.recurrent_weights], at));
        let logits = (0..outputs).map(|at| row(&self.output_bias, [&self.output_weights, &[]], at));
        match states.chain(logits).map(|sum| sum << (widths.state - 1)).find(|&sum| sum > MAX_ACCUMULATOR) {
            Some(sum) => Err(Error::Range {
                operand: "largest accumulator",
                allowed: "at most 32767",
                actual: sum.into(),
            }),
            None => Ok(()),
        }
    }

    /// The address in the table that an accumulator leads to.
    pub(crate) fn address(accumulator: i32, index_shift: u32, table_bits: u32) -> usize {
        let half = 1 << (table_bits - 1);
        let index = (accumulator >> index_shift).clamp(-half, half - 1);
        #[expect(clippy::cast_sign_loss, reason = "masked")]
        ((index & (2 * half - 1)) as usize)
    }

    /// What unit `unit` starts from with this word of inputs: the part of its accumulator that no state changes.
    pub(crate) fn start(&self, word: usize, unit: usize) -> i32 {
        let inputs = (0..self.inputs).filter(|input| word >> input & 1 == 1);
        let sum: i32 = inputs.map(|input| self.input_weights[input * self.hidden + unit]).sum();
        (self.state_bias[unit] + sum) << (self.widths.state - 1)
    }

    /// One step: `next` becomes the state after it; returns the packed output bits.
    #[cfg(test)]
    pub(crate) fn step(&self, state: &[i32], word: usize, next: &mut [i32]) -> u32 {
        for (unit, next) in next.iter_mut().enumerate() {
            let recurrent = state.iter().zip(self.recurrent_weights[unit..].iter().step_by(self.hidden));
            let sum = self.start(word, unit) + recurrent.map(|(s, w)| s * w).sum::<i32>();
            *next = self.table[Self::address(sum, self.index_shift, self.widths.table)];
        }
        (0..self.outputs)
            .map(|output| {
                let weights = self.output_weights[output..].iter().step_by(self.outputs);
                let logit = (self.output_bias[output] << (self.widths.state - 1))
                    + next.iter().zip(weights).map(|(s, w)| s * w).sum::<i32>();
                u32::from(logit >= 0) << output
            })
            .sum()
    }

    /// Whether the network has the outputs of the machine's streams, by breadth-first search over pairs of states. A
    /// plain second opinion for tests.
    #[cfg(test)]
    pub(crate) fn agrees_with(&self, machine: &crate::automata::machine::Machine) -> bool {
        let mut pairs = vec![(machine.initial(), self.initial_state.clone())];
        let mut at = 0;
        while at < pairs.len() {
            let (from, state) = pairs[at].clone();
            at += 1;
            for word in 0..1 << self.inputs {
                let Some(step) = machine.step(from, word) else { continue };
                let mut next = vec![0; self.hidden];
                if (self.step(&state, word, &mut next) ^ step.output) & step.care != 0 {
                    return false;
                }
                let pair = (step.next, next);
                if !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
        true
    }
}
