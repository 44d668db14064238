import { expect, test } from 'vitest';
import { adder, type Census, census, DEFAULT_TRAINING, NO_STARTS, train } from '../src/index.ts';
import { countDropped } from '../src/train.ts';

async function count(maxStarts: number, earlier: Census = NO_STARTS, signal?: AbortSignal): Promise<Census> {
  let latest = earlier;
  const options = { ...DEFAULT_TRAINING, seed: 15, maxStarts };
  for await (latest of census(adder, options, earlier, { signal }));
  return latest;
}

test('a census says of each start what train says of it', async () => {
  const { dropped } = await train(adder, { ...DEFAULT_TRAINING, seed: 15 });
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
  expect(await count(dropped.length + 1)).toMatchObject({ learned: disproved + 1, proven: 1 });
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
