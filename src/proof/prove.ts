import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import {
  type Explorable,
  explore,
  type Graph,
  MAX_PAIRS,
  MachineStepper,
  UNSPECIFIED,
} from '../machine/index.ts';
import { requireObject, requireWhole } from '../machine/require.ts';
import { checkTask, type Task, type TaskInput } from '../tasks/index.ts';
import { countNetworkStates } from './network-graph.ts';

/** The network gives the machine's outputs, on streams of any length. */
export interface Proven {
  readonly verdict: 'proven';
  /** Every pair of machine state and network state that any input stream can reach. */
  readonly pairs: Graph;
  /** Distinct network states among them. */
  readonly states: number;
  /** Every step that can ever happen: pairs times inputs, except those that the machine leaves unspecified. */
  readonly transitions: number;
  /** The smallest |logit| of an output that matters, over all of them, in accumulator units. */
  readonly margin: number;
}

/** The network is wrong on some stream; this is a shortest one. */
export interface Disproved {
  readonly verdict: 'disproved';
  readonly counterexample: Counterexample;
}

/** More pairs are reachable than {@link MAX_PAIRS}. */
export interface Undecided {
  readonly verdict: 'undecided';
  readonly pairs: number;
}

/** The result of a proof. */
export type Proof = Proven | Disproved | Undecided;

/** A stream on which network and machine differ, with packed bits for each step. The last step is the wrong one. */
export interface Counterexample {
  readonly inputs: readonly number[];
  readonly expected: readonly number[];
  readonly actual: readonly number[];
}

/**
 * Decides whether a fixed network does what a machine says, on streams of any length: breadth-first search over the
 * pairs of machine state and network state that the same input stream reaches, from both initial states. Steps that the
 * machine leaves unspecified are assumed never to come; don't-care output bits may be anything.
 *
 * @throws MachineError or FixedNetworkError for an invalid machine or network; RangeError when they differ in inputs or
 *   outputs
 */
export function prove(network: FixedNetwork, given: TaskInput, maxPairs = MAX_PAIRS): Proof {
  const task = checkTask(given);
  const cell = new FixedCell(network);
  checkInterface(network, task);
  if (!Number.isInteger(maxPairs) || maxPairs < 1 || maxPairs > MAX_PAIRS)
    throw new RangeError(`maxPairs: expected 1–${MAX_PAIRS}, got ${maxPairs}`);

  const pair = new Pair(new MachineStepper(task), cell);
  let transitions = 0;
  let margin = Number.POSITIVE_INFINITY;
  const pairs = explore(pair, maxPairs, () => {
    if (!pair.right) return false;
    transitions += 1;
    margin = Math.min(margin, pair.margin());
    return true;
  });
  if (!('reason' in pairs))
    return { verdict: 'proven', pairs, states: countNetworkStates(pairs), transitions, margin };
  if (pairs.reason === 'limit') return { verdict: 'undecided', pairs: maxPairs };
  return { verdict: 'disproved', counterexample: counterexampleOn(cell, task, pairs.path) };
}

/** @throws ArgumentError for a value that is not a proof */
export function requireProven(proof: Proven): void {
  requireObject('proof', proof, 'pairs');
  requireObject('proof.pairs', proof.pairs, 'inputs', 'size', 'nodes', 'states', 'next', 'output');
  requireWhole('proof.pairs.nodes', proof.pairs.nodes, 1, MAX_PAIRS);
  requireWhole('proof.pairs.size', proof.pairs.size, 2, 257);
}

/** Machine and network on the same inputs; a step gives the network's output. */
class Pair implements Explorable {
  readonly inputs: number;
  /** (1 + hidden): the machine's state, then the network's. */
  readonly state: Int32Array;
  /** Whether the last step's outputs are what the machine allows. */
  right = true;
  readonly #machine: MachineStepper;
  readonly #cell: FixedCell;

  constructor(machine: MachineStepper, cell: FixedCell) {
    this.inputs = machine.inputs;
    this.state = new Int32Array(1 + cell.state.length);
    this.#machine = machine;
    this.#cell = cell;
  }

  reset(): void {
    this.#machine.reset();
    this.#cell.reset();
    this.#gather();
  }

  step(word: number): number {
    const { state } = this;
    const machine = this.#machine;
    const cell = this.#cell;
    machine.state[0] = state[0] as number;
    const due = machine.step(word);
    if (due === UNSPECIFIED) return UNSPECIFIED;
    for (let unit = 1; unit < state.length; unit++) cell.state[unit - 1] = state[unit] as number;
    const actual = cell.step(word);
    this.right = machine.allows(actual, due);
    this.#gather();
    return actual;
  }

  /** The smallest |logit| of the last step among the outputs that matter. */
  margin(): number {
    const { care } = this.#machine;
    const { logits } = this.#cell;
    let margin = Number.POSITIVE_INFINITY;
    for (let output = 0; output < logits.length; output++) {
      if ((care >> output) & 1) margin = Math.min(margin, Math.abs(logits[output] as number));
    }
    return margin;
  }

  #gather(): void {
    const { state } = this;
    state[0] = this.#machine.state[0] as number;
    for (let unit = 1; unit < state.length; unit++) state[unit] = this.#cell.state[unit - 1] as number;
  }
}

function checkInterface(network: FixedNetwork, task: Task): void {
  if (network.inputs !== task.inputs.length || network.outputs !== task.outputs.length) {
    throw new RangeError(
      `network: expected ${task.inputs.length} inputs and ${task.outputs.length} outputs, as the machine ` +
        `${task.name} has, got ${network.inputs} and ${network.outputs}`,
    );
  }
}

function counterexampleOn(cell: FixedCell, task: Task, inputs: readonly number[]): Counterexample {
  const machine = new MachineStepper(task);
  cell.reset();
  return {
    inputs,
    expected: inputs.map((word) => machine.step(word)),
    actual: inputs.map((word) => cell.step(word)),
  };
}
