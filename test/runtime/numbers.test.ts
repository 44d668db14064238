import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abridged, parseNumber, stepsFor, stream, toSteps } from '../../src/runtime/index.ts';
import { toNumber } from '../../src/tasks/index.ts';

const number = fc.bigInt({ min: 0n, max: 2n ** 3000n });

describe('numbers and steps', () => {
  test('each number’s bits are one stream of the steps, least significant first', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 4 }), (numbers) => {
        const steps = toSteps(numbers);
        expect(steps.length).toBe(stepsFor(numbers));
        expect(numbers.map((_, input) => toNumber(stream(steps, input)))).toEqual(numbers);
      }),
    );
  });

  test('there is one step more than the longest number has bits, and two at least', () => {
    expect(
      [
        [0n, 0n],
        [1n, 0n],
        [13n, 4n],
        [63n, 1n],
      ].map(stepsFor),
    ).toEqual([2, 2, 5, 7]);
  });

  test('a negative number and one that is too long are refused', () => {
    expect(() => toSteps([-1n])).toThrow('a number is -1, allowed are 0 and more');
    expect(() => toSteps([8n], 3)).toThrow('8 has 4 bits, allowed are 3');
  });
});

describe('numbers in text', () => {
  test('are read as they were written: decimal, hexadecimal, binary', () => {
    fc.assert(
      fc.property(number, (value) => {
        for (const text of [`${value}`, `0x${value.toString(16)}`, `0B${value.toString(2)}`])
          expect(parseNumber(text)).toBe(value);
      }),
    );
  });

  test.each(['', '-3', '+3', '1e3', '1.5', '0x', '0b12', '1 2', 'ten', '0o7'])('%j is none', (text) => {
    expect(() => parseNumber(text)).toThrow(`"${text}" is no number; write 13, 0xd or 0b1101`);
  });

  test('are cut in their middle where they are long', () => {
    expect(abridged('1234567890', 10)).toBe('1234567890');
    expect(abridged('12345678901', 9)).toBe('1234…8901');
  });
});
