import { expect, test } from 'vitest';
import { added, countingInTypeScript } from '../src/census.ts';
import {
  adder,
  BYTE_WIDTHS,
  type Census,
  census,
  DEFAULT_TRAINING,
  NO_STARTS,
  subtractor,
  train,
} from '../src/index.ts';
import { countDropped } from '../src/train.ts';
import { chunks } from '../src/training/index.ts';

async function count(maxStarts: number, earlier: Census = NO_STARTS, signal?: AbortSignal): Promise<Census> {
  let latest = earlier;
  const options = { ...DEFAULT_TRAINING, seed: 15, maxStarts };
  for await (latest of census(adder, options, earlier, { signal }));
  return latest;
}

test('a census says of each start what train says of it', async () => {
  // In the tutorial's way, one rounding, two starts are dropped.
  const options = { ...DEFAULT_TRAINING, seed: 15 };
  const { dropped } = await train(adder, options, BYTE_WIDTHS, {}, { roundings: 1, rounds: 0 });
  const { notLearned, disproved } = countDropped(dropped);
  expect(disproved).toBeGreaterThan(0);
  const before = await count(dropped.length);
  expect(before).toMatchObject({ starts: dropped.length, learned: disproved, proven: 0 });
  expect(before.starts - before.learned).toBe(notLearned);
  const lengths = dropped.flatMap((each) =>
    each.reason === 'disproved' ? [each.counterexample.inputs.length] : [],
  );
  for (const length of lengths) {
    expect(before.disproved[length]).toBe(lengths.filter((other) => other === length).length);
  }
  expect(before.pursued).toEqual({ networks: disproved, rounded: disproved, tuned: 0 });
  expect(await count(dropped.length + 1)).toMatchObject({ learned: disproved + 1, proven: 1 });
  // With all roundings train keeps the first start that learned.
  expect((await train(adder, options)).dropped).toHaveLength(notLearned);
});

test.each([
  ['adder', adder, BYTE_WIDTHS, { maxStarts: 400 }],
  [
    'adder in float64, overlapping',
    adder,
    BYTE_WIDTHS,
    { maxStarts: 60, samples: 600, epochs: 17, testSamples: 100, precision: 'float64', overlapping: true },
  ],
  [
    'subtractor with narrow constants',
    subtractor,
    { weightBits: 5, stateBits: 3, tableBits: 4 },
    { maxStarts: 400 },
  ],
] as const)('Rust counts what TypeScript counts: %s', async (_, task, widths, settings) => {
  const options = { ...DEFAULT_TRAINING, ...settings, seed: 104 };
  let latest = NO_STARTS;
  for await (latest of census(task, options, NO_STARTS, {}, widths));
  const counting = countingInTypeScript(task, options, widths);
  let expected = NO_STARTS;
  for await (const chunk of chunks(task, options, 0, {}, counting)) expected = added(expected, chunk);
  expect(latest).toEqual(expected);
  expect(latest.learned).toBeGreaterThan(10);
  expect(latest.pursued.networks).toBeGreaterThan(0);
});

test('a census that goes on comes to the same as one at once, and every network is counted once', async () => {
  const whole = await count(700);
  expect(await count(700, await count(300))).toEqual(whole);
  const failed = Object.values(whole.disproved).reduce((sum, networks) => sum + networks, 0);
  expect(whole.proven + failed + whole.notQuantizable + whole.undecided).toBe(whole.learned);
  expect(whole.proven).toBeGreaterThan(100);
});

test('an interrupted census counts whole starts only', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  const some = await count(1_000_000, NO_STARTS, controller.signal);
  expect(some.starts).toBeLessThan(1_000_000);
  expect(some).toEqual(await count(some.starts));
});
