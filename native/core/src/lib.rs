//! Training kernels for small tanh recurrent networks with logistic outputs.
//!
//! `reference` is the network in plain loops in `f64`, `fast` the same in `f32` with vectors; `network` gives their
//! losses, gradients and answers, `optimizer` turns gradients into updates, `trainer` runs updates and `restarts`
//! runs whole trainings from fresh starts on all cores. `automaton` runs what a network was proven to be on long
//! streams. `machine` is a Mealy machine as data and `fixed` a network of small integers; `judge` rounds a network and
//! decides whether it does what a machine says, `census` counts what becomes of many starts, `recovery` follows zeros from all states, and `smallest` searches for
//! the fewest constants. Nothing else here knows what the network is to learn.

#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare exact results"))]

mod automaton;
mod batch;
mod beginnings;
mod census;
mod error;
mod fast;
mod fixed;
mod init;
mod judge;
mod kernels;
mod lanes;
mod logistic;
mod machine;
pub mod machines;
mod many_classes;
mod network;
mod optimizer;
mod options;
mod progress;
mod real;
mod recovery;
mod reference;
mod restarts;
mod shape;
mod smallest;
mod table;
mod trainer;
mod two_classes;
mod workspace;

pub use automaton::Automaton;
pub use batch::{Batch, Samples};
pub use census::Census;
pub use error::Error;
pub use fixed::{FixedNetwork, Widths};
pub use init::glorot;
pub use judge::{Judge, Judgement, MAX_ROUNDS, ROUNDINGS, Rounding, Verdict};
pub use kernels::Kernels;
pub use machine::{Machine, MachineTables, Step};
pub use network::{loss, loss_and_gradient, predict};
pub use optimizer::{Optimizer, Rule};
pub use options::{size, whole};
pub use progress::Progress;
pub use real::Real;
pub use recovery::{Flow, zero_flow, zero_ways};
pub use restarts::{Attempt, Restarts, Schedule, Underway};
pub use shape::{Parameters, ParametersMut, Shape};
pub use smallest::{Examined, Limits, Outcome, Smallest, Space, Tables, check_states, smallest};
pub use table::Table;
pub use trainer::Trainer;
pub use workspace::Workspace;
