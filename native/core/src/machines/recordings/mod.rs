//! Networks learned from recordings of a device, without a machine that says what it does.

mod chunks;
mod extract;
mod imitate;
mod round;
mod walks;

pub use chunks::Recordings;
pub use imitate::{Imitated, Imitation};
