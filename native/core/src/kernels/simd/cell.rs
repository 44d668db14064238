//! The recurrence of networks of few states and one output.

use fearless_simd::{Simd, SimdFloat, f32x16};

use super::tanh::tanh_in_place;
use super::vector::{load, load_part, mul_add, permute, store};
use crate::kernels::batch::Batch;
use crate::kernels::lanes::Lanes;
use crate::kernels::prefixes::PrefixPlan;
use crate::shape::Parameters;

/// Parameters in vectors, each number in all lanes.
pub(super) struct Cell<S, V, const I: usize, const H: usize> {
    simd: S,
    /// The initial state.
    pub(super) s0: [V; H],
    /// Both biases of the state.
    b: [V; H],
    w_input: [[V; H]; I],
    w_recurrent: [[V; H]; H],
    /// Scaled, as is the bias.
    pub(super) w_output: [V; H],
    b_output: V,
}

impl<S: Simd, V: SimdFloat<S, Element = f32>, const I: usize, const H: usize> Cell<S, V, I, H> {
    /// A cell whose logits are scale · z.
    #[inline(always)]
    pub(super) fn new(simd: S, p: &Parameters<'_, f32>, scale: f32) -> Self {
        let [s0] = matrix(simd, p.s0, 1.0);
        let mut b = s0;
        for j in 0..H {
            b[j] = V::splat(simd, p.b_input[j] + p.b_recurrent[j]);
        }
        let [w_output] = matrix(simd, p.w_output, scale);
        let (w_input, w_recurrent) = (matrix(simd, p.w_input, 1.0), matrix(simd, p.w_recurrent, 1.0));
        Self { simd, s0, b, w_input, w_recurrent, w_output, b_output: V::splat(simd, scale * p.b_output[0]) }
    }

    /// What a state adds to the next step's arguments of tanh, biases included.
    #[inline(always)]
    pub(super) fn recurrent(&self, s: [V; H]) -> [V; H] {
        let mut t = self.b;
        for i in 0..H {
            for j in 0..H {
                t[j] = mul_add(self.w_recurrent[i][j], s[i], t[j]);
            }
        }
        t
    }

    /// The arguments of tanh, in this part of the lanes.
    #[inline(always)]
    pub(super) fn next(&self, recurrent: [V; H], x: &[Lanes<f32>; I], part: usize) -> [V; H] {
        let mut t = recurrent;
        for i in 0..I {
            let x = load_part(self.simd, &x[i], part);
            for j in 0..H {
                t[j] = mul_add(self.w_input[i][j], x, t[j]);
            }
        }
        t
    }

    /// Gradients at the state before, from those at the arguments of tanh.
    #[inline(always)]
    pub(super) fn back(&self, delta: [V; H]) -> [V; H] {
        let mut back = [V::splat(self.simd, 0.0); H];
        for i in 0..H {
            for j in 0..H {
                back[i] = mul_add(self.w_recurrent[i][j], delta[j], back[i]);
            }
        }
        back
    }

    #[inline(always)]
    pub(super) fn logit(&self, s: [V; H]) -> V {
        let mut z = self.b_output;
        for j in 0..H {
            z = mul_add(self.w_output[j], s[j], z);
        }
        z
    }
}

/// Runs the recurrence and writes the cell's logits, in the last vector of samples times `mask` but for those that are
/// shared. states (1 + shared steps), then (steps, vectors), of which the initial one is not written; logits (shared
/// steps), then (steps, vectors).
///
/// A state is used while it is at hand: for its logit and for what the next step takes tanh of.
#[inline(always)]
pub(super) fn all_states<S: Simd, const I: usize, const H: usize>(
    simd: S,
    cell: &Cell<S, f32x16<S>, I, H>,
    batch: &Batch<f32>,
    mask: f32x16<S>,
    states: &mut [[Lanes<f32>; H]],
    logits: &mut [Lanes<f32>],
    vectors: usize,
) {
    let PrefixPlan { steps: shared, indices, .. } = &batch.prefixes;
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    let (shared_states, mut now) = states[1..=inputs.len()].split_at_mut(*shared);
    let (shared_inputs, inputs) = inputs.split_at(*shared);
    let (shared_logits, logits) = logits.split_at_mut(*shared);
    let mut inputs = inputs.chunks_exact(vectors);
    let mut recurrent = cell.recurrent(cell.s0);
    for ((x, state), logit) in shared_inputs.iter().zip(shared_states).zip(shared_logits) {
        *state = stored(cell.next(recurrent, x, 0));
        tanh_in_place(simd, state);
        let s = loaded(simd, state, 0);
        recurrent = cell.recurrent(s);
        *logit = store(cell.logit(s));
    }
    for ((now, x), indices) in now.iter_mut().zip(inputs.next().unwrap_or_default()).zip(indices) {
        *now = stored(cell.next(recurrent.map(|t| permute(t, indices)), x, 0));
    }
    let mut logits = logits.chunks_exact_mut(vectors);
    for (inputs, logits) in inputs.zip(&mut logits) {
        let (after, later) = now.split_at_mut(vectors);
        tanh_in_place(simd, after.as_flattened_mut());
        for (((s, later), x), logit) in after.iter().zip(&mut *later).zip(inputs).zip(&mut *logits) {
            let s = loaded(simd, s, 0);
            *logit = store(cell.logit(s));
            *later = stored(cell.next(cell.recurrent(s), x, 0));
        }
        apply(simd, mask, logits);
        now = later;
    }
    tanh_in_place(simd, now.as_flattened_mut());
    let Some(logits) = logits.next() else { return };
    for (s, logit) in now.iter().zip(&mut *logits) {
        *logit = store(cell.logit(loaded(simd, s, 0)));
    }
    apply(simd, mask, logits);
}

/// Multiplies the last vector by `mask`.
#[inline(always)]
fn apply<S: Simd>(simd: S, mask: f32x16<S>, vectors: &mut [Lanes<f32>]) {
    if let Some(last) = vectors.last_mut() {
        *last = store(load(simd, last) * mask);
    }
}

/// scale · w in vectors, each number in all lanes. w (from, to).
#[inline(always)]
fn matrix<S: Simd, V: SimdFloat<S, Element = f32>, const FROM: usize, const TO: usize>(
    simd: S,
    w: &[f32],
    scale: f32,
) -> [[V; TO]; FROM] {
    let mut matrix = [[V::splat(simd, 0.0); TO]; FROM];
    for i in 0..FROM {
        for j in 0..TO {
            matrix[i][j] = V::splat(simd, scale * w[i * TO + j]);
        }
    }
    matrix
}

#[inline(always)]
pub(super) fn loaded<S: Simd, V: SimdFloat<S, Element = f32>, const H: usize>(
    simd: S,
    lanes: &[Lanes<f32>; H],
    part: usize,
) -> [V; H] {
    let mut vectors = [V::splat(simd, 0.0); H];
    for j in 0..H {
        vectors[j] = load_part(simd, &lanes[j], part);
    }
    vectors
}

#[inline(always)]
pub(super) fn stored<S: Simd, const H: usize>(vectors: [f32x16<S>; H]) -> [Lanes<f32>; H] {
    let mut lanes = [Lanes::ZERO; H];
    for j in 0..H {
        lanes[j] = store(vectors[j]);
    }
    lanes
}
