import { expect, onTestFinished, test } from 'vitest';
import { createBinding, Uno } from '../../firmware-sim/index.ts';
import { closeLine, type Line, openLine } from '../../src/board/index.ts';
import {
  firmataIo,
  isCorrect,
  type Notice,
  openGpioEngine,
  parsePins,
  randomNumbers,
  streamResults,
} from '../../src/runtime/index.ts';
import { adder } from '../../src/tasks/index.ts';
import { eepromWith, FIRMWARE, provenDocument, runningUno } from '../board/simulated.ts';

const network = await provenDocument();

/** Cycles that the stand-alone adder has after each edge: 125 µs. */
const REACTION = 2000;

/** A stand-alone adder, wired pin to pin to an Uno that drives it, and the engine made of both. */
async function wired() {
  const driver = runningUno();
  const wiring = { clock: 'electronic', pullUp: false } as const;
  const alone = new Uno({ firmware: FIRMWARE, eeprom: eepromWith(network, wiring) });
  for (const pin of ['2', '3', '4', '5']) {
    alone.pin(pin).drive(0);
    driver.pin(pin).onEdge((level) => {
      alone.pin(pin).drive(level);
      alone.runCycles(REACTION);
    });
  }
  driver.pin('13').drive(0);
  alone.pin('13').onEdge((level) => driver.pin('13').drive(level));
  // It boots.
  alone.runCycles(1_000_000);
  const binding = createBinding({ sim: driver });
  const notices: Notice[] = [];
  let line: Line | undefined;
  const engine = await openGpioEngine({
    path: 'sim',
    task: adder,
    network: network.fixed,
    pins: parsePins(adder, ''),
    async connect() {
      line = await openLine('sim', binding);
      return firmataIo(line);
    },
    close: async () => {
      if (line) await closeLine(line);
    },
    onNotice: (notice) => notices.push(notice),
  });
  onTestFinished(() => engine.close());
  return { engine, driver, notices };
}

test('an adder that stands alone answers through its pins', async () => {
  const { engine } = await wired();
  const due = [...randomNumbers(adder, 5, 20, 6)];
  let index = 0;
  for await (const result of streamResults(engine, adder, due)) {
    expect([result.numbers, isCorrect(adder, result)]).toEqual([due[index], true]);
    index += 1;
  }
  expect(index).toBe(6);
});

test('the driver’s cable pulled and the driver reset in the middle of numbers: none lost, doubled or wrong', async () => {
  const { engine, driver, notices } = await wired();
  const due = [...randomNumbers(adder, 6, 30, 10)];
  let edges = 0;
  driver.pin('4').onEdge(() => {
    edges += 1;
    if (edges === 100) queueMicrotask(() => driver.reset());
    if (edges !== 300) return;
    queueMicrotask(() => {
      driver.serial.unplug();
      setImmediate(() => driver.serial.plug());
    });
  });
  let index = 0;
  for await (const result of streamResults(engine, adder, due)) {
    expect([result.numbers, isCorrect(adder, result)]).toEqual([due[index], true]);
    index += 1;
  }
  expect(index).toBe(10);
  expect(notices.filter(({ kind }) => kind === 'back').length).toBe(2);
});
