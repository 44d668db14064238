//! What does not go from step to step: from logits to the loss and its gradient there.

use std::f64::consts::LN_2;

use fearless_simd::{Simd, f32x16, prelude::*};

use super::logarithm::logarithm;
use super::tanh::tanh;
use super::vector::{load, mul_add, splat, store, sums_of};
use crate::kernels::batch::Batch;
use crate::kernels::lanes::Lanes;
use crate::kernels::prefixes::PrefixPlan;
use crate::kernels::workspace::Workspace;

/// `f32` holds the product of so many factors from 1 to 2.
const TILE: usize = 120;

/// What turns sums over samples and steps into means.
#[expect(clippy::cast_possible_truncation, reason = "a factor for f32")]
pub(super) fn mean_scale(workspace: &Workspace<f32>) -> f32 {
    workspace.mean_factor() as f32
}

/// Turns z / 2 into 2 (y − t) and returns the loss, summed, without the ln 2 of each output. z is laid out as the
/// batch's signs s.
///
/// With τ = tanh(z / 2) = 2y − 1 and s = 1 − 2t the loss of one output is (|z| + s·z) / 2 + ln 2 − ln(1 + |τ|), of
/// which the last term is right within 6e-7, as tanh is. Where a lane is padding, z and s are 0 (or the count of a
/// prefix is), and so are dlogits and everything that is summed here.
#[inline(always)]
pub(super) fn dlogits<S: Simd>(simd: S, z: &mut [Lanes<f32>], batch: &Batch<f32>, outputs: usize) -> f64 {
    let PrefixPlan { steps, counts, .. } = &batch.prefixes;
    let (shared, own) = z.split_at_mut(steps * outputs);
    let (shared_signs, signs) = batch.signs.split_at(shared.len());
    let mut losses = shared_dlogits(simd, shared, shared_signs, counts);
    let mut total = 0.0;
    for (z, signs) in own.chunks_mut(TILE).zip(signs.chunks(TILE)) {
        // Π (1 + |τ|)
        let mut product = splat(simd, 1.0);
        for (z, s) in z.iter_mut().zip(signs) {
            let (half, s) = (load(simd, z), load(simd, s));
            let tanh = tanh(simd, half);
            losses.sizes += half.abs();
            losses.signed = mul_add(half, s, losses.signed);
            product = mul_add(product, tanh.abs(), product);
            *z = store(tanh + s);
        }
        let (exponents, rest) = logarithm(simd, product);
        losses.exponents += exponents;
        losses.rest += rest;
        total += losses.sum(simd);
        losses = Losses::none(simd);
    }
    total
}

/// [`dlogits`] of prefixes, summed over `counts` samples as the signs are.
#[inline(always)]
fn shared_dlogits<S: Simd>(
    simd: S,
    z: &mut [Lanes<f32>],
    signs: &[Lanes<f32>],
    counts: &Lanes<f32>,
) -> Losses<S> {
    let counts = load(simd, counts);
    let mut losses = Losses::none(simd);
    for (z, s) in z.iter_mut().zip(signs) {
        let (half, s) = (load(simd, z), load(simd, s));
        let tanh = tanh(simd, half);
        losses.sizes = mul_add(half.abs(), counts, losses.sizes);
        losses.signed = mul_add(half, s, losses.signed);
        let (exponent, rest) = logarithm(simd, tanh.abs() + 1.0);
        losses.exponents = mul_add(exponent, counts, losses.exponents);
        losses.rest = mul_add(rest, counts, losses.rest);
        *z = store(mul_add(tanh, counts, s));
    }
    losses
}

/// What losses are made of: Σ |z| / 2, Σ s·z / 2 and, of Σ ln(1 + |τ|), the exponents and the rest.
struct Losses<S: Simd> {
    sizes: f32x16<S>,
    signed: f32x16<S>,
    exponents: f32x16<S>,
    rest: f32x16<S>,
}

impl<S: Simd> Losses<S> {
    #[inline(always)]
    fn none(simd: S) -> Self {
        let zero = splat(simd, 0.0);
        Self { sizes: zero, signed: zero, exponents: zero, rest: zero }
    }

    #[inline(always)]
    fn sum(self, simd: S) -> f64 {
        let Self { sizes, signed, exponents, rest } = self;
        let [sizes, exponents, rest] = sums_of(simd, [sizes + signed, exponents, rest], 1.0).map(f64::from);
        sizes - exponents * LN_2 - rest
    }
}
