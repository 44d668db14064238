import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import { Replay, shortcut } from '../../src/runtime/replay.ts';
import { proven } from '../fixed/networks.ts';

const { fixed } = await proven();

function stateAfter(steps: Uint8Array): string {
  const cell = new FixedCell(fixed);
  for (const inputs of steps) cell.step(inputs);
  return cell.state.join();
}

const pairs = fc.uint8Array({ max: 3, maxLength: 300 });

test('a shortcut leads where the whole stream leads, in a few steps', () => {
  fc.assert(
    fc.property(pairs, (steps) => {
      const short = shortcut(fixed, steps);
      expect(short.length).toBeLessThanOrEqual(Math.min(steps.length, 11));
      expect(stateAfter(short)).toBe(stateAfter(steps));
    }),
  );
});

test('a replay holds the number in flight from its first step', () => {
  const replay = new Replay(fixed);
  replay.add(Uint8Array.of(1, 2), true);
  replay.add(Uint8Array.of(3), false);
  expect([...replay.steps()]).toEqual([1, 2, 3]);
  replay.add(Uint8Array.of(0), true);
  expect([...replay.steps()]).toEqual([0]);
});

test('a replay of a number without end stays small, and leads to the same state', () => {
  const replay = new Replay(fixed);
  const cell = new FixedCell(fixed);
  let largest = 0;
  for (let part = 0; part < 200; part++) {
    const steps = Uint8Array.from({ length: 1000 }, (_, step) => (step * 7 + part + (step >> 3)) & 3);
    replay.add(steps, part === 0);
    for (const inputs of steps) cell.step(inputs);
    largest = Math.max(largest, replay.steps().length);
    if (part % 10 === 0) expect(stateAfter(replay.steps())).toBe(cell.state.join());
  }
  expect(largest).toBeLessThanOrEqual(65_536);
});
