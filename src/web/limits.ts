/** Longest number that may be typed, in decimal digits. */
export const MAX_DIGITS = 300;

/** Longest list of inputs that may be typed. */
export const MAX_CHARACTERS = 600;

/** Steps a second that may be asked for. */
export const PACE = { min: 1, max: 500, first: 8 } as const;

/** Complete sums, and units of a step's state, that a frame holds. */
export const SUMS_SHOWN = 6;
export const STATES_SHOWN = 8;
