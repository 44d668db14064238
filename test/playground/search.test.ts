import { describe, expect, test } from 'vitest';
import { type Task, tasks, train } from '../../src/index.ts';
import { LossCurve } from '../../src/playground/loss-curve.ts';
import { Search } from '../../src/playground/search.ts';
import { completeTraining } from '../../src/training/options.ts';

async function searched(task: Task, ...settings: [Parameters<typeof completeTraining>[0], widths?: object]) {
  const [given, widths] = settings;
  const all = { weightBits: 8, stateBits: 8, tableBits: 8, ...widths };
  const options = completeTraining(given);
  const search = await Search.open(task, options, all);
  while (!search.isOver) await search.advance();
  return { search, training: await train(task, options, all) };
}

describe('a search that is watched comes to the same bits as train', () => {
  test.each([
    ['adder', { seed: 1 }, {}],
    ['subtractor', { seed: 3, hidden: 4, bits: 5, batch: 80, overlapping: true }, {}],
    ['comparator', { seed: 2, precision: 'float64' as const }, { stateBits: 6, tableBits: 7 }],
    [
      'parity',
      {
        seed: 1,
        optimizer: { kind: 'adam' as const, learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      },
      {},
    ],
  ])('%s %o %o', async (name, settings, widths) => {
    const { search, training } = await searched(tasks.get(name) as Task, settings, widths);
    if (training.outcome !== 'proven') throw new Error(`train found nothing for ${name}`);
    expect(search.found?.fixed).toEqual(training.fixed);
    expect(search.found?.float).toEqual(training.float);
    expect(search.found?.accuracy).toBe(training.trained.accuracy);
    expect(search.start).toBe(training.trained.start);
    expect(search.curve.means).toEqual(Float32Array.from(training.trained.losses));
    expect(search.dropped).toMatchObject(training.dropped.slice(-24));
  });

  test('and gives up where it does, with as many starts dropped for each reason', async () => {
    const { search, training } = await searched(
      tasks.get('adder') as Task,
      { epochs: 1, maxStarts: 5, seed: 5 },
      { weightBits: 2 },
    );
    expect(training.outcome).toBe('exhausted');
    expect(search.found).toBeUndefined();
    expect(Object.values(search.counts).reduce((sum, count) => sum + count)).toBe(training.dropped.length);
  });
});

describe('the curve of a start with many updates', () => {
  const curveOf = (updates: number, losses: readonly number[]) => {
    const curve = new LossCurve(updates);
    for (const loss of losses) curve.push(loss);
    return curve;
  };

  test.each([1, 7, 239, 240, 241, 480, 1000, 99_999])(
    'has the mean of each column: %i updates',
    (updates) => {
      const columns = Math.min(updates, 240);
      const losses = Array.from({ length: updates }, (_, index) => Math.sin(index) ** 2);
      const at = (column: number) => Math.floor((column * updates) / columns);
      const means = Float32Array.from({ length: columns }, (_, column) => {
        const part = losses.slice(at(column), at(column + 1));
        return part.reduce((sum, loss) => sum + loss, 0) / part.length;
      });
      const curve = curveOf(updates, losses);
      expect(curve.means).toEqual(means);
      expect([curve.length, curve.last]).toEqual([updates, losses.at(-1)]);
    },
  );

  test('ends at the update that was made last', () => {
    const curve = curveOf(480, [3, 1, 4]);
    expect(curve.means).toEqual(Float32Array.of(2, 4));
    curve.push(Number.NaN);
    expect(curve.means).toEqual(Float32Array.of(2, Number.NaN));
  });

  test('takes no more memory for a million updates', () => {
    const curve = new LossCurve(1_000_000);
    for (let update = 0; update < 1_000_000; update++) curve.push(1 / (1 + update));
    expect(curve.means.length).toBe(240);
    expect(curve.length).toBe(1_000_000);
  });
});
