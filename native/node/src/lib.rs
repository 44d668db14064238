//! N-API binding of carrybit-core: checks, converts, delegates.

mod error;
mod options;
mod restarts;
mod trainer;
