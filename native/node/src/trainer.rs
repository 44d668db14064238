use carrybit_core::{
    Batch, Kernels, Real, Trainer as CoreTrainer, Workspace, glorot, loss, loss_and_gradient, predict,
};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

use crate::error::{Result, core_error};
use crate::options::{NetworkShape, OptimizerRule, Precision, SampleTensors, whole};

/// A network in training, one update at a time. Parameters are one vector in the order s0 (hidden),
/// wInput (inputs × hidden), bInput (hidden), wRecurrent (hidden × hidden), bRecurrent (hidden),
/// wOutput (hidden × outputs), bOutput (outputs); matrices are row-major, (from, to).
#[napi]
pub struct Trainer(Typed);

enum Typed {
    Single(CoreTrainer<f32>),
    Double(CoreTrainer<f64>),
}

#[napi]
impl Trainer {
    /// Starts from the given parameters. Throws `CARRYBIT_INVALID_ARGUMENT` when their number does not fit the shape,
    /// or when an optimizer's number is missing or makes no sense.
    #[napi(constructor)]
    pub fn new(
        shape: NetworkShape,
        parameters: Float64Array,
        optimizer: OptimizerRule,
        precision: Precision,
    ) -> Result<Self> {
        let (shape, rule) = (shape.check()?, optimizer.rule()?);
        Ok(Self(match precision {
            Precision::Float32 => {
                Typed::Single(CoreTrainer::new(shape, &parameters, rule).map_err(core_error)?)
            }
            Precision::Float64 => {
                Typed::Double(CoreTrainer::new(shape, &parameters, rule).map_err(core_error)?)
            }
        }))
    }

    /// One update on these samples as one minibatch. Returns the loss where the gradient was taken: with Nesterov
    /// momentum that is the look-ahead point, before the update. In float32 an output adds an error of up to
    /// 6e-7, that of its tanh, to what sums round.
    #[napi]
    pub fn update(&mut self, minibatch: SampleTensors) -> Result<f64> {
        match &mut self.0 {
            Typed::Single(trainer) => update(trainer, &minibatch),
            Typed::Double(trainer) => update(trainer, &minibatch),
        }
    }

    /// Mean cross-entropy of these samples at the current parameters.
    #[napi]
    pub fn loss(&self, samples: SampleTensors) -> Result<f64> {
        match &self.0 {
            Typed::Single(trainer) => evaluate_loss(trainer, &samples),
            Typed::Double(trainer) => evaluate_loss(trainer, &samples),
        }
    }

    /// The loss's gradient at the current parameters, in the order of the parameters.
    #[napi]
    pub fn gradient(&self, samples: SampleTensors) -> Result<Float64Array> {
        match &self.0 {
            Typed::Single(trainer) => gradient(trainer, &samples),
            Typed::Double(trainer) => gradient(trainer, &samples),
        }
    }

    /// The outputs y of these samples, (samples, steps, outputs). Their targets are not read.
    #[napi]
    pub fn predict(&self, samples: SampleTensors) -> Result<Float64Array> {
        match &self.0 {
            Typed::Single(trainer) => outputs(trainer, &samples),
            Typed::Double(trainer) => outputs(trainer, &samples),
        }
    }

    /// A copy of the parameters.
    #[napi(getter)]
    #[must_use]
    pub fn parameters(&self) -> Float64Array {
        match &self.0 {
            Typed::Single(trainer) => widened(trainer.parameters()),
            Typed::Double(trainer) => widened(trainer.parameters()),
        }
    }
}

/// Fresh parameters of the given start: Glorot-uniform matrices, everything else zero.
#[napi]
pub fn initial_parameters(shape: NetworkShape, seed: f64, start: f64) -> Result<Float64Array> {
    Ok(Float64Array::new(glorot(shape.check()?, whole("seed", seed)?, whole("start", start)?)))
}

fn batch<R: Kernels>(trainer: &CoreTrainer<R>, samples: &SampleTensors) -> Result<Batch<R>> {
    let samples = samples.view()?;
    samples.batch(trainer.shape(), 0, samples.samples).map_err(core_error)
}

fn update<R: Kernels>(trainer: &mut CoreTrainer<R>, samples: &SampleTensors) -> Result<f64> {
    let batch = batch(trainer, samples)?;
    Ok(trainer.update(&batch))
}

fn evaluate_loss<R: Kernels>(trainer: &CoreTrainer<R>, samples: &SampleTensors) -> Result<f64> {
    let batch = batch(trainer, samples)?;
    let mut workspace = Workspace::for_batch(trainer.shape(), &batch);
    Ok(loss(trainer.shape(), trainer.parameters(), &batch, &mut workspace))
}

fn gradient<R: Kernels>(trainer: &CoreTrainer<R>, samples: &SampleTensors) -> Result<Float64Array> {
    let batch = batch(trainer, samples)?;
    let mut workspace = Workspace::for_batch(trainer.shape(), &batch);
    let mut gradient = vec![R::ZERO; trainer.parameters().len()];
    loss_and_gradient(trainer.shape(), trainer.parameters(), &batch, &mut workspace, &mut gradient);
    Ok(widened(&gradient))
}

fn outputs<R: Kernels>(trainer: &CoreTrainer<R>, samples: &SampleTensors) -> Result<Float64Array> {
    let batch = batch(trainer, samples)?;
    let mut workspace = Workspace::for_batch(trainer.shape(), &batch);
    Ok(Float64Array::new(predict(trainer.shape(), trainer.parameters(), &batch, &mut workspace)))
}

fn widened<R: Real>(values: &[R]) -> Float64Array {
    Float64Array::new(values.iter().map(|value| value.to_f64()).collect())
}
