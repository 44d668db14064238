//! What the kernels do by a [`PrefixPlan`]: values of prefixes go to their samples; gradients of samples are summed.

use fearless_simd::Simd;

use super::vector::{load, mul_add, permute, store};
use crate::kernels::lanes::{LaneIndices, Lanes};
use crate::kernels::prefixes::{Members, PrefixPlan};

/// Gives the numbers of prefixes, (features) at `from`, to their samples, (vectors, features) at `to`. The former may
/// be among the latter.
#[inline(always)]
pub(super) fn spread<S: Simd>(
    simd: S,
    tensor: &mut [Lanes<f32>],
    (from, to): (usize, usize),
    features: usize,
    indices: &[LaneIndices],
) {
    for feature in 0..features {
        let shared = load(simd, &tensor[from + feature]);
        for (block, indices) in tensor[to..].chunks_exact_mut(features).zip(indices) {
            block[feature] = store(permute(shared, indices));
        }
    }
}

/// Gives the logits of prefixes to all samples. logits (saved), (shared steps, outputs), then (steps, vectors,
/// outputs); becomes (steps, vectors, outputs) for all steps.
#[inline(always)]
pub(super) fn spread_logits<S: Simd>(
    simd: S,
    prefixes: &PrefixPlan<f32>,
    logits: &mut [Lanes<f32>],
    outputs: usize,
) {
    let indices = &prefixes.indices;
    for step in 0..prefixes.steps {
        // Behind the block it goes to, or in its last vector.
        let from = prefixes.saved() + step;
        spread(simd, logits, (from * outputs, step * indices.len() * outputs), outputs, indices);
    }
}

/// Sums over the samples of each prefix. values (vectors, features), sums (features).
#[inline(always)]
pub(super) fn sum_up<S: Simd>(
    simd: S,
    prefixes: &PrefixPlan<f32>,
    values: &[Lanes<f32>],
    sums: &mut [Lanes<f32>],
) {
    sums.fill(Lanes::ZERO);
    for (values, members) in values.chunks_exact(sums.len()).zip(prefixes.members()).rev() {
        for Members { indices, mask } in members {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = store(mul_add(permute(load(simd, value), indices), load(simd, mask), load(simd, sum)));
            }
        }
    }
}
