import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText, parseDot } from '../../../src/machine/formats/index.ts';
import { difference, type Machine } from '../../../src/machine/index.ts';
import { mealy, streamResults } from './dot-machines.ts';

describe('dotText', () => {
  test('symbols survive being written, codes may not', () => {
    const read = parseDot(mealy, 'it', 'one-hot');
    const { text, lost } = dotText(read);
    expect(lost).toEqual([]);
    const again = parseDot(text, 'it', 'one-hot');
    expect(streamResults(text, ['button', 'coin', 'button'])).toEqual(['none', 'beep', 'coffee']);
    expect([again.machine.states, difference(again.machine, again.machine)]).toEqual([
      read.machine.states,
      undefined,
    ]);
  });

  /** Two states, two inputs, four outputs; the names are those of the words in order. */
  const named = (inputs: readonly string[], outputs: readonly string[]) => ({
    machine: {
      ...{ name: 'odd', inputs: ['a'], outputs: ['o', 'p'], states: ['x', 'y'], initial: 0 },
      ...{ next: [1, 0, 0, 1], output: [0, 1, 2, 3], care: [3, 3, 3, 3] },
    },
    symbols: {
      inputs: inputs.map((symbol, word) => [symbol, word] as const),
      outputs: outputs.map((symbol, word) => [symbol, word] as const),
    },
  });

  test('symbols with slashes and other odd characters survive', () => {
    const read = named(['km/h', 'say "x"'], ['n/a', 'a|b', 'on, off', '/']);
    const { text, lost } = dotText(read);
    expect(lost).toEqual([]);
    expect(streamResults(text, ['km/h', 'km/h', 'say "x"'])).toEqual(['n/a', 'on, off', 'a|b']);
  });

  test.each([
    [['go', 'stop'], ['a', ' pad', 'c', 'd'], 'outputs', '" pad" would not be read back from an edge'],
    [['go', 'stop'], ['a / b', 'b', 'c', 'd'], 'outputs', '"a / b" would not be read back from an edge'],
    [['x, y', 'stop'], ['a', 'b', 'c', 'd'], 'inputs', '"x, y" would not be read back from an edge'],
    [['1', '0'], ['a', 'b', 'c', 'd'], 'inputs', 'they would be read as bits'],
    [['go', 'stop'], ['a', 'b'], 'outputs', 'a word has none'],
  ])('symbols %j, %j do not, which is said with the reason', (inputs, outputs, side, reason) => {
    expect(dotText(named(inputs, outputs)).lost).toEqual([`Names of ${side} are left out: ${reason}.`]);
  });

  test('any symbols are read back, or said to be left out', () => {
    const symbol = fc
      .array(fc.constantFrom('a', 'b', '/', ' ', ',', '"', '(', ')', '|', '\\', '0', '1', '-', '<'), {
        ...{ minLength: 1, maxLength: 6 },
      })
      .map((signs) => signs.join(''));
    const list = (length: number) => fc.uniqueArray(symbol, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(list(2), list(4), (inputs, outputs) => {
        const { text, lost } = dotText(named(inputs, outputs));
        if (lost.length > 0) return;
        const walk = [0, 0, 1, 0, 1].map((word) => inputs[word] as string);
        const due = [0, 2, 1, 0, 3].map((word) => outputs[word] as string);
        expect(streamResults(text, walk)).toEqual(due);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a machine that is too large for an edge a step', () => {
  const large = (inputs: number, next: (state: number, word: number) => number): Machine => {
    const words = 2 ** inputs;
    const steps = Array.from({ length: 64 * words }, (_, at) => next(Math.floor(at / words), at % words));
    return {
      ...{
        name: 'large',
        initial: 0,
        next: steps,
        output: steps.map((to) => to & 3),
        care: steps.map(() => 3),
      },
      inputs: Array.from({ length: inputs }, (_, bit) => `in ${bit}`),
      outputs: ['p', 'q'],
      states: Array.from({ length: 64 }, (_, state) => `s${state}`),
    };
  };
  /** Few next states, each by cubes of the twelve bits. */
  const regular = large(12, (state, word) => (state + (word >> 10)) % 64);

  test('has joined steps, and is read as the same machine', () => {
    const { text, lost } = dotText({ machine: regular });
    expect([text.length < 2 ** 20, lost]).toEqual([true, [expect.stringMatching(/^An edge has all steps/)]]);
    const { machine } = parseDot(text, 'other');
    expect(difference(machine, regular)).toBeUndefined();
    expect(machine.inputs).toEqual(regular.inputs);
  });

  test('keeps its symbols', () => {
    const machine = large(9, (state, word) => (state + (word % 7)) % 64);
    const symbols = { inputs: Array.from({ length: 2 ** 9 }, (_, word) => [`go ${word}`, word] as const) };
    const { text, lost } = dotText({ machine, symbols });
    expect([lost.length, text.length < 2 ** 20]).toEqual([1, true]);
    const read = parseDot(text, 'other');
    const words = new Map(read.symbols?.inputs);
    for (const [name, word] of symbols.inputs)
      expect(read.machine.states[read.machine.next[words.get(name) as number] as number]).toBe(
        `s${word % 7}`,
      );
  });

  test('is refused where that is not enough, with the formats that take it', () => {
    let seed = 1;
    const random = () => {
      seed = Math.imul(seed, 1_103_515_245) + 12_345;
      return (seed >>> 16) % 64;
    };
    expect(() => dotText({ machine: large(12, random) })).toThrow(
      'the machine is too large for DOT: expected at most 1048576 characters, got more; take KISS2 or JSON',
    );
  });
});
