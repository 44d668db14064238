use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// The number type of a network: `f32` for speed, `f64` for reference.
pub trait Real:
    Copy
    + Debug
    + PartialOrd
    + Send
    + Sync
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
    /// Whether samples that begin alike take their first steps together.
    const SHARES: bool;

    /// The nearest value of this type.
    #[must_use]
    fn of(value: f64) -> Self;
    /// The same value as `f64`.
    fn to_f64(self) -> f64;
    /// The larger one; the other one when one is NaN.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// Square root, correctly rounded.
    #[must_use]
    fn sqrt(self) -> Self;
}

impl Real for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const SHARES: bool = false;

    fn of(value: f64) -> Self {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn max(self, other: Self) -> Self {
        self.max(other)
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }
}

impl Real for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const SHARES: bool = true;

    #[expect(clippy::cast_possible_truncation, reason = "rounding to f32 is the meaning of this function")]
    fn of(value: f64) -> Self {
        value as f32
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    fn max(self, other: Self) -> Self {
        self.max(other)
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }
}

/// base to a whole exponent, by squaring. `f64::powi` is the system's `pow` on Windows, which rounds in another way.
pub(crate) fn power(base: f64, exponent: i32) -> f64 {
    let (mut product, mut square, mut rest) = (1.0, base, exponent.unsigned_abs());
    loop {
        if rest % 2 == 1 {
            product *= square;
        }
        rest /= 2;
        if rest == 0 {
            break;
        }
        square *= square;
    }
    if exponent < 0 { 1.0 / product } else { product }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_is_what_powi_says_on_this_system() {
        for base in [0.9, 0.999, 0.99, 2.0, 0.5, 1.0, 0.0] {
            for exponent in (-20..2000).chain([i32::MAX, -1022]) {
                let (own, system) = (power(base, exponent), base.powi(exponent));
                if cfg!(windows) {
                    assert!((own - system).abs() <= 1e-12 * system.abs(), "{base} ^ {exponent}");
                } else {
                    assert_eq!(own.to_bits(), system.to_bits(), "{base} ^ {exponent}");
                }
            }
        }
    }
}
