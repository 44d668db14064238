import type { Sequence } from './prefix-tree.ts';

/** Recordings in two parts: one to learn from, and one to test on. */
export interface Parts {
  readonly known: readonly Sequence[];
  readonly unknown: readonly Sequence[];
  /** Steps at the beginning of each test recording that belong to the first part. */
  readonly skip: number;
  /** Which part is held out, as text. */
  readonly what: string;
}

/** One of this many sequences is held out, or of this many steps if there is only one sequence. */
const HELD_OUT = 5;
/** Minimum of steps of a single sequence to hold a part out. */
const MIN_STEPS = 50;

/** Holds out every fifth sequence, or the last fifth of the only one; undefined if there is too little. */
export function heldOut(sequences: readonly Sequence[]): Parts | undefined {
  if (sequences.length >= HELD_OUT) {
    const isHeldOut = (_: Sequence, index: number) => index % HELD_OUT === HELD_OUT - 1;
    return {
      known: sequences.filter((sequence, index) => !isHeldOut(sequence, index)),
      unknown: sequences.filter(isHeldOut),
      skip: 0,
      what: 'every fifth sequence',
    };
  }
  const [only] = sequences;
  if (sequences.length !== 1 || only === undefined || only.length < MIN_STEPS) return undefined;
  const skip = Math.floor(only.length * (1 - 1 / HELD_OUT));
  return { known: [only.slice(0, skip)], unknown: [only], skip, what: 'the last fifth' };
}
