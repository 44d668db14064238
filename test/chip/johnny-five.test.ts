import { once } from 'node:events';
import { createRequire } from 'node:module';
import { SerialPortStream } from '@serialport/stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBinding, UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { decodeMessage, encodeMessage, ID } from '../../src/board/index.ts';
import { FIRMWARE } from './chip.ts';

// These packages declare no types.
const require = createRequire(import.meta.url);
const { Board, Button, Led, Sensor, Servo } = require('johnny-five');
const { Firmata } = require('firmata-io');

/** Cycles between two turns of the host: the board never waits longer than that for it. */
const TURN = 160;

/** Runs the board, and lets the host do all it has to do every ten simulated microseconds. */
async function runUntil(uno: Uno, holds: () => boolean, seconds: number): Promise<boolean> {
  const end = uno.cycles + seconds * UNO_HERTZ;
  while (!holds()) {
    if (uno.cycles >= end) return false;
    uno.runCycles(TURN);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return true;
}

const run = (uno: Uno, seconds: number) => runUntil(uno, () => false, seconds);

let uno: Uno;
let transport: SerialPortStream;
// biome-ignore lint/suspicious/noExplicitAny: johnny-five declares no types
let board: any;
let readyAfter: number;

beforeEach(async () => {
  uno = new Uno({ firmware: FIRMWARE });
  transport = new SerialPortStream({
    binding: createBinding({ sim: uno }),
    path: 'sim',
    baudRate: 57_600,
    autoOpen: false,
  });
  board = new Board({ io: new Firmata(transport), repl: false, debug: false, sigint: false });
  let ready = false;
  board.on('ready', () => {
    ready = true;
  });
  transport.open();
  await once(transport, 'open');
  const reset = uno.cycles;
  await runUntil(uno, () => ready, 1);
  readyAfter = uno.cycles - reset;
});

afterEach(async () => {
  await new Promise<void>((resolve) => transport.close(() => resolve()));
});

describe('johnny-five on the simulated Uno', () => {
  test('is ready less than 200 ms after the reset, at 57,600 baud', () => {
    expect(board.isReady).toBe(true);
    expect(board.io.firmware.name).toBe('carrybit');
    expect(readyAfter / UNO_HERTZ).toBeLessThan(0.2);
  });

  test('switches, blinks and dims an Led', async () => {
    const led = new Led({ pin: 13, board });
    const edges: number[] = [];
    uno.pin('13').onEdge((level) => edges.push(level));
    led.on();
    expect(await runUntil(uno, () => uno.pin('13').level === 1, 0.01)).toBe(true);
    led.off();
    expect(await runUntil(uno, () => uno.pin('13').level === 0, 0.01)).toBe(true);
    led.blink(2);
    expect(await runUntil(uno, () => edges.length >= 8, 10)).toBe(true);
    led.stop();
    expect(edges.slice(0, 8)).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    new Led({ pin: 9, board }).brightness(64);
    await run(uno, 0.01);
    expect(uno.pin('9').duty).toBeCloseTo(64 / 255, 2);
  });

  test('hears a Button, with its pull-up', async () => {
    const events: string[] = [];
    const button = new Button({ pin: 2, isPullup: true, board });
    for (const event of ['press', 'release']) button.on(event, () => events.push(event));
    await run(uno, 0.02);
    expect(uno.pin('2').mode).toBe('input-pullup');
    for (const [level, event] of [
      [0, 'press'],
      [1, 'release'],
      [0, 'press'],
    ] as const) {
      uno.pin('2').drive(level);
      expect(await runUntil(uno, () => events.length > 0, 10)).toBe(true);
      expect(events.splice(0)).toEqual([event]);
    }
  });

  test('hears every pin whose level is read, the analog ones too, and no other with it', async () => {
    const names = uno.pinNames.filter((name) => !['0', '1'].includes(name));
    const heard: string[] = [];
    for (const name of names) {
      const pin = name.startsWith('A') ? board.io.analogPins[Number(name.slice(1))] : Number(name);
      uno.pin(name).drive(0);
      board.io.pinMode(pin, board.io.MODES.INPUT);
      board.io.digitalRead(pin, (level: number) => heard.push(`${name}=${level}`));
    }
    await run(uno, 0.02);
    expect(heard).not.toContainEqual(expect.stringMatching(/=1$/));
    for (const name of names) {
      heard.length = 0;
      uno.pin(name).drive(1);
      await run(uno, 0.002);
      uno.pin(name).drive(0);
      await run(uno, 0.002);
      expect(heard.filter((each) => each.endsWith('=1'))).toEqual([`${name}=1`]);
    }
  });

  test('reads a Sensor', async () => {
    const values: number[] = [];
    const sensor = new Sensor({ pin: 'A0', freq: 5, board });
    sensor.on('data', () => values.push(sensor.raw));
    for (const [volts, value] of [
      [2.5, 512],
      [1, 204],
      [5, 1023],
    ] as const) {
      uno.pin('A0').driveVolts(volts);
      expect(await runUntil(uno, () => values.at(-1) === value, 10)).toBe(true);
    }
    sensor.disable();
  });

  test('exchanges our own messages through sysexCommand and sysexResponse', async () => {
    const question = encodeMessage({ id: ID.describe, number: 7, payload: new Uint8Array() });
    let reply: number[] | undefined;
    board.io.sysexResponse(ID.describe, (data: number[]) => {
      reply = data;
    });
    board.io.sysexCommand([...question.subarray(1, -1)]);
    await runUntil(uno, () => reply !== undefined, 0.1);
    board.io.clearSysexResponse(ID.describe);
    const message = decodeMessage(Uint8Array.of(ID.describe, ...(reply ?? [])));
    expect(message).toMatchObject({ id: ID.describe, number: 7 });
    expect(message?.payload.length).toBeGreaterThanOrEqual(44);
  });

  test('moves Servos, as far as they are told', async () => {
    const pulses = new Map<string, number[]>();
    for (const name of ['3', '10']) {
      let rise = 0;
      const widths: number[] = [];
      pulses.set(name, widths);
      uno.pin(name).onEdge((level, cycle) => {
        if (level === 1) rise = cycle;
        else widths.push(((cycle - rise) / UNO_HERTZ) * 1e6);
      });
    }
    const wide = new Servo({ pin: 3, range: [0, 180], board });
    const narrow = new Servo({ pin: 10, pwmRange: [1000, 2000], board });
    for (const [degrees, wideWidth, narrowWidth] of [
      [0, 600, 1000],
      [90, 1500, 1500],
      [180, 2400, 2000],
    ] as const) {
      wide.to(degrees);
      narrow.to(degrees);
      await run(uno, 0.05);
      for (const widths of pulses.values()) widths.length = 0;
      await run(uno, 0.2);
      for (const [name, width] of [
        ['3', wideWidth],
        ['10', narrowWidth],
      ] as const) {
        const widths = pulses.get(name) ?? [];
        // 50 a second; the limits are kept in units of 4 µs, and other interrupts come in between.
        expect(widths.length).toBeGreaterThanOrEqual(9);
        expect(widths.length).toBeLessThanOrEqual(11);
        for (const one of widths) expect(Math.abs(one - width)).toBeLessThan(12);
      }
    }
    const { PWM, OUTPUT } = board.io.MODES;
    for (const pin of [3, 10]) board.io.pinMode(pin, OUTPUT);
    board.io.pinMode(9, PWM);
    board.io.analogWrite(9, 64);
    await run(uno, 0.05);
    expect([uno.pin('3').level, uno.pin('10').level]).toEqual([0, 0]);
    expect(uno.pin('9').duty).toBeCloseTo(64 / 255, 2);
  });

  test('is offered what the firmware can do', () => {
    const { SERVO } = board.io.MODES;
    const { pins } = board.io as { pins: Pins[] };
    expect(pins.filter(({ supportedModes }) => supportedModes.includes(SERVO))).toHaveLength(12);
    expect(pins.filter(({ supportedModes }) => supportedModes.length > 0)).toHaveLength(18);
  });
});

interface Pins {
  readonly supportedModes: readonly number[];
}
