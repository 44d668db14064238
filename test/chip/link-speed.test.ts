import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { encodeMessage, ID } from '../../src/board/index.ts';
import { toSeptets } from '../../src/board/septets.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell } from '../../src/index.ts';
import { proven } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

/** Steps of the longest message of the adder, and messages that fit the board's ring at once. */
const STEPS = 174;
const WINDOW = 3;
const MESSAGES = 200;
/** Cycles within which the host takes an answer and sends on. */
const TURN = 100;

const { fixed } = await proven('adder');

/** Streams at a rate, as fast as the board answers. Times are the chip's own, so the result is exact. */
function stream(rate: number): { pairs: number; limit: number; wrong: number } {
  const chip = new Chip(eepromWith([imageOf(fixed), 1])).boot();
  chip.ask(ID.baud, [0, ...toSeptets(rate / 100, 3)]);
  chip.uno.runCycles(UNO_HERTZ / 1000);
  chip.uno.serial.setBaudRate(rate);
  chip.ask(ID.baud, [1]);

  const cell = new FixedCell(fixed);
  const asked: Uint8Array[] = [];
  let [sent, answered, wrong, bytes] = [0, 0, 0, 0];
  const begin = chip.uno.cycles;
  while (answered < MESSAGES) {
    // What follows the first message waits for its answer.
    while (sent < MESSAGES && asked.length < (answered === 0 ? 1 : WINDOW)) {
      const steps = Uint8Array.from({ length: STEPS }, (_, at) => (at * 7 + sent * 3 + (at >> 3)) & 3);
      const payload = packSteps(steps, 2, sent === 0 ? 2 : 0);
      const message = encodeMessage({ id: ID.stream, number: sent & 127, payload });
      chip.uno.serial.write(message);
      bytes += message.length;
      asked.push(steps);
      sent += 1;
    }
    chip.uno.runCycles(TURN);
    for (const { id, payload } of chip.messages.splice(0)) {
      const due = asked.shift()?.map((step) => cell.step(step));
      if (id !== ID.stream || unpackOutputs(payload, 1, STEPS).join() !== due?.join()) wrong += 1;
      answered += 1;
    }
  }
  const seconds = (chip.uno.cycles - begin) / UNO_HERTZ;
  return { pairs: (MESSAGES * STEPS) / seconds, limit: (MESSAGES * STEPS) / ((bytes * 10) / rate), wrong };
}

test('at 115,200 baud the stream reaches 99 % of what the line carries, and every sum is right', () => {
  const { pairs, limit, wrong } = stream(115_200);
  expect(wrong).toBe(0);
  expect(pairs / limit).toBeGreaterThan(0.99);
});

test('at 1,000,000 baud the chip sets the pace, 85,000 pairs a second, and nothing is lost', () => {
  const { pairs, wrong } = stream(1_000_000);
  expect(wrong).toBe(0);
  expect(pairs).toBeGreaterThan(85_000);
});
