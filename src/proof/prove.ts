import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { type Task, tabulate } from '../tasks/index.ts';

/** The network answers as the task does, for streams of any length. */
export interface Proven {
  readonly verdict: 'proven';
  /** Every pair of task state and network state that any input stream can lead to. */
  readonly reachable: ReachableSet;
  /** Distinct network states among them. */
  readonly states: number;
  /** Pairs times inputs: every step that can ever happen. */
  readonly transitions: number;
  /** The smallest |logit| over all of them, in accumulator units. */
  readonly margin: number;
}

/** The network goes wrong on some stream; this is a shortest one. */
export interface Disproved {
  readonly verdict: 'disproved';
  readonly counterexample: Counterexample;
}

/** More pairs are reachable than {@link PAIR_LIMIT}. */
export interface Undecided {
  readonly verdict: 'undecided';
  readonly pairs: number;
}

export type Proof = Proven | Disproved | Undecided;

/** Pairs side by side: the i-th is task state `taskStates[i]` with network state `networkStates[i·hidden …]`. */
export interface ReachableSet {
  readonly taskStates: readonly number[];
  /** (pairs, hidden) */
  readonly networkStates: readonly number[];
}

/** A stream on which network and task differ, with packed bits for each step. The last step is the wrong one. */
export interface Counterexample {
  readonly inputs: readonly number[];
  readonly expected: readonly number[];
  readonly actual: readonly number[];
}

/** So many pairs are kept before the search gives up: some hundred megabytes. */
export const PAIR_LIMIT = 4_000_000;

/**
 * Decides whether a fixed network does what a task says, for ever: breadth-first search over the pairs of task
 * state and network state that the same input stream leads to, from both initial states.
 *
 * @throws RangeError when the network's inputs or outputs are not the task's in number.
 */
export function prove(network: FixedNetwork, task: Task, pairLimit = PAIR_LIMIT): Proof {
  checkInterface(network, task);
  const { hidden } = network;
  const width = task.inputs.length;
  const table = tabulate(task);
  const cell = new FixedCell(network);

  const taskStates = [task.initial];
  const networkStates = [...network.initialState];
  // How each pair was first reached: from which pair, by which input.
  const parents = [-1];
  const causes = [-1];
  const seen = new Set([pairKey(task.initial, cell.state)]);
  let margin = Number.POSITIVE_INFINITY;

  for (let pair = 0; pair < taskStates.length; pair++) {
    const taskState = taskStates[pair] as number;
    for (let inputs = 0; inputs < 1 << width; inputs++) {
      for (let unit = 0; unit < hidden; unit++)
        cell.state[unit] = networkStates[pair * hidden + unit] as number;
      const actual = cell.step(inputs);
      const index = (taskState << width) | inputs;
      if (actual !== table.outputs[index]) {
        const stream = [...pathTo(pair, parents, causes), inputs];
        return { verdict: 'disproved', counterexample: replay(network, task, stream) };
      }
      for (const logit of cell.logits) margin = Math.min(margin, Math.abs(logit));
      const next = table.next[index] as number;
      const key = pairKey(next, cell.state);
      if (seen.has(key)) continue;
      if (seen.size >= pairLimit) return { verdict: 'undecided', pairs: seen.size };
      seen.add(key);
      taskStates.push(next);
      for (const value of cell.state) networkStates.push(value);
      parents.push(pair);
      causes.push(inputs);
    }
  }
  return {
    verdict: 'proven',
    reachable: { taskStates, networkStates },
    states: countStates(networkStates, hidden),
    transitions: taskStates.length << width,
    margin,
  };
}

function checkInterface(network: FixedNetwork, task: Task): void {
  if (network.inputs !== task.inputs.length || network.outputs !== task.outputs.length) {
    throw new RangeError(
      `the network has ${network.inputs} inputs and ${network.outputs} outputs, ` +
        `the task ${task.name} has ${task.inputs.length} and ${task.outputs.length}`,
    );
  }
}

function pairKey(taskState: number, state: Int32Array): string {
  let key = String.fromCharCode(taskState);
  for (const value of state) key += String.fromCharCode(value + 128);
  return key;
}

function countStates(networkStates: readonly number[], hidden: number): number {
  const distinct = new Set<string>();
  for (let at = 0; at < networkStates.length; at += hidden) {
    distinct.add(String.fromCharCode(...networkStates.slice(at, at + hidden).map((value) => value + 128)));
  }
  return distinct.size;
}

/** The inputs that lead from the initial pair to this one. */
function pathTo(pair: number, parents: readonly number[], causes: readonly number[]): number[] {
  const path: number[] = [];
  for (let at = pair; at > 0; at = parents[at] as number) path.push(causes[at] as number);
  return path.reverse();
}

function replay(network: FixedNetwork, task: Task, inputs: readonly number[]): Counterexample {
  const table = tabulate(task);
  const cell = new FixedCell(network);
  let state = task.initial;
  const expected: number[] = [];
  const actual: number[] = [];
  for (const bits of inputs) {
    const index = (state << task.inputs.length) | bits;
    expected.push(table.outputs[index] as number);
    state = table.next[index] as number;
    actual.push(cell.step(bits));
  }
  return { inputs, expected, actual };
}
