//! Logits and, for training, the slopes of the loss there: everything that does not go from step to step.

use std::f64::consts::LN_2;

use fearless_simd::{Simd, f32x16, prelude::*};

use super::LOGIT_SCALE;
use super::tanh::tanh_base_2;
use super::vector::{load, mul_add, splat, store, sum};
use crate::lanes::Lanes;

/// So many factors of 1 to 2 on each of 16 lanes have a product that `f64` holds.
const FACTORS: usize = 60;

/// Writes the logits z. states (blocks, hidden), w (hidden, outputs), b (outputs), logits (blocks, outputs).
#[inline(always)]
pub(super) fn logits<S: Simd>(
    simd: S,
    states: &[Lanes<f32>],
    w: &[f32],
    b: &[f32],
    logits: &mut [Lanes<f32>],
    hidden: usize,
) {
    for (state, logit) in states.chunks_exact(hidden).zip(logits.chunks_exact_mut(b.len())) {
        for (output, logit) in logit.iter_mut().enumerate() {
            *logit = store(affine(simd, state, w, b, output, 1.0));
        }
    }
}

/// Writes 2 (y − t) and returns the loss, summed. targets and slopes (steps, vectors, outputs), mask (vectors).
///
/// With z′ = z / ln 2 and s = 1 − 2t the loss of one output is ln 2 · (|z′| + s·z′) / 2 + ln(1 + 2^-|z′|). Of the
/// logarithms only that of their product is taken. Where a lane is padding, z′ and s are 0, and so are slope and
/// loss but for a factor of 2, which `padding` takes back.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "operands, results and a size")]
pub(super) fn slopes<S: Simd>(
    simd: S,
    states: &[Lanes<f32>],
    w: &[f32],
    b: &[f32],
    targets: &[Lanes<f32>],
    mask: &[Lanes<f32>],
    slopes: &mut [Lanes<f32>],
    hidden: usize,
) -> f64 {
    let outputs = b.len();
    let one = splat(simd, 1.0);
    let (mut linear, mut product, mut factors) = (splat(simd, 0.0), one, 0);
    let mut total = 0.0;
    let steps = states
        .chunks_exact(hidden * mask.len())
        .zip(targets.chunks_exact(outputs * mask.len()))
        .zip(slopes.chunks_exact_mut(outputs * mask.len()));
    for ((states, targets), slopes) in steps {
        let blocks = states
            .chunks_exact(hidden)
            .zip(targets.chunks_exact(outputs))
            .zip(slopes.chunks_exact_mut(outputs))
            .zip(mask);
        for (((state, target), slope), mask) in blocks {
            for output in 0..outputs {
                let z = affine(simd, state, w, b, output, LOGIT_SCALE) * load(simd, mask);
                let (t, factor) = tanh_base_2(simd, z);
                let sign = mul_add(splat(simd, -2.0), load(simd, &target[output]), one);
                slope[output] = store(sign + t);
                linear += mul_add(z, sign, z.abs());
                product *= factor;
                factors += 1;
                if factors == FACTORS {
                    total += flush(linear, product);
                    (linear, product, factors) = (splat(simd, 0.0), one, 0);
                }
            }
        }
    }
    let padding: f32 = mask.iter().flat_map(|mask| mask.0).map(|mask| 1.0 - mask).sum();
    #[expect(clippy::cast_precision_loss, reason = "sizes below 2^28")]
    let padding = f64::from(padding) * (slopes.len() / mask.len()) as f64;
    total + flush(linear, product) - LN_2 * padding
}

#[inline(always)]
fn flush<S: Simd>(linear: f32x16<S>, product: f32x16<S>) -> f64 {
    let factors: [f32; 16] = product.into();
    // By halves, so that the multiplications do not wait for each other.
    let mut factors = factors.map(f64::from);
    for half in [8, 4, 2, 1] {
        for index in 0..half {
            factors[index] *= factors[index + half];
        }
    }
    0.5 * LN_2 * f64::from(sum(linear)) + libm::log(factors[0])
}

/// `scale · (b[output] + Σ_j w[j][output] · state[j])`.
#[inline(always)]
fn affine<S: Simd>(
    simd: S,
    state: &[Lanes<f32>],
    w: &[f32],
    b: &[f32],
    output: usize,
    scale: f32,
) -> f32x16<S> {
    let mut z = splat(simd, scale * b[output]);
    for (state, w) in state.iter().zip(w.chunks_exact(b.len())) {
        z = mul_add(splat(simd, scale * w[output]), load(simd, state), z);
    }
    z
}
