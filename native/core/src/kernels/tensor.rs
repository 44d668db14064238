use crate::error::{Error, check_finite};
use crate::kernels::lanes::{LANES, Lanes};
use crate::kernels::words::words;
use crate::real::Real;

/// A sum of products of numbers up to this one stays in the range of `f32`.
pub(crate) const MODERATE: f32 = 1e12;

/// Numbers of samples, turned so that those of 16 samples lie side by side. Where all are bits, as those of machines
/// are, they stay bits as long as possible: memory that is new costs a browser more than the work does.
#[derive(Debug, Clone)]
pub(crate) struct Tensor<R> {
    samples: usize,
    features: usize,
    /// What the last vector is padded with.
    padding: R,
    values: Values<R>,
}

#[derive(Debug, Clone)]
enum Values<R> {
    /// (steps, vectors): for each sample a bit from each feature, the first one lowest.
    Words(Vec<[u8; LANES]>),
    /// (steps, vectors, features).
    Numbers(Vec<Lanes<R>>),
}

impl<R: Real> Tensor<R> {
    /// rows (samples, steps, features).
    ///
    /// # Errors
    /// [`Error::Range`] for NaN, infinities and numbers that are too large.
    // A browser compiles a function well once it is worth it: sooner if it is not part of a larger one.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn of(
        operand: &'static str,
        rows: &[f64],
        (steps, features): (usize, usize),
        padding: R,
    ) -> Result<Self, Error> {
        let samples = rows.len() / (steps * features);
        let words = if R::SHARES { words(rows, (steps, features)) } else { None };
        let values = if let Some(words) = words {
            Values::Words(words)
        } else {
            check_finite::<R>(operand, rows)?;
            Values::Numbers(numbers(rows, (steps, features), padding))
        };
        Ok(Self { samples, features, padding, values })
    }

    pub(crate) fn samples(&self) -> usize {
        self.samples
    }

    pub(crate) fn features(&self) -> usize {
        self.features
    }

    /// Whether all numbers are small enough for all kernels.
    pub(crate) fn is_moderate(&self) -> bool {
        match &self.values {
            Values::Words(_) => true,
            // NaN is not.
            Values::Numbers(numbers) => {
                let max = R::of(f64::from(MODERATE));
                numbers.iter().all(|lanes| lanes.0.iter().all(|x| (-max..=max).contains(x)))
            }
        }
    }

    /// For each sample of a step a word, if they are bits.
    pub(crate) fn words(&self, step: usize) -> Option<&[u8]> {
        let Values::Words(words) = &self.values else { return None };
        let vectors = self.vectors();
        Some(&words[step * vectors..][..vectors].as_flattened()[..self.samples])
    }

    /// One of the numbers.
    pub(crate) fn at(&self, step: usize, sample: usize, feature: usize) -> R {
        let (block, lane) = (step * self.vectors() + sample / LANES, sample % LANES);
        match &self.values {
            Values::Words(words) if words[block][lane] >> feature & 1 == 1 => R::ONE,
            Values::Words(_) => R::ZERO,
            Values::Numbers(numbers) => numbers[block * self.features + feature].0[lane],
        }
    }

    /// A feature of the samples of a block, of which there are (steps, vectors).
    #[inline]
    pub(crate) fn lanes(&self, block: usize, feature: usize) -> Lanes<R> {
        match &self.values {
            Values::Words(words) => self.expanded(words, block, feature, |x| x),
            Values::Numbers(numbers) => numbers[block * self.features + feature],
        }
    }

    /// What `map` makes of this step and the later ones, behind others: (steps, vectors, features).
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn after(&self, others: &[Lanes<R>], first: usize, map: impl Fn(R) -> R) -> Vec<Lanes<R>> {
        let first = first * self.vectors();
        match &self.values {
            Values::Words(words) => {
                let mut lanes = Vec::with_capacity(others.len() + (words.len() - first) * self.features);
                lanes.extend_from_slice(others);
                for block in first..words.len() {
                    for feature in 0..self.features {
                        lanes.push(self.expanded(words, block, feature, &map));
                    }
                }
                lanes
            }
            Values::Numbers(numbers) => {
                let own = numbers[first * self.features..].iter().map(|x| Lanes(x.0.map(&map)));
                others.iter().copied().chain(own).collect()
            }
        }
    }

    #[inline]
    fn expanded(
        &self,
        words: &[[u8; LANES]],
        block: usize,
        feature: usize,
        map: impl Fn(R) -> R,
    ) -> Lanes<R> {
        let (zero, one) = (map(R::ZERO), map(R::ONE));
        let mut lanes = Lanes(words[block].map(|word| if word >> feature & 1 == 1 { one } else { zero }));
        let vectors = self.vectors();
        if block % vectors == vectors - 1 {
            let present = self.samples - (vectors - 1) * LANES;
            lanes.0[present..].fill(map(self.padding));
        }
        lanes
    }

    fn vectors(&self) -> usize {
        self.samples.div_ceil(LANES)
    }
}

/// (steps, vectors, features), padded.
fn numbers<R: Real>(rows: &[f64], (steps, features): (usize, usize), padding: R) -> Vec<Lanes<R>> {
    let row = steps * features;
    let vectors = rows.len().div_ceil(LANES * row);
    let mut lanes = vec![Lanes::splat(padding); steps * vectors * features];
    for (vector, rows) in rows.chunks(LANES * row).enumerate() {
        let present = rows.len() / row;
        let steps = lanes[vector * features..].chunks_mut(vectors * features);
        for (step, lanes) in steps.enumerate() {
            for (feature, lanes) in lanes[..features].iter_mut().enumerate() {
                let values = rows[step * features + feature..].iter().step_by(row);
                lanes.0[..present].iter_mut().zip(values).for_each(|(lane, &value)| *lane = R::of(value));
            }
        }
    }
    lanes
}
