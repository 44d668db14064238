//! Networks of any size, through blocked matrix products.

use fearless_simd::Simd;

use super::tanh::tanh_in_place;
use super::vector::{at, load, mul_add, splat, store};
use super::{mean_scale, outputs, product};
use crate::batch::Batch;
use crate::beginnings::Beginnings;
use crate::lanes::Lanes;
use crate::network::Workspace;
use crate::shape::Parameters;

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
    gradient: &mut [f32],
) -> f64 {
    all_states(simd, p, batch, workspace);
    all_logits(simd, p, 0.5, workspace);
    let (scale, shape) = (mean_scale(workspace), workspace.shape);
    let (inputs, hidden, outputs) = shape.sizes();
    let Workspace { vectors, states, logits, deltas, carry, mask, transposed, .. } = workspace;
    for (logits, mask) in logits.chunks_exact_mut(outputs).zip(mask.iter().cycle()) {
        for logit in logits {
            *logit = store(load(simd, logit) * load(simd, mask));
        }
    }
    let loss = outputs::slopes(simd, logits, &batch.signs);

    let block = *vectors * hidden;
    let (recurrent, output) = transposed.split_at_mut(hidden * hidden);
    transpose(p.w_recurrent, recurrent, hidden, 1.0);
    transpose(p.w_output, output, outputs, 0.5);
    let one = splat(simd, 1.0);
    carry.fill(Lanes::ZERO);
    let d = shape.split_mut(gradient);
    let mut end = batch.steps;
    while end > 0 {
        let first = end.saturating_sub(deltas.len() / block);
        let before = &states[first * block..end * block];
        let after = &states[(first + 1) * block..(end + 1) * block];
        let slopes = &logits[first * *vectors * outputs..end * *vectors * outputs];
        let deltas = &mut deltas[..before.len()];
        let steps = deltas.chunks_exact_mut(block).zip(after.chunks_exact(block));
        for ((delta, after), slopes) in steps.zip(slopes.chunks_exact(*vectors * outputs)).rev() {
            delta.copy_from_slice(carry);
            product::accumulate(simd, slopes, output, delta, (outputs, hidden));
            for (delta, state) in delta.iter_mut().zip(after) {
                let s = load(simd, state);
                *delta = store(load(simd, delta) * mul_add(-s, s, one));
            }
            carry.fill(Lanes::ZERO);
            product::accumulate(simd, delta, recurrent, carry, (hidden, hidden));
        }
        let x = &batch.inputs[first * *vectors * inputs..end * *vectors * inputs];
        product::accumulate_weights(simd, x, deltas, scale, d.w_input, (inputs, hidden));
        product::accumulate_weights(simd, after, slopes, 0.5 * scale, d.w_output, (hidden, outputs));
        product::accumulate_bias(simd, slopes, 0.5 * scale, d.b_output);
        let mut start = 0;
        if first == 0 {
            // The state before the very first step is the same for all samples: sums over these, in the last
            // block of the step, stand for it.
            start = block - hidden;
            let sums = sum_blocks(simd, &mut deltas[..block], hidden);
            let handed_back = &mut carry[..hidden];
            handed_back.fill(Lanes::ZERO);
            product::accumulate(simd, sums, recurrent, handed_back, (hidden, hidden));
            product::accumulate_bias(simd, handed_back, scale, d.s0);
        }
        let (before, deltas) = (&before[start..], &deltas[start..]);
        product::accumulate_weights(simd, before, deltas, scale, d.w_recurrent, (hidden, hidden));
        product::accumulate_bias(simd, deltas, scale, d.b_input);
        end = first;
    }
    d.b_recurrent.copy_from_slice(d.b_input);
    loss
}

/// Adds all blocks to the last one, and returns that. blocks (n, hidden).
#[inline(always)]
fn sum_blocks<S: Simd>(simd: S, blocks: &mut [Lanes<f32>], hidden: usize) -> &[Lanes<f32>] {
    let (others, last) = blocks.split_at_mut(blocks.len() - hidden);
    for block in others.chunks_exact(hidden).rev() {
        for (sum, delta) in last.iter_mut().zip(block) {
            *sum = store(load(simd, sum) + load(simd, delta));
        }
    }
    last
}

/// Runs the recurrence. Samples that begin alike share their first steps.
#[inline(always)]
fn all_states<S: Simd>(simd: S, p: &Parameters<'_, f32>, batch: &Batch<f32>, workspace: &mut Workspace<f32>) {
    let (inputs, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, states, .. } = workspace;
    let block = *vectors * hidden;
    for state in states[..block].chunks_exact_mut(hidden) {
        state.iter_mut().zip(p.s0).for_each(|(state, &s0)| *state = store(splat(simd, s0)));
    }
    let Beginnings { steps: shared, inputs: beginnings, places } = &batch.beginnings;
    for (step, x) in beginnings.chunks_exact(inputs).enumerate() {
        let (before, after) = states[step * block..][..block + hidden].split_at_mut(block);
        next_states(simd, p, x, &before[..hidden], after);
    }
    for states in states[block..].chunks_exact_mut(block).take(*shared) {
        spread(simd, states, places);
    }
    for (step, x) in batch.inputs.chunks_exact(*vectors * inputs).enumerate().skip(*shared) {
        let (before, after) = states[step * block..][..2 * block].split_at_mut(block);
        next_states(simd, p, x, before, after);
    }
}

/// One step. x (n, inputs), before, after (n, hidden).
#[inline(always)]
fn next_states<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    x: &[Lanes<f32>],
    before: &[Lanes<f32>],
    after: &mut [Lanes<f32>],
) {
    let hidden = p.b_input.len();
    for state in after.chunks_exact_mut(hidden) {
        for ((state, b), c) in state.iter_mut().zip(p.b_input).zip(p.b_recurrent) {
            *state = store(splat(simd, b + c));
        }
    }
    product::accumulate(simd, before, p.w_recurrent, after, (hidden, hidden));
    product::accumulate(simd, x, p.w_input, after, (p.w_input.len() / hidden, hidden));
    for state in after.chunks_exact_mut(hidden) {
        tanh_in_place(simd, state);
    }
}

/// Gives the states of beginnings, in the first block of a step, to the samples. states (vectors, hidden).
#[inline(always)]
fn spread<S: Simd>(simd: S, states: &mut [Lanes<f32>], places: &[Lanes<[u8; 4]>]) {
    let hidden = states.len() / places.len();
    for j in 0..hidden {
        let beginnings = load(simd, &states[j]);
        for (state, places) in states.chunks_exact_mut(hidden).zip(places) {
            state[j] = store(at(beginnings, places));
        }
    }
}

/// Writes scale · z.
#[inline(always)]
fn all_logits<S: Simd>(simd: S, p: &Parameters<'_, f32>, scale: f32, workspace: &mut Workspace<f32>) {
    let (_, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, .. } = workspace;
    for logit in logits.chunks_exact_mut(outputs) {
        logit.iter_mut().zip(p.b_output).for_each(|(logit, &b)| *logit = store(splat(simd, b)));
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
