//! What a search found.

use super::space::Space;
use crate::automata::fixed::FixedNetwork;

/// What became of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds a network that does what the machine says.
    Found,
    /// It holds none: searched through.
    None,
    /// It holds none: its networks have fewer states than the machine needs.
    TooFewStates,
    /// It holds none: half of the table is beyond every accumulator, so its networks are those of a smaller space.
    TableTooLarge,
    /// Not decided: a limit came first.
    Open,
    /// Not decided: a row has too many candidates to list them.
    TooLarge,
}

impl Outcome {
    /// What JavaScript calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::None => "none",
            Self::TooFewStates => "too few states",
            Self::TableTooLarge => "table too large",
            Self::Open => "open",
            Self::TooLarge => "too large",
        }
    }
}

/// What was done about a space.
#[derive(Debug, Clone, Copy)]
pub struct Examined {
    /// The space.
    pub space: Space,
    /// What became of it.
    pub outcome: Outcome,
    /// The base-2 logarithm of the number of its networks with one shift.
    pub networks_log2: u32,
    /// Shifts searched.
    pub shifts: u32,
    /// Weight rows that a unit may have, and how many of them differ in what they do, over all shifts.
    pub rows: (u64, u64),
    /// Nodes visited.
    pub nodes: u64,
}

/// The result: the smallest network, and every space that was searched, the smallest first.
#[derive(Debug, Clone)]
pub struct Smallest {
    /// The first network in the order of spaces.
    pub network: Option<FixedNetwork>,
    /// All spaces up to its own.
    pub examined: Vec<Examined>,
}
