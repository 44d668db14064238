import type { FixedNetwork } from './fixed-network.ts';

/** The fixed network in motion: docs/spec.md section 2. Bits are packed with the first one lowest. */
export class FixedCell {
  /** The state, (hidden); set it to continue from another one. */
  readonly state: Int32Array;
  /** The last step's logits, (outputs). */
  readonly logits: Int32Array;
  readonly #network: FixedNetwork;
  readonly #next: Int32Array;
  /** For each packed input, what each accumulator starts from, (2^inputs, hidden). */
  readonly #starts: Int32Array;
  readonly #recurrent: Int32Array;
  readonly #output: Int32Array;
  readonly #outputStarts: Int32Array;
  readonly #table: Int32Array;

  constructor(network: FixedNetwork) {
    const { inputs, hidden, outputs, stateBits, inputWeights, stateBias } = network;
    const one = 2 ** (stateBits - 1);
    this.#network = network;
    this.state = Int32Array.from(network.initialState);
    this.logits = new Int32Array(outputs);
    this.#next = new Int32Array(hidden);
    this.#recurrent = Int32Array.from(network.recurrentWeights);
    this.#output = Int32Array.from(network.outputWeights);
    this.#outputStarts = Int32Array.from(network.outputBias, (bias) => bias * one);
    this.#table = Int32Array.from(network.table);
    this.#starts = new Int32Array(hidden << inputs);
    for (let bits = 0; bits < 1 << inputs; bits++) {
      for (let unit = 0; unit < hidden; unit++) {
        let sum = stateBias[unit] ?? 0;
        for (let input = 0; input < inputs; input++) {
          if ((bits >> input) & 1) sum += inputWeights[input * hidden + unit] ?? 0;
        }
        this.#starts[bits * hidden + unit] = sum * one;
      }
    }
  }

  /** Back to the initial state. */
  reset(): void {
    this.state.set(this.#network.initialState);
  }

  /** Takes one step's input bits and gives its output bits, both packed. */
  step(inputs: number): number {
    const { hidden, outputs, indexShift, tableBits } = this.#network;
    const state = this.state;
    const next = this.#next;
    const least = -(1 << (tableBits - 1));
    const most = -least - 1;
    const mask = (1 << tableBits) - 1;
    for (let unit = 0; unit < hidden; unit++) {
      let sum = this.#starts[inputs * hidden + unit] as number;
      for (let from = 0; from < hidden; from++) {
        sum += (state[from] as number) * (this.#recurrent[from * hidden + unit] as number);
      }
      const index = Math.min(Math.max(sum >> indexShift, least), most);
      next[unit] = this.#table[index & mask] as number;
    }
    state.set(next);
    let bits = 0;
    for (let output = 0; output < outputs; output++) {
      let logit = this.#outputStarts[output] as number;
      for (let from = 0; from < hidden; from++) {
        logit += (next[from] as number) * (this.#output[from * outputs + output] as number);
      }
      this.logits[output] = logit;
      if (logit >= 0) bits |= 1 << output;
    }
    return bits;
  }
}
