import type { Task } from './task.ts';

/** Tells after each step whether a, as far as it was read, is greater than b; the state is that answer. */
export const comparator: Task = {
  name: 'comparator',
  about: 'tells whether a is greater than b, as far as they were read; the state is that answer',
  inputs: ['a', 'b'],
  outputs: ['greater'],
  states: ['not greater', 'greater'],
  initial: 0,
  step(greater, [a = 0, b = 0]) {
    // A later bit weighs more than all before it, so it decides unless both are equal.
    const answer = a === b ? greater : a;
    return { state: answer, outputs: [answer] };
  },
  operator: '>',
  reading: (bits) => (bits.at(-1) === 1 ? 'yes' : 'no'),
  exact: ([a = 0n, b = 0n]) => (a > b ? 'yes' : 'no'),
};
