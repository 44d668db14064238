import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../src/playground/settings.ts';
import type { OptimizerRule } from '../../src/training/index.ts';
import { DEFAULT_TRAINING, OPTIMIZER_DEFAULTS } from '../../src/training/options.ts';

const settings = fc
  .record({
    task: fc.constantFrom('adder', 'subtractor', 'comparator', 'parity'),
    method: fc.constantFrom('search' as const, 'samples' as const),
    machine: fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 400 })),
    kind: fc.constantFrom(...(Object.keys(OPTIMIZER_DEFAULTS) as (keyof typeof OPTIMIZER_DEFAULTS)[])),
    numbers: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }),
    whole: fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      hidden: fc.integer({ min: 1, max: 64 }),
      bits: fc.integer({ min: 1, max: 16 }),
      batch: fc.integer({ min: 1, max: 2000 }),
      epochs: fc.integer({ min: 1, max: 500 }),
      maxStarts: fc.integer({ min: 1, max: 1e9 }),
      overlapping: fc.boolean(),
      precision: fc.constantFrom('float32' as const, 'float64' as const),
    }),
    widths: fc.record({
      weightBits: fc.integer({ min: 2, max: 8 }),
      stateBits: fc.integer({ min: 1, max: 8 }),
      tableBits: fc.integer({ min: 1, max: 8 }),
    }),
  })
  .map(({ kind, numbers, whole, task, machine, method, widths }) => {
    const { kind: _, ...rule } = OPTIMIZER_DEFAULTS[kind].optimizer;
    const own = Object.fromEntries(Object.keys(rule).map((name, at) => [name, (numbers[at] as number) + 0]));
    return {
      task,
      machine,
      method,
      widths,
      training: { ...DEFAULT_TRAINING, ...whole, optimizer: { kind, ...own } as OptimizerRule },
    };
  });

describe('an address', () => {
  test('carries every setting, to the last bit of each number', () => {
    fc.assert(
      fc.property(settings, (given) => {
        expect(parseAddress(formatAddress(given))).toEqual(given);
      }),
    );
  });

  test('of the default is empty, and an empty one is the default', () => {
    expect(formatAddress(parseAddress(''))).toBe('');
    expect(parseAddress('').training).toEqual(DEFAULT_TRAINING);
    expect(formatAddress(parseAddress('optimizer=rprop'))).toBe('optimizer=rprop');
    expect(parseAddress('optimizer=rprop').training).toMatchObject({ batch: 2000, epochs: 100 });
  });

  test.each([
    ['hidden=0', /hidden.*0.*1 to 256|hidden: expected 1–256, got 0/],
    ['hidden=3.5', /hidden.*3\.5/],
    ['hidden=0x10', 'hidden: expected a number, got "0x10"'],
    ['seed=', 'seed: expected a number, got ""'],
    ['seed=4294967296', /seed.*4294967296/],
    ['learningRate=NaN', 'learningRate: expected a number'],
    ['learningRate=1e999', 'learningRate: expected a number'],
    ['task=__proto__', 'task: expected one of adder, subtractor, comparator, parity, got "__proto__"'],
    ['optimizer=toString', 'optimizer: expected one of rmsprop, rprop, adam, sgd'],
    ['beta1=0.5', 'beta1: the optimizer rmsprop has none'],
    ['stateBits=9', 'stateBits: expected 1–8, got 9'],
    ['hidden=3&hidden=4', 'hidden: expected it once, got it 2 times'],
    ['<script>alert(1)</script>', 'expected one of task,'],
    ['constructor=1', '"constructor": expected one of'],
    ['samples=1000000&bits=1000', /samples/],
    ['samples=400000', 'expected at most 4194304 in a page'],
    ['epochs=100000&batch=1', 'expected at most 1000000 updates in a page'],
    [`machine=${'x'.repeat(70_000)}`, 'address: expected at most 65536 characters, got 70008'],
  ])('that cannot be, number %#, is refused in words', (fragment, message) => {
    expect(() => parseAddress(fragment)).toThrow(
      expect.objectContaining({
        name: 'AddressError',
        message:
          typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
      }),
    );
  });

  test('of any text gives settings or a message, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
        try {
          parseAddress(text);
        } catch (error) {
          expect((error as Error).name).toBe('AddressError');
          expect((error as Error).message.length).toBeLessThan(600);
        }
      }),
    );
  });
});
