import { beforeAll, describe, expect, test } from 'vitest';
import { parseProperties } from '../../src/machine/formats/index.ts';
import { difference, MachineStepper, pack, unpack } from '../../src/machine/index.ts';
import { proveProperty } from '../../src/proof/index.ts';
import { adder, checkTask, inCodesOf, type Task } from '../../src/tasks/index.ts';
import { proven } from '../fixed/networks.ts';

/** A monitor that a line says. */
function monitor(line: string) {
  const [property] = parseProperties(line);
  if (property === undefined) throw new Error('no property');
  return property.monitor;
}

/** Whether a monitor calls the last step of a stream bad, and none before it. */
function breaks(line: string, steps: readonly (readonly number[])[]): boolean {
  const stepper = new MachineStepper(monitor(line));
  return steps.map((bits) => stepper.step(pack(bits))).indexOf(1) === steps.length - 1;
}

describe('what a simple property means', () => {
  test.each<[string, number[][], boolean]>([
    [
      'never a b',
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      true,
    ],
    [
      'never a b',
      [
        [1, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'at most one of a b c',
      [
        [1, 0, 0],
        [0, 1, 1],
      ],
      true,
    ],
    [
      'at most one of a b c',
      [
        [1, 0, 0],
        [0, 0, 0],
      ],
      false,
    ],
    [
      'a implies b',
      [
        [0, 1],
        [1, 0],
      ],
      true,
    ],
    [
      'a implies b',
      [
        [0, 1],
        [1, 1],
      ],
      false,
    ],
    // Inputs, then the output.
    [
      'o changes only after 3 equal i',
      [
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      false,
    ],
    [
      'o changes only after 3 equal i',
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      true,
    ],
    [
      'o changes only after 3 equal i',
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      false,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 0],
        [0, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
      true,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 1],
        [0, 0],
        [0, 0],
      ],
      false,
    ],
  ])('%s: %j broken: %j', (line, steps, broken) => {
    expect(breaks(line, steps)).toBe(broken);
  });

  test.each([
    ['# nothing', 'expected properties, one a line'],
    ['never a b\nsometimes a', 'line 2: expected a property'],
    ['b within 0 steps after a', 'line 1: expected 1–60 steps, got 0'],
    ['never a a', 'line 1: expected each name once, got "a" twice'],
  ])('%j is refused', (text, message) => {
    expect(() => parseProperties(text)).toThrow(message);
  });
});

describe('proveProperty', () => {
  let network: Awaited<ReturnType<typeof proven>>['fixed'];
  beforeAll(async () => {
    network = (await proven()).fixed;
  });

  test('proves what the adder keeps', () => {
    // A sum of 1 from zeros needs a carry, which ones brought.
    expect(proveProperty(network, adder, monitor('never a b sum'))).toMatchObject({ verdict: 'disproved' });
    const alwaysRight = { ...adder, inputs: ['a', 'b', 'sum'] };
    const steps = alwaysRight.states.flatMap((_, state) =>
      Array.from({ length: 8 }, (_, word) => {
        const [a = 0, b = 0, sum = 0] = unpack(word, 3);
        return { next: Number(a + b + state >= 2), bad: Number(((a + b + state) & 1) !== sum) };
      }),
    );
    const watching = {
      ...alwaysRight,
      outputs: ['bad'],
      next: steps.map(({ next }) => next),
      output: steps.map(({ bad }) => bad),
      care: steps.map(() => 1),
    };
    expect(proveProperty(network, adder, watching)).toMatchObject({ verdict: 'proven' });
  });

  test('breaks with a shortest stream, and what the network answers to it', () => {
    expect(proveProperty(network, adder, monitor('never a b sum'))).toEqual({
      verdict: 'disproved',
      inputs: [3, 3],
      outputs: [0, 1],
    });
  });

  test('a state named bad is bad, and unspecified steps are assumptions', () => {
    const trap = {
      ...{ name: 'trap', inputs: ['sum'], outputs: ['seen'], states: ['fine', 'bad'], initial: 0 },
      ...{ next: [0, 1, 1, 1], output: [0, 0, 0, 0] },
    };
    expect(proveProperty(network, adder, trap)).toMatchObject({ verdict: 'disproved', inputs: [1] });
    expect(proveProperty(network, adder, { ...trap, next: [0, -1, 1, 1] })).toMatchObject({
      verdict: 'proven',
    });
    const noOnes = {
      ...adder,
      next: [0, -1, -1, -1, 0, -1, -1, -1],
      output: new Array(8).fill(0),
      care: undefined,
    };
    expect(proveProperty(network, noOnes as never, trap)).toMatchObject({ verdict: 'proven' });
  });

  test('a monitor that does not fit is refused', () => {
    expect(() => proveProperty(network, adder, monitor('never a z'))).toThrow(
      'monitor.inputs[1]: expected an input or output of adder (a, b, sum), got "z"',
    );
    const two = { ...adder, inputs: ['a', 'b'], outputs: ['x', 'y'] };
    expect(() => proveProperty(network, adder, two)).toThrow(
      'expected an output or a state named bad, or one output',
    );
  });
});

test('a machine in another one’s codes does the same under the same names', () => {
  const one: Task = checkTask({
    ...{
      name: 'one',
      inputs: ['i'],
      outputs: ['o'],
      states: ['s'],
      initial: 0,
      next: [0, 0],
      output: [0, 1],
    },
    symbols: {
      inputs: [
        ['a', 0],
        ['b', 1],
      ],
      outputs: [
        ['x', 0],
        ['y', 1],
      ],
    },
  });
  const other: Task = checkTask({
    ...{
      name: 'other',
      inputs: ['i'],
      outputs: ['o'],
      states: ['s'],
      initial: 0,
      next: [0, 0],
      output: [0, 1],
    },
    symbols: {
      inputs: [
        ['b', 0],
        ['a', 1],
      ],
      outputs: [
        ['y', 0],
        ['x', 1],
      ],
    },
  });
  expect(difference(inCodesOf(one, other), one)).toBeUndefined();
  const swapped = checkTask({
    ...other,
    symbols: {
      inputs: [
        ['b', 0],
        ['a', 1],
      ],
      outputs: [
        ['x', 0],
        ['y', 1],
      ],
    },
  });
  expect(difference(inCodesOf(one, swapped), one)).toEqual([0]);
  const foreign = checkTask({
    ...other,
    symbols: {
      inputs: [
        ['c', 0],
        ['a', 1],
      ],
    },
  });
  expect(() => inCodesOf(one, foreign)).toThrow('symbols.inputs: expected one of a, b, got c');
});
