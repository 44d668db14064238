import { beforeAll, describe, expect, test } from 'vitest';
import { adder, DEFAULT_TRAINING, drawSamples, sampleGenerator } from '../../src/index.ts';
import { findAddon } from '../../src/native/addon.ts';
import type { Core } from '../../src/native/core.ts';
import { isFused } from '../../src/native/engine.ts';
import { wasmCore } from '../../src/native/wasm.ts';
import { moduleCore, moduleInstances } from './cores.ts';
import { digests } from './digests.ts';

const SEEDS = 200;
const shape = { inputs: 2, hidden: 3, outputs: 1 };
const { optimizer } = DEFAULT_TRAINING;
const samples = drawSamples(adder, sampleGenerator(1), 100, 6);

let expected: string[];

beforeAll(async () => {
  const { addon, problem } = findAddon();
  if (addon === undefined) throw new Error(problem);
  expected = await digests(addon, SEEDS);
}, 300_000);

// Other engines run the fast one: see engines.sh.
describe.each(isFused() ? (['exact', 'fast'] as const) : (['exact'] as const))('the %s module', (name) => {
  const core: Core = moduleCore(name);
  const restarts = (epochs = 5, seed = 1) =>
    new core.Restarts(
      shape,
      optimizer,
      seed,
      { batch: 100, epochs, overlapping: false },
      samples,
      samples,
      'float32',
    );

  const trainer = () => new core.Trainer(shape, new Float64Array(28), optimizer, 'float32');

  test(`computes the addon's bits for ${SEEDS} seeds, with every optimizer in both precisions`, async () => {
    expect(await digests(core, SEEDS)).toEqual(expected);
  }, 600_000);

  test('a minibatch made once trains as its samples do; of another shape or precision it is refused', () => {
    const [once, anew] = [trainer(), trainer()];
    const minibatch = new core.Minibatch(shape, samples, 'float32');
    for (let update = 0; update < 10; update++) expect(once.update(minibatch)).toBe(anew.update(samples));
    expect(once.parameters).toEqual(anew.parameters);
    const wide = { ...shape, hidden: 4 };
    const other = new core.Trainer(wide, core.initialParameters(wide, 1, 0), optimizer, 'float32');
    expect(() => other.update(minibatch)).toThrow('minibatch: expected the shape 2 → 4 → 1, got 2 → 3 → 1');
    expect(() => trainer().update(new core.Minibatch(shape, samples, 'float64'))).toThrow(
      'minibatch: expected the precision float32, got float64',
    );
    expect(() => new core.Minibatch(shape, { ...samples, steps: 8 }, 'float32')).toThrow(
      /^inputs: expected \d+ values/,
    );
  });

  test('ends a run with the first start that answers everything, unless all are asked for', async () => {
    const some = await restarts(200).run(0, 50);
    expect(some.at(-1)?.accuracy).toBe(1);
    expect(some.slice(0, -1).every(({ accuracy }) => accuracy < 1)).toBe(true);
    const all = await restarts(200).runAll(0, some.length + 1);
    expect(all.slice(0, some.length)).toEqual(some);
    expect(all).toHaveLength(some.length + 1);
  });

  test('leaves the thread to others while it works, tells them where it is, and can be stopped by them', async () => {
    const run = restarts(1_000_000);
    const seen: number[] = [];
    const timer = setInterval(() => {
      seen.push(run.progress().updates);
      if (seen.length === 3) run.cancel();
    }, 1);
    const starts = await run.run(0, 9);
    clearInterval(timer);
    expect(starts).toHaveLength(1);
    expect(starts[0]?.finished).toBe(false);
    expect(starts[0]?.losses.length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await run.run(0, 9)).toEqual([]);
  });

  test.each<[string, () => unknown, string | RegExp]>([
    [
      'parameters of another shape',
      () => new core.Trainer(shape, new Float64Array(27), optimizer, 'float64'),
      /^parameters.*\b28\b/,
    ],
    [
      'half a state',
      () => core.initialParameters({ ...shape, hidden: 2.5 }, 1, 0),
      /^hidden.*a whole number from 0 to 2\^53 - 1/,
    ],
    [
      'an unknown precision',
      () => new core.Trainer(shape, new Float64Array(28), optimizer, 'float16' as never),
      'precision: expected float32 or float64, got float16',
    ],
    [
      'an optimizer without one of its numbers',
      () =>
        new core.Trainer(shape, new Float64Array(28), { kind: 'sgd', learningRate: 1 } as never, 'float64'),
      'optimizer sgd needs momentum',
    ],
    ['a start before the first', () => restarts().run(-1, 1), /^first.*-1/],
    ['half a start', () => restarts().runAll(0, 0.5), /^count.*0\.5/],
    [
      'a state that there is not',
      () => {
        const table = { inputs: 1, outputs: 1, next: Uint32Array.of(0, 0), output: Uint32Array.of(0, 1) };
        new core.Automaton(table).state = 1;
      },
      /^state.*a state of the table/,
    ],
    [
      'more samples than memory',
      () => trainer().loss({ ...samples, samples: 2 ** 40 }),
      'inputs would hold more than',
    ],
  ])('refuses %s as the addon does', (_, act, message) => {
    const refusal = { code: 'CARRYBIT_INVALID_ARGUMENT', message: expect.stringMatching(message) };
    expect(act).toThrow(expect.objectContaining(refusal));
  });
});

test('an instance that runs out of memory is left to the objects in it', () => {
  const instance = moduleInstances('exact');
  let made = 0;
  const core = wasmCore(() => {
    made++;
    const { exports } = instance() as { exports: Record<string, unknown> };
    const failing = () => {
      throw new RangeError('unreachable');
    };
    return { exports: made === 1 ? { ...exports, loss: failing } : exports };
  });
  const trainer = () => new core.Trainer(shape, core.initialParameters(shape, 1, 0), optimizer, 'float32');
  const [lost, another] = [trainer(), trainer()];
  expect(() => lost.loss(samples)).toThrow(/^WebAssembly failed, most likely out of memory, at \d MiB$/);
  expect(() => another.update(samples)).toThrow('was lost');
  expect(trainer().loss(samples)).toBeGreaterThan(0);
  expect(made).toBe(2);
});
