use fearless_simd::{Simd, f32x16, prelude::*, u32x16};

use super::vector::{Table, load, look_up, magnitude, mul_add, splat, store, with_sign};
use crate::kernels::lanes::{LANES, Lanes};

/// From here on tanh is 1, which is off by 3e-7.
const END: f32 = 7.89;
/// |x| · SCALE + OFFSET lies in the four octaves from ½ to 8, each of which has four parts: the last two bits of the
/// exponent and the first two behind it.
const SCALE: f32 = 0.95;
const OFFSET: f32 = 0.5;
/// Bits behind those.
const BEHIND: u32 = f32::MANTISSA_DIGITS - 1 - 2;
/// Of each part tanh |x|, from the constant on: minimax, each coefficient rounded before those below it are chosen; the
/// first part is 0 at 0, the last one 1 at its end.
const PARTS: [[f32; 5]; LANES] = [
    [0.0, 0.999_997_3, 0.000_199_825_47, -0.337_945_82, 0.042_080_127],
    [2.672_371e-5, 0.999_268_7, 0.007_940_632, -0.376_323_28, 0.117_383_5],
    [0.000_223_384_28, 0.996_290_45, 0.025_072_77, -0.420_692_77, 0.161_018_86],
    [0.000_315_424_58, 0.995_152_1, 0.030_210_668, -0.430_803_15, 0.168_374_43],
    [-0.004_111_740_3, 1.025_792_2, -0.049_525_97, -0.338_271_8, 0.127_946_87],
    [-0.035_865_407, 1.184_402, -0.348_208_87, -0.086_918_056, 0.048_184_49],
    [-0.098_191_224, 1.422_560_1, -0.690_573_8, 0.132_519_38, -0.004_722_916],
    [-0.150_456_79, 1.584_378_8, -0.878_798_8, 0.230_000_15, -0.023_687_202],
    [-0.124_800_43, 1.527_688_1, -0.832_377_2, 0.213_360_34, -0.021_495_137],
    [0.096_398_6, 1.109_121_8, -0.534_456_4, 0.118_826_225, -0.010_211_747],
    [0.384_781_75, 0.667_435_8, -0.280_249_5, 0.053_668_83, -0.003_936_388],
    [0.623_891_35, 0.361_778_3, -0.133_518_08, 0.022_318_922, -0.001_421_173],
    [0.835_484_15, 0.134_723_86, -0.041_964_073, 0.005_877_780_7, -0.000_311_729_56],
    [0.956_006_4, 0.029_825_89, -0.007_651_277_4, 0.000_879_017_9, -3.811_509_7e-5],
    [0.989_649_3, 0.005_975_363, -0.001_301_580_3, 0.000_126_681_09, -4.645_050_5e-6],
    [0.998_709_26, 0.000_516_683_8, -6.919_786_4e-5, 3.098_364e-6, 0.0],
];
/// Their coefficients by degree, where those bits look for them.
const C: [Table; 5] = {
    let mut c = [[0.0; LANES]; 5];
    let mut part = 0;
    while part < LANES {
        let place = (part + (OFFSET.to_bits() >> BEHIND) as usize) % LANES;
        let mut degree = 0;
        while degree < 5 {
            c[degree][place] = PARTS[part][degree];
            degree += 1;
        }
        part += 1;
    }
    let [c0, c1, c2, c3, c4] = c;
    [Table::of(c0), Table::of(c1), Table::of(c2), Table::of(c3), Table::of(c4)]
};

/// tanh x, within 6e-7, odd; NaN for NaN, but see [`magnitude`].
#[inline(always)]
pub(super) fn tanh<S: Simd>(simd: S, x: f32x16<S>) -> f32x16<S> {
    let size = magnitude(simd, x, END);
    let bits: u32x16<S> = mul_add(size, splat(simd, SCALE), splat(simd, OFFSET)).bitcast();
    let part = bits >> BEHIND;
    // No loop, which is not unrolled everywhere.
    let mut p = look_up(simd, &C[4], part);
    p = mul_add(p, size, look_up(simd, &C[3], part));
    p = mul_add(p, size, look_up(simd, &C[2], part));
    p = mul_add(p, size, look_up(simd, &C[1], part));
    p = mul_add(p, size, look_up(simd, &C[0], part));
    with_sign(p, x)
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
                assert!(error < 6e-7, "{level:?}: tanh of {x} is off by {error}");
            }
        }
    }

    #[test]
    fn it_is_exact_at_zero_reaches_1_goes_nowhere_beyond_and_keeps_nan_at_every_level() {
        for level in levels() {
            assert_eq!(at(level, 0.0), 0.0);
            for x in [END, 130.0, 1e9, f32::MAX, f32::INFINITY] {
                assert_eq!(at(level, x), 1.0, "{level:?}: {x}");
            }
            for x in (0..1000_u16).map(|i| END - f32::from(i) * 1e-3) {
                assert!(at(level, x) <= 1.0, "{level:?}: {x}");
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
