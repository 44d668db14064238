import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Pace, UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ALL_BYTES, attach, boardWith } from './board.ts';

describe('a board running by itself', () => {
  let board: Uno;
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    board.stop();
    vi.useRealTimers();
  });

  function start(program: string, pace: Pace): Uno {
    board = boardWith(program);
    board.start(pace);
    return board;
  }

  it.each([
    ['real-time', 'blink'],
    ['real-time', 'edges'],
    ['flat-out', 'blink'],
    ['flat-out', 'echo'],
  ] as const)('%s keeps to the clock on the wall while it waits (%s)', async (pace, program) => {
    const uno = start(program, pace);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(uno.clock.seconds).toBeGreaterThan(9.8);
    expect(uno.clock.seconds).toBeLessThan(10.2);
  });

  it('costs next to nothing while it waits, in instructions and in turns', async () => {
    const uno = start('echo', 'real-time');
    await vi.advanceTimersByTimeAsync(1000);
    const { instructions } = uno.core;
    const turns = vi.spyOn(uno, 'runCycles');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(uno.core.instructions - instructions).toBeLessThan(10);
    expect(turns.mock.calls.length).toBeLessThan(110 * 80);
    expect(uno.clock.seconds).toBeGreaterThan(10.8);
  });

  it('takes in real time as long for bytes as the line does', async () => {
    const uno = start('echo', 'real-time');
    await vi.advanceTimersByTimeAsync(10);
    const received = attach(uno, 115200);
    await vi.advanceTimersByTimeAsync(10);
    uno.serial.write(Uint8Array.from(ALL_BYTES));
    await vi.advanceTimersByTimeAsync(12);
    expect(received.length).toBeGreaterThan(100);
    expect(received.length).toBeLessThan(150);
    await vi.advanceTimersByTimeAsync(15);
    expect(received).toEqual(ALL_BYTES);
  });

  it('takes flat out no time for them', async () => {
    const uno = start('echo', 'flat-out');
    await vi.advanceTimersByTimeAsync(10);
    const received = attach(uno, 9600);
    await vi.advanceTimersByTimeAsync(10);
    uno.serial.setBaudRate(115200);
    uno.serial.write(Uint8Array.from([...ALL_BYTES, ...ALL_BYTES]));
    await vi.advanceTimersByTimeAsync(3);
    expect(received).toHaveLength(512);
  });

  it('stands still after stop and after a power failure, until power is back', async () => {
    const uno = start('blink', 'real-time');
    await vi.advanceTimersByTimeAsync(100);
    uno.stop();
    let { cycles } = uno;
    await vi.advanceTimersByTimeAsync(1000);
    expect(uno.cycles).toBe(cycles);
    uno.start('real-time');
    await vi.advanceTimersByTimeAsync(100);
    uno.powerOff();
    ({ cycles } = uno);
    await vi.advanceTimersByTimeAsync(1000);
    expect(uno.cycles).toBe(cycles);
    uno.powerCycle();
    await vi.advanceTimersByTimeAsync(1000);
    expect(uno.cycles - cycles).toBeGreaterThan(0.8 * UNO_HERTZ);
    expect(uno.cycles - cycles).toBeLessThan(1.2 * UNO_HERTZ);
  });

  it('answers a pin driven from outside at once', async () => {
    const uno = start('mirror', 'real-time');
    await vi.advanceTimersByTimeAsync(1000);
    uno.pin('2').drive(0);
    await vi.advanceTimersByTimeAsync(2);
    expect(uno.pin('3').level).toBe(0);
  });
});

it('counts whole cycles, whatever fractions it is run for while it sleeps', () => {
  const uno = boardWith('sleep');
  for (let turn = 0; turn < 2000; turn++) {
    uno.runCycles(100.3);
    expect(Number.isInteger(uno.cycles)).toBe(true);
  }
});
