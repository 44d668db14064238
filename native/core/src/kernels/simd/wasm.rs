//! What WebAssembly has instructions for, though not by the names that other machines have.

#[cfg(not(target_feature = "relaxed-simd"))]
use std::arch::wasm32::i8x16_swizzle as swizzle;
use std::arch::wasm32::{
    f32x4_pmin, i8x16_shuffle, i16x8_narrow_i32x4, u8x16_narrow_i16x8, u32x4_splat, v128, v128_and,
};
// The same for every index below 16.
#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::i8x16_relaxed_swizzle as swizzle;

use fearless_simd::{Simd, f32x4, f32x16, prelude::*, u32x16};

/// The smaller one; `a` where it is NaN. The relaxed minimum may give any of the two there.
#[inline(always)]
pub(super) fn smaller<S: Simd>(simd: S, a: f32x16<S>, b: f32x16<S>) -> f32x16<S> {
    let (a, b) = (quarters(a), quarters(b));
    whole(simd, std::array::from_fn(|n| f32x4_pmin(a[n], b[n])))
}

/// In each lane what the table has at the place that the last four bits of the index say. A swizzle looks up sixteen
/// bytes among sixteen, so the first bytes of all numbers are looked up at once, then the second ones, and so on.
#[inline(always)]
pub(super) fn of_sixteen<S: Simd>(simd: S, table: f32x16<S>, index: u32x16<S>) -> f32x16<S> {
    let [a, b, c, d] = quarters(index.bitcast()).map(|index| v128_and(index, u32x4_splat(0xF)));
    let indices = u8x16_narrow_i16x8(i16x8_narrow_i32x4(a, b), i16x8_narrow_i32x4(c, d));
    let [first, second, third, fourth] = planes(quarters(table)).map(|plane| swizzle(plane, indices));
    let (low, high) = (zip_bytes(first, second), zip_bytes(third, fourth));
    let [a, b] = zip_pairs(low[0], high[0]);
    let [c, d] = zip_pairs(low[1], high[1]);
    whole(simd, [a, b, c, d])
}

/// The first bytes of sixteen numbers, the second ones, the third ones and the fourth ones.
#[inline(always)]
fn planes([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let ([even, odd], [even_high, odd_high]) = (unzip_bytes(a, b), unzip_bytes(c, d));
    let ([first, third], [second, fourth]) = (unzip_bytes(even, even_high), unzip_bytes(odd, odd_high));
    [first, second, third, fourth]
}

/// The bytes at even positions of both, then those at odd ones.
#[inline(always)]
fn unzip_bytes(a: v128, b: v128) -> [v128; 2] {
    [
        i8x16_shuffle::<0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30>(a, b),
        i8x16_shuffle::<1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31>(a, b),
    ]
}

/// The bytes of both in turn.
#[inline(always)]
fn zip_bytes(a: v128, b: v128) -> [v128; 2] {
    [
        i8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(a, b),
        i8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(a, b),
    ]
}

/// Two bytes of each in turn.
#[inline(always)]
fn zip_pairs(a: v128, b: v128) -> [v128; 2] {
    [
        i8x16_shuffle::<0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23>(a, b),
        i8x16_shuffle::<8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31>(a, b),
    ]
}

#[inline(always)]
fn quarters<S: Simd>(vector: f32x16<S>) -> [v128; 4] {
    let (low, high) = vector.split();
    let ((a, b), (c, d)) = (low.split(), high.split());
    [a.into(), b.into(), c.into(), d.into()]
}

#[inline(always)]
fn whole<S: Simd>(simd: S, [a, b, c, d]: [v128; 4]) -> f32x16<S> {
    let quarter = |vector| f32x4::simd_from(simd, vector);
    quarter(a).combine(quarter(b)).combine(quarter(c).combine(quarter(d)))
}
