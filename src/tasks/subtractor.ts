import { type Task, toNumber } from './task.ts';

/** Subtracts b from a, least significant bit first, in two's complement; the state is the borrow. */
export const subtractor: Task = {
  name: 'subtractor',
  about: 'subtracts b from a bit by bit, in two’s complement; the state is the borrow',
  inputs: ['a', 'b'],
  outputs: ['difference'],
  states: ['borrow 0', 'borrow 1'],
  initial: 0,
  step(borrow, [a = 0, b = 0]) {
    const difference = a - b - borrow;
    return { state: difference < 0 ? 1 : 0, outputs: [difference & 1] };
  },
  operator: '-',
  reading: (bits) => BigInt.asIntN(bits.length, toNumber(bits)).toString(),
  exact: ([a = 0n, b = 0n], steps) => BigInt.asIntN(steps, a - b).toString(),
};
