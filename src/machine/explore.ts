import { UNSPECIFIED } from './machine.ts';
import { requireObject, requireWhole } from './require.ts';
import { doubled, StateTable } from './state-table.ts';
import type { Explorable } from './stepper.ts';

/**
 * All states that can be reached from an initial state. Node 0 is the initial state; the others follow in breadth-first
 * order.
 */
export interface Graph {
  readonly inputs: number;
  /** Number of integers in a state. */
  readonly size: number;
  readonly nodes: number;
  /** (nodes, size) */
  readonly states: Int32Array;
  /** (nodes, 2^inputs): the node after each input word; {@link UNSPECIFIED} where it never comes. */
  readonly next: Int32Array;
  /** (nodes, 2^inputs): the output word; 0 where the input never comes. */
  readonly output: Int32Array;
  /** (nodes): the node from which each was first reached, −1 for the initial one; see {@link pathTo}. */
  readonly parents: Int32Array;
  /** (nodes): the input word that led there. */
  readonly causes: Int32Array;
}

/** Why a search ended before every state was found. */
export interface Unfinished {
  readonly reason: 'limit' | 'stopped';
  /** Nodes found so far. */
  readonly nodes: number;
  /** The inputs from the initial state up to and including the last step. */
  readonly path: readonly number[];
}

/** Called for every step; false ends the search. */
export type StepVisitor = (output: number, word: number) => boolean;

/**
 * Finds every state that a stepper can reach, each by a shortest path: a breadth-first search.
 *
 * @param system a step that gives {@link UNSPECIFIED} never comes, and is not followed
 * @param maxNodes the search ends when there are more; 1 or more, Infinity for no limit
 * @throws ArgumentError or RangeError for a stepper whose state cannot be read, or for another limit
 */
export function explore(system: Explorable, maxNodes: number, onStep?: StepVisitor): Graph | Unfinished {
  requireObject('system', system, 'inputs', 'state', 'reset', 'step');
  const { inputs, state } = system;
  requireWhole('system.inputs', inputs, 0, 30);
  if (!(state instanceof Int32Array)) throw new RangeError('system.state: expected an Int32Array');
  if (!(maxNodes >= 1)) throw new RangeError(`maxNodes: expected 1 or more, got ${String(maxNodes)}`);
  const size = state.length;
  const words = 2 ** inputs;
  system.reset();
  const table = new StateTable(size);
  table.add(state);
  let next: Int32Array = new Int32Array(16 * words);
  let output: Int32Array = new Int32Array(16 * words);
  let parents: Int32Array = new Int32Array(16).fill(-1);
  let causes: Int32Array = new Int32Array(16).fill(-1);
  for (let node = 0; node < table.count; node++) {
    if ((node + 1) * words > next.length) {
      next = doubled(next);
      output = doubled(output);
    }
    for (let word = 0; word < words; word++) {
      table.copy(node, state);
      const got = system.step(word);
      const index = node * words + word;
      if (got === UNSPECIFIED) {
        next[index] = UNSPECIFIED;
        continue;
      }
      const unfinished = (reason: Unfinished['reason']) => ({
        reason,
        nodes: table.count,
        path: [...path(node, parents, causes), word],
      });
      if (onStep !== undefined && !onStep(got, word)) return unfinished('stopped');
      const known = table.count;
      const to = table.add(state);
      if (to === known) {
        if (table.count > maxNodes) return unfinished('limit');
        if (to === parents.length) {
          parents = doubled(parents);
          causes = doubled(causes);
        }
        parents[to] = node;
        causes[to] = word;
      }
      next[index] = to;
      output[index] = got;
    }
  }
  const nodes = table.count;
  return {
    inputs,
    size,
    nodes,
    states: table.states,
    next: next.subarray(0, nodes * words),
    output: output.subarray(0, nodes * words),
    parents: parents.subarray(0, nodes),
    causes: causes.subarray(0, nodes),
  };
}

/**
 * The input words of a shortest path from the initial state to a node. @throws RangeError for a node that does not
 * exist
 */
export function pathTo(graph: Graph, node: number): number[] {
  requireObject('graph', graph, 'nodes', 'parents', 'causes');
  const { nodes, parents, causes } = graph;
  requireWhole('node', node, 0, nodes - 1);
  return path(node, parents, causes);
}

/** The integers of a node's state, as a view. @throws RangeError for a node that does not exist */
export function stateOf(graph: Graph, node: number): Int32Array {
  requireObject('graph', graph, 'nodes', 'states', 'size');
  const { nodes, states, size } = graph;
  requireWhole('node', node, 0, nodes - 1);
  return states.subarray(node * size, (node + 1) * size);
}

function path(node: number, parents: ArrayLike<number>, causes: ArrayLike<number>): number[] {
  const words: number[] = [];
  for (let at = node; at > 0; at = parents[at] as number) words.push(causes[at] as number);
  return words.reverse();
}
