import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import type { Engine } from './engine.ts';

/** The fixed cell on this host. */
export class NodeEngine implements Engine {
  readonly name = 'Node cell';
  readonly #cell: FixedCell;
  #closed = false;

  constructor(network: FixedNetwork) {
    this.#cell = new FixedCell(network);
  }

  async step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    if (this.#closed) throw new Error(`${this.name} is closed`);
    if (reset) this.#cell.reset();
    const outputs = new Uint8Array(inputs.length);
    this.#cell.run(inputs, outputs);
    return outputs;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
