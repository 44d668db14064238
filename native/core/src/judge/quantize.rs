//! From float parameters to small integers, docs/spec.md section 3.

use std::collections::HashMap;

use crate::automata::fixed::{
    FRACTION_BITS, FixedNetwork, MAX_ACCUMULATOR, Widths, round, tanh_table, to_state,
};
use crate::real::power;
use crate::shape::{Parameters, Shape};

/// A way to round, docs/spec.md section 3. What it has more bits of than the widths is cut to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rounding {
    /// Table entries and initial states are multiples of 2^(S − this).
    pub state_bits: u32,
    /// Neighbouring entries of the table are equal, so that only 2^this of them could differ.
    pub table_bits: u32,
    /// Whether each output's row is rounded at the finest scale of its own.
    pub own_rows: bool,
}

/// Rounds networks of one shape and of one set of widths. Tables are made once.
#[derive(Debug, Clone)]
pub(crate) struct Quantizer {
    shape: Shape,
    widths: Widths,
    tables: HashMap<(i32, u32, u32, u32), Vec<i32>>,
}

impl Quantizer {
    pub(crate) fn new(shape: Shape, widths: Widths) -> Self {
        Self { shape, widths, tables: HashMap::new() }
    }

    /// The fixed network; nothing when there is no scale for it.
    pub(crate) fn quantize(&mut self, p: &Parameters<'_, f64>, rounding: Rounding) -> Option<FixedNetwork> {
        let rounding = Rounding {
            state_bits: rounding.state_bits.min(self.widths.state),
            table_bits: rounding.table_bits.min(self.widths.table),
            ..rounding
        };
        let bias: Vec<f64> = p.b_input.iter().zip(p.b_recurrent).map(|(a, b)| a + b).collect();
        let state_rows = Rows { bias: &bias, weights: &[p.w_input, p.w_recurrent] };
        let output_rows = Rows { bias: p.b_output, weights: &[p.w_output] };
        let all = [&state_rows, &output_rows];
        let f = self.finest(if rounding.own_rows { &all[..1] } else { &all })?;
        let Shape { inputs, hidden, outputs } = self.shape;
        let (output_weights, output_bias) = if rounding.own_rows {
            self.own_rows(&output_rows)?
        } else {
            (self.round_all(p.w_output, f), self.round_all(p.b_output, f))
        };
        let Widths { weight, state, .. } = self.widths;
        let initial_bits = weight.min(rounding.state_bits);
        let index_shift = self.shift(f);
        Some(FixedNetwork {
            inputs,
            hidden,
            outputs,
            widths: self.widths,
            fraction_bits: f,
            index_shift,
            initial_state: p
                .s0
                .iter()
                .map(|&s| to_state(s, initial_bits) << (state - initial_bits))
                .collect(),
            input_weights: self.round_all(p.w_input, f),
            state_bias: self.round_all(&bias, f),
            recurrent_weights: self.round_all(p.w_recurrent, f),
            output_weights,
            output_bias,
            table: self.table(f, index_shift, rounding).clone(),
        })
    }

    /// The most fraction bits with which no weight of these rows is clamped and none breaks the row rule.
    fn finest(&self, rows: &[&Rows<'_>]) -> Option<i32> {
        let largest = rows.iter().flat_map(|rows| rows.values()).fold(0.0_f64, |max, v| max.max(v.abs()));
        // Beyond this many, the largest weight does not fit; everything from there down is tried.
        let bound = (f64::from(self.widths.weight - 1) - largest.log2()).ceil() + 1.0;
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and is clamped")]
        let from = (bound as i32).clamp(FRACTION_BITS[0] - 1, FRACTION_BITS[1]);
        (FRACTION_BITS[0]..=from).rev().find(|&f| self.fits(rows, f))
    }

    /// Whether no weight is clamped at this scale, and the row rule holds.
    fn fits(&self, rows: &[&Rows<'_>], f: i32) -> bool {
        let limit = MAX_ACCUMULATOR >> (self.widths.state - 1);
        let scale = power(2.0, f);
        let half = 1 << (self.widths.weight - 1);
        rows.iter().all(|rows| {
            rows.values().all(|value| (-half..half).contains(&round(value * scale)))
                && (0..rows.bias.len())
                    .all(|row| rows.row(row).map(|value| round(value * scale).abs()).sum::<i32>() <= limit)
        })
    }

    fn clamped(&self, value: f64, f: i32) -> i32 {
        let half = 1 << (self.widths.weight - 1);
        round(value * power(2.0, f)).clamp(-half, half - 1)
    }

    fn round_all(&self, values: &[f64], f: i32) -> Vec<i32> {
        values.iter().map(|&value| self.clamped(value, f)).collect()
    }

    /// Output weights and biases, each output's row at the finest scale that fits it: only the sign of its logit
    /// counts.
    fn own_rows(&self, rows: &Rows<'_>) -> Option<(Vec<i32>, Vec<i32>)> {
        let outputs = rows.bias.len();
        let mut weights = vec![0; rows.weights[0].len()];
        let mut bias = vec![0; outputs];
        for output in 0..outputs {
            let row: Vec<f64> = rows.row(output).collect();
            let alone = Rows { bias: &row[..1], weights: &[&row[1..]] };
            let f = self.finest(&[&alone])?;
            bias[output] = self.clamped(row[0], f);
            for (weight, &value) in weights[output..].iter_mut().step_by(outputs).zip(&row[1..]) {
                *weight = self.clamped(value, f);
            }
        }
        Some((weights, bias))
    }

    /// The shift for which the table spans ±4; with bytes throughout, the one that makes the index the accumulator's
    /// high byte.
    fn shift(&self, f: i32) -> u32 {
        let Widths { state, table, .. } = self.widths;
        if (state, table) == (8, 8) {
            return 8;
        }
        (f + state.cast_signed() + 2 - table.cast_signed()).clamp(0, 15).cast_unsigned()
    }

    fn table(&mut self, f: i32, shift: u32, rounding: Rounding) -> &Vec<i32> {
        let Widths { state, table, .. } = self.widths;
        let Rounding { state_bits, table_bits, .. } = rounding;
        self.tables.entry((f, shift, state_bits, table_bits)).or_insert_with(|| {
            // The table of a network with fewer bits, each entry as often and as far up as these widths ask for. Its
            // shift is larger, and its accumulator counts in larger units.
            let coarser = (table - table_bits).cast_signed() - (state - state_bits).cast_signed();
            let widths = Widths { state: state_bits, table: table_bits, ..self.widths };
            let small = tanh_table(widths, f, shift.cast_signed() + coarser);
            let size = 1 << table;
            (0..size)
                .map(|address: usize| small[address >> (table - table_bits)] << (state - state_bits))
                .collect()
        })
    }
}

/// Rows of weights before they are rounded: a bias each, and matrices (from, row).
struct Rows<'a> {
    bias: &'a [f64],
    weights: &'a [&'a [f64]],
}

impl Rows<'_> {
    fn values(&self) -> impl Iterator<Item = f64> {
        self.bias.iter().chain(self.weights.iter().copied().flatten()).copied()
    }

    fn row(&self, row: usize) -> impl Iterator<Item = f64> {
        let (rows, matrices) = (self.bias.len(), self.weights.iter());
        let weights = matrices.flat_map(move |matrix| matrix[row..].iter().step_by(rows).copied());
        std::iter::once(self.bias[row]).chain(weights)
    }
}
