use fearless_simd::{Simd, f32x16, prelude::*, u32x16};

use super::vector::{mul_add, splat};

/// 2^r for |r| ≤ ½ is 1 + r·(C₀ + r·(C₁ + …)): the minimax polynomial of degree 5, relative error below 1e-7.
#[expect(clippy::approx_constant, reason = "the first is near ln 2, not ln 2")]
const C: [f32; 5] = [0.693_147, 0.240_222_42, 0.055_507_336, 0.009_671_514, 0.001_326_475];
/// Adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
const ROUND: f32 = 12_582_912.0;
/// Beyond this 1 + 2^-|t| is 1; and 2^-126 is the smallest normal number.
const LEAST: f32 = -126.0;

/// (tanh(t · ln 2 / 2), 1 + 2^-|t|), from e = 2^-|t| as (1 − e) / (1 + e) with the sign of t. The first is within
/// 2e-7 and odd; NaN stays NaN.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "names as in the formula")]
pub(super) fn tanh_base_2<S: Simd>(simd: S, t: f32x16<S>) -> (f32x16<S>, f32x16<S>) {
    let one = splat(simd, 1.0);
    let a = -t.abs();
    // A comparison, as no machine's minimum is sure to keep NaN.
    let a = a.simd_lt(LEAST).select(splat(simd, LEAST), a);
    let shifted = a + ROUND;
    let r = a - (shifted - ROUND);
    let p = mul_add(r, splat(simd, C[4]), splat(simd, C[3]));
    let p = mul_add(p, r, splat(simd, C[2]));
    let p = mul_add(p, r, splat(simd, C[1]));
    let p = mul_add(p, r, splat(simd, C[0]));
    let p: u32x16<S> = mul_add(p, r, one).bitcast();
    // The integer moves up into the exponent.
    let k: u32x16<S> = shifted.bitcast();
    let e: f32x16<S> = (p + (k << 23)).bitcast();
    let sum = one + e;
    (((one - e) / sum).copysign(t), sum)
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::tests::levels;
    use super::super::vector::load;
    use super::*;
    use crate::lanes::Lanes;

    fn at(level: Level, t: f32) -> (f32, f32) {
        let (tanh, sum) = dispatch!(level, simd => {
            let (tanh, sum) = tanh_base_2(simd, load(simd, &Lanes::splat(t)));
            (<[f32; 16]>::from(tanh), <[f32; 16]>::from(sum))
        });
        (tanh[7], sum[7])
    }

    #[test]
    fn it_stays_within_its_stated_error_and_is_odd() {
        for i in 0..=60_000_u16 {
            let t = f32::from(i) * 5e-4;
            let (tanh, sum) = at(Level::new(), t);
            let exact = (f64::from(t) * std::f64::consts::LN_2 / 2.0).tanh();
            let error = (f64::from(tanh) - exact).abs();
            assert!(error < 2e-7, "tanh of {t} is off by {error}");
            let error = (f64::from(sum) - 1.0 - (-f64::from(t)).exp2()).abs();
            assert!(error < 2e-7, "1 + 2^-{t} is off by {error}");
            assert_eq!(at(Level::new(), -t), (-tanh, sum));
        }
    }

    #[test]
    fn it_is_exact_at_the_ends_and_keeps_nan_at_every_level() {
        for level in levels() {
            assert_eq!(at(level, 0.0), (0.0, 2.0));
            for t in [130.0, 1e9, f32::MAX, f32::INFINITY] {
                assert_eq!((at(level, t), at(level, -t)), ((1.0, 1.0), (-1.0, 1.0)));
            }
            assert!(at(level, f32::NAN).0.is_nan() && at(level, f32::NAN).1.is_nan());
        }
    }
}
