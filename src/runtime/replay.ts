import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { explore } from '../machine/index.ts';

/** Steps that are kept of a number; of a longer one, a shorter stream that leads to the same state. */
const MAX_STEPS = 65_536;

/** The steps of the number in flight that were answered: what brings an engine that was reset back to its state. */
export class Replay {
  readonly #network: FixedNetwork;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(network: FixedNetwork) {
    this.#network = network;
  }

  /** Takes answered steps; `reset` says that a number begins with them. */
  add(inputs: Uint8Array, reset: boolean): void {
    if (reset) this.#set([]);
    this.#parts.push(inputs);
    this.#length += inputs.length;
    if (this.#length > MAX_STEPS) this.#set([shortcut(this.#network, this.steps())]);
  }

  /** The steps from the initial state on; empty where the number begins. */
  steps(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#parts));
  }

  #set(parts: Uint8Array[]): void {
    this.#parts = parts;
    this.#length = parts.reduce((sum, part) => sum + part.length, 0);
  }
}

/** A shortest stream that brings the network from its initial state where `steps` brings it. */
export function shortcut(network: FixedNetwork, steps: Uint8Array): Uint8Array {
  const cell = new FixedCell(network);
  for (const inputs of steps) cell.step(inputs);
  const target = cell.state.slice();
  const there = () => cell.state.every((value, unit) => value === target[unit]);
  cell.reset();
  if (there()) return new Uint8Array();
  const found = explore(cell, Number.POSITIVE_INFINITY, () => !there());
  if (!('reason' in found)) throw new Error('a state that was reached cannot be reached');
  return Uint8Array.from(found.path);
}
