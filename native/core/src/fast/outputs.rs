//! What does not go from step to step: from logits to the loss and its slopes.

use std::f64::consts::LN_2;

use fearless_simd::{Simd, f32x16, prelude::*};

use super::logarithm::logarithm;
use super::tanh::{around_tanh, tanh_in_place};
use super::vector::{load, mul_add, splat, store, sums_of};
use crate::batch::Batch;
use crate::beginnings::Beginnings;
use crate::lanes::Lanes;

/// So many factors of 1 to 2 have a product that `f32` holds.
const TILE: usize = 60;
/// So many outputs are divided at once.
const GROUP: usize = 3;

/// Turns z / 2 into 2 (y − t) and returns the loss, summed, without the ln 2 of each output. z as the batch's signs s.
///
/// With τ = tanh(z / 2) = 2y − 1 and s = 1 − 2t the loss of one output is (|z| + s·z) / 2 + ln 2 − ln(1 + |τ|). Where a
/// lane is padding, z and s are 0, and so are the slope and everything that is summed here. The loss of an output is
/// right within 5e-7, as tanh does not reach 1.
#[inline(always)]
pub(super) fn slopes<S: Simd>(simd: S, z: &mut [Lanes<f32>], batch: &Batch<f32>, outputs: usize) -> f64 {
    let Beginnings { steps, counts, .. } = &batch.beginnings;
    let (shared, own) = z.split_at_mut(steps * outputs);
    let (shared_signs, signs) = batch.signs.split_at(shared.len());
    let mut sums = shared_slopes(simd, shared, shared_signs, counts);
    let mut total = 0.0;
    for (z, signs) in own.chunks_mut(TILE).zip(signs.chunks(TILE)) {
        let mut losses = Losses::none(simd);
        let ((rest, z), (rest_signs, signs)) = (z.as_rchunks_mut(), signs.as_rchunks());
        match rest.len() {
            1 => losses.take::<1>(simd, rest.as_chunks_mut().0, rest_signs.as_chunks().0),
            2 => losses.take::<2>(simd, rest.as_chunks_mut().0, rest_signs.as_chunks().0),
            _ => {}
        }
        losses.take::<GROUP>(simd, z, signs);
        losses.add_to(simd, &mut sums);
        let [sizes, exponents, rest] = sums_of(simd, sums, 1.0).map(f64::from);
        total += sizes - exponents * LN_2 - rest;
        sums = [splat(simd, 0.0); 3];
    }
    total
}

/// [`slopes`] of beginnings, summed over `counts` samples as the signs are. Returns what their losses are made of: Σ (|z| +
/// s·z) / 2 and, of ln(1 + |τ|), the sums of exponents and the rest.
#[inline(always)]
fn shared_slopes<S: Simd>(
    simd: S,
    z: &mut [Lanes<f32>],
    signs: &[Lanes<f32>],
    counts: &Lanes<f32>,
) -> [f32x16<S>; 3] {
    let counts = load(simd, counts);
    let [mut sizes, mut exponents, mut rest] = [splat(simd, 0.0); 3];
    for (z, s) in z.iter().zip(signs) {
        let z = load(simd, z);
        sizes = mul_add(z.abs(), counts, mul_add(z, load(simd, s), sizes));
    }
    tanh_in_place(simd, z);
    for (z, s) in z.iter_mut().zip(signs) {
        let tanh = load(simd, z);
        let (exponent, more) = logarithm(simd, tanh.abs() + 1.0);
        exponents = mul_add(exponent, counts, exponents);
        rest = mul_add(more, counts, rest);
        *z = store(mul_add(tanh, counts, load(simd, s)));
    }
    [sizes, exponents, rest]
}

/// What losses are made of, by place in a group, so that no sum waits for itself: Σ |z| / 2, Σ s·z / 2 and
/// Π (1 + |τ|).
struct Losses<S: Simd> {
    sizes: [f32x16<S>; GROUP],
    signed: [f32x16<S>; GROUP],
    product: [f32x16<S>; GROUP],
}

impl<S: Simd> Losses<S> {
    #[inline(always)]
    fn none(simd: S) -> Self {
        let zeros = [splat(simd, 0.0); GROUP];
        Self { sizes: zeros, signed: zeros, product: [splat(simd, 1.0); GROUP] }
    }

    /// Adds the losses of z and turns it into slopes, by groups of N.
    #[inline(always)]
    fn take<const N: usize>(&mut self, simd: S, z: &mut [[Lanes<f32>; N]], signs: &[[Lanes<f32>; N]]) {
        assert_eq!(z.len(), signs.len());
        let Self { sizes, signed, product } = self;
        around_tanh(
            simd,
            z,
            #[inline(always)]
            |group, n, z| {
                sizes[n] += z.abs();
                signed[n] = mul_add(z, load(simd, &signs[group][n]), signed[n]);
            },
            #[inline(always)]
            |group, n, tanh| {
                product[n] = mul_add(product[n], tanh.abs(), product[n]);
                tanh + load(simd, &signs[group][n])
            },
        );
    }

    /// Adds Σ (|z| + s·z) / 2 and, of ln Π, exponents and the rest.
    #[inline(always)]
    fn add_to(self, simd: S, sums: &mut [f32x16<S>; 3]) {
        let Self { sizes, signed, mut product } = self;
        for n in 0..GROUP {
            sums[0] += sizes[n] + signed[n];
        }
        for n in 1..GROUP {
            product[0] *= product[n];
        }
        let (exponents, rest) = logarithm(simd, product[0]);
        sums[1] += exponents;
        sums[2] += rest;
    }
}
