import { constantCount, type FixedNetwork } from '../fixed/index.ts';
import { UNO } from './numbers.ts';

/**
 * The largest network that a board runs, and the number of constants, table included, that fit its memory: docs/spec.md
 * section 6.
 */
export interface BoardLimits {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly constants: number;
}

/** The limits of carrybit's firmware on the Uno. */
export const BOARD_LIMITS: BoardLimits = UNO.limits;

const UNITS = { inputs: 'inputs', hidden: 'units', outputs: 'outputs', constants: 'bytes of constants' };

/** Which sizes of a network are over a board's limits, as `expected at most 19 units, got 20`; empty if it fits. */
export function overLimits(fixed: FixedNetwork, limits: BoardLimits = BOARD_LIMITS): string[] {
  const { inputs, hidden, outputs } = fixed;
  const sizes = { inputs, hidden, outputs, constants: constantCount(fixed) };
  return (['inputs', 'hidden', 'outputs', 'constants'] as const)
    .filter((size) => sizes[size] > limits[size])
    .map((size) => `expected at most ${limits[size]} ${UNITS[size]}, got ${sizes[size]}`);
}
