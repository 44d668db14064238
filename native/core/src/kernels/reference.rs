//! The network in plain loops, as the formulas say it, in `f64`: what every fast path is measured against.
//!
//! A block is (features) of [`Lanes`]: one vector of samples at one step.

use crate::kernels::batch::Batch;
use crate::kernels::lanes::Lanes;
use crate::kernels::logistic::logistic;
use crate::kernels::workspace::Workspace;
use crate::shape::{Parameters, ParametersMut};

/// Fills states and logits.
pub(crate) fn forward(p: &Parameters<'_, f64>, batch: &Batch<f64>, workspace: &mut Workspace<f64>) {
    let (inputs, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, .. } = workspace;
    let (first, rest) = states.split_at_mut(*vectors * hidden);
    for block in first.chunks_exact_mut(hidden) {
        fill(block, p.s0);
    }
    let mut previous = &*first;
    for (states, x) in
        rest.chunks_exact_mut(*vectors * hidden).zip(batch.inputs.chunks_exact(*vectors * inputs))
    {
        let blocks = states.chunks_exact_mut(hidden).zip(x.chunks_exact(inputs));
        for ((state, x), previous) in blocks.zip(previous.chunks_exact(hidden)) {
            fill(state, p.b_input);
            for (state, &b) in state.iter_mut().zip(p.b_recurrent) {
                state.0.iter_mut().for_each(|s| *s += b);
            }
            accumulate(x, p.w_input, state);
            accumulate(previous, p.w_recurrent, state);
            state.iter_mut().flat_map(|lanes| &mut lanes.0).for_each(|s| *s = libm::tanh(*s));
        }
        previous = states;
    }
    for (logit, state) in
        logits.chunks_exact_mut(outputs).zip(workspace.states[*vectors * hidden..].chunks_exact(hidden))
    {
        fill(logit, p.b_output);
        accumulate(state, p.w_output, logit);
    }
}

/// The loss; adds its gradient, by backpropagation through time, to `d`.
pub(crate) fn loss_and_gradient(
    p: &Parameters<'_, f64>,
    batch: &Batch<f64>,
    workspace: &mut Workspace<f64>,
    d: &mut ParametersMut<'_, f64>,
) -> f64 {
    forward(p, batch, workspace);
    let loss = workspace.mean_loss(batch);
    let scale = workspace.mean_factor();
    let (inputs, hidden, outputs) = workspace.shape.sizes();
    let Workspace { vectors, states, logits, deltas, dh, mask, .. } = workspace;
    // dh: the gradient at the state before a step, from that step on.
    dh.fill(Lanes::ZERO);
    for step in (0..batch.steps).rev() {
        for vector in 0..*vectors {
            let block = step * *vectors + vector;
            let previous = &states[block * hidden..][..hidden];
            let state = &states[(block + *vectors) * hidden..][..hidden];
            let x = &batch.inputs[block * inputs..][..inputs];
            let dlogit = &mut logits[block * outputs..][..outputs];
            let dh = &mut dh[vector * hidden..][..hidden];
            let delta = &mut deltas[..hidden];

            for (output, z) in dlogit.iter_mut().enumerate() {
                let t = batch.targets.lanes(block, output);
                for ((z, t), mask) in z.0.iter_mut().zip(t.0).zip(mask[vector].0) {
                    *z = (logistic(*z) - t) * scale * mask;
                }
            }
            delta.copy_from_slice(dh);
            accumulate_transposed(dlogit, p.w_output, delta);
            for (delta, state) in delta.iter_mut().zip(state) {
                delta.0.iter_mut().zip(state.0).for_each(|(d, s)| *d *= 1.0 - s * s);
            }
            accumulate_weights(state, dlogit, d.w_output);
            accumulate_bias(dlogit, d.b_output);
            accumulate_weights(x, delta, d.w_input);
            accumulate_bias(delta, d.b_input);
            accumulate_weights(previous, delta, d.w_recurrent);
            accumulate_bias(delta, d.b_recurrent);
            dh.fill(Lanes::ZERO);
            accumulate_transposed(delta, p.w_recurrent, dh);
        }
    }
    for dh in dh.chunks_exact(hidden) {
        accumulate_bias(dh, d.s0);
    }
    loss
}

/// `out[j] = b[j]`.
fn fill(out: &mut [Lanes<f64>], b: &[f64]) {
    for (out, &b) in out.iter_mut().zip(b) {
        *out = Lanes::splat(b);
    }
}

/// `out[j] += Σ_i w[i][j] · x[i]`. x (from), w (from, to), out (to).
fn accumulate(x: &[Lanes<f64>], w: &[f64], out: &mut [Lanes<f64>]) {
    for (x, w) in x.iter().zip(w.chunks_exact(out.len())) {
        for (&w, out) in w.iter().zip(&mut *out) {
            out.0.iter_mut().zip(x.0).for_each(|(out, x)| *out += w * x);
        }
    }
}

/// `dx[i] += Σ_j w[i][j] · dout[j]`. dout (to), w (from, to), dx (from).
fn accumulate_transposed(dout: &[Lanes<f64>], w: &[f64], dx: &mut [Lanes<f64>]) {
    for (dx, w) in dx.iter_mut().zip(w.chunks_exact(dout.len())) {
        for (&w, dout) in w.iter().zip(dout) {
            dx.0.iter_mut().zip(dout.0).for_each(|(dx, dout)| *dx += w * dout);
        }
    }
}

/// `dw[i][j] += Σ_lanes x[i] · dout[j]`. x (from), dout (to), dw (from, to).
fn accumulate_weights(x: &[Lanes<f64>], dout: &[Lanes<f64>], dw: &mut [f64]) {
    for (x, dw) in x.iter().zip(dw.chunks_exact_mut(dout.len())) {
        for (dw, dout) in dw.iter_mut().zip(dout) {
            *dw += x.0.iter().zip(dout.0).map(|(x, dout)| x * dout).sum::<f64>();
        }
    }
}

/// `db[j] += Σ_lanes dout[j]`. dout (to), db (to).
fn accumulate_bias(dout: &[Lanes<f64>], db: &mut [f64]) {
    for (db, dout) in db.iter_mut().zip(dout) {
        *db += dout.0.iter().sum::<f64>();
    }
}
