//! From samples to parameters: `trainer` makes updates, `optimizer` turns gradients into them, `restarts` runs whole
//! trainings from fresh starts on all cores.

pub(crate) mod draw;
pub(crate) mod init;
pub(crate) mod optimizer;
pub(crate) mod restarts;
#[rustfmt::skip] // Generated.
pub(crate) mod rule;
pub(crate) mod trainer;
