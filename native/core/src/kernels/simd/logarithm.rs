use fearless_simd::{Simd, f32x16, prelude::*, u32x16};

use super::vector::{mul_add, splat};

/// ln(m) for m in 1 … 2 in powers of m − 1.5: Chebyshev's interpolation of degree 8, within 1e-7.
const C: [f32; 9] = [
    0.405_465_1,
    0.666_666_15,
    -0.222_221_93,
    0.098_791_44,
    -0.049_398_385,
    0.025_969_792,
    -0.014_410_553,
    0.010_238_18,
    -0.006_006_605,
];

const TWO_23: f32 = 8_388_608.0;

/// ln of numbers of 1 or more: exponents, to be multiplied by ln 2, and the logarithms of what is left.
#[inline(always)]
pub(super) fn logarithm<S: Simd>(simd: S, product: f32x16<S>) -> (f32x16<S>, f32x16<S>) {
    let bits: u32x16<S> = product.bitcast();
    // An integer in the low bits of 2^23 is added to it.
    let exponent: f32x16<S> = ((bits >> 23) | TWO_23.to_bits()).bitcast();
    let mantissa: f32x16<S> = ((bits & 0x7F_FFFF) | 1_f32.to_bits()).bitcast();
    (exponent - (TWO_23 + 127.0), polynomial(simd, mantissa - 1.5, C))
}

/// c₀ + x·(c₁ + x·(c₂ + …)).
#[inline(always)]
fn polynomial<S: Simd, const N: usize>(simd: S, x: f32x16<S>, c: [f32; N]) -> f32x16<S> {
    let mut p = splat(simd, c[N - 1]);
    for degree in (0..N - 1).rev() {
        p = mul_add(p, x, splat(simd, c[degree]));
    }
    p
}

#[cfg(test)]
mod tests {
    use std::f64::consts::LN_2;

    use fearless_simd::dispatch;

    use super::super::tests::levels;
    use super::super::vector::{load, store};
    use super::*;
    use crate::kernels::lanes::Lanes;

    #[test]
    fn it_is_right_from_1_to_the_largest_product_of_sixty_factors() {
        for level in levels() {
            for i in 0..=600_u16 {
                let x = (f32::from(i) / 10.0).exp2();
                let (exponents, rest) = dispatch!(level, simd => {
                    let (exponents, rest) = logarithm(simd, load(simd, &Lanes::splat(x)));
                    (store(exponents), store(rest))
                });
                let log = f64::from(exponents.0[9]) * LN_2 + f64::from(rest.0[9]);
                let exact = f64::from(x).ln();
                assert!((log - exact).abs() < 2.5e-7, "{level:?}: ln {x} is {exact}, not {log}");
            }
        }
    }
}
