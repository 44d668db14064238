import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adder,
  checkMachine,
  DEFAULT_TRAINING,
  FixedCell,
  type FixedNetwork,
  type Pairs,
  recovery,
  train,
  wideRecoveries,
} from '../../src/index.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { pairsOfProof, recoveries, sampledFlow, sampledRecoveries } from '../../src/proof/index.ts';
import { wideRecovery } from '../../src/wide-recoveries.ts';
import { networks, proven } from '../fixed/networks.ts';
import { recovery as triedRecovery } from './tried-recovery.ts';

/** Every state that the network's bits can hold. */
function allStates({ hidden, stateBits }: FixedNetwork): number[][] {
  const half = 2 ** (stateBits - 1);
  return Array.from({ length: 2 ** (stateBits * hidden) }, (_, packed) =>
    Array.from({ length: hidden }, (_, unit) => {
      const field = Math.floor(packed / 2 ** (unit * stateBits)) % (2 * half);
      return field < half ? field : field - 2 * half;
    }),
  );
}

function pairsOf({ proof }: Awaited<ReturnType<typeof proven>>): Pairs {
  return pairsOfProof(proof);
}

/** The histogram of the first number of zeros after which `settled` holds, by walking from every state. */
function byWalking(
  network: FixedNetwork,
  settled: (state: readonly number[], zeros: number) => boolean,
): number[] {
  const cell = new FixedCell(network);
  const histogram: number[] = [];
  for (const state of allStates(network)) {
    cell.state.set(state);
    for (let zeros = 0; zeros <= 2 ** (network.hidden * network.stateBits); zeros++) {
      if (settled(Array.from(cell.state), zeros)) {
        histogram[zeros] = (histogram[zeros] ?? 0) + 1;
        break;
      }
      cell.step(0);
    }
  }
  return Array.from(histogram, (count) => count ?? 0);
}

test.each([
  ['adder', 1],
  ['subtractor', 1],
  ['comparator', 1],
  ['parity', 2],
])('%s: the histogram is what trying all 16,777,216 states gives', async (name, seed) => {
  const network = await proven(name, seed);
  const result = recoveries(network.fixed, checkMachine(network.task), pairsOf(network));
  const tried = triedRecovery(network.fixed, network.proof);
  expect(result.recovers.histogram).toEqual(tried?.histogram);
  expect(result.states).toBe(16_777_216);
  expect(result.recovers.count).toBe(tried?.recovering);
  expect(result.recovers.never === undefined).toBe(tried?.stuck === undefined);
});

test('any network, with any table, recovers as walking from every state says', () => {
  const small = networks(fc.integer({ min: 1, max: 3 }), fc.constant(1)).filter(
    ({ hidden, stateBits }) => hidden * stateBits <= 8,
  );
  const machine: Machine = {
    ...{ name: 'any', inputs: [], outputs: ['y'], states: ['only'], initial: 0 },
    ...{ next: [], output: [], care: [] },
  };
  fc.assert(
    fc.property(small, fc.integer({ min: 1, max: 4 }), (network, steps) => {
      const cell = new FixedCell(network);
      const networkStates: number[] = [];
      for (let step = 0; step < steps; step++) {
        networkStates.push(...cell.state);
        cell.step(0);
      }
      const words = 2 ** network.inputs;
      const ones = Array.from({ length: words }, () => 0);
      const takesAll = {
        ...machine,
        inputs: Array.from({ length: network.inputs }, (_, input) => `x${input}`),
        ...{ next: ones, output: ones, care: ones },
      };
      const pairs = { machineStates: Array.from({ length: steps }, () => 0), networkStates };
      const reachable = new Set(
        Array.from({ length: steps }, (_, pair) =>
          networkStates.slice(pair * network.hidden, (pair + 1) * network.hidden).join(),
        ),
      );
      const { recovers, resynchronizes } = recoveries(network, takesAll, pairs);
      expect(recovers.histogram).toEqual(byWalking(network, (state) => reachable.has(state.join())));
      // A machine of one state is always in step.
      expect(resynchronizes).toMatchObject({ count: recovers.count, histogram: recovers.histogram });
      expect(recovers.never === undefined).toBe(recovers.count === 2 ** (network.stateBits * network.hidden));
      if (recovers.never) {
        cell.state.set(recovers.never);
        for (let step = 0; step < 300; step++, cell.step(0)) {
          expect(reachable.has(cell.state.join())).toBe(false);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('an adder resynchronizes when its state goes with carry 0, whatever the carry was', async () => {
  const network = await proven('adder', 2, { weightBits: 8, stateBits: 4, tableBits: 8 });
  const { fixed } = network;
  const { machineStates, networkStates } = pairsOf(network);
  const withCarry0 = new Set<string>();
  for (let pair = 0; pair < machineStates.length; pair++) {
    if (machineStates[pair] === 0) {
      withCarry0.add(Array.from({ length: 3 }, (_, unit) => networkStates[pair * 3 + unit]).join());
    }
  }
  const { resynchronizes, recovers } = recoveries(fixed, checkMachine(network.task), pairsOf(network));
  // One zero takes the carry to 0 whatever it was; before, network and adder may differ.
  const walked = byWalking(fixed, (state, zeros) => zeros >= 1 && withCarry0.has(state.join()));
  expect(resynchronizes?.histogram).toEqual(walked);
  expect(resynchronizes?.histogram).not.toEqual(recovers.histogram);
});

test('a comparator recovers but never resynchronizes: zeros leave it what it holds', async () => {
  const network = await proven('comparator', 1);
  const { recovers, resynchronizes } = recoveries(
    network.fixed,
    checkMachine(network.task),
    pairsOf(network),
  );
  expect(recovers.count).toBeGreaterThan(16_000_000);
  expect(resynchronizes?.count).toBe(0);
  expect(resynchronizes?.never).toHaveLength(3);
});

test('a machine that zeros never come to has nothing to resynchronize with', async () => {
  const network = await proven('parity', 2, { weightBits: 4, stateBits: 3, tableBits: 3 });
  const machine = checkMachine(network.task);
  const without = { ...machine, next: machine.next.map((next, index) => (index === 0 ? -1 : next)) };
  expect(recoveries(network.fixed, without, pairsOf(network)).resynchronizes).toBeUndefined();
});

test('a sample of states is counted as one', async () => {
  const network = await proven('adder', 1, { weightBits: 8, stateBits: 4, tableBits: 8 });
  const machine = checkMachine(network.task);
  const states = Array.from({ length: 4096 }, (_, packed) => packed);
  const sampled = recoveries(network.fixed, machine, pairsOf(network), (fixed, reachable) =>
    sampledFlow(fixed, reachable, states),
  );
  expect(sampled).toMatchObject(recoveries(network.fixed, machine, pairsOf(network)));
});

test('Rust follows as many states the same way, and more of them', async () => {
  for (const [name, seed] of [
    ['adder', 2],
    ['parity', 2],
  ] as const) {
    const network = await proven(name, seed, { weightBits: 8, stateBits: 6, tableBits: 8 });
    const machine = checkMachine(network.task);
    const here = recoveries(network.fixed, machine, pairsOf(network));
    const there = await wideRecoveries(network.fixed, machine, pairsOf(network));
    for (const kind of ['recovers', 'resynchronizes'] as const) {
      expect(there[kind]?.histogram).toEqual(here[kind]?.histogram);
      expect(there[kind]?.never === undefined).toBe(here[kind]?.never === undefined);
    }
    // A fourth unit that nothing listens to multiplies the states by its own.
    const { recurrentWeights, inputWeights, outputWeights, stateBias, initialState, table } = network.fixed;
    const wider = {
      ...network.fixed,
      hidden: 4,
      initialState: [...initialState, table[0] ?? 0],
      inputWeights: [
        ...inputWeights.slice(0, 3),
        0,
        ...inputWeights.slice(3),
        ...(inputWeights.length > 3 ? [0] : []),
      ],
      stateBias: [...stateBias, 0],
      recurrentWeights: [0, 1, 2, 3].flatMap((from) =>
        [0, 1, 2, 3].map((to) => (from < 3 && to < 3 ? (recurrentWeights[from * 3 + to] ?? 0) : 0)),
      ),
      outputWeights: [...outputWeights, 0],
    };
    const { machineStates, networkStates } = pairsOf(network);
    const wide = await wideRecoveries(wider, machine, {
      machineStates,
      networkStates: Array.from(machineStates).flatMap((_, pair) => [
        ...[0, 1, 2].map((unit) => networkStates[pair * 3 + unit] ?? 0),
        table[0] ?? 0,
      ]),
    });
    const after1 = here.recovers.histogram.slice(2).map((count) => 64 * count);
    expect(wide.recovers.histogram.slice(2)).toEqual(after1);
    expect(wide.states).toBe(2 ** 24);
  }
});

test('an estimate comes close, and is the same each time', async () => {
  const network = await proven('comparator', 1);
  const of = [network.fixed, checkMachine(network.task), pairsOf(network)] as const;
  const { recovers } = recoveries(...of);
  const estimate = sampledRecoveries(...of, 20_000);
  expect(estimate).toEqual(sampledRecoveries(...of, 20_000));
  expect(estimate.states).toBe(20_000);
  expect(estimate.recovers.count / 20_000).toBeCloseTo(recovers.count / 2 ** 24, 2);
});

test('more states than are counted are refused', async () => {
  const network = await proven('adder', 1);
  const wide = { ...network.fixed, hidden: 4 };
  const [machine, pairs] = [checkMachine(network.task), pairsOf(network)];
  expect(() => recoveries(wide, machine, pairs)).toThrow(RangeError);
  await expect(wideRecoveries({ ...wide, hidden: 5 }, machine, pairs)).rejects.toThrow();
});

test('four units are told as three are, from all states that their bits can hold', async () => {
  const widths = { weightBits: 8, stateBits: 7, tableBits: 8 };
  const { fixed, proof } = await train(adder, { ...DEFAULT_TRAINING, hidden: 4 }, widths);
  if (!fixed || !proof) throw new Error('not proven');
  const found = await wideRecovery(fixed, checkMachine(adder), proof);
  expect(found).toMatchObject({ states: 2 ** 28, recovering: 2 ** 28 });
  expect(found?.estimate).toBeUndefined();
  expect(found?.histogram.reduce((sum, count) => sum + count, 0)).toBe(2 ** 28);
  const five = await train(adder, { ...DEFAULT_TRAINING, hidden: 5 });
  if (!five.proof) throw new Error('not proven');
  expect(await wideRecovery(five.fixed, checkMachine(adder), five.proof)).toBeUndefined();
  const three = await proven('adder', 2);
  expect(await wideRecovery(three.fixed, checkMachine(adder), three.proof)).toEqual(
    recovery(three.fixed, adder, three.proof),
  );
});
