import { type Graph, StateTable, UNSPECIFIED } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';

/** The network's part of a proof: distinct network states, numbered in the order in which they were first reached. */
export interface NetworkGraph {
  readonly inputs: number;
  readonly hidden: number;
  readonly nodes: number;
  /** (nodes, hidden) */
  readonly states: Int32Array;
  /** (nodes, 2^inputs): the node after each input word; UNSPECIFIED if it never comes in this state. */
  readonly next: Int32Array;
  /** (nodes, 2^inputs): the network's output word. */
  readonly output: Int32Array;
  /** Number of a network state, or undefined for an unreachable one. */
  find(state: ArrayLike<number>): number | undefined;
  /** (pairs): the node of each pair's network state. */
  readonly ofPair: Int32Array;
}

/** Removes the machine's states from the pairs of a proof. */
export function networkGraph(pairs: Graph): NetworkGraph {
  requireObject('pairs', pairs, 'inputs', 'size', 'nodes', 'states', 'next', 'output');
  const { inputs, size } = pairs;
  const words = 2 ** inputs;
  const table = new StateTable(size - 1);
  const ofPair = addStates(pairs, table);
  const next = new Int32Array(table.count * words).fill(UNSPECIFIED);
  const output = new Int32Array(table.count * words);
  for (let index = 0; index < pairs.nodes * words; index++) {
    const to = pairs.next[index] as number;
    if (to === UNSPECIFIED) continue;
    const from = (ofPair[Math.floor(index / words)] as number) * words + (index % words);
    next[from] = ofPair[to] as number;
    output[from] = pairs.output[index] as number;
  }
  return {
    inputs,
    hidden: size - 1,
    nodes: table.count,
    states: table.states,
    next,
    output,
    find: (state) => table.find(state),
    ofPair,
  };
}

/** How many distinct network states a proof's pairs have. */
export function countNetworkStates(pairs: Graph): number {
  const table = new StateTable(pairs.size - 1);
  addStates(pairs, table);
  return table.count;
}

/** (pairs): the number of each pair's network state in a table. */
function addStates({ nodes, size, states }: Graph, table: StateTable): Int32Array {
  const ofPair = new Int32Array(nodes);
  const state = new Int32Array(size - 1);
  for (let pair = 0; pair < nodes; pair++) {
    for (let unit = 1; unit < size; unit++) state[unit - 1] = states[pair * size + unit] as number;
    ofPair[pair] = table.add(state);
  }
  return ofPair;
}
