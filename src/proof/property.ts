import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import {
  checkMachine,
  type Explorable,
  explore,
  MAX_PAIRS,
  type Machine,
  MachineError,
  type MachineInput,
  MachineStepper,
  UNSPECIFIED,
} from '../machine/index.ts';

/** The result for a property: it holds for every input stream, or this is a shortest stream that violates it. */
export type PropertyProof =
  | { readonly verdict: 'proven'; readonly triples: number; readonly transitions: number }
  | { readonly verdict: 'disproved'; readonly inputs: readonly number[]; readonly outputs: readonly number[] }
  | { readonly verdict: 'undecided'; readonly triples: number };

/** A state or an output of a monitor with one of these names is bad. */
const BAD = 'bad';

/**
 * Decides whether a property of a network holds on streams of any length. The property is a monitor: a machine beside
 * the network. Its inputs are inputs and outputs of the network's machine, matched by name, with their values in each
 * step. The property is violated if the monitor's output `bad`, or its only output, is 1, or if it reaches a state
 * named `bad`. Steps that the network's machine or the monitor leaves unspecified are assumed never to come.
 *
 * @param machine the network's: it names the network's inputs and outputs, and says which inputs never come
 * @throws MachineError for a monitor that does not fit; FixedNetworkError
 */
export function proveProperty(
  network: FixedNetwork,
  machine: MachineInput,
  monitor: MachineInput,
  maxTriples = MAX_PAIRS,
): PropertyProof {
  const triple = new Triple(new FixedCell(network), checkMachine(machine), checkMachine(monitor));
  let transitions = 0;
  const graph = explore(triple, maxTriples, () => {
    transitions += 1;
    return !triple.bad;
  });
  if (!('reason' in graph)) return { verdict: 'proven', triples: graph.nodes, transitions };
  if (graph.reason === 'limit') return { verdict: 'undecided', triples: maxTriples };
  const cell = new FixedCell(network);
  return { verdict: 'disproved', inputs: graph.path, outputs: graph.path.map((word) => cell.step(word)) };
}

/** Network, machine and monitor on the same inputs; a step gives the network's output. */
class Triple implements Explorable {
  readonly inputs: number;
  /** (2 + hidden): the machine's state, the monitor's, then the network's. */
  readonly state: Int32Array;
  /** Whether the last step violated the property. */
  bad = false;
  readonly #cell: FixedCell;
  readonly #machine: MachineStepper;
  readonly #monitor: MachineStepper;
  /** The place of each input of the monitor: bits of the input word, then of the output word. */
  readonly #sources: readonly number[];
  readonly #badOutput: number;
  readonly #badState: number;

  constructor(cell: FixedCell, machine: Machine, monitor: Machine) {
    this.inputs = machine.inputs.length;
    this.state = new Int32Array(2 + cell.state.length);
    this.#cell = cell;
    this.#machine = new MachineStepper(machine);
    this.#monitor = new MachineStepper(monitor);
    const seen = [...machine.inputs, ...machine.outputs];
    this.#sources = monitor.inputs.map((name, index) => {
      const at = seen.indexOf(name);
      if (at < 0)
        throw new MachineError(
          `monitor.inputs[${index}]`,
          `expected an input or output of ${machine.name} (${seen.join(', ')}), got "${name}"`,
        );
      if (seen.lastIndexOf(name) !== at)
        throw new MachineError(`monitor.inputs[${index}]`, `"${name}" is an input and an output; rename one`);
      return at;
    });
    this.#badState = monitor.states.indexOf(BAD);
    const named = monitor.outputs.indexOf(BAD);
    this.#badOutput = named < 0 && monitor.outputs.length === 1 && this.#badState < 0 ? 0 : named;
    if (this.#badOutput < 0 && this.#badState < 0)
      throw new MachineError(
        'monitor',
        `expected an output or a state named ${BAD}, or one output, got none`,
      );
  }

  reset(): void {
    this.#cell.reset();
    this.#machine.reset();
    this.#monitor.reset();
    this.#gather();
  }

  step(word: number): number {
    const { state } = this;
    const cell = this.#cell;
    this.#machine.state[0] = state[0] as number;
    if (this.#machine.step(word) === UNSPECIFIED) return UNSPECIFIED;
    for (let unit = 2; unit < state.length; unit++) cell.state[unit - 2] = state[unit] as number;
    const output = cell.step(word);
    const both = [word, output];
    let seen = 0;
    for (const [bit, source] of this.#sources.entries()) {
      const [half, at] = source < this.inputs ? [0, source] : [1, source - this.inputs];
      seen |= (((both[half] as number) >> at) & 1) << bit;
    }
    this.#monitor.state[0] = state[1] as number;
    const told = this.#monitor.step(seen);
    if (told === UNSPECIFIED) return UNSPECIFIED;
    this.bad =
      (this.#badOutput >= 0 && ((told & this.#monitor.care) >> this.#badOutput) % 2 === 1) ||
      this.#monitor.state[0] === this.#badState;
    this.#gather();
    return output;
  }

  #gather(): void {
    const { state } = this;
    state[0] = this.#machine.state[0] as number;
    state[1] = this.#monitor.state[0] as number;
    for (let unit = 2; unit < state.length; unit++) state[unit] = this.#cell.state[unit - 2] as number;
  }
}
