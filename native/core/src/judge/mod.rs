//! Whether a network that has learned can be rounded to integers that are proven.

mod quantize;
mod roundings;
mod tune;

pub use quantize::Rounding;
pub use roundings::{Judge, Judgement, ROUNDINGS};
pub use tune::MAX_ROUNDS;
