import type { FixedNetwork } from '../fixed/index.ts';
import { UNO } from './numbers.ts';

/** Cycles per second of the Uno. */
export const CYCLES_PER_SECOND = UNO.clockHz;
/** Cycles of one step of the adder's loop, with its call. */
const ADDER_CYCLES = 308;

/** Cycles of the interrupt from CLK to the outputs, beside a step of the cell. */
export const INTERRUPT_CYCLES = 265;
/** The firmware looks up the steps of networks of these sizes: `firmware/core/transitions.h`. */
const LOOK_UP = { inputs: 2, outputs: 1, hidden: 3, transitions: 4 * 64 } as const;

/** Whether the firmware knows all steps of a network in advance, and looks them up for an electronic clock. */
export const looksUp = ({ inputs, hidden, outputs }: FixedNetwork, transitions: number): boolean =>
  inputs === LOOK_UP.inputs &&
  outputs === LOOK_UP.outputs &&
  hidden <= LOOK_UP.hidden &&
  transitions <= LOOK_UP.transitions;

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
