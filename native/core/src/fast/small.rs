//! Networks of few states and one output, with the numbers of inputs I and of states H in the types.

use fearless_simd::{Simd, f32x16};

use super::tanh::{divide, fractions};
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

/// Runs the recurrence and writes the cell's logits, in the last vector of samples times `mask`. states (1 + steps,
/// vectors), logits (steps, vectors), below (vectors).
///
/// A state is used while it is at hand: for its logit and for what the next step takes tanh of.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "operands and results")]
fn all_states<S: Simd, const I: usize, const H: usize>(
    simd: S,
    cell: &Cell<S, I, H>,
    s0: &[f32],
    batch: &Batch<f32>,
    mask: f32x16<S>,
    states: &mut [[Lanes<f32>; H]],
    logits: &mut [Lanes<f32>],
    below: &mut [[Lanes<f32>; H]],
) {
    let (vectors, last) = (below.len(), below.len() - 1);
    let mut inputs = batch.inputs.as_chunks().0.chunks_exact(vectors);
    let (before, mut now) = states.split_at_mut(vectors);
    let mut initial = [splat(simd, 0.0); H];
    for j in 0..H {
        initial[j] = splat(simd, s0[j]);
    }
    before.fill(stored(initial));
    let recurrent = cell.recurrent(initial);
    for (now, x) in now.iter_mut().zip(inputs.next().unwrap_or_default()) {
        *now = stored(cell.next(simd, recurrent, x));
    }
    let mut logits = logits.chunks_exact_mut(vectors);
    for (inputs, logits) in inputs.zip(&mut logits) {
        let (after, later) = now.split_at_mut(vectors);
        fractions(simd, after.as_flattened_mut(), below.as_flattened_mut());
        // One vector is divided while another is handed on, so that neither has to wait.
        let mut s = divide(simd, &mut after[0], &below[0]);
        let behind = later.iter_mut().zip(inputs).zip(&mut *logits);
        for ((after, below), ((later, x), logit)) in after[1..].iter_mut().zip(&below[1..]).zip(behind) {
            let next = divide(simd, after, below);
            *logit = store(cell.logit(s));
            *later = stored(cell.next(simd, cell.recurrent(s), x));
            s = next;
        }
        logits[last] = store(cell.logit(s) * mask);
        later[last] = stored(cell.next(simd, cell.recurrent(s), &inputs[last]));
        now = later;
    }
    fractions(simd, now.as_flattened_mut(), below.as_flattened_mut());
    let Some(logits) = logits.next() else { return };
    for ((now, below), logit) in now.iter_mut().zip(&*below).zip(&mut *logits) {
        *logit = store(cell.logit(divide(simd, now, below)));
    }
    logits[last] = store(load(simd, &logits[last]) * mask);
}

/// Parameters in vectors, each number in all lanes.
struct Cell<S: Simd, const I: usize, const H: usize> {
    /// Both biases of the state.
    b: [f32x16<S>; H],
    w_input: [[f32x16<S>; H]; I],
    w_recurrent: [[f32x16<S>; H]; H],
    /// Scaled, as is the bias.
    w_output: [f32x16<S>; H],
    b_output: f32x16<S>,
}

impl<S: Simd, const I: usize, const H: usize> Cell<S, I, H> {
    /// A cell whose logits are scale · z.
    #[inline(always)]
    fn new(simd: S, p: &Parameters<'_, f32>, scale: f32) -> Self {
        let mut b = [splat(simd, 0.0); H];
        for j in 0..H {
            b[j] = splat(simd, p.b_input[j] + p.b_recurrent[j]);
        }
        let [w_output] = matrix(simd, p.w_output, scale);
        let (w_input, w_recurrent) = (matrix(simd, p.w_input, 1.0), matrix(simd, p.w_recurrent, 1.0));
        Self { b, w_input, w_recurrent, w_output, b_output: splat(simd, scale * p.b_output[0]) }
    }

    /// What a state adds to the next step's arguments of tanh, biases included.
    #[inline(always)]
    fn recurrent(&self, s: [f32x16<S>; H]) -> [f32x16<S>; H] {
        let mut t = self.b;
        for i in 0..H {
            for j in 0..H {
                t[j] = mul_add(self.w_recurrent[i][j], s[i], t[j]);
            }
        }
        t
    }

    /// The arguments of tanh.
    #[inline(always)]
    fn next(&self, simd: S, recurrent: [f32x16<S>; H], x: &[Lanes<f32>; I]) -> [f32x16<S>; H] {
        let mut t = recurrent;
        for i in 0..I {
            let x = load(simd, &x[i]);
            for j in 0..H {
                t[j] = mul_add(self.w_input[i][j], x, t[j]);
            }
        }
        t
    }

    #[inline(always)]
    fn logit(&self, s: [f32x16<S>; H]) -> f32x16<S> {
        let mut z = self.b_output;
        for j in 0..H {
            z = mul_add(self.w_output[j], s[j], z);
        }
        z
    }
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

#[inline(always)]
fn stored<S: Simd, const H: usize>(vectors: [f32x16<S>; H]) -> [Lanes<f32>; H] {
    let mut lanes = [Lanes::ZERO; H];
    for j in 0..H {
        lanes[j] = store(vectors[j]);
    }
    lanes
}
