import { describe, expect, test } from 'vitest';
import { wordConstants } from '../../src/formats/word-constants.ts';

const valuesOf = (...args: Parameters<typeof wordConstants>) =>
  wordConstants(...args).map(({ values }) => Object.fromEntries(values));

describe('constants for the words of a machine', () => {
  test('are its symbols where there are such, and a mask for each bit elsewhere', () => {
    const symbols = { inputs: [['coin', 2] as const, ['none', 0] as const] };
    expect(valuesOf('tea', { inputs: ['i0', 'i1'], outputs: ['pour', 'beep'], symbols })).toEqual([
      { TEA_IN_COIN: 2, TEA_IN_NONE: 0 },
      { TEA_OUT_POUR: 1, TEA_OUT_BEEP: 2 },
    ]);
  });

  test('have names that C takes, each once', () => {
    const inputs = ['a+b', 'A b', '2', '+', '-', 'int'];
    const [names] = valuesOf('x', { inputs, outputs: ['y'] });
    expect(Object.keys(names as object)).toEqual([
      'X_IN_A_B',
      'X_IN_A_B_2',
      'X_IN_X_2',
      'X_IN_X',
      'X_IN_X_3',
      'X_IN_INT',
    ]);
  });
});
