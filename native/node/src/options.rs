use carrybit_core::{Rule, Samples, Schedule, Shape};
use napi::bindgen_prelude::{Float64Array, Object};
use napi_derive::napi;

use crate::error::{Result, core_error};

/// Sizes of a network: inputs → hidden tanh states → logistic outputs.
#[napi(object, object_to_js = false)]
pub struct NetworkShape {
    pub inputs: f64,
    pub hidden: f64,
    pub outputs: f64,
}

impl NetworkShape {
    pub fn check(&self) -> Result<Shape> {
        Shape::new(size("inputs", self.inputs)?, size("hidden", self.hidden)?, size("outputs", self.outputs)?)
            .map_err(core_error)
    }
}

/// Precision of parameters and arithmetic.
#[napi(string_enum = "lowercase")]
pub enum Precision {
    Float32,
    Float64,
}

/// Reads an `OptimizerRule`. Anything but a number becomes NaN, which every rule refuses.
pub fn rule(optimizer: &Object) -> Result<Rule> {
    let kind = optimizer.get::<String>("kind").ok().flatten().unwrap_or_default();
    Rule::named(&kind, |name| optimizer.get::<Option<f64>>(name).map_or(Some(f64::NAN), Option::flatten))
        .map_err(core_error)
}

/// Inputs and targets as tensors (samples, steps, features), the last index fastest.
#[napi(object, object_to_js = false)]
pub struct SampleTensors {
    pub samples: f64,
    pub steps: f64,
    /// (samples, steps, inputs).
    pub inputs: Float64Array,
    /// (samples, steps, outputs).
    pub targets: Float64Array,
}

impl SampleTensors {
    pub fn view(&self) -> Result<Samples<'_>> {
        Ok(Samples {
            samples: size("samples", self.samples)?,
            steps: size("steps", self.steps)?,
            inputs: &self.inputs,
            targets: &self.targets,
        })
    }
}

/// How the training samples are cut into minibatches.
#[napi(object, object_to_js = false)]
pub struct BatchSchedule {
    /// Samples of a minibatch. An epoch has as many whole minibatches as the samples fill.
    pub batch: f64,
    pub epochs: f64,
    /// The k-th minibatch starts at sample k, as in the tutorial's code, instead of k · batch.
    pub overlapping: bool,
}

impl BatchSchedule {
    pub fn schedule(&self) -> Result<Schedule> {
        Ok(Schedule {
            batch: size("batch", self.batch)?,
            epochs: size("epochs", self.epochs)?,
            overlapping: self.overlapping,
        })
    }
}

/// A JavaScript number as a seed or a count.
pub fn whole(name: &str, value: f64) -> Result<u64> {
    carrybit_core::whole(name, value).map_err(core_error)
}

/// [`whole`] as a size.
pub fn size(name: &str, value: f64) -> Result<usize> {
    carrybit_core::size(name, value).map_err(core_error)
}
