use std::fmt::Debug;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// The scalar type of a network: `f32` for speed, `f64` for reference. One source serves both.
pub trait Real:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Send
    + Sync
    + Sum
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + 'static
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The nearest value of this type.
    #[must_use]
    fn of(value: f64) -> Self;
    /// The same value as `f64`.
    fn to_f64(self) -> f64;
    /// |x|.
    #[must_use]
    fn abs(self) -> Self;
    /// The larger one; the other one when one is NaN.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// Square root, correctly rounded.
    #[must_use]
    fn sqrt(self) -> Self;
    /// `e^-x` for x ≥ 0; 0 once it underflows. Error: `f64` below 1 ulp, `f32` below 2e-7 relative for x ≤ 87.
    #[must_use]
    fn exp_neg(self) -> Self;
    /// `ln(1 + x)` for x in 0..=1. Error: `f64` below 1 ulp, `f32` below 2e-7 absolute.
    #[must_use]
    fn ln_1p(self) -> Self;
    /// tanh. Error: `f64` below 1 ulp, `f32` below 2e-7 absolute.
    #[must_use]
    fn tanh(self) -> Self;
}

impl Real for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    fn of(value: f64) -> Self {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn abs(self) -> Self {
        self.abs()
    }
    fn max(self, other: Self) -> Self {
        self.max(other)
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    // libm gives the same bits on every platform, which the system's own functions do not.
    fn exp_neg(self) -> Self {
        libm::exp(-self)
    }
    fn ln_1p(self) -> Self {
        libm::log1p(self)
    }
    fn tanh(self) -> Self {
        libm::tanh(self)
    }
}

impl Real for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;

    #[expect(clippy::cast_possible_truncation, reason = "rounding to f32 is the meaning of this function")]
    fn of(value: f64) -> Self {
        value as f32
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    fn abs(self) -> Self {
        self.abs()
    }
    fn max(self, other: Self) -> Self {
        self.max(other)
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }

    /// `2^-k · e^-r` with k = round(x / ln 2) and |r| ≤ ln 2 / 2; e^-r by its Taylor polynomial of degree 7,
    /// whose first left-out term is below 6e-9. Only additions and multiplications, so loops over it vectorize.
    #[inline]
    fn exp_neg(self) -> Self {
        // ln 2 in two parts: the first has zeros at its end, so k times it is exact (Cody and Waite).
        const LN2_HIGH: f32 = 0.693_359_4;
        const LN2_LOW: f32 = -2.121_944_4e-4;
        // Adding and subtracting 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
        const ROUND: f32 = 12_582_912.0;
        let x = if self > 87.0 { 87.0 } else { self };
        let shifted = x * std::f32::consts::LOG2_E + ROUND;
        let k = shifted - ROUND;
        let r = (k * LN2_HIGH - x) + k * LN2_LOW;
        let p = 1.0 / 5040.0;
        let p = p * r + 1.0 / 720.0;
        let p = p * r + 1.0 / 120.0;
        let p = p * r + 1.0 / 24.0;
        let p = p * r + 1.0 / 6.0;
        let p = p * r + 0.5;
        let p = p * r + 1.0;
        let p = p * r + 1.0;
        let exponent = 127u32.wrapping_sub(shifted.to_bits().wrapping_sub(ROUND.to_bits()));
        let scaled = p * f32::from_bits(exponent << 23);
        if self > 87.0 { 0.0 } else { scaled }
    }

    /// `2 atanh(s)` with s = x / (2 + x) ≤ 1/3, by its series to s^13; the first left-out term is below 1e-8.
    #[inline]
    fn ln_1p(self) -> Self {
        let s = self / (2.0 + self);
        let q = s * s;
        let p = 1.0 / 13.0;
        let p = p * q + 1.0 / 11.0;
        let p = p * q + 1.0 / 9.0;
        let p = p * q + 1.0 / 7.0;
        let p = p * q + 1.0 / 5.0;
        let p = p * q + 1.0 / 3.0;
        let p = p * q + 1.0;
        2.0 * s * p
    }

    #[inline]
    fn tanh(self) -> Self {
        let e = (2.0 * self.abs()).exp_neg();
        ((1.0 - e) / (1.0 + e)).copysign(self)
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "test grids")]
mod tests {
    use super::*;

    #[test]
    fn f32_exp_neg_stays_within_its_stated_error() {
        for i in 0..=870_000 {
            let x = i as f32 * 1e-4;
            let exact = (-f64::from(x)).exp();
            let error = (f64::from(x.exp_neg()) - exact).abs() / exact;
            assert!(error < 2e-7, "exp(-{x}) is off by {error}");
        }
        assert_eq!(1e9_f32.exp_neg(), 0.0);
        assert_eq!(0.0_f32.exp_neg(), 1.0);
    }

    #[test]
    fn f32_ln_1p_stays_within_its_stated_error() {
        for i in 0..=100_000 {
            let x = i as f32 * 1e-5;
            let error = (f64::from(Real::ln_1p(x)) - f64::from(x).ln_1p()).abs();
            assert!(error < 2e-7, "ln(1 + {x}) is off by {error}");
        }
    }

    #[test]
    fn f32_tanh_stays_within_its_stated_error_and_is_odd() {
        for i in 0..=400_000 {
            let x = i as f32 * 1e-4;
            let error = (f64::from(Real::tanh(x)) - f64::from(x).tanh()).abs();
            assert!(error < 2e-7, "tanh({x}) is off by {error}");
            assert_eq!(Real::tanh(-x), -Real::tanh(x));
        }
    }

    #[test]
    fn nan_is_not_swallowed_by_tanh() {
        assert!(Real::tanh(f32::NAN).is_nan());
        assert!(Real::tanh(f64::NAN).is_nan());
    }
}
