use carrybit_core::{Rule, Samples, Schedule, Shape};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

use crate::error::{Result, core_error, invalid};

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
        let need = |name: &str, value: Option<f64>| {
            value.ok_or_else(|| invalid(format!("optimizer {} needs {name}", self.kind)))
        };
        let learning_rate = || need("learningRate", self.learning_rate);
        Ok(match self.kind.as_str() {
            "rmsprop" => Rule::RmspropNesterov {
                decay: need("decay", self.decay)?,
                learning_rate: learning_rate()?,
                momentum: need("momentum", self.momentum)?,
                epsilon: need("epsilon", self.epsilon)?,
            },
            "rprop" => Rule::Rprop {
                grow: need("grow", self.grow)?,
                shrink: need("shrink", self.shrink)?,
                initial: need("initialStep", self.initial_step)?,
            },
            "adam" => Rule::Adam {
                learning_rate: learning_rate()?,
                beta1: need("beta1", self.beta1)?,
                beta2: need("beta2", self.beta2)?,
                epsilon: need("epsilon", self.epsilon)?,
            },
            "sgd" => {
                Rule::Sgd { learning_rate: learning_rate()?, momentum: need("momentum", self.momentum)? }
            }
            other => {
                return Err(invalid(format!("optimizer is {other}, allowed are rmsprop, rprop, adam, sgd")));
            }
        })
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

/// A JavaScript number as a seed or a count: a whole number from 0 to 2^53 − 1.
pub fn whole(name: &str, value: f64) -> Result<u64> {
    const LIMIT: f64 = 9_007_199_254_740_991.0;
    if value.fract() == 0.0 && (0.0..=LIMIT).contains(&value) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just checked")]
        Ok(value as u64)
    } else {
        Err(invalid(format!("{name} is {value}, allowed is a whole number from 0 to 2^53 - 1")))
    }
}

/// [`whole`] as a size.
pub fn size(name: &str, value: f64) -> Result<usize> {
    usize::try_from(whole(name, value)?)
        .map_err(|_| invalid(format!("{name} is {value}, too many for this machine")))
}
