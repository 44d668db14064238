import { expect, test } from 'vitest';
import { difference } from '../../src/machine/index.ts';
import { checkTask, inCodesOf, type Task } from '../../src/tasks/index.ts';

/** A machine of one state whose words have these names, in the order of their codes. */
const named = (inputs: readonly string[], outputs: readonly string[]): Task =>
  checkTask({
    ...{ name: 'named', inputs: ['i'], outputs: ['o'], states: ['s'] },
    ...{ initial: 0, next: [0, 0], output: [0, 1] },
    symbols: {
      inputs: inputs.map((symbol, word) => [symbol, word] as const),
      ...(outputs.length > 0 && { outputs: outputs.map((symbol, word) => [symbol, word] as const) }),
    },
  });

test('a machine in another one’s codes does the same under the same names', () => {
  const one = named(['a', 'b'], ['x', 'y']);
  expect(difference(inCodesOf(one, named(['b', 'a'], ['y', 'x'])), one)).toBeUndefined();
  expect(difference(inCodesOf(one, named(['b', 'a'], ['x', 'y'])), one)).toEqual([0]);
  expect(() => inCodesOf(one, named(['c', 'a'], []))).toThrow('symbols.inputs: expected one of a, b, got c');
});
