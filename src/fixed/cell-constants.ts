import type { FixedNetwork } from './fixed-network.ts';

/** A fixed network's constants, arranged for its steps. */
export interface CellConstants {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly indexShift: number;
  /** Limits of the table index as a signed number. */
  readonly min: number;
  readonly max: number;
  /** Makes the index unsigned. */
  readonly mask: number;
  /** Initial value of each accumulator for each packed input, (2^inputs, hidden). */
  readonly starts: Int32Array;
  /** (hidden, hidden) */
  readonly recurrent: Int32Array;
  /** (hidden, outputs) */
  readonly output: Int32Array;
  /** Initial value of each logit, (outputs). */
  readonly outputStarts: Int32Array;
  /** (2^tableBits) */
  readonly table: Int32Array;
}

export function cellConstants(network: FixedNetwork): CellConstants {
  const { inputs, hidden, outputs, indexShift, stateBits, tableBits, inputWeights, stateBias } = network;
  const one = 2 ** (stateBits - 1);
  const starts = new Int32Array(hidden << inputs);
  for (let bits = 0; bits < 1 << inputs; bits++) {
    for (let unit = 0; unit < hidden; unit++) {
      let sum = stateBias[unit] ?? 0;
      for (let input = 0; input < inputs; input++) {
        if ((bits >> input) & 1) sum += inputWeights[input * hidden + unit] ?? 0;
      }
      starts[bits * hidden + unit] = sum * one;
    }
  }
  return {
    inputs,
    hidden,
    outputs,
    indexShift,
    min: -(1 << (tableBits - 1)),
    max: (1 << (tableBits - 1)) - 1,
    mask: (1 << tableBits) - 1,
    starts,
    recurrent: Int32Array.from(network.recurrentWeights),
    output: Int32Array.from(network.outputWeights),
    outputStarts: Int32Array.from(network.outputBias, (bias) => bias * one),
    table: Int32Array.from(network.table),
  };
}
