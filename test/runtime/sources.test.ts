import { expect, test } from 'vitest';
import { randomNumbers } from '../../src/runtime/index.ts';
import { adder } from '../../src/tasks/index.ts';

test('random numbers are those of the seed, in number and size as asked', () => {
  const draw = (seed: number) => [...randomNumbers(adder, seed, 100, 50)];
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const all = draw(7).flat();
  expect(all.length).toBe(100);
  expect(all.every((number) => number < 2n ** 100n)).toBe(true);
  expect(all.some((number) => number >= 2n ** 99n)).toBe(true);
});
