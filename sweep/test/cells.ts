import { adder, BYTE_WIDTHS, parity } from 'carrybit';
import { completeTraining } from 'carrybit/sweep-parts';
import type { CensusCell, SmallestCell } from '../src/cells.ts';

const { maxStarts, ...training } = completeTraining({});

/** A census of so many starts of the adder. */
export const censusCell = (starts: number): CensusCell => ({
  kind: 'census',
  task: adder,
  training,
  widths: BYTE_WIDTHS,
  starts,
});

/** A search for the smallest network of the parity. */
export const smallestCell = (maxBits: number): SmallestCell => ({
  kind: 'smallest',
  task: parity,
  tables: 'any',
  minBits: 1,
  maxBits,
  work: 2 ** 31,
});
