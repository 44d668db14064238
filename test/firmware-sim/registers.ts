import type { Uno } from '../../firmware-sim/index.ts';
import { ask, attach, boardWith } from './board.ts';

/** A board whose registers are read and written by its own firmware, instruction by instruction. */
export class Registers {
  readonly board: Uno = boardWith('poke');
  private readonly received: number[];

  constructor() {
    this.received = attach(this.board);
    this.board.runCycles(1000);
  }

  write(address: number, value: number): void {
    ask(this.board, this.received, [0x77, address, value], 1);
  }

  read(address: number): number {
    return ask(this.board, this.received, [0x72, address], 2)[0] as number;
  }
}

/** Interrupts that the program has counted. */
export const GPIOR0 = 0x3e;
export const GPIOR1 = 0x4a;
