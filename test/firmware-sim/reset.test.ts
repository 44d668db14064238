import { describe, expect, it } from 'vitest';
import { type ResetSource, UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ask, attach, boardWith, text } from './board.ts';

const PORF = 1;
const EXTRF = 2;
const WDRF = 8;
const WDE = 8;
const R = 0x52;

function logResets(board: Uno): ResetSource[] {
  const sources: ResetSource[] = [];
  board.resets.onReset = (source) => sources.push(source);
  return sources;
}

describe('a reset', () => {
  it('leaves its cause in MCUSR: power-on, DTR, button, watchdog', () => {
    const board = boardWith('poll');
    const received = attach(board, 115200, false);
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received.splice(0)).toEqual([R, PORF]);
    board.serial.setDtr(true);
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received.splice(0)).toEqual([R, EXTRF]);
    board.reset();
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received.splice(0)).toEqual([R, EXTRF]);
    board.powerCycle();
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received).toEqual([R, PORF]);
  });

  it('adds its flag to those the firmware has not cleared', () => {
    const board = boardWith('poll');
    board.reset();
    const received = attach(board, 115200, false);
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received).toEqual([R, PORF | EXTRF]);
  });

  it('comes with each assertion of DTR, and not while it stays or falls', () => {
    const board = boardWith('poll');
    const sources = logResets(board);
    board.serial.setDtr(true);
    board.serial.setDtr(true);
    expect(sources).toEqual(['external']);
    board.serial.setDtr(false);
    expect(sources).toHaveLength(1);
    board.serial.setDtr(true);
    expect(sources).toHaveLength(2);
  });

  it('comes with opening the port, unless DTR is left alone or still asserted', () => {
    const board = boardWith('poll');
    const sources = logResets(board);
    attach(board, 115200, false);
    expect(sources).toHaveLength(0);
    board.serial.close();
    attach(board, 115200);
    expect(sources).toHaveLength(1);
    board.serial.close(true);
    attach(board, 115200);
    expect(sources).toHaveLength(1);
    board.serial.close();
    attach(board, 115200);
    expect(sources).toHaveLength(2);
  });

  it('keeps SRAM, which a power cycle does not', () => {
    const board = boardWith('poll');
    board.runCycles(1000);
    board.core.data[0x400] = 0xc5;
    board.reset();
    expect(board.core.data[0x400]).toBe(0xc5);
    board.powerCycle();
    expect(board.core.data[0x400]).not.toBe(0xc5);
    const cleared = boardWith('poll', { ram: 0 });
    expect(cleared.core.data.subarray(0x100).every((byte) => byte === 0)).toBe(true);
  });

  it('stops everything: pins, timers, a character on the line', () => {
    const board = boardWith('blink');
    board.runCycles(200_000);
    expect(board.pin('9').level).toBe(1);
    board.reset();
    expect([board.pin('9').level, board.pin('9').mode]).toEqual([0, 'input']);
    expect(board.core.schedule.next).toBe(Number.POSITIVE_INFINITY);
  });

  it('starts over exactly as the first time', () => {
    const log = (board: Uno) => {
      const start = board.cycles;
      const edges: string[] = [];
      const stop = board.pin('6').onEdge((level, cycle) => edges.push(`${level} ${cycle - start}`));
      board.runCycles(500_000);
      stop();
      return edges;
    };
    const board = boardWith('blink');
    const first = log(board);
    expect(first.length).toBeGreaterThan(20);
    board.reset();
    expect(log(board)).toEqual(first);
    board.powerCycle();
    expect(log(board)).toEqual(first);
  });
});

describe('the watchdog', () => {
  function start(): { board: Uno; received: number[]; sources: ResetSource[] } {
    const board = boardWith('watchdog');
    const sources = logResets(board);
    const received = attach(board, undefined, false);
    board.runUntil(() => received.length === 3, UNO_HERTZ);
    expect(received.splice(0)).toEqual([R, PORF, 0]);
    return { board, received, sources };
  }

  it('resets a hanging chip after 16 ms, sets WDRF, and stays on', () => {
    const { board, received, sources } = start();
    board.serial.write(Uint8Array.from(text('h')));
    const begin = board.cycles;
    board.runUntil(() => sources.length === 1, UNO_HERTZ);
    const ms = ((board.cycles - begin) / UNO_HERTZ) * 1000;
    expect(ms).toBeGreaterThan(16);
    expect(ms).toBeLessThan(16.1);
    board.runUntil(() => received.length === 3, UNO_HERTZ);
    expect(sources).toEqual(['watchdog']);
    expect(received).toEqual([R, WDRF, WDE]);
  });

  it('leaves alone a chip that pets it', () => {
    const { board, received, sources } = start();
    expect(ask(board, received, text('p'), 1)).toEqual(text('p'));
    expect(sources).toEqual([]);
    // 32 ms after that it strikes, unless the main loop goes on petting; it does.
    board.runCycles(UNO_HERTZ);
    expect(sources).toEqual([]);
  });

  it('is petted by an idle loop even where the loop is skipped', () => {
    const { board, sources } = start();
    board.serial.write(Uint8Array.from(text('w')));
    board.runCycles(10_000);
    const { instructions } = board.core;
    board.runCycles(60 * UNO_HERTZ);
    expect(sources).toEqual([]);
    expect(board.core.instructions - instructions).toBeLessThan(0.01 * 60 * UNO_HERTZ);
    // Then it hangs, and nothing of the credit is left.
    const begin = board.cycles;
    board.serial.write(Uint8Array.from(text('h')));
    board.runUntil(() => sources.length === 1, UNO_HERTZ);
    // The byte takes 10 µs, and the loop up to 80 µs to see it.
    const seconds = (board.cycles - begin) / UNO_HERTZ;
    expect(seconds).toBeGreaterThan(0.016);
    expect(seconds).toBeLessThan(0.0161);
  });

  it('strikes at the same cycle whether the idle loop before was skipped or not', () => {
    for (const wait of [100_000, 100_123, 333_333, 700_500, 1_000_321]) {
      const times = [true, false].map((skipIdle) => {
        const { board, sources } = start();
        board.core.skipIdle = skipIdle;
        board.serial.write(Uint8Array.from(text('w')));
        board.runCycles(wait);
        board.serial.write(Uint8Array.from(text('x')));
        board.runUntil(() => sources.length === 1, UNO_HERTZ);
        return board.cycles;
      });
      expect(times[0]).toBe(times[1]);
    }
  });

  it('resets at the second time-out if interrupts are off', () => {
    const { board, received, sources } = start();
    const begin = board.cycles;
    board.serial.write(Uint8Array.from(text('c')));
    board.runUntil(() => sources.length === 1, UNO_HERTZ);
    expect(received).toEqual([]);
    expect((board.cycles - begin) / UNO_HERTZ).toBeCloseTo(0.032, 3);
  });

  it('interrupts instead, if told so', () => {
    const { board, received, sources } = start();
    board.serial.write(Uint8Array.from(text('i')));
    board.runCycles(0.21 * UNO_HERTZ);
    expect(received).toEqual(text('!!!'));
    expect(sources).toEqual([]);
  });

  it('interrupts first and resets next, if told so', () => {
    const { board, received, sources } = start();
    const begin = board.cycles;
    board.serial.write(Uint8Array.from(text('b')));
    board.runUntil(() => sources.length === 1, UNO_HERTZ);
    expect(received).toEqual(text('!'));
    expect((board.cycles - begin) / UNO_HERTZ).toBeCloseTo(0.032, 3);
  });
});

describe('sleep', () => {
  it('in power-down stops timers and the oscillator, until a level at INT0 ends it', () => {
    const board = boardWith('sleep');
    const received = attach(board);
    board.runCycles(UNO_HERTZ);
    expect(board.core.asleep).toBe(true);
    expect(received).toEqual([]);
    const wake = board.cycles;
    board.pin('2').drive(0);
    board.runUntil(() => !board.core.asleep, UNO_HERTZ);
    // Start-up of the crystal: 16384 cycles, and that of an interrupt.
    expect(board.cycles - wake).toBe(16_384 + 4 + 4);
    board.pin('2').drive(1);
    board.runUntil(() => received.length === 2, UNO_HERTZ);
    expect(received[0]).toBe(text('w')[0]);
    // Timer 1 counted neither the second asleep nor the start-up.
    expect(received[1]).toBeLessThan(100);
    expect(board.core.asleep || board.runUntil(() => board.core.asleep, 10_000)).toBe(true);
  });

  it('in idle mode goes on receiving', () => {
    const board = boardWith('echo');
    const received = attach(board);
    board.runCycles(UNO_HERTZ);
    expect(board.core.asleep).toBe(true);
    expect(ask(board, received, text('sleepy'), 6)).toEqual(text('sleepy'));
  });
});
