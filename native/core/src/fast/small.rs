//! Networks of few states and one output, with the numbers of inputs I and of states H in the types.

use fearless_simd::{Simd, f32x16};

use super::cell::{Cell, all_states};
use super::vector::{add_sums, load, mul_add, splat, store};
use super::{initial_gradients, outputs};
use crate::batch::Batch;
use crate::lanes::Lanes;
use crate::network::Workspace;
use crate::shape::{Parameters, ParametersMut};

#[inline(always)]
pub(super) fn forward<S: Simd, const I: usize, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    let Workspace { vectors, states, logits, scratch, .. } = workspace;
    let cell = Cell::<S, I, H>::new(simd, p, 1.0);
    let below = scratch[..*vectors * H].as_chunks_mut().0;
    all_states(simd, &cell, p.s0, batch, splat(simd, 1.0), states.as_chunks_mut().0, logits, below);
}

#[inline(always)]
pub(super) fn loss_and_gradient<S: Simd, const I: usize, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    d: &mut ParametersMut<'_, f32>,
) -> f64 {
    let Workspace { vectors, states, logits, deltas, carry, mask, scratch, .. } = workspace;
    let vectors = *vectors;
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    let states: &mut [[Lanes<f32>; H]] = states.as_chunks_mut().0;
    let cell = Cell::<S, I, H>::new(simd, p, 0.5);
    let below = scratch[..vectors * H].as_chunks_mut().0;
    all_states(simd, &cell, p.s0, batch, load(simd, &mask[vectors - 1]), states, logits, below);
    let loss = outputs::slopes(simd, logits, &batch.signs, scratch);

    let carry: &mut [[Lanes<f32>; H]] = carry.as_chunks_mut().0;
    carry.fill([Lanes::ZERO; H]);
    // As many steps at a time as the kernel for all sizes takes, so that the sums are the same.
    let most = deltas.len() / H;
    let mut end = batch.steps * vectors;
    while end > vectors {
        let piece = vectors.max(end.saturating_sub(most))..end;
        end = piece.start;
        let states = &states[end..piece.end + vectors];
        later_gradients(simd, &cell, &inputs[piece.clone()], states, &logits[piece], carry, d);
    }
    first_gradients(simd, &cell, &inputs[..end], &states[vectors..][..end], &logits[..end], carry, d);
    initial_gradients(p, d, H);
    loss
}

/// Goes back through some steps that are not the first and adds to the gradients. inputs, slopes (steps, vectors),
/// states (1 + steps, vectors); carry (vectors) is what the step behind them hands back, then what the first of them
/// does.
#[inline(always)]
fn later_gradients<S: Simd, const I: usize, const H: usize>(
    simd: S,
    cell: &Cell<S, I, H>,
    inputs: &[[Lanes<f32>; I]],
    states: &[[Lanes<f32>; H]],
    slopes: &[Lanes<f32>],
    carry: &mut [[Lanes<f32>; H]],
    d: &mut ParametersMut<'_, f32>,
) {
    let (vectors, zero) = (carry.len(), splat(simd, 0.0));
    let mut sums = Sums::<S, I, H>::new(simd);
    let mut d_recurrent = [[zero; H]; H];
    let steps = inputs
        .chunks_exact(vectors)
        .zip(states.chunks_exact(vectors))
        .zip(states[vectors..].chunks_exact(vectors))
        .zip(slopes.chunks_exact(vectors))
        .rev();
    for (((inputs, before), after), slopes) in steps {
        let blocks = inputs.iter().zip(before).zip(after).zip(slopes).zip(&mut *carry).rev();
        for ((((x, before), after), slope), carry) in blocks {
            let delta = sums.add(simd, &cell.w_output, x, after, slope, carry);
            for i in 0..H {
                let s = load(simd, &before[i]);
                let mut back = zero;
                for j in 0..H {
                    d_recurrent[i][j] = mul_add(s, delta[j], d_recurrent[i][j]);
                    back = mul_add(cell.w_recurrent[i][j], delta[j], back);
                }
                carry[i] = store(back);
            }
        }
    }
    let b = sums.fold(simd, d);
    for j in 0..H {
        d.b_input[j] += b[j];
    }
    add_sums(simd, d_recurrent.as_flattened(), d.w_recurrent);
}

/// Goes back through the very first step. The state before it is the same for all samples, so what concerns that is
/// left to [`initial_gradients`], which needs `d.b_recurrent`. inputs, after, slopes, carry (vectors).
#[inline(always)]
fn first_gradients<S: Simd, const I: usize, const H: usize>(
    simd: S,
    cell: &Cell<S, I, H>,
    inputs: &[[Lanes<f32>; I]],
    after: &[[Lanes<f32>; H]],
    slopes: &[Lanes<f32>],
    carry: &[[Lanes<f32>; H]],
    d: &mut ParametersMut<'_, f32>,
) {
    let mut sums = Sums::<S, I, H>::new(simd);
    for (((x, after), slope), carry) in inputs.iter().zip(after).zip(slopes).zip(carry).rev() {
        sums.add(simd, &cell.w_output, x, after, slope, carry);
    }
    let b = sums.fold(simd, d);
    d.b_recurrent.copy_from_slice(&b);
}

/// Sums over blocks: the gradients at what does not come from the state before.
struct Sums<S: Simd, const I: usize, const H: usize> {
    b: [f32x16<S>; H],
    d_input: [[f32x16<S>; H]; I],
    d_output: [f32x16<S>; H],
    db_output: f32x16<S>,
}

impl<S: Simd, const I: usize, const H: usize> Sums<S, I, H> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let zero = splat(simd, 0.0);
        Self { b: [zero; H], d_input: [[zero; H]; I], d_output: [zero; H], db_output: zero }
    }

    /// Adds one block; returns its gradient at the arguments of tanh. Slopes are doubled, and so `w_output` is halved.
    #[inline(always)]
    fn add(
        &mut self,
        simd: S,
        w_output: &[f32x16<S>; H],
        x: &[Lanes<f32>; I],
        after: &[Lanes<f32>; H],
        slope: &Lanes<f32>,
        carry: &[Lanes<f32>; H],
    ) -> [f32x16<S>; H] {
        let (one, slope) = (splat(simd, 1.0), load(simd, slope));
        self.db_output += slope;
        let mut delta = [one; H];
        for j in 0..H {
            let s = load(simd, &after[j]);
            self.d_output[j] = mul_add(s, slope, self.d_output[j]);
            delta[j] = mul_add(w_output[j], slope, load(simd, &carry[j])) * mul_add(-s, s, one);
            self.b[j] += delta[j];
        }
        for i in 0..I {
            let x = load(simd, &x[i]);
            for j in 0..H {
                self.d_input[i][j] = mul_add(x, delta[j], self.d_input[i][j]);
            }
        }
        delta
    }

    /// Adds to the gradients; returns that at the biases.
    #[inline(always)]
    fn fold(self, simd: S, d: &mut ParametersMut<'_, f32>) -> [f32; H] {
        add_sums(simd, self.d_input.as_flattened(), d.w_input);
        add_sums(simd, &self.d_output, d.w_output);
        add_sums(simd, &[self.db_output], d.b_output);
        let mut b = [0.0; H];
        add_sums(simd, &self.b, &mut b);
        b
    }
}
