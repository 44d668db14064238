//! Networks of few states and one output, with the numbers of inputs I, of states H and of parameters P in the types.

use fearless_simd::{Simd, f32x16};

use super::cell::{Cell, all_states, loaded, stored};
use super::vector::{load, mul_add, splat, sums_of};
use super::{mean_scale, outputs};
use crate::batch::Batch;
use crate::lanes::Lanes;
use crate::network::Workspace;
use crate::shape::Parameters;

#[inline(always)]
pub(super) fn forward<S: Simd, const I: usize, const H: usize, const P: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
) {
    let Workspace { vectors, states, logits, .. } = workspace;
    let cell = Cell::<S, I, H>::new(simd, p, 1.0);
    all_states(simd, &cell, batch, splat(simd, 1.0), states.as_chunks_mut().0, logits, *vectors);
}

#[inline(always)]
pub(super) fn loss_and_gradient<S: Simd, const I: usize, const H: usize, const P: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    batch: &Batch<f32>,
    workspace: &mut Workspace<f32>,
    gradient: &mut [f32],
) -> f64 {
    let scale = mean_scale(workspace);
    let gradient: &mut [f32; P] = gradient.try_into().expect("as many as parameters");
    let Workspace { vectors, states, logits, deltas, carry, mask, .. } = workspace;
    let vectors = *vectors;
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    let states: &mut [[Lanes<f32>; H]] = states.as_chunks_mut().0;
    let cell = Cell::<S, I, H>::new(simd, p, 0.5);
    all_states(simd, &cell, batch, load(simd, &mask[vectors - 1]), states, logits, vectors);
    let loss = outputs::slopes(simd, logits, &batch.signs);

    let carry: &mut [[Lanes<f32>; H]] = carry.as_chunks_mut().0;
    carry.fill([Lanes::ZERO; H]);
    // As many steps at a time as the kernel for all sizes takes, so that the sums are the same.
    let most = deltas.len() / H;
    let mut end = batch.steps * vectors;
    while end > 0 {
        let start = end.saturating_sub(most);
        let mut sums = Sums::<S, I, H>::new(simd);
        let later = vectors.max(start)..end;
        let around = &states[later.start..later.end + vectors];
        sums.add_later_steps(simd, &cell, &inputs[later.clone()], around, &logits[later], carry);
        if start == 0 {
            let after = &states[vectors..][..vectors];
            sums.add_first_step(simd, &cell, &inputs[..vectors], after, &logits[..vectors], carry);
        }
        sums.add_to::<P>(simd, scale, gradient);
        end = start;
    }
    loss
}

/// Sums over blocks, by parameter.
struct Sums<S: Simd, const I: usize, const H: usize> {
    s0: [f32x16<S>; H],
    w_input: [[f32x16<S>; H]; I],
    b: [f32x16<S>; H],
    w_recurrent: [[f32x16<S>; H]; H],
    w_output: [f32x16<S>; H],
    b_output: f32x16<S>,
}

impl<S: Simd, const I: usize, const H: usize> Sums<S, I, H> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let zero = splat(simd, 0.0);
        let zeros = [zero; H];
        Self {
            s0: zeros,
            w_input: [zeros; I],
            b: zeros,
            w_recurrent: [zeros; H],
            w_output: zeros,
            b_output: zero,
        }
    }

    /// Goes back through steps that are not the first. inputs, slopes (steps, vectors), states (1 + steps, vectors);
    /// carry (vectors) is what the step behind them hands back, then what the first of them does.
    #[inline(always)]
    fn add_later_steps(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        inputs: &[[Lanes<f32>; I]],
        states: &[[Lanes<f32>; H]],
        slopes: &[Lanes<f32>],
        carry: &mut [[Lanes<f32>; H]],
    ) {
        let vectors = carry.len();
        let steps = inputs
            .chunks_exact(vectors)
            .zip(states.chunks_exact(vectors))
            .zip(states[vectors..].chunks_exact(vectors))
            .zip(slopes.chunks_exact(vectors))
            .rev();
        for (((inputs, before), after), slopes) in steps {
            let blocks = inputs.iter().zip(before).zip(after).zip(slopes).zip(&mut *carry).rev();
            for ((((x, before), after), slope), carry) in blocks {
                let delta = self.add(simd, &cell.w_output, x, after, slope, carry);
                *carry = stored(self.hand_back(simd, cell, loaded(simd, before), delta));
            }
        }
    }

    /// Goes back through the very first step. The state before it is the same for all samples, so what concerns that
    /// is done with sums over blocks. inputs, after, slopes, carry (vectors).
    #[inline(always)]
    fn add_first_step(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        inputs: &[[Lanes<f32>; I]],
        after: &[[Lanes<f32>; H]],
        slopes: &[Lanes<f32>],
        carry: &[[Lanes<f32>; H]],
    ) {
        let later = std::mem::replace(&mut self.b, [splat(simd, 0.0); H]);
        for (((x, after), slope), carry) in inputs.iter().zip(after).zip(slopes).zip(carry).rev() {
            self.add(simd, &cell.w_output, x, after, slope, carry);
        }
        let delta = self.b;
        self.s0 = self.hand_back(simd, cell, cell.s0, delta);
        for j in 0..H {
            self.b[j] = later[j] + delta[j];
        }
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
        self.b_output += slope;
        let mut delta = [one; H];
        for j in 0..H {
            let s = load(simd, &after[j]);
            self.w_output[j] = mul_add(s, slope, self.w_output[j]);
            delta[j] = mul_add(w_output[j], slope, load(simd, &carry[j])) * mul_add(-s, s, one);
            self.b[j] += delta[j];
        }
        for i in 0..I {
            let x = load(simd, &x[i]);
            for j in 0..H {
                self.w_input[i][j] = mul_add(x, delta[j], self.w_input[i][j]);
            }
        }
        delta
    }

    /// Adds what concerns the state before; returns the gradient there. delta is that at the arguments of tanh.
    #[inline(always)]
    fn hand_back(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        before: [f32x16<S>; H],
        delta: [f32x16<S>; H],
    ) -> [f32x16<S>; H] {
        for i in 0..H {
            for j in 0..H {
                self.w_recurrent[i][j] = mul_add(before[i], delta[j], self.w_recurrent[i][j]);
            }
        }
        cell.back(simd, delta)
    }

    /// Adds scale · sums to the gradient, with half of that for the outputs', whose slopes are doubled.
    #[inline(always)]
    fn add_to<const P: usize>(self, simd: S, scale: f32, gradient: &mut [f32; P]) {
        let Self { s0, w_input, b, w_recurrent, w_output, b_output } = self;
        let half = splat(simd, 0.5);
        let w_output = w_output.map(|w| w * half);
        let by_name: [&[f32x16<S>]; 7] =
            [&s0, w_input.as_flattened(), &b, w_recurrent.as_flattened(), &b, &w_output, &[b_output * half]];
        let mut sums = [half; P];
        let mut at = 0;
        // Copying slices would call a function.
        for part in by_name {
            for n in 0..part.len() {
                sums[at] = part[n];
                at += 1;
            }
        }
        let sums = sums_of(simd, sums, scale);
        gradient.iter_mut().zip(sums).for_each(|(g, sum)| *g += sum);
    }
}
