import { requireObject } from '../machine/require.ts';
import { checkFloat, type FloatNetwork } from '../training/float-network.ts';
import { checkFields, checkWidths } from './check-fixed.ts';
import { type FixedNetwork, largestAccumulator, MAX_ACCUMULATOR, type Widths } from './fixed-network.ts';

/** Choices that {@link quantize} makes unless they are given. */
export interface Scales {
  /** Weights are multiples of 2^−fractionBits; too large ones are clamped. */
  readonly fractionBits: number;
  /** The table then spans ±2^(tableBits − 1 + indexShift) accumulator units. */
  readonly indexShift: number;
}

/** Eight bits of everything: the table index is the high byte of the accumulator. */
export const BYTE_WIDTHS: Widths = { weightBits: 8, stateBits: 8, tableBits: 8 };

export const FRACTION_BITS = { min: -8, max: 15 };

/** Why a float network cannot be rounded to these widths. */
export class QuantizeError extends Error {
  override readonly name = 'QuantizeError';
}

/**
 * Rounds a float network to small integers (docs/spec.md section 3): at the finest power-of-two scale at which every
 * weight fits and no accumulator can overflow, with the initial state in the format of states and tanh as a table.
 *
 * @throws QuantizeError when there is no such scale, when the given one breaks the row rule, or for numbers that are
 *   not finite; FixedNetworkError for widths or scales out of bounds; FloatNetworkError for parameters of other sizes
 */
export function quantize(float: FloatNetwork, widths: Widths = BYTE_WIDTHS, scales?: Scales): FixedNetwork {
  requireObject('float', float, 'parameters');
  checkParameters(float);
  checkWidths(widths);
  if (scales !== undefined) checkFields(scales, ['fractionBits', 'indexShift']);
  if (scales !== undefined) {
    const { network } = rounded(float, widths, scales);
    if (largestAccumulator(network) > MAX_ACCUMULATOR) {
      throw new QuantizeError(
        `with ${scales.fractionBits} fraction bits an accumulator could overflow 16 bits`,
      );
    }
    return { ...network, table: tanhTable(widths, scales) };
  }
  for (let fractionBits = FRACTION_BITS.max; fractionBits >= FRACTION_BITS.min; fractionBits--) {
    const scales = { fractionBits, indexShift: defaultShift(widths, fractionBits) };
    const { network, clamped } = rounded(float, widths, scales);
    if (!clamped && largestAccumulator(network) <= MAX_ACCUMULATOR) {
      return { ...network, table: tanhTable(widths, scales) };
    }
  }
  throw new QuantizeError(
    `no power-of-two scale lets every weight fit ${widths.weightBits} bits and every accumulator fit 16 bits`,
  );
}

/** A training may end in NaN. Such a network cannot be rounded. */
function checkParameters(float: FloatNetwork): void {
  requireObject('float', float, 'parameters');
  for (const [name, values] of Object.entries<Float64Array>({ ...float.parameters })) {
    const odd = values.find((value) => !Number.isFinite(value));
    if (odd !== undefined) throw new QuantizeError(`${name}: expected finite numbers, got ${odd}`);
  }
  checkFloat(float);
}

/**
 * The shift for which the table spans ±4, where tanh is within 0.07 % of ±1. In the byte layout, the shift that makes
 * the index the high byte of the accumulator.
 */
function defaultShift({ stateBits, tableBits }: Widths, fractionBits: number): number {
  if (stateBits === 8 && tableBits === 8) return 8;
  return clamp(fractionBits + stateBits + 2 - tableBits, 0, 15);
}

/** Everything except the table, which is made only for a scale that fits. */
function rounded(
  float: FloatNetwork,
  widths: Widths,
  scales: Scales,
): { network: Omit<FixedNetwork, 'table'>; clamped: boolean } {
  const { inputs, hidden, outputs, parameters } = float;
  const { weightBits, stateBits } = widths;
  let clamped = false;
  const round = (values: ArrayLike<number>): number[] =>
    Array.from(values, (value) => {
      const exact = Math.round(value * 2 ** scales.fractionBits);
      const kept = clamp(exact, -(2 ** (weightBits - 1)), 2 ** (weightBits - 1) - 1);
      if (kept !== exact) clamped = true;
      return kept;
    });
  const { bInput, bRecurrent } = parameters;
  // An initial state takes no more bits than a weight.
  const initialBits = Math.min(weightBits, stateBits);
  const network = {
    inputs,
    hidden,
    outputs,
    ...widths,
    ...scales,
    initialState: Array.from(
      parameters.s0,
      (value) => toState(value, initialBits) * 2 ** (stateBits - initialBits),
    ),
    inputWeights: round(parameters.wInput),
    stateBias: round(bInput.map((bias, index) => bias + (bRecurrent[index] ?? 0))),
    recurrentWeights: round(parameters.wRecurrent),
    outputWeights: round(parameters.wOutput),
    outputBias: round(parameters.bOutput),
  };
  return { network, clamped };
}

/** tanh at the middle of the interval of accumulators that have this entry. */
export function tanhTable({ stateBits, tableBits }: Widths, { fractionBits, indexShift }: Scales): number[] {
  const size = 2 ** tableBits;
  const width = 2 ** (indexShift - fractionBits - stateBits + 1);
  return Array.from({ length: size }, (_, address) => {
    const index = address < size / 2 ? address : address - size;
    return toState(Math.tanh((index + 0.5) * width), stateBits);
  });
}

/** A number in −1 … 1 as a fraction of 2^(bits − 1), saturated. */
export function toState(value: number, bits: number): number {
  const one = 2 ** (bits - 1);
  return clamp(Math.round(value * one), -one, one - 1);
}

function clamp(value: number, low: number, high: number): number {
  // A comparison of files would take −0 for another number.
  return Math.min(Math.max(value, low), high) + 0;
}
