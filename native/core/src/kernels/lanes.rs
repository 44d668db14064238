use crate::real::Real;

/// Samples that the kernels take at once: one 512-bit vector of `f32`. It is the same on every machine, so that
/// sums over samples add up in the same order everywhere.
pub(crate) const LANES: usize = 16;

/// The same number of 16 samples, on a cache line of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Lanes<R>(pub(crate) [R; LANES]);

impl<R: Real> Lanes<R> {
    pub(crate) const ZERO: Self = Self([R::ZERO; LANES]);

    pub(crate) fn splat(value: R) -> Self {
        Self([value; LANES])
    }
}

/// For each lane the index of another one, as the bytes of an `f32` there.
pub(crate) type LaneIndices = Lanes<[u8; 4]>;

/// The permutation that leaves every lane in its place.
pub(crate) const IN_PLACE: LaneIndices = {
    let mut indices = Lanes([[0; 4]; LANES]);
    let mut byte = 0;
    while byte < 4 * LANES {
        #[expect(clippy::cast_possible_truncation, reason = "below 64")]
        (indices.0[byte / 4][byte % 4] = byte as u8);
        byte += 1;
    }
    indices
};
