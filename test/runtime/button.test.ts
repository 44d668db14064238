import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import { type Clocked, GpioCell, type Io, parsePins } from '../../src/runtime/index.ts';
import { proven } from '../fixed/networks.ts';

const { task, fixed } = await proven();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An io without a board: pins 0 to 13 that tests set. */
class Pins extends EventEmitter implements Io {
  readonly name = 'pins';
  readonly isReady = true;
  readonly MODES = { INPUT: 0, OUTPUT: 1, PULLUP: 11 };
  readonly analogPins = [];
  readonly pins: Io['pins'];
  readonly modes = new Map<number, number>();
  readonly written = new Map<number, number>();
  readonly #handlers = new Map<number, (level: number) => void>();

  constructor(supportedModes: readonly number[]) {
    super();
    this.pins = Array.from({ length: 14 }, () => ({ supportedModes }));
  }

  pinMode(pin: number, mode: number): void {
    this.modes.set(pin, mode);
  }

  digitalWrite(pin: number, level: number): void {
    this.written.set(pin, level);
  }

  digitalRead(pin: number, handler: (level: number) => void): void {
    this.#handlers.set(pin, handler);
  }

  /** A report of one pin, which is read when nothing more comes with it. */
  async set(pin: number, level: number): Promise<void> {
    this.#handlers.get(pin)?.(level);
    await Promise.resolve();
  }
}

const CLK = 4;
const RESET = 5;

class Bench {
  readonly changes: Clocked[] = [];
  readonly pins: Pins;
  readonly #active: number;

  constructor(pullUp: boolean, supportedModes = [0, 1, 11]) {
    this.pins = new Pins(supportedModes);
    this.#active = pullUp ? 0 : 1;
    new GpioCell(this.pins, {
      task,
      network: fixed,
      pins: parsePins(task, ''),
      wiring: { clock: 'button', pullUp },
      waiting: false,
      onChange: (change) => this.changes.push(change),
    });
  }

  set(pin: number, active: boolean): Promise<void> {
    return this.pins.set(pin, active ? this.#active : 1 - this.#active);
  }

  async idle(): Promise<void> {
    for (const pin of [2, 3, CLK, RESET]) await this.set(pin, false);
  }

  async inputs(bits: number): Promise<void> {
    await this.set(2, (bits & 1) === 1);
    await this.set(3, (bits & 2) === 2);
  }

  /** An edge: contact and none in turns, each for so many ms, until it stays. */
  async edge(pin: number, active: boolean, bounce: readonly number[]): Promise<void> {
    let contact = active;
    for (const milliseconds of bounce) {
      await this.set(pin, contact);
      await vi.advanceTimersByTimeAsync(milliseconds);
      contact = !contact;
    }
    await this.set(pin, active);
  }

  async press(pin: number, bounces: readonly (readonly number[])[], held: number, after: number) {
    await this.edge(pin, true, bounces[0] ?? []);
    await vi.advanceTimersByTimeAsync(held);
    await this.edge(pin, false, bounces[1] ?? []);
    await vi.advanceTimersByTimeAsync(after);
  }
}

/** Up to 5 ms of bounce, in whole ms and in moments without length. */
const bounce = fc
  .array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 })
  .filter((parts) => parts.reduce((sum, part) => sum + part, 0) <= 5);
const press = fc.record({
  inputs: fc.integer({ min: 0, max: 3 }),
  resets: fc.boolean(),
  bounces: fc.tuple(bounce, bounce),
  held: fc.integer({ min: 0, max: 300 }),
  after: fc.integer({ min: 22, max: 300 }),
});

describe.each([
  ['active high', false],
  ['to ground', true],
])('buttons %s', (_, pullUp) => {
  test('one press is one step, of RESET one reset, however they bounce', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(press, { maxLength: 12 }), async (presses) => {
        const testbench = new Bench(pullUp);
        await testbench.idle();
        const cell = new FixedCell(fixed);
        const due: Clocked[] = [];
        let fresh = true;
        for (const { inputs, resets, bounces, held, after } of presses) {
          if (resets) {
            await testbench.press(RESET, bounces, held, after);
            if (!fresh) due.push({ kind: 'reset' });
            fresh = true;
            cell.reset();
          }
          await testbench.inputs(inputs);
          await testbench.press(CLK, bounces, held, after);
          due.push({ kind: 'step', inputs, outputs: cell.step(inputs) });
          fresh = false;
        }
        expect(testbench.changes).toEqual(due);
      }),
      { numRuns: 60 },
    );
  });

  test('3 + 1 by hand is 0, 0, 1, 0', async () => {
    const testbench = new Bench(pullUp);
    await testbench.idle();
    const bounces = [
      [0.4, 0.3, 0.9, 0.2],
      [0.4, 0.3, 0.9, 0.2],
    ];
    for (const bits of [3, 1, 0, 0]) {
      await testbench.inputs(bits);
      await testbench.press(CLK, bounces, 80, 120);
    }
    expect(testbench.changes.map((change) => change.kind === 'step' && change.outputs)).toEqual([0, 0, 1, 0]);
  });
});

test('reports that come late and all at once are still one press', async () => {
  const testbench = new Bench(false);
  await testbench.idle();
  await testbench.set(CLK, true);
  await vi.advanceTimersByTimeAsync(50);
  await testbench.set(CLK, false);
  // The process stalls: the timer is due before what came meanwhile is read.
  vi.advanceTimersToNextTimer();
  await testbench.set(CLK, true);
  await testbench.set(CLK, false);
  await vi.advanceTimersByTimeAsync(50);
  expect(testbench.changes).toHaveLength(1);
});

test('an io without a mode for pull-ups is written to', async () => {
  const old = new Bench(true, [0, 1]);
  expect([2, 3, CLK, RESET].map((pin) => [old.pins.modes.get(pin), old.pins.written.get(pin)])).toEqual(
    Array(4).fill([0, 1]),
  );
  const today = new Bench(true);
  expect([today.pins.modes.get(CLK), today.pins.written.get(CLK)]).toEqual([11, undefined]);
});
