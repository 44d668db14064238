/** Maximum of decimal digits in a typed number. */
export const MAX_DIGITS = 300;

/** Maximum of typed inputs. */
export const MAX_CHARACTERS = 600;

/** Maximum of steps per second. */
export const PACE = { min: 1, max: 500, first: 8 } as const;

/** Maximum of complete sums, and of units of a step's state, in a frame. */
export const SUMS_SHOWN = 6;
export const STATES_SHOWN = 8;
