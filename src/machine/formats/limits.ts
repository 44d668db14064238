/** Maximum of characters in DOT, which is read with all of its parts in memory. */
export const MAX_DOT_CHARACTERS = 2 ** 20;
