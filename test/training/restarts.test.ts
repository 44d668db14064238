import { expect, test } from 'vitest';
import {
  adder,
  DEFAULT_TRAINING,
  restarts,
  SettingError,
  type TrainedStart,
  type TrainingOptions,
} from '../../src/index.ts';
import { trainStart } from '../../src/training/index.ts';

async function collect(
  options: Partial<TrainingOptions>,
  signal?: AbortSignal,
  onStart?: (a: TrainedStart) => void,
) {
  const starts: TrainedStart[] = [];
  for await (const trained of restarts(adder, { ...DEFAULT_TRAINING, ...options }, { signal })) {
    starts.push(trained);
    onStart?.(trained);
  }
  return starts;
}

test('the same seed gives the same bits on every run', async () => {
  const runs = await Promise.all([1, 2].map(() => collect({ seed: 11, maxStarts: 12 })));
  expect(runs[0]).toHaveLength(12);
  expect(runs[0]).toEqual(runs[1]);
});

test('some starts learn and some do not, and each is numbered', async () => {
  const starts = await collect({ seed: 1, maxStarts: 60 });
  expect(starts.map(({ start }) => start)).toEqual(Array.from({ length: 60 }, (_, start) => start));
  const learned = starts.filter(({ exact }) => exact === 1).length;
  expect(learned).toBeGreaterThan(5);
  expect(learned).toBeLessThan(55);
  for (const { losses } of starts) expect(losses).toHaveLength(100);
});

test('an aborted search stops within an update, and what it came to is still yielded', async () => {
  // One epoch of this takes minutes.
  const slow = { hidden: 64, samples: 2000, bits: 64, epochs: 1000, precision: 'float64' as const };
  const controller = new AbortController();
  const aborted = setTimeout(() => controller.abort(), 300);
  const starts = await collect(slow, controller.signal);
  clearTimeout(aborted);
  expect(starts.length).toBeGreaterThan(0);
  expect(starts[0]?.losses.length).toBeLessThan(20_000);
});

test('progress is reported while Rust works', async () => {
  const seen: number[] = [];
  const controller = new AbortController();
  const slow = { ...DEFAULT_TRAINING, hidden: 64, samples: 2000, bits: 32, epochs: 1000 };
  const onProgress = ({ updates, loss }: { updates: number; loss: number }) => {
    if (updates > 0) seen.push(loss);
    if (seen.length === 3) controller.abort();
  };
  for await (const _ of restarts(adder, slow, { onProgress, signal: controller.signal }));
  expect(seen.every((loss) => loss > 0 && loss < 10)).toBe(true);
});

test.each<[Partial<TrainingOptions>, string]>([
  [{ hidden: 0 }, 'hidden: expected 1–256, got 0'],
  [{ samples: 1e9 }, 'samples: expected 1–1000000, got 1000000000'],
  [{ samples: Number.NaN }, 'samples: expected a whole number from 1 to 1000000, got NaN'],
  [{ batch: 3000 }, 'batch: expected at most the number of samples, 2000, got 3000'],
  [{ seed: -1 }, 'seed: expected 0–4294967295, got -1'],
  [{ bits: 1.5 }, 'bits: expected a whole number from 1 to 1024, got 1.5'],
])('settings out of range are refused: %o', async (options, message) => {
  const error = await collect(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SettingError);
  expect((error as Error).message).toContain(message);
});

test('overlapping minibatches train differently from disjoint ones', async () => {
  const [disjoint, overlapping] = await Promise.all([
    collect({ maxStarts: 1 }),
    collect({ maxStarts: 1, overlapping: true }),
  ]);
  expect(overlapping[0]?.losses[0]).toBe(disjoint[0]?.losses[0]);
  expect(overlapping[0]?.losses[1]).not.toBe(disjoint[0]?.losses[1]);
});

test('a start is trained again with the same losses and parameters', async () => {
  const [, , third] = await collect({ seed: 5, maxStarts: 3 });
  expect(await trainStart(adder, { ...DEFAULT_TRAINING, seed: 5, maxStarts: 3 }, 2)).toEqual(third);
});
