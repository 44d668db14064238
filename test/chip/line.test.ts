import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { encodeMessage, ID } from '../../src/board/index.ts';
import { toPairs } from '../../src/board/septets.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell } from '../../src/index.ts';
import { proven } from '../fixed/networks.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

const START = 2;
const OVERRUN = 20;

const { fixed } = await proven('adder');
const board = () => new Chip(eepromWith([imageOf(fixed), 1])).boot();

/** Eight steps, which take a while, in 64 bytes. */
const probes = encodeMessage({
  id: ID.probe,
  number: 1,
  payload: Uint8Array.from([0, ...Array.from({ length: 8 }, () => [...toPairs([1, 2, 3]), 3]).flat()]),
});

test('bytes that find the receive ring full are reported lost, and the next message is understood', () => {
  const chip = board().hurry();
  for (let sent = 0; sent < 30; sent += 1) chip.uno.serial.write(probes);
  chip.uno.runCycles(UNO_HERTZ / 10);
  const errors = chip.messages.splice(0).filter(({ id }) => id === ID.error);
  expect(errors.map(({ payload }) => payload[1])).toContain(OVERRUN);
  // The end of what may be left of a message.
  chip.uno.serial.write(Uint8Array.of(0xf7));
  chip.uno.runCycles(UNO_HERTZ / 100);
  chip.messages.length = 0;
  expect(chip.ask(ID.describe).id).toBe(ID.describe);
});

test('255 bytes at once, as many as the receive ring holds, are all taken, however long the answers', () => {
  const chip = board();
  const message = (number: number) => encodeMessage({ id: ID.describe, number, payload: new Uint8Array() });
  for (let round = 0; round < 3; round += 1) {
    // Seven bytes between messages, and 31 messages of eight, whose answers do not fit the send ring.
    chip.uno.serial.write(new Uint8Array(7));
    for (let number = 0; number < 31; number += 1) chip.uno.serial.write(message(number));
    chip.uno.runCycles(UNO_HERTZ / 2);
    expect(chip.messages.splice(0).map(({ id, number }) => 1000 * id + number)).toEqual(
      Array.from({ length: 31 }, (_, number) => 1000 * ID.describe + number),
    );
  }
});

test('a host that opens the port at 57,600 baud again is understood after a few tries', () => {
  const chip = board().hurry();
  chip.uno.serial.setBaudRate(57_600);
  const ask = () => {
    chip.uno.serial.write(encodeMessage({ id: ID.describe, number: 5, payload: new Uint8Array() }));
    chip.uno.runCycles(UNO_HERTZ / 20);
    return chip.messages.splice(0).some(({ id, number }) => id === ID.describe && number === 5);
  };
  const tries = Array.from({ length: 10 }, ask);
  expect(tries[0]).toBe(false);
  expect(tries.slice(5)).toEqual(Array(5).fill(true));
});

test('bits without meaning in a stream message are ignored', () => {
  const chip = board();
  const cell = new FixedCell(fixed);
  const steps = Uint8Array.from({ length: 172 }, (_, at) => (at * at) & 3);
  const due = steps.map((step) => cell.step(step));
  const payload = packSteps(steps, 2, START);
  // Bit 6 of every byte, and the two places that the last step leaves.
  for (let at = 1; at < payload.length; at += 1) payload[at] = (payload[at] as number) | 0x40;
  payload[payload.length - 1] = (payload.at(-1) as number) | 0x3c;
  const reply = chip.ask(ID.stream, payload);
  expect(unpackOutputs(reply.payload, 1, 172)).toEqual(due);
  expect((reply.payload.at(-1) as number) >> (172 % 7)).toBe(0);
  const next = chip.ask(ID.stream, packSteps(Uint8Array.of(0, 1), 2, 0), (reply.number + 1) & 127);
  expect([...unpackOutputs(next.payload, 1, 2)]).toEqual([cell.step(0), cell.step(1)]);
});
