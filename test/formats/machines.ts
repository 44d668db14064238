import { type Machine, UNSPECIFIED } from '../../src/machine/machine.ts';

const both = ['a', 'b'];

export const adderMachine: Machine = {
  name: 'adder',
  inputs: both,
  outputs: ['sum'],
  states: ['carry 0', 'carry 1'],
  initial: 0,
  next: [0, 0, 0, 1, 0, 1, 1, 1],
  output: [0, 1, 1, 0, 1, 0, 0, 1],
  care: [1, 1, 1, 1, 1, 1, 1, 1],
};

export const comparatorMachine: Machine = {
  name: 'comparator',
  inputs: both,
  outputs: ['greater'],
  states: ['not greater', 'greater'],
  initial: 0,
  next: [0, 1, 0, 0, 1, 1, 0, 1],
  output: [0, 1, 0, 0, 1, 1, 0, 1],
  care: [1, 1, 1, 1, 1, 1, 1, 1],
};

export const parityMachine: Machine = {
  name: 'parity',
  inputs: ['x'],
  outputs: ['odd'],
  states: ['even', 'odd'],
  initial: 0,
  next: [0, 1, 1, 0],
  output: [0, 1, 1, 0],
  care: [1, 1, 1, 1],
};

/**
 * How many things lie in a tray of four: inputs put and take, outputs full and empty. Both at once in a full tray
 * never comes; when one is put into an empty tray and taken at once, nobody cares for "full".
 */
export const trayMachine: Machine = {
  name: 'tray',
  inputs: ['put', 'take'],
  outputs: ['full', 'empty'],
  states: ['0', '1', '2', '3', '4'],
  initial: 0,
  next: [0, 1, 0, 0, 1, 2, 0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 4, 3, UNSPECIFIED],
  output: [2, 0, 2, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0],
  care: [3, 3, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0],
};
