import type { Stepper } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import type { Engine } from './engine.ts';

/**
 * An engine, such as a board, as a stepper that takes one step at a time: the tests for machines and cells apply to it,
 * too.
 */
export class EngineStepper implements Stepper<Promise<number>> {
  readonly #engine: Engine;
  #begins = true;

  constructor(engine: Engine) {
    requireObject('engine', engine, 'step');
    this.#engine = engine;
  }

  reset(): void {
    this.#begins = true;
  }

  async step(word: number): Promise<number> {
    const begins = this.#begins;
    this.#begins = false;
    const [output = 0] = await this.#engine.step(Uint8Array.of(word), begins);
    return output;
  }
}
