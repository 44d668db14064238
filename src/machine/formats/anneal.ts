import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Inferred, OPEN, type Sequence } from './prefix-tree.ts';

/** A machine that was looked for by chance, and the recorded bits that it does otherwise. */
export interface Annealed {
  readonly machine: Inferred;
  readonly errors: number;
}

/** Steps that candidates are held against; the rest only decides outputs. */
const MAX_STEPS = 4000;
/** Steps and bits that all candidates of a size are held against together: counted, not timed, to be repeatable. */
const BUDGET = 15_000_000;
/** Candidates of a size, and of a start. */
const MAX_CANDIDATES = 60_000;
const PER_START = 3000;

/**
 * Looks for the machine of so many states that contradicts the fewest recorded bits: from random transitions, changed
 * one by one; changes for the worse are taken ever less. Each output is what most recordings say.
 *
 * @param words that occur, distinct
 */
export function anneal(
  sequences: readonly Sequence[],
  words: readonly number[],
  bits: number,
  states: number,
): Annealed {
  const indices = new Map(words.map((word, index) => [word, index]));
  const all = flat(sequences, indices);
  const some = { ...all, steps: Math.min(all.steps, MAX_STEPS) };
  const size = states * words.length;
  const generator = xoroshiro128plus(states);
  const below = (limit: number) => (generator.next() >>> 0) % limit;
  // Distributed about as an exponential, from whole numbers: Math.log may differ from engine to engine.
  const exponential = () => Math.LN2 * (Math.clz32(generator.next()) + below(2 ** 20) / 2 ** 20);
  const counts = new Int32Array(size * bits * 2);
  const perTable = some.steps * (1 + bits) + counts.length;
  const candidates = Math.min(MAX_CANDIDATES, Math.max(200, Math.floor(BUDGET / perTable)));
  const starts = Math.max(1, Math.min(10, Math.floor(candidates / PER_START)));
  const perStart = Math.floor(candidates / starts);
  let best = { errors: Number.POSITIVE_INFINITY, next: new Int32Array(size) };
  for (let start = 0; start < starts && best.errors > 0; start++) {
    const next = Int32Array.from({ length: size }, () => below(states));
    let errors = count(some, next, words.length, bits, counts);
    for (let candidate = 0; candidate < perStart; candidate++) {
      if (errors < best.errors) best = { errors, next: next.slice() };
      if (errors === 0 || states === 1) break;
      const entry = below(size);
      const before = next[entry] as number;
      const other = below(states - 1);
      next[entry] = other < before ? other : other + 1;
      const changed = count(some, next, words.length, bits, counts);
      const rest = 1 - candidate / perStart;
      const temperature = Math.max(0.3, some.steps * 0.01 * rest * rest);
      const bearable = temperature * exponential();
      if (changed <= errors + bearable) errors = changed;
      else next[entry] = before;
    }
  }
  const errors = count(all, best.next, words.length, bits, counts);
  return { errors, machine: machineOf(best.next, counts, states, words.length, bits) };
}

interface Flat {
  readonly steps: number;
  /** (steps): index of the word; −1 − index at the first step of a sequence. */
  readonly words: Int32Array;
  readonly outputs: Int32Array;
  readonly cares: Int32Array;
}

function flat(sequences: readonly Sequence[], indices: ReadonlyMap<number, number>): Flat {
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

/** How many recorded bits are not what most say at their step; `counts` then has how often each was 0 and 1. */
function count(
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

function machineOf(
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
