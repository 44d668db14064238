use crate::kernels::lanes::{IN_PLACE, LANES, LaneIndices, Lanes};
use crate::real::Real;

/// Which first steps the samples of a batch share. Samples with the same inputs so far have the same states so far, and
/// backpropagation needs only the sum of their gradients there. So the kernels take such steps once for each prefix;
/// one vector holds all prefixes. The batch makes the plan; a kernel reads it here or calls `simd/prefixes.rs`. The
/// last step is never shared.
#[derive(Debug, Clone)]
pub(crate) struct PrefixPlan<R> {
    /// Steps that are shared. When there are none, samples in the same lane share the initial state.
    pub(crate) steps: usize,
    /// (vectors): the lane of each sample's prefix.
    pub(crate) indices: Vec<LaneIndices>,
    /// Samples of the prefix in each lane.
    pub(crate) counts: Lanes<R>,
    /// Those of one vector after those of another, and where each begins.
    members: Vec<Members<R>>,
    starts: Vec<usize>,
}

/// At most one sample of each prefix.
#[derive(Debug, Clone)]
pub(crate) struct Members<R> {
    /// Its lane.
    pub(crate) indices: LaneIndices,
    /// 1, or 0 where there is none.
    pub(crate) mask: Lanes<R>,
}

/// Two inputs that differ make 16 prefixes of so many steps; more are shared by samples that are all the same.
pub(crate) const MAX_SHARED_STEPS: usize = LANES.ilog2() as usize;

/// Inputs that make a number that a small table is indexed by.
const MAX_WORD_BITS: usize = 6;

impl<R: Real> PrefixPlan<R> {
    /// inputs (steps, vectors, features). Returns those of the shared steps too, (steps, features) with a prefix in
    /// each lane. Samples of one vector share nothing: that would save nothing.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn of(
        inputs: &[Lanes<R>],
        samples: usize,
        (steps, features): (usize, usize),
    ) -> (Self, Vec<Lanes<R>>) {
        let vectors = samples.div_ceil(LANES);
        let max = if R::SHARES && vectors > 1 { MAX_SHARED_STEPS.min(steps - 1) } else { 0 };
        let mut lanes = vec![0; samples];
        let mut prefixes: Vec<Lanes<R>> = vec![];
        let mut shared = 0;
        for step in inputs.chunks_exact(vectors * features).take(max) {
            let Some(longer) = Longer::of(step, &lanes, features) else { break };
            for x in &mut prefixes {
                let Lanes(shorter) = *x;
                longer.parents.iter().zip(&mut x.0).for_each(|(&parent, x)| *x = shorter[parent]);
            }
            prefixes.extend(longer.next);
            (lanes, shared) = (longer.lanes, shared + 1);
        }
        if shared == 0 {
            lanes.iter_mut().enumerate().for_each(|(sample, lane)| *lane = sample % LANES);
        }
        (Self::at(&lanes, shared), prefixes)
    }

    /// From the lanes of the samples' prefixes.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn at(lanes: &[usize], steps: usize) -> Self {
        let vectors = lanes.len().div_ceil(LANES);
        let mut total = [0_u32; LANES];
        let mut indices = Vec::with_capacity(vectors);
        let mut members: Vec<Members<R>> = Vec::with_capacity(4 * vectors);
        let mut starts = Vec::with_capacity(vectors + 1);
        starts.push(0);
        for lanes in lanes.chunks(LANES) {
            let mut own = IN_PLACE;
            // Samples of each prefix: first how many there are, then how many so far. One more goes to the next part.
            let mut seen = [0; LANES];
            for &lane in lanes {
                seen[lane] += 1;
            }
            let parts = seen.into_iter().max().unwrap_or(0);
            total.iter_mut().zip(seen).for_each(|(total, seen)| *total += seen);
            let first = members.len();
            members.resize(first + parts as usize, Members { indices: IN_PLACE, mask: Lanes::ZERO });
            let parts = &mut members[first..];
            seen = [0; LANES];
            for (sample, &lane) in lanes.iter().enumerate() {
                own.0[sample] = IN_PLACE.0[lane];
                let part = &mut parts[seen[lane] as usize];
                part.indices.0[lane] = IN_PLACE.0[sample];
                part.mask.0[lane] = R::ONE;
                seen[lane] += 1;
            }
            indices.push(own);
            starts.push(members.len());
        }
        Self { steps, indices, counts: Lanes(total.map(|count| R::of(f64::from(count)))), members, starts }
    }

    /// (vectors): the samples of each prefix, in as many parts as one prefix has samples in the vector.
    pub(crate) fn members(&self) -> impl DoubleEndedIterator<Item = &[Members<R>]> + ExactSizeIterator {
        self.starts.windows(2).map(|range| &self.members[range[0]..range[1]])
    }

    /// Sums over the samples of each prefix. values (steps, vectors, features), 0 where they are padding; sums (shared
    /// steps, features).
    pub(crate) fn sums(&self, values: &[Lanes<R>], features: usize) -> Vec<Lanes<R>> {
        let vectors = self.indices.len();
        let mut sums = vec![Lanes::ZERO; self.steps * features];
        for (values, sums) in values.chunks_exact(vectors * features).zip(sums.chunks_exact_mut(features)) {
            for (values, indices) in values.chunks_exact(features).zip(&self.indices) {
                for (value, sum) in values.iter().zip(&mut *sums) {
                    for (value, [byte, ..]) in value.0.into_iter().zip(indices.0) {
                        sum.0[usize::from(byte) / size_of::<f32>()] += value;
                    }
                }
            }
        }
        sums
    }

    /// Of a tensor with a vector for each shared step and (steps, vectors) for the others, how many vectors it has less
    /// than one with (steps, vectors) for all.
    pub(crate) fn saved(&self) -> usize {
        self.steps * (self.indices.len() - 1)
    }
}

/// Prefixes that are a step longer.
struct Longer<R> {
    /// (samples): the lane of each sample's prefix.
    lanes: Vec<usize>,
    /// By lane, the lane of the shorter prefix.
    parents: Vec<usize>,
    /// (features): inputs of the added step.
    next: Vec<Lanes<R>>,
}

impl<R: Real> Longer<R> {
    /// From the lanes of the shorter ones, (samples), and a step, (vectors, features). Nothing when there are too many.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn of(step: &[Lanes<R>], shorter: &[usize], features: usize) -> Option<Self> {
        let mut lanes = vec![0; shorter.len()];
        let mut parents = Vec::with_capacity(LANES);
        let mut next = vec![Lanes::ZERO; features];
        let words = words(step, features);
        // By parent and word, the lane; random bits would mislead a search for it at every other comparison.
        let mut known = vec![None; if words.is_some() { LANES << features } else { 0 }];
        for (sample, &parent) in shorter.iter().enumerate() {
            let x = &step[sample / LANES * features..][..features];
            let at = sample % LANES;
            let key = words.as_ref().map(|words| parent << features | usize::from(words[sample]));
            let found = match key {
                Some(key) => known[key],
                None => (0..parents.len()).find(|&lane| {
                    parents[lane] == parent && next.iter().zip(x).all(|(next, x)| next.0[lane] == x.0[at])
                }),
            };
            let lane = found.unwrap_or(parents.len());
            if lane == LANES {
                return None;
            }
            if found.is_none() {
                parents.push(parent);
                next.iter_mut().zip(x).for_each(|(next, x)| next.0[lane] = x.0[at]);
                if let Some(key) = key {
                    known[key] = Some(lane);
                }
            }
            lanes[sample] = lane;
        }
        Some(Self { lanes, parents, next })
    }
}

/// The inputs of a step as numbers, a bit from each, for all lanes; nothing where they are not bits or too many.
fn words<R: Real>(step: &[Lanes<R>], features: usize) -> Option<Vec<u8>> {
    if features > MAX_WORD_BITS {
        return None;
    }
    let mut are_bits = true;
    let mut words = vec![0; step.len() / features * LANES];
    for (words, x) in words.chunks_exact_mut(LANES).zip(step.chunks_exact(features)) {
        for (bit, x) in x.iter().enumerate() {
            for (word, &x) in words.iter_mut().zip(&x.0) {
                let (zero, one) = (x == R::ZERO, x == R::ONE);
                are_bits &= zero | one;
                *word |= u8::from(one) << bit;
            }
        }
    }
    are_bits.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::batch::{Batch, Samples};
    use crate::shape::Shape;

    fn batch(inputs: &[f64], (samples, steps): (usize, usize)) -> Batch<f32> {
        let shape = Shape::new(inputs.len() / (samples * steps), 1, 1).expect("valid sizes");
        let targets = vec![0.5; samples * steps];
        Samples { samples, steps, inputs, targets: &targets }.batch(shape, 0, samples).expect("fits")
    }

    /// Counts up, a bit a step, two bits to an input, as an adder's numbers.
    fn counting(samples: u32, steps: u32) -> Vec<f64> {
        (0..samples).flat_map(|n| (0..2 * steps).map(move |bit| f64::from(n >> bit & 1))).collect()
    }

    #[test]
    fn samples_find_their_first_inputs_in_the_lane_of_their_prefix() {
        let (samples, steps) = (100, 7);
        let inputs = counting(100, 7);
        let batch = batch(&inputs, (samples, steps));
        let prefixes = &batch.prefixes;
        // Of two bits a step there are 16 prefixes of two steps.
        assert_eq!(prefixes.steps, 2);
        for sample in 0..samples {
            let [byte, ..] = prefixes.indices[sample / LANES].0[sample % LANES];
            let lane = usize::from(byte) / 4;
            for step in 0..2 {
                for input in 0..2 {
                    let x = f64::from(batch.inputs[step * 2 + input].0[lane]);
                    assert_eq!(x, inputs[(sample * steps + step) * 2 + input], "sample {sample}");
                }
            }
        }
    }

    #[test]
    fn sharing_ends_before_the_last_step_and_where_a_vector_is_full() {
        let same = |samples, steps| batch(&vec![1.0; samples * steps], (samples, steps)).prefixes.steps;
        assert_eq!((same(17, 1), same(17, 2), same(40, 9)), (0, 1, 4));
        // One vector of samples is computed in one chunk.
        assert_eq!(same(16, 9), 0);
        // 17 different numbers, none alike.
        let different: Vec<_> = (0..34).map(|n| f64::from(n / 2)).collect();
        assert_eq!(batch(&different, (17, 2)).prefixes.steps, 0);
    }

    #[test]
    fn inputs_that_are_no_bits_are_shared_as_bits_are() {
        let (samples, steps) = (100, 7);
        let bits = counting(100, 7);
        // Another number for 1, and one input more than words have.
        let others: Vec<f64> = bits.iter().map(|x| x * 3.0).collect();
        let many: Vec<f64> = bits.chunks(2).flat_map(|x| [x[0], x[1], 0.0, 0.0, 0.0, 0.0, 0.0]).collect();
        let expected = batch(&bits, (samples, steps)).prefixes.indices;
        for inputs in [others, many] {
            assert_eq!(batch(&inputs, (samples, steps)).prefixes.indices, expected);
        }
    }

    #[test]
    fn every_sample_is_a_member_of_its_prefix_once() {
        let (samples, steps) = (100, 7);
        let plan = batch(&counting(100, 7), (samples, steps)).prefixes;
        let PrefixPlan { steps: shared, indices, counts, .. } = &plan;
        let mut seen = vec![0; samples];
        for (vector, parts) in plan.members().enumerate() {
            for part in parts {
                for lane in (0..LANES).filter(|&lane| part.mask.0[lane] == 1.0) {
                    let sample = usize::from(part.indices.0[lane][0]) / 4;
                    assert_eq!(usize::from(indices[vector].0[sample][0]) / 4, lane);
                    seen[vector * LANES + sample] += 1;
                }
            }
        }
        assert_eq!((*shared, seen), (2, vec![1; samples]));
        // 100 = 6 · 16 + 4 numbers, counted up from 0: the first four prefixes have one more.
        let more = counts.0.iter().filter(|&&count| count == 7.0).count();
        assert_eq!((more, counts.0.iter().sum::<f32>()), (4, 100.0));
    }

    #[test]
    fn without_a_shared_step_samples_of_one_lane_share_the_initial_state() {
        let prefixes = batch(&[0.0; 18], (18, 1)).prefixes;
        assert_eq!(prefixes.counts.0[..3], [2.0, 2.0, 1.0]);
        assert_eq!(prefixes.members().map(<[_]>::len).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn sums_are_over_the_samples_of_each_prefix() {
        // Even numbers begin with 0, odd ones with 1; the last step is never shared.
        let inputs: Vec<f64> = (0..20).flat_map(|n| [f64::from(n % 2), 0.0]).collect();
        let targets: Vec<f64> = (0..20).flat_map(|n| [f64::from(n) / 32.0, 0.5]).collect();
        let shape = Shape::new(1, 1, 1).expect("valid sizes");
        let samples = Samples { samples: 20, steps: 2, inputs: &inputs, targets: &targets };
        let batch = samples.batch::<f32>(shape, 0, 20).expect("fits");
        // Σ (1 − n / 16): one shared step of one vector, then one step of two.
        assert_eq!(batch.signs.len(), 3);
        assert_eq!(batch.signs[0].0[..3], [10.0 - 90.0 / 16.0, 10.0 - 100.0 / 16.0, 0.0]);
        // In f64 nothing is shared.
        assert_eq!(samples.batch::<f64>(shape, 0, 20).expect("fits").prefixes.steps, 0);
    }
}
