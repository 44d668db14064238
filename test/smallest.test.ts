import { expect, test } from 'vitest';
import { largestAccumulator } from '../src/fixed/index.ts';
import {
  adder,
  checkMachine,
  comparator,
  constantBits,
  parity,
  prove,
  smallest,
  subtractor,
  UNSPECIFIED,
} from '../src/index.ts';
import type { Machine } from '../src/machine/machine.ts';

test.each([
  [adder, 'any', 0, 34],
  [subtractor, 'any', 0, 34],
  [comparator, 'any', 0, 16],
  [parity, 'any', 0, 16],
  [adder, 'monotone', 34, 38],
  [adder, 'tanh', 38, 38],
  [comparator, 'tanh', 0, 16],
] as const)(
  '$name with $1 tables needs no more and no less',
  async (task, tables, minBits, bits) => {
    const { network, examined, lowerBound } = await smallest(checkMachine(task), tables, { minBits });
    if (network === undefined) throw new Error('none was found');
    expect(constantBits(network)).toBe(bits);
    expect(lowerBound).toBe(bits);
    expect(examined.at(-1)).toMatchObject({ bits, outcome: 'found' });
    expect(prove(network, task).verdict).toBe('proven');
    expect(largestAccumulator(network)).toBeLessThanOrEqual(32_767);
    if (tables !== 'any') {
      const half = network.table.length / 2;
      const rising = [...network.table.slice(half), ...network.table.slice(0, half)];
      expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    }
  },
  60_000,
);

test('the initial state costs no more bits than a weight, in the constants as in the count', async () => {
  const { network } = await smallest(checkMachine(adder), 'tanh', { minBits: 38 });
  const step = network && 2 ** (network.stateBits - Math.min(network.stateBits, network.weightBits));
  expect(network?.initialState.every((code) => Math.abs(code % (step ?? 0)) === 0)).toBe(true);
});

test('a machine that gives up nothing needs less where it cares less', async () => {
  const machine = checkMachine(adder);
  const care = machine.care.map((care, index) => (index < 4 ? care : 0));
  const output = machine.output.map((output, index) => output & (care[index] as number));
  const careless: Machine = { ...machine, care, output };
  const without = (values: readonly number[], blank: number) =>
    values.map((value, index) => (index === 3 ? blank : value));
  const { next } = machine;
  const never: Machine = {
    ...machine,
    next: without(next, UNSPECIFIED),
    output: without(machine.output, 0),
    care: without(machine.care, 0),
  };
  for (const easier of [careless, never]) {
    const { network, lowerBound } = await smallest(easier);
    expect(network && constantBits(network)).toBeLessThan(34);
    expect(lowerBound).toBe(network && constantBits(network));
  }
}, 60_000);

test('a limit leaves spaces open: then nothing is said of them', async () => {
  const { examined, lowerBound } = await smallest(checkMachine(adder), 'any', { work: 2 ** 16, maxBits: 40 });
  const open = examined.find(({ outcome }) => outcome === 'open');
  expect(open).toBeDefined();
  expect(lowerBound).toBe(open?.bits);
  const late = await smallest(checkMachine(adder), 'any', { timeLimit_ms: 0, maxBits: 20 });
  expect(late.network).toBeUndefined();
  expect(late.lowerBound).toBe(16);
});

test('what cannot be searched is refused', async () => {
  await expect(smallest(checkMachine(adder), 'any', { minBits: -1 })).rejects.toThrow('min bits');
  const odd = { ...checkMachine(adder), next: [] };
  await expect(smallest(odd)).rejects.toThrow('next: expected 8 numbers');
});
