//! Networks of few states and one output, with the numbers of inputs I and of states H in the types.

use fearless_simd::{Simd, f32x16};

use super::tanh::tanh_base_2;
use super::vector::{load, mul_add, splat, store, sum};
use super::{STATE_SCALE, outputs};
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
    let Workspace { vectors, states, logits, .. } = workspace;
    all_states::<S, I, H>(simd, p, batch.inputs.as_chunks().0, states.as_chunks_mut().0, *vectors);
    outputs::logits(simd, &states[*vectors * H..], p.w_output, p.b_output, logits, H);
}

#[inline(always)]
pub(super) fn loss_and_gradient<S: Simd, const I: usize, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    d: &mut ParametersMut<'_, f32>,
) -> f64 {
    let Workspace { vectors, states, logits, deltas, carry, mask, .. } = workspace;
    let vectors = *vectors;
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    all_states::<S, I, H>(simd, p, inputs, states.as_chunks_mut().0, vectors);
    let after = &states[vectors * H..];
    let loss = outputs::slopes(simd, after, p.w_output, p.b_output, &batch.targets, mask, logits, H);

    let states: &[[Lanes<f32>; H]] = states.as_chunks().0;
    let carry: &mut [[Lanes<f32>; H]] = carry.as_chunks_mut().0;
    let deltas: &mut [[Lanes<f32>; H]] = deltas.as_chunks_mut().0;
    carry.fill([Lanes::ZERO; H]);
    let mut end = batch.steps * vectors;
    while end > 0 {
        let count = end.min(deltas.len());
        let piece = end - count..end;
        let (before, after) = (&states[piece.clone()], &states[vectors..][piece.clone()]);
        let (slopes, deltas) = (&logits[piece.clone()], &mut deltas[..count]);
        all_deltas(simd, p, after, slopes, deltas, carry);
        hidden_gradients(simd, &inputs[piece], before, deltas, d);
        output_gradients(simd, after, slopes, d);
        end -= count;
    }
    for unit in 0..H {
        let mut total = splat(simd, 0.0);
        for carry in &*carry {
            total += load(simd, &carry[unit]);
        }
        d.s0[unit] = sum(total);
    }
    loss
}

/// Runs the recurrence. inputs (steps, vectors), states (1 + steps, vectors).
#[inline(always)]
fn all_states<S: Simd, const I: usize, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    inputs: &[[Lanes<f32>; I]],
    states: &mut [[Lanes<f32>; H]],
    vectors: usize,
) {
    let w_input: [[_; H]; I] = matrix(simd, p.w_input, STATE_SCALE);
    let w_recurrent: [[_; H]; H] = matrix(simd, p.w_recurrent, STATE_SCALE);
    let mut b = [splat(simd, 0.0); H];
    let mut s0 = [Lanes::ZERO; H];
    for j in 0..H {
        b[j] = splat(simd, STATE_SCALE * (p.b_input[j] + p.b_recurrent[j]));
        s0[j] = Lanes::splat(p.s0[j]);
    }
    states[..vectors].fill(s0);
    for (step, inputs) in inputs.chunks_exact(vectors).enumerate() {
        let (before, after) = states[step * vectors..][..2 * vectors].split_at_mut(vectors);
        for ((before, after), x) in before.iter().zip(after).zip(inputs) {
            let mut t = b;
            for i in 0..I {
                let x = load(simd, &x[i]);
                for j in 0..H {
                    t[j] = mul_add(w_input[i][j], x, t[j]);
                }
            }
            for i in 0..H {
                let s = load(simd, &before[i]);
                for j in 0..H {
                    t[j] = mul_add(w_recurrent[i][j], s, t[j]);
                }
            }
            for j in 0..H {
                after[j] = store(tanh_base_2(simd, t[j]).0);
            }
        }
    }
}

/// Goes back through some steps: gradients at the arguments of tanh. after, slopes, deltas (steps, vectors); carry
/// (vectors) is what the step behind them hands back, then what the first of them does.
#[inline(always)]
fn all_deltas<S: Simd, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    after: &[[Lanes<f32>; H]],
    slopes: &[Lanes<f32>],
    deltas: &mut [[Lanes<f32>; H]],
    carry: &mut [[Lanes<f32>; H]],
) {
    let vectors = carry.len();
    let one = splat(simd, 1.0);
    let [w_output]: [[_; H]; 1] = matrix(simd, p.w_output, 0.5);
    let w_recurrent: [[_; H]; H] = matrix(simd, p.w_recurrent, 1.0);
    let steps = after
        .chunks_exact(vectors)
        .zip(slopes.chunks_exact(vectors))
        .zip(deltas.chunks_exact_mut(vectors))
        .rev();
    for ((after, slopes), deltas) in steps {
        for (((after, slope), delta), carry) in after.iter().zip(slopes).zip(deltas).zip(&mut *carry) {
            let slope = load(simd, slope);
            let mut d = [one; H];
            for j in 0..H {
                let s = load(simd, &after[j]);
                d[j] = mul_add(w_output[j], slope, load(simd, &carry[j])) * mul_add(-s, s, one);
                delta[j] = store(d[j]);
            }
            for i in 0..H {
                let mut back = splat(simd, 0.0);
                for j in 0..H {
                    back = mul_add(w_recurrent[i][j], d[j], back);
                }
                carry[i] = store(back);
            }
        }
    }
}

/// scale · w in vectors, each number in all lanes. w (from, to).
#[inline(always)]
fn matrix<S: Simd, const FROM: usize, const TO: usize>(
    simd: S,
    w: &[f32],
    scale: f32,
) -> [[f32x16<S>; TO]; FROM] {
    let mut matrix = [[splat(simd, 0.0); TO]; FROM];
    for i in 0..FROM {
        for j in 0..TO {
            matrix[i][j] = splat(simd, scale * w[i * TO + j]);
        }
    }
    matrix
}

/// Adds to the gradients at what goes into each state: Σ over steps and samples of delta times input or state.
#[inline(always)]
fn hidden_gradients<S: Simd, const I: usize, const H: usize>(
    simd: S,
    inputs: &[[Lanes<f32>; I]],
    before: &[[Lanes<f32>; H]],
    deltas: &[[Lanes<f32>; H]],
    d: &mut ParametersMut<'_, f32>,
) {
    let zero = splat(simd, 0.0);
    for j in 0..H {
        let (mut b, mut w_input, mut w_recurrent) = (zero, [zero; I], [zero; H]);
        for ((x, before), delta) in inputs.iter().zip(before).zip(deltas) {
            let delta = load(simd, &delta[j]);
            b += delta;
            for i in 0..I {
                w_input[i] = mul_add(load(simd, &x[i]), delta, w_input[i]);
            }
            for i in 0..H {
                w_recurrent[i] = mul_add(load(simd, &before[i]), delta, w_recurrent[i]);
            }
        }
        d.b_input[j] += sum(b);
        for i in 0..I {
            d.w_input[i * H + j] += sum(w_input[i]);
        }
        for i in 0..H {
            d.w_recurrent[i * H + j] += sum(w_recurrent[i]);
        }
    }
}

/// Adds to the gradients at the output's weights and bias.
#[inline(always)]
fn output_gradients<S: Simd, const H: usize>(
    simd: S,
    after: &[[Lanes<f32>; H]],
    slopes: &[Lanes<f32>],
    d: &mut ParametersMut<'_, f32>,
) {
    let zero = splat(simd, 0.0);
    let (mut b, mut w) = (zero, [zero; H]);
    for (after, slope) in after.iter().zip(slopes) {
        let slope = load(simd, slope);
        b += slope;
        for j in 0..H {
            w[j] = mul_add(load(simd, &after[j]), slope, w[j]);
        }
    }
    d.b_output[0] += sum(b);
    for j in 0..H {
        d.w_output[j] += sum(w[j]);
    }
}
