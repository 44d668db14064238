import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SerialPortStream } from '@serialport/stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Board } from '../../firmware-sim/board/board.ts';
import { MEGA } from '../../firmware-sim/board/mega.ts';
import { createBinding } from '../../firmware-sim/index.ts';

const folder = process.env.FOREIGN_HEX;
if (folder === undefined) throw new Error('FOREIGN_HEX is not set: run test/firmware-sim/foreign.sh');
const firmware = (sketch: string) => readFileSync(`${folder}/mega/${sketch}.cpp.hex`, 'utf8');

// These packages declare no types.
const require = createRequire(import.meta.url);
const { Board: Client, Led, Pin, Sensor, Servo } = require('johnny-five');
const { Firmata } = require('firmata-io');

const { hertz } = MEGA;
/** Cycles between two turns of the host: the board never waits longer than that for it. */
const TURN = 8000;

describe('StandardFirmata as built for the Mega, and johnny-five', () => {
  let mega: Board;
  let transport: SerialPortStream;
  // biome-ignore lint/suspicious/noExplicitAny: johnny-five declares no types
  let board: any;

  async function runUntil(holds: () => boolean, seconds: number): Promise<boolean> {
    const end = mega.cycles + seconds * hertz;
    while (!holds()) {
      if (mega.cycles >= end) return false;
      mega.runCycles(TURN);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  beforeAll(async () => {
    mega = new Board(MEGA, { firmware: firmware('StandardFirmata') });
    transport = new SerialPortStream({
      binding: createBinding({ mega }),
      path: 'mega',
      baudRate: 57_600,
      autoOpen: false,
    });
    board = new Client({ io: new Firmata(transport), repl: false, debug: false, sigint: false });
    let ready = false;
    board.on('ready', () => {
      ready = true;
    });
    transport.open();
    await once(transport, 'open');
    expect(await runUntil(() => ready, 5)).toBe(true);
  });

  afterAll(async () => {
    await new Promise<void>((resolve) => transport.close(() => resolve()));
  });

  test('meet: name, version, 70 pins of which 16 are analog and 15 have PWM', () => {
    const { io } = board;
    expect([io.firmware.name, io.firmware.version]).toEqual(['StandardFirmata.ino', { major: 2, minor: 3 }]);
    expect(io.pins.length).toBe(70);
    expect(io.analogPins.length).toBe(16);
    const dims = io.pins.flatMap(({ supportedModes }: { supportedModes: number[] }, pin: number) =>
      supportedModes.includes(io.MODES.PWM) ? [pin] : [],
    );
    expect(dims).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 44, 45, 46]);
  });

  test('every digital pin is the one of its number, as an output', async () => {
    for (let pin = 2; pin < MEGA.digital.length; pin += 1) {
      const led = new Led({ pin, board });
      led.on();
      expect([pin, await runUntil(() => mega.pin(`${pin}`).level === 1, 0.1)]).toEqual([pin, true]);
      const lit = MEGA.digital.flatMap((_, other) =>
        other > 1 && mega.pin(`${other}`).mode === 'output' && mega.pin(`${other}`).level === 1
          ? [other]
          : [],
      );
      expect(lit).toEqual([pin]);
      led.off();
      expect(await runUntil(() => mega.pin(`${pin}`).level === 0, 0.1)).toBe(true);
    }
  });

  // Of ports with registers in reach of IN and of LDS alone: E, A, C, L, B.
  test.each([2, 22, 37, 49, 53])('pin %i is heard as an input', async (number) => {
    const seen: string[] = [];
    mega.pin(`${number}`).drive(0);
    const pin = new Pin({ pin: number, mode: board.io.MODES.INPUT, board });
    for (const level of ['low', 'high']) pin.on(level, () => seen.push(level));
    await runUntil(() => false, 0.05);
    for (const [level, name] of [
      [1, 'high'],
      [0, 'low'],
      [1, 'high'],
    ] as const) {
      mega.pin(`${number}`).drive(level);
      await runUntil(() => false, 0.1);
      // A Pin looks every 20 ms of the host's time at what the board has reported by then.
      await once(pin, 'data');
      expect(seen.at(-1)).toBe(name);
    }
  });

  test('every PWM pin is as bright as it is told', async () => {
    for (const pin of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 44, 45, 46]) {
      const bright = 20 + pin * 4;
      new Led({ pin, board }).brightness(bright);
      const duty = () => mega.pin(`${pin}`).duty ?? -1;
      // Timers of 8 bits that are not phase correct count from 1.
      expect([pin, await runUntil(() => Math.abs(duty() - bright / 255) < 0.005, 0.1), duty()]).toEqual([
        pin,
        true,
        expect.any(Number),
      ]);
    }
  });

  test('A0 to A15 read the voltages at them', async () => {
    for (let channel = 0; channel < 16; channel += 1) mega.pin(`A${channel}`).driveVolts(channel * 0.3);
    const sensors = Array.from(
      { length: 16 },
      (_, channel) => new Sensor({ pin: `A${channel}`, freq: 5, board }),
    );
    const due = sensors.map((_, channel) => Math.floor((1024 * channel * 0.3) / 5));
    const read = () => sensors.map(({ raw }) => raw);
    await runUntil(() => read().every((value, channel) => value === due[channel]), 2);
    expect(read()).toEqual(due);
  });

  test('a servo gets its pulses from timer 5, by its interrupt at vector 47', async () => {
    new Servo({ pin: 30, board }).to(90);
    const widths: number[] = [];
    let rise = 0;
    mega.pin('30').onEdge((level, cycle) => {
      if (level === 1) rise = cycle;
      else if (rise > 0) widths.push((cycle - rise) / 16);
    });
    await runUntil(() => widths.length > 10, 1);
    expect(widths.length).toBeGreaterThan(10);
    for (const width of widths) expect(Math.abs(width - 1480)).toBeLessThan(40);
  });
});

test('Blink as built for the Mega blinks once in two seconds', () => {
  const board = new Board(MEGA, { firmware: firmware('Blink') });
  const edges: number[] = [];
  board.pin('13').onEdge((_, cycle) => edges.push(cycle));
  board.runCycles(3.5 * hertz);
  const gaps = edges.slice(1).map((cycle, index) => (cycle - (edges[index] ?? 0)) / hertz);
  expect(gaps.length).toBeGreaterThan(1);
  for (const gap of gaps) expect(gap).toBeCloseTo(1, 3);
});
