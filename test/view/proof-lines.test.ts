import { describe, expect, test } from 'vitest';
import { recoveryLines } from '../../src/view/index.ts';
import { german } from '../../src/view/proof-words-de.ts';

const recovery = {
  ...{ states: 256, recovering: 256, steps: 3, histogram: [] },
  resynchronizing: { recovering: 256, steps: 5, histogram: [] },
};
const machine = (...inputs: (readonly [string, number])[]) => ({
  ...{ inputs: ['i0', 'i1'], outputs: ['o'] },
  ...(inputs.length > 0 && { symbols: { inputs } }),
});

describe('what a flipped bit does is said by what is fed', () => {
  test('zeros, where inputs are bits', () => {
    expect(recoveryLines(machine(), recovery)).toBe(
      'Bit flips: fed zeros, the network comes back from all 256 states, within 3 steps.\n' +
        'After 5 zeros all outputs are correct again, whatever was remembered before.',
    );
  });

  test('nothing, where it is back at once', () => {
    const back = { ...recovery, steps: 0, resynchronizing: { recovering: 256, steps: 0, histogram: [] } };
    expect(recoveryLines(machine(), back)).toBe(
      'Bit flips: fed zeros, the network comes back from all 256 states, at once.\n' +
        'At once all outputs are correct again, whatever was remembered before.',
    );
  });

  test('the symbol whose bits are all 0', () => {
    const named = machine(['tick', 0], ['request', 1]);
    expect(recoveryLines(named, recovery)).toBe(
      'Bit flips: fed tick alone, the network comes back from all 256 states, within 3 steps.\n' +
        'After 5 steps of tick all outputs are correct again, whatever was remembered before.',
    );
    const forgets = { ...recovery, resynchronizing: { recovering: 0, steps: 0, histogram: [] } };
    expect(recoveryLines(named, forgets)).toContain('until other inputs than tick come');
    expect(recoveryLines(named, recovery, german)).toContain('Nach 5-mal tick sind');
  });

  test('a word that never comes, where each symbol has a bit of its own', () => {
    const oneHot = machine(['tick', 1], ['request', 2]);
    const text = recoveryLines(oneHot, recovery);
    expect(text).toContain('fed inputs whose bits are all 0, which is no symbol, the network comes back');
    expect(text).toContain('After 5 such steps all outputs');
    expect(text).not.toContain('zeros');
  });
});
