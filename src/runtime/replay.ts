import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { explore } from '../machine/index.ts';

/** Maximum of steps that are kept of a number. For a longer number, a shorter stream to the same state is kept. */
const MAX_STEPS = 65_536;

/** The steps of the current number that have a result: they bring an engine that was reset back to its state. */
export class Replay {
  readonly #network: FixedNetwork;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(network: FixedNetwork) {
    this.#network = network;
  }

  /** Adds steps that have a result; `reset` says that a number begins with them. */
  add(inputs: Uint8Array, reset: boolean): void {
    if (reset) this.#set([]);
    this.#parts.push(inputs);
    this.#length += inputs.length;
    if (this.#length > MAX_STEPS) this.#set([shortcut(this.#network, this.steps())]);
  }

  /** The steps from the initial state on; empty at the beginning of a number. */
  steps(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#parts));
  }

  #set(parts: Uint8Array[]): void {
    this.#parts = parts;
    this.#length = parts.reduce((sum, part) => sum + part.length, 0);
  }
}

/** A shortest stream that brings the network from its initial state to the state after `steps`. */
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
