use carrybit_core::{Rule, Samples, Schedule, Shape};
use napi::bindgen_prelude::Float64Array;
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

/// How a gradient becomes an update. Each kind reads its own numbers:
/// `rmsprop`: decay, learningRate, momentum, epsilon; `rprop`: grow, shrink, initialStep;
/// `adam`: learningRate, beta1, beta2, epsilon; `sgd`: learningRate, momentum.
#[napi(object, object_to_js = false)]
pub struct OptimizerRule {
    #[napi(ts_type = "'rmsprop' | 'rprop' | 'adam' | 'sgd'")]
    pub kind: String,
    pub learning_rate: Option<f64>,
    pub momentum: Option<f64>,
    pub decay: Option<f64>,
    pub epsilon: Option<f64>,
    pub beta1: Option<f64>,
    pub beta2: Option<f64>,
    pub grow: Option<f64>,
    pub shrink: Option<f64>,
    pub initial_step: Option<f64>,
}

impl OptimizerRule {
    pub fn rule(&self) -> Result<Rule> {
        Rule::named(&self.kind, |name| match name {
            "learningRate" => self.learning_rate,
            "momentum" => self.momentum,
            "decay" => self.decay,
            "epsilon" => self.epsilon,
            "beta1" => self.beta1,
            "beta2" => self.beta2,
            "grow" => self.grow,
            "shrink" => self.shrink,
            "initialStep" => self.initial_step,
            _ => None,
        })
        .map_err(core_error)
    }
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
    /// Samples of a minibatch; as many whole ones as there are samples for make an epoch.
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
