//! Networks of any size, through blocked matrix products.

use fearless_simd::Simd;

use super::beginnings::{spread, spread_logits, sum_up};
use super::tanh::tanh_in_place;
use super::vector::{load, mul_add, splat, store};
use super::{mean_scale, outputs, product};
use crate::batch::Batch;
use crate::beginnings::Beginnings;
use crate::lanes::Lanes;

use crate::shape::Parameters;
use crate::workspace::Workspace;

#[inline(always)]
pub(super) fn forward<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    all_states(simd, p, batch, workspace);
    all_logits(simd, p, 1.0, batch, workspace);
    spread_logits(simd, &batch.beginnings, &mut workspace.logits, workspace.shape.outputs);
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
    let Workspace { vectors, states, logits, piece, deltas, carry, mask, transposed, .. } = workspace;
    let (vectors, shared) = (*vectors, batch.beginnings.steps);
    let logits = &mut logits[batch.beginnings.saved() * outputs..];
    for (logits, mask) in logits[shared * outputs..].chunks_exact_mut(outputs).zip(mask.iter().cycle()) {
        for logit in logits {
            *logit = store(load(simd, logit) * load(simd, mask));
        }
    }
    let loss = outputs::slopes(simd, logits, batch, outputs);

    let (recurrent, output) = transposed.split_at_mut(hidden * hidden);
    transpose(p.w_recurrent, recurrent, hidden, 1.0);
    transpose(p.w_output, output, outputs, 0.5);
    carry.fill(Lanes::ZERO);
    let d = shape.split_mut(gradient);
    // In vectors of samples, of which each shared step has one.
    let mut end = logits.len() / outputs;
    while end > shared {
        let start = end.saturating_sub(*piece * vectors).max(shared);
        let with_shared = if start == shared { 0 } else { start };
        let after = &states[(with_shared + 1) * hidden..(end + 1) * hidden];
        let slopes = &logits[with_shared * outputs..end * outputs];
        let deltas = &mut deltas[..after.len()];
        let own = (start - with_shared) * hidden;
        let steps =
            deltas[own..].chunks_exact_mut(vectors * hidden).zip(after[own..].chunks_exact(vectors * hidden));
        for ((delta, after), slopes) in
            steps.zip(logits[start * outputs..].chunks_exact(vectors * outputs)).rev()
        {
            delta.copy_from_slice(carry);
            add_slopes(simd, slopes, output, after, delta, (outputs, hidden));
            carry.fill(Lanes::ZERO);
            product::accumulate(simd, delta, recurrent, carry, (hidden, hidden));
        }
        if start == shared {
            let (shared_deltas, own) = deltas.split_at_mut(own);
            let sums = &mut carry[..hidden];
            sum_up(simd, &batch.beginnings, own, sums);
            let mut behind = &*sums;
            let steps = shared_deltas.chunks_exact_mut(hidden).zip(after.chunks_exact(hidden));
            for ((delta, after), slopes) in steps.zip(slopes.chunks_exact(outputs)).rev() {
                delta.fill(Lanes::ZERO);
                product::accumulate(simd, behind, recurrent, delta, (hidden, hidden));
                add_slopes(simd, slopes, output, after, delta, (outputs, hidden));
                behind = delta;
            }
        }
        let x = &batch.inputs[with_shared * inputs..end * inputs];
        product::accumulate_weights(simd, x, deltas, scale, d.w_input, (inputs, hidden));
        product::accumulate_weights(simd, after, slopes, 0.5 * scale, d.w_output, (hidden, outputs));
        product::accumulate_bias(simd, slopes, 0.5 * scale, d.b_output);
        let (first, deltas) = if start == shared {
            // The state before a shared step, or before the first one behind these, is that of a beginning.
            let skipped = (vectors - 1) * hidden;
            deltas.copy_within(..shared * hidden, skipped);
            let deltas = &mut deltas[skipped..];
            let handed_back = &mut carry[..hidden];
            deltas[shared * hidden..][..hidden].copy_from_slice(handed_back);
            handed_back.fill(Lanes::ZERO);
            product::accumulate(simd, &deltas[..hidden], recurrent, handed_back, (hidden, hidden));
            product::accumulate_bias(simd, handed_back, scale, d.s0);
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

/// delta := (delta + slopes · w) · (1 − state²), the gradient at the arguments of tanh. slopes (n, outputs), w (outputs,
/// hidden), states, delta (n, hidden).
#[inline(always)]
fn add_slopes<S: Simd>(
    simd: S,
    slopes: &[Lanes<f32>],
    w: &[f32],
    states: &[Lanes<f32>],
    delta: &mut [Lanes<f32>],
    sizes: (usize, usize),
) {
    let one = splat(simd, 1.0);
    product::accumulate(simd, slopes, w, delta, sizes);
    for (delta, state) in delta.iter_mut().zip(states) {
        let s = load(simd, state);
        *delta = store(load(simd, delta) * mul_add(-s, s, one));
    }
}

/// Runs the recurrence. states (1 + shared steps, hidden), then (steps, vectors, hidden).
#[inline(always)]
fn all_states<S: Simd>(simd: S, p: &Parameters<'_, f32>, batch: &Batch<f32>, workspace: &mut Workspace<f32>) {
    let (inputs, hidden, _) = workspace.shape.sizes();
    let Workspace { vectors, states, .. } = workspace;
    let Beginnings { steps: shared, places, .. } = &batch.beginnings;
    let (shared_inputs, own_inputs) = batch.inputs.split_at(shared * inputs);
    let (initial, mut now) = states.split_at_mut(hidden);
    initial.iter_mut().zip(p.s0).for_each(|(state, &s0)| *state = store(splat(simd, s0)));
    let mut before = &*initial;
    for x in shared_inputs.chunks_exact(inputs) {
        let (after, later) = now.split_at_mut(hidden);
        add_before(simd, p, before, after);
        add_inputs(simd, p, x, after);
        (before, now) = (after, later);
    }
    for (step, x) in own_inputs.chunks_exact(*vectors * inputs).enumerate() {
        let (after, later) = now.split_at_mut(*vectors * hidden);
        if step == 0 {
            add_before(simd, p, before, &mut after[..hidden]);
            spread(simd, after, (0, 0), hidden, places);
        } else {
            add_before(simd, p, before, after);
        }
        add_inputs(simd, p, x, after);
        (before, now) = (after, later);
    }
}

/// What states add to the next step's arguments of tanh, biases included. before, arguments (n, hidden).
#[inline(always)]
fn add_before<S: Simd>(
    simd: S,
    p: &Parameters<'_, f32>,
    before: &[Lanes<f32>],
    arguments: &mut [Lanes<f32>],
) {
    let hidden = p.b_input.len();
    for arguments in arguments.chunks_exact_mut(hidden) {
        for ((argument, b), c) in arguments.iter_mut().zip(p.b_input).zip(p.b_recurrent) {
            *argument = store(splat(simd, b + c));
        }
    }
    product::accumulate(simd, before, p.w_recurrent, arguments, (hidden, hidden));
}

/// Adds what inputs add to arguments of tanh and takes it. x (n, inputs), arguments (n, hidden).
#[inline(always)]
fn add_inputs<S: Simd>(simd: S, p: &Parameters<'_, f32>, x: &[Lanes<f32>], arguments: &mut [Lanes<f32>]) {
    let hidden = p.b_input.len();
    product::accumulate(simd, x, p.w_input, arguments, (p.w_input.len() / hidden, hidden));
    for arguments in arguments.chunks_exact_mut(hidden) {
        tanh_in_place(simd, arguments);
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
    let logits = &mut logits[batch.beginnings.saved() * outputs..];
    for logit in logits.chunks_exact_mut(outputs) {
        logit.iter_mut().zip(p.b_output).for_each(|(logit, &b)| *logit = store(splat(simd, b)));
    }
    let states = &states[hidden..][..logits.len() / outputs * hidden];
    product::accumulate(simd, states, p.w_output, logits, (hidden, outputs));
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
