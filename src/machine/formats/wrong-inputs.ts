import { ones } from '../cubes.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import type { Inferred, PrefixTree, Sequence } from './prefix-tree.ts';
import { type Flat, flat, machineOf } from './wrong-bits.ts';

/**
 * Steps on which candidates are compared, machines that are improved, and steps on which their changes are compared.
 */
const COMPARED = 400;
const IMPROVED = 3;
const MAX_STEPS = 1000;
/** Maximum of states of a candidate. */
const MAX_STATES = 12;
/** With more words than this, one bit of an input may be wrong at a time, not several. */
const FEW_WORDS = 8;
/**
 * Limits of the transitions that are visited to compare candidates, and to improve one: counted, not timed, so that
 * results repeat.
 */
const MAX_COMPARED = 60_000_000;
const MAX_IMPROVED = 20_000_000;
/** How often outputs are decided again from the explanation that they lead to. */
const MAX_ROUNDS = 4;

/** Transitions and outputs over the words that occur, all of them specified. */
interface Tables {
  readonly states: number;
  readonly next: Int32Array;
  readonly output: Int32Array;
  readonly care: Int32Array;
}

/** The explanation of recordings with the fewest wrong bits, of inputs and outputs together. */
interface Explanation {
  readonly wrong: number;
  /** (steps): the entry of the tables that each step used; it is not the recorded word's where an input is wrong. */
  readonly entries: Int32Array;
}

/** A machine that does what was recorded if some bits of the inputs are wrong, too. */
export interface Explained {
  readonly machine: Inferred;
  readonly wrong: number;
}

/**
 * Machines that explain recordings with few wrong bits where inputs may be wrong, too. A wrong input leads to a wrong
 * state, and later outputs seem wrong: counted as wrong outputs, a few of them hide the right machine.
 *
 * @param all recordings, one after the other
 * @param length of the description of so many states and wrong bits
 */
export function explained(
  candidates: readonly Inferred[],
  all: Flat,
  { words, bits }: PrefixTree,
  length: (states: number, wrong: number) => number,
): Explained[] {
  const first = (steps: number) => ({ ...all, steps: Math.min(all.steps, steps) });
  const [few, some] = [first(COMPARED), first(MAX_STEPS)];
  const aligner = new Aligner(words);
  const compared: { tables: Tables; length: number }[] = [];
  for (const candidate of candidates) {
    if (aligner.visited > MAX_COMPARED) break;
    if (candidate.states > MAX_STATES) continue;
    const { tables, wrong } = decided(aligner, best(aligner, candidate, few), few, bits);
    compared.push({ tables, length: length(tables.states, (wrong * all.steps) / few.steps) });
  }
  return compared
    .sort((one, other) => one.length - other.length)
    .slice(0, IMPROVED)
    .map(({ tables: given }) => {
      const { wrong, tables } = decided(aligner, changed(aligner, given, some, bits), all, bits);
      return { machine: specified(tables), wrong };
    });
}

/** Entries that no step used are unspecified. */
function specified({ states, next, output, care }: Tables): Inferred {
  return { states, next: next.map((to, entry) => (care[entry] === 0 ? -1 : to)), output, care };
}

/** Recorded bits of each step that a machine takes to be wrong where inputs may be wrong, too. */
export function wrongBits(machine: Machine, sequences: readonly Sequence[]) {
  const steps = sequences.flat();
  const words = [...new Set(steps.map(({ word }) => word))].sort((a, b) => a - b);
  const all = flat(sequences, new Map(words.map((word, index) => [word, index])));
  const width = words.length;
  const entry = (index: number) =>
    Math.floor(index / width) * 2 ** machine.inputs.length + (words[index % width] as number);
  const size = machine.states.length * width;
  const table = (of: readonly number[]) =>
    Int32Array.from({ length: size }, (_, at) => of[entry(at)] as number);
  const { output, care } = { output: table(machine.output), care: table(machine.care) };
  const next = table(machine.next).map((to, at) => (to === UNSPECIFIED ? Math.floor(at / width) : to));
  const { entries } = new Aligner(words).explain(
    { states: machine.states.length, next, output, care },
    all,
    machine.initial,
  );
  const used = (step: number) => entries[step] as number;
  return {
    inputs: Int32Array.from(steps, ({ word }, step) => ones(word ^ (words[used(step) % width] as number))),
    outputs: Int32Array.from(steps, (recorded, step) =>
      ones(((output[used(step)] as number) ^ recorded.output) & (care[used(step)] as number) & recorded.care),
    ),
  };
}

/** The candidate from its best initial state. */
function best(aligner: Aligner, { states, next, output, care }: Inferred, some: Flat): Tables {
  const { width } = aligner;
  let found: { initial: number; wrong: number } | undefined;
  for (let initial = 0; initial < states; initial++) {
    const { wrong } = aligner.explain({ states, next, output, care }, some, initial);
    if (found === undefined || wrong < found.wrong) found = { initial, wrong };
  }
  const initial = found?.initial ?? 0;
  const moved = (state: number) => (state === 0 ? initial : state === initial ? 0 : state);
  const reordered = (table: Int32Array) =>
    table.map((_, entry) => table[moved(Math.floor(entry / width)) * width + (entry % width)] as number);
  return {
    states,
    next: reordered(next).map(moved),
    output: reordered(output),
    care: reordered(care),
  };
}

/** Single changes of transitions, as long as one leads to fewer wrong bits. */
function changed(aligner: Aligner, given: Tables, some: Flat, bits: number): Tables {
  let { tables, wrong } = decided(aligner, given, some, bits);
  const max = aligner.visited + MAX_IMPROVED;
  for (let again = true; again && wrong > 0; ) {
    again = false;
    for (let entry = 0; entry < tables.next.length; entry++) {
      for (let to = 0; to < tables.states; to++) {
        if (to === tables.next[entry]) continue;
        if (aligner.visited > max) return tables;
        const next = tables.next.slice();
        next[entry] = to;
        if (aligner.explain({ ...tables, next }, some, 0).wrong >= wrong) continue;
        const other = decided(aligner, { ...tables, next }, some, bits);
        if (other.wrong >= wrong) continue;
        ({ tables, wrong } = other);
        again = true;
      }
    }
  }
  return tables;
}

/** Outputs that most recordings have along the explanation, which these change in turn. */
function decided(aligner: Aligner, given: Tables, recorded: Flat, bits: number) {
  let { entries } = aligner.explain(given, recorded, 0);
  let result: { tables: Tables; wrong: number } | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const counts = countsOf(recorded, entries, given.next.length, bits);
    const { output, care } = machineOf(given.next, counts, given.states, aligner.width, bits);
    const tables = { ...given, output, care };
    const next = aligner.explain(tables, recorded, 0);
    if (result !== undefined && next.wrong >= result.wrong) break;
    result = { tables, wrong: next.wrong };
    entries = next.entries;
    if (next.wrong === 0) break;
  }
  return result as { tables: Tables; wrong: number };
}

/** (entries, bits, 2): how often each output bit is recorded as 0 and as 1 at the entries that an explanation uses. */
function countsOf({ steps, outputs, cares }: Flat, entries: Int32Array, size: number, bits: number) {
  const counts = new Int32Array(size * bits * 2);
  for (let step = 0; step < steps; step++) {
    for (let bit = 0; bit < bits; bit++) {
      const at = 2 * ((entries[step] as number) * bits + bit) + (((outputs[step] as number) >> bit) & 1);
      counts[at] = (counts[at] as number) + (((cares[step] as number) >> bit) & 1);
    }
  }
  return counts;
}

/** Finds the path through a machine with the fewest wrong bits (Viterbi 1967). */
class Aligner {
  readonly width: number;
  /** Transitions that were visited so far. */
  visited = 0;
  /** For each word, those that it may stand for, itself first, and in how many bits they differ. */
  readonly #meant: readonly (readonly (readonly [word: number, apart: number])[])[];

  constructor(words: readonly number[]) {
    this.width = words.length;
    const max = words.length <= FEW_WORDS ? Number.POSITIVE_INFINITY : 1;
    this.#meant = words.map((word) =>
      words
        .map((other, index) => [index, ones(word ^ other)] as const)
        .filter(([, apart]) => apart <= max)
        .sort(([, one], [, other]) => one - other),
    );
  }

  explain({ states, next, output, care }: Tables, recorded: Flat, initial: number): Explanation {
    const { steps, words, outputs, cares } = recorded;
    const { width } = this;
    /** (steps, states): the entry that leads to each state with the fewest wrong bits. */
    const back = new Int32Array(steps * states);
    let costs = new Int32Array(states);
    let after = new Int32Array(states);
    const NEVER = 2 ** 30;
    const cheapest = () =>
      costs.reduce((min, cost, state) => (cost < (costs[min] as number) ? state : min), 0);
    /** The last state of each sequence that another one follows. */
    const ends = new Map<number, number>();
    for (let step = 0; step < steps; step++) {
      let word = words[step] as number;
      if (word < 0) {
        word = -1 - word;
        const end = cheapest();
        const cost = costs[end] as number;
        ends.set(step, end);
        costs.fill(NEVER);
        costs[initial] = step === 0 ? 0 : cost;
      }
      after.fill(NEVER);
      const value = outputs[step] as number;
      const mask = cares[step] as number;
      for (let state = 0; state < states; state++) {
        const before = costs[state] as number;
        if (before === NEVER) continue;
        const meant = this.#meant[word] ?? [];
        this.visited += meant.length;
        for (const [other, apart] of meant) {
          const entry = state * width + other;
          const differ = ((output[entry] as number) ^ value) & (care[entry] as number) & mask;
          const cost = before + apart + (differ === 0 ? 0 : ones(differ));
          const to = next[entry] as number;
          if (cost >= (after[to] as number)) continue;
          after[to] = cost;
          back[step * states + to] = entry;
        }
      }
      [costs, after] = [after, costs];
    }
    let state = cheapest();
    const wrong = steps === 0 ? 0 : (costs[state] as number);
    const entries = new Int32Array(steps);
    for (let step = steps - 1; step >= 0; step--) {
      const entry = back[step * states + state] as number;
      entries[step] = entry;
      state = ends.get(step) ?? Math.floor(entry / width);
    }
    return { wrong, entries };
  }
}
