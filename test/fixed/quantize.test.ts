import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestAccumulator } from '../../src/fixed/index.ts';
import {
  BYTE_WIDTHS,
  constantBits,
  floatNetwork,
  MAX_ACCUMULATOR,
  QuantizeError,
  quantize,
} from '../../src/index.ts';

const shape = { inputs: 2, hidden: 3, outputs: 1 };
const floats = (values: readonly number[]) => floatNetwork(shape, Float64Array.from(values));
const anyFloats = (limit: number) =>
  fc.array(fc.double({ min: -limit, max: limit, noNaN: true }), { minLength: 28, maxLength: 28 }).map(floats);
const anyWidths = fc.record({
  weightBits: fc.integer({ min: 2, max: 8 }),
  stateBits: fc.integer({ min: 1, max: 8 }),
  tableBits: fc.integer({ min: 1, max: 8 }),
});

describe('quantizing', () => {
  test('never gives a network whose accumulator could overflow, or a constant outside its width', () => {
    fc.assert(
      fc.property(anyFloats(100), anyWidths, (float, widths) => {
        const fixed = quantize(float, widths);
        expect(largestAccumulator(fixed)).toBeLessThanOrEqual(MAX_ACCUMULATOR);
        const within = (values: readonly number[], bits: number) =>
          values.every(
            (value) => Number.isInteger(value) && value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1),
          );
        const { inputWeights, stateBias, recurrentWeights, outputWeights, outputBias } = fixed;
        const weights = [inputWeights, stateBias, recurrentWeights, outputWeights, outputBias].flat();
        expect(within(weights, widths.weightBits)).toBe(true);
        expect(within([...fixed.table, ...fixed.initialState], widths.stateBits)).toBe(true);
        expect(fixed.table).toHaveLength(2 ** widths.tableBits);
      }),
    );
  });

  test('rounds every weight to the nearest multiple of its scale, and the scale is the finest that fits', () => {
    fc.assert(
      fc.property(anyFloats(20), (float) => {
        const fixed = quantize(float);
        const scale = 2 ** fixed.fractionBits;
        fixed.recurrentWeights.forEach((weight, index) => {
          const exact = (float.parameters.wRecurrent[index] ?? Number.NaN) * scale;
          expect(Math.abs(weight - exact)).toBeLessThanOrEqual(0.5);
        });
        if (fixed.fractionBits === 15) return;
        const scales = { fractionBits: fixed.fractionBits + 1, indexShift: 8 };
        // One bit finer, either a weight is clamped or a row can overflow.
        try {
          const finer = quantize(float, BYTE_WIDTHS, scales);
          const all = [
            finer.inputWeights,
            finer.stateBias,
            finer.recurrentWeights,
            finer.outputWeights,
            finer.outputBias,
          ];
          expect(all.flat().some((weight) => weight === 127 || weight === -128)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(QuantizeError);
        }
      }),
    );
  });

  test('folds both biases of the state into one', () => {
    const values = new Array<number>(28).fill(0);
    values[9] = 1.25;
    values[21] = 0.5;
    const fixed = quantize(floats(values));
    expect((fixed.stateBias[0] ?? 0) / 2 ** fixed.fractionBits).toBe(1.75);
  });

  test('saturates the initial state in the state’s format', () => {
    const values = new Array<number>(28).fill(0);
    values.splice(0, 3, 5, -5, 0.25);
    expect(quantize(floats(values)).initialState).toEqual([127, -128, 32]);
    // With two weight bits it has two bits too, whatever the state has.
    expect(quantize(floats(values), { ...BYTE_WIDTHS, weightBits: 2 }).initialState).toEqual([64, -128, 64]);
  });

  test('makes tanh a table that is odd about the middle of two entries and saturates', () => {
    const { table } = quantize(floats(new Array<number>(28).fill(3)));
    for (let index = 0; index < 128; index++) {
      const [above = 0, below = 0] = [table[index], table[255 - index]];
      expect(above === 127 ? below <= -127 : below === -above).toBe(true);
    }
    expect([table[127], table[128]]).toEqual([127, -128]);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1e9]])('refuses weights of %d', (weight) => {
    expect(() => quantize(floats(new Array<number>(28).fill(weight)))).toThrow(QuantizeError);
  });
});

test('25 parameters of eight bits and a table of 256 take 2248 bits', () => {
  expect(constantBits({ ...shape, ...BYTE_WIDTHS })).toBe(25 * 8 + 2048);
  expect(constantBits({ ...shape, weightBits: 3, stateBits: 2, tableBits: 2 })).toBe(25 * 3 + 8);
});
