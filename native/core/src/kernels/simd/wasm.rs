//! What WebAssembly has instructions for, though not by the names that other machines have.

#[cfg(not(target_feature = "relaxed-simd"))]
use std::arch::wasm32::i8x16_swizzle as swizzle;
use std::arch::wasm32::{
    f32x4_pmin, f32x4_splat, i8x16_shuffle, i16x8_shuffle, u8x16, u8x16_shr, u8x16_splat, v128, v128_and,
    v128_or,
};
// The same for every index below 16.
#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::i8x16_relaxed_swizzle as swizzle;

use fearless_simd::{Simd, f32x4, f32x16, prelude::*, u8x64, u32x16};

use crate::kernels::lanes::LANES;

/// The smaller one; `a` where it is NaN. The relaxed minimum may give any of the two there.
#[inline(always)]
pub(super) fn smaller<S: Simd>(simd: S, a: f32x16<S>, b: f32x16<S>) -> f32x16<S> {
    let (a, b) = (quarters(a), quarters(b));
    whole(simd, std::array::from_fn(|n| f32x4_pmin(a[n], b[n])))
}

/// a with the sign of b, where no a is negative.
#[inline(always)]
pub(super) fn with_sign<S: Simd>(simd: S, a: f32x16<S>, b: f32x16<S>) -> f32x16<S> {
    let (a, b) = (quarters(a), quarters(b));
    whole(simd, std::array::from_fn(|n| v128_or(a[n], v128_and(b[n], f32x4_splat(-0.0)))))
}

/// The first bytes of sixteen numbers, the second ones, the third ones and the fourth ones.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(super) struct Planes([[u8; LANES]; 4]);

impl Planes {
    pub(super) const fn of(numbers: [f32; LANES]) -> Self {
        let mut planes = [[0; LANES]; 4];
        let mut at = 0;
        while at < 4 * LANES {
            planes[at % 4][at / 4] = numbers[at / 4].to_bits().to_le_bytes()[at % 4];
            at += 1;
        }
        Self(planes)
    }
}

/// In each lane what the table has at the place that the last four bits of the index say. A swizzle looks up sixteen
/// bytes among sixteen, so the first bytes of all numbers are looked up at once, then the second ones, and so on.
#[inline(always)]
pub(super) fn look_up<S: Simd>(simd: S, Planes(table): &Planes, index: u32x16<S>) -> f32x16<S> {
    // Engines take five instructions to make a constant, and one to load it.
    let table = std::hint::black_box(table);
    let places = v128_and(first_bytes(quarters(index.bitcast())), u8x16_splat(0xF));
    of_sixteen(simd, std::array::from_fn(|n| bytes(&table[n])), places)
}

#[inline(always)]
fn bytes(&[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]: &[u8; LANES]) -> v128 {
    u8x16(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
}

/// In each lane the number that the vector has in that place.
#[inline(always)]
pub(super) fn permute<S: Simd>(vector: f32x16<S>, indices: u8x64<S>) -> f32x16<S> {
    // Places of bytes, four to a number.
    let places = u8x16_shr(first_bytes(quarters(indices.bitcast())), 2);
    of_sixteen(vector.token(), planes(quarters(vector)), places)
}

/// places (lanes), each below 16.
#[inline(always)]
fn of_sixteen<S: Simd>(simd: S, planes: [v128; 4], places: v128) -> f32x16<S> {
    let [first, second, third, fourth] = planes.map(|plane| swizzle(plane, places));
    let (low, high) = (zip_bytes(first, second), zip_bytes(third, fourth));
    let [a, b] = zip_pairs(low[0], high[0]);
    let [c, d] = zip_pairs(low[1], high[1]);
    whole(simd, [a, b, c, d])
}

/// The first bytes of sixteen numbers. Narrowing, the compiler would take them out one by one.
#[inline(always)]
fn first_bytes([a, b, c, d]: [v128; 4]) -> v128 {
    let ([low, _], [high, _]) = (unzip_pairs(a, b), unzip_pairs(c, d));
    unzip_bytes(low, high)[0]
}

/// The bytes of sixteen numbers by their places there.
#[inline(always)]
fn planes([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let ([low, high], [low_later, high_later]) = (unzip_pairs(a, b), unzip_pairs(c, d));
    let ([first, second], [third, fourth]) = (unzip_bytes(low, low_later), unzip_bytes(high, high_later));
    [first, second, third, fourth]
}

/// The pairs of bytes at even positions of both, then those at odd ones.
#[inline(always)]
fn unzip_pairs(a: v128, b: v128) -> [v128; 2] {
    [i16x8_shuffle::<0, 2, 4, 6, 8, 10, 12, 14>(a, b), i16x8_shuffle::<1, 3, 5, 7, 9, 11, 13, 15>(a, b)]
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
