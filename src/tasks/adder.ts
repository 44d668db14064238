import type { Task } from './task.ts';

/** Adds two numbers, least significant bit first; the state is the carry. */
export const adder: Task = {
  name: 'adder',
  about: 'adds two numbers bit by bit; the state is the carry',
  inputs: ['a', 'b'],
  outputs: ['sum'],
  states: ['carry 0', 'carry 1'],
  initial: 0,
  //     00 10 01 11
  next: [0, 0, 0, 1, 0, 1, 1, 1],
  output: [0, 1, 1, 0, 1, 0, 0, 1],
  care: [1, 1, 1, 1, 1, 1, 1, 1],
  reading: { operator: '+', extraSteps: 1, output: 'unsigned' },
};
