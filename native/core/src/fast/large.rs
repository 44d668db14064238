//! Networks of any size, through blocked matrix products.

use fearless_simd::Simd;

use super::tanh::tanh_in_place;
use super::vector::{load, mul_add, splat, store};
use super::{initial_gradients, outputs, product};
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
    all_logits(simd, p, 1.0, workspace);
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
    all_logits(simd, p, 0.5, workspace);
    let (inputs, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, deltas, carry, mask, transposed, scratch, .. } = workspace;
    for (logits, mask) in logits.chunks_exact_mut(outputs).zip(mask.iter().cycle()) {
        for logit in logits {
            *logit = store(load(simd, logit) * load(simd, mask));
        }
    }
    let loss = outputs::slopes(simd, logits, &batch.signs, scratch);

    let block = *vectors * hidden;
    let after = &states[block..];
    let (recurrent, output) = transposed.split_at_mut(hidden * hidden);
    transpose(p.w_recurrent, recurrent, hidden, 1.0);
    transpose(p.w_output, output, outputs, 0.5);
    let one = splat(simd, 1.0);
    carry.fill(Lanes::ZERO);
    let mut end = batch.steps;
    while end > 0 {
        // The state before the very first step is the same for all samples, so that step is a piece of its own.
        let first = if end == 1 { 0 } else { end.saturating_sub(deltas.len() / block).max(1) };
        for step in (first..end).rev() {
            let delta = &mut deltas[(step - first) * block..][..block];
            let slopes = &logits[step * *vectors * outputs..][..*vectors * outputs];
            delta.copy_from_slice(carry);
            product::accumulate(simd, slopes, output, delta, (outputs, hidden));
            for (delta, state) in delta.iter_mut().zip(&after[step * block..]) {
                let s = load(simd, state);
                *delta = store(load(simd, delta) * mul_add(-s, s, one));
            }
            if step > 0 {
                carry.fill(Lanes::ZERO);
                product::accumulate(simd, delta, recurrent, carry, (hidden, hidden));
            }
        }
        let deltas = &deltas[..(end - first) * block];
        let (before, after) = (&states[first * block..][..deltas.len()], &after[first * block..end * block]);
        let x = &batch.inputs[first * *vectors * inputs..end * *vectors * inputs];
        let slopes = &logits[first * *vectors * outputs..][..(end - first) * *vectors * outputs];
        product::accumulate_weights(simd, x, deltas, d.w_input, (inputs, hidden));
        product::accumulate_weights(simd, after, slopes, d.w_output, (hidden, outputs));
        product::accumulate_bias(simd, slopes, d.b_output);
        if first > 0 {
            product::accumulate_weights(simd, before, deltas, d.w_recurrent, (hidden, hidden));
            product::accumulate_bias(simd, deltas, d.b_input);
        } else {
            product::accumulate_bias(simd, deltas, d.b_recurrent);
            initial_gradients(p, d, hidden);
        }
        end = first;
    }
    loss
}

/// Runs the recurrence.
#[inline(always)]
fn all_states<S: Simd>(simd: S, p: &Parameters<'_, f32>, batch: &Batch<f32>, workspace: &mut Workspace<f32>) {
    let (inputs, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, states, scratch, .. } = workspace;
    let block = *vectors * hidden;
    for state in states[..block].chunks_exact_mut(hidden) {
        state.iter_mut().zip(p.s0).for_each(|(state, &s0)| *state = Lanes::splat(s0));
    }
    for (step, x) in batch.inputs.chunks_exact(*vectors * inputs).enumerate() {
        let (before, after) = states[step * block..][..2 * block].split_at_mut(block);
        for state in after.chunks_exact_mut(hidden) {
            for ((state, b), c) in state.iter_mut().zip(p.b_input).zip(p.b_recurrent) {
                *state = Lanes::splat(b + c);
            }
        }
        product::accumulate(simd, before, p.w_recurrent, after, (hidden, hidden));
        product::accumulate(simd, x, p.w_input, after, (inputs, hidden));
        for state in after.chunks_exact_mut(hidden) {
            tanh_in_place(simd, state, scratch);
        }
    }
}

/// Writes scale · z.
#[inline(always)]
fn all_logits<S: Simd>(simd: S, p: &Parameters<'_, f32>, scale: f32, workspace: &mut Workspace<f32>) {
    let (_, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, .. } = workspace;
    for logit in logits.chunks_exact_mut(outputs) {
        logit.iter_mut().zip(p.b_output).for_each(|(logit, &b)| *logit = Lanes::splat(b));
    }
    product::accumulate(simd, &states[*vectors * hidden..], p.w_output, logits, (hidden, outputs));
    for logit in logits {
        *logit = store(load(simd, logit) * scale);
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
