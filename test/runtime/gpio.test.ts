import { describe, expect, onTestFinished, test } from 'vitest';
import { createBinding, UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { closeLine, type Line, openLine } from '../../src/board/index.ts';
import { MachineStepper } from '../../src/machine/index.ts';
import {
  type Clocked,
  firmataIo,
  GpioCell,
  type Notice,
  parsePins,
  randomNumbers,
  runGpio,
} from '../../src/runtime/index.ts';
import { toSteps } from '../../src/tasks/index.ts';
import { FIRMWARE, runningUno } from '../board/simulated.ts';
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
async function adderAt(pins = '', pullUp = false) {
  const uno = new Uno({ firmware: FIRMWARE });
  for (const pin of ['2', '3', '4', '5']) uno.pin(pin).drive(pullUp ? 1 : 0);
  let line: Line | undefined;
  let gone: Error | undefined;
  const changes: Clocked[] = [];
  const opening = openLine('sim', createBinding({ sim: uno })).then(async (opened) => {
    line = opened;
    const io = await firmataIo(opened);
    const adder = new GpioCell(io, {
      task,
      network: fixed,
      pins: parsePins(task, pins),
      wiring: { clock: 'electronic', pullUp },
      waiting: false,
      onChange: (change) => changes.push(change),
    });
    void adder.ended.then((error) => {
      gone = error;
    });
    return adder;
  });
  let adder: GpioCell | undefined;
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
  return { uno, changes, adder: adder as GpioCell, gone: () => gone };
}

interface Clocking {
  readonly hertz: number;
  /** When the inputs change, as a share of the period after CLK falls. */
  readonly set: number;
  /** Pins of a, b and CLK. */
  readonly pins?: readonly [string, string, string];
}

/** Clocks numbers into the pins and tells which steps were seen, and what SUM was before each next rising edge. */
async function clockIn(
  { uno, changes }: Awaited<ReturnType<typeof adderAt>>,
  numbers: readonly bigint[],
  { hertz, set, pins = ['2', '3', '4'] }: Clocking,
) {
  const steps = toSteps(task, numbers, 200);
  const period = UNO_HERTZ / hertz;
  const start = uno.cycles + 1000;
  const sums: number[] = [];
  const [a, b, clk] = pins.map((pin) => uno.pin(pin));
  for (const [index, step] of steps.entries()) {
    const fall = start + index * period;
    uno.at(fall, () => clk?.drive(0));
    uno.at(fall + set * period, () => {
      a?.drive((step & 1) as 0 | 1);
      b?.drive((step >> 1) as 0 | 1);
    });
    uno.at(fall + period / 2, () => clk?.drive(1));
    uno.at(fall + 1.5 * period - TURN, () => sums.push(uno.pin('13').level));
  }
  await runTo(uno, start + (steps.length + 1) * period + UNO_HERTZ / 100);
  const machine = new MachineStepper(task);
  const expected = Array.from(steps, (step) => machine.step(step));
  const seen = changes.flatMap((change) => (change.kind === 'step' ? [change.inputs] : []));
  return { steps: [...steps], seen, expected, sums };
}

const [numbers] = [...randomNumbers(task, 1, 199, 1)] as [bigint[]];

describe('the cell in Node at pins, through johnny-five', () => {
  // The README states this rate.
  test.each([
    ['with CLK’s fall', 0],
    ['a quarter of a period after it', 0.25],
  ])(
    'at 600 clocks a second, the inputs set %s, sees every edge, and SUM is right before the next',
    async (_, set) => {
      const { steps, seen, expected, sums } = await clockIn(await adderAt(), numbers, { hertz: 600, set });
      expect(seen).toEqual(steps);
      expect(sums).toEqual(expected);
    },
  );

  test('takes inputs that change in the same moment as CLK rises as they then are, whatever their pins', async () => {
    const at = await adderAt('clk=2,a=4,b=5,reset=3');
    const { steps, seen } = await clockIn(at, numbers, { hertz: 300, set: 0.5, pins: ['4', '5', '2'] });
    expect(seen).toEqual(steps);
  });

  test('begins a new number while RESET is high, and steps at no edge then', async () => {
    const { uno, changes } = await adderAt();
    const set = async (pin: string, level: 0 | 1) => {
      uno.pin(pin).drive(level);
      await runTo(uno, uno.cycles + UNO_HERTZ / 400);
    };
    const clock = async () => {
      await set('4', 1);
      await set('4', 0);
    };
    await set('2', 1);
    await set('3', 1);
    await clock();
    await set('5', 1);
    await clock();
    await set('2', 0);
    await set('3', 0);
    await set('5', 0);
    await clock();
    // 1 + 1 left a carry, which RESET took away.
    expect(changes).toEqual([
      { kind: 'step', inputs: 3, outputs: 0 },
      { kind: 'reset' },
      { kind: 'step', inputs: 0, outputs: 0 },
    ]);
  });

  test('turns on pull-ups and takes low as active, if it is told to', async () => {
    const { uno, changes } = await adderAt('', true);
    expect(['2', '3', '4', '5'].map((pin) => uno.pin(pin).mode)).toEqual(Array(4).fill('input-pullup'));
    for (const [pin, level] of [
      ['2', 0],
      ['4', 0],
      ['4', 1],
      ['5', 0],
    ] as const) {
      uno.pin(pin).drive(level);
      await runTo(uno, uno.cycles + UNO_HERTZ / 400);
    }
    expect(changes).toEqual([{ kind: 'step', inputs: 1, outputs: 1 }, { kind: 'reset' }]);
  });

  test.each([
    ['a=1', 'a=1: pin 1 cannot be an input; pins that can are 2, 3, 4,'],
    ['sum=0', 'sum=0: pin 0 cannot be an output; pins that can are 2, 3, 4,'],
    ['clk=44', 'clk=44: Firmata has no pin 44'],
    ['clk=A9', 'clk=A9: Firmata has no pin A9'],
  ])('refuses %s by name', async (pins, message) => {
    await expect(adderAt(pins)).rejects.toThrow(message);
  });

  test.each<[string, (uno: Uno) => void, string]>([
    ['the cable is pulled', (uno) => uno.serial.unplug(), 'the port was closed'],
    ['the board is reset', (uno) => uno.reset(), 'the board was reset'],
  ])('ends and says why when %s', async (_, fault, message) => {
    const { uno, gone } = await adderAt();
    fault(uno);
    await runUntil(uno, () => gone() !== undefined);
    expect(gone()?.message).toBe(message);
  });
});

describe('running at pins', () => {
  test('after the cable was out, goes on with the next number, and adds none of what it did not see', async () => {
    const uno = runningUno();
    for (const pin of ['2', '3', '4', '5']) uno.pin(pin).drive(0);
    const binding = createBinding({ sim: uno });
    const changes: Clocked[] = [];
    const notices: Notice[] = [];
    const end = new AbortController();
    const running = runGpio({
      task,
      network: fixed,
      pins: parsePins(task, ''),
      wiring: { clock: 'electronic', pullUp: false },
      connect: async () => firmataIo(await openLine('sim', binding)),
      onChange: (change) => changes.push(change),
      onNotice: (notice) => notices.push(notice),
      signal: end.signal,
    });
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise((resolve) => setImmediate(resolve));
    };
    const drive = (pin: string, ...levels: (0 | 1)[]) =>
      levels.forEach((level, index) => {
        uno.at(uno.cycles + (index * UNO_HERTZ) / 100, () => uno.pin(pin).drive(level));
      });
    const watched = () => uno.pin('13').mode === 'output';
    await until(watched);
    const boardTime = (milliseconds: number) => {
      const end = uno.cycles + (milliseconds * UNO_HERTZ) / 1000;
      return until(() => uno.cycles >= end);
    };
    // Reports begin right after the modes; on a busy computer the board's time runs on meanwhile.
    await boardTime(1000);
    drive('2', 1);
    drive('3', 1);
    drive('4', 0, 1, 0);
    await until(() => changes.length === 1);
    uno.serial.unplug();
    await until(() => notices.length === 1);
    drive('4', 1, 0);
    uno.serial.plug();
    await until(() => notices.at(-1)?.kind === 'back');
    await boardTime(1000);
    drive('4', 1, 0);
    await boardTime(100);
    expect(changes).toEqual([{ kind: 'step', inputs: 3, outputs: 0 }]);
    drive('5', 1, 0);
    await until(() => changes.length === 2);
    drive('2', 0);
    drive('3', 0);
    drive('4', 0, 1, 0);
    await until(() => changes.length === 3);
    expect(changes.slice(1)).toEqual([{ kind: 'reset' }, { kind: 'step', inputs: 0, outputs: 0 }]);
    end.abort();
    await running;
    expect(notices[0]?.text).toContain('the number in flight is dropped');
  });
});
