import type { Uno } from '../../firmware-sim/index.ts';
import { FixedCell, type FixedNetwork } from '../fixed/index.ts';

/** SRAM of the ATmega328P (datasheet section 8.3). */
const SRAM_START = 0x100;
const SRAM_END = 0x900;
/** Steps that are compared; a few dozen leave nothing to chance. */
const STEPS = 64;

/**
 * Address in RAM at which the stand-alone adder keeps its state. The built firmware carries no names, so the place is
 * found as a debugger without symbols would: it is the one that holds the cell's state after every step and reset.
 *
 * @throws Error when there is none, or more than one
 */
export function findState(
  { core }: Uno,
  network: FixedNetwork,
  board: { reset(): void; step(inputs: number): void },
): number {
  const cell = new FixedCell(network);
  let places = Array.from({ length: SRAM_END - SRAM_START - network.hidden }, (_, at) => SRAM_START + at);
  const keepThoseThatHold = (state: Int32Array) => {
    places = places.filter((at) => state.every((value, unit) => core.data[at + unit] === (value & 0xff)));
  };
  for (let step = 0; step < STEPS; step++) {
    // Resets tell the state from copies that a step leaves on the stack.
    if (step % 8 === 0) {
      board.reset();
      cell.reset();
      keepThoseThatHold(cell.state);
    }
    // Any inputs do that are not periodic.
    const inputs = (step * step * 5 + step) & ((1 << network.inputs) - 1);
    board.step(inputs);
    cell.step(inputs);
    keepThoseThatHold(cell.state);
  }
  const [address] = places;
  if (address === undefined || places.length > 1)
    throw new Error(
      `the state of the simulated Uno is at ${places.length} places of its RAM, one was expected`,
    );
  return address;
}
