use crate::kernels::lanes::{IN_PLACE, LANES, LaneIndices, Lanes};
use crate::kernels::tensor::Tensor;
use crate::kernels::words::MAX_WORD_BITS;
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

/// A lane's number has so many bits.
const LANE_BITS: usize = LANES.ilog2() as usize;

/// One input that differs makes 16 prefixes of so many steps; more are shared by samples that are all the same.
pub(crate) const MAX_SHARED_STEPS: usize = LANE_BITS;

/// The lanes by number.
const PLACES: [u8; LANES] = {
    let mut places = [0; LANES];
    let mut place = 1;
    while place < LANES {
        places[place] = places[place - 1] + 1;
        place += 1;
    }
    places
};

impl<R: Real> PrefixPlan<R> {
    /// Returns the inputs of the shared steps, too, (steps, features) with a prefix in each lane. Samples of one vector
    /// share nothing: that would save nothing.
    pub(crate) fn with_members(inputs: &Tensor<R>, steps: usize) -> (Self, Vec<Lanes<R>>) {
        let prefixes = Prefixes::of(inputs, steps);
        let mut plan = prefixes.plan();
        plan.add_members(&prefixes.lanes);
        (plan, prefixes.inputs)
    }

    /// The same for passes forward only, which need no members.
    pub(crate) fn without_members(inputs: &Tensor<R>, steps: usize) -> (Self, Vec<Lanes<R>>) {
        let prefixes = Prefixes::of(inputs, steps);
        (prefixes.plan(), prefixes.inputs)
    }

    /// From the lanes of the samples' prefixes.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn add_members(&mut self, lanes: &[u8]) {
        let mut total = [0_u32; LANES];
        // A prefix has as many members in a vector as samples; one more goes to the next part.
        self.starts = Vec::with_capacity(self.indices.len() + 1);
        self.starts.push(0);
        let mut end = 0;
        for lanes in lanes.chunks(LANES) {
            let mut seen = [0_u8; LANES];
            for &lane in lanes {
                seen[usize::from(lane) % LANES] += 1;
            }
            total.iter_mut().zip(seen).for_each(|(total, seen)| *total += u32::from(seen));
            end += usize::from(seen.into_iter().max().unwrap_or(0));
            self.starts.push(end);
        }
        self.counts = Lanes(total.map(|count| R::of(f64::from(count))));
        self.members = vec![Members { indices: IN_PLACE, mask: Lanes::ZERO }; end];
        for (lanes, &first) in lanes.chunks(LANES).zip(&self.starts) {
            let parts = &mut self.members[first..];
            let mut seen = [0_u8; LANES];
            for (sample, &lane) in lanes.iter().enumerate() {
                let lane = usize::from(lane) % LANES;
                let part = &mut parts[usize::from(seen[lane])];
                part.indices.0[lane] = IN_PLACE.0[sample];
                part.mask.0[lane] = R::ONE;
                seen[lane] += 1;
            }
        }
    }

    /// (vectors): the samples of each prefix, in as many parts as one prefix has samples in the vector.
    pub(crate) fn members(&self) -> impl DoubleEndedIterator<Item = &[Members<R>]> + ExactSizeIterator {
        self.starts.windows(2).map(|range| &self.members[range[0]..range[1]])
    }

    /// What `map` makes of the shared steps, summed over the samples of each prefix: (shared steps, features).
    pub(crate) fn sums(&self, values: &Tensor<R>, map: impl Fn(R) -> R) -> Vec<Lanes<R>> {
        let features = values.features();
        let mut sums = vec![Lanes::ZERO; self.steps * features];
        for (at, sum) in sums.iter_mut().enumerate() {
            let (step, feature) = (at / features, at % features);
            for (sample, [byte, ..]) in (0..values.samples()).zip(self.indices.iter().flat_map(|own| own.0)) {
                sum.0[usize::from(byte) / size_of::<f32>()] += map(values.at(step, sample, feature));
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

/// Prefixes of so many steps.
struct Prefixes<R> {
    steps: usize,
    /// (samples): the lane of each sample's prefix.
    lanes: Vec<u8>,
    /// (steps, features), with a prefix in each lane.
    inputs: Vec<Lanes<R>>,
}

impl<R: Real> Prefixes<R> {
    /// As many steps as samples share.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn of(inputs: &Tensor<R>, steps: usize) -> Self {
        let samples = inputs.samples();
        let max = if R::SHARES && samples > LANES { MAX_SHARED_STEPS.min(steps - 1) } else { 0 };
        let mut prefixes = Self { steps: 0, lanes: vec![0; samples], inputs: vec![] };
        while prefixes.steps < max {
            let Some(longer) = prefixes.longer(inputs) else { break };
            prefixes = longer;
        }
        if prefixes.steps == 0 {
            prefixes.lanes.iter_mut().zip(PLACES.into_iter().cycle()).for_each(|(lane, place)| *lane = place);
        }
        prefixes
    }

    /// A plan without members.
    fn plan(&self) -> PrefixPlan<R> {
        let mut indices = vec![IN_PLACE; self.lanes.len().div_ceil(LANES)];
        for (own, lanes) in indices.iter_mut().zip(self.lanes.chunks(LANES)) {
            own.0.iter_mut().zip(lanes).for_each(|(own, &lane)| *own = IN_PLACE.0[usize::from(lane) % LANES]);
        }
        PrefixPlan { steps: self.steps, indices, counts: Lanes::ZERO, members: vec![], starts: vec![] }
    }

    /// A step longer. Nothing when there are too many.
    fn longer(&self, inputs: &Tensor<R>) -> Option<Self> {
        let (step, features) = (self.steps, inputs.features());
        let (lanes, examples) = match inputs.words(step) {
            Some(words) => self.longer_by(words, features)?,
            None => self.longer_by(&alike(inputs, step)?, LANE_BITS)?,
        };
        let lanes_of = |number: &dyn Fn(usize) -> R| {
            let mut lanes = Lanes::ZERO;
            lanes.0.iter_mut().zip(&examples).for_each(|(x, &example)| *x = number(example));
            lanes
        };
        let before = self.inputs.iter().map(|x| lanes_of(&|example| x.0[usize::from(self.lanes[example])]));
        let own = (0..features).map(|feature| lanes_of(&|example| inputs.at(step, example, feature)));
        Some(Self { steps: step + 1, inputs: before.chain(own).collect(), lanes })
    }

    /// The lanes of the longer prefixes, and for each of these the first sample that has it. words (samples), of so
    /// many bits.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn longer_by(&self, words: &[u8], bits: usize) -> Option<(Vec<u8>, Vec<usize>)> {
        const SIZE: usize = LANES << MAX_WORD_BITS;
        const NONE: u8 = u8::MAX;
        let mut lanes = vec![0; self.lanes.len()];
        let mut examples = Vec::with_capacity(LANES);
        // By shorter prefix and word, the lane; random bits would mislead a search for it at every other comparison.
        let mut known = [NONE; SIZE];
        for (sample, ((&shorter, &word), lane)) in self.lanes.iter().zip(words).zip(&mut lanes).enumerate() {
            let known = &mut known[(usize::from(shorter) << bits | usize::from(word)) % SIZE];
            if *known == NONE {
                *known = *PLACES.get(examples.len())?;
                examples.push(sample);
            }
            *lane = *known;
        }
        Some((lanes, examples))
    }
}

/// (samples): words that are the same where all inputs of a step are. Nothing when there are too many.
fn alike<R: Real>(inputs: &Tensor<R>, step: usize) -> Option<Vec<u8>> {
    let mut examples = Vec::with_capacity(LANES);
    let mut words = Vec::with_capacity(inputs.samples());
    for sample in 0..inputs.samples() {
        let same = |&example: &usize| {
            let mut features = 0..inputs.features();
            features.all(|feature| inputs.at(step, example, feature) == inputs.at(step, sample, feature))
        };
        let place = examples.iter().position(same).unwrap_or(examples.len());
        words.push(*PLACES.get(place)?);
        if place == examples.len() {
            examples.push(sample);
        }
    }
    Some(words)
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
