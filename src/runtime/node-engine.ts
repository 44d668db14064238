import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { emptyWords, type Words } from '../machine/index.ts';
import type { Engine } from './engine.ts';

/** The fixed cell on this host. */
export class NodeEngine implements Engine {
  readonly name = 'Node cell';
  readonly #cell: FixedCell;
  #closed = false;

  constructor(network: FixedNetwork) {
    this.#cell = new FixedCell(network);
  }

  async step(inputs: Words, reset: boolean): Promise<Words> {
    if (this.#closed) throw new Error(`${this.name} is closed`);
    if (reset) this.#cell.reset();
    const outputs = emptyWords(this.#cell.logits.length, inputs.length);
    this.#cell.run(inputs, outputs);
    return outputs;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
