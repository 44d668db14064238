//! `s_k = tanh(r_k + s_{k−1} · W_rec + b_rec)`, unfolded over the steps, and its backpropagation through time.

use crate::linear;
use crate::real::Real;

/// Turns the pre-activations r in `states` (steps, hidden, samples) into the states, in place.
/// s0 (hidden), w (hidden, hidden), b (hidden).
pub(crate) fn forward<R: Real>(s0: &[R], w: &[R], b: &[R], states: &mut [R], samples: usize) {
    let block = s0.len() * samples;
    let mut previous: &mut [R] = &mut [];
    for state in states.chunks_exact_mut(block) {
        for (state, &b) in state.chunks_exact_mut(samples).zip(b) {
            for s in state {
                *s += b;
            }
        }
        if previous.is_empty() {
            // The first step: every sample comes from the same s0.
            for (&s0, w) in s0.iter().zip(w.chunks_exact(s0.len())) {
                for (state, &w) in state.chunks_exact_mut(samples).zip(w) {
                    for s in state {
                        *s += w * s0;
                    }
                }
            }
        } else {
            linear::accumulate(previous, w, state, samples);
        }
        for s in state.iter_mut() {
            *s = s.tanh();
        }
        previous = state;
    }
}

/// Backpropagation through time. `dstates` (steps, hidden, samples) holds what comes from the outputs and ends as
/// the gradient at the pre-activations r; adds to ds0 (hidden), dw (hidden, hidden) and db (hidden).
/// `carry` (hidden, samples) is scratch.
#[expect(clippy::too_many_arguments, reason = "operands, their gradients, one scratch block and a size")]
pub(crate) fn backward<R: Real>(
    s0: &[R],
    w: &[R],
    states: &[R],
    dstates: &mut [R],
    ds0: &mut [R],
    dw: &mut [R],
    db: &mut [R],
    carry: &mut [R],
    samples: usize,
) {
    let block = s0.len() * samples;
    let steps = states.len() / block;
    // carry: the gradient at s_k that comes back from step k+1.
    carry.fill(R::ZERO);
    for k in (0..steps).rev() {
        let dstate = &mut dstates[k * block..][..block];
        for ((d, &back), &s) in dstate.iter_mut().zip(&*carry).zip(&states[k * block..][..block]) {
            *d = (*d + back) * (R::ONE - s * s);
        }
        linear::accumulate_bias(dstate, db, samples);
        carry.fill(R::ZERO);
        linear::accumulate_transposed(dstate, w, carry, samples);
        if k > 0 {
            linear::accumulate_weights(&states[(k - 1) * block..][..block], dstate, dw, samples);
        } else {
            // s0 is one row for all samples: Σ_n s0[i] · dstate[j][n] = s0[i] · Σ_n dstate[j][n].
            for (j, dstate) in dstate.chunks_exact(samples).enumerate() {
                let total = linear::sum(dstate);
                for (&s0, dw) in s0.iter().zip(dw.chunks_exact_mut(s0.len())) {
                    dw[j] += s0 * total;
                }
            }
        }
    }
    linear::accumulate_bias(carry, ds0, samples);
}
