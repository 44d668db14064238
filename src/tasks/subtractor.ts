import type { Task } from './task.ts';

/** Subtracts b from a, least significant bit first, in two's complement; the state is the borrow. */
export const subtractor: Task = {
  name: 'subtractor',
  about: 'subtracts b from a bit by bit, in two’s complement; the state is the borrow',
  inputs: ['a', 'b'],
  outputs: ['difference'],
  states: ['borrow 0', 'borrow 1'],
  initial: 0,
  //     00 10 01 11
  next: [0, 0, 1, 0, 1, 0, 1, 1],
  output: [0, 1, 1, 0, 1, 0, 0, 1],
  care: [1, 1, 1, 1, 1, 1, 1, 1],
  reading: { operator: '-', extraSteps: 1, output: 'signed' },
};
