import type { Board } from './board.ts';
import { BAUD_RATE, type Line, updateBaudRate } from './line.ts';
import { ID } from './numbers.ts';
import { fromSeptets, toSeptets } from './septets.ts';

/** Ms after which the board gives up a rate that is not confirmed; docs/spec.md section 7.5. */
const TRIAL = 1000;

/**
 * Agrees on another baud rate. If that fails, both ends return to the old one.
 *
 * @param rate bits per second, a multiple of 100
 * @returns the rate that the line has now
 * @throws BoardError
 */
export async function setBaudRate(board: Board, line: Line, rate: number): Promise<number> {
  if (!('update' in line)) return BAUD_RATE;
  const old = line.baudRate;
  const units = rate / 100;
  await board.link.ask(ID.baud, [0, ...toSeptets(units, 3)], `a rate of ${rate} baud`);
  await updateBaudRate(line, rate);
  // The board is then back at the old rate, and replies to a confirmation there with that rate.
  const back = setTimeout(() => void updateBaudRate(line, old).catch(() => {}), TRIAL);
  try {
    const reply = await board.link.ask(ID.baud, [1], `at ${rate} baud`, TRIAL / 4);
    // The board rounds the rate to what its clock can do.
    return Math.abs(fromSeptets(reply, 1, 3) - units) <= units / 40 ? rate : old;
  } finally {
    clearTimeout(back);
  }
}
