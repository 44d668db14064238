//! The whole network on one batch: linear → tanh recurrence → linear → logistic, mean cross-entropy.

use crate::activation::{cross_entropy, logistic};
use crate::batch::{Batch, transpose};
use crate::real::Real;
use crate::shape::Shape;
use crate::{linear, recurrence};

/// Every buffer that a pass over a batch needs, allocated once.
#[derive(Debug)]
pub struct Workspace<R> {
    samples: usize,
    /// (steps, hidden, samples): pre-activations, then states.
    states: Vec<R>,
    /// (steps, hidden, samples): gradients at the states, then at the pre-activations.
    dstates: Vec<R>,
    /// (steps, outputs, samples): logits, then their gradients.
    logits: Vec<R>,
    /// (hidden, samples): what one step hands back to the one before it.
    carry: Vec<R>,
}

impl<R: Real> Workspace<R> {
    /// Buffers for batches of this many samples and steps.
    #[must_use]
    pub fn new(shape: Shape, samples: usize, steps: usize) -> Self {
        let zeros = |features: usize| vec![R::ZERO; steps * features * samples];
        Self {
            samples,
            states: zeros(shape.hidden),
            dstates: zeros(shape.hidden),
            logits: zeros(shape.outputs),
            carry: vec![R::ZERO; shape.hidden * samples],
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
        self.samples == batch.samples && self.carry.len() * batch.steps == self.states.len()
    }
}

/// Fills the workspace's states and logits.
fn forward<R: Real>(shape: Shape, parameters: &[R], batch: &Batch<R>, workspace: &mut Workspace<R>) {
    let p = shape.split(parameters);
    let Workspace { samples, states, logits, .. } = workspace;
    linear::forward(&batch.inputs, p.w_input, p.b_input, states, *samples);
    recurrence::forward(p.s0, p.w_recurrent, p.b_recurrent, states, *samples);
    linear::forward(states, p.w_output, p.b_output, logits, *samples);
}

/// Mean over samples and steps of the cross-entropy −(t·log y + (1−t)·log(1−y)), summed over outputs.
pub fn loss<R: Real>(shape: Shape, parameters: &[R], batch: &Batch<R>, workspace: &mut Workspace<R>) -> R {
    forward(shape, parameters, batch, workspace);
    // Compensated (Neumaier 1974): central differences divide the error of this sum by 2e-7.
    let (mut total, mut lost) = (R::ZERO, R::ZERO);
    for (&z, &t) in workspace.logits.iter().zip(&batch.targets) {
        let (term, _) = cross_entropy(z, t);
        let next = total + term;
        lost += if total.abs() < term.abs() { (term - next) + total } else { (total - next) + term };
        total = next;
    }
    (total + lost) * mean_factor(batch)
}

/// The outputs y as a user reads them, (samples, steps, outputs).
pub fn predict<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
) -> Vec<R> {
    forward(shape, parameters, batch, workspace);
    let outputs: Vec<R> = workspace.logits.iter().map(|&z| logistic(z)).collect();
    transpose(&outputs, batch.samples).collect()
}

/// The share of samples whose every output bit is right, y ≥ ½ read as 1.
pub(crate) fn exact_fraction<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
) -> f64 {
    forward(shape, parameters, batch, workspace);
    let mut wrong = vec![false; batch.samples];
    let half = R::of(0.5);
    for (z, t) in workspace.logits.chunks_exact(batch.samples).zip(batch.targets.chunks_exact(batch.samples))
    {
        for ((wrong, &z), &t) in wrong.iter_mut().zip(z).zip(t) {
            // NaN is neither ≥ 0 nor < 0, so it is never right.
            let right = if t >= half { z >= R::ZERO } else { z < R::ZERO };
            *wrong |= !right;
        }
    }
    let exact = wrong.iter().filter(|&&wrong| !wrong).count();
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
    (exact as f64 / batch.samples as f64)
}

/// The loss and, in `gradient` (as the parameters), its gradient by backpropagation through time.
pub fn loss_and_gradient<R: Real>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
    gradient: &mut [R],
) -> R {
    forward(shape, parameters, batch, workspace);
    let p = shape.split(parameters);
    gradient.fill(R::ZERO);
    let d = shape.split_mut(gradient);
    let Workspace { samples, states, dstates, logits, carry } = workspace;
    let samples = *samples;

    let scale = mean_factor(batch);
    let mut total = R::ZERO;
    for (z, &t) in logits.iter_mut().zip(&batch.targets) {
        let (loss, slope) = cross_entropy(*z, t);
        total += loss;
        *z = slope * scale;
    }

    linear::backward(states, logits, d.w_output, d.b_output, samples);
    dstates.fill(R::ZERO);
    for (dlogits, dstate) in
        logits.chunks_exact(shape.outputs * samples).zip(dstates.chunks_exact_mut(shape.hidden * samples))
    {
        linear::accumulate_transposed(dlogits, p.w_output, dstate, samples);
    }
    recurrence::backward(
        p.s0,
        p.w_recurrent,
        states,
        dstates,
        d.s0,
        d.w_recurrent,
        d.b_recurrent,
        carry,
        samples,
    );
    linear::backward(&batch.inputs, dstates, d.w_input, d.b_input, samples);
    total * scale
}

/// 1 / (samples · steps).
fn mean_factor<R: Real>(batch: &Batch<R>) -> R {
    #[expect(clippy::cast_precision_loss, reason = "sizes below 2^28")]
    R::of(1.0 / (batch.samples * batch.steps) as f64)
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
