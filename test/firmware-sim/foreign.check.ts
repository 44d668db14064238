import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { ask, attach } from './board.ts';

const folder = process.env.FOREIGN_HEX;
if (folder === undefined) throw new Error('FOREIGN_HEX is not set: run test/firmware-sim/foreign.sh');

const firmware = (board: string, sketch: string) =>
  readFileSync(`${folder}/${board}/${sketch}.cpp.hex`, 'utf8');

/** Firmata 2: commands and sysex. */
const SET_PIN_MODE = 0xf4;
const REPORT_VERSION = 0xf9;
const START = 0xf0;
const END = 0xf7;
const OUTPUT = 1;
const PWM = 3;
const SERVO = 4;

describe.each([
  ['uno', [2, 4]],
  ['nano', [2, 3]],
  ['duemilanove328', [2, 5]],
] as const)('StandardFirmata as built for %s', (name, version) => {
  /** A board that has told its version and name, after blinking the former. */
  function ready(): { board: Uno; received: number[] } {
    const board = new Uno({ firmware: firmware(name, 'StandardFirmata') });
    const received = attach(board, 57600);
    board.runUntil(() => received.at(-1) === END, 5 * UNO_HERTZ);
    return { board, received };
  }

  const sysex = (...bytes: number[]) => [START, ...bytes, END];
  const analog = (received: number[]) => {
    const at = received.lastIndexOf(0xe0);
    return (received[at + 1] ?? 0) + 128 * (received[at + 2] ?? 0);
  };

  it('tells its version and name after a reset', () => {
    const { received } = ready();
    const letters = [...Buffer.from('StandardFirmata.ino')].flatMap((letter) => [letter & 0x7f, letter >> 7]);
    expect(received.slice(-(3 + 5 + letters.length))).toEqual([
      REPORT_VERSION,
      ...version,
      ...sysex(0x79, ...version, ...letters),
    ]);
  });

  it('answers queries, over and over', () => {
    const { board, received } = ready();
    for (let n = 0; n < 20; n += 1) {
      expect(ask(board, received, [REPORT_VERSION], 3)).toEqual([REPORT_VERSION, ...version]);
      const from = received.length;
      board.serial.write(Uint8Array.from(sysex(0x6b)));
      board.runUntil(() => received.at(-1) === END, UNO_HERTZ);
      const pins = received.slice(from).filter((byte) => byte === 0x7f).length;
      expect(pins).toBe(name === 'nano' ? 22 : 20);
    }
  });

  it('writes, reads and reports pins', () => {
    const { board, received } = ready();
    const edges: number[] = [];
    board.pin('13').onEdge((level) => edges.push(level));
    board.serial.write(Uint8Array.from([SET_PIN_MODE, 13, OUTPUT, 0x91, 0x20, 0, 0x91, 0, 0, 0x91, 0x20, 0]));
    board.runCycles(0.01 * UNO_HERTZ);
    expect(edges).toEqual([1, 0, 1]);
    board.pin('2').drive(0);
    board.serial.write(Uint8Array.from([SET_PIN_MODE, 2, 0, 0xd0, 1]));
    board.runCycles(0.05 * UNO_HERTZ);
    const before = received.length;
    board.pin('2').drive(1);
    board.runCycles(0.01 * UNO_HERTZ);
    expect(received.slice(before)).toEqual([0x90, 4, 0]);
  });

  it('reports analog inputs', () => {
    const { board, received } = ready();
    board.pin('A0').driveVolts(2.5);
    board.serial.write(Uint8Array.from([0xc0, 1]));
    board.runCycles(0.1 * UNO_HERTZ);
    expect(analog(received)).toBe(512);
    board.pin('A0').driveVolts(1);
    board.runCycles(0.1 * UNO_HERTZ);
    expect(analog(received)).toBe(204);
  });

  it('makes PWM and servo pulses', () => {
    const { board } = ready();
    board.serial.write(
      Uint8Array.from([SET_PIN_MODE, 6, PWM, 0xe6, 64, 0, SET_PIN_MODE, 9, SERVO, 0xe9, 90, 0]),
    );
    board.runCycles(0.1 * UNO_HERTZ);
    expect(board.pin('6').duty).toBeCloseTo(65 / 256, 6);
    const pulses: number[] = [];
    let rise = 0;
    board.pin('9').onEdge((level, cycle) => {
      if (level === 1) rise = cycle;
      else if (rise > 0) pulses.push((cycle - rise) / 16);
    });
    board.runCycles(0.5 * UNO_HERTZ);
    expect(pulses.length).toBeGreaterThan(20);
    for (const pulse of pulses) expect(Math.abs(pulse - 1472)).toBeLessThan(10);
  });

  it('asks an I2C bus with nobody on it and says so', () => {
    const { board, received } = ready();
    const from = received.length;
    board.serial.write(Uint8Array.from([...sysex(0x78), ...sysex(0x76, 0x50, 0x08, 2, 0)]));
    board.runCycles(0.1 * UNO_HERTZ);
    expect(received[from]).toBe(START);
    expect(Buffer.from(received.slice(from).filter((byte) => byte > 0)).toString('latin1')).toMatch(/I2C/);
  });

  it('starts over when the port is opened again', () => {
    const { board } = ready();
    board.serial.close();
    const received = attach(board, 57600);
    board.runUntil(() => received.at(-1) === END, 5 * UNO_HERTZ);
    expect(received.slice(0, 3)).toEqual([REPORT_VERSION, ...version]);
  });

  it('behaves the same whether waiting is skipped or not', () => {
    const traces = [true, false].map((skipIdle) => {
      const board = new Uno({ firmware: firmware(name, 'StandardFirmata') });
      board.core.skipIdle = skipIdle;
      const log: string[] = [];
      for (const pin of ['6', '9', '13'])
        board.pin(pin).onEdge((level, cycle) => log.push(`${pin} ${level} ${cycle}`));
      board.serial.open(
        { onByte: (byte) => log.push(`${byte} ${board.core.now}`), onSent: () => {}, onUnplug: () => {} },
        { baudRate: 57600 },
      );
      board.at(2.5 * UNO_HERTZ, () => {
        board.serial.write(
          Uint8Array.from([0xc0, 1, SET_PIN_MODE, 6, PWM, 0xe6, 9, 0, SET_PIN_MODE, 9, SERVO, 0xe9, 9, 0]),
        );
      });
      for (let n = 0; n < 20; n += 1) {
        board.at(2.6 * UNO_HERTZ + n * 123_457, () => board.pin('A0').driveVolts((n % 11) / 2.2));
      }
      board.runCycles(3 * UNO_HERTZ);
      return { log, instructions: board.core.instructions };
    });
    expect(traces[0]?.log).toEqual(traces[1]?.log);
    expect(traces[0]?.log.length).toBeGreaterThan(500);
  });
});

it.each([['uno'], ['nano'], ['duemilanove328']])(
  'Blink as built for %s blinks once in two seconds',
  (name) => {
    const board = new Uno({ firmware: firmware(name, 'Blink') });
    const edges: number[] = [];
    board.pin('13').onEdge((_, cycle) => edges.push(cycle));
    board.runCycles(6.5 * UNO_HERTZ);
    const gaps = edges.slice(1).map((cycle, index) => (cycle - (edges[index] ?? 0)) / UNO_HERTZ);
    expect(gaps.length).toBeGreaterThan(4);
    for (const gap of gaps) expect(gap).toBeCloseTo(1, 3);
  },
);
