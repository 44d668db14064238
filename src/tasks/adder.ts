import { type Task, toNumber } from './task.ts';

/** Adds two numbers, least significant bit first; the state is the carry. */
export const adder: Task = {
  name: 'adder',
  about: 'adds two numbers bit by bit; the state is the carry',
  inputs: ['a', 'b'],
  outputs: ['sum'],
  states: ['carry 0', 'carry 1'],
  initial: 0,
  step(carry, [a = 0, b = 0]) {
    const total = a + b + carry;
    return { state: total >> 1, outputs: [total & 1] };
  },
  operator: '+',
  reading: (bits) => toNumber(bits).toString(),
  exact: ([a = 0n, b = 0n], steps) => BigInt.asUintN(steps, a + b).toString(),
};
