//! The whole network on one batch: linear → tanh recurrence → linear → logistic, mean cross-entropy.

use crate::batch::Batch;
use crate::beginnings::MOST;
use crate::lanes::{LANES, Lanes};
use crate::real::Real;
use crate::reference::{cross_entropy, logistic};
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
    /// (1 + steps, vectors, hidden): the initial state, for kernels that read it here, then the state after each step.
    /// Where steps are shared, one vector has the initial state, and each shared step one.
    pub(crate) states: Vec<Lanes<R>>,
    /// (steps, vectors, outputs): logits, then the loss's slopes there.
    pub(crate) logits: Vec<Lanes<R>>,
    /// Steps that backpropagation takes at a time.
    pub(crate) piece: usize,
    /// (shared steps, hidden), then (piece, vectors, hidden): gradients at the arguments of tanh.
    pub(crate) deltas: Vec<Lanes<R>>,
    /// (vectors, hidden): what one step hands back to the one before it.
    pub(crate) carry: Vec<Lanes<R>>,
    /// (vectors): 1 where a lane holds a sample, 0 where it is padding.
    pub(crate) mask: Vec<Lanes<R>>,
    /// (hidden + outputs, hidden): recurrent and output weights, (to, from).
    pub(crate) transposed: Vec<R>,
}

impl<R: Real> Workspace<R> {
    /// Buffers for batches of this many samples and steps.
    #[must_use]
    pub fn new(shape: Shape, samples: usize, steps: usize) -> Self {
        let vectors = samples.div_ceil(LANES);
        let zeros = |blocks: usize, features: usize| vec![Lanes::ZERO; blocks * vectors * features];
        let step_bytes = (vectors * shape.hidden * size_of::<Lanes<R>>()).max(1);
        let piece = (DELTA_BYTES / step_bytes).clamp(1, steps.max(1));
        let lane = |index: usize| if index < samples { R::ONE } else { R::ZERO };
        Self {
            shape,
            samples,
            steps,
            vectors,
            states: zeros(steps + 1, shape.hidden),
            logits: zeros(steps, shape.outputs),
            piece,
            deltas: vec![Lanes::ZERO; (MOST + piece * vectors) * shape.hidden],
            carry: zeros(1, shape.hidden),
            mask: (0..vectors)
                .map(|vector| Lanes(std::array::from_fn(|index| lane(vector * LANES + index))))
                .collect(),
            transposed: vec![R::ZERO; (shape.hidden + shape.outputs) * shape.hidden],
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
        for (index, (z, t)) in self.logits.iter().zip(&batch.targets).enumerate() {
            let first = index / outputs % self.vectors * LANES;
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

/// Mean over samples and steps of the cross-entropy −(t·log y + (1−t)·log(1−y)), summed over outputs.
pub fn loss<R: Real>(shape: Shape, parameters: &[R], batch: &Batch<R>, workspace: &mut Workspace<R>) -> f64 {
    R::forward(&shape.split(parameters), batch, workspace);
    workspace.mean_loss(batch)
}

/// The outputs y as a user reads them, (samples, steps, outputs).
pub fn predict<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
) -> Vec<f64> {
    R::forward(&shape.split(parameters), batch, workspace);
    let Workspace { samples, steps, vectors, ref logits, .. } = *workspace;
    let mut y = Vec::with_capacity(samples * steps * shape.outputs);
    for sample in 0..samples {
        for step in 0..steps {
            let block = (step * vectors + sample / LANES) * shape.outputs;
            y.extend(logits[block..][..shape.outputs].iter().map(|z| logistic(z.0[sample % LANES].to_f64())));
        }
    }
    y
}

/// The share of samples whose every output bit is right, y ≥ ½ read as 1.
pub(crate) fn exact_fraction<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
) -> f64 {
    R::forward(&shape.split(parameters), batch, workspace);
    let Workspace { samples, vectors, ref logits, .. } = *workspace;
    let block = vectors * shape.outputs;
    let half = R::of(0.5);
    let exact: usize = (0..vectors)
        .map(|vector| {
            let mut right = [true; LANES];
            for (z, t) in logits.chunks_exact(block).zip(batch.targets.chunks_exact(block)) {
                let features = vector * shape.outputs..(vector + 1) * shape.outputs;
                for (z, t) in z[features.clone()].iter().zip(&t[features]) {
                    for ((right, &z), &t) in right.iter_mut().zip(&z.0).zip(&t.0) {
                        // NaN is neither ≥ 0 nor < 0, so it is never right.
                        *right &= if t >= half { z >= R::ZERO } else { z < R::ZERO };
                    }
                }
            }
            right.iter().take(samples - vector * LANES).filter(|&&right| right).count()
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
    (exact as f64 / samples as f64)
}

/// The loss and, in `gradient` (as the parameters), its gradient by backpropagation through time.
pub fn loss_and_gradient<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
    gradient: &mut [R],
) -> f64 {
    gradient.fill(R::ZERO);
    R::loss_and_gradient(&shape.split(parameters), batch, workspace, gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Samples;
    use crate::init::glorot;

    /// Central differences against backpropagation, as numpy's isclose (rtol 1e-5, atol 1e-8).
    #[test]
    fn the_gradient_agrees_with_central_differences_at_several_sizes() {
        for (inputs, hidden, outputs, samples, steps) in
            [(2, 3, 1, 20, 7), (1, 1, 1, 3, 1), (3, 5, 2, 17, 4), (4, 8, 4, 5, 9)]
        {
            let shape = Shape::new(inputs, hidden, outputs).expect("valid sizes");
            let bits =
                |n: usize, k: usize| (0..n).map(|i| f64::from(u8::from(i * k % 7 < 3))).collect::<Vec<_>>();
            let (x, t) = (bits(samples * steps * inputs, 5), bits(samples * steps * outputs, 3));
            let batch = Samples { samples, steps, inputs: &x, targets: &t }
                .batch::<f64>(shape, 0, samples)
                .expect("fits");
            let mut workspace = Workspace::for_batch(shape, &batch);
            let mut parameters = glorot(shape, 7, 0);
            // Zero biases would hide a mistake in their gradients.
            parameters.iter_mut().zip(0..).for_each(|(p, i)| *p += 0.01 * f64::from(i % 5 - 2));
            let mut gradient = vec![0.0; parameters.len()];
            loss_and_gradient(shape, &parameters, &batch, &mut workspace, &mut gradient);
            for (i, &analytic) in gradient.iter().enumerate() {
                let mut at = |offset: f64| {
                    let mut moved = parameters.clone();
                    moved[i] += offset;
                    loss(shape, &moved, &batch, &mut workspace)
                };
                let numeric = (at(1e-6) - at(-1e-6)) / 2e-6;
                assert!(
                    (analytic - numeric).abs() <= 1e-8 + 1e-5 * numeric.abs(),
                    "{shape:?}, parameter {i}: {analytic} by backpropagation, {numeric} by differences"
                );
            }
        }
    }

    #[test]
    fn nan_counts_as_a_wrong_answer() {
        let shape = Shape::new(1, 1, 1).expect("valid sizes");
        let samples = Samples { samples: 2, steps: 1, inputs: &[0.0, 1.0], targets: &[0.0, 1.0] };
        let batch = samples.batch::<f32>(shape, 0, 2).expect("fits");
        let mut workspace = Workspace::for_batch(shape, &batch);
        assert_eq!(exact_fraction(shape, &[f32::NAN; 7], &batch, &mut workspace), 0.0);
    }
}
