//! Networks for any Mealy machine: constructed unit by unit, or learned from walks through the machine; both end
//! with integers that are proven by enumerating all that can ever happen.

mod activation;
mod adam;
mod coding;
mod construct;
mod cubes;
mod fixed;
mod integers;
mod machine;
mod minimize;
mod network;
mod product;
mod project;
mod prove;
mod repair;
mod round;
mod separate;
mod signs;
pub mod start;
mod walks;

pub use construct::{MAX_UNITS, construct};
pub use fixed::Fixed;
pub use machine::Machine;
pub use minimize::minimize;
pub use prove::{Proof, prove};
