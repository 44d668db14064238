import { expect, test } from 'vitest';
import { withInitialState } from '../../../src/machine/formats/initial.ts';
import type { Sequence } from '../../../src/machine/formats/prefix-tree.ts';
import { difference, type Machine, MachineStepper } from '../../../src/machine/index.ts';

/** Says so after two ones; `off` is where a 0 leads from everywhere. */
const pair: Machine = {
  ...{ name: 'pair', inputs: ['x'], outputs: ['pair'], states: ['off', 'one'], initial: 0 },
  ...{ next: [0, 1, 0, 1], output: [0, 0, 0, 1], care: [1, 1, 1, 1] },
};

function recorded(machine: Machine, words: readonly number[]): Sequence {
  const stepper = new MachineStepper(machine);
  return words.map((word, step) => ({ word, output: stepper.step(word), care: 1, line: step + 2 }));
}

const wrongly = { ...pair, initial: 1 };

test('of initial states that fit alike, the most visited is taken, and the others are named', () => {
  const { machine, notes } = withInitialState(wrongly, [recorded(pair, [0, 0, 0, 1, 1, 0, 0])]);
  expect(difference(machine, pair)).toBeUndefined();
  expect(notes).toEqual([
    'The only recording begins in off, or just as well in one: nothing that was recorded tells these apart as initial states. Record more resets.',
  ]);
});

test('an initial state that the recordings show is taken, whatever is visited more', () => {
  const { machine, notes } = withInitialState(wrongly, [recorded(pair, [1, 1, 1, 1, 1, 0, 1, 1])]);
  expect(difference(machine, pair)).toBeUndefined();
  expect(notes).toEqual([]);
});
