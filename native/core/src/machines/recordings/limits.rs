// Written by native/generate.mjs from native/limits.json.

/// Maximum of hidden units in a network learned from recordings.
pub(super) const MAX_UNITS: usize = 52;
/// Numbers of them that are possible, for people.
pub(super) const UNITS: &str = "1 to 52";
