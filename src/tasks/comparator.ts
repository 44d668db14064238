import type { Task } from './task.ts';

/**
 * Tells after each step whether a, as far as it was read, is greater than b; the state is this output. A later bit
 * weighs more than all earlier ones, so it decides unless both bits are equal.
 */
export const comparator: Task = {
  name: 'comparator',
  about: 'tells whether a is greater than b, as far as they were read; the state is that answer',
  inputs: ['a', 'b'],
  outputs: ['greater'],
  states: ['not greater', 'greater'],
  initial: 0,
  //     00 10 01 11
  next: [0, 1, 0, 0, 1, 1, 0, 1],
  output: [0, 1, 0, 0, 1, 1, 0, 1],
  care: [1, 1, 1, 1, 1, 1, 1, 1],
  reading: { operator: '>', extraSteps: 1, output: ['no', 'yes'] },
};
