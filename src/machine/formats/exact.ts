import { checkMachine } from '../check-machine.ts';
import { difference } from '../difference.ts';
import { type Machine, UNSPECIFIED } from '../machine.ts';
import { minimize } from '../minimize.ts';
import { type Named, wordText } from '../symbols.ts';
import { firstFit } from './first-fit.ts';
import { type Inferred, OPEN, type PrefixTree } from './prefix-tree.ts';
import { machinesOf } from './smallest.ts';

/** Limit of edges that the first, simple search visits. */
const MAX_EDGES = 4_000_000;
/** Limits of assignments that the search for a smallest machine tries, for one number of states and for all. */
const MAX_ASSIGNMENTS = 2_000_000;
const MAX_ALL_ASSIGNMENTS = 6_000_000;
/** Assignments after which another way is tried first. */
const MAX_DIRECT_ASSIGNMENTS = 200_000;
/** Maximum of states that the search tries. */
const MAX_SEARCHED = 16;
/** Maximum of machines that are compared with the first one. */
const MAX_COMPARED = 20;
/** A machine that does what was recorded. */
export interface Exact {
  readonly machine: Machine;
  readonly notes: string[];
}

/** The name of a machine and of its bits. */
export type Interface = Pick<Machine, 'name' | 'inputs' | 'outputs'> & Named;

/**
 * The smallest machine that the search finds, and the largest number of states that is too small.
 *
 * @param otherWay may find a machine where the search takes long, and gets the largest number of states that is too
 *   small; it is asked once
 */
export function searched(
  tree: PrefixTree,
  named: Interface,
  otherWay?: (refuted: number) => Exact | undefined,
): Exact | { refuted: number } {
  /** How the first of some other machines differs from it. */
  const otherNotes = (machine: Machine, others: Iterator<Inferred, boolean>) => {
    for (let compared = 0; compared < MAX_COMPARED; compared++) {
      const { value, done } = others.next();
      if (done) break;
      const apart = difference(machine, toMachine(tree, value, named));
      if (apart === undefined) continue;
      const text = apart.map((word) => wordText(named, 'inputs', word)).join(',');
      return [
        `Another machine of ${stateCount(machine.states.length)} fits as well; the two first differ at the end of ${text}. Record that to tell them apart.`,
      ];
    }
    return [];
  };
  const edges = { left: MAX_EDGES };
  let left = MAX_ALL_ASSIGNMENTS;
  let refuted = 0;
  let other = otherWay;
  for (let states = 1; states <= MAX_SEARCHED && left > 0; states++) {
    const max = other ? left + MAX_DIRECT_ASSIGNMENTS - MAX_ALL_ASSIGNMENTS : left;
    const budget = { left: Math.min(max, MAX_ASSIGNMENTS) };
    left -= budget.left;
    const machines = machinesWith(tree, states, edges, budget);
    const { value, done } = machines.next();
    left += Math.max(0, budget.left);
    if (!done) {
      const found = toMachine(tree, value, named);
      // Where a smaller size was given up, some states may be alike, or reached by steps that were not recorded.
      const machine = refuted === states - 1 ? found : minimize(found);
      const notes = sizeNotes(machine.states.length, refuted);
      return { machine, notes: [...notes, ...otherNotes(machine, machines)] };
    }
    // Then the value is whether this size is too small.
    if (value && refuted === states - 1) refuted = states;
    if (!value && other !== undefined) {
      const found = other(refuted);
      if (found !== undefined) return found;
      other = undefined;
      states -= 1;
    }
  }
  return { refuted };
}

/** As {@link machinesOf}; the first one is found in fewer steps where the recordings determine it soon. */
function* machinesWith(
  tree: PrefixTree,
  states: number,
  edges: { left: number },
  budget: { left: number },
): Generator<Inferred, boolean> {
  const first = edges.left > 0 ? firstFit(tree, states, edges) : undefined;
  if (first !== undefined) yield first;
  else if (edges.left > 0) return true;
  return yield* machinesOf(tree, states, budget);
}

/** What is known of machines with fewer states. */
export function sizeNotes(states: number, refuted: number): string[] {
  if (states === 1) return [];
  return refuted === states - 1
    ? [`No machine of fewer than ${states} states does what was recorded.`]
    : [`A machine of fewer states, but more than ${refuted}, may fit, too: not all were tried.`];
}

const stateCount = (states: number) => `${states} state${states === 1 ? '' : 's'}`;

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
