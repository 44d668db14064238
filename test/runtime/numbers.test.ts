import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abridged, parseNumber } from '../../src/runtime/index.ts';

const number = fc.bigInt({ min: 0n, max: 2n ** 3000n });

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
    expect(() => parseNumber(text)).toThrow(`not a number: "${text}"; write 13, 0xd or 0b1101`);
  });

  test('are cut in their middle where they are long', () => {
    expect(abridged('1234567890', 10)).toBe('1234567890');
    expect(abridged('12345678901', 9)).toBe('1234…8901');
  });
});
