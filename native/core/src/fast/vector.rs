#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m512, _mm512_range_ps};

use fearless_simd::{Simd, f32x16, prelude::*, u8x64};

use crate::beginnings::Places;
use crate::lanes::{LANES, Lanes};

/// Has the stack frame of the function around it aligned to whole vectors. LLVM aligns those that registers have no room
/// for only where something else needs it; where they lie across two cache lines, a pass takes 8 % longer.
#[inline(always)]
pub(super) fn align_frame() {
    std::hint::black_box(Lanes::<f32>::ZERO);
}

#[inline(always)]
pub(super) fn splat<S: Simd>(simd: S, value: f32) -> f32x16<S> {
    f32x16::splat(simd, value)
}

#[inline(always)]
pub(super) fn load<S: Simd>(simd: S, lanes: &Lanes<f32>) -> f32x16<S> {
    f32x16::simd_from(simd, lanes.0)
}

#[inline(always)]
pub(super) fn store<S: Simd>(vector: f32x16<S>) -> Lanes<f32> {
    Lanes(vector.into())
}

/// In each lane the number that the vector has in that place.
#[inline(always)]
pub(super) fn at<S: Simd>(vector: f32x16<S>, places: &Places) -> f32x16<S> {
    vector.swizzle_dyn(u8x64::from_slice(vector.token(), places.0.as_flattened()))
}

/// a · b + c, rounded once: on every machine, in hardware or emulated, so that all compute the same bits.
#[inline(always)]
pub(super) fn mul_add<S: Simd>(a: f32x16<S>, b: f32x16<S>, c: f32x16<S>) -> f32x16<S> {
    if fuses::<S>() { a.mul_add_precise(b, c) } else { emulated_mul_add(a, b, c) }
}

/// `a`, or ±end where it lies beyond. NaN stays NaN, but not with AVX-512: see [`level_for`](super::level_for).
#[inline(always)]
pub(super) fn clamp<S: Simd>(simd: S, a: f32x16<S>, end: f32) -> f32x16<S> {
    let (low, high) = (splat(simd, -end), splat(simd, end));
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = simd.level().as_avx512() {
        return f32x16::simd_from(simd, nearer_to_zero(avx512, a.into(), high.into()));
    }
    if fuses::<S>() {
        // Of a number and a NaN x86 takes the second one and ARM the NaN.
        low.max(high.min(a))
    } else {
        a.simd_lt(low).select(low, a.simd_gt(high).select(high, a))
    }
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// Of two numbers the one of smaller magnitude, with the sign of the first one: a clamp in one instruction.
    #[inline(always)]
    fn nearer_to_zero(avx512: Avx512, a: __m512, b: __m512) -> __m512 {
        _mm512_range_ps::<0b0010>(a, b)
    }
);

/// Whether the machine has an instruction for [`mul_add`]: all with 64-bit ARM or vectors of more than 128 bits.
pub(super) const fn fuses<S: Simd>() -> bool {
    cfg!(target_arch = "aarch64") || <S::f32s as SimdBase<S>>::LEN > 4
}

/// In a function of its own: it is long, and these machines are old.
#[inline(never)]
fn emulated_mul_add<S: Simd>(a: f32x16<S>, b: f32x16<S>, c: f32x16<S>) -> f32x16<S> {
    a.token().vectorize(
        #[inline(always)]
        || a.mul_add_precise(b, c),
    )
}

/// scale · Σ over each vector's lanes, neighbours first: in the same order on every machine.
#[inline(always)]
pub(super) fn sums_of<S: Simd, const N: usize>(simd: S, vectors: [f32x16<S>; N], scale: f32) -> [f32; N] {
    let mut sums = [0.0; N];
    let mut first = 0;
    while first < N {
        let count = (N - first).min(LANES);
        // Two vectors become one with half as many lanes for each, until all are one.
        let mut rest = [splat(simd, 0.0); LANES];
        rest[..count].copy_from_slice(&vectors[first..first + count]);
        let mut left = count;
        for _ in 0..LANES.ilog2() {
            left = left.div_ceil(2);
            for n in 0..left {
                let (a, b) = (rest[2 * n], rest[2 * n + 1]);
                rest[n] = simd.unzip_low_f32x16(a, b) + simd.unzip_high_f32x16(a, b);
            }
        }
        let lanes: [f32; LANES] = (rest[0] * scale).into();
        sums[first..first + count].copy_from_slice(&lanes[..count]);
        first += count;
    }
    sums
}
