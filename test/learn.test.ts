import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machines as collection } from '../bench/machines/index.mjs';
import { type FixedNetwork, prove } from '../src/index.ts';
import { construct, learn, proveOnMachine, relearn } from '../src/learn.ts';
import { type Machine, UNSPECIFIED } from '../src/machine/machine.ts';
import { unseen } from '../src/unseen.ts';
import { machines } from './machine/machines.ts';

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** Says when the input was the same three times. */
const debouncer: Machine = {
  name: 'three equal inputs',
  inputs: ['x'],
  outputs: ['held'],
  states: ['0', '00', '000', '1', '11', '111'],
  initial: 2,
  next: [1, 3, 2, 3, 2, 3, 0, 4, 0, 5, 0, 5],
  output: [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1],
  care: new Array(12).fill(1),
};

test('every constructed network is proven by the prover of the tutorial too', () => {
  fc.assert(
    fc.property(machines(), (machine) => {
      const network = construct(machine) as FixedNetwork;
      expect(prove(network, machine).verdict).toBe('proven');
    }),
    { numRuns: 60 },
  );
});

test('both provers decide alike about networks that may be wrong', () => {
  fc.assert(
    fc.property(machines(), fc.nat(), fc.integer({ min: -2, max: 1 }), (machine, at, weight) => {
      const network = construct(machine) as FixedNetwork;
      const recurrentWeights = network.recurrentWeights.with(at % network.recurrentWeights.length, weight);
      const changed = { ...network, recurrentWeights };
      const ours = proveOnMachine(changed, machine);
      const theirs = prove(changed, machine);
      expect(ours.verdict).toBe(theirs.verdict);
      if (ours.verdict === 'disproved' && theirs.verdict === 'disproved') {
        expect(ours.counterexample).toEqual(theirs.counterexample.inputs);
      }
      if (ours.verdict === 'proven' && theirs.verdict === 'proven') {
        expect(ours.transitions).toBe(theirs.transitions);
      }
    }),
    { numRuns: 200 },
  );
});

/** Counts to 3, or takes the number that it is given. */
const loadable: Machine = {
  name: 'counter with load',
  inputs: ['load', 'd0', 'd1'],
  outputs: ['q0', 'q1'],
  states: ['0', '1', '2', '3'],
  initial: 0,
  next: [0, 1, 2, 3].flatMap((state) =>
    Array.from({ length: 8 }, (_, word) => (word & 1 ? word >> 1 : (state + 1) % 4)),
  ),
  output: [0, 1, 2, 3].flatMap((state) =>
    Array.from({ length: 8 }, (_, word) => (word & 1 ? word >> 1 : (state + 1) % 4)),
  ),
  care: new Array(32).fill(3),
};

test('a counter with load is learned smaller than constructed', async () => {
  const result = await learn(loadable);
  if (result.kind !== 'learned') throw new Error(result.kind);
  expect(result.bits.learned).toBeLessThan(result.bits.constructed as number);
  expect(proveOnMachine(result.fixed, loadable).verdict).toBe('proven');
});

test('a small machine is learned, smaller than constructed, and proven by both provers', async () => {
  const result = await learn(debouncer);
  expect(result.kind).toBe('learned');
  if (result.kind !== 'learned') return;
  expect(result.bits.learned).toBeLessThanOrEqual(result.bits.constructed as number);
  expect(proveOnMachine(result.fixed, debouncer).verdict).toBe('proven');
  expect(prove(result.fixed, debouncer).verdict).toBe('proven');
  expect(result.float.hidden).toBe(result.fixed.hidden);
});

test('the same seed finds the same network, and its start alone finds it again', async () => {
  const [one, two] = await Promise.all([learn(debouncer, { seed: 7 }), learn(debouncer, { seed: 7 })]);
  expect(one).toEqual(two);
  if (one.kind !== 'learned') throw new Error('not learned');
  expect(await relearn(debouncer, { seed: 7 }, one.from)).toMatchObject({ fixed: one.fixed });
});

test('the float network gives the outputs of the machine', async () => {
  const result = await learn(debouncer);
  if (result.kind !== 'learned') throw new Error('not learned');
  const { hidden, parameters: p } = result.float;
  let state = Array.from(p.s0);
  let expected = debouncer.initial;
  for (let step = 0; step < 300; step++) {
    const x = (step * step + (step >> 3)) & 1;
    state = state.map((_, unit) => {
      let sum = (p.bInput[unit] ?? 0) + (p.bRecurrent[unit] ?? 0) + x * (p.wInput[unit] ?? 0);
      for (let from = 0; from < hidden; from++)
        sum += (state[from] ?? 0) * (p.wRecurrent[from * hidden + unit] ?? 0);
      return Math.tanh(sum);
    });
    const logit = state.reduce((sum, value, from) => sum + value * (p.wOutput[from] ?? 0), p.bOutput[0] ?? 0);
    const index = (expected << 1) | x;
    expect(logit >= 0 ? 1 : 0).toBe(debouncer.output[index]);
    expected = debouncer.next[index] as number;
  }
});

test('a search with too little to go on ends with the constructed network and what stayed wrong', async () => {
  const result = await learn(debouncer, { starts: 1, updates: 1, stages: 1 });
  expect(result.kind).toBe('constructed');
  expect(result.tried).toBeGreaterThan(0);
  if (result.kind !== 'constructed') return;
  expect(proveOnMachine(result.fixed, debouncer).verdict).toBe('proven');
  const [hard] = result.hardest;
  expect(hard?.stream.length).toBeGreaterThan(0);
  expect(hard?.starts).toBeGreaterThan(0);
});

test('a cancelled search tries nothing and keeps the constructed network', async () => {
  const result = await learn(debouncer, {}, { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ kind: 'constructed', tried: 0, hardest: [] });
});

test('what is proven is handed over at once: first the constructed network, then learned ones', async () => {
  const kinds: string[] = [];
  const abort = new AbortController();
  const onProven = ({ kind }: { kind: string }) => {
    kinds.push(kind);
  };
  await learn(debouncer, {}, { onProven });
  expect(kinds[0]).toBe('constructed');
  // A search that is told to end while it works keeps the constructed network, too.
  const many = learn(debouncer, { updates: 1_000_000, stages: 1 }, { signal: abort.signal, onProven });
  abort.abort();
  expect((await many).kind).not.toBe('none');
});

describe('a learned network that is not better than the constructed one', () => {
  const timesFive = collection
    .map(({ machine }) => machine)
    .find(({ name }) => name === 'serial times five') as Machine;
  // So little is tried that what is learned has 316 bits and 7 units; constructed are 284 bits and 10 units.
  const effort = { starts: 1, updates: 100, stages: 1, maxStarts: 12 };

  test('is told beside it, and the smaller one is the result', async () => {
    const kinds: string[] = [];
    const onProven = ({ kind }: { kind: string }) => {
      kinds.push(kind);
    };
    const result = await learn(timesFive, { ...effort, preferredUnits: 256 }, { onProven });
    if (result.kind !== 'constructed' || result.larger === undefined) throw new Error(result.kind);
    expect(result.bits.learned).toBeGreaterThan(result.bits.constructed as number);
    expect(result.hardest).toEqual([]);
    expect(proveOnMachine(result.larger.fixed, timesFive).verdict).toBe('proven');
    expect(kinds).toEqual(['constructed']);
    const again = await relearn(timesFive, { ...effort, preferredUnits: 256 }, result.larger.from);
    expect(again?.fixed).toEqual(result.larger.fixed);
  });

  test('is the result where it alone has few enough units', async () => {
    const result = await learn(timesFive, { ...effort, preferredUnits: 8 });
    expect(result).toMatchObject({ kind: 'learned', fixed: { hidden: 7 } });
    expect(result.bits.learned).toBeGreaterThan(result.bits.constructed as number);
  });
});

test('a machine of one state is learned as small as it is constructed', async () => {
  const alike: Machine = {
    ...{ name: 'alike', inputs: ['a', 'b'], outputs: ['o'], states: ['s'], initial: 0 },
    ...{ next: [0, 0, 0, 0], output: [1, 1, 1, 1], care: [1, 1, 1, 1] },
  };
  const { kind, bits } = await learn(alike);
  expect([kind, bits.learned]).toEqual(['learned', bits.constructed]);
});

test('a search tries no more starts than it may', async () => {
  expect(await learn(debouncer, { updates: 1, maxStarts: 5 })).toMatchObject({
    kind: 'constructed',
    tried: 5,
  });
});

test('words that never come and outputs nobody cares for are no errors', () => {
  const open: Machine = {
    ...debouncer,
    name: 'open',
    next: [UNSPECIFIED, 3, 2, 3, 2, 3, 0, 4, 0, 5, 0, 5],
    care: [0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1],
    output: [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1],
  };
  expect(proveOnMachine(construct(open) as FixedNetwork, open).verdict).toBe('proven');
});

test('a machine that takes too many units is not constructed, and its size is said', () => {
  const size = 64 << 4;
  const many: Machine = {
    name: 'many',
    inputs: names('x', 4),
    outputs: ['y'],
    states: names('s', 64),
    initial: 0,
    next: Array.from({ length: size }, (_, i) => Math.floor(1e4 * Math.abs(Math.sin(i))) % 64),
    output: Array.from({ length: size }, (_, i) => Math.floor(1e5 * Math.abs(Math.sin(i))) & 1),
    care: new Array(size).fill(1),
  };
  expect(construct(many)).toBeGreaterThan(256);
});

test.each([
  ['states', { states: [] }],
  ['next', { next: [0] }],
  ['next[0]: expected', { next: [0.5, ...debouncer.next.slice(1)] }],
  ['next[0]: expected', { next: [9, ...debouncer.next.slice(1)] }],
  ['output[0]: expected', { output: [2, ...debouncer.output.slice(1)] }],
  ['initial', { initial: 6 }],
])('a machine whose %s does not fit is refused by name', async (name, change) => {
  await expect(learn({ ...debouncer, ...change })).rejects.toThrow(name);
});

test.each([{ stages: 0 }, { starts: 0 }, { updates: 0.5 }, { seed: -1 }])(
  'options %j are refused',
  async (options) => {
    await expect(learn(debouncer, options)).rejects.toThrow(Object.keys(options)[0] as string);
  },
);

test('what no training can see is said before the first start', () => {
  const machine: Machine = {
    name: 'blind',
    inputs: ['x'],
    outputs: ['low', 'open', 'both'],
    states: ['a', 'b', 'lost'],
    initial: 0,
    next: [0, 1, UNSPECIFIED, 0, 0, 0],
    output: [0, 4, 0, 0, 1, 1],
    care: [5, 5, 0, 5, 7, 7],
  };
  expect(unseen(machine)).toEqual({ unreachable: [2], unspecified: 1, open: ['open'], constant: ['low'] });
});
