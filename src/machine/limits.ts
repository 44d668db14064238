// Written by native/generate.mjs from native/limits.json.

/** Maximum of input bits. */
export const MAX_INPUTS = 12;
/** Maximum of output bits. */
export const MAX_OUTPUTS = 16;
/** Maximum of states of a machine. */
export const MAX_STATES = 1_048_576;
/** Maximum of entries in a machine's table: states · 2^inputs. */
export const MAX_TRANSITIONS = 4_194_304;
/** Maximum of hidden units in a network. */
export const MAX_UNITS = 256;
/** Maximum of hidden units in a network learned from recordings. */
export const MAX_UNITS_FROM_RECORDINGS = 52;
/** Maximum of pairs of states that a proof reaches before it is given up. */
export const MAX_PAIRS = 4_000_000;
/** The same for every rounding but the first: one that reaches more is not worth waiting for. */
export const MAX_LATER_PAIRS = 100_000;
