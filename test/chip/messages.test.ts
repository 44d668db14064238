import { beforeEach, describe, expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { encodeMessage, ID } from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { fromPairs, toPairs, toSeptets } from '../../src/board/septets.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { proven, transitions } from '../fixed/networks.ts';
import { Chip, eepromWith, IMAGE, imageOf, SLOT, update } from './chip.ts';

const adder = await proven('adder');
const parity = await proven('parity');
const START = 2;
const GO_ON = 0;

/** Steps with inputs that take every turn, and what a network answers to them from its initial state. */
function stream(network: FixedNetwork, count: number) {
  const steps = Uint8Array.from(
    { length: count },
    (_, index) => ((index * 13) ^ (index >> 2)) % 2 ** network.inputs,
  );
  const cell = new FixedCell(network);
  return { steps, due: [...steps].map((step) => cell.step(step)) };
}

function streamed(
  chip: Chip,
  network: FixedNetwork,
  steps: Uint8Array,
  mode: number,
  number?: number,
): number[] {
  const { id, payload } = chip.ask(ID.stream, packSteps(steps, network.inputs, mode), number);
  expect(id).toBe(ID.stream);
  return [...unpackOutputs(payload, network.outputs, steps.length)];
}

/** Code and detail of a refusal. */
function refused(chip: Chip, id: number, payload: readonly number[] = [], number?: number): [number, number] {
  const reply = chip.ask(id, payload, number);
  expect(reply.id).toBe(ID.error);
  const [of, code = 0, low = 0, high = 0] = reply.payload;
  expect(of).toBe(id);
  return [code, low + 128 * high];
}

let chip: Chip;
beforeEach(() => {
  chip = new Chip(eepromWith([imageOf(adder.fixed, 'adder'), 1])).boot();
});

describe('our firmware on the simulated Uno', () => {
  test('describes its network', () => {
    const { payload } = chip.ask(ID.describe);
    expect([...payload.subarray(0, 7)]).toEqual([1, 1, 1, 0, 4, 19, 4]);
    expect(payload[13]).toBe(3);
    const wiring = { clock: 'electronic', pullUp: true } as const;
    const other = new Chip(eepromWith([imageOf(adder.fixed, 'adder', wiring), 1])).boot();
    expect(other.ask(ID.describe).payload[13]).toBe(3 + 16 + 32);
    expect([payload[12], payload[14]]).toEqual([0, 1]);
    expect(Buffer.from(payload.subarray(44)).toString()).toBe('adder');
  });

  test('streams from the initial state, over messages of every length', () => {
    const { steps, due } = stream(adder.fixed, (174 * 175) / 2);
    const sums: number[] = [];
    for (let length = 1; length <= 174; length += 1) {
      const part = steps.subarray(sums.length, sums.length + length);
      sums.push(...streamed(chip, adder.fixed, part, length === 1 ? START : GO_ON));
    }
    expect(sums).toEqual(due);
  });

  test('answers a repeated message again without stepping twice', () => {
    const { steps, due } = stream(adder.fixed, 60);
    const first = streamed(chip, adder.fixed, steps.subarray(0, 20), START, 126);
    const second = streamed(chip, adder.fixed, steps.subarray(20, 40), GO_ON, 127);
    const again = streamed(chip, adder.fixed, steps.subarray(20, 40), GO_ON, 127);
    const third = streamed(chip, adder.fixed, steps.subarray(40), GO_ON, 0);
    expect(again).toEqual(second);
    expect([...first, ...second, ...third]).toEqual(due);
  });

  test('refuses a damaged message, whichever bit is wrong, and changes nothing', () => {
    const { steps, due } = stream(adder.fixed, 42);
    const first = streamed(chip, adder.fixed, steps.subarray(0, 21), START, 5);
    const payload = packSteps(steps.subarray(21), 2, GO_ON);
    const bytes = encodeMessage({ id: ID.stream, number: 6, payload });
    for (let bit = 0; bit < 7 * (bytes.length - 2); bit += 1) {
      const damaged = Uint8Array.from(bytes);
      const at = 1 + Math.floor(bit / 7);
      damaged[at] = (bytes[at] as number) ^ (1 << (bit % 7));
      chip.uno.serial.write(damaged);
      chip.uno.runCycles(UNO_HERTZ / 50);
      // A damaged id may leave the range that is ours; whatever is answered is no answer to the stream.
      for (const { id } of chip.messages.splice(0)) expect(id).toBe(ID.error);
    }
    expect([...first, ...streamed(chip, adder.fixed, steps.subarray(21), GO_ON, 6)]).toEqual(due);
  });

  test('probes any state and changes none', () => {
    const { steps, due } = stream(adder.fixed, 100);
    const sums = streamed(chip, adder.fixed, steps.subarray(0, 50), START);
    const cell = new FixedCell(adder.fixed);
    for (const { state, inputs } of transitions(adder)) {
      cell.state.set(state);
      const outputs = cell.step(inputs);
      const { payload } = chip.ask(ID.probe, [0, ...toPairs(state), inputs]);
      expect([...Int8Array.from(fromPairs(payload, 1, 3)), payload.at(-1)]).toEqual([...cell.state, outputs]);
    }
    const number = (chip.ask(ID.describe).number + 1) & 0x7f;
    expect(refused(chip, ID.stream, [GO_ON, 0], number)[0]).toBe(7);
    const expected = refused(chip, ID.stream, [GO_ON, 0], number)[1];
    sums.push(...streamed(chip, adder.fixed, steps.subarray(50), GO_ON, expected));
    expect(sums).toEqual(due);
  });

  test('takes a network in the spare slot, and runs it from the commit on and after a power cut', () => {
    const image = imageOf(parity.fixed, 'parity');
    update(chip, image);
    const { steps, due } = stream(parity.fixed, 100);
    expect(streamed(chip, parity.fixed, steps, START)).toEqual(due);
    expect(chip.uno.eeprom.memory.subarray(SLOT + IMAGE, SLOT + IMAGE + image.length)).toEqual(image);
    chip.uno.powerCycle();
    chip.boot();
    expect(streamed(chip, parity.fixed, steps, START)).toEqual(due);
  });

  test('says why it refuses', () => {
    const image = imageOf(parity.fixed);
    const crc = toSeptets(crc16(image), 3);
    expect(refused(chip, 0x0c)).toEqual([2, 0]);
    expect(refused(chip, ID.describe, [1])).toEqual([3, 1]);
    expect(refused(chip, ID.begin, toSeptets(503, 2))).toEqual([4, 0]);
    expect(refused(chip, ID.stream, [GO_ON, 0])).toEqual([6, 0]);
    expect(refused(chip, ID.write, [0, 0, 0, 0])).toEqual([11, 0]);
    expect(refused(chip, ID.commit, crc)).toEqual([11, 0]);
    expect(refused(chip, ID.probe, [1, 0, 0, 0, 0, 0, 0, 0])).toEqual([12, 0]);
    expect(refused(chip, ID.probe, [0, 0, 0, 0, 0, 0, 0, 4])[0]).toBe(4);
    expect(refused(chip, ID.baud, [0, ...toSeptets(31, 3)])).toEqual([19, 0]);
    const empty = new Chip().boot();
    expect(refused(empty, ID.stream, [8 * START, 0])).toEqual([5, 0]);
    expect(Buffer.from(empty.received).toString('latin1')).toContain('n\0o\0 \0n\0e\0t\0w\0o\0r\0k\0');
  });

  test('adds at its pins, and lets the host take them over', () => {
    const wiring = { clock: 'electronic', pullUp: false } as const;
    const { uno } = new Chip(eepromWith([imageOf(adder.fixed, 'adder', wiring), 1])).boot();
    const { steps, due } = stream(adder.fixed, 100);
    for (const pin of ['4', '5']) uno.pin(pin).drive(0);
    const sums = [...steps].map((step) => {
      uno.pin('2').drive((step & 1) as 0 | 1);
      uno.pin('3').drive((step >> 1) as 0 | 1);
      uno.runCycles(500);
      uno.pin('4').drive(1);
      uno.runCycles(1000);
      uno.pin('4').drive(0);
      uno.runCycles(500);
      return uno.pin('13').level;
    });
    expect(sums).toEqual(due);
    expect(uno.pin('13').mode).toBe('output');
    uno.serial.write(Uint8Array.of(0xf4, 13, 0));
    uno.runCycles(UNO_HERTZ / 100);
    expect(uno.pin('13').mode).toBe('input');
  });
});
