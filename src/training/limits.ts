// Written by native/generate.mjs from native/limits.json.

/** Maximum of hidden units in a network learned from recordings. */
export const MAX_UNITS_FROM_RECORDINGS = 52;
