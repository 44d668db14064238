import type { Automaton } from '../proof/index.ts';
import { packSteps, unpackSteps } from './bit-planes.ts';
import type { Engine } from './engine.ts';
import { PackedAutomaton } from './packed-automaton.ts';

/** The packed automaton as an engine. Most of its time goes into turning bytes into planes and back. */
export class PackedEngine implements Engine {
  readonly name = 'packed automaton';
  readonly #packed: PackedAutomaton;
  #closed = false;

  constructor(automaton: Automaton) {
    this.#packed = new PackedAutomaton(automaton);
  }

  async step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    if (this.#closed) throw new Error(`${this.name} is closed`);
    const planes = packSteps(inputs, this.#packed.automaton.task.inputs.length);
    if (reset) this.#packed.reset();
    return unpackSteps(this.#packed.run(planes, inputs.length), inputs.length);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
