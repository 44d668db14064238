use fearless_simd::{Simd, f32x16};

use super::vector::{clamp, load, mul_add, splat, store};
use crate::lanes::Lanes;

/// Beyond this tanh stays as it is there, 3e-7 below 1.
const END: f32 = 8.0;
/// tanh x is x · P(x²) / Q(x²): minimax on −8 … 8 among those up to 1. Coefficients from the constant on.
const P: [f32; 4] = [0.999_999_34, 0.129_115_33, 0.002_936_669_2, 1.128_909_7e-5];
const Q: [f32; 5] = [1.0, 0.462_446_2, 0.023_754_716, 2.367_366_4e-4, 2.417_491e-7];
/// So many numbers, or what is left, are divided at once.
const GROUP: usize = 4;

/// x := tanh x, within 6e-7, odd, and constant from 8 on; a NaN makes those of its group NaN. `below` is room for
/// intermediate results, of one group or more.
#[inline(always)]
pub(super) fn tanh_in_place<S: Simd>(simd: S, x: &mut [Lanes<f32>], below: &mut [Lanes<f32>]) {
    for x in x.chunks_mut(below.len() / GROUP * GROUP) {
        fractions(simd, x, below);
        let (groups, rest) = x.as_chunks_mut::<GROUP>();
        let (groups_below, rest_below) = below.split_at(groups.len() * GROUP);
        for (x, below) in groups.iter_mut().zip(groups_below.as_chunks().0) {
            divide(simd, x, below);
        }
        match rest.len() {
            1 => divide_first::<S, 1>(simd, rest, rest_below),
            2 => divide_first::<S, 2>(simd, rest, rest_below),
            3 => divide_first::<S, 3>(simd, rest, rest_below),
            _ => {}
        }
    }
}

#[inline(always)]
fn divide_first<S: Simd, const N: usize>(simd: S, x: &mut [Lanes<f32>], below: &[Lanes<f32>]) {
    if let (Some(x), Some(below)) = (x.first_chunk_mut::<N>(), below.first_chunk()) {
        divide(simd, x, below);
    }
}

/// Numerators of tanh x go to `x` itself, denominators to `below`.
#[inline(always)]
pub(super) fn fractions<S: Simd>(simd: S, x: &mut [Lanes<f32>], below: &mut [Lanes<f32>]) {
    for (x, below) in x.iter_mut().zip(below) {
        let clamped = clamp(simd, load(simd, x), END);
        let square = clamped * clamped;
        *x = store(clamped * polynomial(simd, square, P));
        *below = store(polynomial(simd, square, Q));
    }
}

/// x := x / below, and returns them. One division, which takes longest, serves all (Montgomery 1987): their product
/// must be a number that can be written.
#[inline(always)]
pub(super) fn divide<S: Simd, const N: usize>(
    simd: S,
    x: &mut [Lanes<f32>; N],
    below: &[Lanes<f32>; N],
) -> [f32x16<S>; N] {
    let mut quotient = [load(simd, &below[0]); N];
    for n in 1..N {
        quotient[n] = quotient[n - 1] * load(simd, &below[n]);
    }
    let mut rest = splat(simd, 1.0) / quotient[N - 1];
    for n in (1..N).rev() {
        quotient[n] = load(simd, &x[n]) * (rest * quotient[n - 1]);
        rest *= load(simd, &below[n]);
    }
    quotient[0] = load(simd, &x[0]) * rest;
    for n in 0..N {
        x[n] = store(quotient[n]);
    }
    quotient
}

/// c₀ + x·(c₁ + x·(c₂ + …)).
#[inline(always)]
pub(super) fn polynomial<S: Simd, const N: usize>(simd: S, x: f32x16<S>, c: [f32; N]) -> f32x16<S> {
    let mut p = splat(simd, c[N - 1]);
    for degree in (0..N - 1).rev() {
        p = mul_add(p, x, splat(simd, c[degree]));
    }
    p
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::tests::levels;
    use super::*;

    /// tanh of x in a group of four, beside other numbers.
    fn at(level: Level, x: f32) -> f32 {
        let tanh = |x: f32| {
            let mut group = [0.5, x, -3.0, 8.0].map(Lanes::splat);
            dispatch!(level, simd => tanh_in_place(simd, &mut group, &mut [Lanes::ZERO; GROUP]));
            group[1].0[7]
        };
        assert_eq!(tanh(-x).to_bits(), (-tanh(x)).to_bits(), "tanh of -{x}");
        tanh(x)
    }

    #[test]
    fn it_stays_within_its_stated_error_and_is_odd() {
        for i in 0..=60_000_u16 {
            let x = f32::from(i) * 2e-4;
            let tanh = at(Level::new(), x);
            let error = (f64::from(tanh) - f64::from(x).tanh()).abs();
            assert!(error < 6e-7, "tanh of {x} is off by {error}");
        }
    }

    #[test]
    fn it_is_exact_at_zero_constant_at_the_ends_and_keeps_nan_at_every_level() {
        for level in levels() {
            assert_eq!(at(level, 0.0), 0.0);
            let end = at(level, END);
            assert!(end <= 1.0 && 1.0 - end < 6e-7, "{level:?}: {end}");
            for x in [8.001, 130.0, 1e9, f32::MAX, f32::INFINITY] {
                assert_eq!(at(level, x), end, "{level:?}: {x}");
            }
            let mut x = [Lanes::splat(f32::NAN)];
            dispatch!(level, simd => tanh_in_place(simd, &mut x, &mut [Lanes::ZERO; GROUP]));
            assert!(x[0].0[7].is_nan(), "{level:?}");
        }
    }

    #[test]
    fn numbers_that_fill_no_group_or_more_than_the_room_are_all_taken() {
        let level = Level::new();
        for count in 0..20_u8 {
            let mut x: Vec<_> = (0..count).map(|n| Lanes::splat(f32::from(n) / 5.0 - 2.0)).collect();
            let mut below = [Lanes::ZERO; 9];
            dispatch!(level, simd => tanh_in_place(simd, &mut x, &mut below));
            for (n, x) in (0..count).zip(x) {
                let exact = (f64::from(n) / 5.0 - 2.0).tanh();
                assert!((f64::from(x.0[3]) - exact).abs() < 1e-6, "{n} of {count}");
            }
        }
    }
}
