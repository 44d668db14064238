import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { encodeMessage, ID } from '../../src/board/index.ts';
import { toSeptets } from '../../src/board/septets.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell } from '../../src/index.ts';
import { delay, proven } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

/** Steps of the longest message of the adder, and messages that fit the board's ring at once. */
const STEPS = 174;
const WINDOW = 3;
/** Cycles within which the host takes an answer and sends on. */
const TURN = 100;

/** Status registers, and bits of theirs: datasheet sections 7.3.1 and 19.10. */
const SREG = 0x5f;
const SREG_I = 1 << 7;
const UCSR0A = 0xc0;
const RXC0 = 1 << 7;
/** Cycles of a byte at 1,000,000 baud. */
const BYTE_CYCLES = 160;
/** Cycles from an edge at the pins to the next. */
const CLOCK = 1501;

const { fixed } = await proven('adder');

/** A board with a network whose transitions it has had the time to take, at a rate. */
function boardAt(rate: number, network = fixed): Chip {
  const chip = new Chip(eepromWith([imageOf(network), 1])).boot();
  chip.ask(ID.baud, [0, ...toSeptets(rate / 100, 3)]);
  chip.uno.runCycles(UNO_HERTZ / 1000);
  chip.uno.serial.setBaudRate(rate);
  chip.ask(ID.baud, [1]);
  chip.uno.runCycles(UNO_HERTZ / 50);
  return chip;
}

/** Streams as fast as the board answers. Times are the chip's own, so the result is exact. */
function stream(chip: Chip, rate: number, messages: number, network = fixed) {
  const cell = new FixedCell(network);
  const asked: Uint8Array[] = [];
  let [sent, answered, wrong, bytes] = [0, 0, 0, 0];
  const begin = chip.uno.cycles;
  while (answered < messages) {
    // What follows the first message waits for its answer.
    while (sent < messages && asked.length < (answered === 0 ? 1 : WINDOW)) {
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
  return { pairs: (messages * STEPS) / seconds, limit: (messages * STEPS) / ((bytes * 10) / rate), wrong };
}

test('at 115,200 baud the stream reaches 99 % of what the line carries, and every sum is right', () => {
  const { pairs, limit, wrong } = stream(boardAt(115_200), 115_200, 200);
  expect(wrong).toBe(0);
  expect(pairs / limit).toBeGreaterThan(0.99);
});

// 174 pairs are 67 bytes, 10,720 cycles on this line. The board takes about 60 of them a pair: 43 for each byte that
// comes, 42 for each that goes, 9.5 for a pair looked up, and the rest for checking and answering the message.
test('at 1,000,000 baud, too: 190,000 pairs a second are asked for, the line carries 259,701', () => {
  const { pairs, limit, wrong } = stream(boardAt(1_000_000), 1_000_000, 1000);
  expect(wrong).toBe(0);
  expect(pairs).toBeGreaterThan(190_000);
  expect(pairs / limit).toBeGreaterThan(0.99);
});

test('a network of 64 states is as fast', () => {
  const network = delay();
  const { pairs, limit, wrong } = stream(boardAt(1_000_000, network), 1_000_000, 1000, network);
  expect(wrong).toBe(0);
  expect(pairs / limit).toBeGreaterThan(0.99);
});

test('one of 65 states is stepped by the cell, 126,000 pairs a second, and nothing is lost', () => {
  const network = { ...delay(), initialState: [0, -96, -96] };
  const { pairs, wrong } = stream(boardAt(1_000_000, network), 1_000_000, 200, network);
  expect(wrong).toBe(0);
  expect(pairs).toBeGreaterThan(126_000);
});

test('at 1,000,000 baud a byte that came waits at most as long as its interrupt may, whatever else interrupts', () => {
  const chip = boardAt(1_000_000);
  const { core } = chip.uno;
  const pins = ['4', '8', 'A0'].map((name) => chip.uno.pin(name));
  // Ports B and C are reported, so that their pins interrupt, too.
  chip.uno.serial.write(Uint8Array.of(0xf4, 14, 0, 0xd1, 1, 0xd2, 1));
  chip.uno.runCycles(UNO_HERTZ / 100);
  const status = core.readHooks[UCSR0A] as () => number;
  const [worst, since] = [
    { wait: 0, off: 0 },
    { came: -1, off: -1 },
  ];
  let edge = 0;
  const step = core.step.bind(core);
  core.step = (until) => {
    if (core.cycles >= edge) {
      edge = core.cycles + CLOCK;
      for (const pin of pins) pin.drive(pin.level === 0 ? 1 : 0);
    }
    step(until);
    if (!(status() & RXC0)) since.came = -1;
    else if (since.came < 0) since.came = core.cycles;
    else worst.wait = Math.max(worst.wait, core.cycles - since.came);
    if ((core.data[SREG] as number) & SREG_I) since.off = -1;
    else if (since.off < 0) since.off = core.cycles;
    else worst.off = Math.max(worst.off, core.cycles - since.off);
  };
  const { wrong } = stream(chip, 1_000_000, 100);
  expect(wrong).toBe(0);
  // The longest looks after CLK, too, on its way.
  expect(worst.off).toBeLessThan(70);
  // The receiver holds two bytes and a third that is complete (datasheet section 19.8.1).
  expect(worst.wait).toBeLessThan(BYTE_CYCLES);
});
