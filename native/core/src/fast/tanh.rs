use fearless_simd::{Simd, f32x16, prelude::*, u32x16};

use super::vector::{load, look_up, magnitude, mul_add, store};
use crate::lanes::{LANES, Lanes};

/// Beyond this, the last number below 7½, tanh stays as it is there, 3e-7 below 1.
const END: f32 = 7.5f32.next_down();
/// With this, |x| lies in the four octaves from ½ to 8. The last two bits of the exponent and the first two behind it are
/// its part.
const OFFSET: f32 = 0.5;
/// Bits behind those.
const BEHIND: u32 = f32::MANTISSA_DIGITS - 1 - 2;
/// tanh |x|, from the constant on: minimax on 0 … ⅛, ⅛ … ¼ and so on, each coefficient rounded before those below
/// it are chosen. The last part has all beyond, too.
const PARTS: [[f32; 5]; LANES] = [
    [0.0, 0.999_997_8, 0.000_171_829_06, -0.337_506_06, 0.040_038_396],
    [2.122_071_2e-5, 0.999_389_8, 0.006_955_308, -0.372_811_9, 0.112_757_705],
    [0.000_189_199_87, 0.996_725_26, 0.023_008_628, -0.416_358_68, 0.157_622_71],
    [0.000_363_626_72, 0.994_719_45, 0.031_663_84, -0.432_967_33, 0.169_580_22],
    [-0.002_614_205_7, 1.016_268, -0.026_923_181, -0.361_994_92, 0.137_238_59],
    [-0.027_642_662, 1.147_413_8, -0.285_963_24, -0.133_363_78, 0.061_150_108],
    [-0.083_348_51, 1.370_816, -0.623_018_4, 0.093_372_38, 0.003_772_623_1],
    [-0.140_187_52, 1.555_108, -0.847_537_34, 0.215_173_42, -0.021_052_334],
    [-0.143_125_7, 1.568_875_6, -0.867_009_3, 0.226_272_03, -0.023_296_073],
    [0.035_123_207, 1.215_903, -0.604_143_86, 0.139_012_34, -0.012_401_546],
    [0.308_139_53, 0.776_535_8, -0.338_440_63, 0.067_452_05, -0.005_159_655],
    [0.555_073_2, 0.444_598_85, -0.170_875_53, 0.029_804_178, -0.001_983_308],
    [0.791_29, 0.178_149_94, -0.057_937_764, 0.008_484_636, -0.000_470_988_28],
    [0.938_320_7, 0.043_696_877, -0.011_726_688, 0.001_410_638_2, -6.409_354e-5],
    [0.983_942_33, 0.009_701_564, -0.002_213_325_1, 0.000_225_767_32, -8.680_582e-6],
    [0.987_497_6, 0.006_508_41, -0.001_261_882, 0.000_107_813_576, -3.417_759_4e-6],
];
/// Their coefficients by degree, in the order of those bits.
const C: [Lanes<f32>; 5] = {
    let mut c = [Lanes::<f32>::ZERO; 5];
    let first = (OFFSET.to_bits() >> BEHIND) as usize;
    let mut n = 0;
    while n < 5 * LANES {
        c[n % 5].0[(first + n / 5) % LANES] = PARTS[n / 5][n % 5];
        n += 1;
    }
    c
};

/// tanh x, within 5e-7, odd, and constant from 7½ on; NaN for NaN, but see [`magnitude`].
#[inline(always)]
pub(super) fn tanh<S: Simd>(simd: S, x: f32x16<S>) -> f32x16<S> {
    let size = magnitude(simd, x, END);
    let bits: u32x16<S> = (size + OFFSET).bitcast();
    let part = bits >> BEHIND;
    let mut p = look_up(simd, &C[4], part);
    for degree in (0..4).rev() {
        p = mul_add(p, size, look_up(simd, &C[degree], part));
    }
    p.copysign(x)
}

/// x := tanh x.
#[inline(always)]
pub(super) fn tanh_in_place<S: Simd>(simd: S, x: &mut [Lanes<f32>]) {
    for x in x {
        *x = store(tanh(simd, load(simd, x)));
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::tests::levels;
    use super::*;

    /// tanh of x, which has every lane.
    fn at(level: Level, x: f32) -> f32 {
        let mut vectors = [Lanes::splat(x), Lanes::splat(-x)];
        dispatch!(level, simd => tanh_in_place(simd, &mut vectors));
        let [Lanes(tanh), Lanes(negative)] = vectors;
        assert_eq!(negative.map(f32::to_bits), [(-tanh[7]).to_bits(); LANES], "tanh of -{x}");
        tanh[7]
    }

    #[test]
    fn it_stays_within_its_stated_error_and_is_odd_at_every_level() {
        for level in levels() {
            for i in 0..=60_000_u16 {
                let x = f32::from(i) * 2e-4;
                let tanh = at(level, x);
                let error = (f64::from(tanh) - f64::from(x).tanh()).abs();
                assert!(error < 5e-7, "{level:?}: tanh of {x} is off by {error}");
            }
        }
    }

    #[test]
    fn it_is_exact_at_zero_constant_at_the_ends_and_keeps_nan_at_every_level() {
        for level in levels() {
            assert_eq!(at(level, 0.0), 0.0);
            let end = at(level, END);
            assert!(end <= 1.0 && 1.0 - end < 5e-7, "{level:?}: {end}");
            for x in [7.5, 130.0, 1e9, f32::MAX, f32::INFINITY] {
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
}
