//! Training kernels for small tanh recurrent networks with logistic outputs.
//!
//! `linear` and `recurrence` hold forward/backward pairs over plain slices, `network` chains them into a loss
//! and its gradient, `optimizer` turns gradients into updates, `trainer` runs updates and `restarts` runs
//! whole trainings from fresh starts on all cores. `automaton` runs what a network was proven to be on long streams.
//! Nothing here knows what the network is to learn.

#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare exact results"))]

mod activation;
mod automaton;
mod batch;
mod error;
mod init;
mod linear;
mod many_classes;
mod network;
mod optimizer;
mod real;
mod recurrence;
mod restarts;
mod shape;
mod trainer;
mod two_classes;

pub use automaton::{Automaton, Table};
pub use batch::{Batch, Samples};
pub use error::Error;
pub use init::glorot;
pub use network::{Workspace, loss, loss_and_gradient, predict};
pub use optimizer::{Optimizer, Rule};
pub use real::Real;
pub use restarts::{Attempt, Progress, Restarts, Schedule};
pub use shape::{Parameters, ParametersMut, Shape};
pub use trainer::Trainer;
