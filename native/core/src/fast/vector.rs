use fearless_simd::{Simd, f32x16, prelude::*};

use crate::lanes::Lanes;

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

/// a · b + c, rounded once: on every machine, in hardware or emulated, so that all compute the same bits.
#[inline(always)]
pub(super) fn mul_add<S: Simd>(a: f32x16<S>, b: f32x16<S>, c: f32x16<S>) -> f32x16<S> {
    if fuses::<S>() { a.mul_add_precise(b, c) } else { emulated_mul_add(a, b, c) }
}

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

/// Σ over the lanes, by halves: in the same order on every machine.
#[inline(always)]
pub(super) fn sum<S: Simd>(vector: f32x16<S>) -> f32 {
    let (low, high) = vector.split();
    let (low, high) = (low + high).split();
    let [a, b, c, d] = (low + high).into();
    (a + c) + (b + d)
}
