import { requireObject } from '../machine/require.ts';
/** The widths of a fixed network's constants, in bits. */
export interface Widths {
  /** 2 to 8. */
  readonly weightBits: number;
  /** 1 to 8. */
  readonly stateBits: number;
  /** 1 to 8: the table has 2^tableBits entries. */
  readonly tableBits: number;
}

/** The allowed widths, min and max. */
export const WIDTH_LIMITS = { weightBits: [2, 8], stateBits: [1, 8], tableBits: [1, 8] } as const;

/** A network of small integers: docs/spec.md section 1. Matrices are row-major, (from, to). */
export interface FixedNetwork extends Widths {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** A weight w stands for w / 2^fractionBits. */
  readonly fractionBits: number;
  /** The table index is the accumulator shifted right by this. */
  readonly indexShift: number;
  /** (hidden) */
  readonly initialState: readonly number[];
  /** (inputs, hidden) */
  readonly inputWeights: readonly number[];
  /** (hidden) */
  readonly stateBias: readonly number[];
  /** (hidden, hidden) */
  readonly recurrentWeights: readonly number[];
  /** (hidden, outputs) */
  readonly outputWeights: readonly number[];
  /** (outputs) */
  readonly outputBias: readonly number[];
  /** (2^tableBits), addressed by the index as an unsigned number */
  readonly table: readonly number[];
}

/** Limit of the accumulator: a signed 16-bit integer. */
export const MAX_ACCUMULATOR = 32_767;

/**
 * The largest magnitude that any partial sum of any row can reach: Σ over its absolute weights times 2^(S−1). The row
 * rule of docs/spec.md section 1 allows at most {@link MAX_ACCUMULATOR}.
 */
export function largestAccumulator(network: Omit<FixedNetwork, 'table'>): number {
  requireObject('network', network, 'hidden', 'outputs', 'inputWeights', 'stateBias', 'recurrentWeights');
  const { hidden, outputs, inputWeights, stateBias, recurrentWeights, outputWeights, outputBias } = network;
  const rows = new Array<number>(hidden + outputs).fill(0);
  const add = (weights: readonly number[], columns: number, offset: number): void => {
    weights.forEach((weight, index) => {
      const row = offset + (index % columns);
      rows[row] = (rows[row] ?? 0) + Math.abs(weight);
    });
  };
  for (const weights of [stateBias, inputWeights, recurrentWeights]) add(weights, hidden, 0);
  for (const weights of [outputBias, outputWeights]) add(weights, outputs, hidden);
  return Math.max(...rows) * 2 ** (network.stateBits - 1);
}

/** A logit or accumulator divided by this is the real number that it stands for: 2^(f+S−1). */
export function accumulatorScale(network: FixedNetwork): number {
  requireObject('network', network, 'fractionBits', 'stateBits');
  return 2 ** (network.fractionBits + network.stateBits - 1);
}

/**
 * Size of all constants in bits: every initial state, weight and bias costs weightBits, every table entry stateBits.
 */
export function constantBits(sized: Sized): number {
  requireObject('network', sized);
  const { inputs, hidden, outputs, weightBits, stateBits, tableBits } = sized;
  const parameters = hidden + inputs * hidden + hidden + hidden * hidden + hidden * outputs + outputs;
  return parameters * weightBits + 2 ** tableBits * stateBits;
}

/** The number of a network's constants, table included; also their size in bytes, if each takes one. */
export function constantCount({ inputs, hidden, outputs, tableBits }: Sized): number {
  return hidden * (inputs + hidden + outputs + 2) + outputs + 2 ** tableBits;
}

export type Sized = Widths & Pick<FixedNetwork, 'inputs' | 'hidden' | 'outputs'>;
