//! Networks of any size, through blocked matrix products.

use fearless_simd::Simd;

use super::outputs::{dlogits, mean_scale};
use super::prefixes::{spread, spread_logits, sum_up};
use super::product::{self, Product, Start, Sum};
use super::tanh::tanh_in_place;
use super::vector::{load, splat, store};
use crate::kernels::batch::Batch;
use crate::kernels::lanes::{LANES, Lanes};
use crate::kernels::prefixes::PrefixPlan;
use crate::kernels::workspace::Workspace;
use crate::shape::Parameters;

#[inline(always)]
pub(super) fn forward<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    all_states(simd, p, batch, workspace);
    all_logits(simd, p, 1.0, batch, workspace);
    spread_logits(simd, &batch.prefixes, &mut workspace.logits, workspace.shape.outputs);
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
    all_logits(simd, p, 0.5, batch, workspace);
    let (scale, shape) = (mean_scale(workspace), workspace.shape);
    let (inputs, hidden, outputs) = shape.sizes();
    let Workspace { vectors, last, states, logits, chunk, deltas, dh, mask, transposed, .. } = workspace;
    let (vectors, last, shared) = (*vectors, *last, batch.prefixes.steps);
    let logits = &mut logits[batch.prefixes.saved() * outputs..];
    for (logits, mask) in logits[shared * outputs..].chunks_exact_mut(outputs).zip(mask.iter().cycle()) {
        for logit in logits {
            *logit = store(load(simd, logit) * load(simd, mask));
        }
    }
    let loss = dlogits(simd, logits, batch, outputs);

    let (recurrent, output) = transposed.split_at_mut(hidden * hidden);
    transpose(p.w_recurrent, recurrent, hidden, 1.0);
    transpose(p.w_output, output, outputs, 0.5);
    dh.fill(Lanes::ZERO);
    let d = shape.split_mut(gradient);
    // In vectors of samples, of which each shared step has one.
    let mut end = logits.len() / outputs;
    while end > shared {
        let start = end.saturating_sub(*chunk * vectors).max(shared);
        let with_shared = if start == shared { 0 } else { start };
        let after = &states[(with_shared + 1) * hidden..(end + 1) * hidden];
        let dlogits = &logits[with_shared * outputs..end * outputs];
        let deltas = &mut deltas[..after.len()];
        let own = (start - with_shared) * hidden;
        let steps =
            deltas[own..].chunks_exact_mut(vectors * hidden).zip(after[own..].chunks_exact(vectors * hidden));
        for ((delta, after), dlogits) in
            steps.zip(logits[start * outputs..].chunks_exact(vectors * outputs)).rev()
        {
            // The gradient at the arguments of tanh.
            let products = [Product { x: dlogits, w: output }];
            Sum { start: Start::From(dh), products, slope_at: Some(after), last }.store(simd, delta, hidden);
            Sum { last, ..times(delta, recurrent) }.store(simd, dh, hidden);
        }
        if start == shared {
            let (shared_deltas, own) = deltas.split_at_mut(own);
            let sums = &mut dh[..hidden];
            sum_up(simd, &batch.prefixes, own, sums);
            let mut later = &*sums;
            let steps = shared_deltas.chunks_exact_mut(hidden).zip(after.chunks_exact(hidden));
            for ((delta, after), dlogits) in steps.zip(dlogits.chunks_exact(outputs)).rev() {
                let products = [Product { x: later, w: recurrent }, Product { x: dlogits, w: output }];
                Sum { start: Start::Zero, products, slope_at: Some(after), last: LANES }
                    .store(simd, delta, hidden);
                later = delta;
            }
        }
        let x = &batch.inputs[with_shared * inputs..end * inputs];
        product::accumulate_weights(simd, x, deltas, scale, d.w_input, (inputs, hidden));
        product::accumulate_weights(simd, after, dlogits, 0.5 * scale, d.w_output, (hidden, outputs));
        product::accumulate_bias(simd, dlogits, 0.5 * scale, d.b_output);
        let (first, deltas) = if start == shared {
            // The state before a shared step, or before the first one after these, is that of a prefix.
            let skipped = (vectors - 1) * hidden;
            deltas.copy_within(..shared * hidden, skipped);
            let deltas = &mut deltas[skipped..];
            let dh0 = &mut dh[..hidden];
            deltas[shared * hidden..][..hidden].copy_from_slice(dh0);
            times(&deltas[..hidden], recurrent).store(simd, dh0, hidden);
            product::accumulate_bias(simd, dh0, scale, d.s0);
            (0, deltas)
        } else {
            (start + 1 - vectors, deltas)
        };
        let before = &states[first * hidden..][..deltas.len()];
        product::accumulate_weights(simd, before, deltas, scale, d.w_recurrent, (hidden, hidden));
        product::accumulate_bias(simd, deltas, scale, d.b_input);
        end = start;
    }
    d.b_recurrent.copy_from_slice(d.b_input);
    loss
}

/// x · w. x (n, from), w (from, to).
#[inline(always)]
fn times<'a>(x: &'a [Lanes<f32>], w: &'a [f32]) -> Sum<'a, 1> {
    Sum { start: Start::Zero, products: [Product { x, w }], slope_at: None, last: LANES }
}

/// Runs the recurrence. states (1 + shared steps, hidden), then (steps, vectors, hidden).
#[inline(always)]
fn all_states<S: Simd>(simd: S, p: &Parameters<'_, f32>, batch: &Batch<f32>, workspace: &mut Workspace<f32>) {
    let (inputs, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, last, states, dh, bias, .. } = workspace;
    let last = *last;
    let PrefixPlan { steps: shared, indices, .. } = &batch.prefixes;
    bias.iter_mut().zip(p.b_input).zip(p.b_recurrent).for_each(|((bias, b), c)| *bias = b + c);
    let start = Start::Bias(bias);
    let (shared_inputs, own_inputs) = batch.inputs.split_at(shared * inputs);
    let (initial, mut now) = states.split_at_mut(hidden);
    initial.iter_mut().zip(p.s0).for_each(|(state, &s0)| *state = store(splat(simd, s0)));
    let mut before = &*initial;
    for x in shared_inputs.chunks_exact(inputs) {
        let (after, later) = now.split_at_mut(hidden);
        let products = [Product { x: before, w: p.w_recurrent }, Product { x, w: p.w_input }];
        Sum { start, products, slope_at: None, last: LANES }.store(simd, after, hidden);
        tanh_in_place(simd, after);
        (before, now) = (after, later);
    }
    for (step, x) in own_inputs.chunks_exact(*vectors * inputs).enumerate() {
        let (after, later) = now.split_at_mut(*vectors * hidden);
        let (recurrent, input) = (Product { x: before, w: p.w_recurrent }, Product { x, w: p.w_input });
        if step == 0 {
            // What the prefixes' states add is the same for all their samples.
            let sum = Sum { start, products: [recurrent], slope_at: None, last: LANES };
            sum.store(simd, &mut dh[..hidden], hidden);
            spread(simd, dh, (0, 0), hidden, indices);
            let sum = Sum { start: Start::From(dh), products: [input], slope_at: None, last };
            sum.store(simd, after, hidden);
        } else {
            let sum = Sum { start, products: [recurrent, input], slope_at: None, last };
            sum.store(simd, after, hidden);
        }
        tanh_in_place(simd, after);
        (before, now) = (after, later);
    }
}

/// Writes scale · z: (shared steps, outputs), then (steps, vectors, outputs), at the end of the workspace's.
#[inline(always)]
fn all_logits<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    scale: f32,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    let (_, hidden, outputs) = workspace.shape.sizes();
    let Workspace { states, logits, .. } = workspace;
    let logits = &mut logits[batch.prefixes.saved() * outputs..];
    let states = &states[hidden..][..logits.len() / outputs * hidden];
    let sum = Sum { start: Start::Bias(p.b_output), ..times(states, p.w_output) };
    sum.store(simd, logits, outputs);
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
