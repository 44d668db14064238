import { expect, test } from 'vitest';
import { checkTask } from '../../src/tasks/index.ts';
import { RunningSum } from '../../src/web/running-sum.ts';

/** Repeats its input; a 1 after a 1 never comes. */
const single = checkTask({
  ...{ name: 'single', inputs: ['i'], outputs: ['o'], states: ['after 0', 'after 1'], initial: 0 },
  ...{ next: [0, 1, 0, -1], output: [0, 1, 0, 0], care: [1, 1, 1, 0] },
});

const taken = (sum: RunningSum, ...steps: (readonly [input: number, output: number])[]) => {
  for (const [input, output] of steps) sum.take(input, output);
  return sum.view.right;
};

test('outputs are right or wrong', () => {
  expect(taken(new RunningSum(single, 0), [1, 1], [0, 0])).toBe(true);
  expect(taken(new RunningSum(single, 0), [1, 1], [0, 1], [0, 0])).toBe(false);
});

test('from an input on that never comes nothing is compared', () => {
  expect(taken(new RunningSum(single, 0), [1, 1], [1, 0])).toBe(null);
  expect(taken(new RunningSum(single, 0), [1, 1], [1, 1], [0, 1])).toBe(null);
  expect(taken(new RunningSum(single, 0), [1, 0], [1, 1])).toBe(false);
});

test('a typed number is compared up to there', () => {
  const sum = new RunningSum(single, 0, [1, 1, 0]);
  expect(taken(sum, [1, 1])).toBe(true);
  expect(taken(sum, [1, 1])).toBe(null);
});
