//! Networks for any Mealy machine: constructed unit by unit, or learned from the machine's steps; both end with
//! integers that are proven by enumerating all that can ever happen.

#![expect(clippy::inline_always, reason = "kernels have to become part of the code of each instruction set")]

mod activation;
mod adam;
mod arcs;
mod coding;
mod construct;
mod cubes;
mod integers;
mod minimize;
mod moves;
mod outcome;
mod parts;
mod perceptrons;
mod progress;
mod readout;
mod recordings;
mod repair;
mod rows;
mod search;
mod shrink;
mod start;
mod threads;
mod thresholds;
mod training;

pub use construct::construct;
pub use minimize::minimize;
pub use outcome::{Effort, Hard, Learned, Outcome, Start};
pub use progress::{SearchProgress, SearchState};
pub use recordings::{Imitated, Imitation, Recordings};
pub use search::Search;
