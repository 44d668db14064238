import { describe, expect, test } from 'vitest';
import type { StreamResult } from '../../src/runtime/index.ts';
import { adder, checkTask } from '../../src/tasks/index.ts';
import { formatCounterexample, resultJson, resultLine, resultLines } from '../../src/view/index.ts';

/** Two inputs, two outputs, nothing to calculate: the outputs are the inputs of the step before. */
const delay = checkTask({
  name: 'delay',
  inputs: ['a', 'b'],
  outputs: ['was a', 'was b'],
  states: ['00', '10', '01', '11'],
  initial: 0,
  next: [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, -1],
  output: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 0],
});
const named = checkTask({
  ...delay,
  symbols: {
    inputs: [
      ['none', 0],
      ['both', 3],
    ],
    outputs: [
      ['nothing', 0],
      ['all', 3],
    ],
  },
});

const result = (inputs: number[], outputs: number[]): StreamResult => ({
  numbers: [0n, 0n],
  inputs: Uint8Array.from(inputs),
  outputs: Uint8Array.from(outputs),
  milliseconds: 1,
});

describe('a machine that does not calculate', () => {
  test('has each input and output by its name, bits over time', () => {
    expect(resultLine(delay, result([1, 3, 0], [0, 1, 3]))).toBe('a 110  b 010 → was a 011  was b 001  ✓');
    expect(resultLine(delay, result([1, 3, 0], [0, 1, 2]))).toBe(
      'a 110  b 010 → was a 010  was b 001  ✗ right is was a 011  was b 001',
    );
  });

  test('keeps every name where the stream is too long for a line', () => {
    const long = Array.from({ length: 120 }, () => 0);
    const cut = `${'0'.repeat(24)}…${'0'.repeat(24)}`;
    expect(resultLine(delay, result(long, long))).toBe(`a ${cut}  b ${cut} → was a ${cut}  was b ${cut}  ✓`);
  });

  test('has words by their names where there are such', () => {
    expect(resultLine(named, result([3, 0, 1], [0, 3, 0]))).toBe('both,none,10 → nothing,all,nothing  ✓');
    expect(resultLine(named, result([3, 0], [0, 3]))).toBe('both,none → nothing,all  ✓');
  });

  test('stands under each other over time, in a terminal and as a counterexample', () => {
    expect(resultLines(named, result([3, 0], [0, 3]), 80)).toBe(
      ['in   both     none', 'due  nothing  all', 'out  nothing  all   ✓'].join('\n'),
    );
    expect(formatCounterexample(delay, { inputs: [1, 2], expected: [0, 1], actual: [0, 2] })).toBe(
      [
        'in   a      10',
        '     b      01',
        'due  was a  01',
        '     was b  00',
        'out  was a  00',
        '     was b  01',
      ].join('\n'),
    );
  });

  test('claims nothing from a step on that never comes, and says which', () => {
    const never = result([3, 3, 0], [0, 3, 1]);
    expect(resultLine(named, never)).toBe(
      'both,both,none → nothing,all,10  not compared from step 2 on: step 2 is both, which never comes in the state 11, as the machine says',
    );
    expect(resultLine(delay, never)).toContain('step 2 is a b = 11, which never comes');
    expect(resultLines(delay, never, 80)).toBe(resultLine(delay, never));
  });

  test('is wrong where it is wrong before a step that never comes', () => {
    expect(resultLine(named, result([3, 3], [1, 3]))).toBe('both,both → 10,all  ✗ right is nothing,?');
    expect(resultJson(named, result([3, 3], [1, 3]))).toMatchObject({ right: false, never: { step: 2 } });
  });

  test('has its words in JSON, with `?` where an input never comes', () => {
    expect(resultJson(named, result([3, 0], [0, 3]))).not.toHaveProperty('never');
    expect(resultJson(named, result([3, 3], [0, 3]))).toMatchObject({
      right: null,
      never: { step: 2, input: 'both', state: '11' },
      inputs: ['both', 'both'],
      outputs: ['nothing', 'all'],
      due: ['nothing', '?'],
    });
    expect(resultJson(adder, result([3, 0], [0, 1]))).not.toHaveProperty('inputs');
  });
});
