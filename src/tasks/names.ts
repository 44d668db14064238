/** What people call a hidden state, here and in texts of the board: h1, h2, … */
export const hiddenName = (unit: number) => `h${unit + 1}`;

/** The states of a machine that are one for the network, as one name. Pages put it into their own language. */
export const joinedName = (labels: readonly string[]) => labels.join(' or ');
