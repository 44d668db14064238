import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/machine/index.ts';
import { adder, parity, stepsFor, stream, toSteps } from '../../src/tasks/index.ts';

const number = fc.bigInt({ min: 0n, max: 2n ** 3000n });
/** Any number of operands, with steps for a carry of so many bits. */
const reading = (extraSteps: number) => ({ operator: '+', extraSteps, output: 'unsigned' as const });
const named = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);

describe('numbers and steps', () => {
  test('each number’s bits are one stream of the steps, least significant first', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 4 }), fc.nat({ max: 3 }), (numbers, extra) => {
        const task = { name: 'any', inputs: named(numbers.length), reading: reading(extra) };
        const steps = toSteps(task, numbers);
        expect(steps.length).toBe(stepsFor(task, numbers));
        expect(numbers.map((_, input) => toNumber(stream(steps, input)))).toEqual(numbers);
        expect([...steps.subarray(steps.length - extra)]).toEqual(new Array(extra).fill(0));
      }),
    );
  });

  test('the task says how many steps follow the longest number: an adder one, a machine without a reading none', () => {
    const pairs = [
      [0n, 0n],
      [1n, 0n],
      [13n, 4n],
      [63n, 1n],
    ];
    expect(pairs.map((numbers) => stepsFor(adder, numbers))).toEqual([2, 2, 5, 7]);
    expect(pairs.map((numbers) => stepsFor({}, numbers))).toEqual([1, 1, 4, 6]);
  });

  test('a negative number, one that is too long, and one too many are refused', () => {
    expect(() => toSteps(parity, [-1n])).toThrow('numbers[0]: expected 0 or more, got -1');
    expect(() => toSteps(parity, [8n], 3)).toThrow('numbers[0]: expected at most 3 bits, got 4');
    expect(() => toSteps(adder, [8n])).toThrow('expected 2, one for each input of the adder, got 1');
  });
});
