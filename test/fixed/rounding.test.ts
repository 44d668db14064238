import { expect, test } from 'vitest';
import { largestAccumulator } from '../../src/fixed/index.ts';
import {
  BYTE_WIDTHS,
  type FloatNetwork,
  floatNetwork,
  initialParameters,
  QuantizeError,
  quantize,
  quantizeRounded,
  ROUNDINGS,
} from '../../src/index.ts';
import { parameterCount } from '../../src/training/index.ts';

const shape = { inputs: 2, hidden: 3, outputs: 2 };

/** A float network with numbers as large as training makes them. */
function float(seed: number): FloatNetwork {
  return floatNetwork(
    shape,
    initialParameters(shape, seed, 0).map((value, index) => 5 * value + ((index % 7) - 3) / 9),
  );
}

test('the first rounding is plain quantizing', () => {
  for (let seed = 0; seed < 20; seed++) {
    const [first] = ROUNDINGS;
    expect(first && quantizeRounded(float(seed), BYTE_WIDTHS, first)).toEqual(quantize(float(seed)));
  }
});

test('every rounding keeps the byte layout, the row rule and its own promise of coarseness', () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const rounding of ROUNDINGS) {
      const fixed = quantizeRounded(float(seed), BYTE_WIDTHS, rounding);
      expect(fixed).toMatchObject({ ...BYTE_WIDTHS, indexShift: 8 });
      expect(fixed.table).toHaveLength(256);
      expect(largestAccumulator(fixed)).toBeLessThanOrEqual(32_767);
      const step = 2 ** (8 - rounding.stateBits);
      expect([...fixed.table, ...fixed.initialState].every((code) => Math.abs(code % step) === 0)).toBe(true);
      const run = 2 ** (8 - rounding.tableBits);
      expect(fixed.table.every((code, address) => code === fixed.table[address - (address % run)])).toBe(
        true,
      );
    }
  }
});

test('a coarse table is the one that a network of so few bits has', () => {
  const widths = { weightBits: 8, stateBits: 4, tableBits: 6 };
  const fixed = quantizeRounded(float(3), BYTE_WIDTHS, { stateBits: 4, tableBits: 6, ownRows: false });
  const { fractionBits } = fixed;
  const small = quantize(float(3), widths, { fractionBits, indexShift: 8 + 2 - 4 });
  expect(fixed.table.filter((_, address) => address % 4 === 0)).toEqual(small.table.map((code) => code * 16));
  expect(fixed.initialState).toEqual(small.initialState.map((code) => code * 16));
});

test('rows of their own have each the finest scale', () => {
  for (let seed = 0; seed < 20; seed++) {
    const network = float(seed);
    const fixed = quantizeRounded(network, BYTE_WIDTHS, { stateBits: 8, tableBits: 6, ownRows: true });
    for (const output of [0, 1]) {
      const row = [0, 1, 2].map((from) => fixed.outputWeights[from * 2 + output] ?? 0);
      const integers = [...row, fixed.outputBias[output] ?? 0];
      const values = [0, 1, 2].map((from) => network.parameters.wOutput[from * 2 + output] ?? 0);
      const exact = [...values, network.parameters.bOutput[output] ?? 0];
      const scale = [...Array(24).keys()]
        .map((bits) => 15 - bits)
        .find((bits) => {
          const rounded = exact.map((value) => Math.round(value * 2 ** bits));
          const total = rounded.reduce((sum, value) => sum + Math.abs(value), 0);
          return total <= 255 && rounded.every((value) => value >= -128 && value <= 127);
        });
      expect(integers).toEqual(exact.map((value) => Math.round(value * 2 ** (scale ?? 0))));
    }
  }
});

test('narrow widths cut what a rounding has more bits of', () => {
  const widths = { weightBits: 6, stateBits: 3, tableBits: 5 };
  for (const rounding of ROUNDINGS.filter(
    ({ ownRows, stateBits, tableBits }) => !ownRows && stateBits > 3 && tableBits > 5,
  )) {
    expect(quantizeRounded(float(1), widths, rounding)).toEqual(quantize(float(1), widths));
  }
});

test('weights without a scale are refused', () => {
  const huge = floatNetwork(shape, new Float64Array(parameterCount(shape)).fill(1e9));
  for (const rounding of ROUNDINGS)
    expect(() => quantizeRounded(huge, BYTE_WIDTHS, rounding)).toThrow(QuantizeError);
});
