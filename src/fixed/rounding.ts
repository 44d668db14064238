import { requireObject } from '../machine/require.ts';
import type { FloatNetwork } from '../training/index.ts';
import { type FixedNetwork, MAX_ACCUMULATOR, type Widths } from './fixed-network.ts';
import { FRACTION_BITS, QuantizeError, quantize, tanhTable, toState } from './quantize.ts';

/**
 * A way to round a float network to constants of given widths: docs/spec.md section 3. All are equally fast on a board.
 */
export interface Rounding {
  /** Table entries and the initial state are multiples of 2^(S − this). */
  readonly stateBits: number;
  /** Neighbouring entries of the table are equal, so that only 2^this of them may differ. */
  readonly tableBits: number;
  /** Each output's row of weights has the finest scale that fits this row: only the sign of its sum matters. */
  readonly ownRows: boolean;
}

/** The roundings, in the order in which they are tried; the first one is that of {@link quantize}. */
export const ROUNDINGS: readonly Rounding[] = [
  { stateBits: 8, tableBits: 8, ownRows: false },
  { stateBits: 4, tableBits: 6, ownRows: false },
  { stateBits: 8, tableBits: 6, ownRows: true },
  { stateBits: 8, tableBits: 7, ownRows: false },
  { stateBits: 4, tableBits: 8, ownRows: false },
  { stateBits: 2, tableBits: 1, ownRows: false },
  { stateBits: 8, tableBits: 8, ownRows: true },
  { stateBits: 3, tableBits: 8, ownRows: false },
  { stateBits: 2, tableBits: 8, ownRows: false },
];

/**
 * Rounds a float network in one of the {@link ROUNDINGS}. Bits of a rounding beyond the given widths are reduced to
 * them.
 *
 * @throws QuantizeError when there is no scale at which the weights fit.
 */
export function quantizeRounded(float: FloatNetwork, widths: Widths, rounding: Rounding): FixedNetwork {
  requireObject('float', float, 'parameters');
  requireObject('float.parameters', float.parameters);
  requireObject('widths', widths);
  requireObject('rounding', rounding);
  const stateBits = Math.min(rounding.stateBits, widths.stateBits);
  const tableBits = Math.min(rounding.tableBits, widths.tableBits);
  const { parameters, hidden, outputs } = float;
  const silent = new Float64Array(hidden * outputs);
  // Without output weights, the scale depends on the state rows alone.
  const scaled = rounding.ownRows
    ? { ...float, parameters: { ...parameters, wOutput: silent, bOutput: new Float64Array(outputs) } }
    : float;
  const plain = quantize(scaled, widths);
  const { fractionBits, indexShift } = plain;
  const fewer = { weightBits: widths.weightBits, stateBits, tableBits };
  const apart = { states: widths.stateBits - stateBits, entries: widths.tableBits - tableBits };
  const table = tanhTable(fewer, { fractionBits, indexShift: indexShift + apart.entries - apart.states });
  const initialBits = Math.min(widths.weightBits, stateBits);
  return {
    ...plain,
    ...(rounding.ownRows && ownRows(float, widths)),
    initialState: Array.from(
      parameters.s0,
      (value) => toState(value, initialBits) * 2 ** (widths.stateBits - initialBits),
    ),
    table: plain.table.map((_, address) => (table[address >> apart.entries] ?? 0) * 2 ** apart.states),
  };
}

/** Each output's row with the most fraction bits for which no weight is clamped and the row rule holds. */
function ownRows(
  { outputs, parameters }: FloatNetwork,
  { weightBits, stateBits }: Widths,
): Pick<FixedNetwork, 'outputWeights' | 'outputBias'> {
  const outputWeights = Array.from(parameters.wOutput, () => 0);
  const outputBias = Array.from(parameters.bOutput, () => 0);
  const limit = Math.floor(MAX_ACCUMULATOR / 2 ** (stateBits - 1));
  for (let output = 0; output < outputs; output++) {
    const weights = parameters.wOutput.filter((_, index) => index % outputs === output);
    const row = [parameters.bOutput[output] ?? 0, ...weights];
    const scale = scales().find((bits) => {
      const integers = row.map((value) => Math.round(value * 2 ** bits));
      const half = 2 ** (weightBits - 1);
      const total = integers.reduce((sum, integer) => sum + Math.abs(integer), 0);
      return integers.every((integer) => integer >= -half && integer < half) && total <= limit;
    });
    if (scale === undefined)
      throw new QuantizeError(`no power of two fits as the scale of the row of output ${output}`);
    const integers = row.map((value) => Math.round(value * 2 ** scale));
    outputBias[output] = integers[0] ?? 0;
    integers.slice(1).forEach((integer, from) => {
      outputWeights[from * outputs + output] = integer;
    });
  }
  return { outputWeights, outputBias };
}

/** Numbers of fraction bits, the largest first. */
function scales(): number[] {
  const { min, max } = FRACTION_BITS;
  return Array.from({ length: max - min + 1 }, (_, index) => max - index);
}
