//! What does not go from step to step: from logits to the loss and its slopes.

use fearless_simd::{Simd, prelude::*};

use super::logarithm::logarithm;
use super::tanh::tanh_in_place;
use super::vector::{load, mul_add, splat, store, sum};
use crate::lanes::Lanes;

/// So many factors of 1 to 2 have a product that `f32` holds.
const TILE: usize = 60;
/// Sums that grow side by side, so that none waits for itself.
const WAYS: usize = 4;

/// Turns z / 2 into 2 (y − t) and returns the loss, summed, without the ln 2 of each output. z, signs s (steps,
/// vectors, outputs).
///
/// With τ = tanh(z / 2) = 2y − 1 and s = 1 − 2t the loss of one output is (|z| + s·z) / 2 + ln 2 − ln(1 + |τ|). Of the
/// logarithms only that of their product is taken. Where a lane is padding, z and s are 0, and so are the slope and
/// everything that is summed here. The loss of an output is right within 5e-7, as tanh does not reach 1.
#[inline(always)]
pub(super) fn slopes<S: Simd>(
    simd: S,
    z: &mut [Lanes<f32>],
    signs: &[Lanes<f32>],
    scratch: &mut [Lanes<f32>],
) -> f64 {
    let (zero, one) = (splat(simd, 0.0), splat(simd, 1.0));
    let mut total = 0.0;
    for (z, signs) in z.chunks_mut(TILE).zip(signs.chunks(TILE)) {
        let (mut size, mut signed, mut product) = ([zero; WAYS], [zero; WAYS], [one; WAYS]);
        for (z, signs) in z.chunks(WAYS).zip(signs.chunks(WAYS)) {
            for (way, (z, sign)) in z.iter().zip(signs).enumerate() {
                let z = load(simd, z);
                size[way] += z.abs();
                signed[way] = mul_add(z, load(simd, sign), signed[way]);
            }
        }
        tanh_in_place(simd, z, scratch);
        for (slopes, signs) in z.chunks_mut(WAYS).zip(signs.chunks(WAYS)) {
            for (way, (slope, sign)) in slopes.iter_mut().zip(signs).enumerate() {
                let t = load(simd, slope);
                product[way] = mul_add(product[way], t.abs(), product[way]);
                *slope = store(t + load(simd, sign));
            }
        }
        for way in 1..WAYS {
            size[0] += size[way];
            signed[0] += signed[way];
            product[0] *= product[way];
        }
        total += f64::from(sum(size[0] + signed[0])) - logarithm(simd, product[0]);
    }
    total
}
