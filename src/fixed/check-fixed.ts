import { MAX_INPUTS, MAX_OUTPUTS, MAX_UNITS } from '../machine/index.ts';
import { type FixedNetwork, largestAccumulator, MAX_ACCUMULATOR, type Widths } from './fixed-network.ts';

/** Integers that are not a fixed network; the message names the field, its value and what was expected. */
export class FixedNetworkError extends Error {
  override readonly name = 'FixedNetworkError';
  /** `inputWeights[3]` */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}

/** The allowed sizes and number formats, min and max: docs/spec.md section 1. */
export const FIXED_LIMITS = {
  inputs: [1, MAX_INPUTS],
  hidden: [1, MAX_UNITS],
  outputs: [1, MAX_OUTPUTS],
  weightBits: [2, 8],
  stateBits: [1, 8],
  tableBits: [1, 8],
  fractionBits: [-8, 15],
  indexShift: [0, 15],
} as const;

const FIELDS = Object.keys(FIXED_LIMITS) as (keyof typeof FIXED_LIMITS)[];

/** @throws FixedNetworkError */
export function checkWidths(widths: Widths): void {
  checkFields(widths, ['weightBits', 'stateBits', 'tableBits']);
}

/** Checks the named fields against their limits. @throws FixedNetworkError */
export function checkFields<Field extends keyof typeof FIXED_LIMITS>(
  values: Readonly<Record<Field, number>>,
  fields: readonly Field[],
): void {
  for (const field of fields) {
    const [min, max] = FIXED_LIMITS[field];
    const value: unknown = values?.[field];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      throw new FixedNetworkError(field, `expected ${min}–${max}, got ${String(value)}`);
  }
}

/**
 * Checks sizes, formats, every constant, and the row rule.
 *
 * @throws FixedNetworkError naming the first thing that is wrong
 */
export function checkFixed(network: FixedNetwork): void {
  if (typeof network !== 'object' || network === null)
    throw new FixedNetworkError('network', `expected a fixed network, got ${String(network)}`);
  checkFields(network, FIELDS);
  const { inputs, hidden, outputs, weightBits, stateBits, tableBits } = network;
  checkConstants('initialState', network.initialState, hidden, stateBits);
  checkConstants('inputWeights', network.inputWeights, inputs * hidden, weightBits);
  checkConstants('stateBias', network.stateBias, hidden, weightBits);
  checkConstants('recurrentWeights', network.recurrentWeights, hidden * hidden, weightBits);
  checkConstants('outputWeights', network.outputWeights, hidden * outputs, weightBits);
  checkConstants('outputBias', network.outputBias, outputs, weightBits);
  checkConstants('table', network.table, 2 ** tableBits, stateBits);
  const largest = largestAccumulator(network);
  if (largest > MAX_ACCUMULATOR) {
    throw new FixedNetworkError(
      'weights',
      `expected accumulators of at most ${MAX_ACCUMULATOR} (the row rule), got one that can reach ${largest}`,
    );
  }
}

function checkConstants(field: string, values: readonly number[], size: number, bits: number): void {
  const length = Array.isArray(values) || ArrayBuffer.isView(values) ? values.length : undefined;
  if (length !== size) throw new FixedNetworkError(field, `expected ${size} numbers, got ${String(length)}`);
  const bound = 2 ** (bits - 1);
  const bad = values.findIndex((value) => !(Number.isInteger(value) && value >= -bound && value < bound));
  if (bad < 0) return;
  throw new FixedNetworkError(
    `${field}[${bad}]`,
    `expected a whole number of ${bits} bits, ${-bound} to ${bound - 1}, got ${String(values[bad])}`,
  );
}
