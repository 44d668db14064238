use carrybit_core::{
    Batch, Kernels, Real, Samples, Shape, Trainer as CoreTrainer, Workspace, glorot, loss, loss_and_gradient,
    predict,
};
use napi::bindgen_prelude::{Either, Float64Array, Object};
use napi_derive::napi;

use crate::error::{Result, core_error, invalid};
use crate::options::{NetworkShape, Precision, SampleTensors, rule, whole};

/// Samples as one minibatch, made once for any number of updates: a trainer of the same shape and precision copies and
/// allocates nothing for an update on it.
#[napi]
pub struct Minibatch {
    shape: Shape,
    batch: Typed<Batch<f32>, Batch<f64>>,
}

#[napi]
impl Minibatch {
    /// Copies the samples. Throws `CARRYBIT_INVALID_ARGUMENT` when their tensors do not have the sizes that shape,
    /// samples and steps say, and for numbers that the precision cannot hold.
    #[napi(constructor)]
    pub fn new(shape: NetworkShape, samples: SampleTensors, precision: Precision) -> Result<Self> {
        let (shape, samples) = (shape.check()?, samples.view()?);
        let batch = match precision {
            Precision::Float32 => Typed::Single(whole_batch(shape, &samples)?),
            Precision::Float64 => Typed::Double(whole_batch(shape, &samples)?),
        };
        Ok(Self { shape, batch })
    }
}

impl Minibatch {
    fn check(&self, shape: Shape) -> Result<()> {
        if self.shape == shape {
            return Ok(());
        }
        let sizes = |Shape { inputs, hidden, outputs }| format!("{inputs} → {hidden} → {outputs}");
        Err(invalid(format!("minibatch: expected the shape {}, got {}", sizes(shape), sizes(self.shape))))
    }
}

/// A network in training, one update at a time. Parameters are one vector in the order s0 (hidden),
/// wInput (inputs × hidden), bInput (hidden), wRecurrent (hidden × hidden), bRecurrent (hidden),
/// wOutput (hidden × outputs), bOutput (outputs); matrices are row-major, (from, to).
#[napi]
pub struct Trainer(Typed<CoreTrainer<f32>, CoreTrainer<f64>>);

enum Typed<Single, Double> {
    Single(Single),
    Double(Double),
}

#[napi]
impl Trainer {
    /// Starts from the given parameters. Throws `CARRYBIT_INVALID_ARGUMENT` when their number does not fit the shape,
    /// or when a number of the optimizer is missing or out of bounds.
    #[napi(constructor)]
    pub fn new(
        shape: NetworkShape,
        parameters: Float64Array,
        #[napi(ts_arg_type = "OptimizerRule")] optimizer: Object,
        precision: Precision,
    ) -> Result<Self> {
        let (shape, rule) = (shape.check()?, rule(&optimizer)?);
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
    /// momentum that is the look-ahead point, before the update. In float32 the tanh of each
    /// output adds an error of up to 6e-7 to the rounding of the sums.
    #[napi]
    pub fn update(&mut self, minibatch: Either<&Minibatch, SampleTensors>) -> Result<f64> {
        let made = match minibatch {
            Either::A(made) => made,
            Either::B(samples) => {
                return match &mut self.0 {
                    Typed::Single(trainer) => update(trainer, &samples),
                    Typed::Double(trainer) => update(trainer, &samples),
                };
            }
        };
        match (&mut self.0, &made.batch) {
            (Typed::Single(trainer), Typed::Single(batch)) => {
                made.check(trainer.shape())?;
                Ok(trainer.update(batch))
            }
            (Typed::Double(trainer), Typed::Double(batch)) => {
                made.check(trainer.shape())?;
                Ok(trainer.update(batch))
            }
            (Typed::Single(_), _) => Err(invalid("minibatch: expected the precision float32, got float64")),
            (Typed::Double(_), _) => Err(invalid("minibatch: expected the precision float64, got float32")),
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
    whole_batch(trainer.shape(), &samples.view()?)
}

fn whole_batch<R: Kernels>(shape: Shape, samples: &Samples<'_>) -> Result<Batch<R>> {
    samples.batch(shape, 0, samples.samples).map_err(core_error)
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
