//! Machines and networks of integers, and what runs them over long streams.

pub(crate) mod automaton;
pub(crate) mod cell;
pub(crate) mod fixed;
pub(crate) mod machine;
mod many_states;
pub(crate) mod prove;
pub(crate) mod recovery;
pub(crate) mod table;
mod two_states;
