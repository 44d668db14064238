//! Spaces of networks: all that have the same sizes, and what they cost.

use std::cmp::Reverse;

use crate::automata::fixed::{MAX_ACCUMULATOR, Widths};
use crate::automata::machine::Machine;

/// All fixed networks of one number of hidden units and of the same widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Hidden units.
    pub hidden: usize,
    /// Widths of the constants.
    pub widths: Widths,
    /// Size of the constants of each of its networks, docs/spec.md section 3.
    pub bits: u32,
}

impl Space {
    /// Every space for this machine with constants of at most `max_bits`, the smallest first; of equally small ones
    /// those first that are more likely to hold a network.
    pub(crate) fn all(machine: &Machine, max_bits: u32) -> Vec<Self> {
        let mut spaces = Vec::new();
        for hidden in 1..=16 {
            for weight in 2..=8 {
                for state in 1..=8 {
                    for table in 1..=8 {
                        let bits = parameters(machine, hidden) * weight + (1 << table) * state;
                        if bits <= max_bits {
                            spaces.push(Self { hidden, widths: Widths { weight, state, table }, bits });
                        }
                    }
                }
            }
        }
        spaces.sort_by_key(|space| (space.bits, Reverse(space.hidden), Reverse(space.widths.table)));
        spaces
    }

    /// The base-2 logarithm of the number of its networks with one shift.
    pub(crate) fn networks_log2(&self) -> u32 {
        let spare = self.widths.weight.saturating_sub(self.widths.state);
        self.bits - spare * u32::try_from(self.hidden).expect("at most 16")
    }

    /// The base-2 logarithm of the number of rows that a unit may have, but for the row rule.
    pub(crate) fn rows_log2(&self, machine: &Machine) -> u32 {
        self.widths.weight * u32::try_from(1 + machine.inputs() + self.hidden).expect("small")
    }

    /// How many states its networks can be in: the initial one, and one for each choice of a code or an entry of the
    /// table for every unit.
    pub(crate) fn states(&self) -> u128 {
        let codes = 1u128 << self.widths.state;
        let entries = 1u128 << self.widths.table;
        let hidden = u32::try_from(self.hidden).expect("at most 16");
        if entries >= codes { codes.saturating_pow(hidden) } else { entries.saturating_pow(hidden) + 1 }
    }

    /// The shifts that make a difference. A table of two entries is addressed by the accumulator's sign, whatever the
    /// shift. Of larger tables a shift so far that only the middle half is ever addressed leaves a network with a
    /// table of half the size.
    pub(crate) fn shifts(&self, machine: &Machine) -> std::ops::Range<u32> {
        let Widths { weight, state, table } = self.widths;
        if table == 1 {
            return 0..1;
        }
        let terms = 1 + machine.inputs() + self.hidden;
        let largest = i64::try_from(terms).expect("small") << (weight - 1) << (state - 1);
        let largest = largest.min(MAX_ACCUMULATOR.into());
        let end = (0..=15).find(|shift| largest <= 1 << (table - 2 + shift)).unwrap_or(16);
        0..end
    }
}

/// Number of initial states, weights and biases.
fn parameters(machine: &Machine, hidden: usize) -> u32 {
    let (inputs, outputs) = (machine.inputs(), machine.outputs());
    u32::try_from(hidden * (inputs + hidden + outputs + 2) + outputs).expect("at most some hundreds")
}
