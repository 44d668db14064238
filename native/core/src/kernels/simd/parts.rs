//! Backpropagation through own steps in a quarter of the lanes after the other. The sums over 16 lanes would be 100
//! vectors of 128 bits, of which WebAssembly's machines keep at most 16 in registers. Each lane's sum grows in the same
//! order, so the bits are those of [`Sums::add_later_steps`].

use fearless_simd::{Simd, f32x4, f32x16};

use super::cell::{Cell, loaded};
use super::sums::{OwnSums, Steps, Sums, add_members};
use super::vector::{splat, store_part};
use crate::kernels::lanes::{LANES, Lanes};
use crate::kernels::prefixes::PrefixPlan;
use crate::shape::Parameters;

/// Lanes of a part.
const PART: usize = 4;
const PARTS: usize = LANES / PART;

/// Goes back through steps that are not the first, then through the first one that samples have to themselves.
/// dh (vectors).
///
/// Parts of the last vector without samples are left out: they would add 0, which changes no sum but −0, and in the
/// gradient that is 0.
#[inline(always)]
pub(super) fn in_parts<S: Simd, const I: usize, const H: usize>(
    simd: S,
    p: &Parameters<'_, f32>,
    later: &Steps<'_, I, H>,
    first: Option<&Steps<'_, I, H>>,
    dh: &mut [[Lanes<f32>; H]],
    (prefixes, last): (&PrefixPlan<f32>, usize),
) -> OwnSums<S, I, H> {
    let cell = Cell::<S, f32x4<S>, I, H>::new(simd, p, 0.5);
    let vectors = dh.len();
    let mut whole = Whole::new();
    for part in 0..PARTS {
        let filled = vectors - usize::from(part * PART >= last);
        let mut sums = Sums::<S, f32x4<S>, I, H>::new(simd);
        let steps = later.inputs.chunks_exact(vectors).zip(later.dlogits.chunks_exact(vectors));
        let states = later.states.chunks_exact(vectors).zip(later.states[vectors..].chunks_exact(vectors));
        for ((inputs, dlogits), (before, after)) in steps.zip(states).rev() {
            let blocks = inputs.iter().zip(before).zip(after).zip(dlogits).zip(&mut *dh);
            for ((((x, before), after), dlogit), dh) in blocks.take(filled).rev() {
                let delta = sums.add(&cell.w_output, x, after, dlogit, dh, part);
                let back = sums.through_recurrent(&cell, loaded(simd, before, part), delta);
                store_parts(back, dh, part);
            }
        }
        let b = sums.b;
        if let Some(Steps { inputs, states, dlogits }) = first {
            let blocks = inputs.iter().zip(*states).zip(*dlogits).zip(&mut *dh);
            for (((x, after), dlogit), dh) in blocks.take(filled).rev() {
                let delta = sums.add(&cell.w_output, x, after, dlogit, dh, part);
                store_parts(delta, dh, part);
            }
        }
        // Those of the first step are summed by prefix.
        sums.b = b;
        whole.set(part, &sums);
    }
    let mut sums = whole.sums(simd);
    if first.is_none() {
        return (sums, None);
    }
    let mut of_prefixes = [splat(simd, 0.0); H];
    for (delta, members) in dh.iter().zip(prefixes.members()).rev() {
        add_members(simd, &mut of_prefixes, loaded(simd, delta, 0), members);
    }
    for j in 0..H {
        sums.b[j] += of_prefixes[j];
    }
    (sums, Some(of_prefixes))
}

#[inline(always)]
fn store_parts<S: Simd, const H: usize>(vectors: [f32x4<S>; H], lanes: &mut [Lanes<f32>; H], part: usize) {
    for j in 0..H {
        store_part(vectors[j], &mut lanes[j], part);
    }
}

/// Sums whose parts are put together in memory.
struct Whole<const I: usize, const H: usize> {
    w_input: [[Lanes<f32>; H]; I],
    b: [Lanes<f32>; H],
    w_recurrent: [[Lanes<f32>; H]; H],
    w_output: [Lanes<f32>; H],
    b_output: [Lanes<f32>; 1],
}

impl<const I: usize, const H: usize> Whole<I, H> {
    #[inline(always)]
    fn new() -> Self {
        let zeros = [Lanes::ZERO; H];
        Self {
            w_input: [zeros; I],
            b: zeros,
            w_recurrent: [zeros; H],
            w_output: zeros,
            b_output: [Lanes::ZERO],
        }
    }

    #[inline(always)]
    fn set<S: Simd>(&mut self, part: usize, sums: &Sums<S, f32x4<S>, I, H>) {
        for i in 0..I {
            store_parts(sums.w_input[i], &mut self.w_input[i], part);
        }
        for i in 0..H {
            store_parts(sums.w_recurrent[i], &mut self.w_recurrent[i], part);
        }
        store_parts(sums.b, &mut self.b, part);
        store_parts(sums.w_output, &mut self.w_output, part);
        store_parts([sums.b_output], &mut self.b_output, part);
    }

    #[inline(always)]
    fn sums<S: Simd>(&self, simd: S) -> Sums<S, f32x16<S>, I, H> {
        let mut sums = Sums::new(simd);
        for i in 0..I {
            sums.w_input[i] = loaded(simd, &self.w_input[i], 0);
        }
        for i in 0..H {
            sums.w_recurrent[i] = loaded(simd, &self.w_recurrent[i], 0);
        }
        sums.b = loaded(simd, &self.b, 0);
        sums.w_output = loaded(simd, &self.w_output, 0);
        [sums.b_output] = loaded(simd, &self.b_output, 0);
        sums
    }
}
