import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMachine, prove, tasks } from '../../src/index.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { explorePairs, PairTable } from '../../src/proof/index.ts';
import { networks } from '../fixed/networks.ts';

test('pairs get numbers in the order in which they come, each once', () => {
  const pair = fc.tuple(
    fc.integer({ min: 0, max: 70_000 }),
    fc.tuple(fc.integer({ min: -128, max: 127 }), fc.integer({ min: -3, max: 3 })),
  );
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 3000 }), (pairs) => {
      const table = new PairTable(2);
      const numbers = new Map<string, number>();
      for (const [machine, network] of pairs) {
        const key = [machine, ...network].join();
        const expected = numbers.get(key) ?? numbers.size;
        numbers.set(key, expected);
        expect(table.add(machine, network)).toBe(expected);
      }
      expect(table.size).toBe(numbers.size);
    }),
    { numRuns: 50 },
  );
});

test('there is room for as many pairs as the limit says', () => {
  const table = new PairTable(1);
  for (let state = 0; state < 5000; state++) expect(table.add(state, [state & 63], 5000)).toBe(state);
  expect(table.add(5000, [1], 5000)).toBe(-1);
  expect(table.add(4999, [4999 & 63], 5000)).toBe(4999);
});

test('every network gets the verdict that prove gives it', () => {
  const task = tasks.get('adder');
  if (task === undefined) throw new Error('there is no adder');
  const adders = networks(fc.integer({ min: 1, max: 4 }), fc.constant(1)).filter(
    ({ inputs }) => inputs === 2,
  );
  fc.assert(
    fc.property(adders, (network) => {
      const explored = explorePairs(network, checkMachine(task), 200);
      const proof = prove(network, task, 200);
      expect(explored.verdict).toBe(proof.verdict);
      if (explored.verdict === 'disproved' && proof.verdict === 'disproved') {
        expect(explored.stream).toEqual(proof.counterexample.inputs);
      }
    }),
    { numRuns: 300 },
  );
});

/** A shift register of the last inputs: all its 2^length states are reachable. */
function register(length: number) {
  const zeros = Array.from({ length }, () => 0);
  return {
    ...{ inputs: 1, hidden: length, outputs: 1, weightBits: 2, stateBits: 2, tableBits: 1 },
    ...{ fractionBits: 0, indexShift: 0, table: [1, -1] },
    initialState: zeros.map(() => -1),
    inputWeights: [1, ...zeros.slice(1)],
    stateBias: [-1, ...zeros.slice(1)],
    recurrentWeights: zeros.flatMap((_, from) => zeros.map((_, to) => (to === from + 1 ? 1 : 0))),
    outputWeights: [1, ...zeros.slice(1)],
    outputBias: [0],
  };
}

test('steps that never come are not taken, and outputs that nobody cares for are not compared', () => {
  const echo: Machine = {
    ...{ name: 'echo', inputs: ['x'], outputs: ['y'], states: ['only'], initial: 0 },
    ...{ next: [0, 0], output: [0, 1], care: [1, 1] },
  };
  const all = explorePairs(register(6), echo);
  expect(all).toMatchObject({ verdict: 'proven', transitions: 128, margin: 1 });
  expect(all.verdict === 'proven' && all.pairs.size).toBe(64);
  const never = explorePairs(register(6), { ...echo, next: [0, -1], care: [1, 0], output: [0, 0] });
  expect(never).toMatchObject({ verdict: 'proven', transitions: 1 });
  expect(explorePairs(register(6), { ...echo, output: [0, 0] })).toMatchObject({ stream: [1] });
  expect(explorePairs(register(6), { ...echo, output: [0, 0], care: [1, 0] }).verdict).toBe('proven');
  expect(explorePairs(register(6), echo, 63)).toEqual({ verdict: 'undecided', pairs: 63 });
});
