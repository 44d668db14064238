import { checkMachine } from '../check-machine.ts';
import { difference } from '../difference.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import { type Named, wordText } from '../symbols.ts';
import { type Inferred, OPEN, type PrefixTree } from './prefix-tree.ts';
import { smallestOf } from './smallest.ts';

/** Limit of edges that the search for a smallest machine visits; after it, merging takes over. */
const BUDGET_EDGES = 4_000_000;
/** Number of states up to which the search is exhaustive. */
const MAX_SEARCHED = 12;
/** The name of a machine and of its bits. */
export type Interface = Pick<Machine, 'name' | 'inputs' | 'outputs'> & Named;

/** The smallest machine if the search finishes, else the largest size that is too small. */
export function searched(
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

/** A machine over all words; what was not recorded is unspecified. */
export function toMachine(
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
