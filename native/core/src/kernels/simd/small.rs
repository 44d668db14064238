//! Networks of few states and one output, with the numbers of inputs I, of states H and of parameters P in the types.

use fearless_simd::{Simd, f32x16};

use super::beginnings::spread_logits;
use super::cell::{Cell, all_states, loaded, stored};
use super::vector::{at, load, mul_add, splat, sums_of};
use super::{mean_scale, outputs};
use crate::kernels::batch::Batch;
use crate::kernels::beginnings::{Beginnings, Members};
use crate::kernels::lanes::Lanes;

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
    let own = &mut logits[batch.beginnings.saved()..];
    all_states(simd, &cell, batch, splat(simd, 1.0), states.as_chunks_mut().0, own, *vectors);
    spread_logits(simd, &batch.beginnings, logits, 1);
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
    let Workspace { vectors, states, logits, carry, mask, piece, .. } = workspace;
    let (vectors, most, shared) = (*vectors, *piece * *vectors, batch.beginnings.steps);
    let inputs: &[[Lanes<f32>; I]] = batch.inputs.as_chunks().0;
    let states: &mut [[Lanes<f32>; H]] = states.as_chunks_mut().0;
    let logits = &mut logits[batch.beginnings.saved()..];
    let cell = Cell::<S, I, H>::new(simd, p, 0.5);
    all_states(simd, &cell, batch, load(simd, &mask[vectors - 1]), states, logits, vectors);
    let loss = outputs::slopes(simd, logits, batch, 1);

    let carry: &mut [[Lanes<f32>; H]] = carry.as_chunks_mut().0;
    carry.fill([Lanes::ZERO; H]);
    // As many steps at a time as the kernel for all sizes takes, so that the sums are the same.
    let mut end = inputs.len();
    while end > shared {
        let start = end.saturating_sub(most).max(shared);
        let mut sums = Sums::<S, I, H>::new(simd);
        let later = start.max(shared + vectors)..end;
        let around = &states[later.start + 1 - vectors..=later.end];
        sums.add_later_steps(simd, &cell, &inputs[later.clone()], around, &logits[later], carry);
        if start == shared {
            let (states, until) = (&states[1..], shared + vectors);
            sums.add_first_steps(
                simd,
                &cell,
                &inputs[..until],
                &states[..until],
                logits,
                carry,
                &batch.beginnings,
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
        let blocks = inputs.iter().zip(states).zip(&states[vectors..]).zip(slopes).rev();
        // One loop for all steps: sums stay in registers from one to the next.
        let mut place = 0;
        for (((x, before), after), slope) in blocks {
            place = if place == 0 { vectors - 1 } else { place - 1 };
            let carry = &mut carry[place];
            let delta = self.add(simd, &cell.w_output, x, after, slope, carry);
            *carry = stored(self.hand_back(simd, cell, loaded(simd, before), delta));
        }
    }

    /// Goes back through the first step that samples have to themselves, then with their sums through the steps that
    /// they share. inputs, after, slopes (shared steps), then (vectors); carry (vectors).
    #[expect(clippy::too_many_arguments, reason = "a step of the pass above")]
    #[inline(always)]
    fn add_first_steps(
        &mut self,
        simd: S,
        cell: &Cell<S, I, H>,
        inputs: &[[Lanes<f32>; I]],
        after: &[[Lanes<f32>; H]],
        slopes: &[Lanes<f32>],
        carry: &[[Lanes<f32>; H]],
        beginnings: &Beginnings<f32>,
    ) {
        let shared = beginnings.steps;
        let mut sums = [splat(simd, 0.0); H];
        let later = self.b;
        let blocks = inputs[shared..].iter().zip(&after[shared..]).zip(&slopes[shared..]).zip(carry);
        for ((((x, after), slope), carry), members) in blocks.zip(&beginnings.members).rev() {
            let delta = self.add(simd, &cell.w_output, x, after, slope, carry);
            for Members { places, mask } in members {
                let mask = load(simd, mask);
                for j in 0..H {
                    sums[j] = mul_add(at(delta[j], places), mask, sums[j]);
                }
            }
        }
        for j in 0..H {
            self.b[j] = later[j] + sums[j];
        }
        for ((x, after), slope) in inputs.iter().zip(after).zip(slopes).take(shared).rev() {
            let carry = stored(self.hand_back(simd, cell, loaded(simd, after), sums));
            sums = self.add(simd, &cell.w_output, x, after, slope, &carry);
        }
        self.s0 = self.hand_back(simd, cell, cell.s0, sums);
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
