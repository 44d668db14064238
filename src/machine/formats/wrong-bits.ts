import { type Inferred, OPEN, type Sequence } from './prefix-tree.ts';

/** A machine, and the recorded bits on which it differs. */
export interface Fitted {
  readonly machine: Inferred;
  readonly errors: number;
}

/** All recordings, one after the other. */
export interface Flat {
  readonly steps: number;
  /** (steps): index of the word; −1 − index at the first step of a sequence. */
  readonly words: Int32Array;
  readonly outputs: Int32Array;
  readonly cares: Int32Array;
}

/** @param indices of the words that occur */
export function flat(sequences: readonly Sequence[], indices: ReadonlyMap<number, number>): Flat {
  const steps = sequences.flat();
  let at = 0;
  const words = new Int32Array(steps.length);
  for (const sequence of sequences) {
    for (const [step, { word }] of sequence.entries()) {
      const index = indices.get(word) as number;
      words[at++] = step === 0 ? -1 - index : index;
    }
  }
  return {
    steps: steps.length,
    words,
    outputs: Int32Array.from(steps, ({ output }) => output),
    cares: Int32Array.from(steps, ({ care }) => care),
  };
}

/** How many recorded bits differ from the majority at their step; `counts` then has the number of 0s and 1s of each. */
export function count(
  { steps, words, outputs, cares }: Flat,
  next: Int32Array,
  width: number,
  bits: number,
  counts: Int32Array,
) {
  counts.fill(0);
  let state = 0;
  for (let step = 0; step < steps; step++) {
    let word = words[step] as number;
    if (word < 0) {
      state = 0;
      word = -1 - word;
    }
    const entry = state * width + word;
    const output = outputs[step] as number;
    const care = cares[step] as number;
    for (let bit = 0; bit < bits; bit++) {
      const at = 2 * (entry * bits + bit) + ((output >> bit) & 1);
      counts[at] = (counts[at] as number) + ((care >> bit) & 1);
    }
    state = next[entry] as number;
  }
  let errors = 0;
  for (let at = 0; at < counts.length; at += 2)
    errors += Math.min(counts[at] as number, counts[at + 1] as number);
  return errors;
}

/** The machine with these transitions; each output is the most frequent recorded one. */
export function machineOf(
  next: Int32Array,
  counts: Int32Array,
  states: number,
  width: number,
  bits: number,
): Inferred {
  const size = states * width;
  const machine = {
    states,
    next: new Int32Array(size).fill(-1),
    output: new Int32Array(size),
    care: new Int32Array(size),
  };
  for (let entry = 0; entry < size; entry++) {
    for (let bit = 0; bit < bits; bit++) {
      const no = counts[2 * (entry * bits + bit)] as number;
      const yes = counts[2 * (entry * bits + bit) + 1] as number;
      if (no + yes === 0) continue;
      machine.next[entry] = next[entry] ?? OPEN;
      machine.care[entry] = (machine.care[entry] as number) | (1 << bit);
      if (yes > no) machine.output[entry] = (machine.output[entry] as number) | (1 << bit);
    }
  }
  return machine;
}
