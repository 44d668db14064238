//! The whole network on one batch: linear → tanh recurrence → linear → logistic, mean cross-entropy.

use crate::kernels::Kernels;
use crate::kernels::batch::{Batch, Test};
use crate::kernels::lanes::LANES;
use crate::kernels::logistic::logistic;
use crate::kernels::workspace::Workspace;
use crate::shape::Shape;

/// Mean over samples and steps of the cross-entropy −(t·log y + (1−t)·log(1−y)), summed over outputs.
pub fn loss<R: Kernels>(
    shape: Shape,
    parameters: &[R],
    batch: &Batch<R>,
    workspace: &mut Workspace<R>,
) -> f64 {
    R::forward(&shape.split(parameters), batch, workspace);
    workspace.mean_loss(batch)
}

/// The outputs y as a user reads them, (samples, steps, outputs).
pub fn predict<R: Kernels>(
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

/// The share of samples whose every output bit is correct, y ≥ ½ read as 1.
pub(crate) fn accuracy<R: Kernels>(
    shape: Shape,
    parameters: &[R],
    test: &Test<R>,
    workspace: &mut Workspace<R>,
) -> f64 {
    let batch = test.batch();
    R::forward(&shape.split(parameters), batch, workspace);
    let Workspace { samples, vectors, ref logits, .. } = *workspace;
    let half = R::of(0.5);
    // As wide as logits: vector code need not narrow them at each.
    let mut wrong = vec![[0_u32; LANES]; vectors];
    for (block, z) in logits.chunks_exact(shape.outputs).enumerate() {
        let wrong = &mut wrong[block % vectors];
        for (output, z) in z.iter().enumerate() {
            let t = batch.targets.lanes(block, output);
            for ((wrong, &z), &t) in wrong.iter_mut().zip(&z.0).zip(&t.0) {
                // NaN is neither ≥ 0 nor < 0, so it is never right.
                let right = if t >= half { z >= R::ZERO } else { z < R::ZERO };
                *wrong |= u32::from(!right);
            }
        }
    }
    let correct = wrong.as_flattened()[..samples].iter().filter(|&&wrong| wrong == 0).count();
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^28")]
    (correct as f64 / samples as f64)
}

/// The loss and, in `gradient` (as the parameters), its gradient by backpropagation through time.
pub fn loss_and_gradient<R: Kernels>(
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
    use crate::kernels::batch::Samples;
    use crate::training::init::glorot;

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
        let test = samples.cut::<f32>(shape, 0, 2).expect("fits").test();
        let mut workspace = Workspace::for_batch(shape, test.batch());
        assert_eq!(accuracy(shape, &[f32::NAN; 7], &test, &mut workspace), 0.0);
    }
}
