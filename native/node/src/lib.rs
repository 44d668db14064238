//! Node-API binding of carrybit-core: checks, converts, delegates.

#![allow(clippy::needless_pass_by_value, reason = "N-API hands over owned values")]

mod automaton;
mod census;
mod conversions;
mod error;
mod judge;
mod machine;
mod machine_proof;
mod machine_search;
mod options;
mod recordings;
mod recovery;
mod restarts;
mod search_outcome;
mod signals;
mod smallest;
mod trainer;
