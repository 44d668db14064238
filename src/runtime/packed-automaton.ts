import { Automaton as NativeAutomaton } from '#native';
import { checkWord, type Stepper } from '../machine/index.ts';
import { type Automaton, requireAutomaton } from '../proof/index.ts';

/**
 * A proven network without its arithmetic: its minimal automaton over whole words of bits, in Rust. It gives the same
 * outputs as the cell, bit for bit, about ten times as fast. For planes see {@link packSteps}.
 */
export class PackedAutomaton implements Stepper {
  readonly automaton: Automaton;
  readonly #native: NativeAutomaton;

  /** @throws Error with code CARRYBIT_INVALID_ARGUMENT for more than 256 states, 8 inputs or 8 outputs */
  constructor(automaton: Automaton) {
    requireAutomaton(automaton);
    // An unspecified step may lead anywhere.
    const edges = automaton.states.flatMap(({ edges }, index) =>
      edges.map((edge) => edge ?? { to: index, outputs: 0 }),
    );
    this.automaton = automaton;
    this.#native = new NativeAutomaton({
      inputs: automaton.task.inputs.length,
      outputs: automaton.task.outputs.length,
      next: Uint32Array.from(edges, ({ to }) => to),
      output: Uint32Array.from(edges, ({ outputs }) => outputs),
    });
    this.reset();
  }

  /** Index of the current class; set it to continue from another one. */
  get state(): number {
    return this.#native.state;
  }

  set state(index: number) {
    this.#native.state = index;
  }

  /** Returns to the class of the initial state. */
  reset(): void {
    this.#native.state = this.automaton.initial;
  }

  /** Takes one step; {@link run} is faster for long streams. @throws RangeError for a word beyond the inputs */
  step(word: number): number {
    const { inputs } = this.automaton.task;
    checkWord(word, inputs.length);
    const outputs = this.run(
      inputs.map((_, bit) => Uint8Array.of((word >> bit) & 1)),
      1,
    );
    return outputs.reduce((packed, plane, bit) => packed | ((plane[0] as number) << bit), 0);
  }

  /**
   * Takes steps, on the calling thread.
   *
   * @param inputs a plane of ⌈steps / 8⌉ bytes for each of the task's inputs; bits after the last step are not read
   * @returns a plane for each output, with zeros after the last step
   * @throws Error with code CARRYBIT_INVALID_ARGUMENT for another number of planes or bytes; no step is taken then
   */
  run(inputs: readonly Uint8Array[], steps: number): Uint8Array[] {
    return this.#native.run([...inputs], steps);
  }
}
