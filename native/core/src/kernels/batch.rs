use crate::error::{Error, check_length};
use crate::kernels::lanes::{LANES, Lanes};
use crate::kernels::prefixes::PrefixPlan;
use crate::kernels::tensor::Tensor;
use crate::real::Real;
use crate::shape::{MAX_ELEMENTS, Shape};

/// Inputs and targets as a user holds them: (samples, steps, features), the last index fastest.
#[derive(Debug, Clone, Copy)]
pub struct Samples<'a> {
    /// Number of samples.
    pub samples: usize,
    /// Steps of each sample.
    pub steps: usize,
    /// (samples, steps, inputs).
    pub inputs: &'a [f64],
    /// (samples, steps, outputs).
    pub targets: &'a [f64],
}

/// Samples that were checked and turned: a fraction of the memory of a [`Batch`] where they are bits.
#[derive(Debug, Clone)]
pub(crate) struct Cut<R> {
    pub(crate) samples: usize,
    steps: usize,
    inputs: Tensor<R>,
    targets: Tensor<R>,
}

/// A minibatch as the kernels want it: vectors of 16 samples, as [`Lanes`], features fastest. The last one is padded:
/// inputs with 0, targets with ½. Steps that [`PrefixPlan`] share come first and have one vector each.
#[derive(Debug, Clone)]
pub struct Batch<R> {
    pub(crate) samples: usize,
    pub(crate) steps: usize,
    /// Which first steps are shared.
    pub(crate) prefixes: PrefixPlan<R>,
    /// (shared steps, inputs), then (steps, vectors, inputs).
    pub(crate) inputs: Vec<Lanes<R>>,
    /// Whether all inputs are small enough for all kernels.
    pub(crate) moderate: bool,
    /// 1 − 2 · targets: (shared steps, outputs), sums over each prefix's samples, then (steps, vectors, outputs).
    pub(crate) signs: Vec<Lanes<R>>,
    /// Of all steps.
    pub(crate) targets: Tensor<R>,
}

/// Samples to try a network on. They lack what only gradients need.
#[derive(Debug, Clone)]
pub(crate) struct Test<R>(Batch<R>);

impl Samples<'_> {
    /// Samples `first .. first + count` as a batch.
    ///
    /// # Errors
    /// [`Error::Range`] for no samples or no steps, [`Error::Length`] when a tensor does not have the size that
    /// the shape says, [`Error::Size`] when it would be too large; [`Error::Range`] too for NaN and infinities.
    pub fn batch<R: Real>(&self, shape: Shape, first: usize, count: usize) -> Result<Batch<R>, Error> {
        self.cut(shape, first, count).map(|cut| cut.batch())
    }

    /// Checks and turns samples `first .. first + count`.
    ///
    /// # Errors
    /// Those of [`Samples::batch`].
    pub(crate) fn cut<R: Real>(&self, shape: Shape, first: usize, count: usize) -> Result<Cut<R>, Error> {
        self.check(shape)?;
        let end = first.checked_add(count).filter(|&end| count > 0 && end <= self.samples);
        let Some(end) = end else {
            return Err(Error::Length {
                operand: "minibatch",
                expected: count,
                actual: self.samples.saturating_sub(first),
            });
        };
        let steps = self.steps;
        let tensor = |operand: &'static str, rows: &[f64], features: usize, padding: R| {
            let row = steps * features;
            Tensor::of(operand, &rows[first * row..end * row], (steps, features), padding)
        };
        let inputs = tensor("inputs", self.inputs, shape.inputs, R::ZERO)?;
        let targets = tensor("targets", self.targets, shape.outputs, R::of(0.5))?;
        Ok(Cut { samples: count, steps, inputs, targets })
    }

    fn check(&self, shape: Shape) -> Result<(), Error> {
        for (operand, size) in [("samples", self.samples), ("steps", self.steps)] {
            if size == 0 {
                return Err(Error::Range { operand, allowed: "1 or more", actual: 0.0 });
            }
        }
        for (operand, features, tensor) in
            [("inputs", shape.inputs, self.inputs), ("targets", shape.outputs, self.targets)]
        {
            check_length(operand, tensor.len(), elements(operand, &[self.samples, self.steps, features])?)?;
        }
        elements("states", &[self.samples.saturating_add(LANES), self.steps + 1, shape.hidden])?;
        Ok(())
    }
}

impl<R: Real> Cut<R> {
    /// As a minibatch to train on.
    // A browser compiles a function well once it is worth it: sooner if it is not part of a larger one.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn batch(&self) -> Batch<R> {
        let (prefixes, shared_inputs) = PrefixPlan::with_members(&self.inputs, self.steps);
        let shared_signs = prefixes.sums(&self.targets, sign);
        let signs = self.targets.after(&shared_signs, prefixes.steps, sign);
        Batch { signs, ..self.forward_only(prefixes, &shared_inputs) }
    }

    /// As samples to try a network on.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn test(&self) -> Test<R> {
        let (prefixes, shared_inputs) = PrefixPlan::without_members(&self.inputs, self.steps);
        Test(self.forward_only(prefixes, &shared_inputs))
    }

    fn forward_only(&self, prefixes: PrefixPlan<R>, shared_inputs: &[Lanes<R>]) -> Batch<R> {
        Batch {
            samples: self.samples,
            steps: self.steps,
            inputs: self.inputs.after(shared_inputs, prefixes.steps, |x| x),
            prefixes,
            moderate: self.inputs.is_moderate(),
            signs: vec![],
            targets: self.targets.clone(),
        }
    }
}

impl<R> Test<R> {
    /// For a pass forward only.
    pub(crate) fn batch(&self) -> &Batch<R> {
        &self.0
    }
}

/// 1 − 2 · target.
fn sign<R: Real>(target: R) -> R {
    R::ONE - target - target
}

/// The number of elements of a tensor.
///
/// # Errors
/// [`Error::Size`] when they are too many.
pub(crate) fn elements(operand: &'static str, sizes: &[usize]) -> Result<usize, Error> {
    sizes
        .iter()
        .try_fold(1usize, |product, &size| product.checked_mul(size))
        .filter(|&product| product <= MAX_ELEMENTS)
        .ok_or(Error::Size { operand, limit: MAX_ELEMENTS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_has_its_samples_side_by_side_and_pads_the_last_vector() {
        let shape = Shape::new(2, 1, 1).expect("valid sizes");
        let inputs: Vec<f64> = (0..76).map(f64::from).collect();
        let samples = Samples { samples: 19, steps: 2, inputs: &inputs, targets: &[1.0; 38] };
        let batch = samples.batch::<f64>(shape, 1, 18).expect("in range");
        // (steps 2, vectors 2, inputs 2)
        assert_eq!(batch.inputs.len(), 8);
        assert_eq!(batch.inputs[0].0[..3], [4.0, 8.0, 12.0]);
        assert_eq!(batch.inputs[3].0[..3], [69.0, 73.0, 0.0]);
        assert_eq!(batch.inputs[5].0[0], 7.0);
        assert_eq!(batch.targets.lanes(1, 0).0[..3], [1.0, 1.0, 0.5]);
    }

    #[test]
    fn wrong_lengths_and_windows_are_named() {
        let shape = Shape::new(2, 1, 1).expect("valid sizes");
        let samples = Samples { samples: 3, steps: 2, inputs: &[0.0; 11], targets: &[0.0; 6] };
        let error = samples.batch::<f64>(shape, 0, 3).expect_err("11 is not 12");
        assert_eq!(error.to_string(), "inputs: expected 12 values, got 11");
        let samples = Samples { inputs: &[0.0; 12], ..samples };
        assert!(samples.batch::<f64>(shape, 2, 2).is_err());
        let inputs = [1e39; 12];
        let samples = Samples { inputs: &inputs, ..samples };
        assert!(samples.batch::<f64>(shape, 0, 1).is_ok());
        let error = samples.batch::<f32>(shape, 0, 1).expect_err("3.4e38 is the largest");
        assert!(
            error.to_string().starts_with("inputs: expected a number that float32 can hold, got "),
            "{error}"
        );
        let huge = Samples { samples: usize::MAX / 2, steps: 2, inputs: &[], targets: &[] };
        assert!(matches!(huge.batch::<f64>(shape, 0, 1), Err(Error::Size { operand: "inputs", .. })));
    }
}
