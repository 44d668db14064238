import { beforeEach, expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { ID } from '../../src/board/index.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell } from '../../src/fixed/index.ts';
import { hiddenName } from '../../src/tasks/names.ts';
import { proven } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

const adder = await proven('adder');
let chip: Chip;
beforeEach(() => {
  chip = new Chip(eepromWith([imageOf(adder.fixed, 'adder'), 7])).boot();
});

/** Types text as the Arduino IDE sends it and lets the board answer. */
function type(text: string, seconds = 0.2): string {
  const before = chip.received.length;
  chip.uno.serial.write(Buffer.from(text));
  chip.uno.runCycles(seconds * UNO_HERTZ);
  return Buffer.from(chip.received.slice(before)).toString('latin1');
}

test.each(['\n', '\r', '\r\n'])('numbers are added, bits are stepped, lines ending in %j', (end) => {
  expect(type(`13 4${end}`)).toBe('13 4 -> 10001 = 17\r\n');
  expect(type(`13 + 4${end}`)).toBe('13 + 4 -> 10001 = 17\r\n');
  expect(type(`13 - 4${end}`)).toMatch(/^expected 2 numbers /);
  expect(type(`reset${end}`)).toBe('the next step is a first one\r\n');
  expect(type(`11${end}`)).toBe('11 -> 0\r\n');
  expect(type(`00${end}`)).toBe('00 -> 1\r\n');
  expect(type(`999999999 999999999${end}`)).toContain(' = 1999999998\r\n');
  expect(type(`00001101 00000100${end}`)).toMatch(
    /^expected decimal numbers without zeros before them: 13, /,
  );
  expect(type(`4294967296 1${end}`)).toBe('a number has at most 9 digits: there is no memory for more\r\n');
});

test('without an end of the line a second of silence ends it', () => {
  expect(type('13 4', 0.9)).toBe('');
  expect(type('', 0.2)).toBe('13 4 -> 10001 = 17\r\n');
});

test('help names network, slot and update', () => {
  expect(type('help\n')).toContain('carrybit 1.1: adder 0123456789abcdef, slot 0, update 7\r\n13 4 ');
});

test('the plotter gets the pins until the next line, and the steps of numbers', () => {
  for (const pin of ['2', '3', '4', '5']) chip.uno.pin(pin).drive(pin === '3' ? 1 : 0);
  const lines = type('plot\n', 1).trim().split('\r\n');
  expect(lines.length).toBeGreaterThan(25);
  expect(new Set(lines)).toEqual(new Set(['pin2:0,pin3:1,pin4:0,pin5:0,pin13:0']));
  expect(type('reset\n')).toMatch(/the next step is a first one\r\n$/);
  expect(type('')).toBe('');
  const cell = new FixedCell(adder.fixed);
  const due = [0b11, 0b00].map((bits) => {
    const sum = cell.step(bits);
    const state = [...cell.state].map((value, unit) => {
      const size = Math.floor((Math.abs(value) * 100) / 128);
      return `${hiddenName(unit)}:${value < 0 ? '-' : ''}${Math.floor(size / 100)}.${`${size % 100}`.padStart(2, '0')}`;
    });
    return `a:${bits & 1},b:${bits >> 1},y1:${sum},${state.join()}\r\n`;
  });
  expect(type('plot 1 1\n')).toBe(due.join(''));
});

test('a stream goes on where it was, whatever is typed between its messages', () => {
  const steps = Uint8Array.from({ length: 60 }, (_, index) => (index * 7) & 3);
  const cell = new FixedCell(adder.fixed);
  const sums: number[] = [];
  for (let at = 0; at < steps.length; at += 10) {
    type('13 4\n11\nplot 3 1\n');
    const part = packSteps(steps.subarray(at, at + 10), 2, at === 0 ? 2 : 0);
    const reply = chip.ask(ID.stream, part, at / 10);
    expect(reply.id).toBe(ID.stream);
    sums.push(...unpackOutputs(reply.payload, 1, 10));
  }
  expect(sums).toEqual([...steps].map((bits) => cell.step(bits)));
});
