// Written by native/generate.mjs from native/optimizers.json.
use crate::error::Error;

/// How a gradient becomes an update.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// `RMSProp` with Nesterov momentum: look ahead by the velocity, take the gradient there, divide it by
    /// the root of the moving average of its squares.
    Rmsprop {
        /// Step size.
        learning_rate: f64,
        /// How much of the velocity is kept.
        momentum: f64,
        /// How much of the moving average of squares is kept.
        decay: f64,
        /// Added where the gradient is divided by its size.
        epsilon: f64,
    },
    /// Rprop without backtracking (Riedmiller 1994), for full batches: only the sign of a gradient counts;
    /// steps grow while it stays and shrink when it changes.
    Rprop {
        /// Factor of a step while a gradient keeps its sign.
        grow: f64,
        /// Factor of a step when the sign changes.
        shrink: f64,
        /// First step.
        initial_step: f64,
    },
    /// Adam (Kingma and Ba 2015), with bias correction.
    Adam {
        /// Step size.
        learning_rate: f64,
        /// How much of the moving average of gradients is kept.
        beta1: f64,
        /// How much of the moving average of squares is kept.
        beta2: f64,
        /// Added where the gradient is divided by its size.
        epsilon: f64,
    },
    /// Stochastic gradient descent with classical momentum.
    Sgd {
        /// Step size.
        learning_rate: f64,
        /// How much of the velocity is kept.
        momentum: f64,
    },
}

/// What a number of a rule has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bound {
    /// A finite number above 0, in its precision too.
    Positive,
    /// 0 or more and below 1.
    Share,
    /// A finite number of 1 or more.
    Growth,
    /// Above 0 and up to 1.
    Shrinkage,
}

impl Bound {
    /// As text for people.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Positive => "a finite number above 0, in its precision too",
            Self::Share => "0 or more and below 1",
            Self::Growth => "a finite number of 1 or more",
            Self::Shrinkage => "above 0 and up to 1",
        }
    }
}

impl Rule {
    /// The rule of this name, with its numbers by name.
    ///
    /// # Errors
    /// [`Error::Kind`] when there is none, [`Error::Missing`] for a number that it needs.
    pub fn named(kind: &str, number: impl Fn(&str) -> Option<f64>) -> Result<Self, Error> {
        let need = |kind, name| number(name).ok_or(Error::Missing { kind, number: name });
        Ok(match kind {
            "rmsprop" => Self::Rmsprop {
                learning_rate: need("rmsprop", "learningRate")?,
                momentum: need("rmsprop", "momentum")?,
                decay: need("rmsprop", "decay")?,
                epsilon: need("rmsprop", "epsilon")?,
            },
            "rprop" => Self::Rprop {
                grow: need("rprop", "grow")?,
                shrink: need("rprop", "shrink")?,
                initial_step: need("rprop", "initialStep")?,
            },
            "adam" => Self::Adam {
                learning_rate: need("adam", "learningRate")?,
                beta1: need("adam", "beta1")?,
                beta2: need("adam", "beta2")?,
                epsilon: need("adam", "epsilon")?,
            },
            "sgd" => Self::Sgd {
                learning_rate: need("sgd", "learningRate")?,
                momentum: need("sgd", "momentum")?,
            },
            other => return Err(Error::Kind { expected: "rmsprop, rprop, adam or sgd", actual: other.to_owned() }),
        })
    }

    /// Every number with its name and bound.
    pub(crate) fn numbers(&self) -> Vec<(&'static str, f64, Bound)> {
        match *self {
            Self::Rmsprop { learning_rate, momentum, decay, epsilon } => vec![
                ("learning rate", learning_rate, Bound::Positive),
                ("momentum", momentum, Bound::Share),
                ("decay", decay, Bound::Share),
                ("epsilon", epsilon, Bound::Positive),
            ],
            Self::Rprop { grow, shrink, initial_step } => vec![
                ("grow", grow, Bound::Growth),
                ("shrink", shrink, Bound::Shrinkage),
                ("initial step", initial_step, Bound::Positive),
            ],
            Self::Adam { learning_rate, beta1, beta2, epsilon } => vec![
                ("learning rate", learning_rate, Bound::Positive),
                ("beta1", beta1, Bound::Share),
                ("beta2", beta2, Bound::Share),
                ("epsilon", epsilon, Bound::Positive),
            ],
            Self::Sgd { learning_rate, momentum } => vec![
                ("learning rate", learning_rate, Bound::Positive),
                ("momentum", momentum, Bound::Share),
            ],
        }
    }
}
