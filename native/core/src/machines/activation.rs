//! Functions of 16 numbers at once in plain multiplications and additions, so that they give the same bits everywhere.
//! Loops over lanes, as an array's `map` stays a function of its own, without the vector instructions of its caller.

use crate::kernels::lanes::{LANES, Lanes};

/// Added to a number below 2^22 and taken away again, it rounds to a whole one.
const ROUND: f32 = 12_582_912.0;

/// e^x for x ≤ 0, within 2e-7; 1.6e-38 below −87.
#[inline(always)]
pub(crate) fn exp(x: Lanes<f32>) -> Lanes<f32> {
    let mut powers = Lanes::ZERO;
    for lane in 0..LANES {
        let x = if x.0[lane] > -87.0 { x.0[lane] } else { -87.0 };
        let shifted = x * std::f32::consts::LOG2_E + ROUND;
        let whole = shifted - ROUND;
        let r = (x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
        let mut p = 1.0 / 720.0;
        for c in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
            p = p * r + c;
        }
        // The last bits of the shifted number are the whole one, which goes into the exponent.
        powers.0[lane] = f32::from_bits(p.to_bits().wrapping_add(shifted.to_bits() << 23));
    }
    powers
}

/// tanh x, within 2e-7.
#[inline(always)]
pub(crate) fn tanh(x: Lanes<f32>) -> Lanes<f32> {
    let mut y = Lanes::ZERO;
    for lane in 0..LANES {
        y.0[lane] = -2.0 * x.0[lane].abs();
    }
    let e = exp(y);
    for lane in 0..LANES {
        y.0[lane] = ((1.0 - e.0[lane]) / (1.0 + e.0[lane])).copysign(x.0[lane]);
    }
    y
}

/// 1 / (1 + e^−x), within 2e-7.
#[inline(always)]
pub(crate) fn logistic(x: Lanes<f32>) -> Lanes<f32> {
    let mut y = Lanes::ZERO;
    for lane in 0..LANES {
        y.0[lane] = -x.0[lane].abs();
    }
    let e = exp(y);
    for lane in 0..LANES {
        y.0[lane] = (if x.0[lane] < 0.0 { e.0[lane] } else { 1.0 }) / (1.0 + e.0[lane]);
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_stay_within_their_stated_errors() {
        for i in 0..=200_000_u32 {
            let x = (f64::from(i) - 100_000.0) * 2e-4;
            #[expect(clippy::cast_possible_truncation, reason = "numbers that f32 rounds are what is tested")]
            let single = x as f32;
            let x = f64::from(single);
            let at = |function: fn(Lanes<f32>) -> Lanes<f32>| f64::from(function(Lanes::splat(single)).0[3]);
            assert!((at(tanh) - x.tanh()).abs() < 2e-7, "tanh {x}: {}", at(tanh));
            assert!((at(logistic) - 1.0 / (1.0 + (-x).exp())).abs() < 2e-7, "logistic {x}");
            if x <= 0.0 {
                assert!((at(exp) - x.exp()).abs() < 2e-7, "exp {x}: {}", at(exp));
            }
        }
        assert!(exp(Lanes::splat(-1e30)).0[0] < 1e-37 && tanh(Lanes::splat(1e30)).0[0] == 1.0);
    }
}
