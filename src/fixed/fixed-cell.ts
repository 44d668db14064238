import { checkWord, type Explorable, type Words } from '../machine/index.ts';
import { type CellConstants, cellConstants } from './cell-constants.ts';
import { checkFixed } from './check-fixed.ts';
import type { FixedNetwork } from './fixed-network.ts';
import { runThreeStates } from './three-states.ts';

/** The fixed network as a stepper: docs/spec.md section 2. Bits are packed with the first one lowest. */
export class FixedCell implements Explorable {
  readonly inputs: number;
  /** The state, (hidden); set it to continue from another one. */
  readonly state: Int32Array;
  /** The last step's logits, (outputs). */
  readonly logits: Int32Array;
  readonly #initialState: readonly number[];
  readonly #constants: CellConstants;
  readonly #next: Int32Array;

  /** @throws FixedNetworkError */
  constructor(network: FixedNetwork) {
    checkFixed(network);
    this.inputs = network.inputs;
    this.state = Int32Array.from(network.initialState);
    this.logits = new Int32Array(network.outputs);
    this.#initialState = network.initialState;
    this.#constants = cellConstants(network);
    this.#next = new Int32Array(network.hidden);
  }

  /** Returns to the initial state. */
  reset(): void {
    this.state.set(this.#initialState);
  }

  /** Takes one step's input bits and gives its output bits, both packed. @throws RangeError */
  step(inputs: number): number {
    // One comparison for the common case, a valid word.
    if (inputs >>> this.inputs !== 0 || inputs >>> 0 !== inputs) checkWord(inputs, this.inputs);
    const { hidden, outputs, indexShift, min, max, mask } = this.#constants;
    const { starts, recurrent, output, outputStarts, table } = this.#constants;
    const state = this.state;
    const next = this.#next;
    for (let unit = 0; unit < hidden; unit++) {
      let sum = starts[inputs * hidden + unit] as number;
      for (let from = 0; from < hidden; from++) {
        sum += (state[from] as number) * (recurrent[from * hidden + unit] as number);
      }
      const index = Math.min(Math.max(sum >> indexShift, min), max);
      next[unit] = table[index & mask] as number;
    }
    state.set(next);
    let bits = 0;
    for (let to = 0; to < outputs; to++) {
      let logit = outputStarts[to] as number;
      for (let from = 0; from < hidden; from++) {
        logit += (next[from] as number) * (output[from * outputs + to] as number);
      }
      this.logits[to] = logit;
      if (logit >= 0) bits |= 1 << to;
    }
    return bits;
  }

  /**
   * Takes many steps: a word of packed input bits for each, and a word of packed output bits for each. Allocates
   * nothing.
   *
   * @throws RangeError when `outputs` is shorter than `inputs` or its words have fewer bits than the network outputs,
   *   or when a word has a bit beyond the network's inputs; then no step is taken.
   */
  run(inputs: Words, outputs: Words): void {
    this.#checkRun(inputs, outputs);
    if (inputs.length === 0) return;
    if (this.#constants.hidden === 3 && this.#constants.outputs === 1) {
      this.logits[0] = runThreeStates(this.#constants, this.state, inputs, outputs);
      return;
    }
    for (let step = 0; step < inputs.length; step++) outputs[step] = this.step(inputs[step] as number);
  }

  #checkRun(inputs: Words, outputs: Words): void {
    const { inputs: width, outputs: outputWidth } = this.#constants;
    if (outputs.length < inputs.length) {
      throw new RangeError(`outputs: expected room for ${inputs.length} steps, got ${outputs.length}`);
    }
    if (outputWidth > 8 * outputs.BYTES_PER_ELEMENT) {
      throw new RangeError(`outputs: expected words of ${outputWidth} bits, as a Uint16Array has, got bytes`);
    }
    let seen = 0;
    for (let step = 0; step < inputs.length; step++) seen |= inputs[step] as number;
    if (seen >> width === 0) return;
    const step = inputs.findIndex((word: number) => word >> width !== 0);
    throw new RangeError(`step ${step}: expected an input word of 0–${2 ** width - 1}, got ${inputs[step]}`);
  }
}
