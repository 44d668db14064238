import { FixedCell, type FixedNetwork } from '../fixed/index.ts';

/** Steps that are kept of a number; of a longer one, a shorter stream that leads to the same state. */
const MOST = 65_536;

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
    if (this.#length > MOST) this.#set([shortcut(this.#network, this.steps())]);
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

/** A shortest stream that brings the network from its initial state where `steps` brings it: a breadth-first search. */
export function shortcut(network: FixedNetwork, steps: Uint8Array): Uint8Array {
  const cell = new FixedCell(network);
  for (const inputs of steps) cell.step(inputs);
  const target = cell.state.join();
  const start = Int32Array.from(network.initialState);
  const found = new Map([[start.join(), { state: start, path: [] as readonly number[] }]]);
  // A Map hands out what is added during the walk, in order: it is its own queue.
  for (const [key, { state, path }] of found) {
    if (key === target) return Uint8Array.from(path);
    for (let inputs = 0; inputs < 1 << network.inputs; inputs++) {
      cell.state.set(state);
      cell.step(inputs);
      const next = cell.state.join();
      if (!found.has(next)) found.set(next, { state: cell.state.slice(), path: [...path, inputs] });
    }
  }
  throw new Error('a state that was reached cannot be reached');
}
