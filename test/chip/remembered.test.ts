import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { ID } from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { toPairs, toSeptets } from '../../src/board/septets.ts';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { delay, proven } from '../fixed/networks.ts';
import { imageOf } from './chip.ts';
import { Streaming } from './streaming.ts';

/** Steps of a message of the adder's sizes, at most. */
const MAX_STEPS = 174;

const adder = await proven('adder');

/** Streams random steps, message by message, beside the cell. */
function beside(network: FixedNetwork, seed = 1) {
  const random = xoroshiro128plus(seed);
  const below = (bound: number) => (random.next() >>> 0) % bound;
  const streaming = new Streaming(network);
  let cell = new FixedCell(network);
  return {
    streaming,
    below,
    /** One message; its outputs and the state in RAM must be the cell's. */
    message() {
      const steps = Uint8Array.from({ length: 1 + below(MAX_STEPS) }, () => below(4));
      expect(streaming.steps(steps)).toEqual(steps.map((step) => cell.step(step)));
      expect(streaming.state).toEqual([...cell.state]);
    },
    flip(unit: number, bit: number) {
      cell.state[unit] = (((cell.state[unit] as number) ^ (1 << bit)) << 24) >> 24;
      streaming.state = [...cell.state];
    },
    /** From here on it is another network, from its initial state. */
    use(other: FixedNetwork) {
      cell = new FixedCell(other);
      streaming.begin(other);
    },
  };
}

test.each([
  ['adder', adder.fixed],
  ['network of 64 states', delay()],
])('a bit of the state, flipped in RAM, is stepped as the cell does: %s', (_, network) => {
  const { message, flip, below } = beside(network);
  message();
  for (let run = 0; run < 200; run += 1) {
    flip(below(3), below(8));
    message();
    message();
  }
});

test('an update under way does not disturb a stream, and from the commit on the new network runs', () => {
  const { streaming, message, use } = beside(adder.fixed);
  const { chip } = streaming;
  const due = (id: number, payload: readonly number[]) => expect(chip.ask(id, payload).id).toBe(id);
  const image = imageOf(delay());
  const check = [...toSeptets(image.length, 2), ...toSeptets(crc16(image), 3)];
  const write = (at: number) => due(ID.write, [...toSeptets(at, 2), ...toPairs(image.subarray(at, at + 28))]);
  message();
  due(ID.begin, toSeptets(image.length, 2));
  for (let at = 0; at < image.length; at += 28) {
    write(at);
    message();
  }
  // Twice: after the write the candidate is given up, and its place used otherwise until the next check.
  for (const at of [0, 28]) {
    due(ID.check, check);
    for (let run = 0; run < 20; run += 1) message();
    streaming.idle();
    message();
    expect(chip.ask(ID.probe, [1, ...toPairs([-96, -96, -96]), 0]).id).toBe(ID.probe);
    write(at);
    streaming.idle();
    message();
  }
  due(ID.check, check);
  due(ID.commit, toSeptets(crc16(image), 3));
  use(delay());
  for (let run = 0; run < 20; run += 1) message();
  streaming.idle();
  for (let run = 0; run < 20; run += 1) message();
});
