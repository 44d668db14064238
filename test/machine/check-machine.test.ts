import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMachine, MachineError, type MachineInput, tabulate } from '../../src/machine/index.ts';
import { adder } from '../../src/tasks/index.ts';
import { machines } from './machines.ts';

const toggle: MachineInput = {
  name: 'toggle',
  inputs: ['press'],
  outputs: ['lamp'],
  states: ['off', 'on'],
  initial: 0,
  next: [0, 1, 1, 0],
  output: [0, 1, 1, 0],
};

describe('a machine as plain data', () => {
  test('is given back in full: without care every output bit of a specified step matters', () => {
    expect(checkMachine(toggle)).toEqual({ ...toggle, care: [1, 1, 1, 1] });
    expect(checkMachine({ ...toggle, next: [0, 1, 1, -1], output: [0, 1, 1, 0] }).care).toEqual([1, 1, 1, 0]);
  });

  test('may have typed arrays as tables, and has nothing but its own fields afterwards', () => {
    const typed = { ...toggle, next: Int32Array.from(toggle.next), note: 'mine' } as unknown as MachineInput;
    expect(checkMachine(typed)).toEqual(checkMachine(toggle));
  });

  test('of any kind passes, through JSON too', () => {
    fc.assert(
      fc.property(machines(), (machine) => {
        expect(checkMachine(machine)).toEqual(machine);
        expect(checkMachine(JSON.parse(JSON.stringify(machine)))).toEqual(machine);
      }),
    );
  });
});

/** Every way in which a machine can be none, with the place that the message names. */
const broken: readonly [string, unknown, string][] = [
  ['nothing', undefined, 'machine: expected an object'],
  ['null', null, 'machine: expected an object'],
  ['a list', [toggle], 'machine: expected an object'],
  ['a text', 'toggle', 'machine: expected an object'],
  [
    'no name',
    { ...toggle, name: undefined },
    'name: expected a name of 1–64 characters without control characters, got nothing',
  ],
  ['an empty name', { ...toggle, name: '' }, 'name: expected a name'],
  ['a name that is a number', { ...toggle, name: 7 }, 'name: expected a name'],
  ['a name with a line end', { ...toggle, name: 'a\nb' }, 'name: expected a name'],
  ['a name with an escape', { ...toggle, name: 'a\u001b[31m' }, 'name: expected a name'],
  ['a name with half a surrogate', { ...toggle, name: 'a\ud800' }, 'name: expected a name'],
  ['a name too long', { ...toggle, name: 'x'.repeat(65) }, 'name: expected a name'],
  ['no inputs', { ...toggle, inputs: [] }, 'inputs: expected 1–12 names, got 0'],
  ['a count of inputs', { ...toggle, inputs: 1 }, 'inputs: expected a list of names, got 1'],
  ['a text as inputs', { ...toggle, inputs: 'a' }, 'inputs: expected a list of names, got "a"'],
  ['an input without a name', { ...toggle, inputs: [null] }, 'inputs[0]: expected a name'],
  [
    'two inputs of one name',
    { ...toggle, inputs: ['a', 'a'] },
    'inputs[1]: expected each name once, got "a" again, as at [0]',
  ],
  [
    '13 inputs',
    { ...toggle, inputs: Array.from({ length: 13 }, (_, i) => `i${i}`) },
    'inputs: expected 1–12 names, got 13',
  ],
  ['no outputs', { ...toggle, outputs: [] }, 'outputs: expected 1–16 names, got 0'],
  [
    '17 outputs',
    { ...toggle, outputs: Array.from({ length: 17 }, (_, i) => `o${i}`) },
    'outputs: expected 1–16 names, got 17',
  ],
  ['no states', { ...toggle, states: [] }, 'states: expected 1–1048576 names, got 0'],
  ['states left out', { ...toggle, states: undefined }, 'states: expected a list of names, got nothing'],
  ['two states of one name', { ...toggle, states: ['on', 'on'] }, 'states[1]: expected each name once'],
  [
    'a hole in the states',
    { ...toggle, states: Object.assign(new Array(2), { 1: 'on' }) },
    'states[0]: expected a name',
  ],
  [
    'more tables than fit',
    {
      ...toggle,
      inputs: Array.from({ length: 12 }, (_, i) => `i${i}`),
      states: Array.from({ length: 1025 }, (_, i) => `s${i}`),
    },
    'states: expected at most 1024 with 12 inputs, got 1025',
  ],
  [
    'no initial state',
    { ...toggle, initial: undefined },
    'initial: expected the index of a state from 0 to 1, got nothing',
  ],
  ['an initial state by name', { ...toggle, initial: 'off' }, 'initial: expected the index of a state'],
  [
    'an initial state out of range',
    { ...toggle, initial: 2 },
    'initial: expected the index of a state from 0 to 1, got 2',
  ],
  ['a negative initial state', { ...toggle, initial: -1 }, 'initial: expected'],
  ['half an initial state', { ...toggle, initial: 0.5 }, 'initial: expected'],
  ['NaN as initial state', { ...toggle, initial: Number.NaN }, 'got NaN'],
  ['no next states', { ...toggle, next: undefined }, 'next: expected a list of 4 numbers, got nothing'],
  [
    'a short table',
    { ...toggle, next: [0, 1, 1] },
    'next: expected 4 numbers, one for each state and input, got 3',
  ],
  ['a long table', { ...toggle, output: [0, 1, 1, 0, 0] }, 'output: expected 4 numbers'],
  [
    'a next state out of range',
    { ...toggle, next: [0, 1, 2, 0] },
    'next[2]: expected a whole number from -1 to 1, got 2',
  ],
  ['a next state of −2', { ...toggle, next: [0, 1, -2, 0] }, 'next[2]: expected'],
  [
    'a next state undefined',
    { ...toggle, next: [0, 1, undefined, 0] },
    'next[2]: expected a whole number from -1 to 1, got nothing',
  ],
  ['a next state by name', { ...toggle, next: [0, 1, 'on', 0] }, 'next[2]: expected'],
  ['an infinite next state', { ...toggle, next: [0, 1, Number.POSITIVE_INFINITY, 0] }, 'got Infinity'],
  [
    'a big next state',
    { ...toggle, next: [0, 1, 1n, 0] },
    'next[2]: expected a whole number from -1 to 1, got 1n',
  ],
  [
    'an output that is not 0 or 1',
    { ...toggle, output: [0, 2, 1, 0] },
    'output[1]: expected a whole number from 0 to 1, got 2',
  ],
  ['a negative output', { ...toggle, output: [0, -1, 1, 0] }, 'output[1]: expected'],
  ['half an output', { ...toggle, output: [0, 0.5, 1, 0] }, 'output[1]: expected'],
  [
    'an output of null',
    { ...toggle, output: [0, null, 1, 0] },
    'output[1]: expected a whole number from 0 to 1, got null',
  ],
  ['outputs without a step', { ...toggle, output: {} }, 'output: expected a list of 4 numbers'],
  ['a wrong number of outputs', { ...toggle, output: [[0], [1], [1], [0]] }, 'output[0]: expected'],
  [
    'care for outputs that are not there',
    { ...toggle, care: [1, 1, 1, 2] },
    'care[3]: expected a whole number from 0 to 1, got 2',
  ],
  [
    'care where no step is',
    { ...toggle, next: [0, 1, 1, -1], care: [1, 1, 1, 1] },
    'care[3] (on, input 1): expected 0',
  ],
  [
    'an output that nobody cares for',
    { ...toggle, care: [1, 0, 1, 1] },
    'output[1] (off, input 1): expected 0',
  ],
];

test.each(broken)('%s is refused with its place', (_, value, message) => {
  expect(() => checkMachine(value as MachineInput)).toThrow(MachineError);
  expect(() => checkMachine(value as MachineInput)).toThrow(message);
});

describe('a machine as code', () => {
  const step = (state: number, [a = 0, b = 0]: readonly number[]) => {
    const total = a + b + state;
    return { state: total >> 1, outputs: [total & 1] };
  };
  const { name, inputs, outputs, states, initial } = adder;
  const head = { name, inputs, outputs, states, initial };

  test('is tabulated', () => {
    const { next, output, care } = adder;
    expect(tabulate({ ...head, step })).toEqual({ ...head, next, output, care });
  });

  test('may leave a step out, or an output', () => {
    const partial = tabulate({
      ...head,
      step: (state, bits) => (bits[0] ? undefined : { state, outputs: [bits[1] ? null : 1] }),
    });
    expect([partial.next, partial.output, partial.care]).toEqual([
      [0, -1, 0, -1, 1, -1, 1, -1],
      [1, 0, 0, 0, 1, 0, 0, 0],
      [1, 0, 0, 0, 1, 0, 0, 0],
    ]);
  });

  test.each([
    ['no outputs', () => ({ state: 0 }), 'step(carry 0, 00).outputs: expected 1 bit, got undefined'],
    ['outputs too many', () => ({ state: 0, outputs: [0, 1] }), 'outputs: expected 1 bit, got 2'],
    ['an output of 2', () => ({ state: 0, outputs: [2] }), 'outputs[0]: expected 0, 1 or null, got 2'],
    [
      'state undefined',
      () => ({ outputs: [0] }),
      'step(carry 0, 00).state: expected the index of a state, 0–1, got undefined',
    ],
    ['a state out of range', () => ({ state: 2, outputs: [0] }), 'state: expected the index of a state'],
    ['null', () => null, 'state: expected the index of a state'],
  ])('a step that gives %s is refused with its place', (_, broken, message) => {
    expect(() => tabulate({ ...head, step: broken as never })).toThrow(message);
  });

  test('what is no function, and sizes out of bounds, are refused before it is asked', () => {
    expect(() => tabulate({ ...head, step: 7 as never })).toThrow('step: expected a function, got number');
    expect(() => tabulate({ ...head, inputs: new Array(13).fill('x'), step })).toThrow(
      'inputs: expected 1–12',
    );
    expect(() => tabulate({ ...head, states: [], step })).toThrow('states: expected 1–');
  });
});
