import { expect, test } from 'vitest';
import { adder, comparator, parity, subtractor } from '../../src/index.ts';
import { formatCounterexample, formatSample } from '../../src/view/index.ts';

const bits = (text: string) => [...text].map(Number);

test('a sample is printed as the tutorial prints it', () => {
  const sample = {
    inputs: [bits('1010010'), bits('1101010')],
    expected: [bits('0000101')],
    answers: [bits('0000101')],
  };
  expect(formatSample(adder, sample)).toBe(
    ['a:   1010010   37', 'b: + 1101010   43', '     -------   --', 't: = 0000101   80', 'y: = 0000101'].join(
      '\n',
    ),
  );
});

test('the network’s own answer stands in the line for y, with what it says where it is wrong', () => {
  const sample = { inputs: [bits('110'), bits('100')], expected: [bits('001')], answers: [bits('011')] };
  expect(formatSample(adder, sample)).toBe(
    ['a:   110   3', 'b: + 100   1', '     ---   -', 't: = 001   4', 'y: = 011   6'].join('\n'),
  );
});

test('other tasks show their own operator and reading', () => {
  const pair = [bits('0100'), bits('1100')];
  expect(
    formatSample(subtractor, { inputs: pair, expected: [bits('1111')], answers: [bits('1111')] }),
  ).toContain('t: = 1111   -1');
  expect(
    formatSample(comparator, { inputs: pair, expected: [bits('0000')], answers: [bits('0000')] }),
  ).toContain('b: > 1100    3');
  expect(
    formatSample(parity, { inputs: [bits('0111')], expected: [bits('0101')], answers: [bits('0101')] }),
  ).toBe(['x:   0111    14', '     ----   ---', 't: = 0101   odd', 'y: = 0101'].join('\n'));
});

test('a counterexample is shown as the numbers being added', () => {
  const text = formatCounterexample(adder, { inputs: [3, 1, 2], expected: [0, 0, 0], actual: [0, 0, 1] });
  expect(text).toBe(
    ['a:   110   3', 'b: + 101   5', '     ---   -', 't: = 000   0', 'y: = 001   4'].join('\n'),
  );
});
