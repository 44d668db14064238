//! Node-API binding of carrybit-core: checks, converts, delegates.

#![allow(clippy::needless_pass_by_value, reason = "N-API hands over owned values")]

mod automaton;
mod census;
mod error;
mod judge;
mod machine;
mod machines;
mod options;
mod recordings;
mod recovery;
mod restarts;
mod signals;
mod smallest;
mod trainer;
