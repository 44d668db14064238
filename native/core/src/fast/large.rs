//! Networks of any size, through blocked matrix products.

use fearless_simd::Simd;

use super::tanh::tanh_base_2;
use super::vector::{load, mul_add, splat, store};
use super::{STATE_SCALE, outputs, product};
use crate::batch::Batch;
use crate::lanes::Lanes;
use crate::network::Workspace;
use crate::shape::{Parameters, ParametersMut};

#[inline(always)]
pub(super) fn forward<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    all_states(simd, p, batch, workspace);
    let (_, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, .. } = workspace;
    outputs::logits(simd, &states[*vectors * hidden..], p.w_output, p.b_output, logits, hidden);
}

#[inline(always)]
pub(super) fn loss_and_gradient<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    d: &mut ParametersMut<'_, f32>,
) -> f64 {
    all_states(simd, p, batch, workspace);
    let (inputs, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, deltas, carry, mask, transposed, .. } = workspace;
    let block = *vectors * hidden;
    let after = &states[block..];
    let loss = outputs::slopes(simd, after, p.w_output, p.b_output, &batch.targets, mask, logits, hidden);

    let (recurrent, output) = transposed.split_at_mut(hidden * hidden);
    transpose(p.w_recurrent, recurrent, hidden, 1.0);
    transpose(p.w_output, output, outputs, 0.5);
    let one = splat(simd, 1.0);
    carry.fill(Lanes::ZERO);
    let mut end = batch.steps;
    while end > 0 {
        let count = end.min(deltas.len() / block);
        let first = end - count;
        for step in (first..end).rev() {
            let delta = &mut deltas[(step - first) * block..][..block];
            let slopes = &logits[step * *vectors * outputs..][..*vectors * outputs];
            delta.copy_from_slice(carry);
            product::accumulate(simd, slopes, output, delta, (outputs, hidden));
            for (delta, state) in delta.iter_mut().zip(&after[step * block..]) {
                let s = load(simd, state);
                *delta = store(load(simd, delta) * mul_add(-s, s, one));
            }
            carry.fill(Lanes::ZERO);
            product::accumulate(simd, delta, recurrent, carry, (hidden, hidden));
        }
        let deltas = &deltas[..count * block];
        let (before, after) = (&states[first * block..][..count * block], &after[first * block..]);
        let x = &batch.inputs[first * *vectors * inputs..];
        let slopes = &logits[first * *vectors * outputs..][..count * *vectors * outputs];
        product::accumulate_weights(simd, x, deltas, d.w_input, (inputs, hidden));
        product::accumulate_weights(simd, before, deltas, d.w_recurrent, (hidden, hidden));
        product::accumulate_weights(simd, after, slopes, d.w_output, (hidden, outputs));
        product::accumulate_bias(simd, deltas, d.b_input);
        product::accumulate_bias(simd, slopes, d.b_output);
        end = first;
    }
    product::accumulate_bias(simd, carry, d.s0);
    loss
}

/// Runs the recurrence.
#[inline(always)]
fn all_states<S: Simd>(simd: S, p: &Parameters<'_, f32>, batch: &Batch<f32>, workspace: &mut Workspace<f32>) {
    let (inputs, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, states, scaled, .. } = workspace;
    let block = *vectors * hidden;
    let (w_input, w_recurrent) = scaled.split_at_mut(inputs * hidden);
    for (scaled, w) in [(&mut *w_input, p.w_input), (&mut *w_recurrent, p.w_recurrent)] {
        scaled.iter_mut().zip(w).for_each(|(scaled, w)| *scaled = STATE_SCALE * w);
    }
    for state in states[..block].chunks_exact_mut(hidden) {
        state.iter_mut().zip(p.s0).for_each(|(state, &s0)| *state = Lanes::splat(s0));
    }
    for (step, x) in batch.inputs.chunks_exact(*vectors * inputs).enumerate() {
        let (before, after) = states[step * block..][..2 * block].split_at_mut(block);
        for state in after.chunks_exact_mut(hidden) {
            for ((state, b), c) in state.iter_mut().zip(p.b_input).zip(p.b_recurrent) {
                *state = Lanes::splat(STATE_SCALE * (b + c));
            }
        }
        product::accumulate(simd, x, w_input, after, (inputs, hidden));
        product::accumulate(simd, before, w_recurrent, after, (hidden, hidden));
        for state in after {
            *state = store(tanh_base_2(simd, load(simd, state)).0);
        }
    }
}

/// scale · wᵀ. w (from, to), out (to, from).
fn transpose(w: &[f32], out: &mut [f32], to: usize, scale: f32) {
    for (column, out) in out.chunks_exact_mut(w.len() / to).enumerate() {
        for (out, w) in out.iter_mut().zip(w.chunks_exact(to)) {
            *out = scale * w[column];
        }
    }
}
