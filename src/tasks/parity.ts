import type { Task } from './task.ts';

/** Tells after each step whether the ones read so far are odd in number; the state is that answer. */
export const parity: Task = {
  name: 'parity',
  about: 'tells whether the ones read so far are odd in number; the state is that answer',
  inputs: ['x'],
  outputs: ['odd'],
  states: ['even', 'odd'],
  initial: 0,
  step(odd, [x = 0]) {
    const answer = odd ^ x;
    return { state: answer, outputs: [answer] };
  },
  operator: '',
  reading: (bits) => (bits.at(-1) === 1 ? 'odd' : 'even'),
  exact: ([x = 0n]) => (x.toString(2).replaceAll('0', '').length % 2 === 1 ? 'odd' : 'even'),
};
