import type { FixedNetwork } from '../fixed/index.ts';
import { packState } from './packed-state.ts';

/** Where one step with zeros leads from every state that the network's bits can hold. States are packed. */
export interface ZeroImages {
  /** Every state that has a predecessor. */
  readonly images: readonly number[];
  /** How many predecessors each of them has. */
  readonly counts: readonly number[];
  /** One of the predecessors. */
  readonly sources: readonly number[];
}

/** Maximum of states that are packed and counted: three states of eight bits. */
export const MAX_NETWORK_STATES = 2 ** 24;

/** Accumulators lie in −2^15 … 2^15 − 1: docs/spec.md section 1. */
const ACCUMULATORS = 2 ** 16;

/**
 * Counts the images of all 2^(stateBits · hidden) states under a step with zeros. States that differ in one unit form a
 * line, along which each next state changes only a few times; the time for a line is proportional to its changes.
 *
 * @throws RangeError when there are more than {@link MAX_NETWORK_STATES} states.
 */
export function zeroImages(network: FixedNetwork): ZeroImages {
  const { hidden, stateBits } = network;
  const bits = stateBits * hidden;
  if (2 ** bits > MAX_NETWORK_STATES) {
    throw new RangeError(`expected at most 24 bits of state, got ${hidden} units of ${stateBits}`);
  }
  const inner = innerUnit(network);
  const values = 2 ** stateBits;
  const half = values / 2;
  const outer = Array.from({ length: hidden }, (_, unit) => unit).filter((unit) => unit !== inner);
  const { runs, fields, increments } = alongLines(network, inner);
  const counted = new Uint32Array(2 ** bits);
  const images: number[] = [];
  const sources: number[] = [];
  const sums = new Int32Array(hidden);
  const line = new Int32Array(hidden).fill(-half);
  for (let lines = values ** outer.length; lines > 0; lines--) {
    startLine(network, line, sums);
    for (let value = 0; value < values; ) {
      let same = values - value;
      let image = 0;
      for (let unit = 0; unit < hidden; unit++) {
        const at = (sums[unit] as number) + unit * ACCUMULATORS;
        const run = runs[at] as number;
        if (run < same) same = run;
        image |= fields[at] as number;
      }
      const before = counted[image] as number;
      if (before === 0) {
        images.push(image);
        sources.push(
          packState(
            line.map((other, unit) => (unit === inner ? value - half : other)),
            stateBits,
          ),
        );
      }
      counted[image] = before + same;
      value += same;
      for (let unit = 0; unit < hidden; unit++) {
        sums[unit] = (sums[unit] as number) + same * (increments[unit] as number);
      }
    }
    for (const unit of outer) {
      line[unit] = (line[unit] as number) + 1;
      if ((line[unit] as number) < half) break;
      line[unit] = -half;
    }
  }
  return { images, counts: images.map((image) => counted[image] as number), sources };
}

/** How each unit's next state changes along lines; tables are (hidden, accumulator + 2^15). */
interface Lines {
  /** The next state stays the same for this many values of the line's unit. */
  readonly runs: Uint16Array;
  /** The next state, shifted to its place in a packed state. */
  readonly fields: Int32Array;
  /** (hidden): the change of the accumulator from one value to the next. */
  readonly increments: Int32Array;
}

function alongLines(network: FixedNetwork, inner: number): Lines {
  const { hidden, stateBits, tableBits, indexShift, table } = network;
  const values = 2 ** stateBits;
  const half = 2 ** (tableBits - 1);
  const increments = Int32Array.from({ length: hidden }, (_, unit) => weight(network, inner, unit));
  const runs = new Uint16Array(hidden * ACCUMULATORS);
  const fields = new Int32Array(hidden * ACCUMULATORS);
  for (let unit = 0; unit < hidden; unit++) {
    const ofUnit = fields.subarray(unit * ACCUMULATORS, (unit + 1) * ACCUMULATORS);
    const shape = (index: number) =>
      ((table[index & (2 * half - 1)] ?? 0) & (values - 1)) << (unit * stateBits);
    const width = 2 ** indexShift;
    for (let first = 0; first < ACCUMULATORS; first += width) {
      const index = Math.min(Math.max((first - ACCUMULATORS / 2) / width, -half), half - 1);
      ofUnit.fill(shape(index), first, first + width);
    }
    fillRuns(runs.subarray(unit * ACCUMULATORS), ofUnit, increments[unit] as number, values);
  }
  return { runs, fields, increments };
}

/** For how many steps of this increment a value stays, at most `max`. */
function fillRuns(runs: Uint16Array, fields: Int32Array, increment: number, max: number): void {
  runs.fill(increment === 0 ? max : 1, 0, ACCUMULATORS);
  // From the far end, so that the following value is known.
  const count = increment === 0 ? 0 : ACCUMULATORS - Math.abs(increment);
  for (let step = 0; step < count; step++) {
    const at = increment > 0 ? count - 1 - step : step - increment;
    if (fields[at] === fields[at + increment]) runs[at] = Math.min(max, (runs[at + increment] as number) + 1);
  }
}

/** Accumulators of a state, each plus 2^15. */
function startLine(network: FixedNetwork, state: Int32Array, sums: Int32Array): void {
  const { hidden, stateBits, stateBias, recurrentWeights } = network;
  for (let unit = 0; unit < hidden; unit++) {
    let sum = ACCUMULATORS / 2 + (stateBias[unit] as number) * 2 ** (stateBits - 1);
    for (let from = 0; from < hidden; from++) {
      sum += (state[from] as number) * (recurrentWeights[from * hidden + unit] as number);
    }
    sums[unit] = sum;
  }
}

/** The unit along which next states change least often: the one with the smallest weights. */
function innerUnit(network: FixedNetwork): number {
  const units = Array.from({ length: network.hidden }, (_, unit) => unit);
  const increments = units.map((from) =>
    units.reduce((sum, unit) => sum + Math.abs(weight(network, from, unit)), 0),
  );
  return increments.indexOf(Math.min(...increments));
}

function weight({ recurrentWeights, hidden }: FixedNetwork, from: number, to: number): number {
  return recurrentWeights[from * hidden + to] ?? 0;
}
