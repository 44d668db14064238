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
