import { expect, test } from 'vitest';
import { DEFAULT_IMITATION, imitate, prove, recordingsDigest, reimitate } from '../src/index.ts';
import { readRecordings } from '../src/machine/formats/index.ts';
import { difference, type Machine, MachineStepper } from '../src/machine/index.ts';

/** Says when the input was the same three times. */
const held: Machine = {
  name: 'held',
  inputs: ['x'],
  outputs: ['held'],
  states: ['none', '0', '00', '1', '11'],
  initial: 0,
  next: [1, 3, 2, 3, 2, 3, 1, 4, 1, 4],
  output: [0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  care: new Array(10).fill(1),
};

/** Recordings of a machine as CSV: 40 sequences of 20 steps, of every so many lines one wrong. */
function recorded(machine: Machine, every = Number.POSITIVE_INFINITY): string {
  const stepper = new MachineStepper(machine);
  let [random, line] = [7, 1];
  const lines = ['x,held'];
  for (let step = 0; step < 800; step++) {
    if (step % 20 === 0 && step > 0) lines.push('');
    if (step % 20 === 0) stepper.reset();
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const word = (random >>> 16) & 1;
    line += 1;
    lines.push(`${word},${stepper.step(word) ^ (line % every === 0 ? 1 : 0)}`);
  }
  return lines.join('\n');
}

test('a network learned from recordings is proven to be the machine that is extracted from it', async () => {
  const recordings = readRecordings(recorded(held), 'held');
  const found = await imitate(recordings);
  if (found === undefined) throw new Error('nothing found');
  expect(prove(found.fixed, found.machine).verdict).toBe('proven');
  expect(difference(found.machine, held)).toBeUndefined();
  expect(found.known).toEqual({ right: 640, all: 640 });
  expect(found.heldOut).toEqual({ right: 160, all: 160, what: 'every fifth sequence' });
  expect([found.otherwise, found.contradictions]).toEqual([[], []]);
  const again = await reimitate(recordings, DEFAULT_IMITATION, found.from);
  expect(again).toEqual({ fixed: found.fixed, machine: found.machine });
});

test('wrong bits are told, not learned', async () => {
  const recordings = readRecordings(recorded(held, 97), 'held');
  const found = await imitate(recordings);
  if (found === undefined) throw new Error('nothing found');
  expect(difference(found.machine, held)).toBeUndefined();
  // The header is line 1, and each empty line counts.
  const wrong = recorded(held)
    .split('\n')
    .flatMap((line, index) => (line === recorded(held, 97).split('\n')[index] ? [] : [index + 1]));
  expect(found.otherwise).toEqual(wrong);
});

test('a digest of recordings holds what was recorded, not where it stood', () => {
  const digest = (text: string) => recordingsDigest(readRecordings(text, 'it'));
  expect(digest('x,y\n0,1\n\n1,1')).toBe(digest('# measured\nx;y\n0;1\n\n\n1;1'.replace('# measured\n', '')));
  expect(digest('x,y\n0,1\n\n1,1')).not.toBe(digest('x,y\n0,1\n1,1'));
});
