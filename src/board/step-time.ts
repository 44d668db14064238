import type { FixedNetwork } from '../fixed/index.ts';
import { UNO } from './numbers.ts';

/** Cycles per second of the Uno. */
export const CYCLES_PER_SECOND = UNO.clockHz;
/** Cycles of one step of the adder's loop, with its call. */
const ADDER_CYCLES = 308;

/**
 * Cycles that the firmware's cell takes for one step, with its call: the same for all weights, states and inputs.
 * (Looking up computed transitions and using the line take other times.)
 *
 * @param isAdder whether the loop for three states runs the network
 */
export function stepCycles(fixed: FixedNetwork, isAdder: boolean): number {
  if (isAdder) return ADDER_CYCLES;
  const { inputs, hidden, outputs, stateBits, tableBits, indexShift } = fixed;
  // firmware/boards/uno/cell_plain.S, instruction by instruction; `make -C firmware check-figures` measures them.
  const shift = indexShift < 8 ? 2 + 5 * indexShift : 4 + 5 * (indexShift - 8);
  const unit = 14 * inputs + 13 * hidden + shift + 47;
  const output = 13 * hidden + 16;
  return 159 + 4 * (stateBits + tableBits) + hidden * unit + outputs * output;
}
