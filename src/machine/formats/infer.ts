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
import { MAX_READ_STATES } from './parsed.ts';
import { type Inferred, OPEN, type PrefixTree, prefixTree, type Sequence } from './prefix-tree.ts';
import { merge } from './red-blue.ts';
import { smallestOf } from './smallest.ts';
import { stretches } from './stretches.ts';

/** Edges that the search for a smallest machine looks at before it is left to merging. */
const BUDGET_EDGES = 4_000_000;
/** Sizes that are searched exhaustively. */
const MAX_SEARCHED = 12;
/** Sizes that are looked for by chance; sizes after the best one that may do worse before the search ends. */
const MAX_ANNEALED = 20;
const MAX_WORSE = 3;
/** The share of bits that may be taken to be wrong. */
const MAX_WRONG = 0.06;
/** The share of wrong bits after which the search goes on through all sizes. */
const FEW = 0.05;

/** What a machine is called, and its bits. */
export type Interface = Pick<Machine, 'name' | 'inputs' | 'outputs'> & Named;

/**
 * The smallest machine that does what was recorded, with what the recordings leave open. Where they contradict each
 * other or no small machine fits, what most of them say, with the lines that say otherwise.
 *
 * @throws FormatError where no machine fits
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
  if (tree === undefined)
    throw new FormatError(undefined, 'expected fewer recorded steps or inputs; leave some out');
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
  const machine = minimize(toMachine(tree, best.machine, named));
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
    ],
  };
}

/**
 * Of machines of several sizes the one that takes the fewest bits to write down together with the recorded bits that
 * contradict it; undefined where none takes fewer than the recording itself, or too many bits were wrong. Where nothing
 * contradicts, the merged tree is there as the last resort.
 */
function shortest(tree: PrefixTree, sequences: readonly Sequence[], recorded: number) {
  const width = tree.words.length;
  const length = (states: number, errors: number) =>
    states * width * (Math.log2(Math.max(states, 2)) + tree.bits) + errors * Math.log2(recorded);
  const merged = tree.contradictions.length === 0 ? merge(tree, MAX_READ_STATES) : undefined;
  let best: { machine: Inferred; length: number; states: number; errors: number } | undefined;
  if (merged !== undefined)
    best = { machine: merged, length: length(merged.states, 0), states: merged.states, errors: 0 };
  for (const { machine, errors } of stretches(sequences, tree)) {
    const total = length(machine.states, errors);
    if (best === undefined || total < best.length)
      best = { machine, length: total, states: machine.states, errors };
  }
  for (let states = 1; states <= MAX_ANNEALED; states++) {
    const { machine, errors } = anneal(sequences, tree.words, tree.bits, states);
    const total = length(states, errors);
    if (best === undefined || total < best.length) best = { machine, length: total, states, errors };
    // A larger one cannot do better than without errors, nor is it likely to after few errors and some that did not.
    const few = best.errors <= recorded * FEW;
    if (errors === 0 || (few && states - best.states >= MAX_WORSE)) break;
  }
  // So many wrong bits are more likely a machine that was not found.
  if (best !== undefined && best.errors > recorded * MAX_WRONG) {
    if (merged === undefined) return undefined;
    best = { machine: merged, length: length(merged.states, 0), states: merged.states, errors: 0 };
  }
  return best !== undefined && best.length < recorded ? best : undefined;
}

/** The smallest machine where the search comes to its end, else the largest size that is too small. */
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
    const notes = [`No machine of fewer than ${states} states does what was recorded.`];
    if (searched.other !== undefined) {
      const apart = difference(machine, machineOf(searched.other)) ?? [];
      const text = apart.map((word) => wordText(named, 'inputs', word)).join(',');
      notes.push(
        `Another machine of ${states} states fits as well; the two first differ at the end of ${text}. Record that to tell them apart.`,
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
      // Recordings end here: what follows is as open as any choice.
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

/** How well a machine that is inferred from a part of the recordings predicts the others. */
function predictions(sequences: readonly Sequence[], named: Interface): string[] {
  const parts = heldOut(sequences);
  if (parts === undefined) return [];
  const { known, unknown, skip, what } = parts;
  try {
    const { machine } = inferred(known, named);
    const { right, all } = predicted(machine, unknown, skip);
    if (all === 0) return [];
    return [
      `Held out: without ${what}, the machine inferred (${machine.states.length} states) predicts ${((100 * right) / all).toFixed(1)} % of its ${all} output bits.`,
    ];
  } catch (error) {
    if (error instanceof FormatError)
      return [`Held out: without ${what}, no small machine fits; record more.`];
    throw error;
  }
}
