//! Training kernels for small tanh recurrent networks with logistic outputs, and what proves them.
//!
//! `kernels` computes losses and gradients, `training` turns them into trained parameters. `automata` has machines,
//! networks of integers and what runs them on long streams. `judge` rounds a network and decides whether it does what a
//! machine says, `census` counts what becomes of many starts, `smallest` searches for the fewest constants, and
//! `machines` learns machines of any kind. Only `machine`, a table, says what a network is to learn.

#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare exact results"))]
#![cfg_attr(
    test,
    allow(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "the numbers of tests are small"
    )
)]

mod automata;
mod census;
mod error;
mod judge;
mod kernels;
mod limits;
pub mod machines;
mod options;
mod progress;
mod real;
mod shape;
mod smallest;
mod training;

pub use automata::automaton::Automaton;
pub use automata::fixed::{FixedNetwork, Widths};
pub use automata::machine::{Machine, MachineTables, Step};
pub use automata::prove::{Verdict, check_pair, prove};
pub use automata::recovery::{Flow, zero_flow, zero_ways};
pub use automata::table::Table;
pub use census::Census;
pub use error::Error;
pub use judge::{Judge, Judgement, MAX_ROUNDS, ROUNDINGS, Rounding};
pub use kernels::Kernels;
pub use kernels::batch::{Batch, Samples};
pub use kernels::network::{loss, loss_and_gradient, predict};
pub use kernels::workspace::Workspace;
pub use limits::MAX_PAIRS;
pub use options::{size, whole};
pub use progress::Progress;
pub use real::Real;
pub use shape::{Parameters, ParametersMut, Shape};
pub use smallest::{Examined, Limits, Outcome, Smallest, Space, Tables, check_states, smallest};
pub use training::draw::{Drawn, Generator};
pub use training::init::glorot;
pub use training::optimizer::Optimizer;
pub use training::restarts::{Restarts, Schedule, TrainedStart, Underway};
pub use training::rule::Rule;
pub use training::trainer::Trainer;
