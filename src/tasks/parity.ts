import type { Task } from './task.ts';

/** Tells after each step whether the number of ones so far is odd; the state is this output. */
export const parity: Task = {
  name: 'parity',
  about: 'tells whether the ones read so far are odd in number; the state is that answer',
  inputs: ['x'],
  outputs: ['odd'],
  states: ['even', 'odd'],
  initial: 0,
  next: [0, 1, 1, 0],
  output: [0, 1, 1, 0],
  care: [1, 1, 1, 1],
  reading: { operator: '', extraSteps: 1, output: ['even', 'odd'] },
};
