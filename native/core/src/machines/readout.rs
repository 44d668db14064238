//! What a code's outputs and state come to: logits become the slopes of their losses.

use super::activation::{exp, logistic};
use super::coding::Coding;
use super::rows::{Row, at, at_mut};
use crate::kernels::lanes::{LANES, Lanes};

/// Whether an output that matters is wrong, or another state is as likely.
pub(crate) fn misses(
    logits: &[Row],
    coding: &Coding,
    code: usize,
    (outputs, states): (usize, usize),
) -> bool {
    let (wanted, care) = coding.outputs[code];
    let own = outputs + coding.states[code];
    (0..outputs)
        .any(|output| care >> output & 1 == 1 && (at(logits, output) >= 0.0) != (wanted >> output & 1 == 1))
        || (outputs..outputs + states).any(|state| state != own && at(logits, state) >= at(logits, own))
}

/// Logits of outputs become the slopes of their cross-entropy.
#[inline(always)]
pub(crate) fn output_slopes(logits: &mut [Row], (wanted, care): (u32, u32), outputs: usize, share: f32) {
    for output in 0..outputs {
        let logit = at_mut(logits, output);
        let y = logistic(Lanes::splat(*logit)).0[0];
        let target = if wanted >> output & 1 == 1 { 1.0 } else { 0.0 };
        *logit = if care >> output & 1 == 1 { (y - target) * share } else { 0.0 };
    }
}

/// Logits of the machine's states, behind those of the outputs, become the slopes of their cross-entropy.
#[inline(always)]
pub(crate) fn state_slopes(logits: &mut [Row], outputs: usize, states: usize, own: usize, share: f32) {
    let max = (outputs..outputs + states).fold(f32::MIN, |max, column| {
        let logit = at(logits, column);
        if logit > max { logit } else { max }
    });
    let mut total = 0.0;
    for first in (outputs..outputs + states).step_by(LANES) {
        let count = LANES.min(outputs + states - first);
        let mut shifted = Lanes::splat(0.0);
        for lane in 0..count {
            shifted.0[lane] = at(logits, first + lane) - max;
        }
        let powers = exp(shifted);
        for lane in 0..count {
            *at_mut(logits, first + lane) = powers.0[lane];
            total += powers.0[lane];
        }
    }
    let scale = share / total;
    for state in 0..states {
        let logit = at_mut(logits, outputs + state);
        *logit = *logit * scale - if state == own { share } else { 0.0 };
    }
}
