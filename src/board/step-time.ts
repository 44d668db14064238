import type { FixedNetwork } from '../fixed/index.ts';
import { UNO } from './numbers.ts';

/** Cycles of the Uno a second. */
export const CYCLES_PER_SECOND = UNO.clockHz;
/** Cycles of a step of the adder's loop, with its call. */
const ADDER_CYCLES = 308;

/**
 * Cycles that the firmware's cell takes for a step, with its call: the same for all weights, states and inputs. (What the
 * board remembers, or reads from a line and writes to one, has a time of its own.)
 *
 * @param isAdder whether the loop made for three states runs the network
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
