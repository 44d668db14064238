import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import type { Task } from '../tasks/index.ts';
import { flipBit, type LiveEngine, NO_STEP, type Taken } from './live-engine.ts';
import { StepEdges } from './step-edges.ts';

/** The fixed cell in this process. */
export class NodeCell implements LiveEngine {
  readonly leds = undefined;
  readonly #cell: FixedCell;
  readonly #stateBits: number;
  readonly #edges: StepEdges;
  taken: Taken = NO_STEP;

  constructor(network: FixedNetwork, task: Task) {
    this.#cell = new FixedCell(network);
    this.#stateBits = network.stateBits;
    this.#edges = new StepEdges(task);
  }

  get state(): readonly number[] {
    return Array.from(this.#cell.state);
  }

  async reset(): Promise<void> {
    this.#cell.reset();
  }

  async step(inputs: number): Promise<number> {
    const outputs = this.#cell.step(inputs);
    this.taken = { edges: this.#edges.of(inputs, outputs), delay: null };
    return outputs;
  }

  async flip(unit: number, bit: number): Promise<void> {
    const { state } = this.#cell;
    state[unit] = flipBit(state[unit] as number, bit, this.#stateBits);
  }

  async close(): Promise<void> {}
}
