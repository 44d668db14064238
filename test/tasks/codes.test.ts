import { expect, test } from 'vitest';
import { difference } from '../../src/machine/index.ts';
import { checkTask, inCodesOf, type Task } from '../../src/tasks/index.ts';

test('a machine in another one’s codes does the same under the same names', () => {
  const one: Task = checkTask({
    ...{
      name: 'one',
      inputs: ['i'],
      outputs: ['o'],
      states: ['s'],
      initial: 0,
      next: [0, 0],
      output: [0, 1],
    },
    symbols: {
      inputs: [
        ['a', 0],
        ['b', 1],
      ],
      outputs: [
        ['x', 0],
        ['y', 1],
      ],
    },
  });
  const other: Task = checkTask({
    ...{
      name: 'other',
      inputs: ['i'],
      outputs: ['o'],
      states: ['s'],
      initial: 0,
      next: [0, 0],
      output: [0, 1],
    },
    symbols: {
      inputs: [
        ['b', 0],
        ['a', 1],
      ],
      outputs: [
        ['y', 0],
        ['x', 1],
      ],
    },
  });
  expect(difference(inCodesOf(one, other), one)).toBeUndefined();
  const swapped = checkTask({
    ...other,
    symbols: {
      inputs: [
        ['b', 0],
        ['a', 1],
      ],
      outputs: [
        ['x', 0],
        ['y', 1],
      ],
    },
  });
  expect(difference(inCodesOf(one, swapped), one)).toEqual([0]);
  const foreign = checkTask({
    ...other,
    symbols: {
      inputs: [
        ['c', 0],
        ['a', 1],
      ],
    },
  });
  expect(() => inCodesOf(one, foreign)).toThrow('symbols.inputs: expected one of a, b, got c');
});
