import { readFileSync } from 'node:fs';
import { Uno, type UnoOptions } from '../../firmware-sim/index.ts';

/** A board that runs one of the programs beside these tests. */
export function boardWith(program: string, options: Omit<UnoOptions, 'firmware'> = {}): Uno {
  return new Uno({ firmware: programHex(program), ...options });
}

export function programHex(program: string): string {
  return readFileSync(new URL(`programs/${program}.hex`, import.meta.url), 'utf8');
}

/** Opens the board's port and gathers what arrives. */
export function attach(board: Uno, baudRate?: number, dtr = true): number[] {
  const received: number[] = [];
  board.serial.open(
    { onByte: (byte) => received.push(byte), onSent: () => {}, onUnplug: () => {} },
    { baudRate, dtr },
  );
  return received;
}

/** Sends bytes and runs until `count` have come back. @throws if they do not within `cycles` */
export function ask(
  board: Uno,
  received: number[],
  bytes: readonly number[],
  count: number,
  cycles = 16e6,
): number[] {
  const from = received.length;
  board.serial.write(Uint8Array.from(bytes));
  if (!board.runUntil(() => received.length >= from + count, cycles)) {
    throw new Error(`${received.length - from} of ${count} bytes after ${cycles} cycles`);
  }
  return received.slice(from);
}

export const text = (characters: string): number[] => [...Buffer.from(characters, 'latin1')];

export const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);
