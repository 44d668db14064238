import { expect, it } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { encodeMessage, ID } from '../../src/board/index.ts';
import { toPairs, toSeptets } from '../../src/board/septets.ts';
import { Chip } from './chip.ts';

/** Bytes of a message that writes. */
const BYTES = 28;
/** Datasheet table 8-1: a byte is erased and written in 3.4 ms. */
const WRITE_CYCLES = 3.4e-3 * UNO_HERTZ;

/** A chip that waits for the bytes of a new network. */
function updating(): Chip {
  const chip = new Chip().boot();
  chip.ask(ID.begin, toSeptets(100, 2));
  return chip;
}

const write = [...toSeptets(0, 2), ...toPairs(new Uint8Array(BYTES).fill(0x5a))];

it('sleeps while a byte of the EEPROM is written', () => {
  const chip = updating();
  const { core } = chip.uno;
  const { instructions, cycles } = core;
  expect(chip.ask(ID.write, write).id).toBe(ID.write);
  expect(core.cycles - cycles).toBeGreaterThan(BYTES * WRITE_CYCLES);
  expect(core.instructions - instructions).toBeLessThan(0.026 * (core.cycles - cycles));
});

it('begins with the next byte as soon as one is written', () => {
  const chip = updating();
  const { core, eeprom } = chip.uno;
  const begins: number[] = [];
  eeprom.onOperation = ({ kind }) => {
    if (kind === 'erase') begins.push(core.now);
  };
  chip.ask(ID.write, write);
  expect(begins).toHaveLength(BYTES);
  const gaps = begins.slice(1).map((cycle, index) => cycle - (begins[index] as number) - WRITE_CYCLES);
  expect(Math.min(...gaps)).toBeGreaterThan(0);
  expect(Math.max(...gaps)).toBeLessThan(500);
});

it('sleeps on while a reply leaves', () => {
  const chip = updating();
  const { uno, received, messages } = chip;
  uno.serial.write(encodeMessage({ id: ID.read, number: 1, payload: Uint8Array.of(0, 0, 0, 26) }));
  received.length = 0;
  uno.runUntil(() => received.length === 10, UNO_HERTZ);
  const { instructions } = uno.core;
  uno.runUntil(() => received.length === 50, UNO_HERTZ);
  expect(messages).toHaveLength(0);
  // The interrupt that sends a byte, and the millisecond's now and then.
  expect((uno.core.instructions - instructions) / 40).toBeLessThan(80);
});
