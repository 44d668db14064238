//! N-API binding of carrybit-core: checks, converts, delegates.

#![allow(clippy::needless_pass_by_value, reason = "N-API hands over owned values")]

mod automaton;
mod error;
mod machines;
mod options;
mod restarts;
mod trainer;
