use std::f64::consts::LN_2;

use fearless_simd::{Simd, f32x16, prelude::*, u32x16};

use super::tanh::polynomial;
use super::vector::sum;

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

/// ln of the product of all lanes, which are 1 or more and finite.
#[inline(always)]
pub(super) fn logarithm<S: Simd>(simd: S, product: f32x16<S>) -> f64 {
    let bits: u32x16<S> = product.bitcast();
    // An integer in the low bits of 2^23 is added to it.
    let exponent: f32x16<S> = ((bits >> 23) | TWO_23.to_bits()).bitcast();
    let mantissa: f32x16<S> = ((bits & 0x7F_FFFF) | 1_f32.to_bits()).bitcast();
    let rest = polynomial(simd, mantissa - 1.5, C);
    f64::from(sum(exponent - (TWO_23 + 127.0))) * LN_2 + f64::from(sum(rest))
}

#[cfg(test)]
mod tests {
    use fearless_simd::dispatch;

    use super::super::tests::levels;
    use super::super::vector::load;
    use super::*;
    use crate::lanes::Lanes;

    #[test]
    fn it_is_that_of_the_product_from_1_to_the_largest_of_sixty_factors() {
        for level in levels() {
            for i in 0..=600_u16 {
                let lanes: [f32; 16] = std::array::from_fn(|lane| {
                    (f32::from(i) / 10.0 * f32::from(u8::try_from(lane).expect("below 16")) / 15.0).exp2()
                });
                let exact: f64 = lanes.iter().map(|&lane| f64::from(lane).ln()).sum();
                let log = dispatch!(level, simd => logarithm(simd, load(simd, &Lanes(lanes))));
                assert!((log - exact).abs() < 4e-6, "{level:?}: {log} is not {exact}");
            }
        }
    }
}
