import type { FloatNetwork } from '../training/index.ts';
import { FixedCell } from './fixed-cell.ts';
import type { FixedNetwork } from './fixed-network.ts';

/** Where a fixed network differs from the float network that it was rounded from, on one stream. Steps count from 1. */
export interface Apart {
  /** Packed output bits of the float network, in float64. */
  readonly floatOutputs: readonly number[];
  /** The first step in which the float network's outputs are wrong; undefined if all are correct. */
  readonly floatFails: number | undefined;
  /** The first step in which the outputs of the two differ; undefined if none do. */
  readonly outputsPart: number | undefined;
  /** The first step after which a unit's fixed and float value have different signs; undefined if there is none. */
  readonly statesPart: number | undefined;
  /** (steps) The largest difference between a unit's fixed and float value, of ±1. */
  readonly drift: readonly number[];
}

/**
 * Runs a float network and its fixed form side by side on a stream that disproves the fixed one. Rounding alone is the
 * cause exactly if {@link Apart.floatFails} is undefined.
 *
 * @param stream packed input bits of each step
 * @param expected packed output bits of each step
 * @param care the output bits that matter in each step; all, if not given
 */
export function whereApart(
  float: FloatNetwork,
  fixed: FixedNetwork,
  stream: readonly number[],
  expected: readonly number[],
  care?: readonly number[],
): Apart {
  const cell = new FixedCell(fixed);
  const one = 2 ** (fixed.stateBits - 1);
  const all = 2 ** float.outputs - 1;
  let state: Float64Array = Float64Array.from(float.parameters.s0);
  const found = { floatFails: none(), outputsPart: none(), statesPart: none() };
  const floatOutputs: number[] = [];
  const drift: number[] = [];
  for (const [index, word] of stream.entries()) {
    const step = index + 1;
    const matters = care?.[index] ?? all;
    const fixedOutput = cell.step(word);
    state = nextFloatState(float, state, word);
    const floatOutput = outputs(float, state);
    floatOutputs.push(floatOutput);
    drift.push(Math.max(...state.map((value, unit) => Math.abs(value - (cell.state[unit] ?? 0) / one))));
    if ((floatOutput ^ (expected[index] ?? 0)) & matters) found.floatFails ??= step;
    if ((floatOutput ^ fixedOutput) & matters) found.outputsPart ??= step;
    if (state.some((value, unit) => value < 0 !== (cell.state[unit] ?? 0) < 0)) found.statesPart ??= step;
  }
  return { floatOutputs, ...found, drift };
}

function none(): number | undefined {
  return undefined;
}

/**
 * A step of the float network, in float64.
 *
 * @param state (hidden)
 * @param word packed input bits
 */
export function nextFloatState(
  { inputs, hidden, parameters }: FloatNetwork,
  state: Float64Array,
  word: number,
): Float64Array {
  const { wInput, bInput, wRecurrent, bRecurrent } = parameters;
  return Float64Array.from({ length: hidden }, (_, unit) => {
    let sum = (bInput[unit] ?? 0) + (bRecurrent[unit] ?? 0);
    for (let input = 0; input < inputs; input++) {
      if ((word >> input) & 1) sum += wInput[input * hidden + unit] ?? 0;
    }
    for (let from = 0; from < hidden; from++) {
      sum += (state[from] ?? 0) * (wRecurrent[from * hidden + unit] ?? 0);
    }
    return Math.tanh(sum);
  });
}

function outputs({ outputs: width, parameters }: FloatNetwork, state: Float64Array): number {
  let word = 0;
  for (let output = 0; output < width; output++) {
    let logit = parameters.bOutput[output] ?? 0;
    for (const [from, value] of state.entries()) {
      logit += value * (parameters.wOutput[from * width + output] ?? 0);
    }
    if (logit >= 0) word |= 1 << output;
  }
  return word;
}
