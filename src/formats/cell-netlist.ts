import type { FixedNetwork } from '../fixed/fixed-network.ts';
import { type NetlistBuilder, signedWidth } from './netlist.ts';

/** The results of one step of the cell, as nodes. */
export interface CellStep {
  /** The table's addresses, (hidden) words of tableBits. */
  readonly indices: readonly number[];
  /** The next state, (hidden) words of stateBits. */
  readonly next: readonly number[];
  /** The output bits, (outputs). */
  readonly outputs: readonly number[];
}

/**
 * One step of the fixed cell as docs/spec.md section 2 writes it, in words wide enough that nothing overflows.
 *
 * @param state (hidden) words of stateBits.
 * @param inputs (inputs) words of one bit.
 */
export function cellStep(
  builder: NetlistBuilder,
  network: FixedNetwork,
  state: readonly number[],
  inputs: readonly number[],
): CellStep {
  const { hidden, outputs, stateBits } = network;
  const one = 2 ** (stateBits - 1);
  const indices = Array.from({ length: hidden }, (_, unit) => {
    const inputWeights = inputs.map(
      (_, input) => (network.inputWeights[input * hidden + unit] as number) * one,
    );
    const weights = state.map((_, from) => network.recurrentWeights[from * hidden + unit] as number);
    const bias = (network.stateBias[unit] as number) * one;
    const width = rowWidth([bias, ...inputWeights, ...weights.map((weight) => weight * one)]);
    const terms = [
      ...inputs.map((input, at) => gated(builder, input, inputWeights[at] as number, width)),
      ...state.map((word, from) => product(builder, word, weights[from] as number, width)),
    ];
    const accumulator = sum(builder, bias, terms, width);
    return tableIndex(builder, network, accumulator);
  });
  const next = indices.map((index) => builder.lookup(index, network.table, stateBits));
  return {
    indices,
    next,
    outputs: Array.from({ length: outputs }, (_, output) => outputBit(builder, network, next, output)),
  };
}

/** One output of a state: 1 if its logit is not negative. */
export function outputBit(
  builder: NetlistBuilder,
  network: FixedNetwork,
  state: readonly number[],
  output: number,
): number {
  const one = 2 ** (network.stateBits - 1);
  const weights = state.map((_, from) => network.outputWeights[from * network.outputs + output] as number);
  const bias = (network.outputBias[output] as number) * one;
  const width = rowWidth([bias, ...weights.map((weight) => weight * one)]);
  const logit = sum(
    builder,
    bias,
    state.map((word, from) => product(builder, word, weights[from] as number, width)),
    width,
  );
  return builder.not(builder.slice(logit, width - 1, 1));
}

/** The accumulator shifted down and clamped, tableBits wide. Read as unsigned it is the table's address. */
export function tableIndex(
  builder: NetlistBuilder,
  { indexShift, tableBits }: Pick<FixedNetwork, 'indexShift' | 'tableBits'>,
  accumulator: number,
): number {
  const width = builder.width(accumulator);
  const low = Math.min(indexShift, width - 1);
  const shifted = builder.slice(accumulator, low, width - low);
  if (width - low <= tableBits) return builder.extend(shifted, tableBits);
  // It fits if all bits from the highest one of the index upward equal the sign.
  const sign = builder.slice(accumulator, width - 1, 1);
  const high = builder.slice(shifted, tableBits - 1, width - low - tableBits + 1);
  const fits = builder.equal(high, builder.extend(sign, builder.width(high)));
  const limit =
    tableBits === 1 ? sign : builder.concat(sign, builder.extend(builder.not(sign), tableBits - 1));
  return builder.choose(fits, builder.slice(shifted, 0, tableBits), limit);
}

/** Bits in which no partial sum of these terms overflows. */
export function rowWidth(terms: readonly number[]): number {
  return signedWidth(terms.reduce((total, term) => total + Math.abs(term), 0));
}

/** The terms added to a constant. */
export function sum(
  builder: NetlistBuilder,
  start: number,
  terms: readonly (number | null)[],
  width: number,
): number {
  const nodes = terms.filter((term) => term !== null);
  if (start !== 0 || nodes.length === 0) nodes.push(builder.constant(start, width));
  return nodes.reduce((total, term) => builder.add(total, term));
}

/** A bit times a weight; null for a weight of 0. */
function gated(builder: NetlistBuilder, bit: number, weight: number, width: number): number | null {
  if (weight === 0) return null;
  return builder.choose(bit, builder.constant(weight, width), builder.constant(0, width));
}

function product(builder: NetlistBuilder, word: number, weight: number, width: number): number | null {
  if (weight === 0) return null;
  return builder.multiply(builder.extend(word, width), weight);
}
