#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, __m256i, __m512, __m512i, _mm256_and_ps, _mm256_castsi256_ps, _mm256_permutevar8x32_ps,
    _mm256_slli_epi32, _mm256_srai_epi32, _mm256_xor_ps, _mm512_permutexvar_ps, _mm512_range_ps,
};

#[cfg(target_arch = "x86_64")]
use fearless_simd::f32x8;
#[cfg(not(target_arch = "wasm32"))]
use fearless_simd::u32x16;
use fearless_simd::{Simd, f32x16, prelude::*, u8x64};

#[cfg(target_arch = "wasm32")]
pub(super) use super::wasm::{Planes as Table, look_up};
use crate::kernels::lanes::{LANES, LaneIndices, Lanes};

/// Has the stack frame of the function around it aligned to whole vectors. LLVM aligns those that registers have no
/// room for only where something else needs it; where they lie across two cache lines, a pass takes 8 % longer.
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
pub(super) fn permute<S: Simd>(vector: f32x16<S>, indices: &LaneIndices) -> f32x16<S> {
    let indices = u8x64::from_slice(vector.token(), indices.0.as_flattened());
    #[cfg(target_arch = "wasm32")]
    {
        super::wasm::permute(vector, indices)
    }
    #[cfg(not(target_arch = "wasm32"))]
    vector.swizzle_dyn(indices)
}

/// Where lanes are parts of the vector's size: that part.
#[inline(always)]
pub(super) fn load_part<S: Simd, V: SimdFloat<S, Element = f32>>(
    simd: S,
    lanes: &Lanes<f32>,
    part: usize,
) -> V {
    V::from_slice(simd, &lanes.0[part * V::LEN..][..V::LEN])
}

/// Writes that part.
#[inline(always)]
pub(super) fn store_part<S: Simd, V: SimdFloat<S, Element = f32>>(
    vector: V,
    lanes: &mut Lanes<f32>,
    part: usize,
) {
    vector.store_slice(&mut lanes.0[part * V::LEN..][..V::LEN]);
}

/// The first lanes, as many as the vector has.
#[inline(always)]
pub(super) fn load_first<S: Simd, V: SimdFloat<S, Element = f32>>(simd: S, lanes: &Lanes<f32>) -> V {
    V::from_slice(simd, &lanes.0[..V::LEN])
}

/// The vector in the first lanes, 0 in the others.
#[inline(always)]
pub(super) fn store_first<S: Simd, V: SimdFloat<S, Element = f32>>(vector: V, lanes: &mut Lanes<f32>) {
    if V::LEN < LANES {
        *lanes = Lanes::ZERO;
    }
    vector.store_slice(&mut lanes.0[..V::LEN]);
}

/// a · b + c, rounded once: on every machine, in hardware or emulated, so that all compute the same bits.
#[inline(always)]
pub(super) fn mul_add<S: Simd, V: SimdFloat<S, Element = f32>>(a: V, b: V, c: V) -> V {
    if cfg!(target_feature = "relaxed-simd") {
        // Whoever loads the module has made sure that it is fused.
        a.mul_add(b, c)
    } else if fuses::<S>() {
        a.mul_add_precise(b, c)
    } else {
        emulated_mul_add(a, b, c)
    }
}

/// |a|, or `end` where it is larger. NaN stays NaN, but not with AVX-512: see [`prepare`](super::prepare).
#[inline(always)]
pub(super) fn magnitude<S: Simd>(simd: S, a: f32x16<S>, end: f32) -> f32x16<S> {
    let end = splat(simd, end);
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = simd.level().as_avx512() {
        return f32x16::simd_from(simd, smaller_magnitude(avx512, a.into(), end.into()));
    }
    let a = a.abs();
    #[cfg(target_arch = "wasm32")]
    {
        super::wasm::smaller(simd, a, end)
    }
    // Of a number and a NaN x86 takes the second one and ARM the NaN.
    #[cfg(not(target_arch = "wasm32"))]
    if fuses::<S>() { end.min(a) } else { a.simd_gt(end).select(end, a) }
}

/// Sixteen numbers to be looked up.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy)]
pub(super) struct Table(Lanes<f32>);

#[cfg(not(target_arch = "wasm32"))]
impl Table {
    pub(super) const fn of(numbers: [f32; LANES]) -> Self {
        Self(Lanes(numbers))
    }
}

/// In each lane what the table has at the place that the last four bits of the index say.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
pub(super) fn look_up<S: Simd>(simd: S, Table(table): &Table, index: u32x16<S>) -> f32x16<S> {
    let table = load(simd, table);
    #[cfg(target_arch = "x86_64")]
    {
        let level = simd.level();
        if let Some(avx512) = level.as_avx512() {
            return f32x16::simd_from(simd, of_sixteen(avx512, table.into(), index.into()));
        }
        if let Some(avx2) = level.as_avx2() {
            let ((low, high), (first, second)) = (table.split(), index.split());
            let (low, high) = (low.into(), high.into());
            let first: f32x8<S> = f32x8::simd_from(simd, of_two_eights(avx2, low, high, first.into()));
            let second: f32x8<S> = f32x8::simd_from(simd, of_two_eights(avx2, low, high, second.into()));
            return first.combine(second);
        }
    }
    // The four bytes of each number.
    let bytes = (index & 0xF) * 0x0404_0404 + 0x0302_0100;
    table.swizzle_dyn(bytes.bitcast::<u8x64<S>>())
}

/// a with the sign of b, where no a is negative.
#[inline(always)]
pub(super) fn with_sign<S: Simd>(a: f32x16<S>, b: f32x16<S>) -> f32x16<S> {
    #[cfg(target_arch = "wasm32")]
    {
        super::wasm::with_sign(a.token(), a, b)
    }
    #[cfg(not(target_arch = "wasm32"))]
    a.copysign(b)
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// The minimum of absolute values (bits 0 and 1), without a sign (bits 2 and 3).
    #[inline(always)]
    fn smaller_magnitude(avx512: Avx512, a: __m512, b: __m512) -> __m512 {
        _mm512_range_ps::<0b1010>(a, b)
    }
);

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    #[inline(always)]
    fn of_sixteen(avx512: Avx512, table: __m512, index: __m512i) -> __m512 {
        _mm512_permutexvar_ps(index, table)
    }
);

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// Of the first eight or, where bit 3 is set, of the others. A blend would take three instructions on
    /// some machines.
    #[inline(always)]
    fn of_two_eights(avx2: Avx2, low: __m256, high: __m256, index: __m256i) -> __m256 {
        let change = _mm256_permutevar8x32_ps(_mm256_xor_ps(low, high), index);
        let changes = _mm256_castsi256_ps(_mm256_srai_epi32::<31>(_mm256_slli_epi32::<28>(index)));
        _mm256_xor_ps(_mm256_permutevar8x32_ps(low, index), _mm256_and_ps(change, changes))
    }
);

/// Whether the machine has an instruction for [`mul_add`]: all with 64-bit ARM or vectors of more than 128 bits, and
/// WebAssembly where the relaxed one is seen to be fused.
pub(super) const fn fuses<S: Simd>() -> bool {
    cfg!(any(target_arch = "aarch64", target_feature = "relaxed-simd")) || <S::f32s as SimdBase<S>>::LEN > 4
}

/// In a function of its own: it is long, and these machines are old.
#[inline(never)]
fn emulated_mul_add<S: Simd, V: SimdFloat<S, Element = f32>>(a: V, b: V, c: V) -> V {
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
        let mut some = [splat(simd, 0.0); LANES];
        some[..count].copy_from_slice(&vectors[first..first + count]);
        sums[first..first + count].copy_from_slice(&sums_of_some(simd, some, count, scale)[..count]);
        first += count;
    }
    sums
}

/// [`sums_of`] the first `count` vectors.
#[inline(always)]
pub(super) fn sums_of_some<S: Simd>(
    simd: S,
    mut vectors: [f32x16<S>; LANES],
    count: usize,
    scale: f32,
) -> [f32; LANES] {
    // Two vectors become one with half as many lanes for each, until all are one.
    let mut left = count;
    for _ in 0..LANES.ilog2() {
        left = left.div_ceil(2);
        for n in 0..left {
            let (a, b) = (vectors[2 * n], vectors[2 * n + 1]);
            vectors[n] = simd.unzip_low_f32x16(a, b) + simd.unzip_high_f32x16(a, b);
        }
    }
    (vectors[0] * scale).into()
}
