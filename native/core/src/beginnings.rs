use crate::lanes::{LANES, Lanes};
use crate::real::Real;

/// What the samples of a batch begin with. Those of bits that begin alike have the same states so far, which are
/// computed once: for as many steps as one vector holds all the different beginnings, but for the last step.
#[derive(Debug, Clone)]
pub(crate) struct Beginnings<R> {
    pub(crate) steps: usize,
    /// (steps, inputs), a beginning in each lane.
    pub(crate) inputs: Vec<Lanes<R>>,
    /// (vectors): the lane of each sample's beginning, by the bytes of an `f32` there.
    pub(crate) places: Vec<Lanes<[u8; 4]>>,
}

impl<R: Real> Beginnings<R> {
    /// inputs (steps, vectors, features). Samples of one vector share nothing: that would save nothing.
    pub(crate) fn of(inputs: &[Lanes<R>], samples: usize, (steps, features): (usize, usize)) -> Self {
        let vectors = samples.div_ceil(LANES);
        let mut lanes = vec![0; samples];
        let mut beginnings: Vec<Lanes<R>> = vec![];
        let mut shared = 0;
        while shared + 1 < steps && vectors > 1 {
            let step = &inputs[shared * vectors * features..][..vectors * features];
            let Some(longer) = Longer::of(step, &lanes, features) else { break };
            for x in &mut beginnings {
                let Lanes(shorter) = *x;
                longer.parents.iter().zip(&mut x.0).for_each(|(&parent, x)| *x = shorter[parent]);
            }
            beginnings.extend(longer.next);
            (lanes, shared) = (longer.lanes, shared + 1);
        }
        let mut places = vec![Lanes([[0, 1, 2, 3]; LANES]); vectors];
        for (sample, lane) in lanes.into_iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "below 16")]
            let first = size_of::<f32>() as u8 * lane as u8;
            places[sample / LANES].0[sample % LANES] = [first, first + 1, first + 2, first + 3];
        }
        Self { steps: shared, inputs: beginnings, places }
    }
}

/// Beginnings that are a step longer.
struct Longer<R> {
    /// (samples): the lane of each sample's beginning.
    lanes: Vec<usize>,
    /// By lane, where what it begins with was.
    parents: Vec<usize>,
    /// (features): how it goes on.
    next: Vec<Lanes<R>>,
}

impl<R: Real> Longer<R> {
    /// From the lanes of the shorter ones, (samples), and a step, (vectors, features). Nothing when there are too many.
    fn of(step: &[Lanes<R>], shorter: &[usize], features: usize) -> Option<Self> {
        let mut lanes = Vec::with_capacity(shorter.len());
        let mut parents = vec![];
        let mut next = vec![Lanes::ZERO; features];
        for (sample, &parent) in shorter.iter().enumerate() {
            let x = step[sample / LANES * features..][..features].iter().map(|x| x.0[sample % LANES]);
            let alike = |&lane: &usize| {
                parents[lane] == parent && next.iter().map(|next: &Lanes<R>| next.0[lane]).eq(x.clone())
            };
            let lane = (0..parents.len()).find(alike).unwrap_or(parents.len());
            if lane == LANES {
                return None;
            }
            if lane == parents.len() {
                parents.push(parent);
                next.iter_mut().zip(x).for_each(|(next, x)| next.0[lane] = x);
            }
            lanes.push(lane);
        }
        Some(Self { lanes, parents, next })
    }
}

#[cfg(test)]
mod tests {
    use crate::batch::{Batch, Samples};
    use crate::lanes::LANES;
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
    fn samples_find_their_first_inputs_in_the_lane_of_their_place() {
        let (samples, steps) = (100, 7);
        let inputs = counting(100, 7);
        let batch = batch(&inputs, (samples, steps));
        let beginnings = &batch.beginnings;
        // Of two bits a step there are 16 beginnings of two steps.
        assert_eq!(beginnings.steps, 2);
        for sample in 0..samples {
            let [byte, ..] = beginnings.places[sample / LANES].0[sample % LANES];
            let lane = usize::from(byte) / 4;
            for step in 0..2 {
                for input in 0..2 {
                    let x = f64::from(beginnings.inputs[step * 2 + input].0[lane]);
                    assert_eq!(x, inputs[(sample * steps + step) * 2 + input], "sample {sample}");
                }
            }
        }
    }

    #[test]
    fn sharing_ends_before_the_last_step_and_where_a_vector_is_full() {
        let same = |samples, steps| batch(&vec![1.0; samples * steps], (samples, steps)).beginnings.steps;
        assert_eq!((same(17, 1), same(17, 2), same(40, 9)), (0, 1, 8));
        // One vector of samples is computed in one piece.
        assert_eq!(same(16, 9), 0);
        // 17 different numbers, none alike.
        let different: Vec<_> = (0..34).map(|n| f64::from(n / 2)).collect();
        assert_eq!(batch(&different, (17, 2)).beginnings.steps, 0);
    }
}
