use fearless_simd::{Simd, f32x16};

use super::vector::{clamp, load, mul_add, splat, store};
use crate::lanes::Lanes;

/// Beyond this tanh stays as it is there, 3e-7 below 1.
const END: f32 = 8.0;
/// tanh x is x · P(x²) / Q(x²): minimax on −8 … 8 among those up to 1. Coefficients from the constant on.
const P: [f32; 4] = [0.999_999_34, 0.129_115_33, 0.002_936_669_2, 1.128_909_7e-5];
const Q: [f32; 5] = [1.0, 0.462_446_2, 0.023_754_716, 2.367_366_4e-4, 2.417_491e-7];

/// x := tanh x, within 6e-7, odd, and constant from 8 on; a NaN makes those of its group NaN, but see [`clamp`]. Groups
/// are of 4, the most states that a kernel of few states has, so that those divide alike.
#[inline(always)]
pub(super) fn tanh_in_place<S: Simd>(simd: S, x: &mut [Lanes<f32>]) {
    let (groups, rest) = x.as_chunks_mut::<4>();
    tanh_of_groups(simd, groups);
    match rest.len() {
        1 => tanh_of_groups(simd, rest.as_chunks_mut::<1>().0),
        2 => tanh_of_groups(simd, rest.as_chunks_mut::<2>().0),
        3 => tanh_of_groups(simd, rest.as_chunks_mut::<3>().0),
        _ => {}
    }
}

/// [`tanh_in_place`] of groups of N, each with one division.
#[inline(always)]
pub(super) fn tanh_of_groups<S: Simd, const N: usize>(simd: S, groups: &mut [[Lanes<f32>; N]]) {
    around_tanh(
        simd,
        groups,
        #[inline(always)]
        |_, _, _| (),
        #[inline(always)]
        |_, _, tanh| tanh,
    );
}

/// Shows `before` each number and replaces it by what `after` makes of its tanh; both get the group, the place in it
/// and the number.
///
/// One division, which takes longest, serves a group (Montgomery 1987): the product of its denominators must be a
/// number that can be written.
#[inline(always)]
pub(super) fn around_tanh<S: Simd, const N: usize>(
    simd: S,
    groups: &mut [[Lanes<f32>; N]],
    mut before: impl FnMut(usize, usize, f32x16<S>),
    mut after: impl FnMut(usize, usize, f32x16<S>) -> f32x16<S>,
) {
    let zeros = [splat(simd, 0.0); N];
    for (k, group) in groups.iter_mut().enumerate() {
        let (mut above, mut below) = (zeros, zeros);
        for n in 0..N {
            let x = load(simd, &group[n]);
            before(k, n, x);
            let clamped = clamp(simd, x, END);
            let square = clamped * clamped;
            above[n] = clamped * polynomial(simd, square, P);
            below[n] = polynomial(simd, square, Q);
        }
        let mut product = below;
        for n in 1..N {
            product[n] = product[n - 1] * below[n];
        }
        let mut rest = splat(simd, 1.0) / product[N - 1];
        for n in (1..N).rev() {
            group[n] = store(after(k, n, above[n] * (rest * product[n - 1])));
            rest *= below[n];
        }
        group[0] = store(after(k, 0, above[0] * rest));
    }
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
            dispatch!(level, simd => tanh_in_place(simd, &mut group));
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
            // AVX-512 is never given one.
            #[cfg(target_arch = "x86_64")]
            let level = level.as_avx2().map_or(level, Level::Avx2);
            let mut x = [Lanes::splat(f32::NAN)];
            dispatch!(level, simd => tanh_in_place(simd, &mut x));
            assert!(x[0].0[7].is_nan(), "{level:?}");
        }
    }

    #[test]
    fn numbers_that_fill_no_group_are_all_taken() {
        let level = Level::new();
        for count in 0..20_u8 {
            let mut x: Vec<_> = (0..count).map(|n| Lanes::splat(f32::from(n) / 5.0 - 2.0)).collect();
            dispatch!(level, simd => tanh_in_place(simd, &mut x));
            for (n, x) in (0..count).zip(x) {
                let exact = (f64::from(n) / 5.0 - 2.0).tanh();
                assert!((f64::from(x.0[3]) - exact).abs() < 1e-6, "{n} of {count}");
            }
        }
    }
}
