//! From beginnings to their samples, and back.

use fearless_simd::Simd;

use super::vector::{at, load, mul_add, store};
use crate::kernels::beginnings::{Beginnings, Members, Places};
use crate::kernels::lanes::Lanes;

/// Gives the numbers of beginnings, (features) at `from`, to their samples, (vectors, features) at `to`. The former may be
/// among the latter.
#[inline(always)]
pub(super) fn spread<S: Simd>(
    simd: S,
    tensor: &mut [Lanes<f32>],
    (from, to): (usize, usize),
    features: usize,
    places: &[Places],
) {
    for feature in 0..features {
        let shared = load(simd, &tensor[from + feature]);
        for (block, places) in tensor[to..].chunks_exact_mut(features).zip(places) {
            block[feature] = store(at(shared, places));
        }
    }
}

/// Gives the logits of beginnings to all samples. logits (saved), (shared steps, outputs), then (steps, vectors, outputs);
/// becomes (steps, vectors, outputs) for all steps.
#[inline(always)]
pub(super) fn spread_logits<S: Simd>(
    simd: S,
    beginnings: &Beginnings<f32>,
    logits: &mut [Lanes<f32>],
    outputs: usize,
) {
    let places = &beginnings.places;
    for step in 0..beginnings.steps {
        // Behind the block it goes to, or in its last vector.
        let from = beginnings.saved() + step;
        spread(simd, logits, (from * outputs, step * places.len() * outputs), outputs, places);
    }
}

/// Sums over the samples of each beginning. values (vectors, features), sums (features).
#[inline(always)]
pub(super) fn sum_up<S: Simd>(
    simd: S,
    beginnings: &Beginnings<f32>,
    values: &[Lanes<f32>],
    sums: &mut [Lanes<f32>],
) {
    sums.fill(Lanes::ZERO);
    for (values, members) in values.chunks_exact(sums.len()).zip(&beginnings.members).rev() {
        for Members { places, mask } in members {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = store(mul_add(at(load(simd, value), places), load(simd, mask), load(simd, sum)));
            }
        }
    }
}
