//! Sums of weight gradients over steps, in registers as far as there are any.

use std::ops::Range;

use fearless_simd::{Simd, SimdFloat, f32x16};

use super::cell::{Cell, loaded, stored};
use super::vector::{load, load_part, mul_add, permute, splat, sums_of};
use crate::kernels::lanes::Lanes;
use crate::kernels::prefixes::{Members, PrefixPlan};

/// What backpropagation reads of some steps: (shared steps) or (steps, vectors).
pub(super) struct Steps<'a, const I: usize, const H: usize> {
    pub(super) inputs: &'a [[Lanes<f32>; I]],
    /// The state before them, then the one after each of them.
    pub(super) states: &'a [[Lanes<f32>; H]],
    pub(super) dlogits: &'a [Lanes<f32>],
}

impl<const I: usize, const H: usize> Steps<'_, I, H> {
    /// Some of all steps, with so many vectors of the states before them.
    #[inline(always)]
    pub(super) fn range(&self, Range { start, end }: Range<usize>, before: usize) -> Self {
        Self {
            inputs: &self.inputs[start..end],
            states: &self.states[start + 1 - before..=end],
            dlogits: &self.dlogits[start..end],
        }
    }
}

/// All sums of own steps and, after the first one, gradients at its arguments of tanh, summed over the samples of each
/// prefix.
pub(super) type OwnSums<S, const I: usize, const H: usize> =
    (Sums<S, f32x16<S>, I, H>, Option<[f32x16<S>; H]>);

/// Sums over blocks, by parameter.
pub(super) struct Sums<S, V, const I: usize, const H: usize> {
    simd: S,
    pub(super) s0: [V; H],
    pub(super) w_input: [[V; H]; I],
    pub(super) b: [V; H],
    pub(super) w_recurrent: [[V; H]; H],
    pub(super) w_output: [V; H],
    pub(super) b_output: V,
}

impl<S: Simd, V: SimdFloat<S, Element = f32>, const I: usize, const H: usize> Sums<S, V, I, H> {
    #[inline(always)]
    pub(super) fn new(simd: S) -> Self {
        let zero = V::splat(simd, 0.0);
        let zeros = [zero; H];
        Self {
            simd,
            s0: zeros,
            w_input: [zeros; I],
            b: zeros,
            w_recurrent: [zeros; H],
            w_output: zeros,
            b_output: zero,
        }
    }

    /// Adds one block, in this part of its lanes; returns its gradient at the arguments of tanh. dlogits are doubled,
    /// so `w_output` is halved.
    #[inline(always)]
    pub(super) fn add(
        &mut self,
        w_output: &[V; H],
        x: &[Lanes<f32>; I],
        after: &[Lanes<f32>; H],
        dlogit: &Lanes<f32>,
        dh: &[Lanes<f32>; H],
        part: usize,
    ) -> [V; H] {
        let simd = self.simd;
        let (one, dlogit) = (V::splat(simd, 1.0), load_part(simd, dlogit, part));
        self.b_output += dlogit;
        let mut delta = [one; H];
        for j in 0..H {
            let s = load_part(simd, &after[j], part);
            self.w_output[j] = mul_add(s, dlogit, self.w_output[j]);
            delta[j] = mul_add(w_output[j], dlogit, load_part(simd, &dh[j], part)) * mul_add(-s, s, one);
            self.b[j] += delta[j];
        }
        for i in 0..I {
            let x = load_part(simd, &x[i], part);
            for j in 0..H {
                self.w_input[i][j] = mul_add(x, delta[j], self.w_input[i][j]);
            }
        }
        delta
    }

    /// Adds what concerns the state before; returns the gradient there. delta is that at the arguments of tanh.
    #[inline(always)]
    pub(super) fn through_recurrent(
        &mut self,
        cell: &Cell<S, V, I, H>,
        before: [V; H],
        delta: [V; H],
    ) -> [V; H] {
        for i in 0..H {
            for j in 0..H {
                self.w_recurrent[i][j] = mul_add(before[i], delta[j], self.w_recurrent[i][j]);
            }
        }
        cell.back(delta)
    }
}

impl<S: Simd, const I: usize, const H: usize> Sums<S, f32x16<S>, I, H> {
    /// Goes back through steps that are not the first. dh (vectors) is the gradient at the state after them, then at
    /// the state before them.
    #[inline(always)]
    pub(super) fn add_later_steps(
        &mut self,
        cell: &Cell<S, f32x16<S>, I, H>,
        &Steps { inputs, states, dlogits }: &Steps<'_, I, H>,
        dh: &mut [[Lanes<f32>; H]],
    ) {
        let vectors = dh.len();
        let blocks = inputs.iter().zip(states).zip(&states[vectors..]).zip(dlogits).rev();
        // One loop for all steps: sums stay in registers from one to the next.
        let mut place = 0;
        for (((x, before), after), dlogit) in blocks {
            place = if place == 0 { vectors - 1 } else { place - 1 };
            let dh = &mut dh[place];
            let delta = self.add(&cell.w_output, x, after, dlogit, dh, 0);
            *dh = stored(self.through_recurrent(cell, loaded(self.simd, before, 0), delta));
        }
    }

    /// Goes back through the first step that samples have to themselves; returns gradients at its arguments of tanh,
    /// summed over the samples of each prefix. dh (vectors).
    #[inline(always)]
    pub(super) fn add_first_step(
        &mut self,
        cell: &Cell<S, f32x16<S>, I, H>,
        &Steps { inputs, states, dlogits }: &Steps<'_, I, H>,
        dh: &[[Lanes<f32>; H]],
        prefixes: &PrefixPlan<f32>,
    ) -> [f32x16<S>; H] {
        let simd = self.simd;
        let mut of_prefixes = [splat(simd, 0.0); H];
        let later = self.b;
        let blocks = inputs.iter().zip(states).zip(dlogits).zip(dh);
        for ((((x, after), dlogit), dh), members) in blocks.zip(prefixes.members()).rev() {
            let delta = self.add(&cell.w_output, x, after, dlogit, dh, 0);
            add_members(simd, &mut of_prefixes, delta, members);
        }
        for j in 0..H {
            self.b[j] = later[j] + of_prefixes[j];
        }
        of_prefixes
    }

    /// Goes back through the steps that samples share, to the initial state.
    #[inline(always)]
    pub(super) fn add_shared_steps(
        &mut self,
        cell: &Cell<S, f32x16<S>, I, H>,
        &Steps { inputs, states, dlogits }: &Steps<'_, I, H>,
        mut of_prefixes: [f32x16<S>; H],
    ) {
        for ((x, after), dlogit) in inputs.iter().zip(states).zip(dlogits).rev() {
            let dh = stored(self.through_recurrent(cell, loaded(self.simd, after, 0), of_prefixes));
            of_prefixes = self.add(&cell.w_output, x, after, dlogit, &dh, 0);
        }
        self.s0 = self.through_recurrent(cell, cell.s0, of_prefixes);
    }

    /// Adds scale · sums to the gradient, with half of it for the outputs, because dlogits are doubled.
    #[inline(always)]
    pub(super) fn add_to<const P: usize>(self, scale: f32, gradient: &mut [f32; P]) {
        let Self { simd, s0, w_input, b, w_recurrent, w_output, b_output } = self;
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

/// Adds gradients of a vector's samples to those of their prefixes.
#[inline(always)]
pub(super) fn add_members<S: Simd, const H: usize>(
    simd: S,
    of_prefixes: &mut [f32x16<S>; H],
    delta: [f32x16<S>; H],
    members: &[Members<f32>],
) {
    for Members { indices, mask } in members {
        let mask = load(simd, mask);
        for j in 0..H {
            of_prefixes[j] = mul_add(permute(delta[j], indices), mask, of_prefixes[j]);
        }
    }
}
