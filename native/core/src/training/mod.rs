//! From samples to parameters: `trainer` makes updates, `optimizer` turns gradients into them, `restarts` runs whole
//! trainings from fresh starts on all cores.

pub(crate) mod init;
pub(crate) mod optimizer;
pub(crate) mod restarts;
pub(crate) mod trainer;
