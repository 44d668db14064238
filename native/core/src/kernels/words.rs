#![allow(clippy::inline_always, reason = "what was seen must stay in registers")]

use crate::kernels::lanes::LANES;

/// A word has at most so many bits.
pub(crate) const MAX_WORD_BITS: usize = 6;

/// (steps, vectors): for each sample a bit from each feature, the first one lowest. Nothing where numbers are not bits,
/// or are too many. rows (samples, steps, features).
// A browser compiles a function well once it is worth it: sooner if it is not part of a larger one.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn words(rows: &[f64], (steps, features): (usize, usize)) -> Option<Vec<[u8; LANES]>> {
    let vectors = rows.len().div_ceil(LANES * steps * features);
    let mut words = vec![[0; LANES]; steps * vectors];
    let bytes = words.as_flattened_mut();
    // Where the compiler knows how many there are, it takes half as long.
    let are_bits = match features {
        1 => fill(bytes, rows, (steps, 1)),
        2 => fill(bytes, rows, (steps, 2)),
        3..=MAX_WORD_BITS => fill(bytes, rows, (steps, features)),
        _ => false,
    };
    are_bits.then_some(words)
}

/// Returns whether all are bits.
#[inline(always)]
fn fill(words: &mut [u8], rows: &[f64], (steps, features): (usize, usize)) -> bool {
    let padded = words.len() / steps;
    let mut seen = Seen::default();
    for (sample, row) in rows.chunks_exact(steps * features).enumerate() {
        for (x, word) in row.chunks_exact(features).zip(words[sample..].iter_mut().step_by(padded)) {
            let (pairs, last) = x.as_chunks();
            let mut bits = 0;
            for (n, &[first, second]) in pairs.iter().enumerate() {
                bits |= seen.bits(first, second) << (2 * n);
            }
            if let &[x] = last {
                bits |= seen.bits(x, 0.0) << (features - 1);
            }
            *word = bits;
        }
    }
    seen.are_bits()
}

/// What was seen that is not a bit: where numbers differ from 0 or, if they are not 0, from 1. So does −0.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
struct Seen(u64);

#[cfg(not(target_arch = "wasm32"))]
impl Seen {
    #[inline(always)]
    fn bits(&mut self, first: f64, second: f64) -> u8 {
        let mut bit = |x: f64| {
            let bit = x.to_bits() >> 52 & 1;
            self.0 |= x.to_bits() ^ 0_u64.wrapping_sub(bit) & 1.0_f64.to_bits();
            u8::from(bit == 1)
        };
        bit(first) | bit(second) << 1
    }

    fn are_bits(&self) -> bool {
        self.0 == 0
    }
}

#[cfg(target_arch = "wasm32")]
use wasm::Seen;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::arch::wasm32::{
        f64x2, f64x2_ne, f64x2_splat, i64x2_bitmask, v128, v128_and, v128_any_true, v128_or, v128_xor,
    };

    /// The same for both numbers at once, which takes half as long.
    pub(super) struct Seen(v128);

    impl Default for Seen {
        fn default() -> Self {
            Self(f64x2_splat(0.0))
        }
    }

    impl Seen {
        #[inline(always)]
        pub(super) fn bits(&mut self, first: f64, second: f64) -> u8 {
            let x = f64x2(first, second);
            let bits = f64x2_ne(x, f64x2_splat(0.0));
            self.0 = v128_or(self.0, v128_xor(x, v128_and(bits, f64x2_splat(1.0))));
            i64x2_bitmask(bits)
        }

        pub(super) fn are_bits(&self) -> bool {
            !v128_any_true(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_become_words_and_other_numbers_do_not() {
        // (samples 17, steps 2, features 3): the bits of n, then those of n / 2.
        let rows: Vec<f64> = (0..17)
            .flat_map(|n| [n, n / 2])
            .flat_map(|n| (0..3).map(move |bit| f64::from(n >> bit & 1)))
            .collect();
        let words = words(&rows, (2, 3)).expect("bits");
        for sample in 0..17 {
            let at = |step: usize| usize::from(words[step * 2 + sample / LANES][sample % LANES]);
            assert_eq!((at(0), at(1)), (sample & 7, (sample / 2) & 7), "sample {sample}");
        }
        for features in 1..=MAX_WORD_BITS {
            for other in [-0.0, 0.5, 2.0, -1.0, f64::NAN, f64::INFINITY, 1.0 + f64::EPSILON] {
                for place in 0..rows.len().min(features) {
                    let mut rows = rows[..rows.len() / features * features].to_vec();
                    assert!(super::words(&rows, (1, features)).is_some());
                    rows[place] = other;
                    assert!(super::words(&rows, (1, features)).is_none(), "{other} at {place} of {features}");
                }
            }
        }
        assert!(super::words(&[1.0; 14], (2, MAX_WORD_BITS + 1)).is_none());
    }
}
