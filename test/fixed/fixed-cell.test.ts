import { expect, test } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import { cellSuite } from './cell-suite.ts';
import { proven } from './networks.ts';

cellSuite(
  'the TypeScript cell',
  (network) => {
    const cell = new FixedCell(network);
    return {
      get state() {
        return Array.from(cell.state);
      },
      set state(values) {
        cell.state.set(values);
      },
      step: (inputs) => cell.step(inputs),
    };
  },
  { runs: 1000 },
);

test('a proven adder adds numbers of ten thousand bits', async () => {
  const { fixed } = await proven();
  const cell = new FixedCell(fixed);
  const a = 3n ** 6300n;
  const b = 7n ** 3500n;
  let sum = 0n;
  for (let bit = 0n; bit < 10_100n; bit++) {
    const inputs = Number((a >> bit) & 1n) | (Number((b >> bit) & 1n) << 1);
    sum |= BigInt(cell.step(inputs)) << bit;
  }
  expect(sum).toBe(a + b);
});

test('reset brings back the initial state', async () => {
  const { fixed } = await proven();
  const cell = new FixedCell(fixed);
  cell.step(3);
  expect(Array.from(cell.state)).not.toEqual(fixed.initialState);
  cell.reset();
  expect(Array.from(cell.state)).toEqual(fixed.initialState);
});
