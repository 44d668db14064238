import { type Graph, StateTable, UNSPECIFIED } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';

/** What the network alone does in a proof: distinct network states, numbered as they were first reached. */
export interface NetworkGraph {
  readonly inputs: number;
  readonly hidden: number;
  readonly nodes: number;
  /** (nodes, hidden) */
  readonly states: Int32Array;
  /** (nodes, 2^inputs): the node after each input word; UNSPECIFIED where it never comes in this state. */
  readonly next: Int32Array;
  /** (nodes, 2^inputs): the network's output word. */
  readonly output: Int32Array;
  /** Number of a network state, or undefined for one that no stream leads to. */
  find(state: ArrayLike<number>): number | undefined;
  /** (pairs): the node of each pair's network state. */
  readonly ofPair: Int32Array;
}

/** Leaves the machine's states out of the pairs of a proof. */
export function networkGraph(pairs: Graph): NetworkGraph {
  requireObject('pairs', pairs, 'inputs', 'size', 'nodes', 'states', 'next', 'output');
  const { inputs, size, states: pairStates } = pairs;
  const words = 2 ** inputs;
  const table = new StateTable(size - 1);
  const ofPair = new Int32Array(pairs.nodes);
  for (let pair = 0; pair < pairs.nodes; pair++)
    ofPair[pair] = table.add(pairStates.subarray(pair * size + 1, (pair + 1) * size));
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
