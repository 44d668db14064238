import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { type Machine, UNSPECIFIED } from '../machine/machine.ts';

/**
 * Distinct pairs of a machine's and a network's state, numbered in the order in which they were added: an
 * open-addressing table over typed arrays. Whole states are compared, so different pairs never count as one.
 */
export class PairTable {
  /** (size): the machine's states. */
  machineStates: Int32Array = new Int32Array(1 << 10);
  /** (size, hidden): the network's. */
  networkStates: Int8Array;
  size = 0;
  readonly #hidden: number;
  /** 1 + number of a pair, 0 if a slot is free; at least twice as many slots as pairs. */
  #slots: Int32Array = new Int32Array(1 << 11);

  constructor(hidden: number) {
    this.#hidden = hidden;
    this.networkStates = new Int8Array(this.machineStates.length * hidden);
  }

  /** The pair's number; a new pair gets the old size. −1 if it is new and there are `limit` already. */
  add(machineState: number, networkState: ArrayLike<number>, limit = Number.POSITIVE_INFINITY): number {
    let slot = this.#slot(machineState, networkState, 0);
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (this.#slots.length - 1)) {
      const pair = (this.#slots[slot] as number) - 1;
      if (this.#is(pair, machineState, networkState)) return pair;
    }
    if (this.size >= limit) return -1;
    if (this.size === this.machineStates.length) this.#grow();
    const pair = this.size++;
    this.machineStates[pair] = machineState;
    for (let unit = 0; unit < this.#hidden; unit++) {
      this.networkStates[pair * this.#hidden + unit] = networkState[unit] as number;
    }
    this.#occupy(pair);
    return pair;
  }

  #is(pair: number, machineState: number, networkState: ArrayLike<number>): boolean {
    if (this.machineStates[pair] !== machineState) return false;
    const first = pair * this.#hidden;
    for (let unit = 0; unit < this.#hidden; unit++) {
      if (this.networkStates[first + unit] !== networkState[unit]) return false;
    }
    return true;
  }

  /** The slot of a pair; its network state is in `states` from `first` on. */
  #slot(machineState: number, states: ArrayLike<number>, first: number): number {
    let hash = machineState | 0;
    for (let unit = 0; unit < this.#hidden; unit++) {
      hash = Math.imul(hash ^ (states[first + unit] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
    return (hash ^ (hash >>> 16)) & (this.#slots.length - 1);
  }

  #occupy(pair: number): void {
    const machineState = this.machineStates[pair] as number;
    let slot = this.#slot(machineState, this.networkStates, pair * this.#hidden);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
    this.#slots[slot] = pair + 1;
  }

  #grow(): void {
    const room = 2 * this.machineStates.length;
    const machineStates = new Int32Array(room);
    machineStates.set(this.machineStates);
    this.machineStates = machineStates;
    const networkStates = new Int8Array(room * this.#hidden);
    networkStates.set(this.networkStates);
    this.networkStates = networkStates;
    this.#slots = new Int32Array(2 * room);
    for (let pair = 0; pair < this.size; pair++) this.#occupy(pair);
  }
}

/** The result of a search over all reachable pairs. */
export type Explored =
  | {
      readonly verdict: 'proven';
      readonly pairs: PairTable;
      /** Steps that can ever happen: pairs times the inputs that may come in each. */
      readonly transitions: number;
      /** The smallest |logit| that matters over all steps, in accumulator units. */
      readonly margin: number;
    }
  /** A shortest stream whose last step is wrong, as packed input bits. */
  | { readonly verdict: 'disproved'; readonly stream: readonly number[] }
  | { readonly verdict: 'undecided'; readonly pairs: number };

/**
 * Decides whether a fixed network does what a machine says, on streams of any length: breadth-first search over the
 * pairs of states that the same stream reaches. Outputs are compared where the machine cares; unspecified steps are not
 * taken.
 *
 * @throws RangeError when the network's inputs or outputs are not the machine's in number
 */
export function explorePairs(network: FixedNetwork, machine: Machine, limit = 4_000_000): Explored {
  const { inputs, outputs, hidden } = network;
  if (inputs !== machine.inputs.length || outputs !== machine.outputs.length) {
    throw new RangeError(
      `expected a network with ${machine.inputs.length} inputs and ${machine.outputs.length} outputs, ` +
        `got ${inputs} and ${outputs}`,
    );
  }
  const pairs = new PairTable(hidden);
  const cell = new FixedCell(network);
  pairs.add(machine.initial, cell.state);
  // How each pair was first reached: from which pair, by which input.
  let parents = new Int32Array(1 << 10);
  let causes = new Uint16Array(1 << 10);
  let margin = Number.POSITIVE_INFINITY;
  let transitions = 0;
  for (let pair = 0; pair < pairs.size; pair++) {
    const row = (pairs.machineStates[pair] as number) << inputs;
    for (let word = 0; word < 1 << inputs; word++) {
      const next = machine.next[row | word] as number;
      if (next === UNSPECIFIED) continue;
      for (let unit = 0; unit < hidden; unit++) {
        cell.state[unit] = pairs.networkStates[pair * hidden + unit] as number;
      }
      const care = machine.care[row | word] as number;
      const wrong = (cell.step(word) ^ (machine.output[row | word] as number)) & care;
      if (wrong !== 0) return { verdict: 'disproved', stream: [...path(pair, parents, causes), word] };
      transitions++;
      for (let output = 0; output < outputs; output++) {
        if ((care >> output) & 1) margin = Math.min(margin, Math.abs(cell.logits[output] as number));
      }
      const size = pairs.size;
      const found = pairs.add(next, cell.state, limit);
      if (found < 0) return { verdict: 'undecided', pairs: size };
      if (found < size) continue;
      if (found === parents.length) {
        parents = doubled(parents, new Int32Array(2 * found));
        causes = doubled(causes, new Uint16Array(2 * found));
      }
      parents[found] = pair;
      causes[found] = word;
    }
  }
  return { verdict: 'proven', pairs, transitions, margin };
}

function doubled<T extends Int32Array | Uint16Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** The inputs that lead from the initial pair to this one. */
function path(pair: number, parents: Int32Array, causes: Uint16Array): number[] {
  const inputs: number[] = [];
  for (let at = pair; at > 0; at = parents[at] as number) inputs.push(causes[at] as number);
  return inputs.reverse();
}
