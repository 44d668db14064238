//! Training kernels for small tanh recurrent networks with logistic outputs.
//!
//! `reference` is the network in plain loops in `f64`, `fast` the same in `f32` with vectors; `network` gives their
//! losses, gradients and answers, `optimizer` turns gradients into updates, `trainer` runs updates and `restarts`
//! runs whole trainings from fresh starts on all cores. `automaton` runs what a network was proven to be on long
//! streams. Nothing here knows what the network is to learn.

#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare exact results"))]

mod automaton;
mod batch;
mod beginnings;
mod error;
mod fast;
mod init;
mod lanes;
pub mod machines;
mod many_classes;
mod network;
mod optimizer;
mod progress;
mod real;
mod reference;
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
pub use progress::Progress;
pub use real::Real;
pub use restarts::{Attempt, Restarts, Schedule};
pub use shape::{Parameters, ParametersMut, Shape};
pub use trainer::Trainer;
