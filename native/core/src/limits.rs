// Written by native/generate.mjs from native/limits.json.

/// Maximum of input bits.
pub const MAX_INPUTS: usize = 12;
/// Maximum of output bits.
pub const MAX_OUTPUTS: usize = 16;
/// Maximum of states of a machine.
pub const MAX_STATES: usize = 1_048_576;
/// Maximum of entries in a machine's table: states · 2^inputs.
pub const MAX_TRANSITIONS: usize = 4_194_304;
/// Maximum of hidden units in a network.
pub const MAX_UNITS: usize = 256;
/// Maximum of hidden units in a network learned from recordings.
pub const MAX_UNITS_FROM_RECORDINGS: usize = 52;
/// Maximum of pairs of states that a proof reaches before it is given up.
pub const MAX_PAIRS: usize = 4_000_000;
/// The same for every rounding but the first: one that reaches more is not worth waiting for.
pub const MAX_LATER_PAIRS: usize = 100_000;

/// From 1 to [`MAX_INPUTS`], for people.
pub(crate) const INPUTS: &str = "1–12";
/// From 1 to [`MAX_OUTPUTS`], for people.
pub(crate) const OUTPUTS: &str = "1–16";
/// From 1 to [`MAX_STATES`], for people.
pub(crate) const STATES: &str = "1–1048576";
/// From 1 to [`MAX_TRANSITIONS`], for people.
pub(crate) const TRANSITIONS: &str = "1–4194304";
/// From 1 to [`MAX_UNITS`], for people.
pub(crate) const UNITS: &str = "1–256";
/// From 1 to [`MAX_UNITS_FROM_RECORDINGS`], for people.
pub(crate) const UNITS_FROM_RECORDINGS: &str = "1–52";
