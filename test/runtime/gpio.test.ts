import { describe, expect, onTestFinished, test } from 'vitest';
import { createBinding, UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { closeLine, type Line, openLine } from '../../src/board/index.ts';
import {
  type Clocked,
  firmataIo,
  GpioAdder,
  parsePins,
  randomNumbers,
  toSteps,
} from '../../src/runtime/index.ts';
import { Machine } from '../../src/tasks/index.ts';
import { FIRMWARE } from '../board/simulated.ts';
import { proven } from '../fixed/networks.ts';

const { task, fixed } = await proven();

/** Cycles between two turns of the host: 10 µs, so that the line is what limits it. */
const TURN = 160;

/** Runs the board to a cycle, and lets the host do all it has to do on the way. */
async function runTo(uno: Uno, cycle: number): Promise<void> {
  while (uno.cycles < cycle) {
    uno.runCycles(TURN);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function runUntil(uno: Uno, holds: () => boolean): Promise<void> {
  const end = uno.cycles + UNO_HERTZ;
  while (!holds()) {
    if (uno.cycles > end) throw new Error('not within a second');
    await runTo(uno, uno.cycles + TURN);
  }
}

/** The cell in Node at the pins of a simulated Uno, through johnny-five as it is. */
async function adderAt(pins = '') {
  const uno = new Uno({ firmware: FIRMWARE });
  for (const pin of ['2', '3', '4', '5']) uno.pin(pin).drive(0);
  let line: Line | undefined;
  let gone: Error | undefined;
  const changes: Clocked[] = [];
  const opening = openLine('sim', createBinding({ sim: uno })).then(async (opened) => {
    line = opened;
    const io = await firmataIo(opened);
    const adder = new GpioAdder(io, {
      task,
      network: fixed,
      pins: parsePins(task, pins),
      waiting: false,
      onChange: (change) => changes.push(change),
    });
    void adder.ended.then((error) => {
      gone = error;
    });
    return adder;
  });
  let adder: GpioAdder | undefined;
  let failure: Error | undefined;
  opening.then(
    (ready) => {
      adder = ready;
    },
    (error) => {
      failure = error;
    },
  );
  onTestFinished(async () => {
    if (line) await closeLine(line);
  });
  await runUntil(uno, () => adder !== undefined || failure !== undefined);
  if (failure) throw failure;
  // Modes and reporting are on their way.
  await runTo(uno, uno.cycles + UNO_HERTZ / 50);
  return { uno, changes, adder: adder as GpioAdder, gone: () => gone };
}

/** Clocks numbers into the pins and tells which steps were seen, and what SUM was before each next rising edge. */
async function clockIn(
  { uno, changes }: Awaited<ReturnType<typeof adderAt>>,
  numbers: readonly bigint[],
  hertz: number,
) {
  const steps = toSteps(numbers, 200);
  const period = UNO_HERTZ / hertz;
  const start = uno.cycles + 1000;
  const sums: number[] = [];
  for (const [index, step] of steps.entries()) {
    const fall = start + index * period;
    uno.at(fall, () => {
      uno.pin('4').drive(0);
      uno.pin('2').drive((step & 1) as 0 | 1);
      uno.pin('3').drive((step >> 1) as 0 | 1);
    });
    uno.at(fall + period / 2, () => uno.pin('4').drive(1));
    uno.at(fall + 1.5 * period - TURN, () => sums.push(uno.pin('13').level));
  }
  await runTo(uno, start + (steps.length + 1) * period + UNO_HERTZ / 100);
  const machine = new Machine(task);
  const expected = Array.from(steps, (step) => machine.step(step));
  const seen = changes.flatMap((change) => (change.kind === 'step' ? [change.inputs] : []));
  return { steps: [...steps], seen, expected, sums };
}

const [numbers] = [...randomNumbers(task, 1, 199, 1)] as [bigint[]];

describe('the cell in Node at pins, through johnny-five', () => {
  test('adds what is clocked in, and SUM shows each bit before the next edge, at 400 clocks a second', async () => {
    const { steps, seen, expected, sums } = await clockIn(await adderAt(), numbers, 400);
    expect(seen).toEqual(steps);
    expect(sums).toEqual(expected);
  });
});
