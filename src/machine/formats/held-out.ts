import type { Sequence } from './prefix-tree.ts';

/** Recordings in two parts: what is learned from, and what it is judged by. */
export interface Parts {
  readonly known: readonly Sequence[];
  readonly unknown: readonly Sequence[];
  /** Steps at the beginning of each of the latter that are known all the same. */
  readonly skip: number;
  /** For people: which part is held out. */
  readonly what: string;
}

/** Of so many sequences one is held out, or of so many steps of the only one. */
const HELD_OUT = 5;
/** A single sequence is held out from if it has so many steps. */
const MIN_STEPS = 50;

/** Holds every fifth sequence out, or the last fifth of the only one; undefined where there is too little. */
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
