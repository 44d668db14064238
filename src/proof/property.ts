import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import {
  checkMachine,
  checkSymbols,
  type Explorable,
  explore,
  MAX_PAIRS,
  type Machine,
  MachineError,
  MachineStepper,
  type Named,
  UNSPECIFIED,
} from '../machine/index.ts';
import { Monitor, type MonitorInput, type StepVerdict, stepText } from './monitor.ts';

/** The result for a property: it holds for every input stream, or this is a shortest stream that violates it. */
export type PropertyProof =
  | { readonly verdict: 'proven'; readonly triples: number; readonly transitions: number }
  | { readonly verdict: 'disproved'; readonly inputs: readonly number[]; readonly outputs: readonly number[] }
  | { readonly verdict: 'undecided'; readonly triples: number };

/**
 * Decides whether a property of a network holds on streams of any length. The property is a monitor: a machine beside
 * the network. It reads inputs and outputs of the network's machine, matched by name: each of its input bits is an
 * input or output bit, or a symbol, which is 1 in the steps that have it; or its own symbols are the input symbols, or
 * the output symbols, of the network's machine. The property is violated by an output bit, an output symbol or a state
 * named `bad`. Steps that the network's machine leaves unspecified are assumed never to come.
 *
 * @param machine the network's: it names the network's inputs and outputs, and says which inputs never come
 * @throws MachineError for a monitor that does not fit, that is never bad, or that leaves open a step that the network
 *   takes; FixedNetworkError
 */
export function proveProperty(
  network: FixedNetwork,
  machine: MonitorInput,
  monitor: MonitorInput,
  maxTriples = MAX_PAIRS,
): PropertyProof {
  const named = withSymbols(machine);
  const checked = withSymbols(monitor);
  const triple = new Triple(new FixedCell(network), named, new Monitor(named, checked, checked.symbols));
  let transitions = 0;
  const graph = explore(triple, maxTriples, () => {
    transitions += 1;
    return triple.verdict === 'fine';
  });
  if (!('reason' in graph)) return { verdict: 'proven', triples: graph.nodes, transitions };
  if (graph.reason === 'limit') return { verdict: 'undecided', triples: maxTriples };
  const inputs = graph.path;
  if (triple.verdict === 'open') throw openStep(triple, named, inputs);
  const cell = new FixedCell(network);
  return { verdict: 'disproved', inputs, outputs: inputs.map((word) => cell.step(word)) };
}

function withSymbols(machine: MonitorInput): Machine & Named {
  const checked = checkMachine(machine);
  return machine.symbols === undefined
    ? checked
    : { ...checked, symbols: checkSymbols(machine.symbols, checked) };
}

/** A monitor that is silent about a step would prove nothing about all streams with it. */
function openStep(triple: Triple, machine: Named, inputs: readonly number[]): MachineError {
  triple.reset();
  for (const word of inputs.slice(0, -1)) triple.step(word);
  const state = triple.monitor.stateName;
  const last = inputs.at(-1) as number;
  const output = triple.step(last);
  return new MachineError(
    'monitor',
    `expected to be told about every step, got nothing in state ${state} for ${stepText(machine, last, output)}, ` +
      `step ${inputs.length} of a stream that the network takes; add this step, where it is not bad too`,
  );
}

/** Network, machine and monitor on the same inputs; a step gives the network's output. */
class Triple implements Explorable {
  readonly inputs: number;
  /** (2 + hidden): the machine's state, the monitor's, then the network's. */
  readonly state: Int32Array;
  readonly monitor: Monitor;
  /** What the monitor said of the last step. */
  verdict: StepVerdict = 'fine';
  readonly #cell: FixedCell;
  readonly #machine: MachineStepper;

  constructor(cell: FixedCell, machine: Machine, monitor: Monitor) {
    this.inputs = machine.inputs.length;
    this.state = new Int32Array(2 + cell.state.length);
    this.monitor = monitor;
    this.#cell = cell;
    this.#machine = new MachineStepper(machine);
  }

  reset(): void {
    this.#cell.reset();
    this.#machine.reset();
    this.monitor.reset();
    this.#gather();
  }

  step(word: number): number {
    const { state, monitor } = this;
    const cell = this.#cell;
    this.#machine.state[0] = state[0] as number;
    if (this.#machine.step(word) === UNSPECIFIED) return UNSPECIFIED;
    for (let unit = 2; unit < state.length; unit++) cell.state[unit - 2] = state[unit] as number;
    const output = cell.step(word);
    monitor.state = state[1] as number;
    this.verdict = monitor.step(word, output);
    this.#gather();
    return output;
  }

  #gather(): void {
    const { state } = this;
    state[0] = this.#machine.state[0] as number;
    state[1] = this.monitor.state;
    for (let unit = 2; unit < state.length; unit++) state[unit] = this.#cell.state[unit - 2] as number;
  }
}
