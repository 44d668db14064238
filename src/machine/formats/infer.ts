import { checkMachine } from '../check-machine.ts';
import { ones } from '../cubes.ts';
import { difference } from '../difference.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import { minimize } from '../minimize.ts';
import { type Named, wordText } from '../symbols.ts';
import { disagreements, lineList, open, predicted } from './against-recordings.ts';
import { anneal } from './anneal.ts';
import { FormatError } from './format-error.ts';
import { heldOut } from './held-out.ts';
import { withInitialState } from './initial.ts';
import { MAX_READ_STATES } from './parsed.ts';
import { type Inferred, OPEN, type PrefixTree, prefixTree, type Sequence } from './prefix-tree.ts';
import { merge } from './red-blue.ts';
import { smallestOf } from './smallest.ts';
import { stretches } from './stretches.ts';
import { flat } from './wrong-bits.ts';

/** Limit of edges that the search for a smallest machine visits; after it, merging takes over. */
const BUDGET_EDGES = 4_000_000;
/** Number of states up to which the search is exhaustive. */
const MAX_SEARCHED = 12;
/** Sizes that annealing tries, and how many sizes after the best one may be worse before the search ends. */
const MAX_ANNEALED = 20;
const MAX_WORSE = 3;
/** Maximum share of bits that may count as wrong. */
const MAX_WRONG = 0.06;
/**
 * With more than this share of wrong bits, or not so many times fewer than a single state has wrong, the search tries
 * all sizes.
 */
const FEW = 0.05;
const MANY_FEWER = 4;

/** The name of a machine and of its bits. */
export type Interface = Pick<Machine, 'name' | 'inputs' | 'outputs'> & Named;

/**
 * The smallest machine that does what was recorded, and what the recordings leave open. If they contradict each other
 * or no small machine fits, the machine does what most of them say, and the lines that say otherwise are listed.
 *
 * @throws FormatError if no machine fits
 */
export function infer(
  sequences: readonly Sequence[],
  named: Interface,
): { machine: Machine; notes: string[] } {
  const { machine, notes } = inferred(sequences, named);
  return { machine, notes: [...notes, ...predictions(sequences, named), ...open(machine, sequences, named)] };
}

function inferred(sequences: readonly Sequence[], named: Interface): { machine: Machine; notes: string[] } {
  const tree = prefixTree(sequences, named.outputs.length);
  if (tree === undefined) {
    const steps = sequences.reduce((sum, { length }) => sum + length, 0);
    throw new FormatError(
      undefined,
      `expected recordings of fewer steps or inputs, got ${steps} steps; leave some out`,
    );
  }
  const [first] = tree.contradictions;
  const exact = first === undefined ? searched(tree, named) : { refuted: 0 };
  if ('machine' in exact) return exact;
  const bits = sequences.flat().reduce((sum, { care }) => sum + ones(care), 0);
  const best = shortest(tree, sequences, bits);
  if (best === undefined) {
    throw new FormatError(
      first?.line,
      first === undefined
        ? `expected recordings of a machine with few states; no machine that fits says less than the ${bits} recorded bits themselves. Record more`
        : `contradicts line ${first.earlier}: the same inputs since the reset, another output; ${tree.contradictions.length === 1 ? '1 line does so' : `${tree.contradictions.length} lines do so`}, and no small machine fits the others. Mend them, or have a network learned from them all the same: carrybit train --recordings`,
    );
  }
  const { machine, notes: begins } = withInitialState(
    minimize(toMachine(tree, best.machine, named)),
    sequences,
  );
  const wrong = disagreements(machine, sequences);
  const smaller = wrong.length === 0 && exact.refuted + 1 < machine.states.length;
  const share = ((100 * wrong.length) / bits).toFixed(2);
  return {
    machine,
    notes: [
      ...(wrong.length > 0
        ? [
            `The recordings contradict each other or fit no small machine: ${wrong.length} of ${bits} recorded output bits (${share} %) are taken to be wrong, on ${lineList(wrong)}.`,
          ]
        : []),
      ...(smaller
        ? [`A machine of fewer states, but more than ${exact.refuted}, may fit, too: not all were tried.`]
        : []),
      ...begins,
    ],
  };
}

/**
 * Of machines of several sizes, the one with the shortest description: its table plus the recorded bits that contradict
 * it. Undefined if no description is shorter than the recording itself, or if too many bits are wrong. If nothing is
 * contradictory, the merged tree is the last resort.
 */
function shortest(tree: PrefixTree, sequences: readonly Sequence[], recorded: number) {
  const width = tree.words.length;
  const length = (states: number, errors: number) =>
    states * width * (Math.log2(Math.max(states, 2)) + tree.bits) + errors * Math.log2(recorded);
  const merged = tree.contradictions.length === 0 ? merge(tree, MAX_READ_STATES) : undefined;
  let best: { machine: Inferred; length: number; states: number; errors: number } | undefined;
  if (merged !== undefined)
    best = { machine: merged, length: length(merged.states, 0), states: merged.states, errors: 0 };
  const all = flat(sequences, new Map(tree.words.map((word, index) => [word, index])));
  for (const { machine, errors } of stretches(sequences, all, tree)) {
    const total = length(machine.states, errors);
    if (best === undefined || total < best.length)
      best = { machine, length: total, states: machine.states, errors };
  }
  let patience = 1;
  let trivial = Number.POSITIVE_INFINITY;
  for (let states = 1; states <= MAX_ANNEALED; states++) {
    const { machine, errors } = anneal(all, width, tree.bits, states);
    const total = length(states, errors);
    if (best === undefined || total < best.length) {
      best = { machine, length: total, states, errors };
      patience = MAX_WORSE;
    }
    // A larger machine cannot improve on no errors, and is unlikely to after few errors and some sizes without
    // improvement.
    if (states === 1) trivial = errors;
    const few = best.errors <= Math.min(recorded * FEW, trivial / MANY_FEWER);
    if (errors === 0 || (few && states - best.states >= patience)) break;
  }
  // With so many wrong bits, the right machine has probably not been found.
  if (best !== undefined && best.errors > recorded * MAX_WRONG) {
    if (merged === undefined) return undefined;
    best = { machine: merged, length: length(merged.states, 0), states: merged.states, errors: 0 };
  }
  return best !== undefined && best.length < recorded ? best : undefined;
}

/** The smallest machine if the search finishes, else the largest size that is too small. */
function searched(
  tree: PrefixTree,
  named: Interface,
): { machine: Machine; notes: string[] } | { refuted: number } {
  const budget = { left: BUDGET_EDGES };
  const machineOf = (found: Inferred) => toMachine(tree, found, named);
  const differ = (one: Inferred, other: Inferred) =>
    difference(machineOf(one), machineOf(other)) !== undefined;
  let refuted = 0;
  for (let states = 1; states <= MAX_SEARCHED; states++) {
    const searched = smallestOf(tree, states, budget, differ);
    if (searched.outcome === 'budget') break;
    if (searched.outcome === 'none') {
      refuted = states;
      continue;
    }
    const machine = machineOf(searched.machine);
    const notes = states === 1 ? [] : [`No machine of fewer than ${states} states does what was recorded.`];
    if (searched.other !== undefined) {
      const apart = difference(machine, machineOf(searched.other)) ?? [];
      const text = apart.map((word) => wordText(named, 'inputs', word)).join(',');
      notes.push(
        `Another machine of ${states} state${states === 1 ? '' : 's'} fits as well; the two first differ at the end of ${text}. Record that to tell them apart.`,
      );
    }
    return { machine, notes };
  }
  return { refuted };
}

function toMachine(
  { words }: PrefixTree,
  { states, next, output, care }: Inferred,
  named: Interface,
): Machine {
  const all = 2 ** named.inputs.length;
  const tables = {
    next: new Array<number>(states * all).fill(UNSPECIFIED),
    output: new Array<number>(states * all).fill(0),
    care: new Array<number>(states * all).fill(0),
  };
  for (let state = 0; state < states; state++) {
    for (const [index, word] of words.entries()) {
      const from = state * words.length + index;
      const to = next[from] as number;
      if (to === -1) continue;
      const entry = state * all + word;
      // Recordings end here: what follows is undetermined, like a free choice.
      tables.next[entry] = to === OPEN ? state : to;
      tables.output[entry] = output[from] as number;
      tables.care[entry] = care[from] as number;
    }
  }
  return checkMachine({
    ...{ name: named.name, inputs: named.inputs, outputs: named.outputs, initial: 0 },
    states: Array.from({ length: states }, (_, state) => `s${state}`),
    ...tables,
  });
}

/** How well a machine predicts recordings that it was not inferred from. */
export interface Prediction {
  /** States of the machine that was inferred from the other part; 0 if no small machine fits that. */
  readonly states: number;
  /** Output bits of the held-out part that it predicts, and how many there are. */
  readonly right: number;
  readonly all: number;
  /** Which part was held out. */
  readonly what: string;
}

/**
 * Infers a machine from one part of the recordings and predicts the other; undefined if there is too little of them.
 */
export function prediction(sequences: readonly Sequence[], named: Interface): Prediction | undefined {
  const parts = heldOut(sequences);
  if (parts === undefined) return undefined;
  const { known, unknown, skip, what } = parts;
  try {
    const { machine } = inferred(known, named);
    const { right, all } = predicted(machine, unknown, skip);
    return all === 0 ? undefined : { states: machine.states.length, right, all, what };
  } catch (error) {
    if (error instanceof FormatError) return { states: 0, right: 0, all: 0, what };
    throw error;
  }
}

function predictions(sequences: readonly Sequence[], named: Interface): string[] {
  const found = prediction(sequences, named);
  if (found === undefined) return [];
  const { states, right, all, what } = found;
  return states === 0
    ? [`Held out: without ${what}, no small machine fits; record more.`]
    : [
        `Held out: without ${what}, the machine inferred (${states} state${states === 1 ? '' : 's'}) predicts ${((100 * right) / all).toFixed(1)} % of its ${all} output bits.`,
      ];
}
