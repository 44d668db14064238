//! Networks of few states and one output, with the numbers of inputs I, of states H and of parameters P in the types.

use fearless_simd::{Simd, f32x16};

use super::cell::{Cell, all_states, loaded, stored};
use super::outputs::{dlogits, mean_scale};
use super::prefixes::spread_logits;
use super::vector::{load, mul_add, permute, splat, sums_of};
use crate::kernels::batch::Batch;
use crate::kernels::lanes::Lanes;
use crate::kernels::prefixes::{Members, PrefixPlan};
use crate::kernels::workspace::Workspace;
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
    let own = &mut logits[batch.prefixes.saved()..];
    all_states(simd, &cell, batch, splat(simd, 1.0), states.as_chunks_mut().0, own, *vectors);
    spread_logits(simd, &batch.prefixes, logits, 1);
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
    let Workspace { vectors, states, logits, dh, mask, chunk, .. } = workspace;
    let (vectors, max, shared) = (*vectors, *chunk * *vectors, batch.prefixes.steps);
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    let states: &mut [[Lanes<f32>; H]] = states.as_chunks_mut().0;
    let logits = &mut logits[batch.prefixes.saved()..];
    let cell = Cell::<S, I, H>::new(simd, p, 0.5);
    all_states(simd, &cell, batch, load(simd, &mask[vectors - 1]), states, logits, vectors);
    let loss = dlogits(simd, logits, batch, 1);

    let dh: &mut [[Lanes<f32>; H]] = dh.as_chunks_mut().0;
    dh.fill([Lanes::ZERO; H]);
    // As many steps at a time as the kernel for all sizes takes, so that the sums are the same.
    let mut end = inputs.len();
    while end > shared {
        let start = end.saturating_sub(max).max(shared);
        let mut sums = Sums::<S, I, H>::new(simd);
        let later = start.max(shared + vectors)..end;
        let around = &states[later.start + 1 - vectors..=later.end];
        sums.add_later_steps(simd, &cell, &inputs[later.clone()], around, &logits[later], dh);
        if start == shared {
            let (states, until) = (&states[1..], shared + vectors);
            sums.add_first_steps(
                simd,
                &cell,
                &inputs[..until],
                &states[..until],
                logits,
                dh,
                &batch.prefixes,
            );
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

    /// Goes back through steps that are not the first. inputs, dlogits (steps, vectors), states (1 + steps, vectors);
    /// dh (vectors) is the gradient at the state after them, then at the state before them.
    #[inline(always)]
    fn add_later_steps(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        inputs: &[[Lanes<f32>; I]],
        states: &[[Lanes<f32>; H]],
        dlogits: &[Lanes<f32>],
        dh: &mut [[Lanes<f32>; H]],
    ) {
        let vectors = dh.len();
        let blocks = inputs.iter().zip(states).zip(&states[vectors..]).zip(dlogits).rev();
        // One loop for all steps: sums stay in registers from one to the next.
        let mut place = 0;
        for (((x, before), after), dlogit) in blocks {
            place = if place == 0 { vectors - 1 } else { place - 1 };
            let dh = &mut dh[place];
            let delta = self.add(simd, &cell.w_output, x, after, dlogit, dh);
            *dh = stored(self.through_recurrent(simd, cell, loaded(simd, before), delta));
        }
    }

    /// Goes back through the first step that samples have to themselves, then with their sums through the steps that
    /// they share. inputs, after, dlogits (shared steps), then (vectors); dh (vectors).
    #[expect(clippy::too_many_arguments, reason = "a step of the pass above")]
    #[inline(always)]
    fn add_first_steps(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        inputs: &[[Lanes<f32>; I]],
        after: &[[Lanes<f32>; H]],
        dlogits: &[Lanes<f32>],
        dh: &[[Lanes<f32>; H]],
        prefixes: &PrefixPlan<f32>,
    ) {
        let shared = prefixes.steps;
        let mut sums = [splat(simd, 0.0); H];
        let later = self.b;
        let blocks = inputs[shared..].iter().zip(&after[shared..]).zip(&dlogits[shared..]).zip(dh);
        for ((((x, after), dlogit), dh), members) in blocks.zip(prefixes.members()).rev() {
            let delta = self.add(simd, &cell.w_output, x, after, dlogit, dh);
            for Members { indices, mask } in members {
                let mask = load(simd, mask);
                for j in 0..H {
                    sums[j] = mul_add(permute(delta[j], indices), mask, sums[j]);
                }
            }
        }
        for j in 0..H {
            self.b[j] = later[j] + sums[j];
        }
        for ((x, after), dlogit) in inputs.iter().zip(after).zip(dlogits).take(shared).rev() {
            let dh = stored(self.through_recurrent(simd, cell, loaded(simd, after), sums));
            sums = self.add(simd, &cell.w_output, x, after, dlogit, &dh);
        }
        self.s0 = self.through_recurrent(simd, cell, cell.s0, sums);
    }

    /// Adds one block; returns its gradient at the arguments of tanh. dlogits are doubled, so `w_output` is halved.
    #[inline(always)]
    fn add(
        &mut self,
        simd: S,
        w_output: &[f32x16<S>; H],
        x: &[Lanes<f32>; I],
        after: &[Lanes<f32>; H],
        dlogit: &Lanes<f32>,
        dh: &[Lanes<f32>; H],
    ) -> [f32x16<S>; H] {
        let (one, dlogit) = (splat(simd, 1.0), load(simd, dlogit));
        self.b_output += dlogit;
        let mut delta = [one; H];
        for j in 0..H {
            let s = load(simd, &after[j]);
            self.w_output[j] = mul_add(s, dlogit, self.w_output[j]);
            delta[j] = mul_add(w_output[j], dlogit, load(simd, &dh[j])) * mul_add(-s, s, one);
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
    fn through_recurrent(
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

    /// Adds scale · sums to the gradient, with half of it for the outputs, because dlogits are doubled.
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
