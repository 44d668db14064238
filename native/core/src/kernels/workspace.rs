//! The buffers of a pass.

use crate::kernels::batch::Batch;
use crate::kernels::lanes::{LANES, Lanes};
use crate::kernels::logistic::cross_entropy;
use crate::kernels::prefixes::MAX_SHARED_STEPS;
use crate::real::Real;
use crate::shape::Shape;

/// The deltas kept at a time, with the states beside them, fill at most half of a common second-level cache.
const DELTA_BYTES: usize = 1 << 18;

/// Every buffer that a pass over a batch needs, allocated once. All are [`Lanes`] of samples, a vector of them
/// innermost but for the features.
#[derive(Debug)]
pub struct Workspace<R> {
    pub(crate) shape: Shape,
    pub(crate) samples: usize,
    pub(crate) steps: usize,
    /// Vectors of samples, the last one padded.
    pub(crate) vectors: usize,
    /// Samples of the last vector, as far as kernels may leave its padding out.
    pub(crate) last: usize,
    /// (1 + steps, vectors, hidden): the initial state, for kernels that read it here, then the state after each step.
    /// Where steps are shared, one vector has the initial state, and each shared step one.
    pub(crate) states: Vec<Lanes<R>>,
    /// (steps, vectors, outputs): logits, then the gradient there, dlogits.
    pub(crate) logits: Vec<Lanes<R>>,
    /// Steps that backpropagation takes at a time.
    pub(crate) chunk: usize,
    /// (shared steps, hidden), then (chunk, vectors, hidden): gradients at the arguments of tanh.
    pub(crate) deltas: Vec<Lanes<R>>,
    /// (vectors, hidden): the gradient at the state before a step.
    pub(crate) dh: Vec<Lanes<R>>,
    /// (vectors): 1 where a lane holds a sample, 0 where it is padding.
    pub(crate) mask: Vec<Lanes<R>>,
    /// (hidden + outputs, hidden): recurrent and output weights, (to, from).
    pub(crate) transposed: Vec<R>,
    /// (hidden): both biases of the state.
    pub(crate) bias: Vec<R>,
}

impl<R: Real> Workspace<R> {
    /// Buffers for batches of this many samples and steps.
    #[must_use]
    pub fn new(shape: Shape, samples: usize, steps: usize) -> Self {
        let vectors = samples.div_ceil(LANES);
        let zeros = |blocks: usize, features: usize| vec![Lanes::ZERO; blocks * vectors * features];
        let step_bytes = (vectors * shape.hidden * size_of::<Lanes<R>>()).max(1);
        let chunk = (DELTA_BYTES / step_bytes).clamp(1, steps.max(1));
        let lane = |index: usize| if index < samples { R::ONE } else { R::ZERO };
        Self {
            shape,
            samples,
            steps,
            vectors,
            last: LANES,
            states: zeros(steps + 1, shape.hidden),
            logits: zeros(steps, shape.outputs),
            chunk,
            deltas: vec![Lanes::ZERO; (MAX_SHARED_STEPS + chunk * vectors) * shape.hidden],
            dh: zeros(1, shape.hidden),
            mask: (0..vectors)
                .map(|vector| Lanes(std::array::from_fn(|index| lane(vector * LANES + index))))
                .collect(),
            transposed: vec![R::ZERO; (shape.hidden + shape.outputs) * shape.hidden],
            bias: vec![R::ZERO; shape.hidden],
        }
    }

    /// Buffers that fit `batch`.
    #[must_use]
    pub fn for_batch(shape: Shape, batch: &Batch<R>) -> Self {
        Self::new(shape, batch.samples, batch.steps)
    }

    /// Whether the buffers fit `batch`.
    #[must_use]
    pub fn fits(&self, batch: &Batch<R>) -> bool {
        (self.samples, self.steps) == (batch.samples, batch.steps)
    }

    /// 1 / (samples · steps).
    pub(crate) fn mean_factor(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "sizes below 2^28")]
        (1.0 / (self.samples * self.steps) as f64)
    }

    /// Mean cross-entropy of the logits.
    pub(crate) fn mean_loss(&self, batch: &Batch<R>) -> f64 {
        let outputs = self.shape.outputs;
        // Compensated (Neumaier 1974): central differences divide the error of this sum by 2e-7.
        let (mut total, mut lost) = (0.0_f64, 0.0);
        for (index, z) in self.logits.iter().enumerate() {
            let (first, t) = (
                index / outputs % self.vectors * LANES,
                batch.targets.lanes(index / outputs, index % outputs),
            );
            for (z, t) in z.0.into_iter().zip(t.0).take(self.samples - first) {
                let term = cross_entropy(z.to_f64(), t.to_f64());
                let next = total + term;
                lost += if total.abs() < term.abs() { (term - next) + total } else { (total - next) + term };
                total = next;
            }
        }
        (total + lost) * self.mean_factor()
    }
}
