/** What the Uno's firmware runs: docs/spec.md section 6. */
export const BOARD_LIMITS = { inputs: 4, hidden: 8, outputs: 4 } as const;
